"""Opens the file of a form without trusting it: sizes are looked at first, then pyxform reads its sheets."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from fieldapp.forms.problems import FormRefused, FormUnreadable, Problem, not_a_form, too_large
from fieldapp.forms.sheets.packages import check_formulas, check_package, locked
from fieldapp.forms.sheets.plain_tables import check_csv, check_markdown, text_of, twice
from fieldapp.words import Sentence, sentence

_FILE_LIMIT: Final = 16 * 2**20
_ROWS_LIMIT: Final = 40_000
_COLUMNS_LIMIT: Final = 500
#: Groups within groups beyond which nothing is looked at.
_DEPTH_LIMIT: Final = 100
#: Sheets that make up a form; any other sheet is a note of its author.
_SHEETS: Final = ("survey", "choices", "settings", "external_choices", "entities")
#: How a workbook of old begins, whatever its name ends with, and what such a file holds that needs a password.
_OLD: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED: Final = "EncryptedPackage".encode("utf-16-le")

Cells = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows of a sheet below its first, which names the columns; row 2 of the spreadsheet is `rows[0]`."""

    name: str
    headers: tuple[str, ...]
    rows: Sequence[Cells]


def read_sheets(path: Path) -> Mapping[str, Sheet]:
    """The sheets of a form by name. Raises FormUnreadable or FormRefused, whatever the file is."""
    data = _read(path)
    kind = _kind(path, data)
    match kind:
        case ".xlsx":
            check_package(path, data)
        case ".md" | ".csv":
            text = text_of(path, data)
            (check_markdown if kind == ".md" else check_csv)(path, text)
            data = text.encode("utf-8")
    sheets = _parse(path, data, kind)
    if kind == ".xlsx":
        check_formulas(data, _SHEETS)
    return sheets


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > _FILE_LIMIT:
            raise too_large(path)
        data = path.read_bytes()
    except OSError as wrong:
        raise FormUnreadable(sentence("“{file}” cannot be opened. Is it still there?"), file=path.name) from wrong
    if not data.strip():
        raise FormUnreadable(sentence("“{file}” is empty."), file=path.name)
    return data


def _kind(path: Path, data: bytes) -> str:
    """What the file is: a workbook by how it begins, a text by what its name ends with."""
    ending = path.suffix.lower()
    if ending in {".xlsx", ".xlsm", ".xls"}:
        if data.startswith(_OLD):
            if _LOCKED in data:
                raise locked(path)
            return ".xls"
        return ".xlsx"
    if ending not in {".md", ".csv"}:
        raise FormUnreadable(
            sentence("“{file}” cannot be read. Save the form as an Excel workbook (.xlsx) and choose that file."),
            file=path.name,
        )
    return ending


def _parse(path: Path, data: bytes, kind: str) -> Mapping[str, Sheet]:
    from pyxform.xls2json_backends import (  # noqa: PLC0415 - half a second, needed at import alone
        DefinitionData,
        SupportedFileTypes,
    )

    try:
        found = SupportedFileTypes.get_processors()[SupportedFileTypes(kind)](data)
        book = DefinitionData(**{name: rows for name, rows in found.items() if name in DefinitionData.__slots__})
    except Exception as wrong:  # pyxform and what it reads with raise whatever a damaged file leads them into
        if isinstance(wrong, MemoryError):
            raise
        if duplicate := re.match(r"Duplicate column header: (.*)", str(wrong)):
            raise FormRefused((twice("", 0, duplicate[1]),)) from wrong
        raise (locked(path) if "encrypted" in str(wrong) else not_a_form(path)) from wrong
    if book.osm:
        reason = Sentence(sentence("The sheet “{sheet}” is not supported. Take it out."), {"sheet": "osm"})
        raise FormRefused((Problem("osm", 1, "", reason),))
    sheets = {name: _sheet(path, name, book) for name in _SHEETS}
    if not sheets["survey"].headers:
        raise not_a_form(path)
    _check_depth(sheets["survey"])
    return sheets


def _check_depth(survey: Sheet) -> None:
    """Groups within groups cost their readers more the deeper they are."""
    depth = 0
    for number, cells in enumerate(survey.rows, 2):
        kind = next((cell for heading, cell in cells.items() if heading.strip().lower() == "type"), "").lower()
        depth += kind.startswith("begin") - kind.startswith("end ") - kind.startswith("end_")
        if depth > _DEPTH_LIMIT:
            reason = Sentence(sentence("There are more groups within groups than a form should have."))
            raise FormRefused((Problem("survey", number, "type", reason),))


def _sheet(path: Path, name: str, book: object) -> Sheet:
    header, rows = getattr(book, f"{name}_header"), getattr(book, name)
    if (rows and len(rows) > _ROWS_LIMIT) or (header and len(header[0]) > _COLUMNS_LIMIT):
        raise too_large(path)
    return Sheet(name, tuple(header[0]) if header else (), rows or ())
