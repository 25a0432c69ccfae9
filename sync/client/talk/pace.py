"""How long to wait before the next talk: longer and longer while nobody answers, and never in step with other desks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

#: Seconds between two talks while the server answers and there is nothing new.
POLL: Final = 60.0
#: The same for a desk that waits to be let in, with her beside it.
POLL_JOINING: Final = 10.0
AFTER_CUT: Final = 0.3
SHORTEST: Final = 2.0
LONGEST: Final = 300.0


class Pace:
    """Counts failures. `random` gives a number from 0 up to 1; by it a wait is up to an eighth longer or shorter."""

    def __init__(self, random: Callable[[], float]) -> None:
        self._random = random
        self._failures = 0

    def after_success(self, *, joining: bool) -> float:
        """Seconds to wait."""
        self.reset()
        return self._about(POLL_JOINING if joining else POLL)

    def after_trouble(self) -> float:
        """Seconds to wait, twice as many each time."""
        wait = min(SHORTEST * 2**self._failures, LONGEST)
        self._failures = min(self._failures + 1, 32)
        return self._about(wait)

    def after_cut(self) -> float:
        """Seconds to wait where the line broke but something had got through: such a line is used while it holds."""
        self.reset()
        return self._about(AFTER_CUT)

    def reset(self) -> None:
        """Something changed: begin with short waits again."""
        self._failures = 0

    def _about(self, seconds: float) -> float:
        return seconds * (0.875 + self._random() / 4)
