"""The few kinds of marks that a paper is made of, and where each stands, in points from the page's top left corner."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from fieldapp.papers.letters import Face, width

MM: Final = 72 / 25.4
#: How far letters reach above and below their line, as parts of their size: Й and ǵ with the ink of both weights.
RISE: Final = 0.94
DROP: Final = 0.25


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle on the page."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Area) -> bool:
        """Whether the two share more than an edge."""
        return (
            min(self.right, other.right) - max(self.left, other.left) > 0.01
            and min(self.bottom, other.bottom) - max(self.top, other.top) > 0.01
        )

    def holds(self, other: Area) -> bool:
        """Whether the other lies wholly inside."""
        return (
            self.left <= other.left + 0.01
            and self.top <= other.top + 0.01
            and self.right >= other.right - 0.01
            and self.bottom >= other.bottom - 0.01
        )


@dataclass(frozen=True, slots=True)
class Words:
    """One line of text; `y` is the line the letters stand on."""

    x: float
    y: float
    text: str
    face: Face
    size: float

    @property
    def area(self) -> Area:
        """What the letters cover."""
        end = self.x + width(self.text, self.face, self.size)
        return Area(self.x, self.y - RISE * self.size, end, self.y + DROP * self.size)


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line, level: between things, or to write on. `dashed`: to cut along."""

    x: float
    y: float
    length: float
    weight: float
    dashed: bool = False

    @property
    def area(self) -> Area:
        """What the ink covers."""
        return Area(self.x, self.y - self.weight / 2, self.x + self.length, self.y + self.weight / 2)


@dataclass(frozen=True, slots=True)
class Frame:
    """A rectangle to write in, or around something; `ticked`: with a tick in it."""

    x: float
    y: float
    width: float
    height: float
    weight: float
    ticked: bool = False

    @property
    def area(self) -> Area:
        """The rectangle without half of its line."""
        return Area(self.x, self.y, self.x + self.width, self.y + self.height)


@dataclass(frozen=True, slots=True)
class Squares:
    """A square code (QR): rows of dark and light modules, its quiet zone of four modules included in `size`."""

    x: float
    y: float
    size: float
    rows: tuple[bytes, ...]

    @property
    def area(self) -> Area:
        """With the quiet zone, into which nothing may be written."""
        return Area(self.x, self.y, self.x + self.size, self.y + self.size)


Mark = Words | Rule | Frame | Squares


def lowered(mark: Mark, by: float) -> Mark:
    """The same mark so much further down."""
    return replace(mark, y=mark.y + by)
