"""The lines of a choice list, or of a file that came with a form, found by what stands in their columns.

What a column must equal is looked up, never searched line by line: a list of villages has ten thousand.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cached_property
from typing import Final
from weakref import WeakKeyDictionary

from fieldapp.forms.expressions.values import NEAR, Value, equal, to_number, to_text
from fieldapp.forms.model import Choice, Form

#: A column and what must stand in it.
Pair = tuple[str, Value]


class Lines:
    """The lines of one list, in its order. Indexes are made when they are first needed."""

    def __init__(self, choices: Sequence[Choice]) -> None:
        self.choices = choices
        self._by_text: dict[tuple[str, ...], dict[tuple[str, ...], list[Choice]]] = {}
        self._by_number: dict[str, tuple[list[float], list[int]]] = {}

    def has(self, column: str) -> bool:
        """Whether an expression may name this column. Of a list without lines nobody knows the columns."""
        return column in self._columns or not self.choices

    @cached_property
    def _columns(self) -> frozenset[str]:
        return frozenset({"name", "label"}.union(*(choice.columns for choice in self.choices)))

    def where(self, pairs: Sequence[Pair]) -> Sequence[Choice]:
        """The lines in which all these columns hold these values."""
        words = [(column, to_text(value)) for column, value in pairs if not isinstance(value, bool | float)]
        others = [(column, value) for column, value in pairs if isinstance(value, bool | float)]
        if words:
            columns, texts = zip(*words, strict=True)
            return fitting(self._index(columns).get(texts, ()), others)
        for column, value in others:
            if isinstance(value, float):
                return fitting(self._numbered(column, value), others)
        return fitting(self.choices, others)

    def _index(self, columns: tuple[str, ...]) -> dict[tuple[str, ...], list[Choice]]:
        index = self._by_text.get(columns)
        if index is None:
            index = self._by_text[columns] = {}
            for choice in self.choices:
                index.setdefault(tuple(column_of(choice, column) for column in columns), []).append(choice)
        return index

    def _numbered(self, column: str, value: float) -> list[Choice]:
        """Lines with a number near this one, in the order of the list."""
        if column not in self._by_number:
            numbered = ((to_number(column_of(choice, column)), place) for place, choice in enumerate(self.choices))
            pairs = sorted(pair for pair in numbered if not math.isnan(pair[0]))
            self._by_number[column] = [number for number, _ in pairs], [place for _, place in pairs]
        numbers, places = self._by_number[column]
        found = places[bisect_left(numbers, value - NEAR) : bisect_right(numbers, value + NEAR)]
        return [self.choices[place] for place in sorted(found)]


def fitting(choices: Sequence[Choice], pairs: Sequence[Pair]) -> Sequence[Choice]:
    """Those lines in which all these columns hold these values, looked at one by one."""
    if not pairs:
        return choices
    return [choice for choice in choices if all(equal(column_of(choice, name), value) for name, value in pairs)]


def column_of(choice: Choice, name: str) -> str:
    """What stands in a column of a line; "" where it has none of that name."""
    return choice.columns.get(name, choice.name if name == "name" else "")


def words_of(choice: Choice, language: str, own: str) -> str:
    """Its label in a language, else in the form's own."""
    return choice.columns.get("label") or choice.label.said(language, own)


_LISTS: Final[WeakKeyDictionary[Form, dict[str, Lines]]] = WeakKeyDictionary()


def lines_of(form: Form, name: str) -> Lines:
    """The list or file of this name, without lines where the form has none of that name.

    The same object each time, so that all expressions of a form share its indexes.
    """
    known = _LISTS.setdefault(form, {})
    if name not in known:
        known[name] = Lines(form.lists.get(name, ()))
    return known[name]
