"""What colleagues wrote: checked, opened and stored as it comes, one transaction a chunk.

What cannot be opened yet is held, what must never be is parked, and the space's row goes on behind it. A number that is
missing in the row is noticed: nothing is taken behind a hole.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from fieldapp.domain.changes import Change
from fieldapp.domain.ids import DeskId, SpaceId
from fieldapp.storage.store import Happened, Reader, Write
from fieldapp.storage.sync_values import HeldChunk, Parked
from fieldapp.storage.values import Lane
from sync.client import documents
from sync.client.believing import Speaker, take_in, trust_of
from sync.client.log import Event, note
from sync.client.organisation.hearing import note_news, note_words, withheld
from sync.client.records import outgoing
from sync.client.records.alike import compare_standings, name_mended
from sync.client.records.aside import LATE, UNREADABLE
from sync.client.records.forwarding import receive
from sync.client.records.heads import go_on, gone_upto, head_at, head_then, is_read_anew
from sync.client.records.spaces import keep_envelope, make_envelopes, open_envelopes, open_epochs, open_packet
from sync.client.records.taking_in import settle_late
from sync.client.records.told import compare, explain
from sync.client.recovery.escrow import say_escrows
from sync.client.recovery.notices import note_said
from sync.client.station import Station
from sync.protocol.chunks import Chunk, Place, place, read_chunk
from sync.protocol.cleared import Cleared
from sync.protocol.envelopes import Envelope
from sync.protocol.errors import Malformed, NotYet, Unacceptable
from sync.protocol.keys import sha256
from sync.protocol.names import SNAPSHOT, ChunkHash
from sync.protocol.payloads import Payload
from sync.protocol.pieces import Placed
from sync.protocol.statements import Statement
from sync.protocol.streams import START, Mark, Stream
from sync.protocol.trust import Trust


class Twin(Exception):
    """The server says that a chunk is this desk's own, but it was sealed at a copy of this desk."""


class Hole(Exception):
    """A number is missing in a space's row of chunks: nothing behind it is taken."""


@dataclass(frozen=True, slots=True)
class Given:
    """Documents that came, up to the server's number `upto`. `cleared`: the server's own words. `taken`: the ids of
    those that this desk has sent, and that the server has now."""

    statements: Sequence[Statement]
    envelopes: Sequence[Envelope]
    upto: int
    cleared: Sequence[Cleared] = ()
    taken: Sequence[str] = ()

    @property
    def is_something(self) -> bool:
        """Whether anything came but the number."""
        return bool(self.statements or self.envelopes or self.cleared or self.taken)


def take_documents(station: Station, given: Given) -> Happened:
    """Statements and envelopes: believed, keys taken out, what waited for them opened. Envelopes for others are made
    once all has been given: only then is known who lacks one."""

    def write_down(write: Write) -> Happened:
        before = trust_of(write)
        trust, _ = take_in(write, before, given.statements)
        note_said(write, trust, before.statements)
        for envelope in given.envelopes:
            keep_envelope(write, envelope, sent=True)
        note_words(write, station, trust, given.cleared)
        for word in given.cleared:
            write.sync.keep_word_of_server(word.id, word.raw)
        ids = [*(each.id for each in given.statements), *(each.id for each in given.envelopes)]
        ids += [*(word.id for word in given.cleared), *given.taken]
        documents.given(write, ids, given.upto)
        documents.withhold(write, withheld(write, trust))
        note_news(write, station, before, trust)
        speaker = Speaker(write, station, trust)
        open_epochs(write, station, speaker)
        say_escrows(station, speaker)
        open_envelopes(write, station, trust)
        return try_held(write, station) | write.sync_changed()

    return station.store.write_now(write_down)


def use_keys(write: Write, station: Station) -> Happened:
    """What is believed has changed: take keys out of envelopes, make those that are missing, open what waited."""
    speaker = Speaker(write, station)
    open_envelopes(write, station, speaker.trust)
    make_envelopes(write, station, speaker)
    return try_held(write, station)


def take_chunk(station: Station, space: SpaceId, seq: int, chunk: Chunk) -> Happened:
    """The chunk at this number of a space's row. Raises Hole."""

    def write_down(write: Write) -> Happened:
        if not is_next(write, space, seq):
            return Happened()
        happened = _use(write, station, space, seq, chunk, all_told=True)
        _follow_chain(write, station, space, chunk)
        go_on(write, space, chunk.hash)
        return happened | write.sync_changed()

    return station.store.write_now(write_down)


def take_placed(station: Station, placed: Placed) -> Happened:
    """This desk's own chunk stands at this number of the space's row. Raises Hole, Twin."""

    def write_down(write: Write) -> Happened:
        if not is_next(write, placed.space, placed.seq):
            return Happened()
        if not outgoing.is_own(write, placed.chunk):
            raise Twin
        outgoing.placed(write, placed.chunk)
        go_on(write, placed.space, placed.chunk)
        return write.sync_changed()

    return station.store.write_now(write_down)


def take_unreadable(station: Station, space: SpaceId, seq: int, raw: bytes) -> Happened:
    """What stands at this number is no chunk that this program can read: it is put aside. Raises Hole."""

    def write_down(write: Write) -> Happened:
        if not is_next(write, space, seq):
            return Happened()
        _park(write, station, space, DeskId(""), Malformed.code, raw)
        go_on(write, space, ChunkHash(sha256(raw)))
        return write.sync_changed()

    return station.store.write_now(write_down)


