"""What our papers have in common: the letterhead, entries with a label on the left, cells at the top, signatures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from fieldapp.papers.marks import MM
from fieldapp.papers.strips import (
    ASIDE,
    BIG,
    BODY,
    HAIR,
    LABEL,
    LINE,
    SMALL,
    STRONG,
    Column,
    Strip,
    Strips,
    Style,
    beside,
    framed,
    gap,
    kept,
    rule,
    stacked,
    text,
)
from fieldapp.words import Language, say

_LABELS: Final = 40 * MM
_GUTTER: Final = 4 * MM


@dataclass(frozen=True, slots=True)
class Entries:
    """Labels on the left, values on the right, a thin line above each; `air` is how much room they have, 1 or less."""

    column: Column
    language: Language
    air: float = 1

    @property
    def values(self) -> Column:
        """Where the values stand."""
        return Column(self.column.left + _LABELS + _GUTTER, self.column.right)

    def entry(self, label: str, values: Strips, style: Style = LABEL) -> list[Strip]:
        """One entry. Its first two lines stay together."""
        labels = text(label, Column(self.column.left, self.column.left + _LABELS), style)
        lines = beside(labels, values)
        together = max(2, len(labels))
        room = 1.2 * MM * self.air
        return [
            *kept([rule(self.column, HAIR, above=room, below=room), *lines[:together]]),
            *lines[together:],
            gap(0.8 * MM * self.air),
        ]

    def to_sign(self, signer: str) -> Strip:
        """A frame for a name, a signature or a print of the thumb, and one for the day, in the values' column."""
        labels = [signer, say("Date", language=self.language)]
        return stacked([gap(1 * MM), *to_sign(labels, self.values, [2, 1], (9 + 4 * self.air) * MM)])


def letterhead(name: str, right: str, column: Column, stamp: str = "") -> Strip:
    """Who sends this, as the organisation wants to be named or not at all, and what the sheet is among its copies."""
    left, middle, beyond = column.split([3, 1, 2], 4 * MM)
    line = beside(
        text(name, left, STRONG), text(stamp, middle, STRONG, middle=True), text(right, beyond, ASIDE, right=True)
    )
    return stacked([*line, rule(column, LINE, above=1.5 * MM, below=5 * MM)])


def top_cells(cells: Sequence[tuple[str, str]], column: Column) -> Strip:
    """What must be seen first: framed side by side, a small label over a big value."""
    places = column.split([1] * len(cells), 3 * MM)
    inside = []
    for place, (label, value) in zip(places, cells, strict=True):
        within = Column(place.left + 3 * MM, place.right - 3 * MM)
        inside.append(stacked([*text(label, within, SMALL), *text(value, within, BIG)]))
    height = max(strip.height for strip in inside) + 4 * MM
    framed_cells = [framed(strip, place, height=height) for strip, place in zip(inside, places, strict=True)]
    return stacked(beside(*([cell] for cell in framed_cells)))


def party(name: str, lines: Sequence[str], column: Column) -> list[Strip]:
    """A name in strong letters, and the lines under it."""
    return [*text(name, column, STRONG), *(strip for line in lines if line for strip in text(line, column, BODY))]


def to_sign(labels: Sequence[str], column: Column, shares: Sequence[float], height: float = 13 * MM) -> list[Strip]:
    """Frames to write a name, a signature or a print of the thumb into, each with its label inside, at the top."""
    places = column.split(shares, 3 * MM)
    cells = []
    for label, place in zip(labels, places, strict=True):
        within = Column(place.left + 1.5 * MM, place.right - 1.5 * MM)
        said = stacked(text(label, within, SMALL))
        cells.append([framed(said, place, HAIR, pad=0.8 * MM, height=max(height, said.height + 8 * MM))])
    return kept([*beside(*cells), gap(1 * MM)])
