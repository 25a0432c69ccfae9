"""How she can be reached safely: the conditions she set, from the newest first meeting."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from fieldapp.domain.ids import FormId, RecordId
from fieldapp.forms.model import Form
from fieldapp.storage.read import Reader
from fieldapp.words import Language
from fieldapp.work.answered import Answers, person, text
from fieldapp.work.desk import Desk
from fieldapp.work.telling import said

_SURVIVOR: Final = FormId("gbv_survivor")
_CONSENT: Final = FormId("gbv_consent")
_PHONES: Final = "phones"


@dataclass(frozen=True, slots=True, kw_only=True)
class Phone:
    """A number with the conditions she set; the answers in words."""

    number: str
    never: bool
    whose: str
    when: str
    phrase: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """How she can be reached safely. `allowed` None: nobody asked her. `untold`: what must not be told, to whom."""

    name: str
    known_as: str
    allowed: bool | None
    phones: tuple[Phone, ...]
    other_way: str
    untold: str


def contact(desk: Desk, reader: Reader, case: RecordId, language: Language) -> Contact | None:
    """From the newest first meeting; None while there is none."""
    met = [record for record in reader.children(case, form=_SURVIVOR) if not record.repeat]
    consents = [record for record in reader.children(case, form=_CONSENT) if not record.repeat]
    untold = text(consents[-1].answers, "disclosure_deny_details") if consents else ""
    if not met:
        return Contact(name="", known_as="", allowed=None, phones=(), other_way="", untold=untold) if untold else None
    answers, form = met[-1].answers, desk.library.form(_SURVIVOR)
    rows = [row for row in reader.children(met[-1].id, form=_SURVIVOR) if row.repeat == _PHONES]
    return Contact(
        name=person(answers),
        known_as=text(answers, "known_as"),
        allowed={"true": True, "false": False}.get(text(answers, "contact_allowed")),
        phones=tuple(_phone(form, row.answers, language) for row in rows),
        other_way=text(answers, "contact_other_way"),
        untold=untold,
    )


def _phone(form: Form, answers: Answers, language: Language) -> Phone:
    return Phone(
        number=text(answers, "phone_number"),
        never=text(answers, "do_not_call") == "true",
        whose=said(form, answers, "phone_whose", language),
        when=text(answers, "phone_when"),
        phrase=text(answers, "phone_code_phrase"),
        message=said(form, answers, "phone_message", language),
    )
