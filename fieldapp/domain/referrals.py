"""Referrals: what goes out on a paper and what stays, line by line.

A sheet goes to one recipient and bears only what is asked of that recipient. Never the incident, never hours since it.
On a sheet with only a code stand neither her name nor her signature.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from fieldapp.domain.consent import How, Level, Release, Urgent
from fieldapp.words import Sentence, sentence


class Priority(Enum):
    """How soon she must be seen (inter-agency referral form: within 24 hours, 72 hours, two weeks)."""

    EMERGENCY = "emergency"
    URGENT = "urgent"
    NORMAL = "normal"


class Handover(Enum):
    """How the paper reaches its recipient."""

    BY_HER = "by_her"
    ENVELOPE = "sealed_envelope"
    PHONE = "phone"
    WORKER = "by_worker"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What one referral asks of one recipient."""

    recipient: str
    services: tuple[str, ...]
    priority: Priority
    needs: str = ""
    seen_before: datetime | None = None
    handover: Handover | None = None
    slip: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """What may ever stand on a paper about her; the rest of the record is not even handed over."""

    code: str
    sex: str = ""
    age_band: str = ""
    language: str = ""
    name: str = ""
    phone: str = ""
    safe_contact: str = ""
    address: str = ""
    address_secret: bool = True
    interpreter: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that goes out: what it is, and its value as stored (a code is put into words by the paper)."""

    name: str
    label: Sentence
    value: str


@dataclass(frozen=True, slots=True)
class Held:
    """One thing that stays here, and why."""

    label: Sentence
    reason: Sentence


@dataclass(frozen=True, slots=True)
class Disclosure:
    """What one paper says of her. Only `disclose` makes one, and only from a release or an urgent basis."""

    basis: Release | Urgent
    goes_out: tuple[Line, ...]
    stays: tuple[Held, ...]

    @property
    def named(self) -> bool:
        """Whether her name stands on it; a sheet with only a code bears no signature either."""
        return any(line.name == "name" for line in self.goes_out)


_NEVER = sentence("never on a paper")
_NOT_RELEASED = sentence("not released to this recipient")
_SECRET = sentence("she keeps it secret")
_NAMED = sentence("her name stands in its place")

_LABELS: dict[str, str] = {
    "code": sentence("Code"),
    "sex": sentence("Sex"),
    "age_band": sentence("Age"),
    "language": sentence("Language"),
    "interpreter": sentence("Interpreter"),
    "name": sentence("Name"),
    "phone": sentence("Telephone"),
    "safe_contact": sentence("How to reach her safely"),
    "address": sentence("Address"),
    "needs": sentence("What the recipient needs to know"),
}
_AT: dict[Level, Sequence[str]] = {
    Level.CODE: ("code", "sex", "age_band", "language", "interpreter"),
    Level.CONTACT: ("name", "phone", "safe_contact", "address"),
    Level.NEEDS: ("needs",),
}


def disclose(person: Person, asked: Asked, basis: Release | Urgent) -> Disclosure:
    """The whitelist made real: each thing known of her either goes out or stays, with the reason.

    An urgent basis lets out her name and how to reach her, and no more. Beside a name no code goes out, or one sheet
    would say whom the others mean.
    """
    level = basis.level if isinstance(basis, Release) else Level.CONTACT
    levels = list(Level)[: list(Level).index(level) + 1]
    known = {name: getattr(person, name, "") for name in _LABELS} | {"needs": asked.needs}
    out: list[Line] = []
    stays: list[Held] = []
    for each, names in _AT.items():
        for name in names:
            if not known[name]:
                continue
            label = Sentence(_LABELS[name])
            if name == "code" and known["name"] and Level.CONTACT in levels:
                stays.append(Held(label, Sentence(_NAMED)))
            elif name == "address" and person.address_secret:
                stays.append(Held(label, Sentence(_SECRET)))
            elif each in levels:
                out.append(Line(name, label, known[name]))
            else:
                stays.append(Held(label, Sentence(_NOT_RELEASED)))
    stays.append(Held(Sentence(sentence("What happened, and when")), Sentence(_NEVER)))
    stays.append(Held(Sentence(sentence("What is asked of other services")), Sentence(_NEVER)))
    return Disclosure(basis, tuple(out), tuple(stays))


def consent_line(disclosure: Disclosure) -> Sentence:
    """The line under the sheet that says by what right it was made."""
    basis = disclosure.basis
    if isinstance(basis, Urgent):
        return Sentence(sentence("Told without her release, as the law or a danger to life requires; under review."))
    if not disclosure.named:
        return Sentence(
            sentence("Consent of {day} is kept by the referring organisation."), {"day": _shown(basis.given_on)}
        )
    return Sentence(
        sentence("She released this to {recipient} until {until}, {how}."),
        {"recipient": basis.recipient, "until": _shown(basis.until), "how": Sentence(_HOW[basis.how])},
    )


def right_to_tell(basis: Release | Urgent) -> Sentence:
    """By what right a recipient is told, for whoever makes the sheet."""
    if isinstance(basis, Urgent):
        return Sentence(
            sentence("To {recipient} without her release. Your supervisor reviews it after the next connection."),
            {"recipient": basis.recipient},
        )
    return Sentence(
        sentence("Released to {recipient} until {until}, {how}."),
        {"recipient": basis.recipient, "until": _shown(basis.until), "how": Sentence(_HOW[basis.how])},
    )


_HOW: dict[How | None, str] = {
    How.SIGNATURE: sentence("in writing"),
    How.THUMBPRINT: sentence("by thumbprint"),
    How.SPOKEN: sentence("spoken before a witness"),
    None: sentence("as recorded by the referring organisation"),
}


def _shown(day: date | None) -> str:
    return f"{day:%d.%m.%Y}" if day else "…"
