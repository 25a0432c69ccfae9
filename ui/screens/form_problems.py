"""What a check found in a form, line by line: where, what, and how to mend it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt

from fieldapp.forms.problems import Problem, Severity
from fieldapp.words import Sentence, say, say_number, spoken
from ui.theme.sizes import CLOSE, px
from ui.widgets.pages import Body
from ui.widgets.said import Label, Words, quiet

#: So many problems are shown; who mends these sees the others.
MOST: Final = 200


class FormProblems(Body):
    """A column of problems that is read with the arrow keys; each with its way to mend it below it."""

    def __init__(self) -> None:
        super().__init__()
        self.column.setSpacing(0)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty("kind", "reading")
        self.setObjectName("problems")

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Show these in the place of those before."""
        while (item := self.column.takeAt(0)) is not None:
            if (shown := item.widget()) is not None:
                shown.hide()
                shown.deleteLater()
        for problem in problems[:MOST]:
            self.column.addWidget(Label(_told(problem)))
            if problem.mend is not None:
                self.column.addWidget(quiet(problem.mend))
            self.column.addSpacing(px(CLOSE))
        self.column.addStretch(1)
        self.setAccessibleName(say("What was found in the form"))
        self.setAccessibleDescription("\n".join(map(_told, problems[:MOST])))
        self.verticalScrollBar().setValue(0)


def errors_in(problems: Sequence[Problem]) -> int:
    """How many have to be mended."""
    return sum(problem.severity is Severity.ERROR for problem in problems)


def advice(file: Path, problems: Sequence[Problem], *, usable: bool) -> Words:
    """What stands above them: whether the form can be used, and what to do."""
    errors = errors_in(problems)
    if not usable:
        return say_number(
            "{number} place in “{file}” must be mended; nothing was brought in. Mend it in the workbook, save it, and "
            "try again. What is not supported must be taken out or asked in another way.",
            "{number} places in “{file}” must be mended; nothing was brought in. Mend them in the workbook, save it, "
            "and try again. What is not supported must be taken out or asked in another way.",
            errors,
            file=file.name,
        )
    if errors:
        return say_number(
            "{number} place in “{file}” should be mended; nothing was brought in yet. The form can be used as it is, "
            "but not every question works as its author meant.",
            "{number} places in “{file}” should be mended; nothing was brought in yet. The form can be used as it is, "
            "but not every question works as its author meant.",
            errors,
            file=file.name,
        )
    return Sentence(
        "“{file}” can be used. Nothing was brought in yet: look whether this is meant so.", {"file": file.name}
    )


def _told(problem: Problem) -> str:
    told = problem.told(spoken())
    if problem.severity is Severity.ERROR:
        return told
    return Sentence("Warning: {problem}", {"problem": told}).said()
