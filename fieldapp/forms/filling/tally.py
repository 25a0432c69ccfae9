"""Which answers are missing or impossible, kept up to date by what was touched: no keystroke looks at it all."""

from __future__ import annotations

from collections.abc import Iterable

from fieldapp.forms.expressions.rows import Row
from fieldapp.forms.filling.asking import Asking
from fieldapp.forms.filling.engine import Engine, Spot
from fieldapp.forms.filling.judging import Judge
from fieldapp.forms.places import Place


class Tally:
    """Looks at everything when it is first asked, and then only at what may be different."""

    def __init__(self, engine: Engine, asking: Asking, judge: Judge) -> None:
        self._engine = engine
        self._asking = asking
        self._judge = judge
        self._missing: set[Spot] = set()
        self._wrong: set[Spot] = set()
        self._lists: tuple[tuple[Place, ...], tuple[Place, ...]] | None = None
        self._begun = False

    def missing(self) -> tuple[Place, ...]:
        """Required questions without an answer, in the order of the form."""
        return self._counted()[0]

    def problems(self) -> tuple[Place, ...]:
        """Questions whose answer is impossible, in that order, then repeats that cannot have so many rows."""
        refused = [spot for spot in self._engine.refused if self._engine.is_here(spot[0])]
        too_many = [self._place(*spot) for spot in refused if self._judge.too_many(*spot)]
        return (*self._counted()[1], *too_many)

    def look_again(self, spots: Iterable[Spot], rows: Iterable[Row]) -> None:
        """These places may be different now, and these rows are new or have come back."""
        if not self._begun:
            return
        self._look(spots)
        layout = self._engine.plan.layout
        for row in rows:
            self._look((row, node) for node in layout.inside[row.scope])

    def _look(self, spots: Iterable[Spot]) -> None:
        for spot in spots:
            row, node = spot
            question = self._engine.plan.layout.question(node)
            if question is None:
                self._lists = None  # rows or groups may have come, gone or moved
                continue
            for found, holds in (
                (self._missing, self._judge.missing(row, node, question)),
                (self._wrong, bool(self._judge.error(row, node, question))),
            ):
                if holds != (spot in found):
                    found.symmetric_difference_update({spot})
                    self._lists = None

    def _counted(self) -> tuple[tuple[Place, ...], tuple[Place, ...]]:
        if not self._begun:
            self._begun = True
            self._look((row, node) for row, node, _ in self._asking.walk())
        if self._lists is None:
            self._lists = self._in_order(self._missing), self._in_order(self._wrong)
        return self._lists

    def _in_order(self, found: set[Spot]) -> tuple[Place, ...]:
        if not found:
            return ()
        return tuple(self._place(row, node) for row, node, _ in self._asking.walk() if (row, node) in found)

    def _place(self, row: Row, node: int) -> Place:
        return Place(row.record, self._engine.plan.layout.item(node).id)
