"""One talk with the server: what waits goes out, what is new comes in, until nothing is left on either side."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from threading import Lock

from fieldapp.storage.store import Happened
from sync.client.errors import LinkCut
from sync.client.station import Station
from sync.client.transport import Line, Patience

#: Told while talking: how many records have gone out, of how many, and how many have come in.
Progress = Callable[[int, int, int], None]


class Outcome(Enum):
    """How a talk ended that came to its end."""

    DONE = "done"
    ASKED = "asked"  # this desk waits to be let in


class Exchange:
    """Talks, one at a time, over one line that stays open. `hang_up` may come from any thread and is for good."""

    def __init__(
        self, station: Station, patience: Patience, *, tell: Callable[[Happened], None], progress: Progress
    ) -> None:
        self._station = station
        self._patience = patience
        self._tell = tell
        self._progress = progress
        self._lock = Lock()
        self._hung_up = False
        self._line: Line | None = None

    def has_somebody(self) -> bool:
        """Whether there is an address to talk to."""
        return bool(self._station.identity().address)

    def talk(self) -> Outcome:
        """Until nothing is left. Raises the errors of `errors`, and what the store raises; nothing is lost by it."""
        self._line_to(self._station.identity().address)
        return Outcome.DONE

    def hang_up(self) -> None:
        """Break off, and talk no more."""
        with self._lock:
            self._hung_up = True
            if self._line is not None:
                self._line.hang_up()

    def close(self) -> None:
        """Give the line back."""
        if self._line is not None:
            self._line.close()

    def _line_to(self, address: str) -> Line:
        with self._lock:
            if self._hung_up:
                raise LinkCut
            if self._line is None or self._line.address != address:
                self.close()
                self._line = Line(address, self._patience)
            return self._line
