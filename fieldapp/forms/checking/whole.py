"""Checks a file from its first byte to its last rule: everything that is wrong with it at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Final

from fieldapp.forms.checking.check import Check
from fieldapp.forms.checking.comparisons import find_comparisons
from fieldapp.forms.checking.filters import find_empty_filters
from fieldapp.forms.checking.habits import find_habits
from fieldapp.forms.checking.labels import find_missing_words
from fieldapp.forms.checking.letters import find_odd_signs
from fieldapp.forms.checking.lost import NO_QUESTION, find_lost_names
from fieldapp.forms.checking.mending import Names, with_mend
from fieldapp.forms.checking.outcome import Checked
from fieldapp.forms.checking.reaching import find_unreachable
from fieldapp.forms.checking.ways_to_mend import WAYS
from fieldapp.forms.problems import FormRefused, FormUnreadable, Problem, Severity
from fieldapp.forms.rules.plan import Aspect, plan_of
from fieldapp.forms.xlsform import read_whole
from fieldapp.words import Sentence, sentence

#: So many problems are told; nobody mends more at a time.
MOST: Final = 1_000
_ORDER: Final = ("", "survey", "choices", "settings")
#: What may be told of a form as far as it could be read, in this order.
_LOOKS: Final = (
    find_odd_signs,
    find_lost_names,
    find_comparisons,
    find_empty_filters,
    find_unreachable,
    find_missing_words,
    find_habits,
)
_FROM_HERE: Final = "This cannot be understood from here on: “{rest}”"
#: What is not told where an odd sign was: it is the reason.
_BY_SIGNS: Final = frozenset(
    {
        _FROM_HERE,
        "“{word}” (character {number}) cannot stand there.",
        "The expression ends where something more should follow.",
    }
)
#: Rules are named by what they decide, cells by what their author wrote over them.
_BY_RULE: Final = {Aspect.READ_ONLY.value: "readonly"}


def check_file(path: Path, tell: Callable[[float], object] = bool, filled: Iterable[str] = ()) -> Checked:
    """Everything that is wrong with a form, in the order of its sheets. `tell` hears which share is done.

    `filled`: lists that records of other forms fill.
    """
    try:
        reading = read_whole(path, tell, filled)
    except FormRefused as refused:
        names = Names((), (), ())
        return Checked(form=None, problems=tuple(with_mend(problem, names) for problem in refused.problems))
    except FormUnreadable as unreadable:
        return Checked(form=None, problems=(_of_file(unreadable.sentence),), readable=False)
    tell(0.8)
    check = Check(reading.form, plan_of(reading.form).layout, reading.sheets)
    for look in _LOOKS:
        look(check)
    tell(0.95)
    usable = all(problem.severity is Severity.WARNING for problem in reading.problems)
    problems = _all(reading.problems, check)
    form = reading.form
    return Checked(form=form if usable else None, problems=problems, id=form.id, title=form.title, version=form.version)


def _all(read: Iterable[Problem], check: Check) -> tuple[Problem, ...]:
    """Those of the reader with their mends, less those that something said better, and those of the check."""
    said = {_place(problem) for problem in check.problems}
    kept = [
        problem
        for problem in map(_under_heading, read)
        if not (problem.sentence.text in _BY_SIGNS and _place(problem) in said)
        and not (problem.sentence.text == NO_QUESTION and problem.sentence.values["name"] in check.names.questions)
    ]
    mended = (_counted(with_mend(problem, check.names), check) for problem in (*kept, *check.problems))
    by_words = {(_place(problem), str(problem.sentence)): problem for problem in mended}
    problems = sorted(by_words.values(), key=_in_order)
    if len(problems) <= MOST:
        return tuple(problems)
    more = Sentence(sentence("And {number} more."), {"number": len(problems) - MOST})
    return (*problems[:MOST], Problem("", 0, "", more, mend=Sentence(sentence("Mend these, then check again."))))


def _under_heading(problem: Problem) -> Problem:
    return replace(problem, column=_BY_RULE.get(problem.column, problem.column))


def _counted(problem: Problem, check: Check) -> Problem:
    """Say at which character an expression cannot be understood any more."""
    if problem.sentence.text != _FROM_HERE:
        return problem
    rest = str(problem.sentence.values["rest"])
    for written in check.expressions:
        if written.item.row == problem.row and written.heading == problem.column:
            text = sentence("From character {number} on this cannot be understood: “{rest}”")
            return replace(problem, sentence=Sentence(text, {"number": written.text.rfind(rest) + 1, "rest": rest}))
    return problem


def _of_file(told: Sentence) -> Problem:
    otherwise = sentence("Open it in Excel or LibreOffice, look whether it is the form, and save it there anew.")
    way = WAYS.get(told.text, otherwise)
    return Problem("", 0, "", told, mend=Sentence(way, told.values))


def _place(problem: Problem) -> tuple[str, int, str]:
    return problem.sheet, problem.row, problem.column


def _in_order(problem: Problem) -> tuple[int, str, int]:
    known = problem.sheet in _ORDER
    return _ORDER.index(problem.sheet) if known else len(_ORDER), problem.sheet, problem.row
