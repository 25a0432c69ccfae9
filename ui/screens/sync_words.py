"""What the page of sending and receiving says: how it stands now, each space, what waits, each line of the log."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

from fieldapp.domain.attachments import size_words
from fieldapp.words import Sentence, say, say_number, sentence
from sync.client.key_waits import KeyWait
from sync.client.log import DOUBTS, Event
from sync.client.status import Glance, LogLine, SpaceStatus, Status
from ui import times
from ui.screens import parting_words
from ui.screens.colleague_words import KINDS
from ui.widgets.said import said


def state(seen: Status, today: date) -> str:
    """The first line: what is going on, or what is missing."""
    glance = seen.glance
    if glance.practice:
        return say("This is practice: nothing is sent and nothing is fetched.")
    if not glance.joined:
        return _outside(seen)
    if seen.end is not None:
        return said(parting_words.end(seen.end))
    if not glance.address:
        return say("No address of a server is known at this desk, so nothing is sent. What you save is safe here.")
    if glance.live.trouble is not None:
        return said(glance.live.trouble)
    return _connected(glance, today)


def progress(seen: Status, today: date) -> str:
    """The second line: how far it is, or when it goes on."""
    live, glance = seen.glance.live, seen.glance
    if live.talking and live.of > live.sent:
        return _on_its_way(live.sent + 1, live.of, live.seconds_left)
    if live.talking and live.received:
        return say_number("{number} record has come.", "{number} records have come.", live.received)
    if live.next_try is not None:
        return say("The next try is at {time}. You can go on working.", time=f"{live.next_try.local:%H:%M:%S}")
    if glance.not_sent and glance.joined:
        return say_number("{number} record is not sent yet.", "{number} records are not sent yet.", glance.not_sent)
    if glance.all_sent is not None:
        return say("Everything was sent {when}.", when=times.lately(glance.all_sent, today))
    return ""


def receipts(seen: Status, today: date) -> str:
    """What the server has answered for."""
    held = sum(space.receipted for space in seen.spaces)
    all_ = held + sum(space.unanswered for space in seen.spaces)
    if not all_:
        return ""
    if seen.last_receipt is None:
        return say("With the server: {number} of {all} packets.", number=held, all=all_)
    when = times.lately(seen.last_receipt, today)
    return say("With the server: {number} of {all} packets until {when} (receipts).", number=held, all=all_, when=when)


def files(seen: Status) -> str:
    """Attached files that are still on their way."""
    waiting, lines = seen.glance.files, []
    if waiting.to_send:
        lines.append(
            say_number(
                "{number} attached file is only on this laptop yet; it goes after the records ({size}).",
                "{number} attached files are only on this laptop yet; they go after the records ({size}).",
                waiting.to_send,
                size=size_words(waiting.size).said(),
            )
        )
    if waiting.to_come:
        lines.append(
            say_number(
                "{number} attached file of a colleague has not come yet.",
                "{number} attached files of colleagues have not come yet.",
                waiting.to_come,
            )
        )
    return "\n".join(lines)


def space(one: SpaceStatus) -> str:
    """Its name; before that has come, its kind."""
    return one.title or (say("a space") if one.kind is None else said(KINDS[one.kind]))


def with_server(one: SpaceStatus) -> str:
    """Of this desk's packets."""
    if not one.receipted + one.unanswered:
        return ""
    return say("{number} of {all}", number=one.receipted, all=one.receipted + one.unanswered)


def compared(one: SpaceStatus, today: date) -> str:
    """When desk and server held the same."""
    return "" if one.agreed_at is None else times.lately(one.agreed_at, today)


def not_sent(one: SpaceStatus) -> str:
    """Records, or why none go."""
    if one.stopped is not None:
        return said(one.stopped)
    return str(one.not_sent) if one.not_sent else ""


def key_wait(one: KeyWait) -> str:
    """What cannot be opened yet."""
    title = one.title or say("a space")
    if len(one.givers) == 1:
        return say_number(
            "Waits for a key: {number} packet of “{space}”, from {name}.",
            "Waits for a key: {number} packets of “{space}”, from {name}.",
            one.chunks,
            space=title,
            name=one.givers[0],
        )
    if one.givers:
        return say_number(
            "Waits for a key: {number} packet of “{space}”, from any of these: {names}.",
            "Waits for a key: {number} packets of “{space}”, from any of these: {names}.",
            one.chunks,
            space=title,
            names=", ".join(one.givers),
        )
    return say_number(
        "Waits for a key: {number} packet of “{space}”. A colleague's desk gives it at its next connection.",
        "Waits for a key: {number} packets of “{space}”. A colleague's desk gives it at its next connection.",
        one.chunks,
        space=title,
    )


def waits(seen: Status) -> str:
    """What cannot be opened yet, and what is hers no more."""
    return "\n".join([*map(key_wait, seen.keys), *(said(parting_words.left(each)) for each in seen.left)])


def line(one: LogLine) -> str:
    """A line of the log."""
    if one.event is Event.SENT:
        return say_number("{number} record sent", "{number} records sent", one.number)
    if one.event is Event.RECEIVED:
        return say_number("{number} record received", "{number} records received", one.number)
    if one.event is Event.TROUBLE and one.why is not None:
        return said(one.why)
    if one.event in _ABOUT_SOMEBODY:
        name, title = one.name or say("a colleague"), one.title or say("a space")
        return say(_ABOUT_SOMEBODY[one.event], name=name, space=title, by=one.by or say("a recovery officer"))
    if one.event in (Event.PACKED, Event.PUT_RIGHT):
        return _packed(one) if one.event is Event.PACKED else _put_right(one)
    words = said(_EVENTS.get(one.event, Sentence("something was noted")))
    return say("{what}: {space}", what=words, space=one.title) if one.title else words


