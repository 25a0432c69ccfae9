"""What one talk has come to, and what must not be tried again in it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from fieldapp.domain.ids import RecordId, SpaceId
from fieldapp.storage.store import Reader, Write
from sync.client.log import Event, note
from sync.client.records.heads import head_at
from sync.client.station import Station
from sync.client.talk.answering import Answer
from sync.client.talk.talks import Agreed, Talks, remember_talks, talks
from sync.protocol.agreement import Heads


@dataclass(slots=True)
class Tally:
    """Of the exchanges of one talk. `sent`: records with receipts now; `received`: those colleagues' changes touched.

    `tried`: chunks that went out. `later`: documents that the server cannot believe yet. `closed`: spaces for which it
    takes nothing now. `anew`: this desk has begun a new row of chunks. `heard`: the server has said something.
    `begun`: so have exchanges. `introduced`: this desk has told the server who it is.
    `read`: the spaces of which all that the server holds has been read; `cleared`: of which a snapshot was sealed.
    """

    sent: int = 0
    received: set[RecordId] = field(default_factory=set)
    documents_came: bool = False
    heads: Heads | None = None
    tried: set[str] = field(default_factory=set)
    later: set[str] = field(default_factory=set)
    closed: set[SpaceId] = field(default_factory=set)
    anew: bool = False
    begun: bool = False
    heard: bool = False
    introduced: bool = False
    read: frozenset[SpaceId] = frozenset()
    cleared: set[SpaceId] = field(default_factory=set)

    def take(self, answer: Answer) -> None:
        """An exchange is over, or broke off."""
        self.heard |= answer.fed
        self.sent += answer.answered
        self.received |= answer.received
        self.documents_came |= answer.documents_came
        self.heads = answer.heads if answer.ended else None


def note_tally(station: Station, tally: Tally) -> None:
    """Into the log, and what is remembered of talks; nothing is written where nothing has changed."""
    with station.store.read() as reader:
        news = _talks_after(reader, station, tally) != talks(reader)
    if not (news or tally.sent or tally.received):
        return

    def write_down(write: Write) -> None:
        now = station.clock.now()
        if tally.received:
            note(write, now, Event.RECEIVED, {"number": len(tally.received)})
        if tally.sent:
            note(write, now, Event.SENT, {"number": tally.sent})
        remember_talks(write, _talks_after(write, station, tally))

    station.store.write_now(write_down)


def _talks_after(reader: Reader, station: Station, tally: Tally) -> Talks:
    now, before = station.clock.now(), talks(reader)
    agreed = dict(before.agreed)
    for space, head in tally.heads.spaces.items() if tally.heads else ():
        if head == head_at(reader, space) and (space not in agreed or agreed[space].count != head.count):
            agreed[space] = Agreed(head.count, now)
    after = replace(before, agreed=agreed, receipt=now if tally.sent else before.receipt)
    if tally.heads and (tally.sent or before.all_sent is None) and not any(_to_send(reader)):
        after = replace(after, all_sent=now)
    return after


def _to_send(reader: Reader) -> list[int]:
    """Records that are not sent, but for those that stay on this desk because they fit none of her spaces."""
    return [number for space, number in reader.outbox.not_sent().items() if space]
