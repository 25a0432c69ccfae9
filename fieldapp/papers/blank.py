"""Empty papers for power cuts: a form's questions in the order of the screen, to be filled in by hand and typed later.

Papers know no forms: whoever prints turns a form's questions into `BlankQuestion`s.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import Enum
from typing import Final

from fieldapp.papers.drawing import draw
from fieldapp.papers.entries import letterhead, to_sign
from fieldapp.papers.letters import wrap
from fieldapp.papers.marks import MM, Frame
from fieldapp.papers.pages import Document, Sheet, lay_out, together, whole
from fieldapp.papers.strips import (
    BODY,
    HAIR,
    HEADING,
    HEAVY,
    LABEL,
    SMALL,
    STRONG,
    TICK,
    TITLE,
    Column,
    Strip,
    Style,
    beside,
    comb,
    gap,
    kept,
    rule,
    square_code,
    stacked,
    text,
    ticks,
    writing_line,
)
from fieldapp.words import Language, say

_NUMBER: Final = 9 * MM
_SPECIAL: Final = 5.5 * MM
_MOST_CHOICES: Final = 20
_LONG_LINES: Final = 4


class Kind(Enum):
    """What an answer looks like on paper."""

    TEXT = "text"
    LONG = "long"
    NUMBER = "number"
    DATE = "date"
    TIME = "time"
    CODE = "code"
    ONE = "one"
    SEVERAL = "several"
    SIGNATURE = "signature"
    NOTE = "note"
    HEADING = "heading"


_COMBS: Final[dict[Kind, tuple[tuple[int, ...], str]]] = {
    Kind.NUMBER: ((6,), ""),
    Kind.DATE: ((2, 2, 4), "."),
    Kind.TIME: ((2, 2), ":"),
    Kind.CODE: ((4, 4, 2), "-"),
}
_UNNUMBERED: Final = frozenset((Kind.NOTE, Kind.HEADING))


@dataclass(frozen=True, slots=True)
class BlankQuestion:
    """A question to be answered by hand. A note is read out, a heading begins a part: neither has a number."""

    label: str
    kind: Kind
    choices: tuple[str, ...] = ()
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BlankPaper:
    """An empty form. Its QR says which form in which version it is, so that it is typed into the right one."""

    title: str
    form: str
    version: str
    questions: tuple[BlankQuestion, ...]
    letterhead: str = ""
    sample: bool = False


def blank_paper(paper: BlankPaper, language: Language, copies: int = 1) -> bytes:
    """The empty form as a PDF, so many times. Raises CannotPrint."""
    return draw(together([lay_out_blank(paper, language)] * copies))


def lay_out_blank(paper: BlankPaper, language: Language) -> Document:
    """Where everything stands on it."""
    column = whole()
    stamp = say("SAMPLE", language=language) if paper.sample else ""
    strips = [*_top(paper, column, language), *_questions(paper.questions, column, language)]
    foot = say("Form version {version}", language=language, version=paper.version)
    return lay_out(strips, Sheet(language, letterhead(paper.letterhead, "", column, stamp), foot, sample=paper.sample))


def _top(paper: BlankPaper, column: Column, language: Language) -> list[Strip]:
    """Title, case code, who fills it in and when; the QR at the right."""
    content, module = f"F:{paper.form}:{paper.version}", 0.8 * MM
    size = square_code(content, 0, module, "m").height
    room = Column(column.left, column.right - size - 4 * MM)
    label, boxes = room.split([2, 5], 3 * MM)
    lines = [
        *text(paper.title, room, TITLE),
        gap(2 * MM),
        *_labelled(say("Case code", language=language), label, comb((4, 4, 2), "-", boxes.left)),
        *_labelled(say("Date", language=language), label, comb((2, 2, 4), ".", boxes.left)),
        *_labelled(say("Filled in by", language=language), label, stacked(writing_line(boxes, height=6 * MM))),
    ]
    legend = say(
        "In the small box at the right: ? not known, × declined, – not asked. Leave it empty otherwise.",
        language=language,
    )
    square = square_code(content, column.right - size, module, "m")
    return [*beside([stacked(lines)], [square]), gap(3 * MM), *text(legend, column, SMALL), gap(1 * MM)]


def _labelled(label: str, place: Column, answer: Strip) -> list[Strip]:
    return beside([stacked([gap(1.2 * MM), *text(label, place, LABEL)])], [answer])


def _questions(questions: Iterable[BlankQuestion], column: Column, language: Language) -> Iterator[Strip]:
    number = 0
    for question in questions:
        if question.kind not in _UNNUMBERED:
            number += 1
        yield from _question(question, number, column, language)


def _question(question: BlankQuestion, number: int, column: Column, language: Language) -> list[Strip]:
    match question.kind:
        case Kind.HEADING:
            strips = [gap(4 * MM), rule(column, HEAVY, below=1.5 * MM), *text(question.label, column, HEADING)]
            return [replace(strip, keep=True) for strip in strips]
        case Kind.NOTE:
            return [gap(1.5 * MM), *_said(question, column, BODY), gap(1.5 * MM)]
        case Kind.LONG | Kind.SIGNATURE:
            return _wide(question, number, column, language)
        case _:
            return _narrow(question, number, column)


def _said(question: BlankQuestion, column: Column, style: Style) -> list[Strip]:
    return [*text(question.label, column, style), *(text(question.hint, column, SMALL) if question.hint else [])]


def _asked(question: BlankQuestion, number: int, column: Column) -> list[Strip]:
    """The question with its number, as on the screen."""
    words = Column(column.left + _NUMBER, column.right)
    return beside(text(str(number), column, LABEL), _said(question, words, STRONG))


def _wide(question: BlankQuestion, number: int, column: Column, language: Language) -> list[Strip]:
    """An answer that needs the whole width, under its question."""
    inside = Column(column.left + _NUMBER, column.right - _SPECIAL - 3 * MM)
    asked = _asked(question, number, Column(column.left, inside.right))
    if question.kind is Kind.SIGNATURE:
        labels = [say("Name and signature or thumbprint", language=language), say("Date", language=language)]
        return kept([_parting(column), *asked, gap(1 * MM), *to_sign(labels, inside, [2, 1], 16 * MM), gap(1.5 * MM)])
    lines = [strip for _ in range(_LONG_LINES) for strip in writing_line(inside)]
    return kept([_parting(column), *beside([*asked, *lines], _special(column)), gap(2.5 * MM)])


def _narrow(question: BlankQuestion, number: int, column: Column) -> list[Strip]:
    """The question on the left, its answer on the right."""
    left, right = Column(column.left, column.right - _SPECIAL - 3 * MM).split([11, 10], 5 * MM)
    asked = [stacked(_asked(question, number, left))]
    return kept([_parting(column), *beside(asked, [stacked(_answer(question, right))], _special(column)), gap(1 * MM)])


def _answer(question: BlankQuestion, column: Column) -> list[Strip]:
    if question.kind in _COMBS:
        groups, between = _COMBS[question.kind]
        return [comb(groups, between, column.left)]
    if question.choices and len(question.choices) <= _MOST_CHOICES:
        return ticks([(choice, False) for choice in question.choices], column, _across(question.choices, column))
    return writing_line(column, height=8 * MM)


def _across(choices: Iterable[str], column: Column) -> list[float]:
    """Two columns of boxes if every choice fits into half the room on one line."""
    half = column.room / 2 - TICK - 5 * MM
    return [1, 1] if all(len(wrap(choice, BODY.face, BODY.size, half)) <= 1 for choice in choices) else [1]


def _parting(column: Column) -> Strip:
    return rule(column, HAIR, above=1.2 * MM, below=1.5 * MM)


def _special(column: Column) -> list[Strip]:
    """The small box for "not known", "declined", "not asked"."""
    box = Frame(column.right - _SPECIAL, 0, _SPECIAL, _SPECIAL, HAIR)
    return [Strip(_SPECIAL, (box,))]
