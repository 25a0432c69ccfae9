"""What came of a check, as plain values: the program that asked for it needs nothing of what found them."""

from __future__ import annotations

from dataclasses import dataclass

from fieldapp.forms.model import Form
from fieldapp.forms.problems import Problem, Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What came of a check.

    `form`: to be filled in, None where it cannot be; `readable`: the file is a form at all. `id` and `title` are there
    as soon as the sheets could be read.
    """

    form: Form | None
    problems: tuple[Problem, ...]
    readable: bool = True
    id: str | None = None
    title: str | None = None
    version: str = ""

    @property
    def errors(self) -> int:
        """How many of the problems have to be mended."""
        return sum(problem.severity is Severity.ERROR for problem in self.problems)
