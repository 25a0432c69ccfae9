"""The one thread that writes, so that nothing ever waits for a lock or sees half a save."""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Final, TypeVar

from fieldapp.storage.engine import Connection, DatabaseError
from fieldapp.storage.troubles import trouble_behind

T = TypeVar("T")

_log: Final = logging.getLogger(__name__)

#: With nothing to do for so long, the write-ahead log is folded into the file.
IDLE_SECONDS: Final = 0.5
#: After so many writes without a pause it is folded in between two of them, so that it cannot grow without end.
_WRITES_BETWEEN: Final = 1000


class Writer:
    """Runs functions one after the other, each in a transaction of its own, in the order they were given.

    A function's transaction is committed and on the disk before its Future has a result; when the function or the
    commit fails, nothing of it remains and the Future has the error.
    """

    def __init__(self, database: Connection) -> None:
        self._database = database
        self._waiting: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._unfolded = 0
        self._closed = False
        self._door = threading.Lock()
        self._thread = threading.Thread(target=self._work, name="fieldapp-store-writer", daemon=True)
        self._thread.start()

    def run(self, work: Callable[[Connection], T], committed: Callable[[T], None] = lambda _: None) -> Future[T]:
        """Queue `work`; it runs inside BEGIN IMMEDIATE … COMMIT, and then, before anything else, `committed`."""
        return self._put(lambda: self._transaction(work, committed))

    def run_outside(self, work: Callable[[Connection], T]) -> Future[T]:
        """Queue `work` without a transaction: for what SQLite forbids inside one (backup, checkpoint)."""
        return self._put(lambda: work(self._database))

    def close(self) -> None:
        """Finish what is queued, fold the write-ahead log into the file and end the thread."""
        with self._door:
            if self._closed:
                return
            self._closed = True
            self._waiting.put(None)
        self._thread.join()

    def _put(self, work: Callable[[], T]) -> Future[T]:
        if threading.current_thread() is self._thread:
            raise RuntimeError("the writer would wait for itself")
        future: Future[T] = Future()

        def answer() -> None:
            if not future.set_running_or_notify_cancel():
                return
            try:
                result = work()
            except BaseException as error:  # noqa: BLE001 - whoever asked gets it, whatever it is
                future.set_exception(_told(error))
            else:
                future.set_result(result)

        with self._door:
            if self._closed:
                raise RuntimeError("the store is closed")
            self._waiting.put(answer)
        return future

    def _work(self) -> None:
        while True:
            try:
                answer = self._waiting.get(timeout=IDLE_SECONDS if self._unfolded else None)
            except queue.Empty:
                self._fold("PASSIVE")
                continue
            if answer is None:
                break
            answer()
            self._unfolded += 1
            if self._unfolded >= _WRITES_BETWEEN:
                self._fold("PASSIVE")
        self._fold("TRUNCATE")
        self._database.close()

    def _transaction(self, work: Callable[[Connection], T], committed: Callable[[T], None]) -> T:
        self._database.execute("BEGIN IMMEDIATE")
        try:
            result = work(self._database)
            self._database.execute("COMMIT")
        finally:
            if self._database.in_transaction:
                self._database.execute("ROLLBACK")
        committed(result)
        return result

    def _fold(self, how: str) -> None:
        self._unfolded = 0
        try:
            self._database.execute(f"PRAGMA wal_checkpoint({how})").fetchall()
        except DatabaseError as error:
            # What was saved is safe in the log; the next save or opening meets the same trouble and tells it.
            _log.info("the write-ahead log could not be folded in: %s", error)


def _told(error: BaseException) -> BaseException:
    trouble = trouble_behind(error)
    if trouble is None:
        return error
    trouble.__cause__ = error
    return trouble
