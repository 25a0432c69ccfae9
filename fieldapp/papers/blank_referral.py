"""An empty referral sheet for power cuts: the same sheet as the printed one, with lines to write on.

If it has a slip's code, that code was drawn beforehand and is typed in later with the rest.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from fieldapp.domain.codes import Code
from fieldapp.papers.drawing import draw
from fieldapp.papers.entries import Entries, letterhead
from fieldapp.papers.marks import MM
from fieldapp.papers.pages import Document, Sheet, lay_out_on_one, together, whole
from fieldapp.papers.referral import HANDOVERS, PRIORITIES
from fieldapp.papers.slip import return_slip
from fieldapp.papers.strips import (
    BODY,
    TITLE,
    Column,
    Strip,
    beside,
    comb,
    gap,
    stacked,
    text,
    tick,
    ticks,
    writing_line,
)
from fieldapp.papers.wording import refuse_words_that_give_away
from fieldapp.words import Language, say, sentence

_DAY: Final = 52 * MM  # as wide as the boxes of a day
_HOW: Final = (sentence("in writing"), sentence("by thumbprint"), sentence("spoken before a witness"))


@dataclass(frozen=True, slots=True, kw_only=True)
class BlankReferral:
    """What is printed on an empty sheet: the services that may be asked for, in the paper's language."""

    services: tuple[str, ...]
    slip: Code | None = None
    letterhead: str = ""
    return_to: str = ""
    sample: bool = False


def blank_referral(papers: Sequence[BlankReferral], language: Language) -> bytes:
    """The empty sheets as a PDF, each with its own slip. Raises WordGivesAway, CannotPrint."""
    return draw(together([lay_out_blank_referral(paper, language) for paper in papers]))


def lay_out_blank_referral(paper: BlankReferral, language: Language) -> Document:
    """Where everything stands on it."""
    refuse_words_that_give_away((*paper.services, paper.letterhead, paper.return_to))
    column = whole()
    stamp = say("SAMPLE", language=language) if paper.sample else ""
    head = letterhead(paper.letterhead, "", column, stamp)
    foot = say("Never write what happened. For the recipient alone.", language=language)
    slip = return_slip(paper.slip, paper.return_to, column, language, stamp)
    sheet = Sheet(language, head, foot, sample=paper.sample)
    return lay_out_on_one(lambda air: _body(paper, Entries(column, language, air)), sheet, slip)


def _body(paper: BlankReferral, entries: Entries) -> list[Strip]:
    values, language = entries.values, entries.language
    sender = say("Name and signature", language=language)
    services = ticks([(service, False) for service in paper.services], values, [1, 1])
    return [
        *text(say("Referral", language=language), entries.column, TITLE),
        *entries.entry(say("Priority", language=language), _one_of(PRIORITIES.values(), values, [3, 3, 4], language)),
        *entries.entry(say("To be seen before", language=language), [_day_and_hour(values)]),
        *entries.entry(say("Referred to", language=language), _to_write_on(values, 2)),
        *entries.entry(say("Person", language=language), _person(values, language)),
        *entries.entry(say("Asked of you", language=language), [*services, *_to_write_on(values, 1)]),
        *entries.entry(say("Consent", language=language), _consent(entries)),
        *entries.entry(say("Handed over", language=language), _one_of(HANDOVERS.values(), values, [1, 1], language)),
        *entries.entry(say("Referred by", language=language), [entries.to_sign(sender)]),
    ]


def _one_of(words: Iterable[str], values: Column, shares: Sequence[float], language: Language) -> list[Strip]:
    return ticks([(say(each, language=language), False) for each in words], values, shares)


def _to_write_on(values: Column, lines: int) -> list[Strip]:
    return [*(strip for _ in range(lines) for strip in writing_line(values, height=7.5 * MM)), gap(1 * MM)]


def _day_and_hour(values: Column) -> Strip:
    day, hour = values.split([1, 1], 4 * MM)
    return stacked(beside([comb((2, 2, 4), ".", day.left)], [comb((2, 2), ":", hour.left)]))


def _person(values: Column, language: Language) -> list[Strip]:
    """Boxes for the code; a line for the name, which is written only if it was released."""
    label, boxes = values.split([1, 2], 3 * MM)
    code = stacked([gap(1 * MM), *text(say("Code", language=language), label, BODY)])
    return [
        *beside([code], [comb((4, 4, 2), "-", boxes.left)]),
        *writing_line(values, say("or name, only if it was released", language=language), 6.5 * MM),
    ]


def _consent(entries: Entries) -> list[Strip]:
    language, said = entries.language, Column(entries.values.left, entries.values.right - _DAY - 3 * MM)
    return [
        _ticked_with_day(say("Kept by the referring organisation, given on", language=language), said),
        _ticked_with_day(say("Released to this recipient until", language=language), said),
        *_one_of(_HOW, entries.values, [3, 4, 5], language),
        entries.to_sign(say("Signature or thumbprint, only if the name stands on this sheet", language=language)),
    ]


def _ticked_with_day(words: str, column: Column) -> Strip:
    return stacked([*beside([stacked(tick(words, column))], [comb((2, 2, 4), ".", column.right + 3 * MM)])])
