"""Answers in words, for screens, papers and histories: a choice by its label, a date as 03.04.2026."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from fieldapp.domain.answers import Answer, Foreign, Special
from fieldapp.domain.attachments import attachment_in, name_in, size_words
from fieldapp.forms.model import ATTACHED, CHOOSING, Form, Kind, Question
from fieldapp.words import Language, say, sentence

SPECIALS: Final[Mapping[Special, str]] = {
    Special.NOT_KNOWN: sentence("Not known"),
    Special.DECLINED: sentence("Declined to say"),
    Special.NOT_ASKED: sentence("Not asked"),
}


def shown(form: Form, question: Question, answer: Answer | None, language: Language) -> str:
    """The answer as a person reads it; "" for none. A choice that the form no longer has is shown by its code."""
    match answer:
        case None:
            return ""
        case Special():
            return say(SPECIALS[answer], language=language)
        case Foreign():
            return say("Written by a newer program", language=language)
        case _ if question.kind in CHOOSING:
            chosen = [answer] if question.kind is Kind.SELECT_ONE else answer.split()
            labels = [choice_label(form, question, name, language) for name in chosen]
            if question.kind is Kind.RANK:
                labels = [f"{place}. {label}" for place, label in enumerate(labels, 1)]
            return "; ".join(labels)
        case _ if question.kind is Kind.ACKNOWLEDGE:
            return say("Yes", language=language)
        case _:
            return _file(answer, language) if question.kind in ATTACHED else written(question, answer)


def _file(answer: str, language: Language) -> str:
    """Its name and size: two of one name are told apart."""
    found = attachment_in(answer)
    if found is None:
        return answer
    return say("{name}, {size}", language=language, name=found.name, size=size_words(found.size).said(language))


def written(question: Question, answer: str) -> str:
    """The answer as it is written into its field: a month as 04.2026 where only that is asked."""
    if question.kind is Kind.DATE and len(answer) == len("2026-04-03"):
        answer = answer[:4] if "year" in question.looks else answer[:7] if "month-year" in question.looks else answer
    return shown_text(question.kind, answer)


def choice_label(form: Form, question: Question, name: str, language: Language) -> str:
    """The words of one choice of a question."""
    for choice in form.lists.get(question.choices, ()):
        if choice.name == name:
            return choice.label.said(language, form.default_language) or name
    return name


def shown_text(kind: Kind, answer: str) -> str:
    """A date as 03.04.2026 (04.2026, 2026), with a time 03.04.2026 09:30; a file by its name; else as it is."""
    match kind:
        case Kind.DATE | Kind.TODAY:
            return _turned(answer)
        case Kind.DATETIME | Kind.START | Kind.END:
            day, _, clock = answer.partition("T")
            return f"{_turned(day)} {clock[:5]}".strip()
        case Kind.TIME:
            return answer[:5]
        case Kind.GEOPOINT:
            return ", ".join(answer.split()[:2])
        case Kind.IMAGE | Kind.FILE:
            return name_in(answer)
        case _:
            return answer


def _turned(day: str) -> str:
    return ".".join(reversed(day.split("-")))
