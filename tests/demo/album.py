"""The pictures of a demo in the order they were taken, and what was wrong on them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path


class Album:
    """Gives every picture a number; a text that is cut off or lies over another counts against the demo."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.taken = 0
        self.faults: list[str] = []

    def next(self, desk: str, what: str) -> Path:
        """Where the next picture goes."""
        self.taken += 1
        return self._folder / f"{self.taken:03} {desk} {what}.png"

    def blame(self, picture: Path, faults: Iterable[object]) -> None:
        """This was found on it."""
        self.faults += [f"{picture.name}: {fault}" for fault in faults]
