"""Where a space's log is long, a desk begins with a keeper's snapshot: that comes first, what matters most at its head.

Each of its chunks is taken in by small transactions, so that she can work meanwhile. When all of them are here the desk
stands where the log stood when the snapshot was made, and reads on from there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from fieldapp.domain.changes import Change
from fieldapp.domain.ids import SpaceId
from fieldapp.storage.store import Happened, Reader, Write
from fieldapp.storage.sync_values import HeldChunk
from sync.client.believing import trust_of
from sync.client.heads import Begun, begun, head_at, jump, note_begun
from sync.client.incoming import Hole, note_unreadable, take_changes, take_chunk
from sync.client.moved_on import take_moved_on
from sync.client.spaces import open_packet
from sync.client.station import Station
from sync.protocol.chunks import Chunk
from sync.protocol.errors import NotYet, Unacceptable
from sync.protocol.names import StatementId
from sync.protocol.payloads import Payload
from sync.protocol.said import Snapshot
from sync.protocol.snapshots import newest

#: So many changes go into one transaction: a save of hers waits for no longer than that.
_AT_ONCE: Final = 200


@dataclass(frozen=True, slots=True)
class Loading:
    """A space that is coming: `here` of its `of` cases, workshops and other root records are here."""

    space: SpaceId
    here: int
    of: int


@dataclass(frozen=True, slots=True)
class _Part:
    """Which chunk of which snapshot it is, counted from 1, and how many of those before it are here."""

    snapshot: StatementId
    said: Snapshot
    number: int
    before: Begun


def take_delivered(station: Station, space: SpaceId, seq: int, chunk: Chunk) -> Happened:
    """The chunk at this number of a space's log, or the next one of the snapshot to begin with. Raises Hole."""
    with station.store.read() as reader:
        part = _part(reader, space, chunk)
    return take_chunk(station, space, seq, chunk) if part is None else _take(station, seq, chunk, part)


def may_begin(reader: Reader, space: SpaceId, seq: int) -> bool:
    """Whether what stands there can be a chunk of a snapshot that this desk lacks."""
    found = newest(trust_of(reader), space)
    return found is not None and head_at(reader, space).count < found[1].head.count < seq


def loading(reader: Reader) -> tuple[Loading, ...]:
    """The spaces of which only a part is here yet."""
    return tuple(
        Loading(space, min(reader.count_roots(space), each.roots), each.roots) for space, each in begun(reader).items()
    )


def _part(reader: Reader, space: SpaceId, chunk: Chunk) -> _Part | None:
    read = head_at(reader, space).count
    for statement, said in trust_of(reader).snapshots_in(space):
        if said.head.count > read and chunk.hash in said.chunks:
            before = begun(reader).get(space)
            if before is None or before.snapshot != statement.id:
                before = Begun(statement.id, 0, 0)
            return _Part(statement.id, said, said.chunks.index(chunk.hash) + 1, before)
    return None


def _take(station: Station, seq: int, chunk: Chunk, part: _Part) -> Happened:
    if part.number > part.before.chunks + 1:
        raise Hole(f"chunk {part.number} of a snapshot after {part.before.chunks}")
    happened = Happened()
    if part.number <= part.before.chunks:
        return happened
    space, store = part.said.space, station.store
    payload = _opened(station, space, chunk)
    *first, last = _slices(payload.changes) if payload is not None else ((),)
    for changes in first:
        happened |= store.write_now(partial(take_changes, station=station, found=chunk.stream, changes=changes))

    def write_down(write: Write) -> Happened:
        if payload is None:
            write.sync.hold(HeldChunk(space, seq, chunk.epoch, chunk.stream.desk, chunk.raw))
        else:
            for erasure in payload.whole.erased:
                write.erasures.told(erasure, chunk.hash)
            if payload.whole.moved_on:
                take_moved_on(write, space, payload.whole.moved_on)
            note_unreadable(write, station, space, chunk, payload)
        taken = take_changes(write, station, chunk.stream, last)
        if part.number == len(part.said.chunks):
            jump(write, space, part.said.head)
        else:
            roots = max(part.before.roots, payload.whole.roots if payload is not None else 0)
            note_begun(write, space, Begun(part.snapshot, part.number, roots))
        return taken | write.sync_changed()

    return happened | store.write_now(write_down)


def _opened(station: Station, space: SpaceId, chunk: Chunk) -> Payload | None:
    """None while its key is not here. Raises Hole where it cannot be read: nothing may be passed over."""
    with station.store.read() as reader:
        try:
            return open_packet(reader, trust_of(reader), space, chunk)
        except NotYet:
            return None
        except Unacceptable as wrong:
            raise Hole("a chunk of a snapshot cannot be read") from wrong


def _slices(changes: Sequence[Change]) -> Iterator[Sequence[Change]]:
    """In their order; the changes of a record stay together. At least one, which may be empty."""
    start = 0
    for number in range(1, len(changes)):
        if number - start >= _AT_ONCE and changes[number].record != changes[number - 1].record:
            yield changes[start:number]
            start = number
    yield changes[start:]
