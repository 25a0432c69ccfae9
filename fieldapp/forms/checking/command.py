"""`python -m fieldapp form check FILE`: what is wrong with a form, for people or for programs."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

from fieldapp.errors import FieldappError
from fieldapp.forms.checking.aside import check_aside
from fieldapp.forms.checking.outcome import Checked
from fieldapp.forms.checking.report import of_trouble, told
from fieldapp.forms.problems import Problem, Severity
from fieldapp.words import Language, say, say_number


def check(file: Path, language: Language, *, as_json: bool, write: Callable[[str], object] = sys.stdout.write) -> int:
    """0: the form can be used; 1: something has to be mended; 2: the file is no form, or could not be checked."""
    try:
        checked = check_aside(file)
    except FieldappError as wrong:
        checked = of_trouble(wrong)
    if as_json:
        write(json.dumps(told(file, checked, language), ensure_ascii=False, indent=2) + "\n")
    else:
        write("\n".join([*(_said(problem, language) for problem in checked.problems), _sum(file, checked, language)]))
        write("\n")
    return 2 if not checked.readable else 1 if checked.errors else 0


def _said(problem: Problem, language: Language) -> str:
    """What is wrong and where, and below it how to mend it."""
    text = problem.told(language)
    if problem.severity is Severity.WARNING:
        text = say("Warning: {problem}", language=language, problem=text)
    return text if problem.mend is None else f"{text}\n    {problem.mend.said(language)}"


def _sum(file: Path, checked: Checked, language: Language) -> str:
    if not checked.readable:
        return say("“{file}” was not checked further.", language=language, file=file.name)
    if not checked.problems:
        return say("“{file}”: nothing is wrong.", language=language, file=file.name)
    errors, warnings = checked.errors, len(checked.problems) - checked.errors
    both = {
        "errors": say_number("{number} error", "{number} errors", errors, language=language),
        "warnings": say_number("{number} warning", "{number} warnings", warnings, language=language),
    }
    return say("“{file}”: {errors}, {warnings}.", language=language, file=file.name, **both)
