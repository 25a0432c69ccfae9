"""Regular expressions as forms write them, for Java: read here, run by `automaton`, which never goes back.

What only an engine that goes back could do is refused: references to groups, looking back, looking ahead but at the
beginning of the pattern, quantifiers that keep what they have.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from fieldapp.forms.expressions.automaton import Automaton, Edge, Either, One, Part, Row, Times
from fieldapp.forms.expressions.characters import (
    ESCAPES,
    NO_LINE_END,
    Test,
    any_of,
    anything,
    between,
    both,
    either,
    in_any_case,
    kind_named,
    neither,
)
from fieldapp.forms.expressions.errors import Mismatch
from fieldapp.words import sentence

_LENGTH_LIMIT: Final = 4_000
_DEPTH_LIMIT: Final = 50
_COUNTS: Final = re.compile(r"\{([0-9]{1,5})(,([0-9]{1,5})?)?\}")
_FLAGS: Final = re.compile(r"\(\?([isu]+)\)")
_GROUP: Final = re.compile(r"\((?!\?)|\(\?:|\(\?<[A-Za-z][A-Za-z0-9]*>")
_QUOTED: Final = re.compile(r"\\Q(.*?)(?:\\E|\Z)", re.DOTALL)
_KIND: Final = re.compile(r"\\([pP])(?:\{([\w=]+)\}|([A-Z]))")
_CODE: Final = re.compile(r"\\(?:x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|x\{([0-9A-Fa-f]{1,6})\})")
_SIGNS: Final = {"t": "\t", "n": "\n", "r": "\r", "f": "\f", "a": "\a", "e": "\x1b"}
_EDGES: Final = {"b": Edge.WORD, "B": Edge.NO_WORD, "A": Edge.START, "z": Edge.END, "Z": Edge.END}
_ANYTHING: Final = Times(One(anything), 0, None)


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern ready to be used. `ahead`: what else must fit from the beginning on (True) or must not."""

    whole: Automaton
    ahead: tuple[tuple[Automaton, bool], ...] = ()

    def fits(self, text: str) -> bool:
        """Whether the whole text fits. Raises Mismatch for one that is far too long."""
        return all(other.fits(text) is wanted for other, wanted in self.ahead) and self.whole.fits(text)


@lru_cache(maxsize=512)
def compiled_pattern(pattern: str) -> Pattern:
    """A pattern ready to be used; its `\\d` and `\\w` are ASCII, as Java's are. Raises Mismatch."""
    try:
        return _Reader(pattern).pattern()
    except (ValueError, KeyError, IndexError, OverflowError) as wrong:
        raise Mismatch(sentence("“{pattern}” is no pattern that can be used here."), pattern=pattern[:60]) from wrong


