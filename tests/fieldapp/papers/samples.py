"""Papers of every kind to look at, with as much or as little on them as a test wants."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from fieldapp.domain.clock import Moment
from fieldapp.domain.codes import Code
from fieldapp.domain.consent import How, Level, Release, Urgent
from fieldapp.domain.erasing import WhyErased
from fieldapp.domain.ids import RecordId
from fieldapp.domain.referrals import Asked, Handover, Person, Priority, disclose
from fieldapp.papers.attendance import AttendanceSheet, Attendee, lay_out_attendance
from fieldapp.papers.blank import BlankPaper, BlankQuestion, Kind, lay_out_blank
from fieldapp.papers.blank_referral import BlankReferral, lay_out_blank_referral
from fieldapp.papers.certificate import Certificate, DeskWord, ServerWord, lay_out_certificate
from fieldapp.papers.pages import Document
from fieldapp.papers.referral import lay_out_referral
from fieldapp.papers.referral_paper import Party, ReferralPaper
from fieldapp.papers.secret import SecretPage, lay_out_secret, recovery_page
from fieldapp.words import ENGLISH, Language

RUSSIAN = Language("ru")
CLINIC = "Clinic No 3"
CASE, SLIP = "K7QM-3ZTP-4H", Code("9F3KM2XQ7D")

PERSON = Person(
    code=CASE,
    sex="female",
    age_band="26-35",
    language="ky",
    name="Participant One",
    phone="+996555123456",
    safe_contact="evenings after 19:00, say “the library”, leave no message",
    address="Osh St 9",
    address_secret=True,
)
ASKED = Asked(
    recipient=CLINIC,
    services=("health_medical", "psychosocial"),
    priority=Priority.URGENT,
    needs="A woman doctor, if there is one.",
    seen_before=datetime(2026, 3, 15, 16, 0),  # noqa: DTZ001  # as the worker says it, on the wall
    handover=Handover.ENVELOPE,
)
WORDING = {
    "sex": {"female": "woman"},
    "age_band": {"26-35": "26–35"},
    "language": {"ky": "Kyrgyz"},
    "services": {"health_medical": "Health care", "psychosocial": "Psychological and social support"},
}


def release(
    level: Level = Level.CODE,
    *,
    recipient: str = CLINIC,
    services: frozenset[str] = frozenset({"health_medical", "psychosocial"}),
    how: How = How.SIGNATURE,
    until: date | None = date(2026, 6, 12),
    withdrawn_on: date | None = None,
) -> Release:
    return Release(
        record=RecordId("01" * 16),
        recipient=recipient,
        level=level,
        services=services,
        how=how,
        given_on=date(2026, 3, 11),
        until=until,
        withdrawn_on=withdrawn_on,
    )


def referral(
    basis: Release | Urgent | None = None,
    *,
    person: Person = PERSON,
    asked: Asked = ASKED,
    letterhead: str = "Ak-Suu Community Centre",
    return_to: str = "Lenin St 5, Naryn\n0700 123 456",
    to_lines: tuple[str, ...] = ("Toktogul St 114, room 12", "Reception: 0312 66 00 00"),
    sample: bool = False,
) -> ReferralPaper:
    return ReferralPaper(
        disclosure=disclose(person, asked, basis or release()),
        asked=asked,
        made=date(2026, 3, 12),
        sent_by=Party("Outreach worker 7", ("Naryn office",)),
        slip=SLIP,
        to_lines=to_lines,
        wording=WORDING,
        letterhead=letterhead,
        return_to=return_to,
        copy=1,
        copies=2,
        sample=sample,
    )


def attendance(people: int = 30, days: int = 1, name: str = "participant {number}") -> AttendanceSheet:
    return AttendanceSheet(
        title="Know your rights",
        session="Session 2 of 4",
        place="Ak-Suu library",
        trainer="trainer 3",
        days=tuple(date(2026, 3, 14 + day) for day in range(days)),
        attendees=tuple(
            Attendee(name.format(number=number), "w", "26–35", "Ak-Suu") for number in range(1, people + 1)
        ),
        sexes=("women", "men"),
        age_bands=("0–17", "18–25", "26–35", "36–59", "60+"),
        letterhead="Ak-Suu Community Centre",
    )


QUESTIONS = (
    BlankQuestion("Before you begin", Kind.HEADING),
    BlankQuestion("Read out: you need not answer any question.", Kind.NOTE),
    BlankQuestion("Does she agree that we help her?", Kind.ONE, ("Yes", "No")),
    BlankQuestion(
        "How did she say so?", Kind.ONE, ("in writing", "by thumbprint", "aloud, and somebody else heard it")
    ),
    BlankQuestion("For which services?", Kind.SEVERAL, ("Health care", "Legal help", "Shelter"), "Ask for each."),
    BlankQuestion("Who she is", Kind.HEADING),
    BlankQuestion("Family name", Kind.TEXT),
    BlankQuestion("Age", Kind.NUMBER),
    BlankQuestion("Date of birth", Kind.DATE, (), "The year is enough."),
    BlankQuestion("When is it safe to call?", Kind.TIME),
    BlankQuestion("Village", Kind.ONE, tuple(f"village {number}" for number in range(40))),
    BlankQuestion("What does she need?", Kind.LONG),
    BlankQuestion("Her code at another office", Kind.CODE),
    BlankQuestion("Her signature", Kind.SIGNATURE),
)


def blank(questions: tuple[BlankQuestion, ...] = QUESTIONS) -> BlankPaper:
    return BlankPaper(title="First meeting", form="first_meeting", version="2026-03-01", questions=questions)


def erased(*, late: bool = False) -> Certificate:
    """Of a case, on the day it was erased, or `late`, when the server and one desk have confirmed."""
    at = Moment.from_text("2026-03-12T14:02:00.000+06:00")
    word = Moment.from_text("2026-03-13T09:15:00.000+06:00")
    return Certificate(
        number=SLIP,
        code="" if late else "K7QM-3ZTP-4H",
        known_on=word if late else at,
        erased=at,
        by="Supervisor 1",
        why=WhyErased.ASKED.value,
        here=at,
        records=7,
        changes=19,
        drafts=1,
        files=2,
        keys=late,
        server=ServerWord(packets=12, files=2, at=word) if late else None,
        desks=(DeskWord(worker="Worker 1", at=word if late else None), DeskWord(worker="Supervisor 2", at=None)),
        papers=2,
        copies=(at,) if late else (),
        backup=at if late else None,
        shut_out=("Worker 3",) if late else (),
        elsewhere=("Cases 2",) if late else (),
        letterhead="Ak-Suu Community Centre",
    )


def every_kind(language: Language = ENGLISH) -> dict[str, Callable[[], Document]]:
    """Each paper there is, by name."""
    groups = ("K7QM", "3ZTP", "4H9F", "3KM2", "XQ7D", "84G7", "ZWYR", "DA12")
    share = SecretPage(
        title="Share 1 of 3", groups=groups * 2, lines=("One sheet alone says nothing.",), square="A" * 80
    )
    services = ("Health care", "Psychological and social support", "Shelter", "Legal help", "Food", "Another service")
    return {
        "referral-code": lambda: lay_out_referral(referral(), language),
        "referral-named": lambda: lay_out_referral(referral(release(Level.NEEDS), sample=True), language),
        "attendance": lambda: lay_out_attendance(attendance(), language),
        "attendance-course": lambda: lay_out_attendance(attendance(days=8), language),
        "blank": lambda: lay_out_blank(blank(), language),
        "blank-referral": lambda: lay_out_blank_referral(BlankReferral(services=services, slip=SLIP), language),
        "blank-referral-plain": lambda: lay_out_blank_referral(BlankReferral(services=()), language),
        "erased": lambda: lay_out_certificate(erased(), language),
        "erased-late": lambda: lay_out_certificate(erased(late=True), language),
        "recovery": lambda: lay_out_secret(recovery_page(groups, language), language),
        "share": lambda: lay_out_secret(share, language),
    }
