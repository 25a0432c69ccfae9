"""What an expression compares, `${age} > 5` or `selected(${signs}, 'bruise')`, in one shape whichever side is first."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from typing import Final

from fieldapp.forms.expressions.tree import Call, Chain, Literal, Negative, Number, Tree
from fieldapp.forms.expressions.values import Value, to_number

_TURNED: Final = {"=": "=", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
_SELECTED: Final = frozenset({"selected", "is-selected"})


@dataclass(frozen=True, slots=True)
class Comparison:
    """`left` is what is asked about. `sign`: one of = != < <= > >=, or "selected"."""

    left: Tree
    sign: str
    right: Tree

    def turned(self) -> Comparison:
        """The same, said from the other side."""
        return Comparison(self.right, _TURNED[self.sign], self.left)


def comparison_in(tree: Tree) -> Comparison | None:
    """The comparison that an expression is; what is constant stands on the right."""
    match tree:
        case Call(name, (left, right)) if name in _SELECTED:
            return Comparison(left, "selected", right)
        case Chain(first, ((sign, other),)) if sign in _TURNED:
            found = Comparison(first, sign, other)
            return found.turned() if constant(first) is not None and constant(other) is None else found
        case _:
            return None


def constant(tree: Tree) -> Value | None:
    """The value of an expression that is always the same, None for others."""
    match tree:
        case Number(value) | Literal(value):
            return value
        case Negative(operand):
            inner = constant(operand)
            return None if inner is None else -to_number(inner)
        case Call("true" | "false", ()):
            return tree.name == "true"
        case Call("date", (Literal(text),)):
            return _day(text)
        case Chain(first, rest) if {sign for sign, _ in rest} <= {"+", "-", "*"}:
            return _sum(first, rest)
        case _:
            return None


def _sum(first: Tree, rest: tuple[tuple[str, Tree], ...]) -> Value | None:
    start = constant(first)
    if start is None:
        return None
    total = to_number(start)
    for sign, part in rest:
        value = constant(part)
        if value is None:
            return None
        number = to_number(value)
        total = total + number if sign == "+" else total - number if sign == "-" else total * number
    return None if math.isnan(total) else total


def _day(text: str) -> Value | None:
    try:
        return to_number(date.fromisoformat(text))
    except ValueError:
        return None