def _packed(one: LogLine) -> str:
    return say_number(
        "{number} old packet of “{space}” was deleted on the server; what stood in it is in newer ones",
        "{number} old packets of “{space}” were deleted on the server; what stood in them is in newer ones",
        one.number,
        space=one.title or say("a space"),
    )


def _put_right(one: LogLine) -> str:
    words = say_number(
        "put right: {number} case or workshop of “{space}”",
        "put right: {number} cases or workshops of “{space}”",
        one.number,
        space=one.title or say("a space"),
    )
    return say("{what}: {codes}", what=words, codes=", ".join(one.codes)) if one.codes else words


def doubt(seen: Status, today: date) -> str:
    """That the server may not be honest, and what to do then: for a month after it was noticed."""
    found = next((one for one in seen.log if one.event in DOUBTS and today - one.at.day < _DOUBTFUL), None)
    if found is None:
        return ""
    return say(
        "The server may not be honest. {when}: {what}. Nothing of yours is lost. Tell your coordinator, who knows "
        "whether it was just set up from a copy.",
        when=times.lately(found.at, today),
        what=line(found),
    )


def _outside(seen: Status) -> str:
    if not seen.asks:
        return say("This desk belongs to no organisation yet. What you record is kept here and goes with you.")
    if seen.organisation:
        return say("{organisation}: waits for your coordinator to let this desk in", organisation=seen.organisation)
    return say("Waits for your coordinator to let this desk in")


def _connected(glance: Glance, today: date) -> str:
    if glance.live.connected is None:
        return say("Looks for the server…") if glance.live.talking else say("Not connected at the moment.")
    when, checked = times.lately(glance.live.connected, today), glance.live.checked
    if checked is None:
        return say("Connected since {when}.", when=when)
    return say("Connected since {when}, looked last at {time}.", when=when, time=f"{checked.local:%H:%M}")


def _on_its_way(number: int, of: int, seconds: int | None) -> str:
    if seconds is None:
        return say("Sending {number} of {all}.", number=number, all=of)
    return say("Sending {number} of {all}, about {seconds} s.", number=number, all=of, seconds=max(seconds, 1))


_DOUBTFUL: Final = timedelta(days=30)
_EVENTS: Final[Mapping[Event, Sentence]] = {
    Event.FOUNDED: Sentence("the organisation was set up"),
    Event.INVITED: Sentence("a colleague was invited"),
    Event.ASKED: Sentence("a desk asks to be let in"),
    Event.LET_IN: Sentence("a desk was let in"),
    Event.JOINED: Sentence("this desk joined"),
    Event.REMOVED: Sentence("removed from this laptop, because you do not belong to it any more"),
    Event.BEGUN_AGAIN: Sentence("the passphrase was set anew with an answer from the organisation"),
    Event.TROUBLE: Sentence("no connection"),
    Event.PARKED: Sentence("something was put aside"),
    Event.TAKEN_IN: Sentence("something that was sent late was taken in"),
    Event.STOPPED: Sentence("the server takes nothing more from this desk"),
    Event.RESTORED: Sentence("this desk was brought back from a copy"),
    Event.COPIED: Sentence("another desk goes by this one's name"),
    Event.SERVER_LOST: Sentence("the server holds less than it did"),
    Event.TWO_FACES: Sentence("the server showed a colleague something else"),
    Event.DIFFERENT: Sentence("a colleague's desk holds something else; the desks are comparing and mending it"),
    Event.ALIKE: Sentence("this desk and a colleague's hold the same again"),
    Event.BROKEN_CHAIN: Sentence("the server keeps something of a colleague back"),
    Event.WORDS_KEPT: Sentence("the server keeps back something that the organisation said"),
    Event.OTHER_WORDS: Sentence("the server told a colleague something else of the organisation"),
    Event.FOLLOWED: Sentence("late edits went after a case that was handed over"),
    Event.HANDED_OVER: Sentence("a case that was handed over left this laptop"),
    Event.CASELOAD_HANDED_OVER: Sentence("a caseload was handed over"),
    Event.HOLE: Sentence("a number was missing in what the server gave"),
}

_ABOUT_SOMEBODY: Final[Mapping[Event, str]] = {
    Event.ERASED: sentence("{name} erased a case for good; it is gone from this laptop too"),
    Event.LET_INTO: sentence("{name} was let into “{space}”"),
    Event.TAKEN_OUT: sentence("{name} was taken out of “{space}”"),
    Event.SHUT_OUT: sentence("a laptop of {name} was shut out"),
    Event.LEFT: sentence("{name} has left the organisation"),
    Event.WIPED: sentence("a laptop of {name} has deleted everything on it"),
    Event.NAMED: sentence("{name} was named coordinator with the organisation's key"),
    Event.NAMED_OFFICER: sentence("{name} was named recovery officer with the organisation's key"),
    Event.RETIRED: sentence("the power of {name} was taken back with the organisation's key"),
    Event.KEYS_OPENED: sentence("{by} opened the keys of “{space}” for a new laptop of {name}"),
    Event.RESET: sentence("{by} answered a request of {name} for a new passphrase"),
}
