"""Regular expressions as forms write them, for Java, in the words of Python."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Final

from fieldapp.forms.expressions.errors import Mismatch
from fieldapp.words import sentence

_LETTER: Final = r"(?u:[^\W\d_])"
_DIGIT: Final = r"(?u:\d)"
_UPPER: Final = "A-ZА-ЯЁӨҮҢҒҚҰҺІӘҶӢӮҲ"
#: Kinds of characters that Python has no name for.
_KINDS: Final[Mapping[str, str]] = {
    **dict.fromkeys(("L", "IsAlphabetic", "IsLetter", "javaLetter"), _LETTER),
    **dict.fromkeys(("N", "Nd", "IsDigit"), _DIGIT),
    **dict.fromkeys(("Lu", "IsUppercase"), f"[{_UPPER}]"),
    **dict.fromkeys(("Ll", "IsLowercase"), f"[{_UPPER.lower()}]"),
    "Alpha": "[A-Za-z]",
    "Digit": "[0-9]",
    "Alnum": "[0-9A-Za-z]",
    "Upper": "[A-Z]",
    "Lower": "[a-z]",
    "Punct": r"[!-/:-@\[-`{-~]",
    "IsCyrillic": "[\u0400-\u052f]",
    "IsLatin": "[A-Za-z\u00c0-\u024f]",
}
_PIECE: Final = re.compile(r"\\p(?:\{(\w+)\}|([A-Z]))|\\.|\[\^?\]?|.", re.DOTALL)
_IN_CLASS: Final = re.compile(r"\\p(?:\{(\w+)\}|([A-Z]))|\\.|.", re.DOTALL)


@lru_cache(maxsize=512)
def compiled_pattern(pattern: str) -> re.Pattern[str]:
    """A pattern ready to be used; its `\\d` and `\\w` are ASCII, as Java's are. Raises Mismatch."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # Python warns of what it may read differently one day: "[a--b]"
            return re.compile("".join(_translated(pattern)), re.ASCII)
    except (re.error, Warning, KeyError, RecursionError, OverflowError, ValueError) as wrong:
        raise Mismatch(sentence("“{pattern}” is no pattern that can be used here."), pattern=pattern[:60]) from wrong


def _translated(pattern: str) -> Iterator[str]:
    at = 0
    while piece := _PIECE.match(pattern, at):
        at = piece.end()
        if piece[0].startswith("["):
            end, translated = _class(pattern, at, negated="^" in piece[0], first="]" if "]" in piece[0] else "")
            yield translated
            at = end
        else:
            kind = piece[1] or piece[2]
            yield _KINDS[kind] if kind else piece[0]


def _class(pattern: str, at: int, *, negated: bool, first: str) -> tuple[int, str]:
    """A set of characters in brackets. With a kind of characters in it, it becomes a choice between sets."""
    kinds: list[str] = []
    plain = "\\]" if first else ""
    while (piece := _IN_CLASS.match(pattern, at)) and piece[0] != "]":
        at = piece.end()
        kind = piece[1] or piece[2]
        if kind:
            kinds.append(_KINDS[kind])
        elif piece[0] == "[" or (piece[0] == "&" and pattern.startswith("&", at)):
            raise ValueError("sets within sets")
        else:
            plain += piece[0]
    if piece is None:
        raise ValueError("a set without end")
    if not kinds:
        return at + 1, f"[{'^' if negated else ''}{plain}]"
    either = "|".join([*kinds, *([f"[{plain}]"] if plain else [])])
    return at + 1, f"(?:(?!{either})(?s:.))" if negated else f"(?:{either})"
