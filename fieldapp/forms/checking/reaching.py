"""Questions that nobody is ever asked, and rules that refuse every answer, wherever that can be decided."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Final

from fieldapp.forms.checking.check import Check, Written, cell_of
from fieldapp.forms.checking.possible import answered_in, possible
from fieldapp.forms.checking.ways_to_hold import NO_CONDITION, TooMany, Way, all_of, any_of, ways_of
from fieldapp.forms.model import Question
from fieldapp.forms.rules.layout import ROOT
from fieldapp.words import sentence

_RELEVANT: Final = "relevant"
_CONSTRAINT: Final = "constraint"
#: So many ways are looked through in a whole form; what is behind them is taken to be reached.
_PATIENCE: Final = 20_000


def find_unreachable(check: Check) -> None:
    """Add what is never asked and what takes no answer."""
    _Reaching(check).look()


class _Reaching:
    def __init__(self, check: Check) -> None:
        self._check = check
        self._never: set[int] = set()
        self._left = _PATIENCE

    def look(self) -> None:
        layout = self._check.layout
        for node in layout.nodes[1:]:
            if node.parent in self._never:
                self._never.add(node.index)  # said where its group begins
            elif not self._reached(node.index):
                self._never.add(node.index)
                self._tell(node.index)
        for written in self._written.values():
            if written.heading == _CONSTRAINT and written.node not in self._never:
                self._judge_constraint(written)

    @cached_property
    def _written(self) -> dict[tuple[int, str], Written]:
        return {(written.node, written.heading): written for written in self._check.expressions}

    def _ways(self, node: int, heading: str) -> tuple[Way, ...]:
        """Those in which a rule of a node holds; none is no condition, and so is one that is not understood."""
        written = self._written.get((node, heading))
        return NO_CONDITION if written is None or written.tree is None else ways_of(written.tree, node)

    def _asked_ways(self, node: int) -> tuple[Way, ...]:
        """Those in which a node is asked: its own condition and those of what stands around it hold."""
        around = (each for each in (node, *self._check.layout.parents(node)) if each != ROOT)
        return all_of(self._ways(each, _RELEVANT) for each in around)

    def _reached(self, node: int) -> bool:
        if (node, _RELEVANT) not in self._written:
            return True
        try:
            return any(self._possible(way, node) for way in self._asked_ways(node))
        except TooMany:
            return True

    def _possible(self, way: Way, node: int) -> bool:
        """Whether a way can come about: each answer it needs must be asked for, and allowed."""
        seen: set[int] = {node}
        ways: tuple[Way, ...] = (way,)
        while True:
            self._left -= len(ways)
            if self._left < 0:
                raise TooMany
            ways = tuple(each for each in ways if possible(each, self._check))
            needed = {each for way in ways for each in answered_in(way, self._check)} - seen
            if not ways or not needed:
                return bool(ways)
            asked = needed.pop()
            seen.add(asked)
            if self._check.layout.question(asked) is None:
                continue
            ways = any_of((each,) for each in self._with(ways, asked))

    def _with(self, ways: tuple[Way, ...], asked: int) -> Iterator[Way]:
        for way in ways:
            if asked not in answered_in(way, self._check):
                yield way
                continue
            yield from all_of([(way,), self._asked_ways(asked), self._ways(asked, _CONSTRAINT)])

    def _tell(self, node: int) -> None:
        written = self._written[node, _RELEVANT]
        place = cell_of(written)
        if any(problem.row == place.row and problem.column == place.column for problem in self._check.problems):
            return  # what makes it so was said already
        name = written.item.name
        if self._ways(node, _RELEVANT) == ():
            self._check.warning(
                place,
                sentence("“{name}” is never asked: this condition is always false."),
                sentence("If that is meant, leave it so; otherwise say when it is asked, or take the row out."),
                name=name,
            )
            return
        self._check.error(
            place,
            sentence("“{name}” is never asked: no answers can make this condition true."),
            sentence(
                "Compare it with the conditions and limits of the questions that it names, and change what "
                "contradicts them."
            ),
            name=name,
        )

    def _judge_constraint(self, written: Written) -> None:
        item = written.item
        if not isinstance(item, Question) or not item.asked or written.tree is None:
            return
        place = cell_of(written)
        try:
            ways = self._ways(written.node, _CONSTRAINT)
            if any(possible(way, self._check) for way in ways):
                return
        except TooMany:
            return
        self._check.error(
            place,
            sentence("“{name}” can have no answer: this rule refuses every one."),
            sentence("Look at its limits: no value can keep to all of them. Often “and” stands where “or” is meant."),
            name=item.name,
        )
