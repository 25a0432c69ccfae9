"""Writes tables as CSV that Excel opens rightly: UTF-8 with a mark in front, and parted as its settings expect.

Where numbers are written 3,14 (Russian settings), Excel parts columns at semicolons and reads 3.14 as a day in
March: so with semicolons go decimal commas. A line "sep=" in front would make Excel forget the mark, and every other
program would read it as a line of the table: so there is none.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from typing import IO, Final

from fieldapp.exports.cells import Cell
from fieldapp.exports.harmless import Washed, no_formula
from fieldapp.exports.tables import Table
from fieldapp.exports.workbook import unlike

_MARKED: Final = "utf-8-sig"
_LONGEST_NAME: Final = 60


class Parted(Enum):
    """What stands between two columns."""

    SEMICOLON = ";"
    COMMA = ","


class CommaFiles:
    """Writes tables in one way; `write` one, `pack` several into a zip file."""

    def __init__(self, parted: Parted, washed: Washed) -> None:
        self._parted = parted
        self._washed = washed

    def write(self, file: IO[bytes], table: Table, lines: Iterable[Sequence[Cell]]) -> None:
        """One table as a file of its own."""
        text = io.TextIOWrapper(file, _MARKED, newline="", write_through=False)
        try:
            writer = csv.writer(text, delimiter=self._parted.value, lineterminator="\r\n")
            writer.writerow([self._cell(heading) for heading in table.headings])
            writer.writerows([self._cell(cell) for cell in line] for line in lines)
        finally:
            text.detach()  # which writes what is left, and leaves the file open

    def pack(self, file: IO[bytes], tables: Iterable[tuple[Table, Iterable[Sequence[Cell]]]]) -> None:
        """Several tables in one zip file, a file for each."""
        names: list[str] = []
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
            for table, lines in tables:
                names.append(unlike(table.name[:_LONGEST_NAME], names, _LONGEST_NAME))
                with package.open(f"{names[-1]}.csv", "w") as part:
                    self.write(part, table, lines)

    def _cell(self, cell: Cell) -> str:
        match cell:
            case None:
                return ""
            case str():
                return no_formula(self._washed.plain(cell))
            case datetime():
                return cell.isoformat(" ", "seconds")
            case date() | time():
                return cell.isoformat()
            case Decimal() if self._parted is Parted.SEMICOLON:
                return str(cell).replace(".", ",")
            case _:
                return str(cell)
