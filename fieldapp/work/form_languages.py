"""In which of its languages a form speaks at this desk: the one that was chosen for it last."""

from __future__ import annotations

from fieldapp.domain.ids import FormId
from fieldapp.storage.write import Write
from fieldapp.words import Language
from fieldapp.work.desk import Desk

_CHOSEN = "form languages"


def language_of(desk: Desk, form: FormId) -> Language | None:
    """The language chosen for this form, None for the program's own."""
    with desk.store.read() as reader:
        chosen = reader.recall(_CHOSEN)
    found = chosen.get(form) if isinstance(chosen, dict) else None
    return Language(found) if isinstance(found, str) else None


def choose_language(desk: Desk, form: FormId, language: Language) -> None:
    """From now on this form speaks this language at this desk."""
    with desk.store.read() as reader:
        before = reader.recall(_CHOSEN)
    known = before if isinstance(before, dict) else {}

    def remember(writing: Write) -> None:
        writing.remember(_CHOSEN, {**known, form: language})

    desk.store.write_now(remember)