def try_held(write: Write, station: Station) -> Happened:
    """Open what can be opened by now of all that is held."""
    happened = Happened()
    for held in write.sync.held():
        write.sync.release(held.space, held.seq)
        happened |= _use(write, station, held.space, held.seq, read_chunk(held.body))
    return happened


def open_held(station: Station) -> Happened:
    """The same in a transaction of its own: after the program was made newer."""
    with station.store.read() as reader:
        if not reader.sync.held_count():
            return Happened()
    return station.store.write_now(lambda write: try_held(write, station))


def is_next(reader: Reader, space: SpaceId, seq: int) -> bool:
    """Whether this number comes next; False for what is here already. Raises Hole."""
    count = head_at(reader, space).count
    if seq > count + 1:
        raise Hole(f"{seq} after {count}")
    return seq == count + 1


def _use(write: Write, station: Station, space: SpaceId, seq: int, chunk: Chunk, *, all_told: bool = False) -> Happened:
    """`all_told`: what the organisation said until then has come before it, if the server is honest."""
    trust = trust_of(write)
    try:
        payload = open_packet(write, trust, space, chunk)
    except NotYet:
        if _is_void(trust, chunk):
            return Happened()  # its key was destroyed; what still counts of it stands in the snapshot
        if all_told:
            explain(write, station, chunk)
        write.sync.hold(HeldChunk(space, seq, chunk.epoch, chunk.stream.desk, chunk.raw))
        return Happened()
    except Unacceptable as wrong:
        _park(write, station, space, chunk.stream.desk, wrong.code, chunk.raw)
        return Happened()
    late = trust.late_after(chunk.stream.desk, space)
    if late is not None and seq > late and not all(write.knows(change.id) for change in payload.changes):
        _park(write, station, space, chunk.stream.desk, LATE, chunk.raw)
        return Happened()
    for erasure in payload.whole.erased if chunk.stream.lane == SNAPSHOT else ():
        write.erasures.told(erasure, chunk.hash)
    _compare(write, station, space, chunk, payload)
    if all_told:
        compare(write, station, trust_of(write), chunk, payload.seen)
    note_unreadable(write, station, space, chunk, payload)
    happened = take_changes(write, station, chunk.stream, payload.changes)
    if chunk.stream.lane == Lane.HISTORY.value:
        name_mended(write, station, space, happened)
    if payload.seen.standing is not None:
        happened |= compare_standings(write, station, space, payload.seen.standing)
    return happened


def note_unreadable(write: Write, station: Station, space: SpaceId, chunk: Chunk, payload: Payload) -> None:
    """What breaks the format of changes in a good chunk is put aside."""
    for strange in payload.unreadable:
        _park(write, station, space, chunk.stream.desk, UNREADABLE, strange.json.encode())


def take_changes(write: Write, station: Station, found: Stream, changes: Sequence[Change]) -> Happened:
    """What a space's log says, in a chunk of this stream: what waits here for it waits no longer."""
    space = found.space
    happened = receive(write, station, found, changes)
    settle_late(write, space, changes)
    if is_read_anew(write, space):
        write.outbox.is_there(space, (change.id for change in changes))
    return happened


def _is_void(trust: Trust, chunk: Chunk) -> bool:
    try:
        return trust.void(chunk.epoch)
    except NotYet:
        return False


def _park(write: Write, station: Station, space: SpaceId, desk: DeskId, reason: str, body: bytes) -> None:
    if any(parked.body == body for parked in write.sync.parked()):
        return
    now = station.clock.now()
    write.sync.park(Parked(0, space, desk, reason, now, body))
    note(write, now, Event.PARKED, {"reason": reason, "space": space})


def _compare(write: Write, station: Station, space: SpaceId, chunk: Chunk, payload: Payload) -> None:
    """Did its author see the same row as this desk? If not, the server shows two of them."""
    seen = head_then(write, space, payload.seen.seq)
    if seen is not None and not payload.seen.agrees_with(seen):
        _complain(write, station, Event.TWO_FACES, space, chunk)


def _follow_chain(write: Write, station: Station, space: SpaceId, chunk: Chunk) -> None:
    """Is this the next of its author's chunks? If not, the server keeps one from this desk."""
    if chunk.stream.lane == SNAPSHOT:
        return  # their keeper's signed word names all of them
    key = f"sync stream {chunk.stream.desk} {chunk.stream.incarnation} {space} {chunk.stream.lane}"
    kept = cast("list[int | str] | None", write.recall(key))
    mark = START if kept is None else Mark(int(kept[0]), ChunkHash(str(kept[1])))
    if chunk.n <= mark.n:
        return
    found, read = place(chunk, mark), head_at(write, space).count
    last = int(kept[2]) if kept is not None and len(kept) > 2 else 0
    skipped = found is Place.AHEAD and gone_upto(write, space) > last
    if found is not Place.NEXT and not skipped:
        _complain(write, station, Event.BROKEN_CHAIN, space, chunk)
    write.remember(key, [chunk.n, chunk.hash, read + 1])


def _complain(write: Write, station: Station, event: Event, space: SpaceId, chunk: Chunk) -> None:
    note(write, station.clock.now(), event, {"space": space, "desk": chunk.stream.desk, "n": chunk.n})
