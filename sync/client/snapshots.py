"""All of a space anew, sealed by its keeper: what a new desk begins with, and what stays after an erasure.

Every change keeps its id, so whoever holds it already takes nothing twice, and history goes on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from fieldapp.domain.answers import Json
from fieldapp.domain.erasing import Erasure
from fieldapp.domain.ids import SpaceId
from fieldapp.storage.store import Reader, Write
from fieldapp.storage.sync_values import SealedChunk, StreamName
from fieldapp.storage.values import Lane
from sync.client.aside import LATE
from sync.client.facts import identity_in
from sync.client.heads import head_at
from sync.client.outgoing import remember_sealed, stream_of
from sync.client.station import Station
from sync.client.told import told
from sync.protocol.epochs import SpaceKey
from sync.protocol.head import Head
from sync.protocol.names import ChunkHash, EpochId
from sync.protocol.payloads import Seen, cut
from sync.protocol.sealing import Sealer
from sync.protocol.streams import Mark
from sync.protocol.trust import Trust


@dataclass(frozen=True, slots=True)
class Sealed:
    """A snapshot in this desk's row of chunks, up to number `last`; `head`: of the log that it holds."""

    incarnation: str
    head: Head
    epoch: EpochId
    chunks: tuple[ChunkHash, ...]
    last: int

    def to_json(self) -> Json:
        """As the desk remembers it."""
        chunks = cast("list[Json]", list(self.chunks))
        return [self.incarnation, self.head.count, self.head.hash, self.epoch, chunks, self.last]

    @classmethod
    def from_json(cls, value: Json) -> Sealed:
        """The reverse."""
        incarnation, count, hash_, epoch, chunks, last = cast("list[Json]", value)
        return cls(
            incarnation=str(incarnation),
            head=Head(cast("int", count), str(hash_)),
            epoch=EpochId(str(epoch)),
            chunks=tuple(ChunkHash(str(each)) for each in cast("list[Json]", chunks)),
            last=cast("int", last),
        )


def holds_all(reader: Reader, space: SpaceId) -> bool:
    """Whether nothing of the space waits: for a key, for what it builds on, or for a person to take it in."""
    standing = reader.standing()
    waits = standing.waiting or standing.rootless
    held = any(of == space for of, _ in reader.sync.held_count())
    late = any(each.space == space and each.reason == LATE for each in reader.sync.parked())
    return not (waits or held or late)


def seal_snapshot(
    write: Write, station: Station, trust: Trust, key: SpaceKey, erased: Sequence[Erasure] = ()
) -> Sealed:
    """Seal all that the space's log says, as far as it was read. What was `erased` is told with it."""
    who, name = identity_in(write), StreamName(write.outbox.incarnation(), key.space, Lane.SNAPSHOT)
    sealer = Sealer(organisation=trust.organisation_id, space_key=key, key=station.signing)
    head = head_at(write, key.space)
    seen, chunks = Seen.at(head, told(write, trust, key.space)), list[ChunkHash]()
    batches = [*cut(write.changes_in(key.space))] or [()]
    for number, batch in enumerate(batches):
        stream = write.outbox.stream(name)
        after = Mark(stream.last, ChunkHash(stream.last_hash))
        chunk = sealer.seal(batch, seen, stream_of(who, name), after, erased if number == 0 else ())
        write.outbox.seal(SealedChunk(name, chunk.n, chunk.hash, chunk.raw), [])
        remember_sealed(write, chunk.hash)
        chunks.append(chunk.hash)
    return Sealed(name.incarnation, head, key.epoch, tuple(chunks), write.outbox.stream(name).last)


def is_with_server(reader: Reader, space: SpaceId, sealed: Sealed) -> bool:
    """Whether the server has given its receipt for all of it."""
    return reader.outbox.stream(StreamName(sealed.incarnation, space, Lane.SNAPSHOT)).receipted >= sealed.last
