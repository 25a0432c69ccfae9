"""From the tree of an expression to a closure that works it out. Done once for each expression of a form."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from typing import Final

from fieldapp.forms.expressions import functions
from fieldapp.forms.expressions.arithmetic import divided, remainder
from fieldapp.forms.expressions.errors import ExpressionWrong
from fieldapp.forms.expressions.here import Here
from fieldapp.forms.expressions.meaning import Names, Run
from fieldapp.forms.expressions.patterns import compiled_pattern
from fieldapp.forms.expressions.special import SPECIAL, Site
from fieldapp.forms.expressions.tree import Call, Chain, LastSaved, Literal, Negative, Number, Path, Reference, Tree
from fieldapp.forms.expressions.values import Value, equal, to_bool, to_number
from fieldapp.words import sentence

#: The names of all functions that an expression may call.
FUNCTION_NAMES: Final = frozenset({*functions.FUNCTIONS, *SPECIAL, "current", "instance"})


def compile_tree(tree: Tree, names: Names) -> Run:
    """The closure of an expression. Raises ExpressionWrong for what can never be worked out."""
    match tree:
        case Number(constant) | Literal(constant):
            return lambda _here: constant
        case Reference() | Path():
            return names.one(tree)
        case LastSaved(name):
            return names.last_saved(name)
        case Negative(operand):
            inner = compile_tree(operand, names)
            return lambda here: -to_number(inner(here))
        case Chain(first, rest):
            return _chain(first, rest, names)
        case Call():
            return _call(tree, names)


def compile_later(tree: Tree, names: Names) -> Run:
    """The closure of a part that is not always reached. Raises ExpressionWrong where the form says so."""
    try:
        return compile_tree(tree, names)
    except ExpressionWrong as wrong:
        return names.unusable(wrong)


def _chain(first: Tree, rest: tuple[tuple[str, Tree], ...], names: Names) -> Run:
    signs = {sign for sign, _ in rest}
    if signs <= {"and", "or"}:
        later = [compile_later(part, names) for _, part in rest]
        return _logic([compile_tree(first, names), *later], signs == {"or"})
    run = compile_tree(first, names)
    steps = [(_OPERATORS[sign], compile_tree(part, names)) for sign, part in rest]
    if len(steps) == 1:
        ((work, other),) = steps
        return lambda here: work(run(here), other(here))

    def chain(here: Here) -> Value:
        value = run(here)
        for work, part in steps:
            value = work(value, part(here))
        return value

    return chain


def _logic(parts: list[Run], until: bool) -> Run:  # noqa: FBT001 - "and" stops at the first false, "or" at true
    def logic(here: Here) -> bool:
        return any(to_bool(part(here)) for part in parts) if until else all(to_bool(part(here)) for part in parts)

    return logic


def _numeric(work: Callable[[float, float], Value]) -> Callable[[Value, Value], Value]:
    return lambda one, other: work(to_number(one), to_number(other))


_OPERATORS: Final[Mapping[str, Callable[[Value, Value], Value]]] = {
    "=": equal,
    "!=": lambda one, other: not equal(one, other),
    "<": _numeric(operator.lt),
    "<=": _numeric(operator.le),
    ">": _numeric(operator.gt),
    ">=": _numeric(operator.ge),
    "+": _numeric(operator.add),
    "-": _numeric(operator.sub),
    "*": _numeric(operator.mul),
    "div": _numeric(divided),
    "mod": _numeric(remainder),
}


def _call(call: Call, names: Names) -> Run:
    count = len(call.arguments)
    special = SPECIAL.get(call.name)
    if special is not None and special.least <= count <= special.most:
        return special.make(call.arguments, Site(names, compile_tree, compile_later))
    plain = functions.FUNCTIONS.get(call.name)
    if plain is not None and plain.least <= count <= (count if plain.most is None else plain.most):
        _check_literals(call)
        return functions.run_plain(plain.run, [compile_tree(argument, names) for argument in call.arguments])
    if plain is None and special is None:
        raise ExpressionWrong(sentence("There is no function {name}() here."), name=call.name)
    raise ExpressionWrong(
        sentence("{name}() does not take {number} values between its brackets."), name=call.name, number=count
    )


def _check_literals(call: Call) -> None:
    """What is wrong whatever the answers are."""
    if call.name == "regex" and isinstance(call.arguments[1], Literal):
        compiled_pattern(call.arguments[1].text)
    if call.name in {"selected", "is-selected"} and isinstance(call.arguments[1], Number):
        raise ExpressionWrong(sentence("The second argument of selected() must be a text in quotes."))
