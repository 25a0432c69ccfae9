"""Forms that somebody else wrote: bring one in from a workbook, keep it in the desk, list its records.

A form is kept compiled, in the encrypted store, so that it is there at the next unlock without its workbook.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, cast

from fieldapp.domain.answers import Json
from fieldapp.domain.clock import Moment
from fieldapp.domain.ids import FormId, RecordId
from fieldapp.errors import Mistake
from fieldapp.forms.checking.aside import check_aside
from fieldapp.forms.checking.outcome import Checked
from fieldapp.forms.encoding import CompiledFormUnreadable, form_from_json, form_to_json
from fieldapp.forms.library import Library, NameTaken, form_ids
from fieldapp.forms.model import Form
from fieldapp.forms.problems import FormRefused, FormUnreadable
from fieldapp.forms.versions.mapping import Renames
from fieldapp.storage.list_values import ListQuery, Mark, Order
from fieldapp.storage.read import Reader
from fieldapp.storage.values import Happened, ListFields, StoredRecord
from fieldapp.storage.write import Write
from fieldapp.words import Sentence, sentence
from fieldapp.work.desk import Desk
from fieldapp.work.facts import facts_with
from fieldapp.work.people import people
from fieldapp.work.versions import accept_renames, digest_of, keep_version, lineage_of

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


class SameForm(Mistake):
    """It is here already, to the letter."""

    def __init__(self, form: Form) -> None:
        super().__init__(
            sentence("“{title}” is here already in this very version. Nothing was changed."), title=form.title
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
    """What came of a form. `before`: the version that was here until now, None for a new form."""

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


def check_form(
    desk: Desk,
    path: Path,
    tell: Callable[[float], object] = bool,
    cancelled: Callable[[], bool] = lambda: False,
) -> Checked:
    """The form in a workbook, if it may come in here, with all that should be known of it. Nothing is changed.

    Takes up to seconds, in a process of its own. `tell` hears which share is done. Raises FormUnreadable, FormRefused
    with every problem, CheckEnded, CheckCancelled, NameTaken, OlderForm, SameForm.
    """
    checked = check_aside(path, tell, cancelled, filled=sorted(desk.library.filled))
    if not checked.readable:
        raise FormUnreadable(checked.problems[0].sentence)
    if checked.form is None:
        raise FormRefused(checked.problems)
    refuse(desk, checked.form)
    return checked


def read_form(desk: Desk, path: Path) -> Form:
    """The form in a workbook, whatever should be known of it. Raises as `check_form`."""
    form = check_form(desk, path).form
    assert form is not None
    return form


def refuse(desk: Desk, form: Form) -> None:
    """Raises NameTaken, OlderForm or SameForm for what must not take the place of what is here."""
    if form.id in form_ids():
        raise NameTaken(form.id)
    here = form_here(desk, form.id)
    if here is not None and is_older(form.version, here.version):
        raise OlderForm(here.version, form.version)
    if here is not None and form_to_json(here) == form_to_json(form):
        raise SameForm(form)


def form_here(desk: Desk, form: FormId) -> Form | None:
    """The version that is here, if this program can read it."""
    return desk.library.form(form) if form in desk.library.imported else None


def digest_here(reader: Reader, form: FormId) -> str:
    """What tells the version that is here from others, "" without one."""
    kept = reader.recall(_key(form))
    return digest_of(kept) if isinstance(kept, str) else ""


def bring_in(desk: Desk, form: Form, accepted: Renames | None = None) -> BroughtIn:
    """From now on the form is here in this version. The one that was here stays beside it, and so do all records.

    `accepted`: questions of before that have a new name, as a person said. Raises what `refuse` raises; then, and when
    the disk is full, nothing has changed.
    """
    refuse(desk, form)
    desk.store.learn(facts_with(form, _before(desk, form), ListFields()))
    now = desk.clock.now()
    kept = ImportedForm(form=form.id, title=form.title, version=form.version, imported=now)

    def write(writing: Write) -> str | None:
        others = {each.form: each for each in _listed(writing)}
        before = others.get(form.id)
        text = writing.recall(_key(form.id))
        if before is not None and isinstance(text, str):
            keep_version(writing, form.id, before.version, text, before.imported)
        accept_renames(writing, form.id, accepted or {})
        writing.remember(_FORMS, [_to_json(each) for each in ({**others, kept.form: kept}).values()])
        writing.remember(_key(form.id), form_to_json(form))
        return None if before is None else before.version

    before = desk.store.write_now(write)
    desk.library.add(form)
    return BroughtIn(form.id, form.title, form.version, before, Happened(forms=frozenset({form.id})))


def bring_in_form(desk: Desk, path: Path) -> BroughtIn:
    """Read the workbook and keep its form."""
    return bring_in(desk, read_form(desk, path))


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


def _before(desk: Desk, form: Form) -> tuple[Form, ...]:
    """All versions that were here, the first one first."""
    if form.id not in desk.library.imported:
        return ()
    with desk.store.read() as reader:
        lineage = lineage_of(desk, reader, form.id)
    return (*reversed(lineage.before), lineage.now)


def _record(stored: StoredRecord, who: str | Sentence) -> FormRecord:
    return FormRecord(
        record=stored.id,
        changed=stored.changed,
        who=who,
        not_sent=stored.not_sent,
        conflicts=stored.conflicts,
    )


def is_older(version: str, here: str) -> bool:
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
