"""A wire between a desk and its server that can be slow, far, cut, dead or listened to: a TCP proxy in a thread."""

from __future__ import annotations

import asyncio
import contextlib
import random
import socket
import struct
import threading
import time
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

_PACKET: Final = 1400
_BLOCK: Final = 64 * 1024
_PATIENCE: Final = 20.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """What the wire is like. `kbit`: thousand bits a second each way, 0 for any number. `rtt`: seconds there and back;
    making a connection takes one, as over a real distance. `cut_every`: all connections break after about so many
    bytes (half to one and a half of it, both ways together), 0 for never.
    """

    kbit: float = 0
    rtt: float = 0
    cut_every: int = 0
    seed: int = 1


@dataclass
class Flow:
    """One direction. `bytes` went in, `heard` keeps them where the wire is listened to."""

    bytes: int = 0
    heard: bytearray | None = None
    left: int | None = None
    spoil: int | None = None
    free: float = 0.0


@dataclass(eq=False)
class _Pair:
    desk: socket.socket
    server: socket.socket
    ended: int = 0
    tasks: list[asyncio.Task[None]] = field(default_factory=list)


class Wire:
    """Carries bytes from `port` to the server and back. Every method may be called from any thread.

    `up` is what the desk sends, `down` what it gets; `connections` were made, `cuts` were the wire's doing.
    """

    def __init__(self, server: int, shape: Shape, *, listen: bool) -> None:
        """Use `wire_to`."""
        self.up, self.down = Flow(), Flow()
        if listen:
            self.up.heard, self.down.heard = bytearray(), bytearray()
        self.connections = 0
        self.cuts = 0
        self._before: Callable[[], object] | None = None
        self._dies = False
        self.server = server
        self._shape = shape
        self._random = random.Random(shape.seed)
        self._until_cut = self._draw()
        self._pairs: set[_Pair] = set()
        self._door = self._socket(0)
        self.port: int = self._door.getsockname()[1]
        self._loop = asyncio.new_event_loop()
        self._revived = asyncio.Event()
        self._revived.set()
        self._accepting: asyncio.Task[None] | None = None
        self._thread = threading.Thread(target=self._loop.run_forever, name="wire", daemon=True)
        self._thread.start()
        self._do(self._open())

    @property
    def url(self) -> str:
        """What a desk takes for its server's address."""
        return f"http://127.0.0.1:{self.port}"

    def cut(self) -> None:
        """Break every connection now."""
        self._do(self._cut())

    def cut_after(
        self, *, up: int | None = None, down: int | None = None, do: Callable[[], object] | None = None
    ) -> None:
        """Break every connection once so many more bytes have arrived at the server (`up`) or at the desk (`down`).

        `do` is done just before, in the wire's thread.
        """
        self._before, self._dies = do, False
        self.up.left, self.down.left = up, down

    def die_after(
        self, *, up: int | None = None, down: int | None = None, do: Callable[[], object] | None = None
    ) -> None:
        """The same, but then nothing is carried any more, and nobody is told."""
        self._before, self._dies = do, True
        self.up.left, self.down.left = up, down

    def spoil_after(self, *, up: int | None = None, down: int | None = None) -> None:
        """Turn one bit of the byte that comes after so many more."""
        self.up.spoil, self.down.spoil = up, down

    def die(self) -> None:
        """Carry nothing from now on, and tell nobody: a cable that was pulled out somewhere far away."""
        self._loop.call_soon_threadsafe(self._revived.clear)

    def revive(self) -> None:
        """Carry what waited, and all that follows."""
        self._loop.call_soon_threadsafe(self._revived.set)

    def close_door(self) -> None:
        """Whoever connects is refused, as where no server runs."""
        self._do(self._shut())

    def open_door(self) -> None:
        """At the same port again."""
        self._door = self._socket(self.port)
        self._do(self._open())

    def close(self) -> None:
        """Break everything and end the thread."""
        self._do(self._shut())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(_PATIENCE)
        self._loop.close()

    # In its own thread

    def _do(self, work: Coroutine[Any, Any, None]) -> None:
        done: Future[None] = asyncio.run_coroutine_threadsafe(work, self._loop)
        done.result(_PATIENCE)

    def _socket(self, port: int) -> socket.socket:
        door = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if self._shape.kbit:
            door.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 16 * 1024)  # what waits here counts as sent
        door.bind(("127.0.0.1", port))
        door.listen(128)
        door.setblocking(False)
        return door

    async def _open(self) -> None:
        self._accepting = self._loop.create_task(self._accept())

    async def _shut(self) -> None:
        if self._accepting is not None:
            self._accepting.cancel()
            await asyncio.wait([self._accepting])
        self._door.close()
        await self._cut(count=False)

    async def _accept(self) -> None:
        while True:
            desk, _ = await self._loop.sock_accept(self._door)
            self.connections += 1
            server = socket.socket()
            server.setblocking(False)
            pair = _Pair(desk, server)
            self._pairs.add(pair)
            pair.tasks.append(self._loop.create_task(self._join(pair)))

    async def _join(self, pair: _Pair) -> None:
        await asyncio.sleep(self._shape.rtt)
        try:
            await self._loop.sock_connect(pair.server, ("127.0.0.1", self.server))
        except OSError:
            await self._break(pair)
            return
        for end in (pair.desk, pair.server):
            end.setblocking(False)
            end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for source, target, flow in ((pair.desk, pair.server, self.up), (pair.server, pair.desk, self.down)):
            way: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue(maxsize=64)
            pair.tasks.append(self._loop.create_task(self._take(pair, source, flow, way)))
            pair.tasks.append(self._loop.create_task(self._give(pair, target, flow, way)))

    async def _take(
        self, pair: _Pair, source: socket.socket, flow: Flow, way: asyncio.Queue[tuple[float, bytes]]
    ) -> None:
        """Bytes onto the wire, as fast as it takes them."""
        shaped = self._shape.kbit or self._shape.cut_every
        data = b"-"
        while data:
            try:
                data = await self._loop.sock_recv(source, _PACKET if shaped else _BLOCK)
            except OSError:
                await self._break(pair)
                return
            flow.bytes += len(data)
            if flow.heard is not None:
                flow.heard += data
            if self._shape.kbit:
                flow.free = max(flow.free, time.monotonic()) + len(data) * 8 / (self._shape.kbit * 1000)
                await asyncio.sleep(flow.free - time.monotonic())
            await way.put((time.monotonic() + self._shape.rtt / 2, data))

    async def _give(
        self, pair: _Pair, target: socket.socket, flow: Flow, way: asyncio.Queue[tuple[float, bytes]]
    ) -> None:
        """Bytes off the wire at its other end."""
        while True:
            due, data = await way.get()
            await asyncio.sleep(due - time.monotonic())
            await self._revived.wait()
            try:
                if not data:
                    await self._end(pair, target)
                    return
                passing = _spoilt(flow, data if flow.left is None else data[: flow.left])
                await self._loop.sock_sendall(target, passing)
            except OSError:
                await self._break(pair)
                return
            if self._is_due(flow, len(data)):
                if self._before is not None:
                    self._before()
                if not self._dies:
                    await self._cut()
                    return
                self._revived.clear()

    async def _end(self, pair: _Pair, target: socket.socket) -> None:
        """One side has said all; once both have, the connection is over."""
        target.shutdown(socket.SHUT_WR)
        pair.ended += 1
        if pair.ended == 2:
            self._pairs.discard(pair)
            pair.desk.close()
            pair.server.close()

    def _is_due(self, flow: Flow, size: int) -> bool:
        """Whether a cut is due after so many bytes more."""
        if flow.left is not None:
            flow.left -= size
            if flow.left <= 0:
                flow.left = None
                return True
        if self._shape.cut_every:
            self._until_cut -= size
            if self._until_cut <= 0:
                self._until_cut = self._draw()
                return True
        return False

    def _draw(self) -> int:
        return int(self._shape.cut_every * self._random.uniform(0.5, 1.5))

    async def _cut(self, *, count: bool = True) -> None:
        self.cuts += count
        await self._break(*self._pairs)

    async def _break(self, *pairs: _Pair) -> None:
        """Both ends hear of it at once, by a reset."""
        self._pairs -= set(pairs)
        own = asyncio.current_task()
        tasks = [task for pair in pairs for task in pair.tasks if task is not own and not task.done()]
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks)  # until nobody is at the sockets any more
        for end in (end for pair in pairs for end in (pair.desk, pair.server)):
            with contextlib.suppress(OSError):
                end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            end.close()


def _spoilt(flow: Flow, data: bytes) -> bytes:
    at, flow.spoil = flow.spoil, None if flow.spoil is None else flow.spoil - len(data)
    if at is None or at >= len(data):
        return data
    flow.spoil = None
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


PLAIN: Final = Shape()


@contextmanager
def wire_to(server: int, shape: Shape = PLAIN, *, listen: bool = False) -> Iterator[Wire]:
    """A wire to the server at this port of this computer, for as long as the block lasts."""
    wire = Wire(server, shape, listen=listen)
    try:
        yield wire
    finally:
        wire.close()
