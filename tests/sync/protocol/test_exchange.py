"""An exchange in memory, cut at every byte: as server and client use the protocol, without either."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from sync.protocol.agreement import Heads, make_heads, read_heads
from sync.protocol.beginning import Begin, Documents, Fetched, digest_of
from sync.protocol.chunks import Chunk, Place, check_chunk, place, read_chunk
from sync.protocol.frames import Decoder, Frame, FrameType, encode
from sync.protocol.head import EMPTY, Head, head_of
from sync.protocol.marks import Kept
from sync.protocol.names import ChunkHash
from sync.protocol.pieces import Delivery, Growing, Piece, Placed
from sync.protocol.receipts import Receipt, check_receipt, make_receipt, read_receipt
from sync.protocol.streams import START, Mark, Stream
from tests.sync.protocol.house import NOON, House, Person, a_house


@dataclass
class Server:
    """A log of one space, marks, and at most one chunk that is only half here."""

    house: House
    log: list[Chunk] = field(default_factory=list)
    marks: dict[Stream, Mark] = field(default_factory=dict)
    partial: tuple[ChunkHash, Growing] | None = None

    def kept(self) -> Kept | None:
        return Kept(self.partial[0], len(self.partial[1].data)) if self.partial and self.partial[1].data else None

    def mark(self, stream: Stream) -> Mark:
        return self.marks.get(stream, START)

    def take(self, request: bytes, *, cut: bool) -> Iterator[bytes]:
        """All that has come of a request; then the answer, if the request was whole."""
        decoder = Decoder()
        frames = decoder.feed(request)
        for frame in frames:
            if frame.type == FrameType.PIECE:
                self._piece(Piece.decode(frame.body))
        rest = decoder.unfinished()
        if rest is not None and rest.type == FrameType.PIECE and len(rest.body) >= 36:
            self._piece(Piece.decode(rest.body))
        if not cut:
            yield from self._answer(Begin.decode(frames[0].body))

    def _piece(self, piece: Piece) -> None:
        begun = self.partial[1] if self.partial and self.partial[0] == piece.chunk else Growing()
        grown = begun.with_more(piece.offset, piece.data)
        chunk = grown.whole()
        if chunk is None:
            self.partial = (piece.chunk, grown)
            return
        assert chunk.hash == piece.chunk
        check_chunk(chunk, self.house.trust)
        if place(chunk, self.mark(chunk.stream)) is Place.NEXT:
            self.log.append(chunk)
            self.marks[chunk.stream] = chunk.mark

    def _answer(self, begin: Begin) -> Iterator[bytes]:
        for seq, chunk in enumerate(self.log, 1):
            if self.marks[chunk.stream] == chunk.mark and chunk.stream.desk == begin.desk:
                yield encode(FrameType.RECEIPT, make_receipt(chunk, seq=seq, when=NOON, key=self.house.server).raw)
        space = self.house.caseload
        for seq, chunk in enumerate(self.log[begin.cursors.get(space, 0) :], begin.cursors.get(space, 0) + 1):
            if chunk.stream.desk == begin.desk:
                yield encode(FrameType.PLACED, Placed(space, seq, chunk.hash).encode())
                continue
            fetched = begin.fetched
            offset = fetched.offset if fetched and (fetched.space, fetched.seq) == (space, seq) else 0
            yield encode(FrameType.CHUNK, Delivery(space, seq, offset, chunk.raw[offset:]).encode())
        heads = {space: head_of(chunk.hash for chunk in self.log)}
        yield encode(FrameType.HEADS, make_heads(begin.organisation, heads, 0, self.house.server).raw)
        yield encode(FrameType.END)


@dataclass
class Client:
    """An outbox of sealed chunks, what was fetched, and how far the log of the space is known."""

    house: House
    me: Person
    outbox: list[Chunk] = field(default_factory=list)
    got: list[Chunk] = field(default_factory=list)
    head: Head = EMPTY
    growing: Growing = field(default_factory=Growing)
    receipts: list[Receipt] = field(default_factory=list)
    heads: Heads | None = None

    def request(self, kept: Kept | None = None, mark: Mark = START) -> bytes:
        rest = Fetched(self.house.caseload, self.head.count + 1, len(self.growing.data))
        begin = Begin(
            organisation=self.house.trust.organisation_id,
            desk=self.me.desk,
            incarnation=self.me.incarnation,
            cursors={self.house.caseload: self.head.count},
            documents=Documents(0, digest_of(())),
            fetched=rest if rest.offset else None,
        )
        pieces = (self._piece(chunk, kept) for chunk in self.outbox if chunk.n > mark.n)
        return encode(FrameType.BEGIN, begin.encode()) + b"".join(pieces) + encode(FrameType.END)

    def _piece(self, chunk: Chunk, kept: Kept | None) -> bytes:
        offset = kept.offset if kept and kept.chunk == chunk.hash else 0
        return encode(FrameType.PIECE, Piece(chunk.hash, offset, chunk.raw[offset:]).encode())

    def hear(self, answer: bytes) -> None:
        """All that has come of an answer, whole or cut."""
        decoder = Decoder()
        for frame in decoder.feed(answer):
            self._frame(frame)
        rest = decoder.unfinished()
        if rest is not None and rest.type == FrameType.CHUNK and len(rest.body) >= 28:
            self._frame(rest)

    def _frame(self, frame: Frame) -> None:
        match frame.type:
            case FrameType.RECEIPT:
                receipt = read_receipt(frame.body)
                check_receipt(receipt, self.house.trust)
                self.receipts.append(receipt)
                self.outbox = [chunk for chunk in self.outbox if chunk.n > receipt.mark.n]
            case FrameType.PLACED:
                placed = Placed.decode(frame.body)
                assert placed.seq == self.head.count + 1
                self.head = self.head.after(placed.chunk)
            case FrameType.CHUNK:
                delivery = Delivery.decode(frame.body)
                assert delivery.seq == self.head.count + 1
                self.growing = self.growing.with_more(delivery.offset, delivery.data)
                chunk = self.growing.whole()
                if chunk is not None:
                    check_chunk(chunk, self.house.trust)
                    self.growing, self.head = Growing(), self.head.after(chunk.hash)
                    self.got.append(chunk)
            case FrameType.HEADS:
                self.heads = read_heads(frame.body)


@pytest.fixture
def house() -> House:
    return a_house()


def exchange(client: Client, server: Server) -> None:
    client.hear(b"".join(server.take(client.request(), cut=False)))


def test_what_is_sent_is_receipted_and_agreed_on(house: House) -> None:
    chunks = house.chunks(3)
    client, server = Client(house, house.worker, list(chunks)), Server(house)
    exchange(client, server)
    assert client.outbox == []
    assert [receipt.mark for receipt in client.receipts] == [chunks[-1].mark]
    assert client.heads is not None
    assert client.heads.differing({house.caseload: client.head}) == ()
    assert client.heads.spaces[house.caseload] == client.head


def test_a_push_cut_at_any_byte_goes_on_where_it_broke_off(house: House) -> None:
    chunks = house.chunks(2)
    whole = len(Client(house, house.worker, list(chunks)).request())
    for cut in range(whole):
        client, server = Client(house, house.worker, list(chunks)), Server(house)
        assert list(server.take(client.request()[:cut], cut=True)) == []
        kept = server.kept()
        again = client.request(kept)
        assert len(again) == whole - (kept.offset if kept else 0)
        exchange(client, server)
        assert server.log == chunks
        assert client.outbox == []


def test_a_pull_cut_at_any_byte_goes_on_where_it_broke_off(house: House) -> None:
    chunks = house.chunks(2)
    server = Server(house, log=list(chunks), marks={chunks[0].stream: chunks[1].mark})
    whole = b"".join(server.take(Client(house, house.supervisor).request(), cut=False))
    for cut in range(len(whole)):
        client = Client(house, house.supervisor)
        client.hear(whole[:cut])
        before = sum(len(chunk.raw) for chunk in client.got) + len(client.growing.data)
        answer = b"".join(server.take(client.request(), cut=False))
        client.hear(answer)
        assert client.got == chunks
        assert before >= 2 * len(chunks[0].raw) or len(answer) <= len(whole) - before
        assert client.heads is not None
        assert client.heads.differing({house.caseload: client.head}) == ()


def test_sending_again_what_the_server_has_changes_nothing(house: House) -> None:
    chunks = house.chunks(2)
    client, server = Client(house, house.worker, list(chunks)), Server(house)
    list(server.take(client.request(), cut=False))  # the answer is lost
    exchange(client, server)
    assert server.log == chunks
    assert client.outbox == []
    assert read_chunk(server.log[0].raw) == chunks[0]
