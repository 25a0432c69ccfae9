"""What every measurement shares: a figure beside the one to reach, how it is printed, and processes to measure."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One measured number beside the one to reach, the floor under it, and what somebody else's takes for the same.

    `measured` is None where this system cannot tell; `reach` where the design names none.
    """

    name: str
    unit: str
    measured: float | None
    reach: float | None = None
    floor: float | None = None
    other: float | None = None

    @property
    def line(self) -> str:
        """For people."""
        if self.measured is None:
            return f"{self.name:58} cannot be told on this system"
        floor = f", {self.measured / self.floor:.2f} × the floor of {self.floor:.3g}" if self.floor else ""
        other = f", 1 : {self.other / self.measured:.0f} with {self.other:.3g} of the other" if self.other else ""
        return f"{self.name:58} {self.measured:9.2f} {self.unit:4}{self._verdict}{floor}{other}"

    @property
    def _verdict(self) -> str:
        if self.measured is None or self.reach is None:
            return ""
        past = self.measured - self.reach
        return f" of {self.reach:g}, " + ("reached" if past <= 0 else f"missed by {past:.3g}")


def show(figures: Iterable[Figure], *, as_json: bool) -> None:
    """Print them for people, or for a program."""
    if as_json:
        print(json.dumps([{name: getattr(each, name) for name in Figure.__slots__} for each in figures], indent=2))
        return
    for each in figures:
        print(each.line, flush=True)


def middle_and_99(times: Sequence[float]) -> tuple[float, float]:
    """What half of them stay below, and all but one of a hundred."""
    ordered = sorted(times)
    return ordered[len(ordered) // 2], ordered[len(ordered) * 99 // 100]


def memory() -> float | None:
    """Megabytes this process holds now; told by Linux alone."""
    status = Path("/proc/self/status")
    if not status.exists():
        return None
    (line,) = (line for line in status.read_text().splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1000


def as_started_before(**more: str) -> dict[str, str]:
    """The environment of a program that was started here before: its bytecode is kept, outside the checkout."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPYCACHEPREFIX": str(Path(tempfile.gettempdir()) / "fieldapp-bench-bytecode"), **more}


def python(module: str, *arguments: object) -> list[str]:
    """How a process of ours is started."""
    return [sys.executable, "-m", module, *map(str, arguments)]
