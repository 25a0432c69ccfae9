"""The line between the desks and the server: real TCP, with a recorder in the middle that can cut it.

Every byte of either direction is kept in a file, a pair of files for each connection. Which desk a connection belongs
to is read from the requests' own headers.
"""

from __future__ import annotations

import re
import socket
import threading
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sync.protocol.paths import NEWS
from sync.protocol.requests import DESK

_AT_ONCE: Final = 64 * 1024
_DESK: Final = re.compile(rb"(?im)^" + DESK.encode() + rb": *([0-9a-f]{32})\r?$")
_NEWS: Final = re.compile(rb"GET " + NEWS.encode() + rb"/([0-9a-f]{32})/")


@dataclass(frozen=True, slots=True)
class Traffic:
    """Bytes of one desk's connections, headers and all."""

    sent: int
    received: int
    connections: int


class Wire:
    """Reachable at `port` once `open` was called; until then, and after `cut`, a connection is refused."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._server = 0
        self._listening = self._bound(0)
        self.port: int = self._listening.getsockname()[1]
        self._threads: list[threading.Thread] = []
        self._sockets: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._number = 0
        self._whole = False

    @staticmethod
    def _bound(port: int) -> socket.socket:
        """Bound and not listening: the port is kept, and whoever calls is refused."""
        bound = socket.socket()
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind(("127.0.0.1", port))
        return bound

    def open(self, server: int) -> None:
        """From now on connections reach the server at this port."""
        self._server = server
        self._whole = True
        self._listening.listen()
        self._start(self._accept, self._listening)

    def cut(self) -> None:
        """Break every connection, and refuse new ones until it is opened again."""
        _end(self._listening)
        with self._lock:
            self._whole = False
            for each in self._sockets:
                _end(each)
            self._sockets.clear()
        for thread in self._threads:
            thread.join()
        self._threads.clear()
        self._listening = self._bound(self.port)

    def talks(self) -> Counter[str]:
        """How many talks each desk, by its id, has begun: a signed request, or the question whether there is news."""
        sent = [path.read_bytes() for path in self._folder.glob("* sent")]
        return Counter(who.decode() for each in sent for who in (*_DESK.findall(each), *_NEWS.findall(each)))

    def close(self) -> None:
        """The demo is over."""
        self.cut()
        self._listening.close()

    def _start(self, work: Callable[..., None], *given: object) -> None:
        thread = threading.Thread(target=work, args=given, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self, listening: socket.socket) -> None:
        while True:
            try:
                desk, _ = listening.accept()
            except OSError:
                return
            try:
                server = socket.create_connection(("127.0.0.1", self._server))
            except OSError:
                _end(desk)
                continue
            with self._lock:
                if not self._whole:  # it was cut while this one was being put through
                    _end(desk)
                    _end(server)
                    return
                self._sockets |= {desk, server}
                self._number += 1
                for way, source, target in (("sent", desk, server), ("received", server, desk)):
                    self._start(self._carry, source, target, self._folder / f"{self._number:04} {way}")

    def _carry(self, source: socket.socket, target: socket.socket, kept: Path) -> None:
        with kept.open("ab", buffering=0) as file:
            while True:
                try:
                    part = source.recv(_AT_ONCE)
                    file.write(part)
                    if not part:
                        target.shutdown(socket.SHUT_WR)
                        return
                    target.sendall(part)
                except OSError:
                    _end(source)
                    _end(target)
                    return


def traffic(folder: Path, desks: Mapping[str, str]) -> dict[str, Traffic]:
    """What each desk sent and received: `desks` says their names by their ids. Connections of nobody are "nobody"."""
    found: dict[str, list[tuple[int, int]]] = {}
    for sent in sorted(folder.glob("* sent")):
        received = sent.with_name(sent.name.replace("sent", "received"))
        who = _DESK.search(sent.read_bytes())
        name = desks.get(who[1].decode(), "nobody") if who else "nobody"
        size = received.stat().st_size if received.exists() else 0
        found.setdefault(name, []).append((sent.stat().st_size, size))
    return {
        name: Traffic(sum(out for out, _ in sizes), sum(back for _, back in sizes), len(sizes))
        for name, sizes in sorted(found.items())
    }


def _end(each: socket.socket) -> None:
    with suppress(OSError):  # it may not be connected any more
        each.shutdown(socket.SHUT_RDWR)
    each.close()
