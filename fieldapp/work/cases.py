"""Open a case, close it, open it again; or help without keeping any record."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date

from fieldapp.domain.changes import CREATE, UPDATE
from fieldapp.domain.codes import new_code, show_code
from fieldapp.domain.consent import read_consent
from fieldapp.domain.ids import FieldId, FormId, RecordId, new_record_id
from fieldapp.errors import Refused
from fieldapp.storage.values import Happened, NewChange, StoredRecord
from fieldapp.storage.write import Write
from fieldapp.words import sentence
from fieldapp.work.desk import Desk
from fieldapp.work.filling import Filling, begin, drop_draft, save

CASE = FormId("gbv_case")
CONSENT = FormId("gbv_consent")
CLOSURE = FormId("gbv_closure")
CONTACT_COUNT = FormId("gbv_contact_count")
FOLLOW_UP = FormId("gbv_follow_up")

_CODE = FieldId("code")
_STATUS = FieldId("status")
_OPENED = FieldId("opened_on")
_CLOSED = FieldId("closed_on")
_NEXT_DUE = FieldId("next_due")
_CLOSING = FieldId("closing")


class NotToBeKept(Refused):
    """She does not want a record of her here; the contact may only be counted."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A case that was opened: the record, its code as it stands on paper, and what the save changed."""

    case: RecordId
    code: str
    happened: Happened


def begin_case(desk: Desk) -> Filling:
    """Consent first: nothing of her is asked or kept before she has agreed."""
    return begin(desk, CONSENT)


def open_case(desk: Desk, consent: Filling) -> Opened:
    """Save the consent together with a new case around it. Raises NotToBeKept, and keeps nothing then."""
    answers = {
        place.field: consent.session.state(place).answer for place in consent.session.asked() if place.row is None
    }
    if read_consent(answers).keep_record is not True:
        raise NotToBeKept(
            sentence(
                "She does not want a record here. Choose “No record”: the contact is counted, nothing of her is kept."
            )
        )
    case, code = new_record_id(), show_code(new_code(secrets.SystemRandom()))
    root = NewChange(
        record=case,
        kind=CREATE,
        form=CASE,
        version=desk.library.form(CASE).version,
        fields={_CODE: code, _STATUS: "open", _OPENED: desk.today().isoformat()},
        space=desk.space_for(CASE),
    )
    consent.parent = case
    happened = save(desk, consent, before=[root])
    return Opened(case, code, happened)


def keep_no_record(desk: Desk, consent: Filling) -> Filling:
    """Let go of all she said, and begin the anonymous count of the contact."""
    drop_draft(desk, consent.record)
    return begin(desk, CONTACT_COUNT)


def save_below(desk: Desk, filling: Filling) -> Happened:
    """Save a form of a case; a closure closes the case, a follow-up sets what is due next, in the same transaction."""
    return save(desk, filling, besides=_case_follows(desk, filling))


def reopen_case(desk: Desk, case: RecordId) -> Happened:
    """Open it again; how it was closed stays in its history."""

    def write(writing: Write) -> Happened:
        stored = writing.record(case)
        if stored is None or stored.answers.get(_STATUS) == "open":
            return Happened()
        change = _update(stored, {_STATUS: "open", _CLOSED: None, _CLOSING: None})
        return writing.save([change], desk.worker, desk.clock.now())

    return desk.store.write_now(write)


def _case_follows(desk: Desk, filling: Filling) -> list[NewChange]:
    if filling.parent is None or filling.form.id not in (CLOSURE, FOLLOW_UP):
        return []
    with desk.store.read() as reader:
        case = reader.record(filling.parent)
    if case is None or case.form != CASE:
        return []
    if filling.form.id == CLOSURE:
        closed_on = _said(filling, "date_closure") or desk.today().isoformat()
        return [_update(case, {_STATUS: "closed", _CLOSED: closed_on, _CLOSING: filling.record, _NEXT_DUE: None})]
    due = _said(filling, "when_follow_up_visit_should_happen")
    return [_update(case, {_NEXT_DUE: due})] if due and due != case.answers.get(_NEXT_DUE) else []


def _said(filling: Filling, name: str) -> str:
    """A whole date that the form holds, "" without one."""
    for place in filling.session.asked():
        if place.row is None and place.field == name:
            answer = filling.session.state(place).answer
            return answer if isinstance(answer, str) and _is_day(answer) else ""
    return ""


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _update(stored: StoredRecord, fields: dict[FieldId, str | None]) -> NewChange:
    return NewChange(
        record=stored.id,
        kind=UPDATE,
        form=stored.form,
        version=stored.version,
        fields=dict(fields),
        after=stored.heads,
    )
