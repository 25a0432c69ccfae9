"""Rules that nothing waits for: worked out when somebody asks, and then known until what they look at changes."""

from __future__ import annotations

from collections.abc import Iterator

from fieldapp.forms.expressions.errors import Mismatch
from fieldapp.forms.expressions.here import Here
from fieldapp.forms.expressions.rows import Row
from fieldapp.forms.expressions.shuffling import shuffled
from fieldapp.forms.expressions.values import to_bool
from fieldapp.forms.filling.engine import Engine
from fieldapp.forms.model import Choice, Question, Repeat
from fieldapp.forms.rules.layout import ROOT
from fieldapp.forms.rules.plan import Aspect


class Asking:
    """What a settled engine has to say; changes nothing."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def decides(self, row: Row, node: int, aspect: Aspect, *, otherwise: bool) -> bool:
        """What a rule says; `otherwise` where there is none or it cannot be worked out."""
        rule = self._engine.plan.rules.get((node, aspect))
        if rule is None:
            return otherwise
        known = row.seen.get((node, aspect))
        if not isinstance(known, bool):
            outcome = self._engine.outcome(row, node, aspect)
            known = row.seen[node, aspect] = otherwise if outcome is None else to_bool(outcome)
        return known

    def choices(self, row: Row, node: int) -> tuple[Choice, ...]:
        """The choices offered at this place, in the order in which they stand there."""
        question = self._engine.plan.layout.question(node)
        if question is None:
            return ()
        if node not in self._engine.plan.filters and not question.randomize:
            return self._engine.plan.form.lists.get(question.choices, ())
        known = row.seen.get((node, Aspect.CHOICES))
        if not isinstance(known, tuple):
            try:
                known = self._chosen(row, node, question)
                self._engine.faults.pop((row, node, Aspect.CHOICES), None)
            except Mismatch as reason:
                known = self._engine.plan.form.lists.get(question.choices, ())
                self._engine.faults[row, node, Aspect.CHOICES] = str(reason)
            row.seen[node, Aspect.CHOICES] = known
        return known

    def _chosen(self, row: Row, node: int, question: Question) -> tuple[Choice, ...]:
        here, chosen_by = Here(self._engine.world, row), self._engine.plan.filters.get(node)
        offered = chosen_by.offered(here) if chosen_by else self._engine.plan.form.lists.get(question.choices, ())
        if not question.randomize:
            return offered
        seed = self._engine.plan.seeds.get(node)
        return shuffled(offered, seed(here) if seed else float(self._engine.seed + node))

    def walk(self) -> Iterator[tuple[Row, int, Question]]:
        """All relevant questions in the order of the form, those of a repeat row by row."""
        return self._walk(self._engine.root, ROOT)

    def _walk(self, row: Row, within: int) -> Iterator[tuple[Row, int, Question]]:
        for node in self._engine.plan.layout.nodes[within].children.values():
            item = self._engine.plan.layout.item(node)
            if node in row.hidden:
                continue
            if isinstance(item, Question):
                yield row, node, item
                continue
            for inner in row.rows.get(node, ()) if isinstance(item, Repeat) else (row,):
                yield from self._walk(inner, node)
