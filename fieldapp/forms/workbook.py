"""Opens the file of a form without trusting it: sizes are looked at first, then pyxform reads its sheets."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Final

from fieldapp.forms.problems import FormRefused, FormUnreadable, Problem, not_a_form
from fieldapp.words import Sentence, sentence

_FILE_LIMIT: Final = 16 * 2**20
_UNPACKED_LIMIT: Final = 48 * 2**20
_PARTS_LIMIT: Final = 2_000
_ROWS_LIMIT: Final = 100_000
#: Sheets that make up a form; any other sheet is a note of its author.
_SHEETS: Final = ("survey", "choices", "settings", "external_choices", "entities")

Cells = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows of a sheet below its first, which names the columns; row 2 of the spreadsheet is `rows[0]`."""

    name: str
    headers: tuple[str, ...]
    rows: Sequence[Cells]


def read_sheets(path: Path) -> dict[str, Sheet]:
    """The sheets of a form by name. Raises FormUnreadable or FormRefused, whatever the file is."""
    data = _read(path)
    kind = path.suffix.lower()
    if kind == ".xlsx":
        _check_package(path, data)
    elif kind == ".md":
        _check_tables(path, data)
    else:
        raise FormUnreadable(
            sentence("“{file}” cannot be read. Save the form as an Excel workbook (.xlsx) and choose that file."),
            file=path.name,
        )
    sheets = _parse(path, data, kind)
    if kind == ".xlsx":
        empty = tuple(_formulas_without_value(data))
        if empty:
            raise FormRefused(empty)
    return sheets


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > _FILE_LIMIT:
            raise _too_large(path)
        data = path.read_bytes()
    except OSError as wrong:
        raise FormUnreadable(sentence("“{file}” cannot be opened. Is it still there?"), file=path.name) from wrong
    if not data.strip():
        raise FormUnreadable(sentence("“{file}” is empty."), file=path.name)
    return data


def _too_large(path: Path) -> FormUnreadable:
    return FormUnreadable(sentence("“{file}” is larger than any form should be, and was not opened."), file=path.name)


def _check_package(path: Path, data: bytes) -> None:
    """A workbook is a zip file: how much it would unpack to is known before anything is unpacked."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            parts = package.infolist()
    except (zipfile.BadZipFile, ValueError, OSError) as wrong:
        raise not_a_form(path) from wrong
    names = {part.filename for part in parts}
    if sum(part.file_size for part in parts) > _UNPACKED_LIMIT or len(parts) > _PARTS_LIMIT:
        raise _too_large(path)
    if any(part.flag_bits & 1 for part in parts):
        raise FormUnreadable(sentence("“{file}” is locked with a password. Save it without one."), file=path.name)
    if "xl/workbook.xml" not in names:
        raise not_a_form(path)
    if any(name.startswith("xl/externalLinks/") for name in names):
        raise FormUnreadable(
            sentence("“{file}” takes values from other workbooks. Put the values themselves into it."), file=path.name
        )


def _parse(path: Path, data: bytes, kind: str) -> dict[str, Sheet]:
    from pyxform.xls2json_backends import get_xlsform  # noqa: PLC0415 - half a second, needed at import alone

    try:
        book = get_xlsform(data, kind)
    except Exception as wrong:  # pyxform and openpyxl raise whatever a damaged file leads them into
        duplicate = re.match(r"Duplicate column header: (.*)", str(wrong))
        if duplicate:
            raise FormRefused((_twice("", 0, duplicate[1]),)) from wrong
        raise not_a_form(path) from wrong
    found = {name: (getattr(book, f"{name}_header"), getattr(book, name)) for name in (*_SHEETS, "osm")}
    if found["osm"][1]:
        reason = Sentence(sentence("The sheet “{sheet}” is not supported. Take it out."), {"sheet": "osm"})
        raise FormRefused((Problem("osm", 1, "", reason),))
    if not found["survey"][0]:
        raise not_a_form(path)
    return {name: _sheet(path, name, *found[name]) for name in _SHEETS}


def _check_tables(path: Path, data: bytes) -> None:
    """In Markdown a cell beyond the last heading, or a heading that stands twice, would be lost in silence."""
    from pyxform.xls2json_backends import _md_table_to_ss_structure  # noqa: PLC0415 - the reader's own view of it

    try:
        tables = _md_table_to_ss_structure(data.decode("utf-8"))
    except (UnicodeDecodeError, TypeError) as wrong:
        raise not_a_form(path) from wrong
    problems: list[Problem] = []
    for name, rows in tables.items():
        if not rows:
            continue
        headings = [heading for heading in rows[0] if heading]
        problems += [_twice(name, 1, heading) for heading in dict.fromkeys(headings) if headings.count(heading) > 1]
        for number, row in enumerate(rows[1:], 2):
            if any(row[len(rows[0]) :]):
                reason = Sentence(sentence("This row has more cells than there are headings."))
                problems.append(Problem(str(name), number, "", reason))
    if problems:
        raise FormRefused(tuple(problems))


def _twice(sheet: str, row: int, heading: str) -> Problem:
    return Problem(
        sheet, row, heading, Sentence(sentence("The column “{heading}” stands there twice."), {"heading": heading})
    )


def _sheet(path: Path, name: str, header: Sequence[Mapping[str, None]] | None, rows: Sequence[Cells] | None) -> Sheet:
    if rows and len(rows) > _ROWS_LIMIT:
        raise _too_large(path)
    return Sheet(name, tuple(header[0]) if header else (), rows or ())


def _formulas_without_value(data: bytes) -> Iterator[Problem]:
    """Excel keeps what a formula gave beside it; other programs may not, and then the cell would read as empty."""
    from openpyxl import load_workbook  # noqa: PLC0415 - slow to import, needed at import alone

    with zipfile.ZipFile(BytesIO(data)) as package:
        sheets = [name for name in package.namelist() if name.startswith("xl/worksheets/")]
        if not any(re.search(rb"<f[ >/]", package.read(name)) for name in sheets):
            return
    written = load_workbook(BytesIO(data), read_only=True)
    worked_out = load_workbook(BytesIO(data), read_only=True, data_only=True)
    for name in written.sheetnames:
        if name.lower() not in _SHEETS:
            continue
        for one, other in zip(written[name].iter_rows(), worked_out[name].iter_rows(), strict=False):
            for cell, value in zip(one, other, strict=False):
                if cell.data_type == "f" and value.value is None:
                    reason = Sentence(sentence("This cell holds a formula without its outcome. Write the outcome."))
                    yield Problem(name.lower(), cell.row, cell.column_letter, reason)
