"""What the page of the organisation's key says of desks, and asks before it signs."""

from __future__ import annotations

from typing import Final

from fieldapp.words import Sentence, say
from sync.client.root import Seat
from ui.screens.colleague_words import ROLES
from ui.widgets.said import said

_ASKED: Final = {
    "name": (
        Sentence("Name {name} as coordinator?"),
        Sentence("Her desk may then invite, give and take access, and say the organisation's rules."),
        Sentence("Name her"),
    ),
    "officer": (
        Sentence("Name {name} as recovery officer?"),
        Sentence(
            "Every space's key is then sealed to her desk, too. She can bring records of a lost laptop back and give a "
            "new passphrase; each time the worker is told."
        ),
        Sentence("Name her"),
    ),
    "retire": (
        Sentence("Take back the power of {name}?"),
        Sentence(
            "What her desk has said until now stands; it may say nothing more. It can never be named again: should she "
            "come back, she needs a new desk."
        ),
        Sentence("Take it back"),
    ),
}


def name(seat: Seat) -> str:
    """Whose desk it is."""
    named = seat.name or say("a colleague")
    return say("{name} (you)", name=named) if seat.is_me else named


def role(seat: Seat) -> str:
    """What she was hired for."""
    return "" if seat.role is None else said(ROLES[seat.role])


def power(seat: Seat) -> str:
    """What her desk may do because the root key says so."""
    if seat.retired:
        return say("her power was taken back")
    if seat.administrator and seat.officer:
        return say("coordinator and recovery officer")
    if seat.administrator:
        return say("coordinator, offers to keep a recovery key") if seat.offers else say("coordinator")
    if seat.officer:
        return say("recovery officer")
    return say("offers to keep a recovery key") if seat.offers else ""


def asked(act: str, named: str) -> tuple[Sentence, Sentence, Sentence]:
    """The question before it is signed, what follows from it, the verb."""
    question, more, verb = _ASKED[act]
    return Sentence(question.text, {"name": named}), more, verb
