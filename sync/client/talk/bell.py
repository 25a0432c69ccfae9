"""What a waiting thread hears, and the time it goes by."""

from __future__ import annotations

import time
from threading import Event
from typing import Protocol


class Wake(Protocol):
    """Lets one thread wait and others wake it. Tests bring their own."""

    def ring(self) -> None:
        """Wake whoever waits, or else the next who does."""

    def wait(self, seconds: float) -> bool:
        """Wait so long, or until it rings; whether it rang."""

    def now(self) -> float:
        """Seconds that only grow, whatever is done to the laptop's clock."""


class Bell:
    """The real one."""

    def __init__(self) -> None:
        self._rung = Event()

    def ring(self) -> None:
        """Wake whoever waits."""
        self._rung.set()

    def wait(self, seconds: float) -> bool:
        """Wait so long, or until it rings."""
        rang = self._rung.wait(seconds)
        if rang:
            self._rung.clear()
        return rang

    def now(self) -> float:
        """Of the monotonic clock."""
        return time.monotonic()
