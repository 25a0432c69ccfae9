"""Keeps all answers of a record consistent: after each of them, what depends on it is worked out again, and no more.

Relevance, calculations and counts of rows run at once, in the plan's order; the rest (errors, choices, labels) when it
is asked for.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from heapq import heappop, heappush
from typing import Final

from fieldapp.domain.ids import RecordId
from fieldapp.forms.expressions.errors import Mismatch
from fieldapp.forms.expressions.here import Here, World
from fieldapp.forms.expressions.rows import Row
from fieldapp.forms.expressions.values import Value, same, to_bool, to_index
from fieldapp.forms.filling.beginning import Beginning
from fieldapp.forms.filling.counting import ROWS_LIMIT, fit, new_row
from fieldapp.forms.model import Question
from fieldapp.forms.rules.layout import ROOT
from fieldapp.forms.rules.names import What
from fieldapp.forms.rules.plan import Aspect, Dependent, Plan, Rule
from fieldapp.forms.typed import answer_from, fitted, value_of

#: A column of running totals settles in as many rounds as it has rows; what has not settled then never will.
_ROUNDS: Final = 10_000
#: So often a count, or triggers that set each other, may go round after one answer.
_TURNS: Final = 200

Spot = tuple[Row, int]


class Engine:
    """The rows of a record and the rules of its form.

    After `settle` every value is what working out the whole form from nothing would give. `touched` collects what may
    look different since `take_touched`.
    """

    def __init__(self, plan: Plan, world: World, beginning: Beginning) -> None:
        self.plan = plan
        self.world = world
        self.beginning = beginning
        self.root = Row(record=None, scope=ROOT)
        self.by_record: dict[RecordId | None, Row] = {None: self.root}
        self.faults: dict[tuple[Row, int, Aspect], str] = {}
        self.refused: dict[Spot, int] = {}
        self.seed = world.chance.getrandbits(30)
        self._touched: set[Spot] = set()
        self._entered: list[Row] = []
        self._queue: list[tuple[int, int, Rule, Row]] = []
        self._queued: set[tuple[int, int]] = set()
        self._turn = 0
        self._fresh: deque[Row] = deque()
        self._fired: deque[tuple[Rule, Row]] = deque()

    def begin(self, rows: Iterable[Row]) -> None:
        """Work out everything in these rows, whose answers have been filled in."""
        self._enter(rows)
        self.settle()

    def new_row(self, parent: Row, repeat: int) -> Row:
        """A row with its first answers, not among its siblings yet."""
        row = new_row(parent, repeat, self.world.chance.getrandbits(128))
        self.beginning.begin(self.plan.layout, row)
        return row

    def insert(self, row: Row, place: int) -> None:
        """Put a new row among its siblings, work it out, and give it the defaults that are expressions."""
        if row.parent is None:
            raise ValueError("the record itself stands in no repeat")
        row.parent.rows.setdefault(row.scope, []).insert(place, row)
        self._enter([row])
        self._fresh.append(row)
        self.rows_changed(row.parent, row.scope)

    def remove(self, row: Row) -> None:
        """Take a row away, with all within it."""
        if row.parent is None:
            raise ValueError("the record itself stands in no repeat")
        row.parent.rows[row.scope].remove(row)
        self._leave([row])
        self.rows_changed(row.parent, row.scope)

    def rows_changed(self, parent: Row, repeat: int) -> None:
        """Rows of a repeat have come, gone or moved."""
        self._touched.add((parent, repeat))
        self._changed(What.ROWS, repeat, parent)
        self.settle()

    def answered(self, row: Row, node: int) -> None:
        """The answer at this place is another one now."""
        self._note(row, node)
        self.settle()

    def run_defaults(self, row: Row) -> None:
        """Defaults such as `today()` or `${district}`, once, in the order of the form."""
        for node, question in self.plan.layout.questions(row.scope):
            if question.default_runs and node not in row.answers:
                self._give(row, node, question, self.outcome(row, node, Aspect.DEFAULT))

    def is_here(self, row: Row) -> bool:
        """Whether a row is part of the record, neither taken away nor put aside."""
        return self.by_record.get(row.record) is row

    def forget_all(self) -> None:
        """Words have changed (the language): what was worked out from them is worked out again."""
        rows = list(self.root.within())
        for row in rows:
            row.seen.clear()
            self._touched.update((row, node) for node in self.plan.layout.inside[row.scope])
            for rule in self.plan.eager.get(row.scope, ()):
                if rule.aspect is Aspect.CALCULATION:
                    self._enqueue(rule, row)
        self.settle()

    def below(self, row: Row, scope: int) -> list[Row]:
        """The rows of a scope within this row; itself if it is of that scope."""
        if row.scope == scope:
            return [row]
        rows = [row]
        chain = self.plan.layout.chain(scope)
        for repeat in chain[chain.index(row.scope) + 1 if row.scope != ROOT else 0 :]:
            rows = [inner for outer in rows for inner in outer.rows.get(repeat, ())]
        return rows

    def outcome(self, row: Row, node: int, aspect: Aspect) -> Value | None:
        """What a rule gives now; None where there is none or it cannot be worked out (noted among the faults)."""
        rule = self.plan.rules.get((node, aspect))
        return None if rule is None else self._outcome(rule, row)

    def take_touched(self) -> set[Spot]:
        """What may look different since it was last asked."""
        touched, self._touched = self._touched, set()
        return {spot for spot in touched if self.is_here(spot[0])}

    def take_entered(self) -> list[Row]:
        """The rows that have come, or come back, since it was last asked."""
        entered, self._entered = self._entered, []
        return [row for row in entered if self.is_here(row)]

    def settle(self) -> None:
        """Run what waits, each rule after those it looks at; then what begins or is set by that, one by one."""
        self._run_queue()
        turns: dict[tuple[int, int], int] = {}
        while self._fresh or self._fired:
            if self._fresh:
                self.run_defaults(self._fresh.popleft())
                continue
            rule, row = self._fired.popleft()
            key = rule.node, id(row)
            turns[key] = turns.get(key, 0) + 1
            question = self.plan.layout.question(rule.node)
            if turns[key] > _TURNS:
                self.faults[row, rule.node, rule.aspect] = "does not settle"
            elif question is not None and self.is_here(row):
                row.hidden_at_opening -= {rule.node}
                self._give(row, rule.node, question, self._outcome(rule, row))

    def _give(self, row: Row, node: int, question: Question, outcome: Value | None) -> None:
        """An answer that the form gives, as if she had typed it."""
        answer = None if outcome is None else answer_from(question, outcome)
        if answer == row.answers.get(node):
            return
        if answer is None:
            del row.answers[node]
        else:
            row.answers[node] = answer
        self._note(row, node)
        self._run_queue()

    def _note(self, row: Row, node: int) -> None:
        self._touched.add((row, node))
        self._forget(row, node)
        if self._see(row, node):
            self._changed(What.VALUE, node, row)
            self._fire(row, node)

    def _fire(self, row: Row, node: int) -> None:
        """What waits for this answer to change gets its own anew."""
        for waiting in self.plan.triggers.get(node, ()):
            self._fired.extend((waiting.rule, target) for target in self._targets(waiting, row))

    def _enter(self, rows: Iterable[Row]) -> None:
        for row in rows:
            self.by_record[row.record] = row
            self._entered.append(row)
            row.seen.clear()
            for node in self.plan.layout.inside[row.scope]:
                self._see(row, node)
            for rule in self.plan.eager.get(row.scope, ()):
                self._enqueue(rule, row)

    def _leave(self, rows: Iterable[Row]) -> None:
        for row in rows:
            for gone in row.within():
                del self.by_record[gone.record]

    def _run_queue(self) -> None:
        rounds: dict[tuple[int, int], int] = {}
        while self._queue:
            _, _, rule, row = heappop(self._queue)
            key = rule.rank, id(row)
            self._queued.discard(key)
            if not self.is_here(row):
                continue
            rounds[key] = rounds.get(key, 0) + 1
            if rounds[key] > (_TURNS if rule.aspect is Aspect.COUNT else _ROUNDS):
                self.faults[row, rule.node, rule.aspect] = "does not settle"
            elif rule.aspect is Aspect.RELEVANT:
                self._run_relevance(rule, row)
            elif rule.aspect is Aspect.COUNT:
                self._run_count(rule, row)
            else:
                self._run_calculation(rule, row)

    def _run_count(self, rule: Rule, row: Row) -> None:
        """As many rows as it says; where that cannot be, all that were ever there."""
        outcome, repeat = self._outcome(rule, row), rule.node
        there = len(row.rows.get(repeat, ()))
        every = there + len(row.aside.get(repeat, ()))
        wanted = every if outcome is None else max(0, to_index(outcome))
        refused = wanted > every and len(self.by_record) + wanted - there > ROWS_LIMIT
        if refused:
            self.refused[row, repeat] = wanted
            wanted = every
        elif self.refused.pop((row, repeat), 0) == 0 and wanted == there:
            return
        fitted = fit(row, repeat, wanted, lambda: self.new_row(row, repeat))
        self._leave(fitted.going)
        for back in fitted.coming:
            self._enter(back.within())
        self._enter(fitted.new)
        self._fresh.extend(fitted.new)
        self._touched.add((row, repeat))
        if fitted:
            self._changed(What.ROWS, repeat, row)

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
        self._touched.add((row, rule.node))
        self._forget(row, rule.node)
        if self._see(row, rule.node):
            self._changed(What.VALUE, rule.node, row)
        self._changed(What.RELEVANCE, rule.node, row)

    def _run_calculation(self, rule: Rule, row: Row) -> None:
        question = self.plan.layout.question(rule.node)
        outcome = self._outcome(rule, row)
        if question is None:
            return
        value, before = "" if outcome is None else fitted(question, outcome), row.calculated.get(rule.node)
        if same(value, before):
            return
        row.calculated[rule.node] = value
        self._touched.add((row, rule.node))
        self._forget(row, rule.node)
        if self._see(row, rule.node):
            self._changed(What.VALUE, rule.node, row)
            if before is not None:
                self._fire(row, rule.node)

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
            for target in self._targets(dependent, row):
                if rule.eager:
                    self._enqueue(rule, target)
                else:
                    target.seen.pop((rule.node, rule.aspect), None)
                    self._touched.add((target, rule.node))

    def _targets(self, dependent: Dependent, row: Row) -> list[Row]:
        if dependent.scope == dependent.anchor == row.scope:
            return [row]
        return self.below(row.above(dependent.anchor), dependent.scope)

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
