"""A form's questions as they stand on an empty paper: all that is asked, in the order of the screen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from fieldapp.domain.ids import FieldId
from fieldapp.forms.model import Form, Item, Kind, Question
from fieldapp.papers.blank import BlankQuestion
from fieldapp.papers.blank import Kind as Shape
from fieldapp.papers.wording import words_that_give_away
from fieldapp.words import Language, say

#: The note of a form that says that its text is a draft; an approved text is none.
_DRAFT: Final = FieldId("limits_draft")
_SWITCH: Final = "switched_on"
#: A part of a form that is answered on a later day, if ever.
_LATER: Final = "taken_back"
_SHAPES: Final = {
    Kind.INTEGER: Shape.NUMBER,
    Kind.DECIMAL: Shape.NUMBER,
    Kind.DATE: Shape.DATE,
    Kind.TIME: Shape.TIME,
    Kind.SELECT_ONE: Shape.ONE,
    Kind.SELECT_MULTIPLE: Shape.SEVERAL,
}


def questions_of(form: Form, language: Language, *, signed: bool = False) -> tuple[BlankQuestion, ...]:
    """`signed`: with a place for her signature or thumbprint at the end."""
    asked = tuple(_questions(form, form.children, language))
    if not signed:
        return asked
    return (*asked, BlankQuestion(say("She agrees to what is ticked above", language=language), Shape.SIGNATURE))


def _questions(form: Form, items: Iterable[Item], language: Language) -> Iterator[BlankQuestion]:
    """Everything that is asked, in the order of the screen. What is secret stands on no paper, not even unanswered."""
    for item in items:
        if isinstance(item, Question):
            if _is_on_paper(item):
                yield _question(form, item, language)
        elif _SWITCH not in item.relevant and item.name != _LATER:
            inside = tuple(_questions(form, item.children, language))
            label = item.label.said(language, form.default_language)
            if label and inside:
                yield BlankQuestion(label, Shape.HEADING)
            yield from inside


def _is_on_paper(question: Question) -> bool:
    if question.secret or question.id == _DRAFT or _SWITCH in question.relevant or question.read_only:
        return False
    return question.asked or question.kind is Kind.NOTE


def _question(form: Form, question: Question, language: Language) -> BlankQuestion:
    choices = (
        choice.label.said(language, form.default_language) or choice.name
        for choice in form.lists.get(question.choices, ())
    )
    return BlankQuestion(
        label=question.label.said(language, form.default_language),
        kind=_shape(question),
        choices=tuple(words for words in choices if not words_that_give_away(words)),
        hint=question.hint.said(language, form.default_language),
    )


def _shape(question: Question) -> Shape:
    if question.kind is Kind.NOTE:
        return Shape.NOTE
    if question.kind is Kind.TEXT and "multiline" in question.appearance.split():
        return Shape.LONG
    return _SHAPES.get(question.kind, Shape.TEXT)
