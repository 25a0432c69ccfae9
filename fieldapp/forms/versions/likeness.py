"""How like two labels are: nearly the same words may be one question, quite other words may be another thing."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Final

from fieldapp.forms.model import Text

#: Labels that are as like as this may be of one question (1: the same).
_ALIKE: Final = 0.75


def likeness(one: Text, other: Text) -> float:
    """In the language in which they are most alike; 0 for less than what may be of one question."""
    return max((_alike(*pair) for pair in _pairs(one, other)), default=0.0)


def means_other(one: Text, other: Text) -> bool:
    """Whether the words differ much in every language that both have."""
    pairs = list(_pairs(one, other))
    return bool(pairs) and not any(_alike(*pair) for pair in pairs)


def _pairs(one: Text, other: Text) -> Iterator[tuple[str, str]]:
    for language, words in one.by_language.items():
        if words and other.by_language.get(language):
            yield words.casefold(), other.by_language[language].casefold()


def _alike(one: str, other: str) -> float:
    if one == other:
        return 1.0
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    if matcher.real_quick_ratio() < _ALIKE or matcher.quick_ratio() < _ALIKE:
        return 0.0
    found = matcher.ratio()
    return found if found >= _ALIKE else 0.0
