"""What a record says, as plain values: a text, a yes or no, a choice in words."""

from __future__ import annotations

from collections.abc import Mapping

from fieldapp.domain.answers import Answer
from fieldapp.domain.ids import FieldId
from fieldapp.forms.model import Form
from fieldapp.words import ENGLISH, Language

Answers = Mapping[FieldId, Answer]


def text(answers: Answers, name: str) -> str:
    """The answer as it is stored; "" where there is none, or a special one."""
    answer = answers.get(FieldId(name))
    return answer if isinstance(answer, str) else ""


def number(answers: Answers, name: str) -> int | None:
    """A whole number, None where there is none."""
    said = text(answers, name)
    return int(said) if said.isascii() and said.isdigit() else None


def person(answers: Answers) -> str:
    """Family name, given name, patronymic, as far as they were told."""
    return " ".join(filter(None, (text(answers, each) for each in ("family_name", "given_name", "patronymic"))))


def choices(form: Form, names: str, language: Language) -> dict[str, str]:
    """The choices of a list in words, by what is stored, in the order of the form."""
    return {
        choice.name: choice.label.said(language, form.default_language or ENGLISH)
        for choice in form.lists.get(names, ())
    }
