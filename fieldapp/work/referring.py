"""Refer: see what goes out and what stays, print it, and remember that it was printed.

The rule is asked here and again in the paper itself: without a release that holds today there are no bytes.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from fieldapp.domain.answers import Answer
from fieldapp.domain.changes import CREATE, UPDATE
from fieldapp.domain.codes import Code, new_code
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
from fieldapp.domain.ids import FieldId, FormId, RecordId, new_record_id
from fieldapp.domain.referrals import Asked, Disclosure, Handover, Person, Priority, disclose
from fieldapp.forms.library import Library
from fieldapp.forms.places import SavedRow
from fieldapp.forms.session import FormSession
from fieldapp.storage.read import Reader
from fieldapp.storage.values import Happened, NewChange, StoredRecord
from fieldapp.storage.write import Write
from fieldapp.words import ENGLISH, Language, sentence
from fieldapp.work.desk import Desk
from fieldapp.work.filling import GoneMeanwhile

CASE = FormId("gbv_case")
REFERRAL = FormId("gbv_referral")
PAPER = FormId("paper")
_SURVIVOR = FormId("gbv_survivor")
_CONSENT = FormId("gbv_consent")
_RELEASE = FormId("gbv_release")
_SLIP = FieldId("slip")

Answers = Mapping[FieldId, Answer]


@dataclass(frozen=True, slots=True, kw_only=True)
class Letterhead:
    """Who the sheet says it comes from: words that everyone may read."""

    organisation: str = ""
    worker: str = ""
    lines: tuple[str, ...] = ()
    return_to: str = ""


@dataclass(frozen=True, slots=True)
class Preview:
    """What one referral would say: shown line by line before anything is printed."""

    referral: RecordId
    asked: Asked
    disclosure: Disclosure


def preview(desk: Desk, referral: RecordId) -> Preview:
    """What goes out and what stays. Raises ConsentMissing with the reason, and GoneMeanwhile."""
    with desk.store.read() as reader:
        stored = reader.record(referral)
        if stored is None or stored.gone or stored.parent is None:
            raise GoneMeanwhile(sentence("This record is not here any more. It may have been deleted meanwhile."))
        asked = _asked(stored.answers)
        basis = _basis(reader, stored, asked, desk.today())
        person = _person(desk, reader, stored.parent)
    return Preview(referral, asked, disclose(person, asked, basis))


def print_referral(desk: Desk, referral: RecordId, letterhead: Letterhead, language: Language) -> bytes:
    """The sheet as a PDF, in memory alone. Raises ConsentMissing, and whatever the paper itself refuses."""
    from fieldapp.papers.referral import referral_form  # noqa: PLC0415 - start-up does not wait for it
    from fieldapp.papers.referral_paper import Party, ReferralPaper  # noqa: PLC0415

    slip = slip_of(desk, referral)
    seen = preview(desk, referral)
    paper = ReferralPaper(
        disclosure=seen.disclosure,
        asked=seen.asked,
        made=desk.today(),
        sent_by=Party(letterhead.worker or letterhead.organisation, letterhead.lines),
        slip=slip,
        wording=_wording(desk.library, language),
        letterhead=letterhead.organisation,
        return_to=letterhead.return_to,
        sample=desk.practice,
    )
    return referral_form(paper, language)


def slip_of(desk: Desk, referral: RecordId) -> Code:
    """The code on the referral's tear-off slip; drawn once, at the first print."""

    def write(writing: Write) -> Code:
        stored = writing.record(referral)
        if stored is None:
            raise GoneMeanwhile(sentence("This record is not here any more. It may have been deleted meanwhile."))
        if isinstance(known := stored.answers.get(_SLIP), str):
            return Code(known)
        slip = new_code(secrets.SystemRandom())
        change = NewChange(
            record=referral,
            kind=UPDATE,
            form=REFERRAL,
            version=stored.version,
            fields={_SLIP: slip},
            after=stored.heads,
        )
        writing.save([change], desk.worker, desk.clock.now())
        return slip

    return desk.store.write_now(write)


def paper_was_printed(
    desk: Desk, referral: RecordId, seen: Preview, *, came_out: str, safe_to_carry: bool | None
) -> Happened:
    """Remember what was printed and for whom, and whether it came out ("yes", "partly", "no")."""
    fields: dict[FieldId, Answer | None] = {
        FieldId("paper_kind"): "referral",
        FieldId("paper_for"): seen.asked.recipient,
        FieldId("paper_of"): referral,
        FieldId("paper_slip"): slip_of(desk, referral),
        FieldId("paper_level"): seen.disclosure.basis.level.value
        if isinstance(seen.disclosure.basis, Release)
        else None,
        FieldId("printed_at"): desk.clock.now().text,
        FieldId("came_out"): came_out,
        FieldId("safe_to_carry"): None if safe_to_carry is None else ("true" if safe_to_carry else "false"),
    }
    change = NewChange(
        record=new_record_id(),
        kind=CREATE,
        form=PAPER,
        version=desk.library.form(PAPER).version,
        fields={name: answer for name, answer in fields.items() if answer is not None},
        parent=referral,
    )

    def write(writing: Write) -> Happened:
        return writing.save([change], desk.worker, desk.clock.now())

    return desk.store.write_now(write)


