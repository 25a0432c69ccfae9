"""From the tree of an expression to a closure that works it out. Done once for each expression of a form.

What a reference means depends on the form and on where the expression stands; `Names` knows that.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from typing import Final, Protocol

from fieldapp.forms.expressions import dates, functions
from fieldapp.forms.expressions.arithmetic import divided, remainder
from fieldapp.forms.expressions.errors import ExpressionWrong
from fieldapp.forms.expressions.here import Here
from fieldapp.forms.expressions.patterns import compiled_pattern
from fieldapp.forms.expressions.tree import Call, Chain, Literal, Negative, Number, Path, Reference, Tree
from fieldapp.forms.expressions.values import (
    Value,
    equal,
    is_empty,
    to_bool,
    to_index,
    to_number,
    to_text,
)
from fieldapp.words import sentence

Run = Callable[[Here], Value]
RunAll = Callable[[Here], Sequence[Value]]
#: Words that make a reference: they lead to answers instead of holding a value.
Leading = Reference | Path


class Names(Protocol):
    """What references mean at the place where an expression stands. Each may raise ExpressionWrong."""

    def one(self, tree: Leading) -> Run:
        """The one answer that a reference leads to."""

    def every(self, tree: Leading) -> RunAll:
        """All answers that a reference leads to, row by row."""

    def position(self, tree: Leading | None) -> Run:
        """At which place, from 1, the row stands that a reference leads to; None: the row looked at."""

    def myself(self) -> Run:
        """The answer of the very question that the expression belongs to."""

    def so_far(self) -> Run:
        """What the calculation of this very question gave before."""

    def indexed(self, arguments: tuple[Tree, ...]) -> Run:
        """indexed-repeat(): an answer in the row of that number."""

    def choice_label(self, value: Tree, question: Tree) -> Run:
        """jr:choice-name(): the words of a choice."""


def compile_tree(tree: Tree, names: Names) -> Run:
    """The closure of an expression. Raises ExpressionWrong for what can never be worked out."""
    match tree:
        case Number(value):
            return lambda _here: value
        case Literal(text):
            return lambda _here: text
        case Reference() | Path():
            return names.one(tree)
        case Negative(operand):
            inner = compile_tree(operand, names)
            return lambda here: -to_number(inner(here))
        case Chain(first, rest):
            return _chain(first, rest, names)
        case Call():
            return _call(tree, names)


def _chain(first: Tree, rest: tuple[tuple[str, Tree], ...], names: Names) -> Run:
    signs = {sign for sign, _ in rest}
    if signs <= {"and", "or"}:
        return _logic([compile_tree(part, names) for part in (first, *(part for _, part in rest))], signs == {"or"})
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
    special = _SPECIAL.get(call.name)
    if special is not None and special[0] <= count <= special[1]:
        return special[2](call.arguments, names)
    plain = functions.FUNCTIONS.get(call.name)
    if plain is not None and plain.least <= count <= (count if plain.most is None else plain.most):
        _check_literals(call)
        return _plain(plain.run, [compile_tree(argument, names) for argument in call.arguments])
    if plain is None and special is None:
        raise ExpressionWrong(sentence("There is no function {name}() here."), name=call.name)
    raise ExpressionWrong(
        sentence("{name}() does not take {number} values between its brackets."), name=call.name, number=count
    )


def _plain(run: functions.Plain, arguments: list[Run]) -> Run:
    if not arguments:
        return lambda _here: run()
    if len(arguments) == 1:
        (first,) = arguments
        return lambda here: run(first(here))
    if len(arguments) == 2:
        one, other = arguments
        return lambda here: run(one(here), other(here))
    return lambda here: run(*[argument(here) for argument in arguments])


def _check_literals(call: Call) -> None:
    """What is wrong whatever the answers are."""
    if call.name == "regex" and isinstance(call.arguments[1], Literal):
        compiled_pattern(call.arguments[1].text)
    if call.name in {"selected", "is-selected"} and isinstance(call.arguments[1], Number):
        raise ExpressionWrong(sentence("The second argument of selected() must be a text in quotes."))


def _all(arguments: tuple[Tree, ...], names: Names) -> RunAll:
    """The values of all arguments; one that is a reference alone stands for every answer it leads to."""
    if len(arguments) == 1 and isinstance(arguments[0], Reference | Path):
        return names.every(arguments[0])
    runs = [compile_tree(argument, names) for argument in arguments]
    return lambda here: [run(here) for run in runs]


def _every(arguments: tuple[Tree, ...], names: Names) -> RunAll:
    """The answers that the only argument leads to, which must be a reference."""
    if not isinstance(arguments[0], Reference | Path):
        raise ExpressionWrong(sentence("Between these brackets a reference to a question must stand."))
    return names.every(arguments[0])


Special = Callable[[tuple[Tree, ...], Names], Run]


def _if(arguments: tuple[Tree, ...], names: Names) -> Run:
    test, then, otherwise = (compile_tree(argument, names) for argument in arguments)
    return lambda here: then(here) if to_bool(test(here)) else otherwise(here)


def _coalesce(arguments: tuple[Tree, ...], names: Names) -> Run:
    first, second = (compile_tree(argument, names) for argument in arguments)

    def coalesce(here: Here) -> Value:
        value = first(here)
        return second(here) if is_empty(value) else value

    return coalesce


def _once(arguments: tuple[Tree, ...], names: Names) -> Run:
    so_far, run = names.so_far(), compile_tree(arguments[0], names)

    def once(here: Here) -> Value:
        known = so_far(here)
        return run(here) if is_empty(known) else known

    return once


def _over(work: Callable[[Sequence[Value]], Value], gather: Callable[[tuple[Tree, ...], Names], RunAll]) -> Special:
    """A function of many values."""

    def compiled(arguments: tuple[Tree, ...], names: Names) -> Run:
        values = gather(arguments, names)
        return lambda here: work(values(here))

    return compiled


def _join(arguments: tuple[Tree, ...], names: Names) -> Run:
    divider, values = compile_tree(arguments[0], names), _all(arguments[1:], names)
    return lambda here: functions.joined(to_text(divider(here)), values(here))


def _checklist(arguments: tuple[Tree, ...], names: Names) -> Run:
    least, most = (compile_tree(argument, names) for argument in arguments[:2])
    factors = _all(arguments[2:], names)
    return lambda here: functions.checklist(least(here), most(here), factors(here))


def _weighted(arguments: tuple[Tree, ...], names: Names) -> Run:
    least, most = (compile_tree(argument, names) for argument in arguments[:2])
    factors, weights = _all(arguments[2::2], names), _all(arguments[3::2], names)
    return lambda here: functions.weighted_checklist(least(here), most(here), factors(here), weights(here))


def _of_myself(name: str) -> Special:
    """A function that, without an argument, is about the very question it belongs to."""

    def compiled(_: tuple[Tree, ...], names: Names) -> Run:
        return _plain(functions.FUNCTIONS[name].run, [names.myself()])

    return compiled


def _position(arguments: tuple[Tree, ...], names: Names) -> Run:
    if not arguments:
        return names.position(None)
    if isinstance(arguments[0], Reference | Path):
        return names.position(arguments[0])
    raise ExpressionWrong(sentence("Between these brackets a reference to a question must stand."))


def _dated(work: Callable[[Value, Here], Value]) -> Special:
    """A function of one value that needs to know the zone."""

    def compiled(arguments: tuple[Tree, ...], names: Names) -> Run:
        run = compile_tree(arguments[0], names)
        return lambda here: work(run(here), here)

    return compiled


def _format_date(arguments: tuple[Tree, ...], names: Names) -> Run:
    if isinstance(arguments[1], Literal):
        dates.check_pattern(arguments[1].text)
    run, pattern = (compile_tree(argument, names) for argument in arguments)
    return lambda here: dates.write_date(run(here), to_text(pattern(here)), here.world.zone, here.world.language)


def _uuid(arguments: tuple[Tree, ...], names: Names) -> Run:
    if not arguments:
        return lambda here: here.world.uuid()
    length = compile_tree(arguments[0], names)
    signs = "0123456789abcdefghijklmnopqrstuvwxyz"
    return lambda here: "".join(here.world.chance.choice(signs) for _ in range(min(to_index(length(here)), 4096)))


_MANY: Final = 10_000
#: Functions that look further than their values: least and most arguments, and how to compile a call.
_SPECIAL: Final[Mapping[str, tuple[int, int, Special]]] = {
    "if": (3, 3, _if),
    "coalesce": (2, 2, _coalesce),
    "once": (1, 1, _once),
    "concat": (0, _MANY, _over(lambda values: functions.joined("", values), _all)),
    "join": (1, _MANY, _join),
    "max": (1, _MANY, _over(functions.largest, _all)),
    "min": (1, _MANY, _over(functions.smallest, _all)),
    "sum": (1, 1, _over(functions.total, _every)),
    "count": (1, 1, _over(lambda values: float(len(values)), _every)),
    "count-non-empty": (1, 1, _over(lambda values: float(sum(value != "" for value in values)), _every)),
    "checklist": (2, _MANY, _checklist),
    "weighted-checklist": (2, _MANY, _weighted),
    "string-length": (0, 0, _of_myself("string-length")),
    "normalize-space": (0, 0, _of_myself("normalize-space")),
    "position": (0, 1, _position),
    "indexed-repeat": (3, 11, lambda arguments, names: names.indexed(arguments)),
    "jr:choice-name": (2, 2, lambda arguments, names: names.choice_label(*arguments)),
    "today": (0, 0, lambda _, __: lambda here: here.world.today()),
    "now": (0, 0, lambda _, __: lambda here: here.world.now()),
    "date": (1, 1, _dated(lambda value, here: dates.to_date(value, here.world.zone, keep_time=False))),
    "date-time": (1, 1, _dated(lambda value, here: dates.to_date(value, here.world.zone, keep_time=True))),
    "decimal-date-time": (1, 1, _dated(lambda value, here: dates.days(value, here.world.zone))),
    "decimal-time": (1, 1, _dated(lambda value, here: dates.time_part(value, here.world.zone))),
    "format-date": (2, 2, _format_date),
    "format-date-time": (2, 2, _format_date),
    "random": (0, 0, lambda _, __: lambda here: here.world.chance.random()),
    "uuid": (0, 1, _uuid),
    "version": (0, 0, lambda _, __: lambda here: here.world.version),
}
