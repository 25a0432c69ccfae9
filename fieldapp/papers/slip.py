"""The tear-off slip at the foot of a referral sheet, which the receiving service sends back.

It bears its own code and nothing else: no name, no case, no word of what was asked.
"""

from __future__ import annotations

from fieldapp.domain.codes import Code, show_code
from fieldapp.papers.entries import to_sign
from fieldapp.papers.marks import MM, lowered
from fieldapp.papers.strips import (
    BODY,
    COMB,
    HAIR,
    HEADING,
    SMALL,
    STRONG,
    Column,
    Strip,
    beside,
    comb,
    gap,
    rule,
    square_code,
    stacked,
    text,
    tick,
)
from fieldapp.words import Language, say

_MODULE = 1.0 * MM
_QR = 29 * _MODULE  # 21 modules and a quiet zone of four on each side
_SIDE = 39 * MM  # the widest code there can be, on one line


def return_slip(code: Code | None, return_to: str, column: Column, language: Language, stamp: str = "") -> Strip:
    """The slip, in one piece. Without a code it has boxes to write one into."""
    words = Column(column.left, column.right - (_SIDE + 4 * MM if code else 0))
    title = beside(text(say("Answer slip", language=language), words, HEADING), text(stamp, words, HEADING, right=True))
    cut = [
        rule(column, HAIR, above=4 * MM, dashed=True),
        *text(say("Cut off here", language=language), column, SMALL, middle=True),
    ]
    left = stacked([*title, *_to_fill_in(code, return_to, words, language)])
    return stacked([*cut, *beside([left], _square(code, Column(column.right - _SIDE, column.right)))])


def _square(code: Code | None, place: Column) -> list[Strip]:
    if code is None:
        return []
    square = square_code(code, place.right - _QR, _MODULE)
    return [stacked([square, *text(show_code(code), place, STRONG, right=True)])]


def _to_fill_in(code: Code | None, return_to: str, column: Column, language: Language) -> list[Strip]:
    where = say("Please fill in this slip and give it back to the office that sent the sheet.", language=language)
    if return_to:
        where = say("Please fill in this slip and send it back to:", language=language)
    return [
        *text(where, column, BODY),
        *(text(return_to, column, STRONG) if return_to else []),
        gap(2 * MM),
        *([] if code else _code_boxes(column, language)),
        *_seen(column, language),
        *to_sign(
            [say("Name, signature, stamp", language=language), say("Date", language=language)],
            column,
            [3, 1],
            height=14 * MM,
        ),
    ]


def _seen(column: Column, language: Language) -> list[Strip]:
    """Seen on a day, or not; the boxes of the day stand beside their tick."""
    seen, day, not_seen = column.split([5, 6, 5], 3 * MM)
    boxes = comb((2, 2, 4), ".", day.left)
    return beside(
        _level(tick(say("Seen on", language=language), seen), boxes.height),
        [boxes],
        _level(tick(say("Not seen", language=language), not_seen), boxes.height),
    )


def _level(strips: list[Strip], height: float) -> list[Strip]:
    """In the middle of the boxes beside them."""
    inside = stacked(strips)
    drop = max(0.0, (COMB[1] - inside.height) / 2)
    return [Strip(max(height, inside.height + drop), tuple(lowered(mark, drop) for mark in inside.marks))]


def _code_boxes(column: Column, language: Language) -> list[Strip]:
    label, boxes = column.split([3, 10], 3 * MM)
    said = text(say("Number of the slip", language=language), label, BODY)
    return beside([stacked(said)], [comb((4, 4, 2), "-", boxes.left)])
