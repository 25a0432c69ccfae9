"""How a case stands, in few words: for its line in the list and for the head of its page."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from fieldapp.words import Sentence, say
from fieldapp.work.listing import CaseLine
from ui import times

RISKS: Final[Mapping[str, Sentence]] = {
    "high": Sentence("high risk"),
    "medium": Sentence("medium risk"),
    "low": Sentence("low risk"),
    "": Sentence("risk not judged yet"),
}
STATES: Final[Mapping[str, Sentence]] = {
    "open": Sentence("open"),
    "": Sentence("open"),
    "closed": Sentence("closed"),
    "transferred": Sentence("handed over"),
    "duplicate": Sentence("recorded twice"),
}


def state_words(status: str, risk: str, *, is_open: bool) -> str:
    """Its risk while it is open, else why it is not."""
    if is_open:
        return RISKS.get(risk, RISKS[""]).said()
    return STATES[status].said() if status in STATES else status


def due_words(due: str, today: date) -> str:
    """When the next step is due; an unknown day or month stands as it is."""
    if not due:
        return ""
    if due[:10] == today.isoformat():
        return say("today")
    if due[:10] < today.isoformat()[: len(due)]:
        return say("was due {day}", day=times.day(due))
    return times.day(due)


def next_step_words(line: CaseLine, today: date) -> str:
    """The same for a line of the list; nothing is due in a case that is closed."""
    return due_words(line.due, today) if line.is_open else ""


def mark_words(line: CaseLine) -> str:
    """What she should know before she opens it."""
    if line.conflicts:
        return say("someone else changed this")
    return say("not sent yet") if line.not_sent else ""
