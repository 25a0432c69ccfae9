"""Look at a case: who she is, how she can be reached safely, and everything that was recorded, the newest first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from fieldapp.domain.clock import Moment
from fieldapp.domain.ids import FormId, RecordId, WorkerId
from fieldapp.domain.merge import LIFE, SPACE
from fieldapp.errors import Mistake
from fieldapp.storage.read import Reader
from fieldapp.storage.values import OpenConflict, StoredRecord
from fieldapp.words import Language, say, sentence
from fieldapp.work.adding import offered
from fieldapp.work.answered import text
from fieldapp.work.desk import Desk
from fieldapp.work.erasing import may_erase
from fieldapp.work.handing_over import Moving, moving
from fieldapp.work.packs import FormRule, Packs
from fieldapp.work.people import People, people
from fieldapp.work.reaching import Contact, contact
from fieldapp.work.reviewing import review_merged, unfit
from fieldapp.work.telling import Told, asked, incomplete, tell

CASE: Final = FormId("gbv_case")
#: What usually comes next: the first of these that is not there yet, and then the last again and again.
_USUAL: Final = (FormId("gbv_survivor"), FormId("gbv_incident"), FormId("gbv_follow_up"))


class GoneFromHere(Mistake):
    """The case she wants to look at was deleted, or has not arrived."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the time line. `day` is the record's own (ISO), `made` when it was written down.

    `missing` required answers; `conflicts` that wait for a choice; `unfit`: what two people wrote
    apart does not go together; `draft`: it, or a correction of it, is half typed.
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
    unfit: bool = False
    draft: bool = False
    saved: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseSeen:
    """All that the page of a case shows, in one language. `status`, `risk`: as stored.

    `contested`: what two people answered differently. `usual`: the form that usually comes next, None in a closed case.
    `moving`: how far it is with a case that was handed over; `can_go`: there are colleagues to hand it over to.
    """

    case: RecordId
    code: str
    status: str
    is_open: bool
    risk: str
    opened: str
    due: str
    next_step: str
    not_sent: bool
    contact: Contact | None
    entries: tuple[Entry, ...]
    conflicts: tuple[OpenConflict, ...]
    contested: tuple[str, ...]
    offered: tuple[FormRule, ...]
    usual: FormRule | None
    may_erase: bool
    people: People
    version: Moment
    moving: Moving | None
    can_go: bool


def look(desk: Desk, packs: Packs, case: RecordId, language: Language) -> CaseSeen:
    """The case as it stands. Raises GoneFromHere."""
    review_merged(desk)
    with desk.store.read() as reader:
        stored = reader.record(case)
        if reader.erasures.has(case):
            raise GoneFromHere(
                sentence("This case was erased for good. “Erased for good” under “Deleted lately” says by whom.")
            )
        if stored is None or stored.gone:
            raise GoneFromHere(_why_gone(reader, case))
        conflicts = reader.conflicts(case)
        can_follow = _offered(desk, packs, reader, case) if _is_open(stored) else ()
        return CaseSeen(
            case=case,
            code=text(stored.answers, "code"),
            status=text(stored.answers, "status"),
            is_open=_is_open(stored),
            risk=text(stored.answers, "risk"),
            opened=text(stored.answers, "opened_on") or stored.created.day.isoformat(),
            due=text(stored.answers, "next_due"),
            next_step=text(stored.answers, "next_step"),
            not_sent=stored.not_sent,
            contact=contact(desk, reader, case, language),
            entries=_entries(desk, packs, reader, case, language),
            conflicts=conflicts,
            contested=tuple(dict.fromkeys(contested(desk, reader, each, language) for each in conflicts)),
            offered=can_follow,
            usual=_usual(reader, case, can_follow),
            may_erase=may_erase(desk, reader),
            people=people(reader, desk.worker),
            version=stored.changed,
            moving=moving(desk, reader, stored),
            can_go=_is_open(stored) and bool(desk.memberships()),
        )


def _why_gone(reader: Reader, case: RecordId) -> str:
    if any(each.root == case for each in reader.departed()):
        return sentence("This case was handed over and has left this laptop. “Cases handed over” says where to.")
    return sentence("This case is not here any more. It may have been deleted meanwhile.")


def contested(desk: Desk, reader: Reader, seen: OpenConflict, language: Language) -> str:
    """What two people answered differently, in words."""
    field = seen.conflict.field
    if field == LIFE:
        return say("deleted or kept", language=language)
    if field == SPACE:
        return say("whose record it is", language=language)
    record = reader.record(seen.record)
    if record is None or not desk.library.knows(seen.form):
        return str(field)
    return asked(desk.library.form(seen.form), field, record.repeat, language)


def _is_open(case: StoredRecord) -> bool:
    return text(case.answers, "status") in ("open", "")


def _offered(desk: Desk, packs: Packs, reader: Reader, case: RecordId) -> tuple[FormRule, ...]:
    """What the packs offer, then the forms that were imported here."""
    imported = (packs.rule(form, desk.library) for form in desk.library.imported)
    return (*offered(packs, reader, case, CASE), *imported)


def _usual(reader: Reader, case: RecordId, can_follow: tuple[FormRule, ...]) -> FormRule | None:
    present = {record.form for record in reader.children(case)}
    wanted = next((form for form in _USUAL if form not in present), _USUAL[-1])
    return next((rule for rule in can_follow if rule.form == wanted), None)


def _entries(desk: Desk, packs: Packs, reader: Reader, case: RecordId, language: Language) -> tuple[Entry, ...]:
    drafts = {draft.record: draft for draft in reader.drafts()}
    saved = [record for record in reversed(reader.below(case)) if not record.repeat]
    wrong = {each.record for each in unfit(desk, reader)}
    found = [
        _entry(
            desk,
            packs,
            reader,
            record,
            language,
            is_draft=drafts.pop(record.id, None) is not None,
            is_unfit=record.id in wrong,
        )
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
    desk: Desk,
    packs: Packs,
    reader: Reader,
    record: StoredRecord,
    language: Language,
    *,
    is_draft: bool,
    is_unfit: bool,
) -> Entry:
    rule = packs.rule(record.form, desk.library)
    known = desk.library.knows(record.form)
    told = tell(desk.library.form(record.form), rule, record, language) if known else Told("", "", "")
    rows = [row for row in reader.children(record.id, form=record.form) if row.repeat]
    return Entry(
        record=record.id,
        form=record.form,
        label=rule.called(language),
        title=told.title,
        beside=told.beside,
        day=told.day or record.created.day.isoformat(),
        made=record.created,
        who=record.author,
        not_sent=record.not_sent or any(row.not_sent for row in rows),
        missing=incomplete(desk, reader, record) if known else 0,
        conflicts=record.conflicts + sum(row.conflicts for row in rows),
        unfit=is_unfit,
        draft=is_draft,
    )
