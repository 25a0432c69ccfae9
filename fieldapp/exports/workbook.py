"""Writes an Excel workbook straight into the file, line by line, however long: nothing is kept, and no copy in clear
lies in a folder for temporary files meanwhile.

The parts are those that ECMA-376 asks for; texts stand in their cells, so that no table of all texts is kept.
"""

from __future__ import annotations

import contextlib
import re
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from types import TracebackType
from typing import IO, Final, Self
from xml.sax.saxutils import escape

from fieldapp.errors import Mistake
from fieldapp.exports.cells import Cell
from fieldapp.exports.harmless import Washed
from fieldapp.exports.workbook_parts import SHEET_BEGINS, SHEET_ENDS, Style, parts_around
from fieldapp.words import sentence

MOST_ROWS: Final = 1_048_576
MOST_COLUMNS: Final = 16_384
_LONGEST_NAME: Final = 31
_NOT_IN_NAMES: Final = re.compile(r"[\[\]:*?/\\\x00-\x1f\ud800-\udfff\ufffe\uffff]")
#: Excel would read such letters as the sign of that number.
_LIKE_A_CODE: Final = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
#: Days are counted from here; Excel takes 1900 for a leap year, so earlier days stay text.
_FIRST_DAY: Final = date(1899, 12, 30)
_FIRST_SAFE: Final = date(1900, 3, 1)
_DAY_SECONDS: Final = 86_400
#: Lines are handed on together.
_AT_ONCE: Final = 200


class TooLarge(Mistake):
    """No sheet of Excel holds so much."""

    def __init__(self) -> None:
        super().__init__(
            sentence(
                "These records do not fit into a sheet of Excel, which ends at {rows} rows and {columns} columns. "
                "Nothing was written. Choose CSV, or fewer records."
            ),
            rows=MOST_ROWS,
            columns=MOST_COLUMNS,
        )


class Workbook:
    """Sheets are written one after another. Finished only when the `with` ends well."""

    def __init__(self, file: IO[bytes], washed: Washed) -> None:
        self._zip = zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED)
        self._washed = washed
        self._names: list[str] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, _error: object, _trace: TracebackType | None) -> None:
        if kind is None:
            self._finish()
            self._zip.close()
            return
        with contextlib.suppress(OSError, ValueError):  # the file is thrown away; what went wrong is known already
            self._zip.close()

    def add_sheet(self, name: str, headings: Sequence[str], lines: Iterable[Sequence[Cell]]) -> None:
        """One more sheet; its name is made one that Excel takes. Raises TooLarge."""
        if len(headings) > MOST_COLUMNS:
            raise TooLarge
        self._names.append(unlike(sheet_name(name), self._names, _LONGEST_NAME))
        letters = [column_letters(number) for number in range(len(headings))]
        with self._zip.open(f"xl/worksheets/sheet{len(self._names)}.xml", "w") as part:
            part.write(SHEET_BEGINS.encode())
            part.write(self._row(1, letters, headings, Style.HEADING).encode())
            pack: list[str] = []
            for number, line in enumerate(lines, 2):
                if number > MOST_ROWS:
                    raise TooLarge
                pack.append(self._row(number, letters, line, Style.TEXT))
                if len(pack) == _AT_ONCE:
                    part.write("".join(pack).encode())
                    pack.clear()
            part.write("".join(pack).encode())
            part.write(SHEET_ENDS.encode())

    def _row(self, number: int, letters: Sequence[str], line: Sequence[Cell], text_style: Style) -> str:
        cells = [
            self._cell(f"{letter}{number}", cell, text_style)
            for letter, cell in zip(letters, line, strict=True)
            if cell is not None and cell != ""
        ]
        return f'<row r="{number}">{"".join(cells)}</row>'

    def _cell(self, place: str, cell: Cell, text_style: Style) -> str:
        if not isinstance(cell, str):
            found = _number_of(cell)
            if found is not None:
                return f'<c r="{place}" s="{found[0]}"><v>{found[1]}</v></c>'
        text = self._text(str(cell))
        return f'<c r="{place}" s="{text_style}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'

    def _text(self, text: str) -> str:
        text = self._washed.fitting(self._washed.plain(text))
        if "_x" in text:
            text = _LIKE_A_CODE.sub("_x005F_", text)
        return escape(text)

    def _finish(self) -> None:
        for path, text in parts_around(self._names).items():
            self._zip.writestr(path, text)


def sheet_name(name: str) -> str:
    """The name without what Excel forbids there, and not too long."""
    plain = _NOT_IN_NAMES.sub("_", name).strip("' ")[:_LONGEST_NAME].rstrip("' ")
    return plain if plain and plain.casefold() != "history" else f"{plain}_"


def unlike(name: str, taken: Iterable[str], longest: int) -> str:
    """The name, with a number behind it where it is taken; capitals make no difference."""
    others = {each.casefold() for each in taken}
    found, number = name, 2
    while found.casefold() in others:
        end = f" {number}"
        found, number = name[: longest - len(end)] + end, number + 1
    return found


def column_letters(number: int) -> str:
    """A for 0, Z for 25, AA for 26."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _number_of(cell: Cell) -> tuple[Style, str] | None:
    """Its style and its number; None for a day that is too early for Excel."""
    match cell:
        case datetime() if cell.date() >= _FIRST_SAFE:
            days = (cell.date() - _FIRST_DAY).days
            return Style.INSTANT, repr(days + _seconds(cell.time()) / _DAY_SECONDS)
        case time():
            return Style.TIME, repr(_seconds(cell) / _DAY_SECONDS)
        case date() if cell >= _FIRST_SAFE and not isinstance(cell, datetime):
            return Style.DAY, str((cell - _FIRST_DAY).days)
        case int() | Decimal():
            return Style.NUMBER, str(cell)
        case _:
            return None


def _seconds(clock: time) -> int:
    return clock.hour * 3600 + clock.minute * 60 + clock.second
