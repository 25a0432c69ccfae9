"""A bell whose waits last as long as the test says, so that nobody sleeps."""

from __future__ import annotations

import queue

_PATIENCE = 20.0


class TestBell:
    """`asked` gives how long the thread wants to wait, a wait at a time; `pass_` lets it go by, `ring` wakes."""

    __test__ = False

    def __init__(self) -> None:
        self._now = 0.0
        self._asked: queue.SimpleQueue[float] = queue.SimpleQueue()
        self._ends: queue.SimpleQueue[bool] = queue.SimpleQueue()

    def asked(self) -> float:
        """How long it wants to wait now."""
        return self._asked.get(timeout=_PATIENCE)

    def pass_(self) -> None:
        """So much time has gone by."""
        self._ends.put(False)

    def ring(self) -> None:
        self._ends.put(True)

    def wait(self, seconds: float) -> bool:
        self._asked.put(seconds)
        rang = self._ends.get(timeout=_PATIENCE)
        self._now += 0 if rang else seconds
        return rang

    def now(self) -> float:
        return self._now
