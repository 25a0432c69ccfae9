"""What may stand on a referral sheet, and the rule that it cannot exist without a release."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from fieldapp.domain.codes import Code
from fieldapp.domain.consent import ConsentMissing, Level, Release
from fieldapp.domain.referrals import Asked, Disclosure
from fieldapp.words import sentence

CONTACT: Final = ("safe_contact", "phone", "address")
_SERVICES: Final = "services"


@dataclass(frozen=True, slots=True)
class Party:
    """Who sends or who is asked: a name, and lines under it (address, person, telephone)."""

    name: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralPaper:
    """All that stands on one referral sheet. Refuses to exist without a release for this recipient and these services.

    `wording` puts stored values into the paper's language: {"sex": {"female": "woman"}, "services": {...}}; what it
    lacks stays as it is.
    """

    disclosure: Disclosure
    asked: Asked
    made: date
    sent_by: Party
    slip: Code
    to_lines: tuple[str, ...] = ()
    wording: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
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
        return Level.CONTACT if names & {"name", *CONTACT} else Level.CODE

    def worded(self, name: str, stored: str) -> str:
        """A stored value in the paper's language."""
        return self.wording.get(name, {}).get(stored, stored)

    def services(self) -> Iterator[str]:
        """What is asked, in words."""
        return (self.worded(_SERVICES, service) for service in self.asked.services)

    def texts(self) -> Iterator[str]:
        """Whatever people wrote that will stand on the sheet."""
        yield from (self.letterhead, self.return_to, self.asked.recipient, *self.to_lines)
        yield from (self.sent_by.name, *self.sent_by.lines)
        yield from self.services()
        for line in self.disclosure.goes_out:
            yield self.worded(line.name, line.value)
