"""The referral sheet: what one recipient is asked, for whom, until when, and the slip that comes back.

It cannot be made without a `Disclosure`, which only a release (or life in danger, or a legal duty) makes, and it prints
that and nothing else of her: what is withheld never comes here. No incident, no hours since it, no word of violence.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from fieldapp.domain.codes import Code, show_code
from fieldapp.domain.consent import ConsentMissing, How, Level, Release
from fieldapp.domain.phones import show_phone
from fieldapp.domain.referrals import Asked, Disclosure, Handover, Line, Priority, consent_line
from fieldapp.papers.drawing import draw
from fieldapp.papers.entries import entry, letterhead, party, to_sign, top_cells, values_of
from fieldapp.papers.marks import MM
from fieldapp.papers.pages import Document, Sheet, lay_out, whole
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
_CONTACT: Final = ("safe_contact", "phone", "address")


@dataclass(frozen=True, slots=True)
class Party:
    """Who sends or who is asked: a name, and lines under it (address, person, telephone)."""

    name: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralPaper:
    """All that stands on one referral sheet. Refuses to exist without a release for this recipient and these services.

    `wording` puts stored values into the paper's language ("female", "health_medical"); what it lacks stays as it is.
    """

    disclosure: Disclosure
    asked: Asked
    made: date
    sent_by: Party
    slip: Code
    to_lines: tuple[str, ...] = ()
    wording: Mapping[str, str] = field(default_factory=dict)
    letterhead: str = ""
    return_to: str = ""
    copy: int = 1
    copies: int = 1
    sample: bool = False

    def __post_init__(self) -> None:
        """Raises ConsentMissing: the rule is asked here too, whoever calls."""
        disclosure: object = self.disclosure
        if not isinstance(disclosure, Disclosure):
            raise ConsentMissing(sentence("A sheet is made from a release. Record what she agreed to first."))
        basis = disclosure.basis
        if " ".join(basis.recipient.split()).casefold() != " ".join(self.asked.recipient.split()).casefold():
            raise ConsentMissing(
                sentence("This release is for {recipient} alone. Ask her before somebody else is told."),
                recipient=basis.recipient,
            )
        if isinstance(basis, Release) and not self._within(basis):
            raise ConsentMissing(
                sentence("Her release to {recipient} has run out, was withdrawn, or is for other services."),
                recipient=basis.recipient,
            )

    def _within(self, release: Release) -> bool:
        """On its last day at the latest, not withdrawn, for these services."""
        return (
            release.withdrawn_on is None
            and release.until is not None
            and self.made <= release.until
            and release.services.issuperset(self.asked.services)
        )

    @property
    def level(self) -> Level:
        """How much of her stands on it, judged by what stands on it."""
        names = {line.name for line in self.disclosure.goes_out}
        if "needs" in names:
            return Level.NEEDS
        return Level.CONTACT if names & {"name", *_CONTACT} else Level.CODE

    def worded(self, stored: str) -> str:
        """A stored value in the paper's language."""
        return self.wording.get(stored, stored)


def referral_form(paper: ReferralPaper, language: Language) -> bytes:
    """The sheet as a PDF. Raises WordGivesAway, CannotPrint."""
    return draw(lay_out_referral(paper, language))


def lay_out_referral(paper: ReferralPaper, language: Language) -> Document:
    """Where everything stands on it."""
    refuse_words_that_give_away(_texts(paper))
    column = whole()
    stamp = say("SAMPLE", language=language) if paper.sample else ""
    head = letterhead(paper.letterhead, _copy(paper, language), column, stamp)
    foot = say(_LEVELS[paper.level], language=language)
    slip = return_slip(paper.slip, paper.return_to, column, language, stamp)
    return lay_out(_body(paper, column, language), Sheet(language, head, foot, sample=paper.sample), bottom=slip)


