"""How sending and receiving stand, in words and time: for the bar above every screen."""

from __future__ import annotations

from datetime import date

from fieldapp.domain.clock import Moment
from fieldapp.words import Sentence, say, say_number
from sync.client.status import Glance
from ui import times
from ui.widgets.said import Words


def in_short(glance: Glance, today: date) -> str:
    """A few words for the bar."""
    if glance.practice:
        return say("Practice: nothing is sent")
    if not glance.joined:
        return say("Not joined yet")
    return Sentence("{number} of {all} loaded", _loaded(glance)).said() if glance.loading else _sending(glance, today)


def _sending(glance: Glance, today: date) -> str:
    live = glance.live
    if live.talking and live.of > live.sent:
        return say("Sending {number} of {all}", number=live.sent + 1, all=live.of)
    if waits := _what_waits(glance):
        return waits if glance.all_sent is None else _with_last(waits, glance.all_sent, today)
    if glance.all_sent is None:
        return say("No connection yet") if live.trouble or not glance.address else say("Nothing to send yet")
    when = times.lately(glance.all_sent, today)
    return say("No connection · sent {when}", when=when) if live.trouble else say("Sent {when}", when=when)


def still_loading(glance: Glance) -> Words:
    """What stands where lists and searches are; "" once all is here."""
    if not glance.loading:
        return ""
    return Sentence(
        "{number} of {all} loaded, the most urgent first. Lists and search know what is loaded.", _loaded(glance)
    )


def not_sent(number: int) -> str:
    """How many records the server has not answered for."""
    return say_number("{number} not sent", "{number} not sent", number)


def _loaded(glance: Glance) -> dict[str, object]:
    """Of all spaces."""
    return {"number": sum(one.here for one in glance.loading), "all": sum(one.of for one in glance.loading)}


def _what_waits(glance: Glance) -> str:
    """Records; once they are sent, the files that are attached to them."""
    if glance.not_sent:
        return not_sent(glance.not_sent)
    files = glance.files.to_send
    return say_number("{number} file not sent", "{number} files not sent", files) if files else ""


def _with_last(what: str, when: Moment, today: date) -> str:
    return say("{what} · last {when}", what=what, when=times.lately(when, today))
