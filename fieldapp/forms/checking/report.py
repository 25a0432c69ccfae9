"""What came of a check as JSON, for other programs (`told`) and for the process that asked for it (`sent`, `received`).

A report for other programs is one object, whose shape stays as it is:

    file        the name of the file
    form        the form's id, null where the file is no form
    title       its title, null where the file is no form
    version     its version, "" for none
    usable      whether records can be filled in with it as it is
    errors      how many problems have to be mended
    warnings    how many may stay
    problems    in the order of the sheets, each with
        severity    "error" or "warning"
        sheet       "survey", "choices", "settings" …; "" for the whole file
        row         as the spreadsheet counts, from 1; 0 for the whole sheet or file
        column      the heading of the column; "" for the whole row
        problem     a sentence that says what is wrong
        mend        a sentence that says what can be done
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from fieldapp.domain.answers import Json
from fieldapp.errors import FieldappError
from fieldapp.forms.checking.outcome import Checked
from fieldapp.forms.encoding import form_from_json, form_to_json
from fieldapp.forms.problems import Problem, Severity
from fieldapp.words import Language, Sentence, sentence


def told(file: Path, checked: Checked, language: Language) -> dict[str, Json]:
    """The report for other programs, its sentences in this language."""
    return {
        "file": file.name,
        "form": checked.id,
        "title": checked.title,
        "version": checked.version,
        "usable": checked.form is not None,
        "errors": checked.errors,
        "warnings": len(checked.problems) - checked.errors,
        "problems": [
            {
                "severity": problem.severity.value,
                "sheet": problem.sheet,
                "row": problem.row,
                "column": problem.column,
                "problem": problem.sentence.said(language),
                "mend": problem.mend.said(language) if problem.mend is not None else "",
            }
            for problem in checked.problems
        ],
    }


def of_trouble(wrong: FieldappError) -> Checked:
    """For a check that did not come to its end."""
    mend = Sentence(sentence("Look at the file in Excel or LibreOffice, save it anew, and check that."))
    return Checked(form=None, problems=(Problem("", 0, "", wrong.sentence, mend=mend),), readable=False)


def sent(checked: Checked) -> str:
    """All of it in one line, whatever language its reader has."""
    return json.dumps(
        {
            "id": checked.id,
            "title": checked.title,
            "version": checked.version,
            "readable": checked.readable,
            "form": None if checked.form is None else form_to_json(checked.form),
            "problems": [_problem_to(problem) for problem in checked.problems],
        }
    )


def received(line: str) -> Checked:
    """The reverse of `sent`. Raises ValueError, KeyError, TypeError or CompiledFormUnreadable for anything else."""
    value: dict[str, Any] = json.loads(line)
    return Checked(
        id=value["id"],
        title=value["title"],
        version=value["version"],
        readable=value["readable"],
        form=None if value["form"] is None else form_from_json(value["form"]),
        problems=tuple(map(_problem_from, value["problems"])),
    )


def _problem_to(problem: Problem) -> Json:
    return {
        "severity": problem.severity.value,
        "place": [problem.sheet, problem.row, problem.column],
        "sentence": _sentence_to(problem.sentence),
        "mend": None if problem.mend is None else _sentence_to(problem.mend),
    }


def _problem_from(value: Mapping[str, Any]) -> Problem:
    sheet, row, column = value["place"]
    mend = value["mend"]
    return Problem(
        sheet,
        row,
        column,
        _sentence_from(value["sentence"]),
        Severity(value["severity"]),
        None if mend is None else _sentence_from(mend),
    )


def _sentence_to(told_: Sentence) -> Json:
    values = {
        name: _sentence_to(value) if isinstance(value, Sentence) else value if isinstance(value, int) else str(value)
        for name, value in told_.values.items()
    }
    return [told_.text, values]


def _sentence_from(value: list[Any]) -> Sentence:
    text, values = value
    return Sentence(
        text, {name: _sentence_from(each) if isinstance(each, list) else each for name, each in values.items()}
    )
