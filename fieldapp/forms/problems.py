"""What stands in the way of using a form, each with its sheet, row and column."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Protocol

from fieldapp.errors import Mistake
from fieldapp.words import ENGLISH, Language, Sentence, say, sentence


class Severity(Enum):
    """Whether a form can be used as it is."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that has to be changed (ERROR) or known (WARNING).

    `row` counts from 1 as the spreadsheet does, 0: the whole sheet or file. `mend`: what its author can do.
    """

    sheet: str
    row: int
    column: str
    sentence: Sentence
    severity: Severity = Severity.ERROR
    mend: Sentence | None = None

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


class Row(Protocol):
    """A row of a sheet, as far as telling its place needs it."""

    @property
    def sheet(self) -> str:
        """The name of its sheet."""

    @property
    def row(self) -> int:
        """Its number in the spreadsheet."""


class Findings:
    """What was found while a form was read: what is wrong with it, and what its reader should know besides."""

    def __init__(self) -> None:
        self._problems: list[Problem] = []
        self._told: set[tuple[str, str, str]] = set()

    def wrong(self, row: Row, column: str, text: str, /, **values: object) -> None:
        """Something that keeps the form from being used."""
        self._problems.append(Problem(row.sheet, row.row, column, Sentence(text, values)))

    def note(self, row: Row, column: str, text: str, /, **values: object) -> None:
        """Something that is without effect here."""
        self._problems.append(Problem(row.sheet, row.row, column, Sentence(text, values), Severity.WARNING))

    def note_once(self, row: Row, column: str, text: str, /, **values: object) -> None:
        """Something without effect that is the same in all rows: it is told of the first."""
        told = (row.sheet, column, text)
        if told not in self._told:
            self._told.add(told)
            self.note(row, column, text, **values)

    def take(self, problems: Iterable[Problem]) -> None:
        """What others found."""
        self._problems += problems

    @property
    def errors(self) -> tuple[Problem, ...]:
        """What is wrong, in the order of the sheets."""
        return self._of(Severity.ERROR)

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """What should be known, in the order of the sheets."""
        return self._of(Severity.WARNING)

    def _of(self, severity: Severity) -> tuple[Problem, ...]:
        return tuple(sorted((each for each in self._problems if each.severity is severity), key=_place))


def _place(problem: Problem) -> tuple[bool, str, int]:
    return problem.sheet != "survey", problem.sheet, problem.row


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


def too_large(path: Path) -> FormUnreadable:
    """For a file that holds more than a form does."""
    return FormUnreadable(sentence("“{file}” is larger than any form should be, and was not opened."), file=path.name)
