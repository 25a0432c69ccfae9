"""A desk with something to see on every screen: cases, a colleague's edits, drafts, what was deleted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from fieldapp.domain.answers import Answer
from fieldapp.domain.ids import FieldId, FormId, RecordId, new_worker_id
from fieldapp.forms.library import Library, form_ids
from fieldapp.forms.places import Place
from fieldapp.storage.store import Store
from fieldapp.work.cases import save_below
from fieldapp.work.desk import Desk
from fieldapp.work.facts import facts_of_all
from fieldapp.work.filling import begin, keep_draft, reopen, save
from fieldapp.work.undoing import delete_as_mistake
from tests.fieldapp.work.conftest import a_case, answer, saved
from tests.fieldapp.work.test_conflicts import tell

LONG = (
    "She went to her sister in the next village and wants to stay there until the spring. She asks for nothing now. "
    "The nurse knows, the neighbours do not."
)


@dataclass(frozen=True, slots=True)
class Filled:
    """Where to look. `case` has everything; in `contested` a colleague changed what she changed."""

    case: RecordId
    meeting: RecordId
    draft: RecordId
    contested: RecordId
    contested_meeting: RecordId
    disputed: RecordId
    closed: RecordId


def case_of(desk: Desk, risk: str = "", due: str = "", **meeting: Answer | None) -> tuple[RecordId, RecordId]:
    """A case and its first meeting."""
    case = a_case(desk)
    if risk or due:
        save(desk, answer(reopen(desk, case), risk=risk or None, next_due=due or None))
    return case, saved(desk, "gbv_survivor", case, **meeting)


def phone(desk: Desk, meeting: RecordId, **answers: Answer | None) -> None:
    """A telephone number with its conditions."""
    filling = reopen(desk, meeting)
    row, _ = filling.session.add_row(Place(None, FieldId("phones")))
    for name, given in answers.items():
        filling.session.set(Place(row, FieldId(name)), given)
    save(desk, filling)


def fill(desk: Desk, colleague: Desk) -> Filled:
    """Everything that the pictures show."""
    case, meeting = _rich_case(desk)
    draft = answer(begin(desk, FormId("gbv_follow_up"), case), follow_up_comments=LONG)
    keep_draft(desk, draft)
    keep_draft(desk, answer(begin(desk, FormId("gbv_consent")), limits_read="true"))
    contested, contested_meeting, disputed = _contested_case(desk, colleague)
    closed, _ = case_of(desk, family_name="Асанова", given_name="Гүлнара")
    save_below(desk, answer(begin(desk, FormId("gbv_closure"), closed), date_closure="2026-03-11"))
    for number in range(9):
        case_of(desk, ("medium", "low", "")[number % 3], f"2026-03-{14 + number}", given_name="Айгуль")
    delete_as_mistake(desk, saved(desk, "gbv_incident", case, incident_date="2026-03-01"))
    gone, _ = case_of(desk)
    delete_as_mistake(desk, gone)
    return Filled(case, meeting, draft.record, contested, contested_meeting, disputed, closed)


def _rich_case(desk: Desk) -> tuple[RecordId, RecordId]:
    case, meeting = case_of(
        desk,
        "high",
        "2026-03-12",
        family_name="Токтогулова",
        given_name="Айгүл",
        patronymic="Асановна",
        known_as="Айка",
        contact_allowed="true",
        contact_other_way="Through the nurse, at the Thursday market.",
    )
    phone(
        desk,
        meeting,
        phone_whose="own",
        phone_when="weekdays 10–12, never in the evening",
        phone_code_phrase="It is the library.",
        phone_message="no",
        phone_number="0555 123 456",
    )
    phone(desk, meeting, phone_whose="relative", do_not_call="true", phone_number="0700 765 432")
    saved(desk, "gbv_incident", case, incident_date="2026-03-10", date_of_first_report="2026-03-12")
    saved(
        desk, "gbv_release", case, release_recipient="Clinic No 3", release_services="health_medical",
        release_level="code", release_how="signature", release_date="2026-03-12", release_until="2026-06-10",
    )  # fmt: skip
    save_below(
        desk,
        answer(
            begin(desk, FormId("gbv_follow_up"), case),
            followup_date="2026-03-11",
            need_follow_up_visit="true",
            when_follow_up_visit_should_happen="2026-03-15",
        ),
    )
    return case, meeting


def _contested_case(desk: Desk, colleague: Desk) -> tuple[RecordId, RecordId, RecordId]:
    """Both changed her age and what she does; one deleted the incident that the other went on with."""
    case, meeting = case_of(desk, "medium", "2026-03-10", given_name="Жылдыз", occupation="teacher")
    incident = saved(desk, "gbv_incident", case, incident_date="2026-03-02")
    for record in (meeting, incident):
        tell(desk, colleague, record)
    save(desk, answer(reopen(desk, meeting), age="27", contact_other_way=LONG))
    save(colleague, answer(reopen(colleague, meeting), age="29", contact_other_way="Through her aunt."))
    delete_as_mistake(desk, incident)
    save(colleague, answer(reopen(colleague, incident), incident_date="2026-03-03"))
    for record in (meeting, incident):
        tell(colleague, desk, record)
    return case, meeting, incident


def make_colleague(folder: Path, desk: Desk) -> tuple[Desk, Callable[[], None]]:
    """A second desk, of somebody else; and how to close it."""
    library = Library()
    facts = facts_of_all(library.form(form) for form in form_ids())
    store = Store.open(folder / "colleague.db", f"{7:064x}", forms=facts, create=True)
    return Desk(store, library, desk.clock, new_worker_id(), f"{7:032x}"), store.close
