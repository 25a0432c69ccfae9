"""How sending and receiving stand, in words and time: for the bar above every screen."""

from __future__ import annotations

from datetime import date

from fieldapp.domain.clock import Moment
from fieldapp.words import say, say_number
from sync.client.status import Glance
from ui import times


def in_short(glance: Glance, today: date) -> str:
    """A few words for the bar."""
    if glance.practice:
        return say("Practice: nothing is sent")
    if not glance.joined:
        return say("Not joined yet")
    live = glance.live
    if live.talking and live.of > live.sent:
        return say("Sending {number} of {all}", number=live.sent + 1, all=live.of)
    if glance.not_sent:
        return _with_last(not_sent(glance.not_sent), glance.all_sent, today)
    if glance.all_sent is None:
        return say("No connection yet") if live.trouble or not glance.address else say("Nothing to send yet")
    when = times.lately(glance.all_sent, today)
    return say("No connection · sent {when}", when=when) if live.trouble else say("Sent {when}", when=when)


def not_sent(number: int) -> str:
    """How many records the server has not answered for."""
    return say_number("{number} not sent", "{number} not sent", number)


def _with_last(what: str, when: Moment | None, today: date) -> str:
    return what if when is None else say("{what} · last {when}", what=what, when=times.lately(when, today))
