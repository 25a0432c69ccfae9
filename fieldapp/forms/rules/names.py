"""What the references of a form's expressions mean, and what each expression looks at.

`${age}` is the answer of the same row where both stand in a common repeat, all answers of all rows where it stands in
a repeat further in. So do paths ("../age"), which may carry conditions ("${child}[position() = 1]/age").
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from enum import Enum
from typing import NamedTuple

from fieldapp.forms.expressions.compiler import compile_tree
from fieldapp.forms.expressions.errors import ExpressionWrong
from fieldapp.forms.expressions.here import Here
from fieldapp.forms.expressions.meaning import Leading, Run, RunAll
from fieldapp.forms.expressions.parser import parse
from fieldapp.forms.expressions.tree import Call, Literal, Path, Reference, Step, Tree
from fieldapp.forms.expressions.values import Value, the_one
from fieldapp.forms.model import Form, Repeat
from fieldapp.forms.rules.filters import bare_name
from fieldapp.forms.rules.layout import ROOT, Layout
from fieldapp.forms.rules.lines import Lines, lines_of
from fieldapp.forms.rules.listed import choice_label, every_line, is_listed, one_line, pulled, reader
from fieldapp.forms.rules.ways import Walk, Way, by_numbers, finder, place_of
from fieldapp.forms.typed import value_of
from fieldapp.words import sentence

_A_REFERENCE = sentence("Between these brackets a reference to a question must stand.")


class What(Enum):
    """What of a node an expression looks at."""

    VALUE = "value"
    RELEVANCE = "relevance"
    ROWS = "rows"


class Read(NamedTuple):
    """An expression looks at this, in all rows below the row of scope `anchor` that both stand in."""

    what: What
    node: int
    anchor: int


class FormNames:
    """What references mean for the expressions of one node; collects in `reads` what they look at.

    `context` is the node the expression belongs to, `scope` that of the rows it is worked out in. `lines`: those
    of the list, in a condition on them. `around`: in a condition on rows, the names of the whole expression.
    """

    def __init__(
        self,
        form: Form,
        layout: Layout,
        context: int,
        *,
        scope: int | None = None,
        lines: Lines | None = None,
        around: FormNames | None = None,
    ) -> None:
        self._form = form
        self._layout = layout
        self.context = context
        self.scope = layout.nodes[context].scope if scope is None else scope
        self._lines = lines
        self._around = around
        self.reads: list[Read] = []

    def one(self, tree: Leading) -> Run:
        """The one answer that a reference leads to."""
        column = self._column(tree)
        if column is not None:
            return column
        if isinstance(tree, Path) and is_listed(tree):
            return one_line(self.every(tree))
        way = self._way(tree)
        if way.node == ROOT:
            raise ExpressionWrong(sentence("This leads to the form itself, which has no answer."))
        self._look(way, alone=True)
        node, anchor = way.node, way.anchor
        if way.hops or way.conditions or way.asking:
            find = finder(way, self._layout)
            return lambda here: the_one([row.values.get(node, "") for row in find(here)])
        if anchor == self.scope:
            return lambda here: here.row.values.get(node, "")
        return lambda here: here.row.above(anchor).values.get(node, "")

    def every(self, tree: Leading) -> RunAll:
        """All answers that a reference leads to, row by row; or what the lines of a list hold."""
        if isinstance(tree, Path) and is_listed(tree):
            return every_line(tree, self._form, self._on_lines)
        if isinstance(tree, Path) and tree.steps and tree.steps[-1].name == "*":
            return self._all_within(tree)
        way = self._way(tree)
        self._look(way, alone=False)
        find, node = finder(way, self._layout), way.node

        def values(here: Here) -> Sequence[Value]:
            return [row.values.get(node, "") for row in find(here)]

        return values

    def _all_within(self, tree: Path) -> RunAll:
        """The answers to all questions that stand in a group or repeat itself: `${group}/*`."""
        *steps, last = tree.steps
        around = self._layout.nodes[self._way(replace(tree, steps=tuple(steps))).node]
        named = [replace(tree, steps=(*steps, replace(last, name=name))) for name in around.children]
        runs = [self.every(path) for path in named if self._layout.question(self._way(path).node)]
        if not runs or (tree.absolute and not steps):
            raise ExpressionWrong(sentence("Nothing stands there that “*” could mean."))
        return lambda here: [value for run in runs for value in run(here)]

    def position(self, tree: Leading | None) -> Run:
        """At which place, from 1, a row stands; without a reference the row that a condition looks at."""
        if tree is None:
            return lambda here: float(here.position or 1)
        way = self._way(tree)
        if not isinstance(self._layout.nodes[way.node].item, Repeat):
            return lambda _here: 1.0
        self._look(way, alone=False)
        self.reads.append(Read(What.ROWS, way.node, way.anchor if way.hops else self._layout.outer(way.node)))
        find = finder(way, self._layout)
        return lambda here: next((place_of(row) for row in find(here)), 0.0)

    def myself(self) -> Run:
        """The answer of the very question that the expression belongs to."""
        return self.one(Path(None, (Step("."),)))

    def so_far(self) -> Run:
        """What the calculation of this very question gave before; looking at that is no circle."""
        node = self.context
        return lambda here: here.row.calculated.get(node, "")

    def last_saved(self, name: str) -> Run:
        """The answer to a question of the record itself, in the record of this form that was saved last."""
        found = [node for node in self._layout.by_name.get(name, ()) if self._layout.nodes[node].scope == ROOT]
        question = self._layout.question(found[0]) if len(found) == 1 else None
        if question is None:
            raise ExpressionWrong(
                sentence("No question of the record itself, outside repeats, is named “{name}”."), name=name
            )
        return lambda here: value_of(question, here.world.last_saved.get(question.id), here.world.zone)

    def indexed(self, arguments: tuple[Tree, ...]) -> Run:
        """indexed-repeat(): an answer in the row of that number."""
        if len(arguments) % 2 == 0:
            raise ExpressionWrong(sentence("indexed-repeat() takes a question, then a repeat and a number, or more."))
        node = self._way(_leading(arguments[0])).node
        numbers: dict[int, Run] = {}
        for repeat, number in zip(arguments[1::2], arguments[2::2], strict=True):
            numbers[self._way(_leading(repeat)).node] = compile_tree(number, self)
        anchor, down, run = by_numbers(self._layout, self.scope, node, numbers)
        self.reads.extend(Read(What.ROWS, repeat, anchor) for repeat in down)
        self.reads.append(Read(What.VALUE, node, anchor))
        return run

    def choice_label(self, value: Tree, question: Tree) -> Run:
        """jr:choice-name(): the words of a choice."""
        if not isinstance(question, Literal):
            raise ExpressionWrong(sentence("jr:choice-name() takes the reference to its question in quotes."))
        node = self._way(_leading(parse(question.text))).node
        theirs = self._around_node(node)
        run = choice_label(value, self._layout.question(node), self._form, self, theirs)
        self.reads.extend(read._replace(anchor=ROOT) for read in theirs.reads)
        return run

    def pulled(self, arguments: tuple[Tree, ...]) -> Run:
        """pulldata(): what stands in a column of a file."""
        return pulled(arguments, self._form, self)

    def unusable(self, wrong: ExpressionWrong) -> Run:
        """A rule must be right in all its parts, for some day each is reached."""
        raise wrong

    def _column(self, tree: Leading) -> Run | None:
        """In a choice filter a bare name is a column of the list."""
        name = bare_name(tree)
        if self._lines is None or name is None:
            return None
        if not self._lines.has(name):
            raise ExpressionWrong(sentence("The choice list has no column “{name}”."), name=name)
        read = reader(name, self._form)
        return lambda here: read(here.choice, here) if here.choice is not None else ""

    def _on_lines(self, lines: Lines) -> FormNames:
        """The names in a condition on lines of a list: its columns, and what is known around it."""
        inside = FormNames(self._form, self._layout, self.context, scope=self.scope, lines=lines, around=self._around)
        inside.reads = self.reads
        return inside

    def _around_node(self, node: int) -> FormNames:
        """The names in the choice filter of a question."""
        item = self._layout.question(node)
        lines = lines_of(self._form, item.choices) if item is not None else None
        return FormNames(self._form, self._layout, node, lines=lines)

    def _way(self, tree: Leading) -> Way:
        match tree:
            case Reference(name):
                return self._named(name, ())
            case Path(Reference(name), steps, _):
                return self._named(name, steps)
            case Path(None, steps, True):
                return self._walked(Walk.from_root(self._layout, ROOT), steps[1:]).way(self.scope)
            case Path(None, steps, _):
                return self._walked(Walk(self._layout, self.context, self.scope), steps).way()
            case Path(Call("current", ()), steps, _):
                from_here = self._around or self
                walk = Walk(self._layout, from_here.context, from_here.scope)
                return self._walked(walk, steps).way(asking=self._around is not None)
            case _:
                raise ExpressionWrong(sentence("A path cannot begin with a function other than current() here."))

    def _named(self, name: str, steps: Sequence[Step]) -> Way:
        found = self._layout.by_name.get(name, [])
        if not found:
            raise ExpressionWrong(sentence("There is no question named “{name}”."), name=name)
        if len(found) > 1:
            raise ExpressionWrong(sentence("More than one question is named “{name}”."), name=name)
        return self._walked(Walk.from_root(self._layout, found[0]), steps).way(self.scope)

    def _walked(self, walk: Walk, steps: Sequence[Step]) -> Walk:
        for step in steps:
            walk.take(step.name)
            if step.conditions:
                walk.only_if(tuple(self._condition(condition, walk.at) for condition in step.conditions))
        return walk

    def _condition(self, tree: Tree, node: int) -> Run:
        """A condition is asked of many rows; so what it looks at counts in all rows of the form."""
        scope = self._layout.nodes[node].inner
        inside = FormNames(self._form, self._layout, node, scope=scope, around=self._around or self)
        run = compile_tree(tree, inside)
        self.reads.extend(read._replace(anchor=ROOT) for read in inside.reads)
        return run

    def _look(self, way: Way, *, alone: bool) -> None:
        """Remember what is looked at. `alone`: only the one value matters, not whether it is there."""
        anchor = self._layout.outer(way.anchor) if way.node == way.anchor else way.anchor
        self.reads.extend(Read(What.ROWS, hop.repeat, anchor) for hop in way.hops)
        self.reads.append(Read(What.VALUE, way.node, anchor))
        if not alone or way.hops:
            self.reads.append(Read(What.RELEVANCE, way.node, anchor))


def _leading(tree: Tree) -> Leading:
    if isinstance(tree, Reference | Path):
        return tree
    raise ExpressionWrong(_A_REFERENCE)
