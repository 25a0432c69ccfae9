"""The real server and the real client without a net between them: a line that can break at any byte, and play again.

What the server takes and answers is its own code; only HTTP is left out, so that thousands of talks take seconds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import parse_qs

from fieldapp.domain.clock import Clock
from fieldapp.domain.ids import DeskId
from sync.client.errors import LinkCut
from sync.client.talk.transport import Line, LongReply, Reply
from sync.protocol import hello, paths
from sync.protocol.errors import Unacceptable
from sync.protocol.reading import base64_text
from sync.protocol.refusals import NOT_FOUND, Refusal, What
from sync.protocol.requests import COUNTER, SignedRequest, read_request
from sync.server.answer import answer, marks_for, news_for
from sync.server.centre import Centre
from sync.server.gate import Declined, declined, let_in
from sync.server.incoming import Incoming
from sync.server.opening import KIT, open_centre

ADDRESS: Final = "http://server.invalid"


@dataclass
class Fault:
    """What happens to the next exchange: it breaks after so many bytes, or an answer from before comes again."""

    up: int | None = None
    down: int | None = None
    again: bool = False


class NearServer:
    """A server on a folder, which can be closed, set back and opened again."""

    def __init__(self, kit: bytes, folder: Path, clock: Clock) -> None:
        self.folder, self._clock = folder, clock
        folder.mkdir(exist_ok=True)
        (folder / KIT).write_bytes(kit)
        self.open()

    def open(self) -> None:
        self.centre: Centre = open_centre(self.folder, None, self._clock)

    def close(self) -> None:
        self.centre.database.close()


class NearLine(Line):
    """A desk's line to it."""

    def __init__(self, server: NearServer) -> None:
        super().__init__(ADDRESS)
        self._server = server
        self.fault = Fault()
        self._last = b""

    def ask(
        self,
        method: str,
        path: str,
        *,
        query: str = "",
        body: bytes | None = None,
        headers: Mapping[str, str],
        proven: bool = False,
    ) -> Reply:
        try:
            return self._answer(method, path, query, headers)
        except Declined as no:
            return _no(no)
        except Unacceptable as wrong:
            return _no(declined(wrong))

    def _answer(self, method: str, path: str, query: str, headers: Mapping[str, str]) -> Reply:
        centre = self._server.centre
        if path == paths.HELLO:
            return Reply(200, self._proof(query), {})
        if path.startswith(paths.NEWS):
            _, _, _, desk, digest = path.split("/")
            return Reply(204 if news_for(centre, DeskId(desk)) == digest else 200, b"", {})
        if path == paths.MARKS:
            asked = self._asked(method, path, query, headers)
            let_in(centre, asked)
            proof = {paths.PROOF: base64_text(self._proof(query))} if query else {}
            return Reply(200, marks_for(centre, asked.desk).encode(), proof)
        if path == paths.JOIN:
            return Reply(201, b"", {})
        return Reply(404, Refusal(What.EXCHANGE, "", NOT_FOUND).encode(), {})

    @contextmanager
    def talk(
        self, path: str, body: Iterator[bytes] | None, headers: Mapping[str, str], *, method: str = "POST"
    ) -> Iterator[LongReply]:
        fault, self.fault = self.fault, Fault()
        incoming = Incoming(self._server.centre, self._asked(method, path, "", headers))
        try:
            incoming.open()
            self._send(incoming, body or iter(()), fault)
            begin = incoming.end()
        except Declined as no:
            reply = _no(no)
            yield LongReply(reply.status, reply.headers, iter([reply.body]))
            return
        said = b"".join(answer(self._server.centre, begin, incoming.taken))
        if fault.again and self._last:
            said = self._last
        self._last = said
        yield LongReply(200, {}, self._pieces_of(said, fault.down))

    def is_heard(self) -> bool:
        return False

    def _send(self, incoming: Incoming, body: Iterator[bytes], fault: Fault) -> None:
        gone = 0
        for part in body:
            if fault.up is not None and gone + len(part) > fault.up:
                incoming.feed(part[: fault.up - gone])
                if not incoming.over:
                    incoming.broke_off()
                self._break()
            gone += len(part)
            incoming.feed(part)

    def _pieces_of(self, said: bytes, most: int | None) -> Iterator[bytes]:
        cut = said if most is None else said[:most]
        for start in range(0, len(cut), 4096):
            yield cut[start : start + 4096]
        if len(cut) < len(said):
            self._break()

    def _break(self) -> None:
        self.proven = False
        raise LinkCut

    def _proof(self, query: str) -> bytes:
        centre, asked = self._server.centre, parse_qs(query)["challenge"][0]
        return hello.answer(
            hello.read_challenge(asked), organisation=centre.organisation, when=centre.clock.now(), key=centre.key
        )

    def _asked(self, method: str, path: str, query: str, headers: Mapping[str, str]) -> SignedRequest:
        return read_request(method, path, query, {name.lower(): value for name, value in headers.items()})


def _no(wrong: Declined) -> Reply:
    headers = {} if wrong.counter is None else {COUNTER.lower(): str(wrong.counter)}
    return Reply(wrong.status, Refusal(What.EXCHANGE, "", wrong.why).encode(), headers)