def _texts(paper: ReferralPaper) -> list[str]:
    """Whatever people wrote that will stand on the sheet."""
    return [
        paper.letterhead,
        paper.return_to,
        paper.asked.recipient,
        *paper.to_lines,
        paper.sent_by.name,
        *paper.sent_by.lines,
        *map(paper.worded, paper.asked.services),
        *(paper.worded(line.value) for line in paper.disclosure.goes_out),
    ]


def _copy(paper: ReferralPaper, language: Language) -> str:
    return say(
        "{day}, copy {copy} of {copies}",
        language=language,
        day=f"{paper.made:%d.%m.%Y}",
        copy=paper.copy,
        copies=paper.copies,
    )


def _body(paper: ReferralPaper, column: Column, language: Language) -> list[Strip]:
    values = values_of(column)
    return [
        *kept([*text(say("Referral", language=language), column, TITLE), gap(2 * MM), _cells(paper, column, language)]),
        gap(4 * MM),
        *entry(say("Referred to", language=language), column, party(paper.asked.recipient, paper.to_lines, values)),
        *entry(say("Person", language=language), column, _person(paper, values, language), LABEL_BIG),
        *_reached(paper, column, language),
        *entry(say("Asked of you", language=language), column, _services(paper, values)),
        *_needs(paper, column, language),
        *entry(say("Consent", language=language), column, _consent(paper, values, language)),
        *entry(say("Handed over", language=language), column, _handed_over(paper, values, language)),
        *entry(say("Referred by", language=language), column, _sent_by(paper, values, language)),
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
        strips += beside(*(_line(line, paper.worded(line.value), place, language) for line, place in pair))
    return strips


def _line(line: Line, value: str, values: Column, language: Language) -> list[Strip]:
    return text(f"{line.label.said(language)}: {value}", values, BODY)


def _reached(paper: ReferralPaper, column: Column, language: Language) -> list[Strip]:
    """Her safe times and words stand before her number, so that they are read before it is dialled."""
    out = {line.name: line for line in paper.disclosure.goes_out}
    strips: list[Strip] = []
    for line in (out[name] for name in _CONTACT if name in out):
        value = show_phone(line.value) if line.name == "phone" else line.value
        strips += _line(line, value, values_of(column), language)
    return entry(say("How to reach the person", language=language), column, strips) if strips else []


def _services(paper: ReferralPaper, values: Column) -> list[Strip]:
    return [strip for service in paper.asked.services for strip in tick(paper.worded(service), values, ticked=True)]


def _needs(paper: ReferralPaper, column: Column, language: Language) -> list[Strip]:
    said = [line.value for line in paper.disclosure.goes_out if line.name == "needs"]
    if not said:
        return []
    return entry(say("What you need to know", language=language), column, text(said[0], values_of(column), BODY))


def _consent(paper: ReferralPaper, values: Column, language: Language) -> list[Strip]:
    """By what right this is told; a signature only where her name stands anyway."""
    basis = paper.disclosure.basis
    strips = text(consent_line(paper.disclosure).said(language), values, BODY)
    if not paper.disclosure.named or not isinstance(basis, Release):
        return strips
    signer = (
        say("Signature of the witness", language=language)
        if basis.how is How.SPOKEN
        else say("Signature or thumbprint of the person", language=language)
    )
    return [*strips, gap(1.5 * MM), *to_sign([signer, say("Date", language=language)], values, [2, 1])]


def _handed_over(paper: ReferralPaper, values: Column, language: Language) -> list[Strip]:
    choices = [(say(words, language=language), each is paper.asked.handover) for each, words in HANDOVERS.items()]
    return ticks(choices, values, 2)


def _sent_by(paper: ReferralPaper, values: Column, language: Language) -> list[Strip]:
    signed = [say("Name and signature", language=language), say("Date", language=language)]
    return [*party(paper.sent_by.name, paper.sent_by.lines, values), gap(1.5 * MM), *to_sign(signed, values, [2, 1])]
