"""How to get from the row where an expression stands to the answers it asks for.

Such a way goes up to a row around it and then down into the rows of repeats: it is found once, from the form alone,
and walked each time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from fieldapp.forms.expressions.errors import ExpressionWrong, Mismatch
from fieldapp.forms.expressions.here import Here
from fieldapp.forms.expressions.meaning import Run
from fieldapp.forms.expressions.rows import Row
from fieldapp.forms.expressions.values import Value, to_index
from fieldapp.forms.model import Repeat
from fieldapp.forms.rules.filters import holds
from fieldapp.forms.rules.layout import ROOT, Layout
from fieldapp.words import sentence


@dataclass(frozen=True, slots=True)
class Hop:
    """From a row into the rows of a repeat within it, those for which all conditions hold."""

    repeat: int
    conditions: tuple[Run, ...] = ()


@dataclass(frozen=True, slots=True)
class Way:
    """Up to the row of scope `anchor`, down by hops, to a node. `asking`: from where the whole expression stands."""

    anchor: int
    hops: tuple[Hop, ...]
    node: int
    conditions: tuple[Run, ...] = ()
    asking: bool = False


class Walk:
    """Step by step through a form; remembers the repeats that were entered."""

    def __init__(self, layout: Layout, at: int, anchor: int, hops: tuple[Hop, ...] = ()) -> None:
        self._layout = layout
        self._anchor = anchor
        self._hops = list(hops)
        self._conditions: tuple[Run, ...] = ()
        self.at = at

    @classmethod
    def from_root(cls, layout: Layout, node: int) -> Walk:
        """To a node from the top of the form, through all repeats around it."""
        return cls(layout, node, ROOT, tuple(Hop(repeat) for repeat in layout.chain(layout.nodes[node].inner)))

    def take(self, name: str) -> None:
        """One step: a name, "." or "..". Raises ExpressionWrong."""
        if name == "..":
            self._up()
        elif name != ".":
            self._into(name)

    def only_if(self, conditions: tuple[Run, ...]) -> None:
        """Keep only rows for which these hold."""
        if self._hops and self._hops[-1].repeat == self.at:
            self._hops[-1] = Hop(self.at, self._hops[-1].conditions + conditions)
        else:
            self._conditions += conditions

    def way(self, scope: int | None = None, *, asking: bool = False) -> Way:
        """What was walked. From a row of `scope` a repeat around it means its own row, not all rows."""
        hops, anchor = list(self._hops), self._anchor
        mine = () if scope is None else self._layout.chain(scope)
        while hops and hops[0].repeat in mine and not hops[0].conditions and self.at != hops[0].repeat:
            anchor = hops.pop(0).repeat
        return Way(anchor, tuple(hops), self.at, self._conditions, asking)

    def _up(self) -> None:
        if self.at == ROOT:
            raise ExpressionWrong(sentence("This path leads out of the form."))
        if self._hops and self._hops[-1].repeat == self.at:
            self._hops.pop()
        elif not self._hops and self._anchor == self.at:
            self._anchor = self._layout.outer(self.at)
        self.at = self._layout.nodes[self.at].parent
        self._conditions = ()

    def _into(self, name: str) -> None:
        child = self._layout.nodes[self.at].children.get(name)
        if child is None:
            raise ExpressionWrong(sentence("There is no question named “{name}” at this place."), name=name)
        self.at = child
        if isinstance(self._layout.nodes[child].item, Repeat):
            self._hops.append(Hop(child))


Finder = Callable[[Here], list[Row]]


def finder(way: Way, layout: Layout) -> Finder:
    """The rows that a way leads to, without those that are not relevant."""
    holds_rows: Final = isinstance(layout.nodes[way.node].item, Repeat)

    def find(here: Here) -> list[Row]:
        rows = [((here.asking or here) if way.asking else here).row.above(way.anchor)]
        for hop in way.hops:
            rows = [inner for row in rows if hop.repeat not in row.hidden for inner in row.rows.get(hop.repeat, ())]
            rows = _kept(rows, hop.conditions, here)
        if not holds_rows:
            rows = [row for row in rows if way.node not in row.hidden]
        return _kept(rows, way.conditions, here)

    return find


def by_numbers(layout: Layout, scope: int, node: int, numbers: Mapping[int, Run]) -> tuple[int, tuple[int, ...], Run]:
    """The way to a node through repeats whose rows have numbers: its anchor, the repeats below it, the answer there.

    Where a repeat has no number it is the one around us, or has one row. Raises ExpressionWrong.
    """
    chain, mine = layout.chain(layout.nodes[node].scope), layout.chain(scope)
    if not set(numbers).issubset(chain):
        raise ExpressionWrong(sentence("indexed-repeat() asks for a repeat that its question stands in."))
    shared = 0
    while shared < len(chain) and chain[shared] in mine and chain[shared] not in numbers:
        shared += 1
    anchor, down = (chain[shared - 1] if shared else ROOT), chain[shared:]

    def value(here: Here) -> Value:
        row = here.row.above(anchor)
        for repeat in down:
            rows = row.rows.get(repeat, [])
            number = max(1, to_index(numbers[repeat](here))) if repeat in numbers else _only(rows)
            if number > len(rows):
                return ""
            row = rows[number - 1]
        return row.values.get(node, "")

    return anchor, down, value


def _only(rows: list[Row]) -> int:
    if len(rows) > 1:
        raise Mismatch(sentence("This question is asked in several rows: say which, with indexed-repeat()."))
    return 1


def place_of(row: Row) -> float:
    """At which place, from 1, a row stands among its siblings."""
    return 1.0 if row.parent is None else 1.0 + row.parent.rows[row.scope].index(row)


def _kept(rows: list[Row], conditions: tuple[Run, ...], here: Here) -> list[Row]:
    """The rows for which all conditions hold; a later condition counts those that the earlier left."""
    for condition in conditions:
        rows = [
            row
            for place, row in enumerate(rows, 1)
            if holds(condition(Here(here.world, row, None, here.asking or here, place)), place)
        ]
    return rows
