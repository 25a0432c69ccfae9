"""Print the attendance sheet: the names of those who agreed to stand on a list, a line for everybody else."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from fieldapp.domain.ids import RecordId
from fieldapp.words import Language, say, say_about
from fieldapp.work.answered import choices
from fieldapp.work.desk import Desk
from fieldapp.work.letterheads import letterhead_of
from fieldapp.work.roll import look_at_roll
from fieldapp.work.workshops import PARTICIPANT, Participant, Session, Workshop, look_at_workshop


def session_sheet(desk: Desk, session: RecordId, language: Language) -> bytes:
    """The sheet of one session as a PDF. Raises GoneMeanwhile, CannotPrint."""
    roll = look_at_roll(desk, session)
    people = tuple(line.participant for line in roll.lines)
    return _sheet(desk, roll.workshop, people, _days(roll.session.day), language, roll.session)


def workshop_sheet(desk: Desk, workshop: RecordId, language: Language) -> bytes:
    """One sheet for the whole course, with a column for each session; without one, for its first day."""
    course = look_at_workshop(desk, workshop)
    held = sorted({day for session in course.sessions for day in _days(session.day)})
    days = tuple(held) or _days(course.workshop.starts_on)
    return _sheet(desk, course.workshop, course.participants, days, language)


def name_of_session(session: Session, planned: int | None, language: Language | None = None) -> str:
    """ "Session 2 of 4: rights at work", as far as anybody said."""
    if session.number is None:
        return session.title or say("Session", language=language)
    if planned is not None and planned >= session.number:
        name = say("Session {number} of {planned}", language=language, number=session.number, planned=planned)
    else:
        name = say("Session {number}", language=language, number=session.number)
    return say("{name}: {title}", language=language, name=name, title=session.title) if session.title else name


def letter_of(sex: str, language: Language | None = None) -> str:
    """ "w" or "m": one letter, for the narrow column of a list."""
    if sex == "female":
        return say_about("one letter in a list of people", "w", language=language)
    return say_about("one letter in a list of people", "m", language=language) if sex == "male" else ""


def _sheet(
    desk: Desk,
    workshop: Workshop,
    people: tuple[Participant, ...],
    days: tuple[date, ...],
    language: Language,
    session: Session | None = None,
) -> bytes:
    from fieldapp.papers.attendance import AttendanceSheet, attendance_sheet  # noqa: PLC0415 - nothing waits for it
    from fieldapp.papers.attendance import Attendee as Line  # noqa: PLC0415

    bands = choices(desk.library.form(PARTICIPANT), "age_band", language)
    place = (session.place if session else "") or ", ".join(filter(None, (workshop.place, workshop.district)))
    sheet = AttendanceSheet(
        title=workshop.title,
        days=days,
        attendees=tuple(Line(*_told(each, bands, language)) for each in people),
        sexes=(say("Women", language=language), say("Men", language=language)),
        age_bands=tuple(bands.values()),
        session=name_of_session(session, workshop.sessions_planned, language) if session else "",
        place=place,
        trainer=(session.trainers if session else "") or workshop.trainers,
        letterhead=letterhead_of(desk).organisation,
        sample=desk.practice,
    )
    return attendance_sheet(sheet, language)


def _told(each: Participant, bands: Mapping[str, str], language: Language) -> tuple[str, str, str, str]:
    """Of somebody who did not agree to the list there is a number and an empty line, nothing more."""
    if not each.listed:
        return "", "", "", ""
    return each.name, letter_of(each.sex, language), bands.get(each.age_band, each.age_band), each.comes_from


def _days(said: str) -> tuple[date, ...]:
    """The day, if it is a whole one."""
    try:
        return (date.fromisoformat(said),) if said else ()
    except ValueError:
        return ()
