"""Forms written as Markdown or as CSV: what their reader would pass over in silence is refused, with its place."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from io import StringIO
from pathlib import Path

from fieldapp.forms.problems import FormRefused, FormUnreadable, Problem, not_a_form
from fieldapp.words import Sentence, sentence

_Rows = Sequence[Sequence[str | None]]


def text_of(path: Path, data: bytes) -> str:
    """What is written in a text file. Raises FormUnreadable where its letters cannot be told."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        raise FormUnreadable(
            sentence("The letters in “{file}” cannot be read. Save it again as UTF-8 (in Excel: “CSV UTF-8”)."),
            file=path.name,
        ) from wrong


def check_markdown(path: Path, text: str) -> None:
    """A cell beyond the last heading, or a heading that stands twice, would be lost. Raises FormRefused."""
    from pyxform.xls2json_backends import _md_table_to_ss_structure  # noqa: PLC0415 - the reader's own view of it

    try:
        tables = _md_table_to_ss_structure(text)
    except TypeError as wrong:
        raise not_a_form(path) from wrong
    _check(tables)


def check_csv(path: Path, text: str) -> None:
    """The same for CSV, in which the first column names the sheet."""
    tables: dict[str, list[list[str]]] = {}
    name = ""
    try:
        for row in csv.reader(StringIO(text, newline="")):
            name = row[0].strip() if row and row[0].strip() else name
            if any(cell.strip() for cell in row[1:]):
                tables.setdefault(name, []).append([cell.strip() for cell in row[1:]])
    except csv.Error as wrong:
        raise not_a_form(path) from wrong
    _check(tables)


def twice(sheet: str, row: int, heading: str) -> Problem:
    """For a heading that stands over two columns."""
    return Problem(
        sheet, row, heading, Sentence(sentence("The column “{heading}” stands there twice."), {"heading": heading})
    )


def _check(tables: dict[str, list[list[str]]]) -> None:
    problems = [problem for name, rows in tables.items() if rows for problem in _problems(str(name), rows)]
    if problems:
        raise FormRefused(tuple(problems))


def _problems(name: str, rows: _Rows) -> Iterator[Problem]:
    headings = [heading for heading in rows[0] if heading]
    for heading in dict.fromkeys(headings):
        if headings.count(heading) > 1:
            yield twice(name, 1, heading)
    for number, row in enumerate(rows[1:], 2):
        if any(row[len(rows[0]) :]):
            yield Problem(name, number, "", Sentence(sentence("This row has more cells than there are headings.")))
