"""From the text of an expression to its tree, by the grammar of XPath 1.0 as far as forms use it."""

from __future__ import annotations

from typing import Final

from fieldapp.forms.expressions.errors import ExpressionWrong
from fieldapp.forms.expressions.tokens import Sort, Token, reference, tokenize
from fieldapp.forms.expressions.tree import (
    Call,
    Chain,
    LastSaved,
    Literal,
    Negative,
    Number,
    Path,
    Reference,
    Step,
    Tree,
)
from fieldapp.words import sentence

#: Values within values, by brackets or by operators that bind tighter, at most.
DEPTH_LIMIT: Final = 100
#: Conditions within conditions, at most: each looks at all rows for each row of the one around it.
_CONDITIONS_LIMIT: Final = 3
#: Operators from the loosest to the tightest.
_RANKS: Final = {
    operator: rank
    for rank, operators in enumerate(("or", "and", "= !=", "< <= > >=", "+ -", "* div mod"))
    for operator in operators.split()
}


def parse(text: str) -> Tree:
    """The tree of an expression. Raises ExpressionWrong and nothing else, whatever the text."""
    reader = _Reader(tokenize(text))
    tree = reader.ranked(0)
    if reader.now.sort is not Sort.END:
        raise reader.unexpected()
    return tree


class _Reader:
    """Reads tokens from left to right, one function for each rule of the grammar."""

    def __init__(self, tokens: list[Token]) -> None:
        self._tokens = tokens
        self._next = 0
        self._depth = 0
        self._within = 0

    @property
    def now(self) -> Token:
        return self._tokens[self._next]

    def unexpected(self) -> ExpressionWrong:
        if self.now.sort is Sort.END:
            return ExpressionWrong(sentence("The expression ends where something more should follow."))
        return ExpressionWrong(
            sentence("“{word}” (character {number}) cannot stand there."), word=self.now.text, number=self.now.at + 1
        )

    def ranked(self, loosest: int) -> Tree:
        """A value and all operators after it that bind at least as tightly as rank `loosest`."""
        self._depth += 1
        if self._depth > DEPTH_LIMIT:
            raise ExpressionWrong(sentence("There are more brackets within brackets here than any rule should have."))
        tree = self._signed()
        while (rank := self._rank()) >= loosest:
            rest: list[tuple[str, Tree]] = []
            while self._rank() == rank:
                operator = self._take().text.lower()
                rest.append((operator, self.ranked(rank + 1)))
            tree = Chain(tree, tuple(rest))
        self._depth -= 1
        return tree

    def _rank(self) -> int:
        """How tightly the operator here binds; -1 where none stands."""
        return _RANKS.get(self.now.text.lower(), -1) if self.now.sort is Sort.SIGN else -1

    def _signed(self) -> Tree:
        minus = 0
        while self._at("-"):
            self._take()
            minus += 1
        tree = self._value()
        return Negative(tree) if minus % 2 else Negative(Negative(tree)) if minus else tree

    def _value(self) -> Tree:
        token = self.now
        if token.sort is Sort.NUMBER:
            return Number(float(self._take().text))
        if token.sort is Sort.TEXT:
            return Literal(self._take().text[1:-1])
        if self._at("("):
            return self._enclosed("(", ")")
        if token.sort is Sort.REFERENCE:
            name, last_saved = reference(self._take())
            return LastSaved(name) if last_saved else self._path_from(Reference(name))
        if token.sort is Sort.NAME and self._tokens[self._next + 1].text == "(":
            return self._path_from(self._call())
        if token.sort is Sort.NAME or token.text in {".", "..", "/"}:
            return self._path()
        raise self.unexpected()

    def _enclosed(self, opening: str, closing: str) -> Tree:
        self._expect(opening)
        tree = self.ranked(0)
        self._expect(closing)
        return tree

    def _call(self) -> Call:
        name = self._take().text
        self._expect("(")
        arguments: list[Tree] = []
        while not self._at(")"):
            if arguments:
                self._expect(",")
            arguments.append(self.ranked(0))
        self._expect(")")
        return Call(name, tuple(arguments))

    def _path_from(self, start: Reference | Call) -> Tree:
        """`${x}`, `f()`, or a path that begins with one: `${rep}[1 = 1]/x`, `current()/../x`."""
        conditions = self._conditions()
        steps = [Step(".", conditions)] if conditions else []
        while self._at("/"):
            self._take()
            steps.append(self._step())
        return Path(start, tuple(steps)) if steps else start

    def _path(self) -> Path:
        absolute = self._at("/")
        if absolute:
            self._take()
        steps = [self._step()]
        while self._at("/"):
            self._take()
            steps.append(self._step())
        return Path(None, tuple(steps), absolute)

    def _step(self) -> Step:
        if self.now.sort is Sort.NAME or self._at(".") or self._at("..") or self._at("*"):
            return Step(self._take().text, self._conditions())
        raise self.unexpected()

    def _conditions(self) -> tuple[Tree, ...]:
        conditions: list[Tree] = []
        self._within += 1
        while self._at("["):
            if self._within > _CONDITIONS_LIMIT:
                raise ExpressionWrong(sentence("There are more conditions within conditions here than can be asked."))
            conditions.append(self._enclosed("[", "]"))
        self._within -= 1
        return tuple(conditions)

    def _at(self, sign: str) -> bool:
        return self.now.sort is Sort.SIGN and self.now.text == sign

    def _take(self) -> Token:
        token = self.now
        self._next += 1
        return token

    def _expect(self, sign: str) -> None:
        if not self._at(sign):
            raise self.unexpected()
        self._take()
