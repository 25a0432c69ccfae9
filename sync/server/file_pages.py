"""The pages of attached files: how far one has come, more of it, a piece of it, which of many are there."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from fastapi import FastAPI, Request, Response
from starlette.concurrency import run_in_threadpool

from fieldapp.domain.attachments import SealedId
from fieldapp.domain.ids import DeskId, SpaceId
from sync.protocol import limits, paths
from sync.protocol.errors import Malformed, NotAllowed
from sync.protocol.reading import Fields
from sync.protocol.refusals import NOT_FOUND, OTHER_PIECE, TOO_BIG, TOO_SLOW, UNAVAILABLE
from sync.protocol.requests import SignedRequest
from sync.protocol.sealed_files import Held, encode_sizes, make_file_receipt, read_files
from sync.server.centre import Centre
from sync.server.gate import Declined, let_in
from sync.server.inflow import Inflow, whole_body
from sync.server.signing import bytes_of, covers, signed

_LOG: Final = logging.getLogger("sync.server")


class FilePages:
    """Whoever may read the space may fetch and ask; every desk of the organisation may bring, since it may hand over a
    record whose files they are, and one that was shut out where it once might write: it may be the only copy. What is
    inside nobody knows."""

    def __init__(self, centre: Centre) -> None:
        self._centre = centre

    def stand_in(self, app: FastAPI) -> None:
        """Answer in this application."""
        one = f"{paths.FILES}/{{space}}/{{file}}"
        some = f"{one}/{{offset}}/{{size}}"
        app.add_api_route(f"{paths.FILES}/{{space}}", self.which, methods=["POST"], response_model=None)
        app.add_api_route(one, self.held, methods=["GET"], response_model=None)
        app.add_api_route(some, self.add, methods=["POST"], response_model=None)
        app.add_api_route(some, self.piece, methods=["GET"], response_model=None)

    async def which(self, request: Request, space: str) -> Response:
        """Which of these files are there, and how large."""
        body = await whole_body(request, self._centre.patience, limits.MESSAGE)
        return await run_in_threadpool(self._which, signed(request), _space(space), body)

    def _which(self, asked: SignedRequest, space: SpaceId, body: bytes) -> Response:
        covers(asked, body)
        self._may_read(asked, space)
        files = read_files(body)
        if len(files) > limits.FILES:
            raise Declined(413, TOO_BIG)
        with _disk():
            sizes = {file: size for file in files if (size := self._centre.files.size(space, file)) is not None}
        return bytes_of(encode_sizes(sizes))

    def held(self, request: Request, space: str, file: str) -> Response:
        """How far the server has come with a file that a desk brings."""
        asked, of, name = signed(request), _space(space), _file(file)
        covers(asked, b"")
        _may_bring(self._centre, asked, of)
        return bytes_of(self._held(of, name, asked.desk).encode())

    async def add(self, request: Request, space: str, file: str, offset: str, size: str) -> Response:
        """More of a file; what comes before the link breaks is kept."""
        asked = signed(request)
        adding = _Adding(self._centre, asked, _space(space), _file(file), _number(offset), _number(size))
        async with Inflow(request, self._centre.patience) as inflow:
            await run_in_threadpool(adding.begin)
            async for data in inflow:
                await run_in_threadpool(adding.feed, data)
        _LOG.info("file %s: %d bytes taken", "broke off" if inflow.broken else "grew", adding.came)
        if inflow.broken:
            raise Declined(408, TOO_SLOW)
        await run_in_threadpool(adding.end)
        return bytes_of((await run_in_threadpool(self._held, adding.space, adding.file, asked.desk)).encode())

    def piece(self, request: Request, space: str, file: str, offset: str, size: str) -> Response:
        """Some bytes of a file that is there."""
        asked, of = signed(request), _space(space)
        covers(asked, b"")
        self._may_read(asked, of)
        with _disk():
            most = min(_number(size), limits.FILE_PIECE)
            found = self._centre.files.read(of, _file(file), _number(offset), most)
        if found is None:
            raise Declined(404, NOT_FOUND)
        return bytes_of(found)

    def _may_read(self, asked: SignedRequest, space: SpaceId) -> None:
        if not let_in(self._centre, asked).may_read(asked.desk, space):
            raise NotAllowed("not a member of the space")

    def _held(self, space: SpaceId, file: SealedId, desk: DeskId) -> Held:
        centre = self._centre
        with _disk():
            size = centre.files.size(space, file)
            if size is None:
                return Held(centre.files.begun(space, file, desk))
        now = centre.clock.now()
        return Held(size, make_file_receipt(centre.organisation, space, file, size=size, when=now, key=centre.key))


class _Adding:
    """One request's bytes on their way to the disk."""

    def __init__(
        self, centre: Centre, asked: SignedRequest, space: SpaceId, file: SealedId, offset: int, size: int
    ) -> None:
        self.space, self.file, self.came = space, file, 0
        self._centre, self._asked, self._at, self._size = centre, asked, offset, size
        self._is_there = False

    def begin(self) -> None:
        """Judge the request by its headers, before any of its body."""
        centre, desk = self._centre, self._asked.desk
        _may_bring(centre, self._asked, self.space)
        if not 0 < self._size <= limits.SEALED_FILE:
            raise Declined(413, TOO_BIG)
        with _disk():
            self._is_there = centre.files.size(self.space, self.file) is not None
            if not self._is_there and self._at > centre.files.begun(self.space, self.file, desk):
                raise Declined(409, OTHER_PIECE)

    def feed(self, data: bytes) -> None:
        """More of the body, cut anywhere."""
        if self._is_there:
            return
        if self._at + len(data) > self._size:
            raise Malformed("more bytes than the file was said to have")
        with _disk():
            self._centre.files.add(self.space, self.file, self._asked.desk, self._at, data)
        self._at += len(data)
        self.came += len(data)

    def end(self) -> None:
        """The body has ended. Raises Forged if the file is whole, and is not what it goes by."""
        if not self._is_there and self._at == self._size:
            with _disk():
                self._centre.files.finish(self.space, self.file, self._asked.desk)


@contextmanager
def _disk() -> Iterator[None]:
    try:
        yield
    except OSError as wrong:
        _LOG.error("the disk does not answer: %s", type(wrong).__name__)
        raise Declined(503, UNAVAILABLE) from wrong


def _may_bring(centre: Centre, asked: SignedRequest, space: SpaceId) -> None:
    if not let_in(centre, asked).may_bring(asked.desk, space):
        raise NotAllowed("may bring nothing into the space")


def _space(text: str) -> SpaceId:
    return SpaceId(Fields({"space": text}, "path").hex("space", 32))


def _file(text: str) -> SealedId:
    return SealedId(Fields({"file": text}, "path").hex("file", 64))


def _number(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or len(text) > 12:
        raise Malformed("path: no number")
    return int(text)
