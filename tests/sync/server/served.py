"""A real server in a thread, and desks that speak to it over real HTTP."""

from __future__ import annotations

import http.client
import logging
import socket
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path

from fieldapp.domain.clock import SystemClock
from fieldapp.domain.ids import SpaceId
from sync.protocol import frames, paths
from sync.protocol.agreement import Heads, check_heads, read_heads
from sync.protocol.beginning import Begin, Documents, Fetched, digest_of
from sync.protocol.chunks import Chunk
from sync.protocol.envelopes import Envelope, read_envelope
from sync.protocol.frames import Frame, FrameType
from sync.protocol.head import EMPTY, Head
from sync.protocol.kits import write_kit
from sync.protocol.marks import Marks
from sync.protocol.names import Lane
from sync.protocol.news import digest_of_all
from sync.protocol.pieces import Delivery, Growing, Piece, Placed
from sync.protocol.receipts import Receipt, check_receipt, read_receipt
from sync.protocol.refusals import Refusal, What
from sync.protocol.requests import sign_request
from sync.protocol.statements import Statement, read_statement
from sync.server.callers import last_counter
from sync.server.centre import Centre
from sync.server.opening import KIT, open_centre
from sync.server.running import Seal, listen, server_of
from tests.sync.protocol.house import House, Person

PATIENCE = 20.0


class Broken(logging.Handler):
    """Hears from the log that the server has dealt with a link that broke."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.happened = threading.Semaphore(0)

    def emit(self, record: logging.LogRecord) -> None:
        if "broke off" in record.getMessage():
            self.happened.release()

    def wait(self) -> None:
        """Until one more has been dealt with."""
        assert self.happened.acquire(timeout=PATIENCE)


@dataclass(kw_only=True)
class Server:
    """A running server, wherever it runs."""

    house: House
    port: int
    counters: Iterator[int] = field(default_factory=lambda: count(1000, 1000))

    def desk(self, person: Person) -> Desk:
        """The person's desk, which holds nothing yet; its counter is beyond that of every desk before it."""
        return Desk(self, person, next(self.counters))


@dataclass(kw_only=True)
class Served(Server):
    """A server that runs in a thread here."""

    centre: Centre
    broken: Broken

    def let_in(self, desk: Desk) -> None:
        """Wait until the server has taken the desk's last request for its own: one after it cannot overtake it."""
        until = time.monotonic() + PATIENCE
        organisation, used = self.centre.organisation, 0
        while used < desk.counter:
            assert time.monotonic() < until, "the request has not come in"
            with self.centre.database.reading() as connection:
                used = last_counter(connection, organisation, desk.me.desk)


@contextmanager
def serving(house: House, folder: Path, database: str | None = None, *, patience: float = 120.0) -> Iterator[Served]:
    """A server of the organisation on this folder, for as long as the block lasts. Its kit holds all statements."""
    with running(write_kit(house.statements, house.server), folder, database, patience=patience) as (centre, port, log):
        yield Served(house=house, port=port, centre=centre, broken=log)


@contextmanager
def running(
    kit: bytes,
    folder: Path,
    database: str | None = None,
    *,
    patience: float = 120.0,
    port: int = 0,
    seal: Seal | None = None,
) -> Iterator[tuple[Centre, int, Broken]]:
    """A server with this kit in a thread: what it has, its port, and what it hears of broken links."""
    folder.mkdir(exist_ok=True)
    (folder / KIT).write_bytes(kit)
    centre = replace(open_centre(folder, database, SystemClock()), patience=patience)
    listening, log, broken = listen(f"127.0.0.1:{port}"), logging.getLogger("sync.server"), Broken()
    server = server_of(centre, seal)
    log.addHandler(broken)
    log.setLevel(logging.INFO)
    # Its own threads are daemons like it: they outlive a test that shares the server, and end a moment after it.
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    try:
        yield centre, listening.getsockname()[1], broken
    finally:
        server.should_exit = True
        thread.join(PATIENCE)
        assert not thread.is_alive()
        listening.close()
        centre.database.close()
        log.removeHandler(broken)


