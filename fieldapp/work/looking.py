"""Look at a case: who she is, how she can be reached safely, and everything that was recorded, the newest first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from fieldapp.domain.clock import Moment
from fieldapp.domain.ids import FieldId, FormId, RecordId, WorkerId
from fieldapp.errors import Mistake
from fieldapp.forms.model import Form
from fieldapp.forms.showing import shown
from fieldapp.storage.read import Reader
from fieldapp.storage.values import OpenConflict, StoredRecord
from fieldapp.words import Language, sentence
from fieldapp.work.adding import offered
from fieldapp.work.answered import Answers, person, text
from fieldapp.work.desk import Desk
from fieldapp.work.packs import FormRule, Packs
from fieldapp.work.people import People, people
from fieldapp.work.telling import incomplete, tell

CASE: Final = FormId("gbv_case")
_SURVIVOR: Final = FormId("gbv_survivor")
_CONSENT: Final = FormId("gbv_consent")
_PHONES: Final = "phones"


class GoneFromHere(Mistake):
    """The case she wants to look at was deleted, or has not arrived."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Phone:
    """A number with the conditions she set; the answers in words."""

    number: str
    never: bool
    whose: str
    when: str
    phrase: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """How she can be reached safely. `allowed` None: nobody asked her. `untold`: what must not be told, to whom."""

    name: str
    known_as: str
    allowed: bool | None
    phones: tuple[Phone, ...]
    other_way: str
    untold: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the time line. `day` is the record's own (ISO), `made` when it was written down.

    `missing` required answers; `conflicts` that wait for a choice; `draft`: it, or a correction of it, is half typed.
    """

    record: RecordId
    form: FormId
    label: str
    title: str
    beside: str
    day: str
    made: Moment
    who: WorkerId
    not_sent: bool = False
    missing: int = 0
    conflicts: int = 0
    draft: bool = False
    saved: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseSeen:
    """All that the page of a case shows, in one language."""

    case: RecordId
    code: str
    status: str
    is_open: bool
    risk: str
    risk_said: str
    opened: str
    due: str
    next_step: str
    not_sent: bool
    contact: Contact | None
    entries: tuple[Entry, ...]
    conflicts: tuple[OpenConflict, ...]
    offered: tuple[FormRule, ...]
    people: People
    version: Moment


def look(desk: Desk, packs: Packs, case: RecordId, language: Language) -> CaseSeen:
    """The case as it stands. Raises GoneFromHere."""
    with desk.store.read() as reader:
        stored = reader.record(case)
        if stored is None or stored.gone:
            raise GoneFromHere(sentence("This case is not here any more. It may have been deleted meanwhile."))
        form = desk.library.form(stored.form)
        return CaseSeen(
            case=case,
            code=text(stored.answers, "code"),
            status=_said(form, stored.answers, "status", language),
            is_open=text(stored.answers, "status") in ("open", ""),
            risk=text(stored.answers, "risk"),
            risk_said=_said(form, stored.answers, "risk", language),
            opened=text(stored.answers, "opened_on") or stored.created.day.isoformat(),
            due=text(stored.answers, "next_due"),
            next_step=text(stored.answers, "next_step"),
            not_sent=stored.not_sent,
            contact=_contact(desk, reader, case, language),
            entries=_entries(desk, packs, reader, case, language),
            conflicts=reader.conflicts(case),
            offered=offered(packs, reader, case, stored.form),
            people=people(reader, desk.worker),
            version=stored.changed,
        )


def _entries(desk: Desk, packs: Packs, reader: Reader, case: RecordId, language: Language) -> tuple[Entry, ...]:
    drafts = {draft.record: draft for draft in reader.drafts()}
    saved = [record for record in reader.below(case) if not record.repeat]
    found = [
        _entry(desk, packs, reader, record, language, is_draft=drafts.pop(record.id, None) is not None)
        for record in saved
    ]
    found.sort(key=lambda entry: (entry.day, entry.made.utc), reverse=True)
    begun = [draft for draft in drafts.values() if draft.root == case]
    return (
        *(
            Entry(
                record=draft.record,
                form=draft.form,
                label=packs.rule(draft.form, desk.library).called(language),
                title="",
                beside="",
                day=draft.kept.day.isoformat(),
                made=draft.kept,
                who=desk.worker,
                not_sent=True,
                draft=True,
                saved=False,
            )
            for draft in begun
        ),
        *found,
    )


def _entry(
    desk: Desk, packs: Packs, reader: Reader, record: StoredRecord, language: Language, *, is_draft: bool
) -> Entry:
    rule = packs.rule(record.form, desk.library)
    told = tell(desk.library.form(record.form), rule, record, language)
    rows = [row for row in reader.children(record.id, form=record.form) if row.repeat]
    return Entry(
        record=record.id,
        form=record.form,
        label=rule.called(language),
        title=told.title,
        beside=told.beside,
        day=told.day,
        made=record.created,
        who=record.author,
        not_sent=record.not_sent or any(row.not_sent for row in rows),
        missing=incomplete(desk, reader, record),
        conflicts=record.conflicts + sum(row.conflicts for row in rows),
        draft=is_draft,
    )


def _contact(desk: Desk, reader: Reader, case: RecordId, language: Language) -> Contact | None:
    """From the newest first meeting; None while there is none."""
    met = [record for record in reader.children(case, form=_SURVIVOR) if not record.repeat]
    consents = [record for record in reader.children(case, form=_CONSENT) if not record.repeat]
    untold = text(consents[-1].answers, "disclosure_deny_details") if consents else ""
    if not met:
        return Contact(name="", known_as="", allowed=None, phones=(), other_way="", untold=untold) if untold else None
    answers, form = met[-1].answers, desk.library.form(_SURVIVOR)
    rows = [row for row in reader.children(met[-1].id, form=_SURVIVOR) if row.repeat == _PHONES]
    return Contact(
        name=person(answers),
        known_as=text(answers, "known_as"),
        allowed={"true": True, "false": False}.get(text(answers, "contact_allowed")),
        phones=tuple(_phone(form, row.answers, language) for row in rows),
        other_way=text(answers, "contact_other_way"),
        untold=untold,
    )


def _phone(form: Form, answers: Answers, language: Language) -> Phone:
    return Phone(
        number=text(answers, "phone_number"),
        never=text(answers, "do_not_call") == "true",
        whose=_said(form, answers, "phone_whose", language),
        when=text(answers, "phone_when"),
        phrase=text(answers, "phone_code_phrase"),
        message=_said(form, answers, "phone_message", language),
    )


def _said(form: Form, answers: Answers, name: str, language: Language) -> str:
    question = next((each for _, each in form.questions() if each.name == name), None)
    return "" if question is None else shown(form, question, answers.get(FieldId(name)), language)
