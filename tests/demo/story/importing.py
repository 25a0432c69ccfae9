"""Step 3: with --form, the worker brings in somebody else's XLSForm and records with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from fieldapp.forms.model import Form, Item, Kind, Question, Repeat
from fieldapp.forms.xlsform import read_xlsform
from tests.demo.stage import WORKER, Stage, Step
from tests.demo.story.open_form import OpenForm

#: So many questions are answered, if they are asked on the first pages.
_ANSWERED: Final = 8
_LISTED: Final = 7


def worker_fills_in_a_form_of_others(stage: Stage) -> None:
    """She brings in a form that was made elsewhere, unchanged, and records with it."""
    if stage.form is None:
        return
    desk, made_elsewhere = stage.desk(WORKER), read_xlsform(stage.form)
    desk.click("place=settings")
    desk.click("forms")
    desk.click("bringInForm")
    desk.choose_file(stage.form)
    if desk.either("newRecord", "bringInAllTheSame") == "bringInAllTheSame":
        desk.picture("what is wrong with the form")
        desk.click("bringInAllTheSame")
    desk.see(name="newRecord")
    desk.picture("form brought in")
    desk.click("newRecord")
    form = OpenForm(desk)
    answered = 0
    for question in _questions(made_elsewhere.children):
        if answered < _ANSWERED and desk.there(f"question={question.id}"):
            answered += _answer(form, stage, made_elsewhere, question)
    desk.picture("form of others")
    form.save()
    desk.see(name="recordsOfForm")
    desk.picture("record of a form of others")
    stage.counts["answers in the form of others"] = answered


def _answer(form: OpenForm, stage: Stage, of: Form, question: Question) -> bool:
    if question.kind is Kind.TEXT and not question.phone:
        form.write(question.id, stage.secret(WORKER, stage.said("Otherworldly", "Потусторонняя")))
        return True
    if question.kind is Kind.SELECT_ONE:
        choices = of.lists[question.choices]
        if len(choices) > _LISTED:
            form.pick(question.id, choices[0].name)
        else:
            form.tick(question.id, choices[0].name)
        return True
    return False


def _questions(items: Iterable[Item]) -> Iterator[Question]:
    for item in items:
        if isinstance(item, Question):
            yield item
        elif not isinstance(item, Repeat):
            yield from _questions(item.children)


STEPS: Final[tuple[Step, ...]] = (worker_fills_in_a_form_of_others,)
