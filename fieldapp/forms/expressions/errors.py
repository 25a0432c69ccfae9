"""What can be wrong with an expression: one class at import, one kind of it while a form is filled in."""

from __future__ import annotations

from fieldapp.errors import Mistake


class ExpressionWrong(Mistake):
    """This expression cannot be used in a form; its sentence says why, for the form's author."""


class Mismatch(ExpressionWrong):
    """The expression is well written, but cannot be worked out with these answers."""
