"""Give records out as a file for other programs, or a form as its workbook: what may go, how, and that it went.

Whoever has such a file can read it. So the rules are asked here, before the first byte; and that records went out, who
let them, when, and how many, is a record like that of a printed paper.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Final

from fieldapp.domain.changes import UPDATE
from fieldapp.domain.giving_out import PAPER, NotGivenOut, withheld_from_file
from fieldapp.domain.ids import FieldId, FormId, RecordId
from fieldapp.errors import Mistake
from fieldapp.exports.harmless import Washed
from fieldapp.exports.new_file import NewFile, NotWritten
from fieldapp.exports.wishes import Wishes
from fieldapp.forms.library import form_ids
from fieldapp.forms.model import Form
from fieldapp.storage.read import Reader
from fieldapp.storage.values import Happened, NewChange
from fieldapp.storage.write import Write
from fieldapp.words import Language, Sentence, sentence
from fieldapp.work.desk import Desk
from fieldapp.work.export_files import FileKind, Source, Wording, ending_of, write_form, write_records
from fieldapp.work.filled_records import FilledRecords
from fieldapp.work.packs import Packs
from fieldapp.work.printed import CameOut, a_paper

#: How the record of a paper calls it.
_FILE: Final = "file"


class Which(Enum):
    """Which records of the form."""

    ALL = "all"
    MONTH = "month"
    NOT_SENT = "not_sent"


class NothingToGive(Mistake):
    """A file without a record would only be a riddle."""


class ExportStopped(Mistake):
    """She did not want it any more, or the desk is being locked."""

    def __init__(self) -> None:
        super().__init__(
            sentence("The file was not finished, and nothing of it was left. The records are as they were.")
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What goes out, and how it is written. `divided`: several answers of a question also in columns of their own."""

    form: FormId
    which: Which
    kind: FileKind
    wording: Wording
    language: Language
    divided: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Exportable:
    """A form on the page. `languages`: what it calls them. `refused`: why its records stay here, None if they may go.

    `withheld`: how many of its questions stay here then. `endings`: how files of each kind end.
    """

    form: FormId
    title: str
    languages: Mapping[Language, str]
    endings: Mapping[FileKind, str]
    refused: Sentence | None = None
    withheld: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenOut:
    """A file that was written. The numbers are for her to know: of records, and of what is not in it as it was.

    `kept_back`: records that belong to a case. `contested`: two people have not agreed. `unplaced`: answers without
    a place in the form. `cleaned`, `cut`: texts with signs that no file can hold, or too long for Excel.
    """

    path: Path
    happened: Happened
    records: int
    kept_back: int
    contested: int
    unplaced: int
    cleaned: int
    cut: int


def exportable(desk: Desk, packs: Packs, language: Language) -> tuple[Exportable, ...]:
    """Every form that is here: imported ones first, then those of the program that people fill in or may give out."""
    built_in = (_look(desk, packs, form, language) for form in packs.rules if form in form_ids())
    return (
        *(_look(desk, packs, form, language) for form in desk.library.imported),
        *(each for each in built_in if not packs.rules[each.form].by_program or each.refused is None),
    )


def count_records(desk: Desk, wanted: Wanted) -> int:
    """How many would go out. Raises NotGivenOut."""
    _rule(desk, wanted.form)
    with desk.store.read() as reader:
        return len(_ids(desk, reader, wanted, roots=_is_imported(desk, wanted.form)))


def export_records(
    desk: Desk,
    packs: Packs,
    wanted: Wanted,
    path: Path,
    progress: Callable[[int, int], None],
    still_wanted: Callable[[], bool],
) -> GivenOut:
    """Write the records into this file, and remember that they went out.

    Raises NotGivenOut, NothingToGive, TooLarge, ExportStopped as soon as it is not `still_wanted`, and NotWritten;
    then no file of that name is there, or the one that was there before.
    """
    withheld = _rule(desk, wanted.form)
    file, washed = NewFile(path), Washed()
    roots, below = _is_imported(desk, wanted.form), packs.rule(wanted.form, desk.library).below is not None
    with desk.store.read() as reader:
        ids = _ids(desk, reader, wanted, roots=roots)
        if not ids:
            raise NothingToGive(sentence("There are no such records. Nothing was written."))
        kept_back = len(_ids(desk, reader, wanted, roots=False)) - len(ids)
        whole = wanted.kind is FileKind.ODK
        read = FilledRecords(desk, reader, wanted.form, wanted.language, withheld=withheld, whole=whole)
        source = Source(read.record, ids, _watched(progress, still_wanted), read.tells_of_others)
        wishes = _wishes(wanted, withheld)
        file.write(lambda out: write_records(out, read.form, source, wanted.kind, wishes, washed, below=below))
    note = _note(desk, desk.library.form(wanted.form), len(ids))
    try:
        happened = _remember(desk, note)
    except BaseException:
        file.drop()
        raise
    try:
        file.take_place()
    except NotWritten:
        _take_back(desk, note.record)
        raise
    return GivenOut(
        path=path,
        happened=happened,
        records=len(ids),
        kept_back=kept_back,
        contested=len(read.contested),
        unplaced=read.unplaced,
        cleaned=washed.removed,
        cut=washed.cut,
    )


