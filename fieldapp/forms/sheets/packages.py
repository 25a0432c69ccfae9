"""A workbook of Excel is a zip file of XML: what would harm its reader is seen before anything is read."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import Final

from fieldapp.forms.problems import FormRefused, FormUnreadable, Problem, not_a_form, too_large
from fieldapp.words import Sentence, sentence

_UNPACKED_LIMIT: Final = 48 * 2**20
_PARTS_LIMIT: Final = 2_000
_ROWS_LIMIT: Final = 60_000
_CELLS_LIMIT: Final = 600_000
#: A sheet wider or longer than this is not looked through for formulas; so many are told.
_COLUMNS: Final = 200
_FORMULAS: Final = 200
#: How a declaration of entities begins, in the two widths of letters that XML is written in.
_DECLARED: Final = tuple(
    word.encode(coding) for word in ("<!DOCTYPE", "<!ENTITY") for coding in ("utf-8", "utf-16-le", "utf-16-be")
)


def check_package(path: Path, data: bytes) -> None:
    """Raises FormUnreadable for what is no workbook, or would harm whoever reads it."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            parts = package.infolist()
            _check_parts(path, parts)
            _check_contents(path, package, parts)
    except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError, zlib.error) as wrong:
        raise not_a_form(path) from wrong


def _check_parts(path: Path, parts: list[zipfile.ZipInfo]) -> None:
    """How much it would unpack to is known before anything is unpacked; zipfile unpacks no more than that."""
    names = [part.filename for part in parts]
    if sum(part.file_size for part in parts) > _UNPACKED_LIMIT or len(parts) > _PARTS_LIMIT:
        raise too_large(path)
    if any(part.flag_bits & 1 for part in parts):
        raise locked(path)
    if any(".." in PurePosixPath(name).parts or name.startswith("/") or "\\" in name or ":" in name for name in names):
        raise FormUnreadable(
            sentence("“{file}” was not made by a spreadsheet program, and was not opened."), file=path.name
        )
    if not any(name.startswith("xl/workbook") for name in names):
        raise not_a_form(path)
    if any(name.startswith("xl/externalLinks/") for name in names):
        raise FormUnreadable(
            sentence("“{file}” takes values from other workbooks. Put the values themselves into it."), file=path.name
        )


def _check_contents(path: Path, package: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> None:
    rows = cells = 0
    for part in parts:
        if not part.filename.endswith((".xml", ".rels")):
            continue
        text = package.read(part)
        if any(word in text for word in _DECLARED):
            raise FormUnreadable(
                sentence("“{file}” was not made by a spreadsheet program, and was not opened."), file=path.name
            )
        rows += text.count(b"<row") + text.count(b":row")
        cells += sum(text.count(b"<c" + end) + text.count(b":c" + end) for end in (b" ", b">", b"/"))
        if rows > _ROWS_LIMIT or cells > _CELLS_LIMIT:
            raise too_large(path)


def locked(path: Path) -> FormUnreadable:
    """For a file that needs a password."""
    return FormUnreadable(sentence("“{file}” is locked with a password. Save it without one."), file=path.name)


def check_formulas(data: bytes, sheets: tuple[str, ...]) -> None:
    """Excel keeps what a formula gave beside it; other programs may not, and then the cell would read as empty.

    Raises FormRefused with the places.
    """
    with zipfile.ZipFile(BytesIO(data)) as package:
        names = [name for name in package.namelist() if name.startswith("xl/worksheets/")]
        if not any(re.search(rb"<(?:\w+:)?f[ >/]", package.read(name)) for name in names):
            return
    empty = tuple(islice(_formulas_without_value(data, sheets), _FORMULAS))
    if empty:
        raise FormRefused(empty)


def _formulas_without_value(data: bytes, sheets: tuple[str, ...]) -> Iterator[Problem]:
    from openpyxl import load_workbook  # noqa: PLC0415 - slow to import, needed at import alone

    written = load_workbook(BytesIO(data), read_only=True)
    worked_out = load_workbook(BytesIO(data), read_only=True, data_only=True)
    for name in written.sheetnames:
        if name.lower() not in sheets:
            continue
        both = (book[name].iter_rows(max_row=_ROWS_LIMIT, max_col=_COLUMNS) for book in (written, worked_out))
        for one, other in zip(*both, strict=False):
            for cell, value in zip(one, other, strict=False):
                if cell.data_type == "f" and value.value is None:
                    reason = Sentence(sentence("This cell holds a formula without its outcome. Write the outcome."))
                    yield Problem(name.lower(), cell.row, cell.column_letter, reason)
