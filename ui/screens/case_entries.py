"""What the time line of a case says of each record: when, what, by whom, and how it stands."""

from __future__ import annotations

from datetime import date

from fieldapp.words import say, say_number
from fieldapp.work.looking import Entry
from ui import times


def when(entry: Entry, today: date) -> str:
    """The record's own day, with the time when it was written down on that day."""
    if entry.day == entry.made.day.isoformat():
        return times.lately(entry.made, today)
    return times.day(entry.day)


def about(entry: Entry) -> str:
    """Its name and what may stand beside it."""
    return ": ".join(filter(None, (entry.title, entry.beside)))


def state(entry: Entry) -> str:
    """What is left to do with it, and whether it was sent."""
    said = []
    if entry.conflicts:
        said.append(say("someone else changed this"))
    if entry.unfit:
        said.append(say("answers do not fit"))
    if entry.draft:
        said.append(say("half typed") if not entry.saved else say("correction half typed"))
    if entry.missing:
        said.append(say_number("incomplete: {number} answer", "incomplete: {number} answers", entry.missing))
    if entry.saved and not entry.conflicts and not entry.unfit:
        said.append(say("not sent yet") if entry.not_sent else say("sent"))
    return " · ".join(said)


def key(entry: Entry) -> str:
    """Tells entries apart."""
    return entry.record


def label(entry: Entry) -> str:
    """What kind of record it is."""
    return entry.label
