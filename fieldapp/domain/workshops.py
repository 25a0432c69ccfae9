"""Workshops: who came, by one key each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum


class Mark(Enum):
    """What the roll says of one participant on one day."""

    PRESENT = "present"
    LATE = "late"
    ABSENT = "absent"
    EXCUSED = "excused"


@dataclass(frozen=True, slots=True)
class RollCount:
    """How many bear each mark, and how many bear none yet."""

    present: int
    late: int
    absent: int
    excused: int
    unmarked: int

    @property
    def attended(self) -> int:
        """Present or late: who counts as reached."""
        return self.present + self.late


def count_roll(marks: Iterable[Mark | None]) -> RollCount:
    """The head line over a roll."""
    counted = Counter(marks)
    return RollCount(
        present=counted[Mark.PRESENT],
        late=counted[Mark.LATE],
        absent=counted[Mark.ABSENT],
        excused=counted[Mark.EXCUSED],
        unmarked=counted[None],
    )
