"""Whether a text fits a pattern, in time that grows with the length of both, whatever the pattern.

All ways through the pattern are gone at once, character by character, so that none is ever gone twice: there is no
going back, which lets other engines work for years on `(a+)+$`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Final

from fieldapp.forms.expressions.characters import Test, is_word
from fieldapp.forms.expressions.errors import Mismatch
from fieldapp.words import sentence

#: A pattern takes as many places as it has characters, times its counts: `[0-9]{3}` takes three.
_PLACES_LIMIT: Final = 10_000
#: So many places may be looked at for one text; more than any honest answer needs.
_WORK_LIMIT: Final = 400_000
_KNOWN_LIMIT: Final = 4_000


class Edge(Enum):
    """Where something must be true between two characters."""

    START = "^"
    END = "$"
    WORD = "b"
    NO_WORD = "B"


@dataclass(frozen=True, slots=True)
class One:
    """One character."""

    test: Test


@dataclass(frozen=True, slots=True)
class Row:
    """Parts one after another."""

    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """One of these."""

    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Times:
    """A part so often; `most` None: without end."""

    part: Part
    least: int
    most: int | None


Part = One | Row | Either | Times | Edge
Places = frozenset[int]


class Automaton:
    """A pattern made ready. ValueError for one with more places than any honest pattern has."""

    def __init__(self, part: Part) -> None:
        self._what: list[Test | Edge | None] = []
        self._next: list[tuple[int, ...]] = []
        self._sees_words = False
        self._end = self._place(None)
        self._start = self._built(part, self._end)
        self._known: dict[tuple[Places, str, str], Places] = {}

    def fits(self, text: str) -> bool:
        """Whether the whole text fits. Raises Mismatch for one that is far too long."""
        places = self._spread([self._start], "", text[:1])
        work = 0
        for number, char in enumerate(text):
            after = text[number + 1 : number + 2]
            places = self._stepped(places, char, after if self._sees_words else after and " ")
            work += len(places)
            if not places:
                return False
            if work > _WORK_LIMIT:
                raise Mismatch(sentence("This text is too long for its pattern."))
        return self._end in places

    def _place(self, what: Test | Edge | None, *after: int) -> int:
        if len(self._what) >= _PLACES_LIMIT:
            raise ValueError("a pattern with too many places")
        self._what.append(what)
        self._next.append(after)
        return len(self._what) - 1

    def _built(self, part: Part, after: int) -> int:
        """Where a part begins after which the way goes on at `after`."""
        match part:
            case One(test):
                return self._place(test, after)
            case Edge():
                self._sees_words |= part in {Edge.WORD, Edge.NO_WORD}
                return self._place(part, after)
            case Row(parts):
                for inner in reversed(parts):
                    after = self._built(inner, after)
                return self._place(None, after)
            case Either(parts):
                return self._place(None, *[self._built(inner, after) for inner in parts])
            case Times(inner, least, most):
                return self._built_times(inner, least, most, after)

    def _built_times(self, part: Part, least: int, most: int | None, after: int) -> int:
        if most is None:
            again = self._place(None)
            self._next[again] = (self._built(part, again), after)
            after = again
        else:
            end = after
            for _ in range(most - least):
                after = self._place(None, self._built(part, after), end)
        for _ in range(least):
            after = self._built(part, after)
        return after

    def _stepped(self, places: Places, char: str, after: str) -> Places:
        """Where the ways stand after one more character."""
        key = places, char, after
        known = self._known.get(key)
        if known is None:
            further = [self._next[place][0] for place in places if self._takes(place, char)]
            known = self._spread(further, char, after)
            if len(self._known) >= _KNOWN_LIMIT:
                self._known.clear()
            self._known[key] = known
        return known

    def _takes(self, place: int, char: str) -> bool:
        what = self._what[place]
        return what is not None and not isinstance(what, Edge) and what(char)

    def _spread(self, begun: Iterable[int], before: str, after: str) -> Places:
        """All places that are reached from these without a character."""
        waiting, seen = list(begun), set[int]()
        while waiting:
            place = waiting.pop()
            if place in seen:
                continue
            seen.add(place)
            what = self._what[place]
            if what is None or (isinstance(what, Edge) and _holds(what, before, after)):
                waiting += self._next[place]
        return frozenset(place for place in seen if place == self._end or self._is_character(place))

    def _is_character(self, place: int) -> bool:
        what = self._what[place]
        return what is not None and not isinstance(what, Edge)


def _holds(edge: Edge, before: str, after: str) -> bool:
    match edge:
        case Edge.START:
            return not before
        case Edge.END:
            return not after
        case Edge.WORD | Edge.NO_WORD:
            return (is_word(before) != is_word(after)) is (edge is Edge.WORD)
