"""Strips: the bands a paper is composed of, each as high as one line or one row, so that a page can end after any.

Nothing here knows pages. A strip's marks are measured from its own top and from the page's left edge.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Final

import segno

from fieldapp.papers.letters import Face, printable, width, wrap
from fieldapp.papers.marks import MM, Frame, Mark, Rule, Squares, Words, lowered

HAIR: Final = 0.5  # points: the thinnest line that a tired copier keeps
LINE: Final = 0.8
HEAVY: Final = 1.4
TICK: Final = 4 * MM
COMB: Final = (5.5 * MM, 7 * MM)
_STANDS: Final = 0.75  # where letters stand in their line


@dataclass(frozen=True, slots=True)
class Style:
    """How a text is set: its weight, its size, and the height of its line (at least 1.3 of the size)."""

    face: Face
    size: float
    leading: float


TITLE: Final = Style(Face.STRONG, 20, 27)
HEADING: Final = Style(Face.STRONG, 12, 17)
BIG: Final = Style(Face.STRONG, 14, 19)
BODY: Final = Style(Face.TEXT, 10.5, 14.5)
STRONG: Final = Style(Face.STRONG, 10.5, 14.5)
LABEL: Final = Style(Face.STRONG, 9, 14.5)
LABEL_BIG: Final = Style(Face.STRONG, 9, BIG.leading)  # stands on the same line as BIG beside it
SMALL: Final = Style(Face.TEXT, 8.5, 11.5)
ASIDE: Final = Style(Face.TEXT, 8.5, BODY.leading)  # small, on the same line as BODY beside it


@dataclass(frozen=True, slots=True)
class Strip:
    """A band of the page.

    `keep`: on the same page as the next one. `under`: repeated above it on a new page. `first`: it begins a page.
    """

    height: float
    marks: tuple[Mark, ...] = ()
    keep: bool = False
    under: tuple[Strip, ...] = ()
    first: bool = False


Strips = Sequence[Strip]


@dataclass(frozen=True, slots=True)
class Column:
    """From where to where, in points from the page's left edge."""

    left: float
    right: float

    @property
    def room(self) -> float:
        """Its width."""
        return self.right - self.left

    def split(self, parts: Sequence[float], gap: float) -> list[Column]:
        """Columns of its own, as wide as `parts` say in proportion, `gap` points apart."""
        whole = (self.room - gap * (len(parts) - 1)) / sum(parts)
        made, left = [], self.left
        for part in parts:
            made.append(Column(left, left + part * whole))
            left += part * whole + gap
        return made


def text(words: str, column: Column, style: Style, *, right: bool = False, middle: bool = False) -> list[Strip]:
    """A text, wrapped: a strip for each line."""
    strips = []
    for line in wrap(words, style.face, style.size, column.room):
        spare = column.room - width(line, style.face, style.size)
        x = column.left + (spare if right else spare / 2 if middle else 0)
        marks = (Words(x, style.leading * _STANDS, line, style.face, style.size),) if line else ()
        strips.append(Strip(style.leading, marks))
    return strips


def word(words: str, x: float, y: float, style: Style) -> Words:
    """One word or two that surely fit, standing on `y`."""
    return Words(x, y, printable(words), style.face, style.size)


def gap(height: float) -> Strip:
    """Nothing, so high."""
    return Strip(height)


def rule(column: Column, weight: float = HAIR, *, above: float = 0, below: float = 0, dashed: bool = False) -> Strip:
    """A level line with room above and below."""
    return Strip(above + below, (Rule(column.left, above, column.room, weight, dashed),))


def beside(*columns: Strips) -> list[Strip]:
    """Columns next to one another, line by line, so that they may run on over a page's end."""
    merged = []
    for across in zip_longest(*columns, fillvalue=Strip(0)):
        height = max(strip.height for strip in across)
        merged.append(Strip(height, tuple(mark for strip in across for mark in strip.marks)))
    return merged


def stacked(strips: Strips) -> Strip:
    """One strip of many: they will never be parted."""
    marks: list[Mark] = []
    top = 0.0
    for strip in strips:
        marks.extend(lowered(mark, top) for mark in strip.marks)
        top += strip.height
    return Strip(top, tuple(marks))


def kept(strips: Iterable[Strip]) -> list[Strip]:
    """All on one page, if one page can hold them; the last is free to be parted from what follows."""
    together = [replace(strip, keep=True) for strip in strips]
    return [*together[:-1], replace(together[-1], keep=False)] if together else []


def framed(inside: Strip, column: Column, weight: float = LINE, pad: float = 2 * MM, height: float = 0) -> Strip:
    """A frame around a strip."""
    height = max(height, inside.height + 2 * pad)
    frame = Frame(column.left, 0, column.room, height, weight)
    return Strip(height, (frame, *(lowered(mark, pad) for mark in inside.marks)))


def tick(words: str, column: Column, *, ticked: bool = False, style: Style = BODY) -> list[Strip]:
    """A box to tick and what it says beside it."""
    line = max(style.leading, TICK + 1.5 * MM)
    shift = (line - style.leading) / 2
    said = text(words, Column(column.left + TICK + 2.2 * MM, column.right), style)
    box = Frame(column.left, (line - TICK) / 2, TICK, TICK, LINE, ticked)
    first = Strip(line, (box, *(lowered(mark, shift) for mark in said[0].marks)))
    return kept([first, *said[1:]])


def ticks(choices: Sequence[tuple[str, bool]], column: Column, shares: Sequence[float]) -> list[Strip]:
    """Boxes to tick, row by row in columns of these shares."""
    places = column.split(shares, 4 * MM)
    strips: list[Strip] = []
    for start in range(0, len(choices), len(shares)):
        row = zip(places, choices[start : start + len(shares)], strict=False)
        strips += kept(beside(*(tick(words, place, ticked=ticked) for place, (words, ticked) in row)))
    return strips


def comb(groups: Sequence[int], between: str, x: float) -> Strip:
    """Boxes for single letters or digits, in groups: 2, 2 and 4 with dots for a date."""
    wide, high = COMB
    marks: list[Mark] = []
    for number, count in enumerate(groups):
        if number:
            x += 0.8 * MM
            marks.append(word(between, x, high - 1.6 * MM, BODY))
            x += width(between, BODY.face, BODY.size) + 0.8 * MM
        for _ in range(count):
            marks.append(Frame(x, 0, wide, high, LINE))
            x += wide
    return Strip(high + 1.5 * MM, tuple(marks))


def writing_line(column: Column, under: str = "", height: float = 9 * MM) -> list[Strip]:
    """A line to write on, with what belongs there in small letters under it."""
    line = Strip(height, (Rule(column.left, height, column.room, HAIR),))
    return kept([line, *(text(under, column, SMALL) if under else ())])


def square_code(content: str, x: float, module: float, stained: str = "h") -> Strip:
    """A QR code with its quiet zone; at level H it survives a coffee stain, at M it takes more."""
    code = segno.make_qr(content, error=stained, boost_error=False, mask=4)
    rows = tuple(bytes(row) for row in code.matrix)
    size = (len(rows) + 8) * module
    return Strip(size, (Squares(x, 0, size, rows),))
