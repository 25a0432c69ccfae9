"""The questions of a record in words: what was asked, and what an answer says."""

from __future__ import annotations

from dataclasses import dataclass

from fieldapp.domain.answers import Answer
from fieldapp.domain.ids import FieldId, FormId
from fieldapp.forms.filling.written import LABEL
from fieldapp.forms.model import Form, Kind, Question
from fieldapp.forms.versions.lineage import Lineage
from fieldapp.words import Language
from fieldapp.work.kept_lists import BESIDE


@dataclass(frozen=True, slots=True)
class Wording:
    """One form's words in one language; of a question that it does not ask any more, those of an earlier version."""

    form: Form
    language: Language
    lineage: Lineage | None = None

    def question(self, field: FieldId, repeat: str = "", version: str = "") -> str:
        """What was asked, in this version if it is known; the field's own name where no version asks it."""
        if repeat.startswith(BESIDE):
            return self._of_line(FieldId(repeat.removeprefix(BESIDE)), field)
        return self._versions.told(self._versions.asked(repeat, field, version=version), field, self.language)

    def answer(self, field: FieldId, repeat: str, answer: Answer | None, version: str = "") -> str:
        """What was answered, "" for nothing."""
        if answer is None:
            return ""
        return self._versions.words(self._versions.asked(repeat, field, answer, version=version), answer, self.language)

    def is_free_text(self, field: FieldId, repeat: str = "") -> bool:
        """Whether two answers can be written together."""
        found = self._find(field, repeat)
        return found is not None and found.kind is Kind.TEXT and not found.phone

    def around(self, field: FieldId, repeat: str = "", *, reach: int = 3) -> tuple[FieldId, ...]:
        """The questions next to it in the form, at most so many on each side; none for what the form does not ask."""
        beside = [
            each.id for within, each in self.form.questions() if each.asked and (within.id if within else "") == repeat
        ]
        if field not in beside:
            return ()
        place = beside.index(field)
        return tuple(beside[max(place - reach, 0) : place] + beside[place + 1 : place + 1 + reach])

    def is_seen(self, field: FieldId, repeat: str = "") -> bool:
        """Whether a person is ever asked it: what the program notes for itself tells her nothing."""
        found = self._versions.asked(repeat, field)
        return found is not None and found[1].kind is not Kind.HIDDEN

    def _of_line(self, name: FieldId, field: FieldId) -> str:
        """Of a line of a list: the question that fills it; for the words of the line, the name of the list."""
        for within, each in self.form.questions():
            if (each.entity, each.save_to) == (name, field):
                return self.question(each.id, within.id if within is not None else "")
        return name if field == LABEL else field

    @property
    def _versions(self) -> Lineage:
        return self.lineage or Lineage(self.form)

    def _find(self, field: FieldId, repeat: str) -> Question | None:
        asked = ((around.id if around else "", each) for around, each in self.form.questions())
        return next((each for within, each in asked if each.id == field and within == repeat), None)


def called(form: FormId, label: str, title: str) -> str:
    """A record in a heading: what it is, and its own name if it has one."""
    return f"{label} · {title}" if title else label or str(form)
