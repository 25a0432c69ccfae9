"""Keeps all answers of a record consistent: after each of them, what depends on it is worked out again, and no more.

Relevance and calculations run at once, in the plan's order; the rest (errors, choices, labels) when it is asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from heapq import heappop, heappush
from typing import Final

from fieldapp.domain.ids import RecordId
from fieldapp.forms.expressions.errors import Mismatch
from fieldapp.forms.expressions.here import Here, World
from fieldapp.forms.expressions.values import Value, same, to_bool
from fieldapp.forms.layout import ROOT
from fieldapp.forms.model import Choice, Question, Repeat
from fieldapp.forms.names import What
from fieldapp.forms.plan import EAGER, Aspect, Plan, Rule
from fieldapp.forms.rows import Row
from fieldapp.forms.typed import fitted, value_of

#: A column of running totals settles in as many rounds as it has rows; what has not settled then never will.
_ROUNDS: Final = 10_000

Spot = tuple[Row, int]


class Engine:
    """The rows of a record and the rules of its form.

    After `settle` every value is what working out the whole form from nothing would give. `touched` collects what may
    look different since `take_touched`.
    """

    def __init__(self, plan: Plan, world: World) -> None:
        self.plan = plan
        self.world = world
        self.root = Row(record=None, scope=ROOT)
        self.by_record: dict[RecordId | None, Row] = {None: self.root}
        self.faults: dict[tuple[Row, int, Aspect], str] = {}
        self.touched: set[Spot] = set()
        self._queue: list[tuple[int, int, Rule, Row]] = []
        self._queued: set[tuple[int, int]] = set()
        self._turn = 0

    def begin(self, rows: Iterable[Row]) -> None:
        """Work out everything in these rows, whose answers have been filled in."""
        by_scope: dict[int, list[Row]] = {}
        for row in rows:
            by_scope.setdefault(row.scope, []).append(row)
            for node in self.plan.layout.inside[row.scope]:
                self._see(row, node)
        for rule in self.plan.eager:
            for row in by_scope.get(self.plan.layout.nodes[rule.node].scope, ()):
                self._enqueue(rule, row)
        self.settle()

    def insert(self, row: Row, place: int) -> None:
        """Put a row (without rows of its own) among its siblings and work it out."""
        if row.parent is None:
            raise ValueError("the record itself stands in no repeat")
        row.parent.rows.setdefault(row.scope, []).insert(place, row)
        self.by_record[row.record] = row
        self.begin([row])
        self.rows_changed(row.parent, row.scope)

    def remove(self, row: Row) -> None:
        """Take a row away, with all within it."""
        if row.parent is None:
            raise ValueError("the record itself stands in no repeat")
        row.parent.rows[row.scope].remove(row)
        for gone in row.within():
            del self.by_record[gone.record]
            self.touched = {spot for spot in self.touched if spot[0] is not gone}
            self.faults = {key: reason for key, reason in self.faults.items() if key[0] is not gone}
        self.rows_changed(row.parent, row.scope)

    def rows_changed(self, parent: Row, repeat: int) -> None:
        """Rows of a repeat have come, gone or moved."""
        self.touched.add((parent, repeat))
        self._changed(What.ROWS, repeat, parent)
        self.settle()

    def answered(self, row: Row, node: int) -> None:
        """The answer at this place is another one now."""
        self.touched.add((row, node))
        self._forget(row, node)
        if self._see(row, node):
            self._changed(What.VALUE, node, row)
        self.settle()

    def forget_all(self) -> None:
        """Words have changed (the language): what was worked out from them is worked out again."""
        rows = list(self.root.within())
        for row in rows:
            row.seen.clear()
            self.touched.update((row, node) for node in self.plan.layout.inside[row.scope])
        for rule in self.plan.eager:
            if rule.aspect is Aspect.CALCULATION:
                for row in self.below(self.root, self.plan.layout.nodes[rule.node].scope):
                    self._enqueue(rule, row)
        self.settle()

    def walk(self) -> Iterator[tuple[Row, int, Question]]:
        """All relevant questions in the order of the form, those of a repeat row by row."""
        return self._walk(self.root, ROOT)

    def _walk(self, row: Row, within: int) -> Iterator[tuple[Row, int, Question]]:
        for node in self.plan.layout.nodes[within].children.values():
            item = self.plan.layout.item(node)
            if node in row.hidden:
                continue
            if isinstance(item, Question):
                yield row, node, item
                continue
            for inner in row.rows.get(node, ()) if isinstance(item, Repeat) else (row,):
                yield from self._walk(inner, node)

    def below(self, row: Row, scope: int) -> list[Row]:
        """The rows of a scope within this row; itself if it is of that scope."""
        if row.scope == scope:
            return [row]
        rows = [row]
        chain = self.plan.layout.chain(scope)
        for repeat in chain[chain.index(row.scope) + 1 if row.scope != ROOT else 0 :]:
            rows = [inner for outer in rows for inner in outer.rows.get(repeat, ())]
        return rows

    def decides(self, row: Row, node: int, aspect: Aspect, *, otherwise: bool) -> bool:
        """What a rule says; `otherwise` where there is none or it cannot be worked out."""
        rule = self.plan.rules.get((node, aspect))
        if rule is None:
            return otherwise
        known = row.seen.get((node, aspect))
        if not isinstance(known, bool):
            outcome = self._outcome(rule, row)
            known = row.seen[node, aspect] = otherwise if outcome is None else to_bool(outcome)
        return known

    def choices(self, row: Row, node: int) -> tuple[Choice, ...]:
        """The choices offered at this place."""
        question = self.plan.layout.question(node)
        chosen_by = self.plan.filters.get(node)
        if question is None or chosen_by is None:
            return self.plan.form.lists.get(question.choices, ()) if question else ()
        known = row.seen.get((node, Aspect.CHOICES))
        if not isinstance(known, tuple):
            try:
                known = chosen_by.offered(Here(self.world, row))
                self.faults.pop((row, node, Aspect.CHOICES), None)
            except Mismatch as reason:
                known = self.plan.form.lists.get(question.choices, ())
                self.faults[row, node, Aspect.CHOICES] = str(reason)
            row.seen[node, Aspect.CHOICES] = known
        return known

    def outcome(self, row: Row, node: int, aspect: Aspect) -> Value | None:
        """What a rule gives now; None where there is none or it cannot be worked out."""
        rule = self.plan.rules.get((node, aspect))
        return None if rule is None else self._outcome(rule, row)

    def take_touched(self) -> set[Spot]:
        """What may look different since it was last asked."""
        touched, self.touched = self.touched, set()
        return touched

    def settle(self) -> None:
        """Run what waits, each rule after those it looks at."""
        rounds: dict[tuple[int, int], int] = {}
        while self._queue:
            _, _, rule, row = heappop(self._queue)
            key = rule.rank, id(row)
            self._queued.discard(key)
            rounds[key] = rounds.get(key, 0) + 1
            if rounds[key] > _ROUNDS:
                self.faults[row, rule.node, rule.aspect] = "does not settle"
            elif rule.aspect is Aspect.RELEVANT:
                self._run_relevance(rule, row)
            else:
                self._run_calculation(rule, row)

    def _run_relevance(self, rule: Rule, row: Row) -> None:
        layout = self.plan.layout
        parent = layout.nodes[layout.nodes[rule.node].parent]
        hidden = parent.index in row.above(parent.scope).hidden
        if not hidden and rule.run is not None:
            outcome = self._outcome(rule, row)
            hidden = outcome is not None and not to_bool(outcome)
        if hidden == (rule.node in row.hidden):
            return
        row.hidden.symmetric_difference_update({rule.node})
        self.touched.add((row, rule.node))
        self._forget(row, rule.node)
        if self._see(row, rule.node):
            self._changed(What.VALUE, rule.node, row)
        self._changed(What.RELEVANCE, rule.node, row)

    def _run_calculation(self, rule: Rule, row: Row) -> None:
        question = self.plan.layout.question(rule.node)
        outcome = self._outcome(rule, row)
        if question is None:
            return
        value = "" if outcome is None else fitted(question, outcome)
        if same(value, row.calculated.get(rule.node)):
            return
        row.calculated[rule.node] = value
        self.touched.add((row, rule.node))
        self._forget(row, rule.node)
        if self._see(row, rule.node):
            self._changed(What.VALUE, rule.node, row)

    def _outcome(self, rule: Rule, row: Row) -> Value | None:
        """None where the rule cannot be worked out with these answers; then it is noted among the faults."""
        if rule.run is None:
            return None
        key = (row, rule.node, rule.aspect)
        try:
            outcome = rule.run(Here(self.world, row))
        except Mismatch as reason:
            self.faults[key] = str(reason)
            return None
        self.faults.pop(key, None)
        return outcome

    def _see(self, row: Row, node: int) -> bool:
        """Bring the value that expressions see up to date; whether it is another one now."""
        question = self.plan.layout.question(node)
        if question is None:
            return False
        if node in row.hidden:
            value: Value = ""
        elif question.calculated:
            value = row.calculated.get(node, "")
        else:
            value = value_of(question, row.answers.get(node), self.world.zone)
        if same(value, row.values.get(node, "")):
            return False
        if value == "":
            row.values.pop(node, None)
        else:
            row.values[node] = value
        return True

    def _changed(self, what: What, node: int, row: Row) -> None:
        for dependent in self.plan.dependents.get((what, node), ()):
            rule = dependent.rule
            own = dependent.scope == dependent.anchor == row.scope
            for target in (row,) if own else self.below(row.above(dependent.anchor), dependent.scope):
                if rule.aspect in EAGER:
                    self._enqueue(rule, target)
                else:
                    target.seen.pop((rule.node, rule.aspect), None)
                    self.touched.add((target, rule.node))

    def _enqueue(self, rule: Rule, row: Row) -> None:
        key = rule.rank, id(row)
        if key not in self._queued:
            self._queued.add(key)
            self._turn += 1
            heappush(self._queue, (rule.rank, self._turn, rule, row))

    def _forget(self, row: Row, node: int) -> None:
        if row.seen:
            for aspect in Aspect:
                row.seen.pop((node, aspect), None)
