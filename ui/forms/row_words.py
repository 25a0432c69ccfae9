"""What the cells of a repeat's table say."""

from __future__ import annotations

from collections.abc import Set

from fieldapp.domain.answers import Answer, Special
from fieldapp.domain.ids import FieldId, RecordId
from fieldapp.forms.filling.session import FormSession
from fieldapp.forms.model import SELECTS, Kind, Question, Repeat
from fieldapp.forms.showing import SPECIALS, shown
from fieldapp.words import say, say_number
from ui.forms.reading import Writes
from ui.forms.sheet_places import inside


def cell_words(session: FormSession, question: Question, answer: Answer | None) -> str:
    """An answer in a cell: choices in the form's language, what the program says in its own."""
    if isinstance(answer, Special):
        return say(SPECIALS[answer])
    if question.kind is Kind.ACKNOWLEDGE:
        return "✓" if answer else ""
    if question.kind in SELECTS or not isinstance(answer, str):
        return shown(session.form, question, answer, session.language)
    return Writes(question)(answer)


def beside_words(session: FormSession, repeat: Repeat, row: RecordId, columns: Set[FieldId]) -> str:
    """What there is to say of all in a row that has no column: what is wrong, else missing, else how much is there."""
    states = [
        session.state(place)
        for place in inside(session, repeat.children, row)
        if place.row != row or place.field not in columns
    ]
    if wrong := sum(bool(state.error) for state in states):
        return say_number("{number} is wrong", "{number} are wrong", wrong)
    if missing := sum(state.missing for state in states):
        return say_number("{number} is missing", "{number} are missing", missing)
    given = sum(state.answer is not None and state.relevant for state in states)
    return say_number("{number} answer", "{number} answers", given)
