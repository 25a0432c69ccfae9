"""Answers in words."""

from __future__ import annotations

import pytest

from fieldapp.domain.answers import Answer, Foreign, Special
from fieldapp.domain.ids import FieldId
from fieldapp.forms.model import Kind, Question
from fieldapp.forms.showing import shown
from fieldapp.words import ENGLISH, Language
from tests.fieldapp.forms.making import form_of

_FORM = form_of(
    """
    | survey |
    | | type | name | label::English (en) | label::Русский (ru) |
    | | select_one sex | sex | Sex | Пол |
    | | select_multiple sex | all | All | Все |
    | | rank sex | order | Order | Порядок |

    | choices |
    | | list_name | name | label::English (en) | label::Русский (ru) |
    | | sex | f | Woman | Женщина |
    | | sex | m | Man |
    """
)
_SEX, _ALL, _ORDER = (question for _, question in _FORM.questions())


def _question(kind: Kind, appearance: str = "") -> Question:
    return Question(id=FieldId("q"), name="q", kind=kind, appearance=appearance)


@pytest.mark.parametrize(
    ("question", "answer", "words"),
    [
        (_SEX, "f", "Woman"),
        (_SEX, "gone", "gone"),
        (_ALL, "f m", "Woman; Man"),
        (_SEX, None, ""),
        (_SEX, Special.DECLINED, "Declined to say"),
        (_SEX, Foreign("{}"), "Written by a newer program"),
        (_question(Kind.DATE), "2026-04-03", "03.04.2026"),
        (_question(Kind.DATE), "2026-04", "04.2026"),
        (_question(Kind.DATE), "2026", "2026"),
        (_question(Kind.DATETIME), "2026-04-03T09:30", "03.04.2026 09:30"),
        (_question(Kind.START), "2026-04-03T09:30:12.000+06:00", "03.04.2026 09:30"),
        (_question(Kind.TIME), "09:30:00", "09:30"),
        (_question(Kind.TEXT), "a-b", "a-b"),
        (_question(Kind.DATE, "month-year no-calendar"), "2026-04-01", "04.2026"),
        (_question(Kind.DATE, "year"), "2026-01-01", "2026"),
        (_question(Kind.GEOPOINT), "42.8746 74.5698 0 0", "42.8746, 74.5698"),
        (_question(Kind.ACKNOWLEDGE), "OK", "Yes"),
        (_question(Kind.RANGE), "2.5", "2.5"),
        (_ORDER, "m f", "1. Man; 2. Woman"),
    ],
)
def test_an_answer_is_shown_as_a_person_reads_it(question: Question, answer: Answer | None, words: str) -> None:
    assert shown(_FORM, question, answer, ENGLISH) == words


def test_a_choice_is_shown_in_the_language_asked_for_or_in_one_it_has() -> None:
    assert shown(_FORM, _SEX, "f", Language("ru")) == "Женщина"
    assert shown(_FORM, _SEX, "m", Language("ru")) == "Man"
