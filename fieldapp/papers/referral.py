"""The referral sheet: what one recipient is asked, for whom, until when, and the slip that comes back.

It cannot be made without a `Disclosure`, which only a release (or life in danger, or a legal duty) makes, and it prints
that and nothing else of her: what is withheld never comes here. No incident, no hours since it, no word of violence.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from fieldapp.domain.codes import show_code
from fieldapp.domain.consent import How, Level, Release
from fieldapp.domain.phones import show_phone
from fieldapp.domain.referrals import Handover, Line, Priority, consent_line
from fieldapp.papers.drawing import draw
from fieldapp.papers.entries import Entries, letterhead, party, top_cells
from fieldapp.papers.marks import MM
from fieldapp.papers.pages import Document, Sheet, lay_out_on_one, whole
from fieldapp.papers.referral_paper import CONTACT, ReferralPaper
from fieldapp.papers.slip import return_slip
from fieldapp.papers.strips import BIG, BODY, LABEL_BIG, TITLE, Column, Strip, beside, gap, kept, text, tick, ticks
from fieldapp.papers.wording import refuse_words_that_give_away
from fieldapp.words import Language, say, sentence

PRIORITIES: Final[Mapping[Priority, str]] = {
    Priority.EMERGENCY: sentence("At once"),
    Priority.URGENT: sentence("Urgent"),
    Priority.NORMAL: sentence("Ordinary"),
}
HANDOVERS: Final[Mapping[Handover, str]] = {
    Handover.BY_HER: sentence("carried by the person"),
    Handover.ENVELOPE: sentence("in a sealed envelope"),
    Handover.WORKER: sentence("brought by a worker"),
    Handover.PHONE: sentence("read out by telephone"),
}
_LEVELS: Final[Mapping[Level, str]] = {
    Level.CODE: sentence("Level 1: a code and what is asked, no name. For the recipient alone."),
    Level.CONTACT: sentence("Level 2: name or contact, as released. For the recipient alone."),
    Level.NEEDS: sentence("Level 3: name, contact and needs, as released. For the recipient alone."),
}
_DETAILS: Final = ("sex", "age_band", "language", "interpreter")


def referral_form(paper: ReferralPaper, language: Language) -> bytes:
    """The sheet as a PDF. Raises WordGivesAway, CannotPrint."""
    return draw(lay_out_referral(paper, language))


def lay_out_referral(paper: ReferralPaper, language: Language) -> Document:
    """Where everything stands on it: closer together, if that spares a second page."""
    refuse_words_that_give_away(paper.texts())
    column = whole()
    stamp = say("SAMPLE", language=language) if paper.sample else ""
    head = letterhead(paper.letterhead, _copy(paper, language), column, stamp)
    sheet = Sheet(language, head, say(_LEVELS[paper.level], language=language), sample=paper.sample)
    slip = return_slip(paper.slip, paper.return_to, column, language, stamp)
    return lay_out_on_one(lambda air: _body(paper, Entries(column, language, air)), sheet, slip)


def _copy(paper: ReferralPaper, language: Language) -> str:
    return say(
        "{day}, copy {copy} of {copies}",
        language=language,
        day=f"{paper.made:%d.%m.%Y}",
        copy=paper.copy,
        copies=paper.copies,
    )


def _body(paper: ReferralPaper, entries: Entries) -> list[Strip]:
    column, values, language, air = entries.column, entries.values, entries.language, entries.air
    title = text(say("Referral", language=language), column, TITLE)
    return [
        *kept([*title, gap(2 * MM * air), _cells(paper, column, language)]),
        gap(4 * MM * air),
        *entries.entry(say("Referred to", language=language), party(paper.asked.recipient, paper.to_lines, values)),
        *entries.entry(say("Person", language=language), _person(paper, values, language), LABEL_BIG),
        *_reached(paper, entries),
        *entries.entry(say("Asked of you", language=language), _services(paper, values)),
        *_needs(paper, entries),
        *entries.entry(say("Consent", language=language), _consent(paper, entries)),
        *entries.entry(say("Handed over", language=language), _handed_over(paper, values, language)),
        *entries.entry(say("Referred by", language=language), _sent_by(paper, entries)),
    ]


def _cells(paper: ReferralPaper, column: Column, language: Language) -> Strip:
    asked = paper.asked
    before = f"{asked.seen_before:%d.%m.%Y, %H:%M}" if asked.seen_before else say("no fixed day", language=language)
    cells = (
        (say("Priority", language=language), say(PRIORITIES[asked.priority], language=language)),
        (say("To be seen before", language=language), before),
        (say("Number of the slip", language=language), show_code(paper.slip)),
    )
    return top_cells(cells, column)


def _person(paper: ReferralPaper, values: Column, language: Language) -> list[Strip]:
    """Her code, or her name if that was released: never both, or one sheet would give away who is meant by others."""
    out = {line.name: line for line in paper.disclosure.goes_out}
    known_as = out["name"] if "name" in out else out["code"]
    details = [out[name] for name in _DETAILS if name in out]
    strips = text(known_as.value, values, BIG)
    places = values.split([1, 1], 4 * MM)
    for start in range(0, len(details), 2):
        pair = zip(details[start : start + 2], places, strict=False)
        strips += beside(*(_line(line, paper.worded(line.name, line.value), place, language) for line, place in pair))
    return strips


def _line(line: Line, value: str, values: Column, language: Language) -> list[Strip]:
    return text(f"{line.label.said(language)}: {value}", values, BODY)


def _reached(paper: ReferralPaper, entries: Entries) -> list[Strip]:
    """Her safe times and words stand before her number, so that they are read before it is dialled."""
    out = {line.name: line for line in paper.disclosure.goes_out}
    strips: list[Strip] = []
    for line in (out[name] for name in CONTACT if name in out):
        value = show_phone(line.value) if line.name == "phone" else line.value
        strips += _line(line, value, entries.values, entries.language)
    return entries.entry(say("How to reach the person", language=entries.language), strips) if strips else []


def _services(paper: ReferralPaper, values: Column) -> list[Strip]:
    return [strip for service in paper.services() for strip in tick(service, values, ticked=True)]


def _needs(paper: ReferralPaper, entries: Entries) -> list[Strip]:
    said = [line.value for line in paper.disclosure.goes_out if line.name == "needs"]
    if not said:
        return []
    return entries.entry(say("What you need to know", language=entries.language), text(said[0], entries.values, BODY))


def _consent(paper: ReferralPaper, entries: Entries) -> list[Strip]:
    """By what right this is told; a signature only where her name stands anyway."""
    basis, language = paper.disclosure.basis, entries.language
    strips = text(consent_line(paper.disclosure).said(language), entries.values, BODY)
    if not paper.disclosure.named or not isinstance(basis, Release):
        return strips
    if basis.how is How.SPOKEN:
        return [*strips, entries.to_sign(say("Signature of the witness", language=language))]
    return [*strips, entries.to_sign(say("Signature or thumbprint of the person", language=language))]


def _handed_over(paper: ReferralPaper, values: Column, language: Language) -> list[Strip]:
    choices = [(say(words, language=language), each is paper.asked.handover) for each, words in HANDOVERS.items()]
    return ticks(choices, values, [1, 1])


def _sent_by(paper: ReferralPaper, entries: Entries) -> list[Strip]:
    strips = party(paper.sent_by.name, paper.sent_by.lines, entries.values)
    return [*strips, entries.to_sign(say("Name and signature", language=entries.language))]