@dataclass
class Answer:
    """What came back from one exchange."""

    status: int
    body: bytes
    counter: str | None = None
    headers: dict[str, str] = field(default_factory=dict)
    frames: list[Frame] = field(default_factory=list)

    def of(self, kind: FrameType) -> list[bytes]:
        return [frame.body for frame in self.frames if frame.type == kind]

    @property
    def whole(self) -> bool:
        return bool(self.frames) and self.frames[-1].type == FrameType.END

    @property
    def why(self) -> str:
        """Of an answer that says no."""
        refusal = Refusal.decode(self.body)
        assert (refusal.what, refusal.id) == (What.EXCHANGE, "")
        return refusal.why

    @property
    def refused(self) -> list[tuple[str, str]]:
        return [(each.id, each.why) for each in map(Refusal.decode, self.of(FrameType.REFUSED))]

    @property
    def receipts(self) -> list[Receipt]:
        return [read_receipt(raw) for raw in self.of(FrameType.RECEIPT)]

    @property
    def statements(self) -> list[Statement]:
        return [read_statement(raw) for raw in self.of(FrameType.STATEMENT)]

    @property
    def envelopes(self) -> list[Envelope]:
        return [read_envelope(raw) for raw in self.of(FrameType.ENVELOPE)]

    @property
    def heads(self) -> Heads:
        """The last, which counts."""
        return read_heads(self.of(FrameType.HEADS)[-1])

    @property
    def placed(self) -> list[Placed]:
        return [Placed.decode(raw) for raw in self.of(FrameType.PLACED)]


def piece(chunk: Chunk, offset: int = 0, upto: int | None = None) -> bytes:
    """A PIECE frame."""
    return frames.encode(FrameType.PIECE, Piece(chunk.hash, offset, chunk.raw[offset:upto]).encode())


def statement(said: Statement) -> bytes:
    """A STATEMENT frame."""
    return frames.encode(FrameType.STATEMENT, said.raw)


