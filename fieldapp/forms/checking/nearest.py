"""Which name was meant: by its letters, whatever their case, and though some be Cyrillic that look Latin."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterator, Mapping
from difflib import get_close_matches
from functools import lru_cache
from typing import Final

#: Cyrillic letters beside the Latin ones that nobody can tell from them.
_ALIKE: Final = str.maketrans(
    "АВЕКМНОРСТУХаеорсухіІјЈѕЅһԁԛԝүҮөӨ",
    "ABEKMHOPCTYXaeopcyxiIjJsShdqwyYoO",
)
#: Among more names than this only those of one slip of the hand are found.
_COMPARED: Final = 100
_UNSEEN: Final = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")


def nearest(name: str, names: Collection[str]) -> str | None:
    """The one of these that looks most like the name; None if nothing does."""
    alike = _looks(tuple(names)).get(appearance(name))
    if alike is not None:
        return alike
    one_slip = _index(tuple(names))
    for less in (name, *_shortened(name)):
        if (found := one_slip.get(less)) is not None:
            return found
    close = get_close_matches(name, names, n=1, cutoff=0.8) if len(names) <= _COMPARED else []
    return close[0] if close else None


def _shortened(name: str) -> Iterator[str]:
    """The name without each of its letters in turn: two names of one slip of the hand have one of these in common."""
    return (name[:at] + name[at + 1 :] for at in range(len(name)))


@lru_cache(maxsize=8)
def _index(names: tuple[str, ...]) -> Mapping[str, str]:
    """Which name each shortened name may come from."""
    return {**{less: name for name in names for less in _shortened(name)}, **{name: name for name in names}}


@lru_cache(maxsize=8)
def _looks(names: tuple[str, ...]) -> Mapping[str, str]:
    """Which name has which appearance."""
    return {appearance(name): name for name in reversed(names)}


def appearance(name: str) -> str:
    """What an eye sees of a name: two that look the same have the same appearance."""
    plain = unicodedata.normalize("NFKC", "".join(char for char in name if char not in _UNSEEN))
    return plain.translate(_ALIKE).casefold().replace("-", "_").replace(" ", "_")


def first_of_other_script(name: str, model: str) -> tuple[int, str] | None:
    """Where (from 1) and which letter is of another script than in the name it looks like."""
    for place, (one, other) in enumerate(zip(name, model, strict=False), 1):
        if one != other and one.casefold() != other.casefold() and appearance(one) == appearance(other):
            return place, one
    return None


def is_cyrillic(letter: str) -> bool:
    """Whether a letter is of the Cyrillic script."""
    return unicodedata.name(letter, "").startswith("CYRILLIC")
