"""Consent: what she agreed to, asked by every paper, export and message before it is made.

Consent is several answers, given and withdrawn apart. A release names one recipient, what may be told and until when
(elements of a release: WSCADV model form; expiry 90 days unless she says otherwise). Services never depend on it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from fieldapp.domain.answers import Answer, Answers
from fieldapp.domain.ids import FieldId, RecordId
from fieldapp.errors import Refused
from fieldapp.words import sentence

RELEASE_DAYS = 90


class How(Enum):
    """How a consent was given."""

    SIGNATURE = "signature"
    THUMBPRINT = "thumbprint"
    SPOKEN = "spoken"


class Level(Enum):
    """How much of her a release lets out; each holds what the one before it holds."""

    CODE = "code"
    CONTACT = "contact"
    NEEDS = "needs"


class Basis(Enum):
    """Why a named body may be told without a release. There is no other override."""

    DANGER = "danger"
    LEGAL_DUTY = "legal_duty"


class Within(Enum):
    """What she said of others in the organisation than the worker she spoke to."""

    AGREED = "agreed"
    NOT_ASKED = "not asked"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class ConsentMissing(Refused):
    """She has not agreed to this, or no longer does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """What she said when she was asked; None where she was not asked or did not say."""

    services: bool | None = None
    keep_record: bool | None = None
    supervisor_sees: bool | None = None
    statistics: bool | None = None
    how: How | None = None
    given_on: date | None = None
    withdrawn_on: date | None = None

    @property
    def stands(self) -> bool:
        """Whether it was not withdrawn."""
        return self.withdrawn_on is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """Her word that one recipient may be told so much of her, until a day."""

    record: RecordId
    recipient: str
    level: Level
    services: frozenset[str] = field(default_factory=frozenset)
    how: How | None = None
    given_on: date | None = None
    until: date | None = None
    withdrawn_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Urgent:
    """Life in danger or a legal duty: a named body is told the fewest fields; the supervisor must review it."""

    basis: Basis
    recipient: str
    reason: str
    told_before: bool


def read_consent(answers: Answers) -> Consent:
    """The consent that a `gbv_consent` record's answers make."""
    return Consent(
        services=_yes(answers, "consent_for_services"),
        keep_record=_yes(answers, "consent_keep_record"),
        supervisor_sees=_yes(answers, "consent_supervisor"),
        statistics=_yes(answers, "consent_reporting"),
        how=_how(answers, "consent_how"),
        given_on=_day(answers, "consent_date"),
        withdrawn_on=_day(answers, "consent_withdrawn_on"),
    )


def within(consent: Consent | None) -> Within:
    """Whether somebody else of the organisation than her worker may know of her, by her own word."""
    if consent is None:
        return Within.NOT_ASKED
    if not consent.stands:
        return Within.WITHDRAWN
    if consent.services is False or consent.supervisor_sees is False:
        return Within.DECLINED
    return Within.AGREED if consent.supervisor_sees else Within.NOT_ASKED


def read_release(record: RecordId, answers: Answers) -> Release:
    """The release that a `gbv_release` record's answers make; what she did not say counts as the least."""
    level = answers.get(FieldId("release_level"))
    return Release(
        record=record,
        recipient=_text(answers, "release_recipient"),
        level=Level(level) if level in {each.value for each in Level} else Level.CODE,
        services=frozenset(_text(answers, "release_services").split()),
        how=_how(answers, "release_how"),
        given_on=_day(answers, "release_date"),
        until=_day(answers, "release_until"),
        withdrawn_on=_day(answers, "release_withdrawn_on"),
    )


def release_for(
    consent: Consent | None, releases: Iterable[Release], recipient: str, services: frozenset[str], today: date
) -> Release:
    """The widest release that lets this recipient be asked for these services today.

    Raises ConsentMissing with the reason: no consent to services, no release, run out, withdrawn, other services.
    """
    if consent is None or not consent.stands or consent.services is not True:
        raise ConsentMissing(
            sentence("She has not agreed to services, or has taken it back. Nothing can be sent out before she agrees.")
        )
    named = [release for release in releases if _same(release.recipient, recipient)]
    if not named:
        raise ConsentMissing(
            sentence("She has released nothing to {recipient}. Ask her first, and record her answer as a release."),
            recipient=recipient,
        )
    valid = [release for release in named if _valid(release, today)]
    if not valid:
        raise ConsentMissing(
            sentence("Her release to {recipient} has run out or was withdrawn. Ask her again before you send her."),
            recipient=recipient,
        )
    fitting = [release for release in valid if services and services <= release.services]
    if not fitting:
        raise ConsentMissing(
            sentence("Her release to {recipient} is for other services than the ones asked for here."),
            recipient=recipient,
        )
    return max(fitting, key=lambda release: list(Level).index(release.level))


def _valid(release: Release, today: date) -> bool:
    """Given, not withdrawn, and with an end that has not come: a release without an end is none."""
    return (
        release.given_on is not None
        and release.given_on <= today
        and release.until is not None
        and today <= release.until
        and release.withdrawn_on is None
    )


def _same(one: str, other: str) -> bool:
    return bool(one) and " ".join(one.split()).casefold() == " ".join(other.split()).casefold()


def _yes(answers: Answers, name: str) -> bool | None:
    return {"yes": True, "true": True, "no": False, "false": False}.get(_text(answers, name))


def _how(answers: Answers, name: str) -> How | None:
    said = _text(answers, name)
    return How(said) if said in {each.value for each in How} else None


def _day(answers: Answers, name: str) -> date | None:
    """A whole date; an incomplete one ("2026-03") ends when its month or year begins, the safe reading of an end."""
    said = _text(answers, name)
    try:
        return date.fromisoformat((said + "-01-01")[:10]) if said else None
    except ValueError:
        return None


def _text(answers: Answers, name: str) -> str:
    answer: Answer | None = answers.get(FieldId(name))
    return answer if isinstance(answer, str) else ""
