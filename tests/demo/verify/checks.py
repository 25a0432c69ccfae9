"""A check has a name that says what should be so, and tells what is not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

#: So many faults of one check are told one by one.
_TOLD: Final = 10


@dataclass(frozen=True, slots=True)
class Check:
    """What should be so, what of it is not, and on how much that rests."""

    name: str
    faults: tuple[str, ...]
    on: str = ""

    def lines(self) -> Iterator[str]:
        """As it is printed."""
        yield f"{'failed' if self.faults else 'ok    '}  {self.name}{f' ({self.on})' if self.on else ''}"
        yield from (f"            {fault}" for fault in self.faults[:_TOLD])
        if len(self.faults) > _TOLD:
            yield f"            and {len(self.faults) - _TOLD} more"


def check(name: str, faults: Iterable[str], on: str = "") -> Check:
    """All faults of one kind under one name."""
    return Check(name, tuple(faults), on)
