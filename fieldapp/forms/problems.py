"""What stands in the way of using a form, each with its sheet, row and column."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from fieldapp.errors import Mistake
from fieldapp.words import ENGLISH, Language, Sentence, say, sentence


class Severity(Enum):
    """Whether a form can be used as it is."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that has to be changed (ERROR) or known (WARNING).

    `row` counts from 1 as the spreadsheet does, 0: the whole sheet or file.
    """

    sheet: str
    row: int
    column: str
    sentence: Sentence
    severity: Severity = Severity.ERROR

    def told(self, language: Language = ENGLISH) -> str:
        """In one line, with its place."""
        reason = self.sentence.said(language)
        if not self.row:
            return reason
        if not self.column:
            return say("{sheet}, row {row}: {reason}", language=language, sheet=self.sheet, row=self.row, reason=reason)
        return say(
            "{sheet}, row {row}, {column}: {reason}",
            language=language,
            sheet=self.sheet,
            row=self.row,
            column=self.column,
            reason=reason,
        )


class FormRefused(Mistake):
    """The form uses something that this program does not have, or breaks a rule. `problems` has all, in order."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        first = problems[0]
        super().__init__(
            sentence("This form cannot be used as it is. {reason} (1 of {number})"),
            reason=Sentence(first.sentence.text, first.sentence.values),
            number=len(problems),
        )


class FormUnreadable(Mistake):
    """The file is no form, or one that would harm the program to open."""


def not_a_form(path: Path) -> FormUnreadable:
    """For a file that is something else."""
    return FormUnreadable(
        sentence("“{file}” is no form. A form is an Excel workbook (.xlsx) with a sheet named “survey”."),
        file=path.name,
    )
