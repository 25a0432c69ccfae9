"""Connections that only read: any thread borrows one for a moment and sees one state of everything."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from fieldapp.storage.engine import Connection
from fieldapp.storage.troubles import troubles_told


class Readers:
    """Lends connections and takes them back; there are never more than were in use at once."""

    def __init__(self, open_one: Callable[[], Connection]) -> None:
        self._open_one = open_one
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
                self._idle.append(database)

    def _take(self) -> Connection:
        with self._door:
            if self._closed:
                raise RuntimeError("the store is closed")
            if self._idle:
                return self._idle.pop()
        database = self._open_one()
        database.execute("PRAGMA query_only=ON")
        return database
