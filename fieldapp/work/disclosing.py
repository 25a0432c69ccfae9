"""What a referral would say of her, line by line, and by what right: asked before anything is shown or printed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from fieldapp.domain.consent import (
    Basis,
    Consent,
    ConsentMissing,
    Release,
    Urgent,
    read_consent,
    read_release,
    release_for,
)
from fieldapp.domain.ids import FormId, RecordId
from fieldapp.domain.referrals import Asked, Disclosure, Handover, Person, Priority, disclose
from fieldapp.forms.filling.session import FormSession
from fieldapp.forms.places import SavedRow
from fieldapp.storage.read import Reader
from fieldapp.storage.values import StoredRecord
from fieldapp.words import ENGLISH, sentence
from fieldapp.work.answered import Answers, person, text
from fieldapp.work.desk import Desk
from fieldapp.work.filling import GoneMeanwhile

CASE = FormId("gbv_case")
REFERRAL = FormId("gbv_referral")
SURVIVOR = FormId("gbv_survivor")
CONSENT = FormId("gbv_consent")
RELEASE = FormId("gbv_release")
_SERVICE = FormId("service")


@dataclass(frozen=True, slots=True)
class Preview:
    """What one referral would say: shown line by line before anything is printed.

    `to_lines`: where the recipient is and whom to ask for, as far as that may stand on a paper.
    """

    referral: RecordId
    asked: Asked
    disclosure: Disclosure
    to_lines: tuple[str, ...] = ()


def preview(desk: Desk, referral: RecordId) -> Preview:
    """What goes out and what stays. Raises ConsentMissing with the reason, and GoneMeanwhile."""
    with desk.store.read() as reader:
        stored = reader.record(referral)
    if stored is None or stored.gone or stored.parent is None:
        raise GoneMeanwhile(sentence("This record is not here any more. It may have been deleted meanwhile."))
    return preview_of(desk, referral, stored.parent, stored.answers)


def preview_of(desk: Desk, referral: RecordId, case: RecordId, answers: Answers) -> Preview:
    """The same for a referral that is still being written. Raises ConsentMissing."""
    with desk.store.read() as reader:
        asked = _asked(answers)
        basis = _basis(reader, case, answers, asked, desk.today())
        who = _person(desk, reader, case)
        return Preview(referral, asked, disclose(who, asked, basis), _to_lines(reader, answers))


def standing_consent(consents: Sequence[StoredRecord]) -> Consent | None:
    """The last one she gave; a withdrawal of any later one counts, because it is the last."""
    if not consents:
        return None
    last = max(consents, key=lambda each: (text(each.answers, "consent_date"), each.created.utc, each.id))
    return read_consent(last.answers)


def _asked(answers: Answers) -> Asked:
    priority, handover = text(answers, "priority"), text(answers, "handover")
    return Asked(
        recipient=text(answers, "agency"),
        services=tuple(text(answers, "service").split()),
        priority=Priority(priority) if priority in {each.value for each in Priority} else Priority.NORMAL,
        needs=text(answers, "needs"),
        seen_before=_moment(text(answers, "seen_before")),
        handover=Handover(handover) if handover in {each.value for each in Handover} else None,
        slip=text(answers, "slip"),
    )


def _basis(reader: Reader, case: RecordId, answers: Answers, asked: Asked, today: date) -> Release | Urgent:
    """Her release, or a danger to life or duty of law with its reason; there is no other way."""
    basis = text(answers, "basis")
    if basis in {each.value for each in Basis}:
        reason, told = text(answers, "basis_reason"), text(answers, "told_before")
        if not reason or not told:
            raise ConsentMissing(
                sentence(
                    "Without her release, write down the reason, and whether she was told before anything goes out."
                )
            )
        return Urgent(basis=Basis(basis), recipient=asked.recipient, reason=reason, told_before=told == "true")
    releases = [read_release(each.id, each.answers) for each in reader.children(case, form=RELEASE)]
    return release_for(
        standing_consent(reader.children(case, form=CONSENT)),
        releases,
        asked.recipient,
        frozenset(asked.services),
        today,
    )


def _person(desk: Desk, reader: Reader, case: RecordId) -> Person:
    """Only what may ever stand on a paper; the narrative is not even read."""
    root = reader.record(case)
    code = text(root.answers, "code") if root else ""
    met = reader.children(case, form=SURVIVOR)
    if not met:
        return Person(code=code)
    answers = met[-1].answers
    phone, how = _safe_phone(answers, reader.children(met[-1].id, form=SURVIVOR))
    return Person(
        code=code,
        sex=text(answers, "sex"),
        age_band=_age_band(desk, met[-1]),
        language=text(answers, "language"),
        name=person(answers),
        phone=phone,
        safe_contact=how,
        address=text(answers, "address"),
        address_secret=text(answers, "address_secret") != "false",
        interpreter=text(answers, "interpreter_needed"),
    )


def _safe_phone(answers: Answers, phones: Sequence[StoredRecord]) -> tuple[str, str]:
    """The first number that may be called, with the conditions she set; none when she must not be contacted."""
    if text(answers, "contact_allowed") == "false":
        return "", ""
    for phone in phones:
        if phone.repeat == "phones" and text(phone.answers, "do_not_call") != "true":
            said = (text(phone.answers, name) for name in ("phone_when", "phone_code_phrase"))
            return text(phone.answers, "phone_number"), ", ".join(filter(None, said))
    return "", text(answers, "contact_other_way")


def _age_band(desk: Desk, met: StoredRecord) -> str:
    """Worked out by the form, as on the screen."""
    session = FormSession(
        desk.library.form(met.form),
        clock=desk.clock,
        user=desk.worker,
        device=desk.device,
        language=ENGLISH,
        answers=met.answers,
        rows=list[SavedRow](),
    )
    return text({name: answer for name, answer in session.calculated().items() if answer}, "age_band")


def _to_lines(reader: Reader, answers: Answers) -> tuple[str, ...]:
    """Where to go and whom to ask for. The address of a service that keeps it secret is on no paper."""
    named = text(answers, "agency_id")
    service = reader.record(RecordId(named)) if named else None
    if service is None:
        called = " ".join(text(answers, "agency").split()).casefold()
        service = next(
            (
                each
                for each in reader.of_form(_SERVICE)
                if " ".join(text(each.answers, "service_name").split()).casefold() == called
            ),
            None,
        )
    secret = service is not None and text(service.answers, "service_address_secret") != "false"
    return tuple(filter(None, ("" if secret else text(answers, "location"), text(answers, "recipient"))))


def _moment(said: str) -> datetime | None:
    try:
        return datetime.fromisoformat(said).replace(tzinfo=None) if said else None
    except ValueError:
        return None
