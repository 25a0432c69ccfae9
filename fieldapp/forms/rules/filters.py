"""Which lines of a list fit: the choices that a question offers, or those that an expression asks a file for.

What can be looked up (`district = ${district}`) is; the rest of a condition is asked only of the lines found so.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from fieldapp.forms.expressions.compiler import compile_tree
from fieldapp.forms.expressions.here import Here
from fieldapp.forms.expressions.meaning import Names, Run
from fieldapp.forms.expressions.tree import Call, Chain, Negative, Path, Tree
from fieldapp.forms.expressions.values import Value, to_bool
from fieldapp.forms.model import Choice
from fieldapp.forms.rules.lines import Lines, fitting


@dataclass(frozen=True, slots=True)
class Condition:
    """`keys`: columns that must equal values; `rest`: what else must hold; `whole`: a number in it is a place."""

    keys: tuple[tuple[str, Run], ...]
    rest: tuple[Run, ...]
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Filter:
    """Lines of a list for which all conditions hold; a later condition counts those that the earlier left."""

    lines: Lines
    conditions: tuple[Condition, ...]

    def offered(self, here: Here) -> tuple[Choice, ...]:
        """The lines that fit here, in the order of the list."""
        kept: Sequence[Choice] = self.lines.choices
        for number, condition in enumerate(self.conditions):
            pairs = [(column, run(here)) for column, run in condition.keys]
            kept = fitting(kept, pairs) if number else self.lines.where(pairs)
            if condition.rest:
                kept = [choice for place, choice in enumerate(kept, 1) if _passes(condition, choice, place, here)]
        return tuple(kept)


def _passes(condition: Condition, choice: Choice, place: int, here: Here) -> bool:
    inside = Here(here.world, here.row, choice, here.asking, place)
    if condition.whole:
        return holds(condition.rest[0](inside), place)
    return all(to_bool(run(inside)) for run in condition.rest)


def holds(value: Value, place: int) -> bool:
    """A number as a condition is a place: `[2]` is the second."""
    return value == place if isinstance(value, float) else to_bool(value)


def compile_filter(tree: Tree, names: Names, lines: Lines) -> Filter:
    """The lines that fit, with an index for as much of it as allows one. Raises ExpressionWrong."""
    return compile_conditions((tree,), names, lines)


def compile_conditions(trees: Sequence[Tree], names: Names, lines: Lines) -> Filter:
    """The same for conditions one after another, as in a path: `item[a = 1][2]`. Raises ExpressionWrong."""
    return Filter(lines, tuple(_condition(tree, names) for tree in trees))


def _condition(tree: Tree, names: Names) -> Condition:
    parts = _parts(tree)
    runs = [compile_tree(part, names) for part in parts]
    keyed = [_key(part) for part in parts]
    if any(_asks_for_place(part) for part in parts) or not any(column for column, _ in keyed):
        return Condition((), tuple(runs), whole=len(runs) == 1)
    return Condition(
        tuple((column, compile_tree(value, names)) for column, value in keyed if value is not None),
        tuple(run for run, (_, value) in zip(runs, keyed, strict=True) if value is None),
    )


def _parts(tree: Tree) -> list[Tree]:
    """What must hold at the same time."""
    if isinstance(tree, Chain) and {operator for operator, _ in tree.rest} == {"and"}:
        return [part for whole in (tree.first, *(part for _, part in tree.rest)) for part in _parts(whole)]
    return [tree]


def _key(tree: Tree) -> tuple[str, Tree | None]:
    """A column and the value that it must equal, which must be the same for all lines of the list."""
    if isinstance(tree, Chain) and len(tree.rest) == 1 and tree.rest[0][0] == "=":
        other = tree.rest[0][1]
        for one, value in ((tree.first, other), (other, tree.first)):
            column = bare_name(one)
            if column not in {None, "label"} and not _any_part(value, _is_of_line):
                return column or "", value
    return "", None


def bare_name(tree: Tree) -> str | None:
    """The name, if the expression is nothing but a name, or `./name`."""
    if not isinstance(tree, Path) or tree.start is not None or tree.absolute:
        return None
    names = [step.name for step in tree.steps if step.name != "."]
    if len(names) != 1 or names[0] == ".." or any(step.conditions for step in tree.steps):
        return None
    return names[0]


def _is_of_line(tree: Tree) -> bool:
    return bare_name(tree) is not None or _is_place(tree)


def _is_place(tree: Tree) -> bool:
    return isinstance(tree, Call) and tree.name == "position" and not tree.arguments


def _asks_for_place(tree: Tree) -> bool:
    return _any_part(tree, _is_place)


def _any_part(tree: Tree, said: Callable[[Tree], bool]) -> bool:
    """Whether it is said of any part of an expression; what stands in a condition within it speaks of other lines."""
    match tree:
        case Chain(first, rest):
            return any(_any_part(part, said) for part in (first, *(part for _, part in rest)))
        case Negative(operand):
            return _any_part(operand, said)
        case Call(_, arguments):
            return said(tree) or any(_any_part(argument, said) for argument in arguments)
        case _:
            return said(tree)
