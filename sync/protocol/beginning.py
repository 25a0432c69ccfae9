"""How a desk begins an exchange: the BEGIN frame."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from fieldapp.domain.answers import Json
from fieldapp.domain.ids import DeskId, OrganisationId, SpaceId
from sync.protocol import limits
from sync.protocol.names import IncarnationId, Lane, StatementId
from sync.protocol.reading import Fields, encode

VERSION: Final = 1


@dataclass(frozen=True, slots=True)
class Documents:
    """Which statements and envelopes a desk holds.

    The server numbers them in one dense row. `cursor` is the last number it told the desk (`Heads.documents`),
    `digest` is `digest_of` the ids of all that the desk holds. Where the digest is that of what the desk may know up
    to `cursor`, the server sends what came later; else (a new grant opens older ones) it sends all the desk may know.
    """

    cursor: int
    digest: str


def digest_of(ids: Iterable[str]) -> str:
    """32 hex digits over a set of statement and envelope ids, in whatever order."""
    return hashlib.sha256("".join(sorted(set(ids))).encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Fetched:
    """How much of the next chunk of a space had come when the last exchange broke off."""

    space: SpaceId
    seq: int
    offset: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Begin:
    """How a desk begins an exchange.

    `cursors`: per space the count of its log that the desk holds; a space that is not named is fetched from its start.
    `receipts`: the streams with chunks that were sent and not yet receipted, each with the number receipted; the
    server answers with a receipt for each that has come further. `fetched` lets a chunk go on where it broke off.
    `snapshots`: per space the snapshot that the desk begins with, and how many of its chunks it has.
    """

    organisation: OrganisationId
    desk: DeskId
    incarnation: IncarnationId
    cursors: Mapping[SpaceId, int] = field(default_factory=dict)
    documents: Documents
    receipts: Mapping[tuple[SpaceId, Lane], int] = field(default_factory=dict)
    fetched: Fetched | None = None
    snapshots: Mapping[SpaceId, tuple[StatementId, int]] = field(default_factory=dict)

    def encode(self) -> bytes:
        """The frame's body. Its SHA-256 goes into the request's signature as `fieldapp-marks`."""
        cursors: list[Json] = [{"space": space, "count": count} for space, count in sorted(self.cursors.items())]
        receipts: list[Json] = [
            {"space": space, "lane": lane, "n": n} for (space, lane), n in sorted(self.receipts.items())
        ]
        rest = self.fetched
        fetched: Json = {"space": rest.space, "seq": rest.seq, "offset": rest.offset} if rest else None
        parts: list[Json] = [
            {"space": space, "snapshot": name, "count": count}
            for space, (name, count) in sorted(self.snapshots.items())
        ]
        return encode(
            {
                **({"snapshots": parts} if parts else {}),
                "v": VERSION,
                "org": self.organisation,
                "desk": self.desk,
                "inc": self.incarnation,
                "cursors": cursors,
                "documents": {"cursor": self.documents.cursor, "digest": self.documents.digest},
                "receipts": receipts,
                "fetched": fetched,
            }
        )

    @classmethod
    def decode(cls, body: bytes) -> Begin:
        """Raises Malformed. The desk must be the one that signed the request; the caller compares."""
        fields = Fields.parsed(body, limits.MESSAGE, "begin")
        fields.number("v", VERSION, VERSION)
        documents = fields.inner("documents")
        return cls(
            organisation=OrganisationId(fields.hex("org", 32)),
            desk=DeskId(fields.hex("desk", 32)),
            incarnation=IncarnationId(fields.hex("inc", 16)),
            cursors={SpaceId(entry.hex("space", 32)): entry.number("count") for entry in fields.objects("cursors")},
            documents=Documents(documents.number("cursor"), documents.hex("digest", 32)),
            receipts={
                (SpaceId(entry.hex("space", 32)), Lane(entry.word("lane"))): entry.number("n")
                for entry in fields.objects("receipts")
            },
            fetched=_fetched(fields.inner("fetched")) if "fetched" in fields else None,
            snapshots={
                SpaceId(entry.hex("space", 32)): (StatementId(entry.hex("snapshot", 64)), entry.number("count"))
                for entry in fields.objects("snapshots")
            },
        )


def _fetched(fields: Fields) -> Fetched:
    return Fetched(SpaceId(fields.hex("space", 32)), fields.number("seq", 1), fields.number("offset", 1, limits.CHUNK))
