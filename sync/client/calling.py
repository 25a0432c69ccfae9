"""Requests to the organisation's own server: it proves who it is before anything is sent, each request is signed."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Final

from fieldapp.storage.store import Write
from sync.client.errors import Connection, ServerFull, ServerNonsense, ServerNotOurs, ServerSlow, ServerStrange
from sync.client.station import Station
from sync.client.transport import Line, LongReply, Reply, Unproven
from sync.protocol import limits, paths
from sync.protocol.errors import Forged, Malformed, NotAllowed, NotYet
from sync.protocol.hello import challenge, check_answer
from sync.protocol.marks import Marks
from sync.protocol.refusals import REPLAYED, Refusal
from sync.protocol.requests import COUNTER, sign_request
from sync.protocol.trust import Trust

#: Counters are drawn so many at once, not one with each request: a draw is a write to the disk.
_BLOCK: Final = 64
_NAME: Final = "request"
_TRIES: Final = 3
_NOTHING_NEW: Final = 204
#: What a hotspot may answer before somebody has logged in.
_LOGIN_WANTED: Final = 511


class Declined(Exception):
    """The server took nothing of a request. `why` is its word, "" where it is none of our server's."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(f"{status} {why}")
        self.status, self.why = status, why

    @property
    def is_stranger(self) -> bool:
        """Whether the server does not know this desk."""
        return (self.status, self.why) == (403, NotYet.code)

    def told(self) -> Connection:
        """What it means for her."""
        if self.status == 408:
            return ServerSlow()
        if self.status >= 500 and self.status != _LOGIN_WANTED:
            return ServerFull()
        return ServerStrange() if self.why else ServerNonsense()