def _asked(answers: Answers) -> Asked:
    priority, handover = _text(answers, "priority"), _text(answers, "handover")
    return Asked(
        recipient=_text(answers, "agency"),
        services=tuple(_text(answers, "service").split()),
        priority=Priority(priority) if priority in {each.value for each in Priority} else Priority.NORMAL,
        needs=_text(answers, "needs"),
        seen_before=_moment(_text(answers, "seen_before")),
        handover=Handover(handover) if handover in {each.value for each in Handover} else None,
        slip=_text(answers, "slip"),
    )


def _basis(reader: Reader, referral: StoredRecord, asked: Asked, today: date) -> Release | Urgent:
    """Her release, or a danger to life or duty of law with its reason; there is no other way."""
    basis = _text(referral.answers, "basis")
    if basis in {each.value for each in Basis}:
        reason, told = _text(referral.answers, "basis_reason"), _text(referral.answers, "told_before")
        if not reason or not told:
            raise ConsentMissing(
                sentence(
                    "Without her release, write down the reason, and whether she was told before anything goes out."
                )
            )
        return Urgent(basis=Basis(basis), recipient=asked.recipient, reason=reason, told_before=told == "true")
    case = referral.parent
    assert case is not None
    releases = [read_release(each.id, each.answers) for each in reader.children(case, form=_RELEASE)]
    return release_for(
        _standing_consent(reader.children(case, form=_CONSENT)),
        releases,
        asked.recipient,
        frozenset(asked.services),
        today,
    )


def _standing_consent(consents: Sequence[StoredRecord]) -> Consent | None:
    """The last one she gave; a withdrawal of any later one counts, because it is the last."""
    if not consents:
        return None
    last = max(consents, key=lambda each: (_text(each.answers, "consent_date"), each.created.utc, each.id))
    return read_consent(last.answers)


def _person(desk: Desk, reader: Reader, case: RecordId) -> Person:
    """Only what may ever stand on a paper; the narrative is not even read."""
    root = reader.record(case)
    code = _text(root.answers, "code") if root else ""
    met = reader.children(case, form=_SURVIVOR)
    if not met:
        return Person(code=code)
    answers = met[-1].answers
    names = (_text(answers, name) for name in ("family_name", "given_name", "patronymic"))
    phone, how = _safe_phone(answers, reader.children(met[-1].id, form=_SURVIVOR))
    return Person(
        code=code,
        sex=_text(answers, "sex"),
        age_band=_age_band(desk, met[-1]),
        language=_text(answers, "language"),
        name=" ".join(filter(None, names)),
        phone=phone,
        safe_contact=how,
        address=_text(answers, "address"),
        address_secret=_text(answers, "address_secret") != "false",
        interpreter=_text(answers, "interpreter_needed"),
    )


def _safe_phone(answers: Answers, phones: Sequence[StoredRecord]) -> tuple[str, str]:
    """The first number that may be called, with the conditions she set; none when she must not be contacted."""
    if _text(answers, "contact_allowed") == "false":
        return "", ""
    for phone in phones:
        if phone.repeat == "phones" and _text(phone.answers, "do_not_call") != "true":
            said = (_text(phone.answers, name) for name in ("phone_when", "phone_code_phrase"))
            return _text(phone.answers, "phone_number"), ", ".join(filter(None, said))
    return "", _text(answers, "contact_other_way")


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
    return _text({name: answer for name, answer in session.calculated().items() if answer}, "age_band")


def _wording(library: Library, language: Language) -> dict[str, dict[str, str]]:
    """Stored values in the paper's words, from the forms' own choice lists."""
    survivor, referral = library.form(_SURVIVOR), library.form(REFERRAL)
    lists = {
        "sex": survivor.lists.get("sex", ()),
        "age_band": library.form(FormId("wks_participant")).lists.get("age_band", ()),
        "language": survivor.lists.get("language", ()),
        "interpreter": survivor.lists.get("yes_no", ()),
        "services": referral.lists.get("service_type", ()),
    }
    return {
        name: {choice.name: choice.label.said(language, ENGLISH) for choice in choices}
        for name, choices in lists.items()
    }


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text).replace(tzinfo=None) if text else None
    except ValueError:
        return None


def _text(answers: Answers, name: str) -> str:
    answer = answers.get(FieldId(name))
    return answer if isinstance(answer, str) else ""
