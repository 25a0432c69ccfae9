"""Streams: the row of chunks that one desk sends into one space, and how far it has come."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from fieldapp.domain.answers import Json
from fieldapp.domain.ids import DeskId, SpaceId
from sync.protocol.names import NO_CHUNK, ChunkHash, IncarnationId, Lane
from sync.protocol.reading import Fields


@dataclass(frozen=True, slots=True, order=True)
class Stream:
    """The chunks of one desk's incarnation in a space and lane: numbered from 1 without gaps, each naming the last."""

    desk: DeskId
    incarnation: IncarnationId
    space: SpaceId
    lane: Lane

    def to_json(self) -> dict[str, Json]:
        """Its keys, as they stand among others in chunk headers, receipts and marks."""
        return {"desk": self.desk, "inc": self.incarnation, "space": self.space, "lane": self.lane}

    @classmethod
    def read(cls, fields: Fields) -> Stream:
        """The reverse of `to_json`. Raises Malformed."""
        return cls(
            desk=DeskId(fields.hex("desk", 32)),
            incarnation=IncarnationId(fields.hex("inc", 16)),
            space=SpaceId(fields.hex("space", 32)),
            lane=Lane(fields.word("lane")),
        )


@dataclass(frozen=True, slots=True)
class Mark:
    """How far a stream has come: the number and the hash of its last chunk."""

    n: int
    hash: ChunkHash


#: Before a stream's first chunk.
START: Final = Mark(0, NO_CHUNK)
