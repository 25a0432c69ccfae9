"""What the server answers in an exchange: receipts, what was refused, and what the desk does not have yet."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from fieldapp.domain.ids import DeskId, SpaceId
from sync.protocol import frames
from sync.protocol.agreement import make_heads
from sync.protocol.beginning import Begin, digest_of
from sync.protocol.envelopes import read_envelope
from sync.protocol.frames import FrameType
from sync.protocol.head import Head
from sync.protocol.marks import Kept, Marks
from sync.protocol.names import ChunkHash
from sync.protocol.news import digest_of_all
from sync.protocol.pieces import Delivery, Placed
from sync.protocol.said import Snapshot
from sync.protocol.snapshots import is_needless, newest
from sync.protocol.statements import Statement
from sync.protocol.streams import Stream
from sync.server import log, partials
from sync.server.centre import Centre
from sync.server.incoming import Taken
from sync.server.register import ENVELOPE, Document, Known

#: After so many bytes of documents the desk is told how far it has come.
_STEP: Final = 8 * 1024
_AT_ONCE: Final = 64


def marks_for(centre: Centre, desk: DeskId) -> Marks:
    """How far the server has come with the desk."""
    known = centre.register.now()
    trust = known.trust
    with centre.database.reading() as connection:  # of its own streams also those into spaces that it does not read
        partial = partials.kept(connection, centre.organisation, desk)
        return Marks(
            organisation=centre.organisation,
            streams=log.marks(connection, centre.organisation, desk, list(trust.spaces)),
            kept=Kept(partial.chunk, len(partial.growing.data)) if partial else None,
            heads=log.heads(connection, centre.organisation, trust.readable(desk)),
            documents=known.count,
        )


def news_for(centre: Centre, desk: DeskId) -> str:
    """What a desk that has all it may have says that it has."""
    known = centre.register.now()
    with centre.database.reading() as connection:
        heads = log.heads(connection, centre.organisation, known.trust.readable(desk))
    return digest_of_all(desk, heads, known.count)


def answer(centre: Centre, begin: Begin, taken: Taken) -> Iterator[bytes]:
    """The frames, a few at a time; nothing is held open between two of them."""
    known = centre.register.now()
    streams = _receipted(begin, taken)
    with centre.database.reading() as connection:
        receipts = log.receipts(connection, centre.organisation, streams)
        heads = log.heads(connection, centre.organisation, known.trust.readable(begin.desk))
    known = centre.register.now()  # with all that the authors of these chunks had been told
    wanted = [receipt for receipt in receipts if receipt.mark.n > streams[receipt.stream]]
    refused = [frames.encode(FrameType.REFUSED, refusal.encode()) for refusal in taken.refusals]
    yield b"".join([*(frames.encode(FrameType.RECEIPT, receipt.raw) for receipt in wanted), *refused])
    giving = _Giving(centre, begin, known, heads, set(taken.documents))
    start, lacked = giving.lacked()
    yield from giving.first_of_all(start, lacked)
    yield from giving.documents(start, lacked)
    for space in giving.order():
        yield from giving.chunks(space)
    yield giving.agreement(known.count) + frames.encode(FrameType.END)


def _receipted(begin: Begin, taken: Taken) -> dict[Stream, int]:
    """The streams for which a receipt is given, each with the number that the desk has a receipt for."""
    asked = {
        Stream(begin.desk, begin.incarnation, space, lane): n for (space, lane), n in sorted(begin.receipts.items())
    }
    return {**asked, **dict.fromkeys(taken.streams, 0)}


@dataclass(frozen=True, slots=True)
class _Giving:
    """What one desk is given: up to `heads` of the logs and all that is `known`, no more if more comes meanwhile.

    `has`: the documents that it has just brought itself, or been given; `begun`: spaces of whose snapshot it was given
    the first chunk.
    """

    centre: Centre
    begin: Begin
    known: Known
    heads: dict[SpaceId, Head]
    has: set[str]
    begun: set[SpaceId] = field(default_factory=set)

    def agreement(self, documents: int) -> bytes:
        """The HEADS frame, with the number of the last document given."""
        heads = make_heads(self.centre.organisation, self.heads, documents, self.centre.key)
        return frames.encode(FrameType.HEADS, heads.raw)

    def lacked(self) -> tuple[int, list[Document]]:
        """The documents that the desk lacks, and the number that they come after."""
        allowed = self.known.for_desk(self.begin.desk)
        start = self._start(allowed)
        return start, [document for document in allowed if document.number > start]

    def first_of_all(self, start: int, lacked: list[Document]) -> Iterator[bytes]:
        """Where the desk begins with a snapshot: what it needs to open and believe that, and its first chunk. The keys
        that are sealed to others can wait."""
        begins = [(space, found) for space in self.order() if (found := self._snapshot_for(space)) is not None]
        new = [(space, said) for space, (_, said) in begins if space not in self.begin.snapshots]
        if not new:
            return
        given = list[bytes]()
        for document, raw in self._with_bytes([document for document in lacked if document.id not in self.has]):
            if document.kind != ENVELOPE or read_envelope(raw).to == self.begin.desk:
                given.append(frames.encode(document.frame, raw))
                self.has.add(document.id)
        yield b"".join(given) + self.agreement(start)
        for space, said in new:
            if (yield from self._chunks_of(space, said.chunks[:1])):
                self.begun.add(space)

    def documents(self, start: int, lacked: list[Document]) -> Iterator[bytes]:
        """The documents that the desk lacks, with HEADS between them; those that it has by their names alone."""
        if start < self.begin.documents.cursor:
            yield self.agreement(start)
        given, size = list[bytes](), 0
        bodies = self._with_bytes([document for document in lacked if document.id not in self.has])
        for document in lacked:
            if document.id in self.has:
                given.append(frames.encode(FrameType.TAKEN, bytes.fromhex(document.id)))
            else:
                given.append(frames.encode(document.frame, next(bodies)[1]))
            size += len(given[-1])
            if size >= _STEP:
                yield b"".join(given) + self.agreement(document.number)
                given, size = [], 0
        if lacked:
            yield b"".join(given) + self.agreement(self.known.count)

    def _start(self, allowed: list[Document]) -> int:
        """The number after which the desk lacks documents."""
        cursor = self.begin.documents.cursor
        told = digest_of(document.id for document in allowed if document.number <= cursor)
        return cursor if cursor <= self.known.count and told == self.begin.documents.digest else 0

    def _with_bytes(self, documents: list[Document]) -> Iterator[tuple[Document, bytes]]:
        for first in range(0, len(documents), _AT_ONCE):
            some = documents[first : first + _AT_ONCE]
            yield from zip(some, self.centre.register.read(some), strict=True)

    def order(self) -> list[SpaceId]:
        """The spaces, the one first whose chunk came only half."""
        fetched = self.begin.fetched
        return sorted(self.heads, key=lambda space: (fetched is None or space != fetched.space, space))

    def chunks(self, space: SpaceId) -> Iterator[bytes]:
        """The chunks of a space that the desk lacks; where a snapshot holds some of them, that first."""
        done, upto = self.begin.cursors.get(space, 0), self.heads[space].count
        reader = (self.begin.desk, self.begin.incarnation)
        found = self._snapshot_for(space)
        if found is not None:
            if not (yield from self._snapshot(space, *found)):
                return
            done = found[1].head.count
        while done < upto:
            with self.centre.database.reading() as connection:
                page = log.page(connection, self.centre.organisation, space, after=done, upto=upto, reader=reader)
            yield b"".join(self._frame(space, entry) for entry in page)
            done = page[-1].seq

    def _snapshot_for(self, space: SpaceId) -> tuple[Statement, Snapshot] | None:
        """The one that holds some of what the desk lacks of the space."""
        found, done = newest(self.known.trust, space, self.known.cleared), self.begin.cursors.get(space, 0)
        return found if found is not None and done < found[1].head.count <= self.heads[space].count else None

    def _snapshot(self, space: SpaceId, statement: Statement, said: Snapshot) -> Generator[bytes, None, bool]:
        """From where the desk has come to; whether all of it is here. If not, a newer one has just taken its place, and
        the next exchange gives that."""
        begun, count = self.begin.snapshots.get(space, (statement.id, int(space in self.begun)))
        here = count if begun == statement.id else 0
        return (yield from self._chunks_of(space, said.chunks[here:]))

    def _chunks_of(self, space: SpaceId, chunks: Sequence[ChunkHash]) -> Generator[bytes, None, bool]:
        """These chunks of a snapshot in their order; whether all are here."""
        with self.centre.database.reading() as connection:
            places = log.places(connection, self.centre.organisation, space, chunks)
        for chunk in chunks:
            with self.centre.database.reading() as connection:
                raw = log.bytes_at(connection, self.centre.organisation, space, places[chunk])
            if not raw:
                return False
            yield self._chunk(space, places[chunk], raw)
        return True

    def _frame(self, space: SpaceId, entry: log.Entry) -> bytes:
        if entry.raw is None:
            return frames.encode(FrameType.PLACED, Placed(space, entry.seq, entry.chunk).encode())
        if not entry.raw or is_needless(self.known.trust, space, entry.chunk, entry.seq - 1):
            return frames.encode(FrameType.GONE, Placed(space, entry.seq, entry.chunk).encode())
        return self._chunk(space, entry.seq, entry.raw)

    def _chunk(self, space: SpaceId, seq: int, raw: bytes) -> bytes:
        fetched = self.begin.fetched
        here = fetched is not None and (fetched.space, fetched.seq) == (space, seq)
        offset = fetched.offset if fetched is not None and here and fetched.offset < len(raw) else 0
        return frames.encode(FrameType.CHUNK, Delivery(space, seq, offset, raw[offset:]).encode())
