"""What a reference means depends on the form and on where the expression stands: `Names` is who knows that.

Also the words that the compiler and the form share: what runs, and what leads to answers.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from fieldapp.forms.expressions.errors import ExpressionWrong
from fieldapp.forms.expressions.here import Here
from fieldapp.forms.expressions.tree import Path, Reference, Tree
from fieldapp.forms.expressions.values import Value

Run = Callable[[Here], Value]
RunAll = Callable[[Here], Sequence[Value]]
#: Words that lead to answers, or to lines of a list, instead of holding a value.
Leading = Reference | Path


class Names(Protocol):
    """What references mean at the place where an expression stands. Each may raise ExpressionWrong."""

    def one(self, tree: Leading) -> Run:
        """The one answer that a reference leads to."""

    def every(self, tree: Leading) -> RunAll:
        """All answers that a reference leads to, row by row."""

    def position(self, tree: Leading | None) -> Run:
        """At which place, from 1, the row stands that a reference leads to; None: the row looked at."""

    def myself(self) -> Run:
        """The answer of the very question that the expression belongs to."""

    def so_far(self) -> Run:
        """What the calculation of this very question gave before."""

    def last_saved(self, name: str) -> Run:
        """The answer to the question of this name in the record of this form that was saved last."""

    def indexed(self, arguments: tuple[Tree, ...]) -> Run:
        """indexed-repeat(): an answer in the row of that number."""

    def choice_label(self, value: Tree, question: Tree) -> Run:
        """jr:choice-name(): the words of a choice."""

    def unusable(self, wrong: ExpressionWrong) -> Run:
        """What stands for a part that cannot be worked out, but may never be reached: a form refuses it."""

    def pulled(self, arguments: tuple[Tree, ...]) -> Run:
        """pulldata(): what stands in a column of a file, in the line whose key is this."""
