"""Connections that only read: any thread borrows one for a moment and sees one state of everything."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from fieldapp.storage.engine import Connection
from fieldapp.storage.troubles import troubles_told

#: What the first one keeps in memory: with less the search of a common name reads the disk again and again.
FIRST_KIB: Final = 32768
#: And those that are lent while it is out.
FURTHER_KIB: Final = 4096


class Readers:
    """Lends connections and takes them back; there are never more than were in use at once.

    The first one, which remembers the most, is lent whenever it is there; so all together take little more than it.
    """

    def __init__(self, open_one: Callable[[int], Connection]) -> None:
        """`open_one` is told how many KiB the connection may keep in memory."""
        self._open_one = open_one
        self._first: Connection | None = None
        self._opened = False
        self._idle: list[Connection] = []
        self._door = threading.Lock()
        self._closed = False

    @contextmanager
    def borrow(self) -> Iterator[Connection]:
        """A connection inside one read transaction: later saves are not seen before the next `borrow`."""
        with troubles_told():
            database = self._take()
            try:
                database.execute("BEGIN")
                yield database
            finally:
                if database.in_transaction:
                    database.execute("ROLLBACK")
                self._take_back(database)

    def close(self) -> None:
        """Nothing is lent any more. What is lent still, to a copy that is being stopped, closes when it comes back."""
        with self._door:
            self._closed = True
            for database in self._idle:
                database.close()
            self._idle.clear()

    def _take_back(self, database: Connection) -> None:
        with self._door:
            if self._closed:
                database.close()
            else:
                self._idle.insert(len(self._idle) if database is self._first else 0, database)

    def _take(self) -> Connection:
        with self._door:
            if self._closed:
                raise RuntimeError("the store is closed")
            if self._idle:
                return self._idle.pop()
            first, self._opened = not self._opened, True
        database = self._open_one(FIRST_KIB if first else FURTHER_KIB)
        database.execute("PRAGMA query_only=ON")
        if first:
            self._first = database
        return database
