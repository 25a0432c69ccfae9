"""The names of a long list made ready for searching: in any spelling, from any of their words, within a keystroke."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from time import perf_counter
from typing import Final

#: So many names are folded between two looks at the clock.
_AT_ONCE: Final = 25


def plain_fold(text: str) -> str:
    """The simplest folding: capitals and ё do not matter."""
    return text.casefold().replace("ё", "е")


class FoldedNames:
    """Folds each name once, a few milliseconds at a time. Fields that choose from the same list share one of these.

    All keys are one text of lines, in which each word stands after a space: Python looks through that far faster, and
    keeps it in far less room, than through ten thousand texts.
    """

    def __init__(self, values: Sequence[str], name: Callable[[str], str], fold: Callable[[str], str]) -> None:
        self.values = values
        self.name = name
        self._fold = fold
        self._lines = "\n"
        self._starts = array("I", [1])

    @property
    def ready(self) -> bool:
        """Whether every name is found already."""
        return self._done == len(self.values)

    @property
    def _done(self) -> int:
        return len(self._starts) - 1

    def fold_for(self, seconds: float) -> None:
        """Go on folding, for about this long."""
        until = perf_counter() + seconds
        while not self.ready and perf_counter() < until:
            some = self.values[self._done : self._done + _AT_ONCE]
            lines = [f" {self._fold(self.name(value))}\n" for value in some]
            for line in lines:
                self._starts.append(self._starts[-1] + len(line))
            self._lines += "".join(lines)

    def find(self, text: str, most: int) -> list[int]:
        """Where the names stand that have all the words of `text` in them: the same first, then those that begin so,
        those with words that begin so, all others; `most` at most."""
        words = self._fold(text).split()
        if not words:
            return list(range(min(most, len(self.values)))) if not text.strip() else []
        whole, starts = f" {' '.join(words)}", [f" {word}" for word in words]
        found: dict[int, None] = {}
        for sought, others in (
            (f"\n{whole}\n", []),
            (f"\n{whole}", []),
            (starts[0], starts[1:]),
            (words[0], words[1:]),
        ):
            for at in self._having(sought, others):
                if len(found) == most:
                    return list(found)
                found[at] = None
        return list(found)

    def _having(self, sought: str, others: Sequence[str]) -> Iterator[int]:
        """The lines that have this in them, a line's beginning included, and all the others."""
        lead, at = int(sought.startswith("\n")), self._lines.find(sought)
        while at >= 0:
            line = bisect_right(self._starts, at + lead) - 1
            begin, end = self._starts[line], self._starts[line + 1]
            if all(other in self._lines[begin:end] for other in others):
                yield line
            at = self._lines.find(sought, end - 1)
