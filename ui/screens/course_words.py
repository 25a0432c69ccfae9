"""What lists and pages say of workshops, sessions and the people who take part, in the language spoken now."""

from __future__ import annotations

from fieldapp.domain.workshops import Mark, RollCount
from fieldapp.words import say, say_number
from fieldapp.work.attendance_sheets import letter_of, name_of_session
from fieldapp.work.roll import RollLine
from fieldapp.work.workshop_list import WorkshopLine
from fieldapp.work.workshops import Participant, Session, Workshop
from ui import times


def short(words: str, most: int) -> str:
    """So many letters at most, whole words, where a line has no room for more."""
    if len(words) <= most:
        return words
    cut = words[:most].rsplit(" ", 1)[0].rstrip(" ,.;:–-")
    return f"{cut or words[:most]}…"


def when(workshop: Workshop) -> str:
    """From when to when."""
    if workshop.ends_on and workshop.ends_on != workshop.starts_on:
        return f"{times.day(workshop.starts_on)} – {times.day(workshop.ends_on)}"
    return times.day(workshop.starts_on)


def where(workshop: Workshop) -> str:
    """The place, as near as anybody said."""
    return ", ".join(filter(None, (workshop.place, workshop.district)))


def line_key(line: WorkshopLine) -> str:
    """Tells the lines of the list apart."""
    return line.workshop.record


def line_title(line: WorkshopLine) -> str:
    """What it is called."""
    return line.workshop.title or say("without a title")


def line_starts(line: WorkshopLine) -> str:
    """Its first day."""
    return times.day(line.workshop.starts_on)


def line_place(line: WorkshopLine) -> str:
    """Where."""
    return where(line.workshop)


def line_sessions(line: WorkshopLine) -> str:
    """How many were begun, of how many if that was planned."""
    planned = line.workshop.sessions_planned
    if planned is None or planned < line.sessions:
        return str(line.sessions)
    return say("{number} of {planned}", number=line.sessions, planned=planned)


def line_participants(line: WorkshopLine) -> str:
    """How many are on its list."""
    return str(line.participants)


def line_state(line: WorkshopLine) -> str:
    """Whether the server has all of it."""
    return say("not sent yet") if line.workshop.not_sent else ""


def session_key(session: Session) -> str:
    """Tells sessions apart."""
    return session.record


def session_day(session: Session) -> str:
    """On which day."""
    return times.day(session.day)


def session_came(session: Session) -> str:
    """How many came, and what is still open about its roll."""
    count, told = session.count, list[str]()
    if count.present or count.late or count.absent or count.excused:
        told.append(say_number("{number} came", "{number} came", count.attended))
    if count.unmarked:
        told.append(say_number("{number} not marked", "{number} not marked", count.unmarked))
    if session.counted:
        told.append(say_number("{number} without a list", "{number} without a list", session.counted))
    if session.disputed:
        told.append(say_number("{number} marked twice", "{number} marked twice", session.disputed))
    return " · ".join(told)


def participant_key(participant: Participant) -> str:
    """Tells people apart."""
    return participant.record


def participant_name(participant: Participant) -> str:
    """The name, as far as it was told."""
    return participant.name or say("without a name")


def participant_sex(participant: Participant) -> str:
    """One letter."""
    return letter_of(participant.sex)


def participant_remark(participant: Participant) -> str:
    """What the trainer must know before the list is handed round."""
    if participant.guardian_missing:
        return say("ask a parent")
    return "" if participant.listed else say("no name on paper")


def mark_words(mark: Mark | None) -> str:
    """The mark as it stands on the roll; "" for none yet."""
    match mark:
        case Mark.PRESENT:
            return say("present")
        case Mark.LATE:
            return say("late")
        case Mark.ABSENT:
            return say("absent")
        case Mark.EXCUSED:
            return say("excused")
        case None:
            return ""


def roll_mark(line: RollLine) -> str:
    """The mark; of a disputed one both, for the trainer to choose."""
    if line.disputed:
        return say("{marks}: which one?", marks=" / ".join(mark_words(mark) or say("not marked") for mark in line.said))
    return mark_words(line.mark)


def roll_mark_aloud(line: RollLine) -> str:
    """The same for a screen reader."""
    return roll_mark(line) or say("not marked")


def count_words(count: RollCount) -> str:
    """The head line over a roll."""
    told = [
        say("present {number}", number=count.present),
        say("late {number}", number=count.late),
        say("absent {number}", number=count.absent),
        *([say("excused {number}", number=count.excused)] if count.excused else []),
        say("not marked {number}", number=count.unmarked),
    ]
    return " · ".join(told)


def session_title(session: Session, workshop: Workshop) -> str:
    """Which one it is, and what it is about."""
    return name_of_session(session, workshop.sessions_planned)


def session_where(session: Session, workshop: Workshop) -> str:
    """Day, hour and place."""
    starts = " ".join(filter(None, (session_day(session), session.starts_at)))
    return ", ".join(filter(None, (starts, session.place or where(workshop))))
