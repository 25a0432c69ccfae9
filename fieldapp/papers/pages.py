"""Lays strips on pages: nothing is cut off, nothing is written over, every page bears its number of how many."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from fieldapp.errors import Mistake
from fieldapp.papers.marks import MM, Mark, lowered
from fieldapp.papers.strips import LINE, SMALL, Column, Strip, Strips, beside, rule, stacked, text
from fieldapp.words import Language, say, sentence

A4: Final = (210 * MM, 297 * MM)
MARGIN: Final = 12 * MM
_FOOT: Final = 3 * MM  # between the last strip and the foot, at least
_TOO_LONG: Final = sentence("The letterhead or an address is so long that the page has no room left. Shorten it.")


class DoesNotFit(Mistake):
    """A part that must stand in one piece is higher than a page."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """Where a paper is printed: upright or on its side, with what stands on every page."""

    language: Language
    head: Strip
    foot: str
    landscape: bool = False
    sample: bool = False

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in points."""
        return (A4[1], A4[0]) if self.landscape else A4


@dataclass(frozen=True, slots=True)
class Document:
    """A paper whose every mark has its place; `running` stands on each page."""

    sheet: Sheet
    running: tuple[Mark, ...]
    pages: tuple[tuple[Mark, ...], ...]


def together(documents: Sequence[Document]) -> Document:
    """Papers of one kind in one file, one after the other, each with its own page numbers. At least one."""
    first = documents[0]
    return Document(first.sheet, first.running, tuple(page for document in documents for page in document.pages))


def whole(*, landscape: bool = False) -> Column:
    """From margin to margin."""
    return Column(MARGIN, (A4[1] if landscape else A4[0]) - MARGIN)


class _Pages:
    """The pages as they fill."""

    def __init__(self, top: float, bottom: float) -> None:
        self._top, self._bottom = top, bottom
        self.pages: list[list[Mark]] = [[]]
        self._used = top

    @property
    def left(self) -> float:
        """How much of the last page is free."""
        return self._bottom - self._used

    def begin(self, under: Strips = ()) -> None:
        """A new page, headed by what its first strip wants above it."""
        self.pages.append([])
        self._used = self._top
        for strip in under:
            self.place(strip)

    def place(self, strip: Strip) -> None:
        """Here and now, under what was placed before. Raises DoesNotFit rather than run off the page."""
        if strip.height > self.left + 0.01:
            raise DoesNotFit(_TOO_LONG)
        self.pages[-1].extend(lowered(mark, self._used) for mark in strip.marks)
        self._used += strip.height

    def sink(self, strip: Strip, bottom: float) -> None:
        """At the very end of the page."""
        self.pages[-1].extend(lowered(mark, bottom - strip.height) for mark in strip.marks)

    @property
    def fresh(self) -> bool:
        """Whether nothing was placed on the last page yet."""
        return self._used == self._top


def lay_out(strips: Strips, sheet: Sheet, bottom: Strip | None = None) -> Document:
    """The strips from the first page on; `bottom` at the end of the last, below its foot, to be torn off."""
    foots = _Foots(sheet)
    torn_off = bottom.height if bottom else 0.0
    pages = _Pages(MARGIN + sheet.head.height, foots.top() - _FOOT)
    for group in _groups(strips):
        _put(pages, group)
    if torn_off > pages.left:
        pages.begin()
    if torn_off > pages.left:
        raise DoesNotFit(_TOO_LONG)
    if bottom:
        pages.sink(bottom, sheet.size[1] - MARGIN)
    last = len(pages.pages)
    return Document(
        sheet,
        tuple(lowered(mark, MARGIN) for mark in sheet.head.marks),
        tuple(
            (*marks, *foots.marks(number, last, torn_off if number == last else 0))
            for number, marks in enumerate(pages.pages, 1)
        ),
    )


def lay_out_on_one(compose: Callable[[float], Strips], sheet: Sheet, bottom: Strip) -> Document:
    """With all the air there may be; with half of it, if only so it fits on one page."""
    roomy = lay_out(compose(1), sheet, bottom)
    if len(roomy.pages) == 1:
        return roomy
    close = lay_out(compose(0.5), sheet, bottom)
    return close if len(close.pages) == 1 else roomy


class _Foots:
    """What stands at the foot of each page: a neutral line, and which page of how many."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        across = Column(MARGIN, sheet.size[0] - MARGIN)
        said, self._number = across.split([4, 1], 4 * MM)
        self._words = text(sheet.foot, said, SMALL)
        self._rule = rule(across, LINE, below=1 * MM)
        self._height = self._foot(999, 999).height

    def _foot(self, page: int, pages: int) -> Strip:
        said = say("Page {page} of {pages}", language=self._sheet.language, page=page, pages=pages)
        return stacked([self._rule, *beside(self._words, text(said, self._number, SMALL, right=True))])

    def top(self) -> float:
        """Where the foot of an ordinary page begins."""
        return self._sheet.size[1] - MARGIN - self._height

    def marks(self, page: int, pages: int, raised: float) -> Iterator[Mark]:
        """The foot of one page, `raised` above what is torn off."""
        return (lowered(mark, self.top() - raised) for mark in self._foot(page, pages).marks)


def _put(pages: _Pages, group: list[Strip]) -> None:
    """A group on one page, if a page can hold it; a strip alone on a page is never parted further."""
    wanted = sum(strip.height for strip in group)
    if (wanted > pages.left or group[0].first) and not pages.fresh:
        pages.begin(group[0].under)
    for strip in group:
        if strip.height > pages.left and not pages.fresh:
            pages.begin(strip.under)
        pages.place(strip)


def _groups(strips: Strips) -> Iterator[list[Strip]]:
    """Strips that want to stay together."""
    group: list[Strip] = []
    for strip in strips:
        group.append(strip)
        if not strip.keep:
            yield group
            group = []
    if group:
        yield group
