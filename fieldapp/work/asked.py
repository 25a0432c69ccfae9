"""The questions of a record in words: what was asked, and what an answer says."""

from __future__ import annotations

from dataclasses import dataclass

from fieldapp.domain.answers import Answer
from fieldapp.domain.ids import FieldId, FormId
from fieldapp.forms.model import Form, Kind, Question
from fieldapp.forms.showing import shown
from fieldapp.words import ENGLISH, Language


@dataclass(frozen=True, slots=True)
class Wording:
    """One form's words in one language."""

    form: Form
    language: Language

    def question(self, field: FieldId, repeat: str = "") -> str:
        """What was asked; the field's own name where the form does not ask it any more."""
        found = self._find(field, repeat)
        return str(field) if found is None else found.label.said(self.language, self._otherwise()) or str(field)

    def answer(self, field: FieldId, repeat: str, answer: Answer | None) -> str:
        """What was answered, "" for nothing."""
        found = self._find(field, repeat)
        if found is None:
            return answer if isinstance(answer, str) else ""
        return shown(self.form, found, answer, self.language)

    def is_free_text(self, field: FieldId, repeat: str = "") -> bool:
        """Whether two answers can be written together."""
        found = self._find(field, repeat)
        return found is not None and found.kind is Kind.TEXT and not found.phone

    def is_seen(self, field: FieldId, repeat: str = "") -> bool:
        """Whether a person is ever asked it: what the program notes for itself tells her nothing."""
        found = self._find(field, repeat)
        return found is not None and found.kind is not Kind.HIDDEN

    def _find(self, field: FieldId, repeat: str) -> Question | None:
        asked = ((around.id if around else "", each) for around, each in self.form.questions())
        return next((each for within, each in asked if each.id == field and within == repeat), None)

    def _otherwise(self) -> str:
        return self.form.default_language or ENGLISH


def called(form: FormId, label: str, title: str) -> str:
    """A record in a heading: what it is, and its own name if it has one."""
    return f"{label} · {title}" if title else label or str(form)
