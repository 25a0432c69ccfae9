"""In which ways a condition can hold: `a and (b or c)` holds if a and b hold, or a and c.

Each way is a set of facts; a condition without any way never holds. Where there would be more ways than anybody can
tell apart nothing is claimed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product
from typing import Final

from fieldapp.forms.checking.comparing import comparison_in, constant
from fieldapp.forms.expressions.tree import Call, Chain, Tree
from fieldapp.forms.expressions.values import Value, equal, to_bool, to_number

#: More ways than this are not looked through.
MOST: Final = 128


class TooMany(Exception):
    """There are more ways than are looked through."""


@dataclass(frozen=True, slots=True)
class Fact:
    """Something in an expression of a node that must be true, or must not."""

    node: int
    tree: Tree
    holds: bool


Way = frozenset[Fact]
NO_CONDITION: Final[tuple[Way, ...]] = (frozenset(),)


def ways_of(tree: Tree, node: int, *, holds: bool = True) -> tuple[Way, ...]:
    """The ways in which an expression of this node holds, or does not. Raises TooMany."""
    match tree:
        case Call("not", (inner,)):
            return ways_of(inner, node, holds=not holds)
        case Chain(first, rest) if rest[0][0] in {"and", "or"}:
            each = [ways_of(part, node, holds=holds) for part in (first, *(part for _, part in rest))]
            return all_of(each) if (rest[0][0] == "and") == holds else any_of(each)
        case _:
            known = _known(tree)
            if known is not None:
                return NO_CONDITION if known == holds else ()
            return (frozenset({Fact(node, tree, holds)}),)


def all_of(each: Iterable[tuple[Way, ...]]) -> tuple[Way, ...]:
    """The ways in which all of these hold at once. Raises TooMany."""
    ways = NO_CONDITION
    for more in each:
        ways = any_of((one | other,) for one, other in product(ways, more))
    return ways


def any_of(each: Iterable[tuple[Way, ...]]) -> tuple[Way, ...]:
    """The ways in which one of these holds. Raises TooMany."""
    found: dict[Way, None] = {}
    for ways in each:
        found.update(dict.fromkeys(ways))
        if len(found) > MOST:
            raise TooMany
    return tuple(found)


def compares(one: Value, sign: str, other: Value) -> bool:
    """Whether a comparison of two values holds."""
    if sign in {"=", "!="}:
        return equal(one, other) == (sign == "=")
    left, right = to_number(one), to_number(other)
    return {"<": left < right, "<=": left <= right, ">": left > right, ">=": left >= right}[sign]


def _known(tree: Tree) -> bool | None:
    """Whether something always holds or never does; None for what depends on answers."""
    value = constant(tree)
    if value is not None:
        return to_bool(value)
    found = comparison_in(tree)
    if found is None or found.sign == "selected":
        return None
    left, right = constant(found.left), constant(found.right)
    return None if left is None or right is None else compares(left, found.sign, right)
