"""How far the server has come with a desk: the answer to GET /v1/marks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from fieldapp.domain.answers import Json
from fieldapp.domain.ids import OrganisationId, SpaceId
from sync.protocol import limits
from sync.protocol.agreement import heads_to_json, read_space_heads
from sync.protocol.head import Head
from sync.protocol.names import ChunkHash
from sync.protocol.reading import Fields, encode
from sync.protocol.streams import Mark, Stream

VERSION: Final = 1


@dataclass(frozen=True, slots=True)
class Kept:
    """The one chunk of which the server holds the beginning: go on at `offset`."""

    chunk: ChunkHash
    offset: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """How far the server has come with a desk: what is asked after a cut, or after a restored backup.

    Not signed, so nothing is thrown away because of it: it only says where to go on. `streams` are the desk's own.
    """

    organisation: OrganisationId
    streams: Mapping[Stream, Mark] = field(default_factory=dict)
    kept: Kept | None = None
    heads: Mapping[SpaceId, Head] = field(default_factory=dict)
    documents: int = 0

    def encode(self) -> bytes:
        """The body of the answer."""
        streams: list[Json] = [
            {**stream.to_json(), "n": mark.n, "hash": mark.hash}
            for stream, mark in sorted(self.streams.items(), key=_first)
        ]
        kept: Json = {"chunk": self.kept.chunk, "offset": self.kept.offset} if self.kept else None
        body: dict[str, Json] = {"v": VERSION, "org": self.organisation, "streams": streams, "kept": kept}
        return encode({**body, "spaces": heads_to_json(self.heads), "documents": self.documents})

    @classmethod
    def decode(cls, body: bytes) -> Marks:
        """Raises Malformed."""
        fields = Fields.parsed(body, limits.MESSAGE, "marks")
        fields.number("v", VERSION, VERSION)
        return cls(
            organisation=OrganisationId(fields.hex("org", 32)),
            streams=dict(map(_mark, fields.objects("streams"))),
            kept=_kept(fields.inner("kept")) if "kept" in fields else None,
            heads=read_space_heads(fields),
            documents=fields.number("documents"),
        )


def _first(item: tuple[Stream, Mark]) -> Stream:
    return item[0]


def _mark(fields: Fields) -> tuple[Stream, Mark]:
    return Stream.read(fields), Mark(fields.number("n", 1), ChunkHash(fields.hex("hash", 64)))


def _kept(fields: Fields) -> Kept:
    return Kept(ChunkHash(fields.hex("chunk", 64)), fields.number("offset", 1, limits.CHUNK))
