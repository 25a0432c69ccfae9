"""Names in expressions that name nothing: every one of them, not the first alone."""

from __future__ import annotations

from typing import Final

from fieldapp.forms.checking.check import Check, cell_of, parts
from fieldapp.forms.expressions.compiler import FUNCTION_NAMES
from fieldapp.forms.expressions.tree import Call, Reference
from fieldapp.forms.problems import Problem
from fieldapp.words import Sentence, sentence

NO_QUESTION: Final = sentence("There is no question named “{name}”.")
NO_FUNCTION: Final = sentence("There is no function {name}() here.")


def find_lost_names(check: Check) -> None:
    """Add every reference to a question that is nowhere, and every call of a function that there is not."""
    known = check.names.questions
    for written in check.expressions:
        place = cell_of(written)
        for part in parts(written.tree) if written.tree is not None else ():
            text = None
            if isinstance(part, Reference) and part.name not in check.layout.by_name and part.name not in known:
                text = NO_QUESTION
            elif isinstance(part, Call) and part.name not in FUNCTION_NAMES:
                text = NO_FUNCTION
            if text is not None and isinstance(part, Reference | Call):
                told = Sentence(text, {"name": part.name})
                check.problems.append(Problem(place.sheet, place.row, place.column, told))
