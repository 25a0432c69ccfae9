"""All of a space anew, as its keeper seals it: what a new desk begins with, and what stays after an erasure.

Every change keeps its id, so whoever holds it already takes nothing twice, and history goes on.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from fieldapp.domain.answers import Json
from fieldapp.domain.erasing import Erasure
from fieldapp.domain.ids import SpaceId
from fieldapp.storage.store import Reader
from fieldapp.storage.sync_values import StreamName
from fieldapp.storage.values import Lane
from sync.client.aside import LATE
from sync.protocol.head import Head
from sync.protocol.names import ChunkHash, EpochId


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


def erased_in(reader: Reader, space: SpaceId) -> tuple[Erasure, ...]:
    """What a snapshot of the space must tell of: records that once stood there and were erased for good."""
    return tuple(each.erasure for each in reader.erasures.every() if space in each.erasure.spaces and each.done)


def is_with_server(reader: Reader, space: SpaceId, sealed: Sealed) -> bool:
    """Whether the server has given its receipt for all of it."""
    return reader.outbox.stream(StreamName(sealed.incarnation, space, Lane.SNAPSHOT)).receipted >= sealed.last
