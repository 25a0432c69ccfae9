"""A form made ready to run: each rule compiled once, with what it looks at and what looks at it.

The plan says in which order rules run and which to run again after an answer. Rules that cannot be used are listed,
for the import to show; a form with such a rule is never filled in.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final
from weakref import WeakKeyDictionary

from fieldapp.forms.expressions.compiler import compile_tree
from fieldapp.forms.expressions.errors import ExpressionWrong
from fieldapp.forms.expressions.meaning import Run
from fieldapp.forms.expressions.parser import parse
from fieldapp.forms.expressions.tree import Reference
from fieldapp.forms.model import CHOOSING, Entity, Form, Group, Question, Repeat, Text
from fieldapp.forms.rules.filters import Filter, compile_filter
from fieldapp.forms.rules.layout import ROOT, Layout, Node
from fieldapp.forms.rules.lines import lines_of
from fieldapp.forms.rules.names import FormNames, Read, What
from fieldapp.forms.rules.ordering import in_order
from fieldapp.forms.rules.references import references_in
from fieldapp.words import sentence


class Aspect(Enum):
    """What a rule decides about its question, group or repeat; the value is the column it was written in."""

    RELEVANT = "relevant"
    CALCULATION = "calculation"
    COUNT = "repeat_count"
    READ_ONLY = "read_only"
    REQUIRED = "required"
    CONSTRAINT = "constraint"
    UNLIKELY = "bind::fieldapp:unlikely"
    CHOICES = "choice_filter"
    DEFAULT = "default"
    WORDS = "label"
    NAME = "instance_name"
    TRIGGER = "trigger"
    SEED = "parameters"
    ENTITY = "entities"


#: Of a longer circle only its beginning and its end are named.
_NAMED: Final = 12

#: Others look at what these decide: they run at once, in order. The rest runs when somebody asks.
EAGER: Final = frozenset({Aspect.RELEVANT, Aspect.CALCULATION, Aspect.COUNT})


#: Which rules decide what of a node is looked at.
_DECIDING: Final = {
    What.VALUE: (Aspect.RELEVANT, Aspect.CALCULATION),
    What.RELEVANCE: (Aspect.RELEVANT,),
    What.ROWS: (Aspect.COUNT,),
}


@dataclass(slots=True, eq=False)
class Rule:
    """One rule of one node. `run` None: as relevant as what is around it. `rank`: its turn among those run at once.

    `eager`: it runs at once; a calculation that waits for a trigger does not, though others look at its outcome.
    """

    node: int
    aspect: Aspect
    run: Run | None
    reads: tuple[Read, ...]
    eager: bool = False
    rank: int = 0


@dataclass(frozen=True, slots=True)
class WrongRule:
    """A rule that cannot be used, and why. `row`, `column`: where it stands in the sheet “entities”."""

    node: int
    aspect: Aspect
    reason: ExpressionWrong
    row: int = 0
    column: str = ""


@dataclass(frozen=True, slots=True)
class Dependent:
    """A rule to run again in all its rows, those of `scope`, below the row of scope `anchor`."""

    rule: Rule
    anchor: int
    scope: int


@dataclass(frozen=True, slots=True)
class EntityRule:
    """What the rows of a scope write into a list: its expressions by name, and the questions that go in."""

    entity: Entity
    scope: int
    runs: Mapping[str, Run]
    nodes: tuple[int, ...]


class Plan:
    """The rules of a form. Reading it never fails; `wrong` says what could not be compiled."""

    def __init__(self, form: Form) -> None:
        self.form = form
        self.layout = Layout(form)
        self.rules: dict[tuple[int, Aspect], Rule] = {}
        self.filters: dict[int, Filter] = {}
        self.seeds: dict[int, Run] = {}
        self.wrong: list[WrongRule] = []
        self.dependents: dict[tuple[What, int], list[Dependent]] = {}
        self.triggers: dict[int, list[Dependent]] = {}
        for node in self.layout.nodes:
            self._read(node)
        if form.instance_name:
            self._compile(ROOT, Aspect.NAME, form.instance_name)
        self.entities = tuple(map(self._entity, form.entities))
        self._connect()
        self.eager: dict[int, list[Rule]] = {}
        for rule in self._ordered():
            self.eager.setdefault(self.layout.nodes[rule.node].scope, []).append(rule)

    def is_counted(self, scope: int) -> bool:
        """Whether a count says how many rows this repeat has."""
        return (scope, Aspect.COUNT) in self.rules

    def expression(self, node: int, text: str) -> tuple[Run, tuple[Read, ...]]:
        """Any expression as it stands at a node. Raises ExpressionWrong."""
        names = FormNames(self.form, self.layout, node)
        return compile_tree(parse(text), names), tuple(names.reads)

    def _read(self, node: Node) -> None:
        item = node.item
        if item is None:
            return
        around = (node.parent, Aspect.RELEVANT) in self.rules
        if item.relevant or around:
            self._compile(node.index, Aspect.RELEVANT, item.relevant)
            if around:
                scope = self.layout.nodes[node.parent].scope
                self.rules[node.index, Aspect.RELEVANT].reads += (Read(What.RELEVANCE, node.parent, scope),)
        self._compile_words(node.index, item)
        if isinstance(item, Repeat) and item.count:
            self._compile(node.index, Aspect.COUNT, item.count)
        if isinstance(item, Question):
            self._read_question(node.index, item)
            if item.trigger:
                self._wait(node.index, item)

    def _read_question(self, node: int, question: Question) -> None:
        for aspect, text in (
            (Aspect.CALCULATION, question.calculation),
            (Aspect.READ_ONLY, question.read_only),
            (Aspect.REQUIRED, question.required),
            (Aspect.CONSTRAINT, question.constraint),
            (Aspect.UNLIKELY, question.unlikely),
            (Aspect.DEFAULT, question.default if question.default_runs else ""),
        ):
            if text:
                self._compile(node, aspect, text)
        if question.kind in CHOOSING and question.choice_filter:
            self._compile_filter(node, question)
        if question.randomize and question.seed:
            self._compile_seed(node, question)

    def _compile(self, node: int, aspect: Aspect, text: str) -> None:
        run: Run | None = None
        reads: tuple[Read, ...] = ()
        try:
            if text:
                run, reads = self.expression(node, text)
        except ExpressionWrong as reason:
            self.wrong.append(WrongRule(node, aspect, reason))
        self.rules[node, aspect] = Rule(node, aspect, run, reads, eager=aspect in EAGER)

    def _wait(self, node: int, question: Question) -> None:
        """Its calculation runs when one of its triggers changes, and at no other time; without one it is emptied."""
        emptied = Rule(node, Aspect.CALCULATION, lambda _here: "", ())
        rule, scope = self.rules.setdefault((node, Aspect.CALCULATION), emptied), self.layout.nodes[node].scope
        rule.eager, rule.reads = False, ()
        names = FormNames(self.form, self.layout, node)
        try:
            for name in question.trigger:
                names.one(Reference(name))
        except ExpressionWrong as reason:
            self.wrong.append(WrongRule(node, Aspect.TRIGGER, reason))
        for read in dict.fromkeys(names.reads):
            if read.what is What.VALUE:
                self.triggers.setdefault(read.node, []).append(Dependent(rule, read.anchor, scope))

    def _compile_filter(self, node: int, question: Question) -> None:
        lines = lines_of(self.form, question.choices)
        names = FormNames(self.form, self.layout, node, lines=lines)
        try:
            self.filters[node] = compile_filter(parse(question.choice_filter), names, lines)
        except ExpressionWrong as reason:
            self.wrong.append(WrongRule(node, Aspect.CHOICES, reason))
        self.rules[node, Aspect.CHOICES] = Rule(node, Aspect.CHOICES, None, tuple(names.reads))

    def _compile_seed(self, node: int, question: Question) -> None:
        """Another seed is another order: the choices are asked for again."""
        try:
            self.seeds[node], reads = self.expression(node, question.seed)
        except ExpressionWrong as reason:
            self.wrong.append(WrongRule(node, Aspect.SEED, reason))
            return
        chosen_by = self.rules.setdefault((node, Aspect.CHOICES), Rule(node, Aspect.CHOICES, None, ()))
        chosen_by.reads += reads

    def _entity(self, entity: Entity) -> EntityRule:
        scope = next(
            (n.index for n in self.layout.nodes if isinstance(n.item, Repeat) and n.item.id == entity.repeat), ROOT
        )
        runs: dict[str, Run] = {}
        for name in ("label", "id", "create_if", "update_if"):
            text = str(getattr(entity, name))
            try:
                if text:
                    runs[name] = compile_tree(parse(text), FormNames(self.form, self.layout, scope, scope=scope))
            except ExpressionWrong as reason:
                column = "entity_id" if name == "id" else name
                self.wrong.append(WrongRule(ROOT, Aspect.ENTITY, reason, entity.row, column))
        scopes = {ROOT, *self.layout.chain(scope)}
        nodes = (node for node in self.layout.nodes if node.scope in scopes and _goes_into(node.item, entity))
        return EntityRule(entity, scope, runs, tuple(node.index for node in nodes))

    def _compile_words(self, node: int, item: Question | Group | Repeat) -> None:
        """Labels may hold other answers: they are read again when those change."""
        names = FormNames(self.form, self.layout, node)
        for text in _words(self.form, item):
            for name in references_in(text):
                try:
                    names.one(Reference(name))
                except ExpressionWrong as reason:
                    self.wrong.append(WrongRule(node, Aspect.WORDS, reason))
        if names.reads:
            self.rules[node, Aspect.WORDS] = Rule(node, Aspect.WORDS, None, tuple(names.reads))

    def _connect(self) -> None:
        for rule in self.rules.values():
            for read in dict.fromkeys(rule.reads):
                dependent = Dependent(rule, read.anchor, self.layout.nodes[rule.node].scope)
                self.dependents.setdefault((read.what, read.node), []).append(dependent)

    def _ordered(self) -> tuple[Rule, ...]:
        """Rules that run at once, each after those whose outcome it looks at."""
        eager = [rule for rule in self.rules.values() if rule.eager]
        ordered, circle = in_order(eager, self._before)
        if circle:  # a count may look at its own rows, "one more while she says so": then the rows settle it
            ordered, circle = in_order(eager, lambda rule: self._before(rule, rows=False))
        if circle:
            names = [self.layout.item(rule.node).name for rule in reversed(circle)]
            if len(names) > _NAMED:
                names[_NAMED // 2 : -_NAMED // 2] = ["…"]
            reason = ExpressionWrong(sentence("These rules go in a circle: {names}."), names=" → ".join(names))
            self.wrong.append(WrongRule(circle[0].node, circle[0].aspect, reason))
        for rank, rule in enumerate(ordered):
            rule.rank = rank
        return tuple(ordered)

    def _before(self, rule: Rule, *, rows: bool = True) -> Iterator[Rule]:
        for read in rule.reads:
            for aspect in _DECIDING[read.what]:
                earlier = self.rules.get((read.node, aspect))
                other_row = read.anchor != self.layout.nodes[rule.node].scope
                own_column = rule.aspect is Aspect.CALCULATION and earlier is rule and other_row
                if earlier is None or own_column or not earlier.eager or (aspect is Aspect.COUNT and not rows):
                    continue
                yield earlier


def _goes_into(item: Question | Group | Repeat | None, entity: Entity) -> bool:
    return isinstance(item, Question) and item.save_to != "" and item.entity == entity.list


def _words(form: Form, item: Question | Group | Repeat) -> Iterator[str]:
    texts: list[Text] = [item.label, item.hint]
    if isinstance(item, Question):
        texts += [item.guidance, item.required_message, item.constraint_message, item.unlikely_message]
        texts += [choice.label for choice in form.lists.get(item.choices, ())]
    for text in texts:
        yield from (words for words in text.by_language.values() if "${" in words)


_PLANS: Final[WeakKeyDictionary[Form, Plan]] = WeakKeyDictionary()


def plan_of(form: Form) -> Plan:
    """The plan of a form, made when it is first asked for."""
    plan = _PLANS.get(form)
    if plan is None:
        plan = _PLANS[form] = Plan(form)
    return plan
