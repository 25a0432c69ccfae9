"""What there is to say about an answer: impossible and why, unlikely, missing; and the form's words around it."""

from __future__ import annotations

from datetime import date
from typing import Final

from fieldapp.domain.answers import Answer
from fieldapp.forms.expressions.errors import ExpressionWrong
from fieldapp.forms.expressions.here import Here
from fieldapp.forms.expressions.meaning import Run
from fieldapp.forms.expressions.rows import Row
from fieldapp.forms.expressions.values import Value, to_text
from fieldapp.forms.filling.asking import Asking
from fieldapp.forms.filling.counting import ROWS_LIMIT
from fieldapp.forms.filling.engine import Engine
from fieldapp.forms.model import CHOOSING, METADATA, Kind, Question, Text
from fieldapp.forms.places import State
from fieldapp.forms.rules.plan import Aspect
from fieldapp.forms.rules.references import fill_references
from fieldapp.forms.showing import choice_label, shown_text
from fieldapp.forms.typed import answer_from, wanted, well_formed
from fieldapp.words import say, sentence

_NOT_POSSIBLE: Final = sentence("This answer is not possible here.")
_NOT_LIKELY: Final = sentence("This is unusual. Is it right?")
_TOO_MANY: Final = sentence(
    "By these answers {wanted} rows would be asked for, and a form holds {limit}. Correct the number above."
)
_NOT_OFFERED: Final = sentence("This choice is not in the list any more. Choose again.")


class Judge:
    """Judges answers by the rules of their form; changes nothing."""

    def __init__(self, engine: Engine, asking: Asking) -> None:
        self._engine = engine
        self._asking = asking
        self._references: dict[tuple[int, str], Run] = {}

    def state(self, row: Row, node: int) -> State:
        """How a question, group or repeat stands now."""
        question = self._engine.plan.layout.question(node)
        relevant = node not in row.hidden
        if question is None:
            return State(None, relevant, False, False, False, self.too_many(row, node), "")
        return State(
            answer=self.answer(row, node, question),
            relevant=relevant,
            read_only=self.read_only(row, node, question),
            required=self._asking.decides(row, node, Aspect.REQUIRED, otherwise=False),
            missing=self.missing(row, node, question),
            error=self.error(row, node, question),
            unlikely=self._unlikely(row, node, question),
        )

    def answer(self, row: Row, node: int, question: Question) -> Answer | None:
        """What was answered, or calculated."""
        return self.calculated(row, node, question) if question.calculated else row.answers.get(node)

    def calculated(self, row: Row, node: int, question: Question) -> str | None:
        """What the calculation gave, as an answer."""
        return answer_from(question, row.calculated.get(node, ""))

    def read_only(self, row: Row, node: int, question: Question) -> bool:
        """Whether she cannot answer it."""
        if question.calculated or question.kind in METADATA or question.kind is Kind.NOTE:
            return True
        return self._asking.decides(row, node, Aspect.READ_ONLY, otherwise=False)

    def missing(self, row: Row, node: int, question: Question) -> bool:
        """Required, relevant, and not answered in any way."""
        if node in row.hidden or not question.asked or row.answers.get(node) is not None:
            return False
        return self._asking.decides(row, node, Aspect.REQUIRED, otherwise=False)

    def open(self, row: Row, node: int, question: Question) -> bool:
        """Whether she may answer it now."""
        return question.asked and node not in row.hidden and not self.read_only(row, node, question)

    def error(self, row: Row, node: int, question: Question) -> str:
        """Why the answer is impossible; "" when it is not."""
        answer = row.answers.get(node)
        if node in row.hidden or not question.asked or not isinstance(answer, str):
            return ""
        if not well_formed(question, answer):
            return wanted(question).said()
        if question.kind in CHOOSING and (not_offered := self._not_offered(row, node, question, answer)):
            return not_offered
        if self._asking.decides(row, node, Aspect.CONSTRAINT, otherwise=True):
            return ""
        return self.text(row, node, question.constraint_message) or self._say(_NOT_POSSIBLE)

    def too_many(self, row: Row, repeat: int) -> str:
        """Why a repeat cannot have the rows that its count asks for; "" where it has them."""
        wanted = self._engine.refused.get((row, repeat), 0)
        if not wanted or repeat in row.hidden:
            return ""
        return say(_TOO_MANY, language=self._engine.world.language, wanted=wanted, limit=ROWS_LIMIT)

    def text(self, row: Row, node: int, text: Text) -> str:
        """A text of the form in the language of the session, with the answers it names filled in."""
        words = text.said(self._engine.world.language, self._engine.plan.form.default_language)
        return fill_references(words, lambda name: self._shown(row, node, name))

    def _unlikely(self, row: Row, node: int, question: Question) -> str:
        if node in row.hidden or not isinstance(row.answers.get(node), str):
            return ""
        if not self._asking.decides(row, node, Aspect.UNLIKELY, otherwise=False):
            return ""
        return self.text(row, node, question.unlikely_message) or self._say(_NOT_LIKELY)

    def _not_offered(self, row: Row, node: int, question: Question, answer: str) -> str:
        """Why these are not the choices that stand there now: others, or of an order not all."""
        offered = {choice.name for choice in self._asking.choices(row, node)}
        chosen = [answer] if question.kind is Kind.SELECT_ONE else answer.split()
        if not offered.issuperset(chosen):
            return self._say(_NOT_OFFERED)
        if question.kind is Kind.RANK and len(chosen) < len(offered):
            return wanted(question).said()
        return ""

    def _say(self, text: str) -> str:
        """The program's own words, in its language: the form may speak one that the program does not."""
        return say(text)

    def _shown(self, row: Row, node: int, name: str) -> str:
        """An answer inside a label: a choice by its words, a date as 03.04.2026."""
        run = self._references.get((node, name))
        if run is None:
            run, _ = self._engine.plan.expression(node, f"${{{name}}}")
            self._references[node, name] = run
        try:
            value = run(Here(self._engine.world, row))
        except ExpressionWrong:
            return "…"
        return self._in_words(name, value)

    def _in_words(self, name: str, value: Value) -> str:
        plan = self._engine.plan
        asked = plan.layout.question(plan.layout.by_name[name][0])
        if isinstance(value, date):
            return shown_text(Kind.DATETIME, value.isoformat())
        if asked is None or asked.kind not in CHOOSING:
            return to_text(value)
        names = [to_text(value)] if asked.kind is Kind.SELECT_ONE else to_text(value).split()
        return ", ".join(choice_label(plan.form, asked, one, self._engine.world.language) for one in names if one)