@dataclass
class Desk:
    """As much of a desk as a server meets: it signs, sends, and keeps its place in what it is given."""

    served: Server
    me: Person
    counter: int
    cursors: dict[SpaceId, Head] = field(default_factory=dict)
    got: list[Chunk] = field(default_factory=list)
    told: set[str] = field(default_factory=set)
    telling: set[str] = field(default_factory=set)
    documents: int = 0
    growing: tuple[SpaceId, Growing] | None = None

    # Requests

    def signed(self, method: str, path: str, begin: bytes = b"") -> dict[str, str]:
        self.counter += 1
        return sign_request(method, path, desk=self.me.desk, counter=self.counter, begin=begin, key=self.me.key)

    def ask(self, method: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None) -> Answer:
        """One request as it is given."""
        link = http.client.HTTPConnection("127.0.0.1", self.served.port, timeout=PATIENCE)
        try:
            link.request(method, path, body, headers or {})
            said = link.getresponse()
            return Answer(said.status, said.read(), said.headers.get("fieldapp-counter"), dict(said.headers))
        finally:
            link.close()

    def marks(self) -> Marks:
        said = self.ask("GET", paths.MARKS, headers=self.signed("GET", paths.MARKS))
        assert said.status == 200, said
        return Marks.decode(said.body)

    def news(self) -> str:
        """Where to ask whether there is more than this desk has."""
        return paths.news(self.me.desk, digest_of_all(self.me.desk, self.cursors, self.documents))

    def begin(self, receipts: dict[tuple[SpaceId, Lane], int] | None = None) -> bytes:
        """The body of BEGIN, from what the desk holds."""
        fetched = None
        if self.growing is not None and self.growing[1].data:
            space, growing = self.growing
            fetched = Fetched(space, self.cursors.get(space, EMPTY).count + 1, len(growing.data))
        return Begin(
            organisation=self.served.house.trust.organisation_id,
            desk=self.me.desk,
            incarnation=self.me.incarnation,
            cursors={space: head.count for space, head in self.cursors.items()},
            documents=Documents(self.documents, digest_of(self.told)),
            receipts=receipts or {},
            fetched=fetched,
        ).encode()

    def body(self, *things: bytes, begin: bytes | None = None) -> tuple[bytes, dict[str, str]]:
        """The body of an exchange with these frames, and its headers."""
        begun = self.begin() if begin is None else begin
        inside = [frames.encode(FrameType.BEGIN, begun), *things, frames.encode(FrameType.END)]
        return b"".join(inside), self.signed("POST", paths.EXCHANGE, begun)

    def exchange(self, *things: bytes, begin: bytes | None = None) -> Answer:
        """One whole exchange; what is given is taken in."""
        body, headers = self.body(*things, begin=begin)
        said = self.ask("POST", paths.EXCHANGE, body, headers)
        if said.status == 200:
            said.frames = self.hear(said.body)
            assert said.whole
        return said

    def send(self, chunks: Iterable[Chunk]) -> Answer:
        return self.exchange(*map(piece, chunks))

    @contextmanager
    def sending(self, *things: bytes, cut: int = 0) -> Iterator[None]:
        """An exchange that has sent these frames, without the last `cut` bytes, and breaks off with the block."""
        body, headers = self.body(*things)
        end = len(body) - len(frames.encode(FrameType.END)) - cut
        with socket.create_connection(("127.0.0.1", self.served.port), PATIENCE) as link:
            lines = [f"{name}: {value}\r\n" for name, value in {**headers, "content-length": str(len(body))}.items()]
            link.sendall(f"POST {paths.EXCHANGE} HTTP/1.1\r\nhost: test\r\n{''.join(lines)}\r\n".encode() + body[:end])
            yield

    # What is given

    def hear(self, body: bytes) -> list[Frame]:
        """All that has come of an answer's body, whole or cut."""
        decoder = frames.Decoder()
        every = decoder.feed(body)
        for frame in every:
            self._frame(frame)
        rest = decoder.unfinished()
        if rest is not None and rest.type == FrameType.CHUNK and len(rest.body) > 28:
            self._frame(rest)
        return every

    def _frame(self, frame: Frame) -> None:
        trust = self.served.house.trust
        match frame.type:
            case FrameType.RECEIPT:
                check_receipt(read_receipt(frame.body), trust)
            case FrameType.STATEMENT:
                self.telling.add(read_statement(frame.body).id)
            case FrameType.ENVELOPE:
                self.telling.add(read_envelope(frame.body).id)
            case FrameType.TAKEN:
                self.telling.add(frame.body.hex())
            case FrameType.HEADS:
                self._heads(read_heads(frame.body))
            case FrameType.PLACED:
                placed = Placed.decode(frame.body)
                self._next(placed.space, placed.seq, self._head(placed.space).after(placed.chunk))
            case FrameType.CHUNK:
                self._delivery(Delivery.decode(frame.body))

    def _heads(self, heads: Heads) -> None:
        check_heads(heads, self.served.house.trust)
        if heads.documents < self.documents:
            self.told.clear()
        self.told |= self.telling
        self.telling.clear()
        self.documents = heads.documents

    def _delivery(self, part: Delivery) -> None:
        begun = self.growing[1] if self.growing is not None and self.growing[0] == part.space else Growing()
        grown = begun.with_more(part.offset, part.data)
        chunk = grown.whole()
        self.growing = (part.space, grown)
        if chunk is not None:
            self.growing = None
            self.got.append(chunk)
            self._next(part.space, part.seq, self._head(part.space).after(chunk.hash))

    def _head(self, space: SpaceId) -> Head:
        return self.cursors.get(space, EMPTY)

    def _next(self, space: SpaceId, seq: int, head: Head) -> None:
        assert seq == head.count, "a hole in the log"
        self.cursors[space] = head
