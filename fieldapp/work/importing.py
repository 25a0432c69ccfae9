"""Forms that somebody else wrote: bring one in from a workbook, keep it in the desk, list its records.

A form is kept compiled, in the encrypted store, so that it is there at the next unlock without its workbook.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, cast

from fieldapp.domain.answers import Json
from fieldapp.domain.clock import Moment
from fieldapp.domain.ids import FormId, RecordId
from fieldapp.errors import Mistake
from fieldapp.forms.encoding import CompiledFormUnreadable, form_from_json, form_to_json
from fieldapp.forms.library import Library, NameTaken, form_ids
from fieldapp.forms.model import Form
from fieldapp.storage.list_values import ListQuery, Mark, Order
from fieldapp.storage.read import Reader
from fieldapp.storage.values import Happened, ListFields, StoredRecord
from fieldapp.storage.write import Write
from fieldapp.words import Sentence, sentence
from fieldapp.work.desk import Desk
from fieldapp.work.facts import facts_of
from fieldapp.work.people import people

#: The desk's fact that lists its imported forms: [id, title, version, when], in the order in which they came first.
_FORMS: Final = "imported forms"


class OlderForm(Mistake):
    """A later version of this form is here already."""

    def __init__(self, here: str, file: str) -> None:
        super().__init__(
            sentence(
                "Version {here} of this form is here already; this file holds the older version {file}. "
                "Nothing was changed."
            ),
            here=here,
            file=file,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedForm:
    """A form that was brought in. `readable`: this program can still use it; if not, it must be brought in again."""

    form: FormId
    title: str
    version: str
    imported: Moment
    records: int = 0
    readable: bool = True


@dataclass(frozen=True, slots=True)
class BroughtIn:
    """What came of a workbook. `before`: the version that was here until now, None for a new form."""

    form: FormId
    title: str
    version: str
    before: str | None
    happened: Happened


@dataclass(frozen=True, slots=True, kw_only=True)
class FormRecord:
    """One record of an imported form in a list: never what it says, which may be a name."""

    record: RecordId
    changed: Moment
    who: str | Sentence
    not_sent: bool
    conflicts: int


def bring_in_form(desk: Desk, path: Path) -> BroughtIn:
    """Read the workbook and keep its form; one of the same id that was here is replaced, its records stay.

    Takes up to seconds. Raises FormUnreadable, FormRefused with every problem, NameTaken, OlderForm;
    then, and when the disk is full, nothing has changed.
    """
    from fieldapp.forms.xlsform import read_xlsform  # noqa: PLC0415 - what reads workbooks is loaded when one is read

    form = read_xlsform(path)
    if form.id in form_ids():
        raise NameTaken(form.id)
    with desk.store.read() as reader:
        before = next((each.version for each in _listed(reader) if each.form == form.id), None)
    if before is not None and _is_older(form.version, before):
        raise OlderForm(before, form.version)
    desk.store.learn(facts_of(form, listed=ListFields()))
    kept = ImportedForm(form=form.id, title=form.title, version=form.version, imported=desk.clock.now())

    def write(writing: Write) -> None:
        others = {each.form: each for each in _listed(writing)}
        writing.remember(_FORMS, [_to_json(each) for each in ({**others, kept.form: kept}).values()])
        writing.remember(_key(form.id), form_to_json(form))

    desk.store.write_now(write)
    desk.library.add(form)
    return BroughtIn(form.id, form.title, form.version, before, Happened(forms=frozenset({form.id})))


def learn_imported(library: Library, reader: Reader) -> None:
    """At the opening of a desk: the library knows the forms that were brought in before, as far as they can be read."""
    for form in _readable(reader):
        library.add(form)


def imported_forms(desk: Desk) -> tuple[ImportedForm, ...]:
    """Every form that was brought in, with the number of its records."""
    with desk.store.read() as reader:
        known = set(desk.library.imported)
        return tuple(
            ImportedForm(
                form=each.form,
                title=each.title,
                version=each.version,
                imported=each.imported,
                records=reader.count(ListQuery(form=each.form)),
                readable=each.form in known,
            )
            for each in _listed(reader)
        )


@dataclass(frozen=True, slots=True)
class RecordsOfForm:
    """The records of an imported form, what changed last first, page by page."""

    desk: Desk
    form: FormId

    def count(self) -> int:
        """How many there are."""
        with self.desk.store.read() as reader:
            return reader.count(self._query)

    def page(self, after: Mark | None, size: int) -> tuple[tuple[FormRecord, ...], Mark | None]:
        """The records after this mark, and the mark for the next page."""
        with self.desk.store.read() as reader:
            page = reader.page(self._query, after, size)
            called = people(reader, self.desk.worker).called
            stored = [reader.record(line.id) for line in page.lines]
            return tuple(_record(each, called(each.author)) for each in stored if each is not None), page.next

    @property
    def _query(self) -> ListQuery:
        return ListQuery(form=self.form, order=Order.CHANGED)


def _record(stored: StoredRecord, who: str | Sentence) -> FormRecord:
    return FormRecord(
        record=stored.id,
        changed=stored.changed,
        who=who,
        not_sent=stored.not_sent,
        conflicts=stored.conflicts,
    )


def _is_older(version: str, here: str) -> bool:
    """Only numbers can be compared, as in 2026031201; other versions are just different."""
    return version.isdecimal() and here.isdecimal() and int(version) < int(here)


def _readable(reader: Reader) -> Iterator[Form]:
    for each in _listed(reader):
        kept = reader.recall(_key(each.form))
        try:
            yield form_from_json(str(kept))
        except CompiledFormUnreadable:
            continue  # the page of forms says that it must be brought in again; everything else opens


def _listed(reader: Reader) -> tuple[ImportedForm, ...]:
    rows = cast("list[list[str]]", reader.recall(_FORMS) or [])
    return tuple(
        ImportedForm(form=FormId(form), title=title, version=version, imported=Moment.from_text(when))
        for form, title, version, when in rows
    )


def _to_json(form: ImportedForm) -> Json:
    return [form.form, form.title, form.version, form.imported.text]


def _key(form: FormId) -> str:
    return f"imported form {form}"
