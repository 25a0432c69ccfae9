"""How records and forms are written: which kinds of files there are, and what makes each."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path, PurePosixPath
from typing import IO, Final

from fieldapp.domain.ids import RecordId
from fieldapp.exports.cells import Cell
from fieldapp.exports.comma_files import CommaFiles, Parted
from fieldapp.exports.filled import Filled
from fieldapp.exports.form_files import write_files_beside
from fieldapp.exports.form_sheets import sheets_of
from fieldapp.exports.harmless import Washed
from fieldapp.exports.markdown import markdown_of
from fieldapp.exports.new_file import NewFile
from fieldapp.exports.submission import LOG, folder_of, submission
from fieldapp.exports.tables import Table, tables_of
from fieldapp.exports.wishes import Wishes
from fieldapp.exports.workbook import Workbook
from fieldapp.forms.model import Form, Item, Question, Repeat


class FileKind(Enum):
    """What a file of records is written as."""

    EXCEL = "xlsx"
    CSV = "csv"
    CSV_COMMA = "csv_comma"
    ODK = "odk"


class Wording(Enum):
    """How questions and answers stand in tables."""

    WORDS = "words"
    NAMES = "names"  # questions by their names, answers in words
    CODES = "codes"  # as statistics programs take them


_PARTED: Final = {FileKind.CSV: Parted.SEMICOLON, FileKind.CSV_COMMA: Parted.COMMA}


@dataclass(frozen=True, slots=True)
class Source:
    """Where the records come from, one at a time and as often as there are tables; `progress` may end it by raising.

    `beside`: some may hold answers of other versions of their form.
    """

    read: Callable[[RecordId], Filled | None]
    ids: Sequence[RecordId]
    progress: Callable[[int, int], None]
    beside: bool = False

    def records(self, done: int, rounds: int) -> Iterator[Filled]:
        """All of them, in the round after so many of so many."""
        whole = len(self.ids) * rounds
        for number, wanted in enumerate(self.ids, done * len(self.ids) + 1):
            record = self.read(wanted)
            if record is not None:
                yield record
            self.progress(number, whole)


def has_rows(form: Form) -> bool:
    """Whether its records make more than one table."""
    return any(_is_repeat(item) for item in form.children)


def ending_of(kind: FileKind, form: Form) -> str:
    """How the name of such a file ends; several tables are packed into one file."""
    if kind is FileKind.EXCEL:
        return ".xlsx"
    return ".zip" if kind is FileKind.ODK or has_rows(form) else ".csv"


def write_records(
    file: IO[bytes], form: Form, source: Source, kind: FileKind, wishes: Wishes, washed: Washed, *, below: bool
) -> None:
    """All records of the source. `below`: they stand below others. Raises TooLarge, and what `progress` raises."""
    if kind is FileKind.ODK:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
            for record in source.records(0, 1):
                package.writestr(folder_of(record), submission(form, record, washed))
                if record.log:
                    package.writestr(str(PurePosixPath(folder_of(record)).with_name(LOG)), record.log)
        return
    tables = tables_of(form, wishes, below=below, beside=source.beside)
    rounds = [(table, table.lines(source.records(number, len(tables)))) for number, table in enumerate(tables)]
    if kind is FileKind.EXCEL:
        with Workbook(file, washed) as book:
            for table, lines in rounds:
                book.add_sheet(table.name, table.headings, lines)
    else:
        _write_csv(CommaFiles(_PARTED[kind], washed), file, rounds)


def write_form(form: Form, path: Path) -> None:
    """The form as its author would write it: a workbook, or Markdown where the name ends in .md.

    The files that it takes choices from stand beside it in a folder. Raises NotWritten, NotInMarkdown, TooLarge.
    """
    sheets, file = sheets_of(form), NewFile(path)
    if path.suffix.lower() == ".md":
        text = markdown_of(sheets).encode()
        file.write(lambda out: _write_bytes(out, text))
    else:
        file.write(lambda out: _write_sheets(out, sheets))
    try:
        write_files_beside(form, path)
    except BaseException:
        file.drop()
        raise
    file.take_place()


def _write_csv(files: CommaFiles, file: IO[bytes], rounds: list[tuple[Table, Iterator[list[Cell]]]]) -> None:
    if len(rounds) == 1:
        files.write(file, *rounds[0])
    else:
        files.pack(file, rounds)


def _write_sheets(file: IO[bytes], sheets: dict[str, list[list[str]]]) -> None:
    with Workbook(file, Washed()) as book:
        for name, rows in sheets.items():
            book.add_sheet(name, rows[0], rows[1:])


def _write_bytes(file: IO[bytes], data: bytes) -> None:
    file.write(data)


def _is_repeat(item: Item) -> bool:
    return isinstance(item, Repeat) or (not isinstance(item, Question) and any(map(_is_repeat, item.children)))
