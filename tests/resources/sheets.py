"""The packs' files as they lie on the disk: sheets of rows, read by nothing of ours."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

PACKS = Path(__file__).resolve().parents[2] / "resources" / "packs"
ENGLISH, RUSSIAN = "English (en)", "Русский (ru)"

Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Sheets:
    """One form's sheets, row by row."""

    path: Path
    survey: tuple[Row, ...]
    choices: tuple[Row, ...]
    settings: Row

    @property
    def form(self) -> str:
        return self.path.stem

    def questions(self) -> Iterator[Row]:
        """All rows that bear a name: questions, groups and repeats."""
        return (row for row in self.survey if "name" in row)

    def question(self, name: str) -> Row:
        return next(row for row in self.survey if row.get("name") == name)

    def codes(self, name: str) -> tuple[str, ...]:
        """The choices of the list that this question offers."""
        wanted = self.question(name)["type"].split()[1]
        return tuple(row["name"] for row in self.choices if row["list_name"] == wanted)


@cache
def all_forms() -> tuple[Sheets, ...]:
    return tuple(_read(path) for path in sorted(PACKS.glob("*/forms/*.md")))


def form(name: str) -> Sheets:
    return next(each for each in all_forms() if each.form == name)


@cache
def packs() -> tuple[dict[str, Any], ...]:
    return tuple(tomllib.loads(path.read_text("utf-8")) for path in sorted(PACKS.glob("*/pack.toml")))


def pack_forms() -> Iterator[dict[str, Any]]:
    return (each for pack in packs() for each in pack["forms"])


def _read(path: Path) -> Sheets:
    tables: dict[str, list[list[str]]] = {}
    name = ""
    for line in path.read_text("utf-8").splitlines():
        if not line.startswith("|"):
            continue
        first, *cells = (cell.strip() for cell in line.strip().strip("|").split("|"))
        name = first or name
        if any(cells):
            tables.setdefault(name, []).append(cells)
    rows = {
        sheet: tuple(
            {column: cell for column, cell in zip(table[0], cells, strict=False) if cell} for cells in table[1:]
        )
        for sheet, table in tables.items()
    }
    return Sheets(path, rows["survey"], rows.get("choices", ()), rows["settings"][0])


def words(text: str) -> list[str]:
    """A list of names, written as one text so that it can be read."""
    return text.split()