class Caller:
    """One desk's requests over one line. `clock_off`: how far the server's clock is before this laptop's."""

    def __init__(self, station: Station, line: Line) -> None:
        self._station = station
        self._line = line
        self._counters = Counters(station)
        self._has_met = False
        self.clock_off = timedelta(0)

    def prove(self, trust: Trust) -> None:
        """The server proves that it is the organisation's, once a connection. Raises ServerNotOurs and its like."""
        if self._line.proven:
            return
        asked = challenge()
        reply = self._line.ask("GET", paths.HELLO, query=f"challenge={asked}", headers={})
        if reply.status != 200:
            raise declined(reply.status, reply.body).told()
        self._believe(reply.body, asked, trust)

    def marks(self, trust: Trust) -> Marks:
        """How far the server has come with this desk."""
        reply = self._in_one_breath(paths.MARKS, trust)
        if reply.status != 200:
            raise declined(reply.status, reply.body).told()
        try:
            return Marks.decode(reply.body)
        except Malformed as wrong:
            raise ServerNonsense from wrong

    def has_news(self, path: str, trust: Trust) -> bool:
        """Whether the server has more than the desk that asks there."""
        return self._in_one_breath(path, trust, signed=False).status != _NOTHING_NEW

    def ask(
        self,
        method: str,
        path: str,
        trust: Trust,
        body: bytes | None = None,
        *,
        query: str = "",
        signed: bool = True,
    ) -> Reply:
        """A short request. The answer may say no, but never that the counter was used. `query` asks for the proof."""
        for _ in range(_TRIES):
            headers = self._signed(method, path, body or b"", query) if signed else {}
            try:
                if not query:
                    self.prove(trust)
                reply = self._line.ask(method, path, query=query, body=body, headers=headers, proven=not query)
            except Unproven:
                continue
            if not self._is_mended(reply):
                return reply
        raise ServerStrange

    @contextmanager
    def talk(self, trust: Trust, begin: bytes, body: Callable[[], Iterator[bytes]]) -> Iterator[LongReply]:
        """An exchange whose BEGIN is `begin`; `body` is asked for once more when it must be sent again.

        Raises Declined unless the server takes it.
        """
        with self._long("POST", paths.EXCHANGE, trust, begin, body) as reply:
            yield reply

    @contextmanager
    def fetch(self, path: str, trust: Trust) -> Iterator[LongReply]:
        """An answer that is used as it comes, because the line may break at any byte. Raises Declined."""
        with self._long("GET", path, trust, b"", _nothing) as reply:
            yield reply

    @contextmanager
    def _long(
        self, method: str, path: str, trust: Trust, begin: bytes, body: Callable[[], Iterator[bytes] | None]
    ) -> Iterator[LongReply]:
        for _ in range(_TRIES):
            headers = self._signed(method, path, begin)
            try:
                self.prove(trust)
                with self._line.talk(path, body(), headers, method=method) as reply:
                    if reply.status == 200:
                        yield reply
                        return
                    whole = Reply(reply.status, _read(reply.pieces), reply.headers)
            except Unproven:
                continue
            if not self._is_mended(whole):
                raise declined(whole.status, whole.body)
        raise ServerStrange

    def _in_one_breath(self, path: str, trust: Trust, *, signed: bool = True) -> Reply:
        """A short question, over a new connection together with the proof, if the server was met before."""
        asked = challenge() if self._has_met and not self._line.proven else ""
        reply = self.ask("GET", path, trust, query=f"challenge={asked}" if asked else "", signed=signed)
        if asked and reply.status in (200, _NOTHING_NEW):
            try:
                proof = base64.b64decode(reply.headers.get(paths.PROOF, ""), validate=True)
            except ValueError as wrong:
                raise ServerNonsense from wrong
            self._believe(proof, asked, trust)
        else:
            self.prove(trust)
        return reply

    def _believe(self, proof: bytes, asked: str, trust: Trust) -> None:
        try:
            hello = check_answer(proof, asked, organisation=trust.organisation_id, server=trust.server)
        except Malformed as wrong:
            raise ServerNonsense from wrong
        except (Forged, NotAllowed) as wrong:
            raise ServerNotOurs from wrong
        self._line.proven = self._has_met = True
        self.clock_off = hello.when.utc - self._station.clock.now().utc

    def _signed(self, method: str, path: str, begin: bytes, query: str = "") -> dict[str, str]:
        desk, counter = self._station.identity().desk, self._counters.next()
        return sign_request(method, path, query, desk=desk, counter=counter, begin=begin, key=self._station.signing)

    def _is_mended(self, reply: Reply) -> bool:
        """Whether the counter was the trouble, and is greater now: this desk was set back, or has a twin."""
        no = declined(reply.status, reply.body) if reply.status == 409 else None
        if no is None or no.why != REPLAYED:
            return False
        last = reply.headers.get(COUNTER, "")
        if not last.isascii() or not last.isdigit() or len(last) > 16 or int(last) >= limits.NUMBER - 2 * _BLOCK:
            raise ServerNonsense
        self._counters.go_beyond(int(last))
        return True


class Counters:
    """The numbers that signed requests bear: each is greater than all before it, also after the program ends."""

    def __init__(self, station: Station) -> None:
        self._station = station
        self._next, self._end = 0, 0

    def next(self) -> int:
        """One that was never used."""
        if self._next == self._end:
            self._draw(0)
        self._next += 1
        return self._next - 1

    def go_beyond(self, last: int) -> None:
        """The server knows of this one: all that follow are greater."""
        self._draw(last)

    def _draw(self, last: int) -> None:
        def draw(write: Write) -> int:
            first = write.sync.next_number(_NAME, _BLOCK)
            if first > last:
                return first
            write.sync.next_number(_NAME, max(1, last - first - _BLOCK + 1))
            return write.sync.next_number(_NAME, _BLOCK)

        self._next = self._station.store.write_now(draw)
        self._end = self._next + _BLOCK


def _nothing() -> None:
    """A request without a body."""


def declined(status: int, body: bytes) -> Declined:
    """An answer that says no; `why` is "" where it is not our server's."""
    try:
        return Declined(status, Refusal.decode(body).why)
    except Malformed:
        return Declined(status, "")


def _read(pieces: Iterator[bytes]) -> bytes:
    raw = bytearray()
    for piece in pieces:
        raw += piece
        if len(raw) > limits.MESSAGE:
            raise ServerNonsense
    return bytes(raw)
