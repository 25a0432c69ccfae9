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
    "too_big": sentence("More was written at once than can be sent. Shorten the longest text in it, and save again."),
    "forged": sentence("It was changed on its way, or somebody made it up. Tell your coordinator."),
    "not_allowed": sentence("Whoever wrote it has no right to write there. Tell your coordinator."),
}
_ASIDE_SOMEHOW: Final = sentence(
    "This program cannot use it. Install the newest one; if it stays here, tell your coordinator."
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
