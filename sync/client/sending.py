"""What goes out in one exchange: signed words first, then sealed records, read and sealed while they are sent."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from typing import Final

from fieldapp.domain.ids import SpaceId
from fieldapp.storage.store import Reader
from fieldapp.storage.sync_values import Unanswered
from fieldapp.storage.values import Lane
from sync.client import documents
from sync.client.facts import identity_in
from sync.client.outgoing import AHEAD, body_of, seal_more, stream_of, waiting_chunks
from sync.client.station import Station
from sync.protocol import frames
from sync.protocol.frames import FrameType
from sync.protocol.marks import Kept
from sync.protocol.names import ChunkHash
from sync.protocol.pieces import Piece
from sync.protocol.streams import Stream

#: So much of a snapshot goes in one exchange: on a slow line ten seconds, after which the records come first again.
_OF_SNAPSHOT: Final = 128 * 1024
#: Bytes are given to the line in portions of this size: one that is on its way cannot be broken off.
_PORTION: Final = 16 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class There:
    """What the server holds already, if it was asked: per stream the last number, and the chunk that is half there."""

    asked: bool = False
    streams: dict[Stream, int] = field(default_factory=dict)
    kept: Kept | None = None


@dataclass(slots=True, kw_only=True)
class Sending:
    """The body of one exchange. `sent` are the chunks that went out, by hash; the last one perhaps only in part.

    `cursor`: the number of the last document that this desk has. `closed`: spaces for which nothing is sent now,
    `later` documents. `is_answered`: the server speaks already, so nothing more is added. `progress` is called when
    more `records` have gone.
    """

    station: Station
    begin: bytes
    cursor: int
    there: There
    closed: Collection[SpaceId]
    later: Collection[str]
    is_answered: Callable[[], bool]
    progress: Callable[[], None]
    sent: dict[str, Unanswered] = field(default_factory=dict)
    documents: set[str] = field(default_factory=set)
    records: int = 0

    def body(self) -> Iterator[bytes]:
        """From BEGIN to END, in portions."""
        self.sent.clear()
        self.records = 0
        portion = bytearray()
        for frame in self._frames():
            portion += frame
            while len(portion) >= _PORTION:
                yield bytes(portion[:_PORTION])
                del portion[:_PORTION]
        yield bytes(portion)

    def _frames(self) -> Iterator[bytes]:
        yield frames.encode(FrameType.BEGIN, self.begin)
        with self.station.store.read() as reader:
            said = list(self._documents(reader))
        yield from said
        for chunk, raw in self._chunks():
            offset = self._offset(chunk, raw)
            self.sent[chunk.hash] = chunk
            yield frames.encode(FrameType.PIECE, Piece(ChunkHash(chunk.hash), offset, raw[offset:]).encode())
            self.records += chunk.records
            self.progress()
        yield frames.encode(FrameType.END)

    def _documents(self, reader: Reader) -> Iterator[bytes]:
        self.documents = set(documents.to_send(reader) - set(self.later))
        if not self.documents:
            return
        for statement in reader.sync.statements():
            if statement.id in self.documents:
                yield frames.encode(FrameType.STATEMENT, statement.body)
        for envelope in reader.sync.envelopes():
            if envelope.id in self.documents:
                yield frames.encode(FrameType.ENVELOPE, envelope.body)

    def _chunks(self) -> Iterator[tuple[Unanswered, bytes]]:
        """Each stream in order; what is sealed meanwhile too, up to what may be sealed ahead."""
        size, more = 0, True
        while more and size < AHEAD:
            for chunk in self._waiting():
                with self.station.store.read() as reader:
                    raw = body_of(reader, chunk)
                is_later = chunk.stream.lane is Lane.SNAPSHOT and size >= _OF_SNAPSHOT
                if self.is_answered() or size >= AHEAD or is_later:
                    return
                if raw is not None:
                    size += len(raw)
                    yield chunk, raw
            more = seal_more(self.station) > 0

    def _waiting(self) -> list[Unanswered]:
        with self.station.store.read() as reader:
            who = identity_in(reader)
            return [
                chunk
                for chunk in waiting_chunks(reader)
                if chunk.hash not in self.sent
                and chunk.stream.space not in self.closed
                and not self._is_there(stream_of(who, chunk.stream), chunk.n)
            ]

    def _is_there(self, stream: Stream, n: int) -> bool:
        return n <= self.there.streams.get(stream, 0)

    def _offset(self, chunk: Unanswered, raw: bytes) -> int:
        """Where to go on in the chunk that is half there."""
        kept = self.there.kept
        return kept.offset if kept is not None and kept.chunk == chunk.hash and kept.offset < len(raw) else 0
