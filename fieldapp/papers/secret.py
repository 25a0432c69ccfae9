"""Sheets that hold a secret: a recovery code in groups of signs, a share of a root key in lines of words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from fieldapp.papers.drawing import draw
from fieldapp.papers.entries import letterhead
from fieldapp.papers.letters import Face
from fieldapp.papers.marks import MM
from fieldapp.papers.pages import Document, Sheet, lay_out, whole
from fieldapp.papers.strips import (
    BODY,
    LINE,
    SMALL,
    TITLE,
    Column,
    Strip,
    Style,
    beside,
    framed,
    gap,
    kept,
    square_code,
    stacked,
    text,
    writing_line,
)
from fieldapp.words import Language, say

_GROUP: Final = Style(Face.STRONG, 19, 26)
_WORD: Final = Style(Face.STRONG, 15, 21)
_NUMBER: Final = Style(Face.TEXT, 8.5, _WORD.leading)
_ACROSS: Final = 4
_MODULE: Final = 0.9 * MM


@dataclass(frozen=True, slots=True, kw_only=True)
class SecretPage:
    """A secret on one sheet: what it is, its groups or its rows of words, how to keep it.

    `square`: the same again as a QR, or nothing.
    """

    title: str
    groups: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    lines: tuple[str, ...]
    square: str = ""
    letterhead: str = ""
    sample: bool = False


def secret_page(page: SecretPage, language: Language) -> bytes:
    """The sheet as a PDF. Raises CannotPrint."""
    return draw(lay_out_secret(page, language))


def recovery_paper(groups: tuple[str, ...], language: Language, *, sample: bool = False) -> bytes:
    """The sheet with a worker's recovery code. It names neither her nor the program."""
    return secret_page(recovery_page(groups, language, sample=sample), language)


def recovery_page(groups: tuple[str, ...], language: Language, *, sample: bool = False) -> SecretPage:
    """What that sheet says."""
    lines = (
        say("With this code you can open your work again if you forget your passphrase.", language=language),
        say("Keep it where you keep your passport. Never keep it with the laptop.", language=language),
        say("Do not photograph it, do not copy it into a telephone, do not send it.", language=language),
        say("Whoever has this sheet and the laptop can read everything in it.", language=language),
        say("If it is lost, or if somebody has seen it, tell your coordinator at once.", language=language),
    )
    return SecretPage(title=say("Recovery code", language=language), groups=groups, lines=lines, sample=sample)


def lay_out_secret(page: SecretPage, language: Language) -> Document:
    """Where everything stands on it."""
    column = whole()
    stamp = say("SAMPLE", language=language) if page.sample else ""
    strips = [
        *text(page.title, column, TITLE),
        gap(4 * MM),
        *_groups(page.groups, column),
        *_rows(page.rows, column),
        gap(4 * MM),
        *_beside_square(page, column),
        gap(8 * MM),
        *writing_line(
            Column(column.left, column.left + column.room / 2),
            say("Place for your own note, such as where the copy is", language=language),
        ),
    ]
    foot = say("Keep this sheet locked away.", language=language)
    return lay_out(strips, Sheet(language, letterhead(page.letterhead, "", column, stamp), foot, sample=page.sample))


def _groups(groups: Sequence[str], column: Column) -> list[Strip]:
    """Four across, each framed and numbered, so that none is left out when it is read aloud."""
    places = column.split([1] * _ACROSS, 4 * MM)
    strips: list[Strip] = []
    for start in range(0, len(groups), _ACROSS):
        cells = []
        for number, (group, place) in enumerate(zip(groups[start : start + _ACROSS], places, strict=False), start + 1):
            within = Column(place.left + 2 * MM, place.right - 2 * MM)
            said = stacked([*text(str(number), within, SMALL), *text(group, within, _GROUP, middle=True)])
            cells.append([framed(said, place, LINE, pad=1.5 * MM)])
        strips += [*beside(*cells), gap(4 * MM)]
    return kept(strips)


def _rows(rows: Sequence[Sequence[str]], column: Column) -> list[Strip]:
    """Each row framed and numbered, as the messages about slips number them; its words in columns."""
    strips: list[Strip] = []
    for number, row in enumerate(rows, 1):
        within = Column(column.left + 2 * MM, column.right - 2 * MM)
        beside_number = Column(within.left + 8 * MM, within.right)
        places = beside_number.split([1] * len(row), 2 * MM)
        words = [text(word, place, _WORD) for word, place in zip(row, places, strict=True)]
        said = beside(text(f"{number}", within, _NUMBER), *words)
        strips += [framed(stacked(said), column, LINE, pad=1 * MM), gap(2.5 * MM)]
    return kept(strips)


def _beside_square(page: SecretPage, column: Column) -> list[Strip]:
    """The words on how to keep it, numbered; the QR, if there is one, at their right."""
    square = square_code(page.square, 0, _MODULE, "m") if page.square else None
    room = Column(column.left, column.right - (square.height + 6 * MM if square else 0))
    words = [strip for number, line in enumerate(page.lines, 1) for strip in _numbered(number, line, room)]
    if square is None:
        return words
    placed = square_code(page.square, column.right - square.height, _MODULE, "m")
    return beside([stacked(words)], [placed])


def _numbered(number: int, line: str, column: Column) -> list[Strip]:
    narrow = Column(column.left + 8 * MM, column.right)
    return [*beside(text(f"{number}.", column, BODY), text(line, narrow, BODY)), gap(1.5 * MM)]
