"""A request's body, read ahead of whoever works on it.

When a link breaks, the HTTP server throws away what nobody has asked for yet; so one task does nothing but ask.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from types import TracebackType
from typing import Final, Self

from starlette.requests import ClientDisconnect, Request

from sync.protocol.refusals import TOO_BIG, TOO_SLOW
from sync.server.gate import Declined

#: How many bytes are read ahead before the sender has to wait.
_AHEAD: Final = 1024 * 1024


class Inflow:
    """Gives, each time, all that has come since. At its end `broken` says that the body has none, `stalled` why."""

    def __init__(self, request: Request, patience: float) -> None:
        self._request = request
        self._patience = patience
        self._came = bytearray()
        self._news, self._room = asyncio.Event(), asyncio.Event()
        self._ended = False
        self.broken = False
        self.stalled = False

    async def __aenter__(self) -> Self:
        self._reader = asyncio.create_task(self._read())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._reader.cancel()
        await asyncio.wait([self._reader])
        if not self._reader.cancelled():
            self._reader.result()

    async def __aiter__(self) -> AsyncIterator[bytes]:
        while self._came or not self._ended:
            await self._news.wait()
            self._news.clear()
            data, self._came = bytes(self._came), bytearray()
            self._room.set()
            if data:
                yield data

    async def _read(self) -> None:
        try:
            async with asyncio.timeout(self._patience) as limit:
                async for data in self._request.stream():
                    limit.reschedule(None)
                    await self._put(data)
                    limit.reschedule(asyncio.get_running_loop().time() + self._patience)
        except ClientDisconnect:
            self.broken = True
        except TimeoutError:
            self.broken = self.stalled = True
        finally:
            self._ended = True
            self._news.set()

    async def _put(self, data: bytes) -> None:
        self._came += data
        self._news.set()
        while len(self._came) > _AHEAD:
            self._room.clear()
            await self._room.wait()


async def whole_body(request: Request, patience: float, most: int) -> bytes:
    """A body of at most so many bytes. Raises Declined for one that is longer, or that broke off."""
    body = bytearray()
    async with Inflow(request, patience) as inflow:
        async for data in inflow:
            body += data
            if len(body) > most:
                raise Declined(413, TOO_BIG)
    if inflow.broken:
        raise Declined(408, TOO_SLOW)
    return bytes(body)