class _Reader:
    """Reads a pattern from left to right; ValueError, KeyError or IndexError for one that is not right."""

    def __init__(self, pattern: str) -> None:
        if len(pattern) > _LENGTH_LIMIT:
            raise ValueError("a pattern that is too long")
        self._pattern = pattern
        self._at = 0
        self._depth = 0
        self._dot: Test = NO_LINE_END
        self._any_case = False

    def pattern(self) -> Pattern:
        self._flags()
        while self._took("^"):
            pass
        ahead: list[tuple[Automaton, bool]] = []
        while (wanted := self._took("(?=")) or self._took("(?!"):
            ahead.append((Automaton(Row((self._closed(), _ANYTHING))), wanted))
        whole = self._either()
        if self._at < len(self._pattern) or (ahead and isinstance(whole, Either)):
            raise ValueError("a bracket without its beginning, or a choice after what must lie ahead")
        return Pattern(Automaton(whole), tuple(ahead))

    def _flags(self) -> None:
        if flags := _FLAGS.match(self._pattern):
            self._at = flags.end()
            self._any_case = "i" in flags[1]
            self._dot = anything if "s" in flags[1] else self._dot

    def _either(self) -> Part:
        parts = [self._row()]
        while self._took("|"):
            parts.append(self._row())
        return parts[0] if len(parts) == 1 else Either(tuple(parts))

    def _row(self) -> Row:
        parts: list[Part] = []
        while self._at < len(self._pattern) and self._now not in "|)":
            parts.append(self._counted(self._part()))
        return Row(tuple(parts))

    def _counted(self, part: Part) -> Part:
        """The part as often as the sign after it says. Whether as much or as little as can be makes no difference."""
        counts = _COUNTS.match(self._pattern, self._at)
        if counts is not None:
            self._at = counts.end()
            least, most = int(counts[1]), int(counts[3] or 0) if counts[3] or not counts[2] else None
            most = least if not counts[2] else most
            if most is not None and most < least:
                raise ValueError("a count that goes backwards")
        elif self._at < len(self._pattern) and self._now in "*+?":
            least, most = {"*": (0, None), "+": (1, None), "?": (0, 1)}[self._take()]
        else:
            return part
        self._took("?")
        if self._pattern[self._at : self._at + 1] in tuple("*+?") or _COUNTS.match(self._pattern, self._at):
            raise ValueError("two counts, or one that keeps what it has")
        return Times(part, least, most)

    def _part(self) -> Part:
        match self._now:
            case "(":
                return self._group()
            case "[":
                return self._one(self._set())
            case "\\":
                return self._escaped()
            case "^" | "$":
                return Edge(self._take())
            case "*" | "+" | "?":
                raise ValueError("a count of nothing")
            case _:
                return One(self._dot) if self._took(".") else self._one(self._take())

    def _group(self) -> Part:
        group = _GROUP.match(self._pattern, self._at)
        if group is None:
            raise ValueError("a group that only an engine that goes back could try")
        self._at = group.end()
        return self._closed()

    def _escaped(self) -> Part:
        if quoted := _QUOTED.match(self._pattern, self._at):
            self._at = quoted.end()
            return Row(tuple(self._one(char) for char in quoted[1]))
        if self._pattern[self._at + 1] in _EDGES:
            self._at += 2
            return _EDGES[self._pattern[self._at - 1]]
        return self._one(self._character())

    def _closed(self) -> Part:
        """What stands up to the closing bracket."""
        self._deeper()
        inner = self._either()
        self._expect(")")
        self._depth -= 1
        return inner

    def _one(self, found: Test | str) -> One:
        test = any_of(found) if isinstance(found, str) else found
        return One(in_any_case(test) if self._any_case else test)

    def _set(self) -> Test:
        """A set in square brackets: characters, ranges, kinds, sets within it, and `&&` for what is in both."""
        self._deeper()
        self._expect("[")
        negated = self._took("^")
        tests: list[Test] = []
        while self._now != "]" or not tests:
            if self._took("&&"):
                rest = self._rest_of_set()
                tests = [both(either(tests), rest)]
                break
            tests.append(self._set() if self._now == "[" else self._range(first=not tests))
        self._expect("]")
        self._depth -= 1
        return neither(either(tests)) if negated else either(tests)

    def _rest_of_set(self) -> Test:
        tests: list[Test] = []
        while self._now != "]":
            if self._took("&&"):
                return both(either(tests), self._rest_of_set())
            tests.append(self._set() if self._now == "[" else self._range(first=False))
        return either(tests)

    def _range(self, *, first: bool) -> Test:
        """One character of a set, or all from one to another."""
        low = self._take() if first and self._now == "]" else self._character()
        if not isinstance(low, str):
            return low
        if self._now != "-" or self._pattern[self._at + 1] in "[]":
            return any_of(low)
        self._take()
        match self._character():
            case str(high):
                return between(low, high)
            case _:
                raise ValueError("a range up to a kind of characters")

    def _character(self) -> Test | str:
        """A character as it stands or behind a backslash, or the test of a kind of characters."""
        if kind := _KIND.match(self._pattern, self._at):
            self._at = kind.end()
            test = kind_named(kind[2] or kind[3])
            return neither(test) if kind[1] == "P" else test
        if code := _CODE.match(self._pattern, self._at):
            self._at = code.end()
            return chr(int(code[1] or code[2] or code[3], 16))
        char = self._take()
        if char != "\\":
            return char
        char = self._take()
        if char in ESCAPES:
            return ESCAPES[char]
        return _SIGNS[char] if char.isalnum() else char

    @property
    def _now(self) -> str:
        return self._pattern[self._at]

    def _take(self) -> str:
        self._at += 1
        return self._pattern[self._at - 1]

    def _took(self, sign: str) -> bool:
        if not self._pattern.startswith(sign, self._at):
            return False
        self._at += len(sign)
        return True

    def _expect(self, sign: str) -> None:
        if not self._took(sign):
            raise ValueError(f"no {sign}")

    def _deeper(self) -> None:
        self._depth += 1
        if self._depth > _DEPTH_LIMIT:
            raise ValueError("more brackets within brackets than any pattern should have")