def export_form(desk: Desk, form: FormId, path: Path) -> None:
    """The form itself, which tells of nobody: a workbook, or Markdown where the name ends in .md.

    Raises NotWritten, NotInMarkdown.
    """
    write_form(desk.library.form(form), path)


def neutral_name(desk: Desk, wanted: Wanted) -> str:
    """The day says nothing of anybody, and the form's title might; in practice it says that it is a sample."""
    sample = "SAMPLE " if desk.practice else ""
    return f"{sample}records {desk.today():%Y-%m-%d}{ending_of(wanted.kind, desk.library.form(wanted.form))}"


def _rule(desk: Desk, form: FormId) -> frozenset[FieldId]:
    """What stays here of such records. Raises NotGivenOut."""
    spaces = frozenset(each.kind for each in desk.memberships())
    withheld = withheld_from_file(form, imported=_is_imported(desk, form), spaces=spaces)
    secret = (question.id for _, question in desk.library.form(form).questions() if question.secret)
    return withheld.union(secret)


def _is_imported(desk: Desk, form: FormId) -> bool:
    return form in desk.library.imported


def _look(desk: Desk, packs: Packs, form: FormId, language: Language) -> Exportable:
    known = desk.library.form(form)
    try:
        refused, withheld = None, len(_rule(desk, form))
    except NotGivenOut as wrong:
        refused, withheld = wrong.sentence, 0
    return Exportable(
        form=form,
        title=packs.rule(form, desk.library).called_many(language),
        languages={Language(code): name for code, name in known.languages.items()},
        endings={kind: ending_of(kind, known) for kind in FileKind},
        refused=refused,
        withheld=withheld,
    )


def _ids(desk: Desk, reader: Reader, wanted: Wanted, *, roots: bool) -> tuple[RecordId, ...]:
    """An imported form may have been filled in below a case: such a record is part of it, and stays."""
    first = f"{desk.today():%Y-%m}-01" if wanted.which is Which.MONTH else ""
    return reader.ids_of_form(wanted.form, roots=roots, first=first, not_sent=wanted.which is Which.NOT_SENT)


def _wishes(wanted: Wanted, withheld: frozenset[FieldId]) -> Wishes:
    return Wishes(
        language=wanted.language,
        headings=wanted.wording is Wording.WORDS,
        answers=wanted.wording is not Wording.CODES,
        divided=wanted.divided,
        withheld=withheld,
    )


def _watched(progress: Callable[[int, int], None], still_wanted: Callable[[], bool]) -> Callable[[int, int], None]:
    def told(done: int, whole: int) -> None:
        if not still_wanted():
            raise ExportStopped
        progress(done, whole)

    return told


def _note(desk: Desk, form: Form, records: int) -> NewChange:
    more = {FieldId("paper_form"): form.title, FieldId("paper_records"): str(records)}
    return a_paper(desk, _FILE, None, CameOut.ALL, more)


def _remember(desk: Desk, note: NewChange) -> Happened:
    def write(writing: Write) -> Happened:
        return writing.save([note], desk.worker, desk.clock.now())

    return desk.store.write_now(write)


def _take_back(desk: Desk, note: RecordId) -> Happened:
    """It did not come out after all: another program held the name."""

    def write(writing: Write) -> Happened:
        stored = writing.record(note)
        change = NewChange(
            record=note,
            kind=UPDATE,
            form=PAPER,
            version=desk.library.form(PAPER).version,
            fields={FieldId("came_out"): CameOut.NOTHING.value},
            after=stored.heads if stored is not None else frozenset(),
        )
        return writing.save([change], desk.worker, desk.clock.now())

    return desk.store.write_now(write)
