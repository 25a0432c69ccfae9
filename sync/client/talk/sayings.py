"""What is said of things that could not be used or sent, and of clocks that differ."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from fieldapp.domain.clock import Moment
from fieldapp.words import Sentence, sentence

_CLOCK_MAY_BE_OFF: Final = timedelta(hours=1)
_CLOCKS: Final = sentence(
    "On this laptop it is {here}, on the server {there}. Sending works all the same, but your records bear this "
    "laptop's time. Set its clock."
)
_ASIDE: Final = {
    "late": sentence("It was sent after its writer had been taken out of this space, or her laptop shut out."),
    "too_big": sentence("More was written at once than can be sent."),
    "forged": sentence("It was changed on its way, or somebody made it up."),
    "not_allowed": sentence("Whoever wrote it has no right to write there."),
    "contradicts": sentence("Whoever wrote it has no right to write there."),
    "malformed": sentence("It is damaged, or a newer program wrote it."),
    "unreadable": sentence("One change in a good packet is damaged, or a newer program wrote it."),
}
_ASIDE_SOMEHOW: Final = sentence("This program cannot use it.")
_SHORT: Final = {
    "late": sentence("sent late"),
    "too_big": sentence("too much at once"),
    "forged": sentence("forged"),
    "not_allowed": sentence("no right to it"),
    "contradicts": sentence("no right to it"),
}
_SHORT_SOMEHOW: Final = sentence("cannot be read")
_ADVICE: Final = {
    "too_big": sentence("Shorten the longest text in it, and save again. Then let this go."),
    "forged": sentence("Tell your coordinator: save it to a file for her. Nothing of it was taken over."),
    "not_allowed": sentence(
        "Ask your coordinator whether the writer belongs to this space. If she does by now, try again."
    ),
}
_ADVICE_SOMEHOW: Final = sentence(
    "Install the newest program and try again. If it stays here, save it to a file for your coordinator."
)
_ASK_HER: Final = sentence(
    "It may be her last night's work, or a thief's. A supervisor or coordinator who belongs to this space decides; if "
    "she takes it in, it goes from here by itself."
)
_DECIDE: Final = sentence(
    "It may be her last night's work, or a thief's. Ask her, look inside, then take it in for all who belong to this "
    "space, or let it go."
)
_STOPPED: Final = {
    "not_allowed": sentence(
        "The server takes nothing from this desk for it: you have no right to write there. Ask your coordinator."
    ),
}
_STOPPED_SOMEHOW: Final = sentence("The server takes nothing from this desk for it. Tell your coordinator.")


def why_aside(reason: str) -> Sentence:
    """Why something was put aside."""
    said = _ASIDE.get(reason, _ASIDE_SOMEHOW)
    return Sentence(said)


def in_short_aside(reason: str) -> Sentence:
    """The same in a word or two."""
    said = _SHORT.get(reason, _SHORT_SOMEHOW)
    return Sentence(said)


def what_to_do_aside(reason: str, *, decides: bool) -> Sentence:
    """What a person can do about it; `decides`: it was sent late, and it is for her to say."""
    if reason == "late":
        return Sentence(_DECIDE) if decides else Sentence(_ASK_HER)
    said = _ADVICE.get(reason, _ADVICE_SOMEHOW)
    return Sentence(said)


def why_stopped(word: str) -> Sentence:
    """Why the server takes nothing for a space."""
    said = _STOPPED.get(word, _STOPPED_SOMEHOW)
    return Sentence(said)


def clock_warning(now: Moment, off: timedelta) -> Sentence | None:
    """What to tell her where the server's clock is `off` from this laptop's; None while it does not matter."""
    if abs(off) < _CLOCK_MAY_BE_OFF:
        return None
    there = Moment(now.utc + off, now.offset_minutes)
    values = {"here": f"{now.local:%d.%m.%Y %H:%M}", "there": f"{there.local:%d.%m.%Y %H:%M}"}
    return Sentence(_CLOCKS, values)
