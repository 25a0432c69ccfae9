"""An expression cut into words: numbers, texts in quotes, names, `${references}`, operators."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from typing import Final

from fieldapp.forms.expressions.errors import ExpressionWrong
from fieldapp.words import sentence

#: An expression longer than this is no rule that a person wrote.
LENGTH_LIMIT: Final = 65_536


class Sort(Enum):
    """What a token is."""

    NUMBER = 1
    TEXT = 2
    NAME = 3
    REFERENCE = 4
    SIGN = 5
    END = 6


@dataclass(frozen=True, slots=True)
class Token:
    """One word of an expression and where it begins."""

    sort: Sort
    text: str
    at: int


_START: Final = r"[^\W\d]"
_NAME: Final = rf"{_START}[\w.\-·]*"
_TOKEN: Final = re.compile(
    rf"""
      (?P<NUMBER> \d+ (?: \.\d* )? | \.\d+ )
    | (?P<TEXT> "[^"]*" | '[^']*' )
    | (?P<REFERENCE> \$\{{ \s* [^}}{{]* \}} )
    | (?P<NAME> {_NAME} (?: : {_NAME} )? )
    | (?P<SIGN> != | <= | >= | \.\. | // | :: | [-+*=<>|/\[\]().,@] )
    """,
    re.VERBOSE,
)
_SPACE: Final = re.compile(r"\s*")
_WORDS: Final = re.compile(r"and|or|div|mod", re.IGNORECASE)
_REFERENCE: Final = re.compile(rf"\$\{{\s*(last-saved#)?({_NAME})\s*\}}")
_ENDS_A_VALUE: Final = frozenset({")", "]", ".", ".."})


def tokenize(text: str) -> list[Token]:
    """The words in order, the last one of sort END. Raises ExpressionWrong."""
    if len(text) > LENGTH_LIMIT:
        raise ExpressionWrong(sentence("This expression is longer than any rule should be."))
    tokens: list[Token] = []
    at = 0
    while True:
        space = _SPACE.match(text, at)
        at = space.end() if space else at
        if at == len(text):
            return [*tokens, Token(Sort.END, "", at)]
        token = _operator(text, at) if _value_before(tokens) else None
        token = token or _next(text, at)
        tokens.append(token)
        at += len(token.text)


def reference(token: Token) -> tuple[str, bool]:
    """The name inside `${ }`, and whether it asks for what was last saved. Raises ExpressionWrong for no name."""
    found = _REFERENCE.fullmatch(token.text)
    if found is None:
        raise ExpressionWrong(sentence("“{reference}” is not a reference to a question."), reference=token.text)
    return found[2], found[1] is not None


def _operator(text: str, at: int) -> Token | None:
    """After a value a name can only be an operator, in capitals too, with or without a space behind it."""
    found = _WORDS.match(text, at)
    return Token(Sort.SIGN, found.group(), at) if found else None


def _next(text: str, at: int) -> Token:
    found = _TOKEN.match(text, at)
    if found is None or found.lastgroup is None:
        raise ExpressionWrong(sentence("This cannot be understood from here on: “{rest}”"), rest=text[at : at + 30])
    return Token(Sort[found.lastgroup], found.group(), at)


def _value_before(tokens: list[Token]) -> bool:
    if not tokens:
        return False
    last = tokens[-1]
    return last.sort is not Sort.SIGN or last.text in _ENDS_A_VALUE
