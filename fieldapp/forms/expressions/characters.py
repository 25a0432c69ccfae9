"""Kinds of characters, as patterns name them: digits, letters of a script, a set in square brackets."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Final

Test = Callable[[str], bool]

_DIGITS: Final = frozenset("0123456789")
_WORD: Final = _DIGITS | frozenset("_abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
_SPACE: Final = frozenset(" \t\n\r\f\v")
_LINE_ENDS: Final = frozenset("\n\r\u0085\u2028\u2029")
_CATEGORY: Final = re.compile("C[cfnos]?|L[lmotu]?|M[cen]?|N[dlo]?|P[cdefios]?|S[ckmo]?|Z[lps]?")
#: How the names of a script's letters begin in Unicode.
_SCRIPTS: Final[Mapping[str, str]] = {
    "Arabic": "ARABIC",
    "Cyrillic": "CYRILLIC",
    "Georgian": "GEORGIAN",
    "Greek": "GREEK",
    "Han": "CJK",
    "Hebrew": "HEBREW",
    "Latin": "LATIN",
    "Mongolian": "MONGOLIAN",
}
_NAME: Final = re.compile(r"(?:(Is|script=|sc=|In)|gc=|general_category=)?(\w+)")


def any_of(characters: str) -> Test:
    """One of these."""
    return frozenset(characters).__contains__


def between(first: str, last: str) -> Test:
    """From one to the other, both included. ValueError where they stand the wrong way round."""
    if first > last:
        raise ValueError("a range that goes backwards")
    return lambda char: first <= char <= last


def neither(test: Test) -> Test:
    """Any other character."""
    return lambda char: not test(char)


def either(tests: list[Test]) -> Test:
    """What at least one test is passed by."""
    return tests[0] if len(tests) == 1 else lambda char: any(test(char) for test in tests)


def both(one: Test, other: Test) -> Test:
    """What passes both."""
    return lambda char: one(char) and other(char)


def in_any_case(test: Test) -> Test:
    """The same for letters from A to Z in the other case; of other letters Java knows no case here."""
    return lambda char: test(char) or (char.isascii() and test(char.swapcase()))


def is_word(char: str) -> bool:
    """Whether a word goes on with it."""
    return char in _WORD


def kind_named(name: str) -> Test:
    r"""What `\p{name}` means. KeyError for a name that Java does not know, or that is none of ours."""
    known = _NAMED.get(name)
    if known is not None:
        return known
    found = _NAME.fullmatch(name)
    if found is not None and found[1] and found[2] in _SCRIPTS:
        start = _SCRIPTS[found[2]]
        return lambda char: unicodedata.name(char, "").startswith(start)
    if found is not None and found[1] in {None, "Is"} and _CATEGORY.fullmatch(found[2]):
        return _of_category(found[2])
    raise KeyError(name)


def _of_category(start: str) -> Test:
    return lambda char: unicodedata.category(char).startswith(start)


_NAMED: Final[Mapping[str, Test]] = {
    **dict.fromkeys(("IsAlphabetic", "IsLetter", "javaLetter"), str.isalpha),
    **dict.fromkeys(("IsUppercase", "javaUpperCase"), str.isupper),
    **dict.fromkeys(("IsLowercase", "javaLowerCase"), str.islower),
    **dict.fromkeys(("IsDigit", "javaDigit"), _of_category("Nd")),
    **dict.fromkeys(("IsWhite_Space", "IsWhiteSpace", "javaWhitespace"), str.isspace),
    "IsPunctuation": _of_category("P"),
    "Alpha": lambda char: char.isascii() and char.isalpha(),
    "Digit": any_of("0123456789"),
    "Alnum": lambda char: char.isascii() and char.isalnum(),
    "Upper": between("A", "Z"),
    "Lower": between("a", "z"),
    "Punct": any_of("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"),
    "Space": _SPACE.__contains__,
    "Blank": any_of(" \t"),
    "XDigit": any_of("0123456789abcdefABCDEF"),
    "ASCII": str.isascii,
}
#: What a letter after a backslash stands for.
ESCAPES: Final[Mapping[str, Test]] = {
    "d": _DIGITS.__contains__,
    "D": neither(_DIGITS.__contains__),
    "w": is_word,
    "W": neither(is_word),
    "s": _SPACE.__contains__,
    "S": neither(_SPACE.__contains__),
    "h": any_of(
        " \t\u00a0\u1680\u180e\u202f\u205f\u3000\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    ),
    "v": any_of("\n\v\f\r\u0085\u2028\u2029"),
}
#: Any character but the end of a line.
NO_LINE_END: Final[Test] = neither(_LINE_ENDS.__contains__)


def anything(_: str) -> bool:
    """Any character at all."""
    return True
