"""Comparisons that can never be true, or are so for another reason than their author thinks."""

from __future__ import annotations

import math
import re
from typing import Final

from fieldapp.forms.checking.check import Cell, Check, Written, cell_of, parts
from fieldapp.forms.checking.comparing import Comparison, comparison_in, constant
from fieldapp.forms.checking.mending import meant
from fieldapp.forms.expressions.tree import Chain, Literal, Tree
from fieldapp.forms.expressions.values import equal, to_number, to_text
from fieldapp.forms.model import CHOOSING, Kind, Question
from fieldapp.words import Sentence, sentence

_NUMBERS: Final = frozenset({Kind.INTEGER, Kind.DECIMAL, Kind.RANGE})
_DATES: Final = frozenset({Kind.DATE, Kind.TODAY, Kind.DATETIME, Kind.START, Kind.END})
#: Of the kinds with one answer those that cannot hold a list of names, as a calculation may.
_ONE_ANSWER: Final = _NUMBERS | _DATES | {Kind.SELECT_ONE}
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")


def find_comparisons(check: Check) -> None:
    """Add what every expression compares in vain, and what it divides by nought."""
    for written in check.expressions:
        if written.tree is None:
            continue
        for part in parts(written.tree):
            _judge_division(check, written, part)
            found = comparison_in(part)
            if found is not None and _judge_order(check, written, found):
                continue
            for side in (found, found.turned()) if found and found.sign != "selected" else (found,):
                question = check.question(side.left, written) if side is not None else None
                if side is not None and question is not None:
                    _judge(check, written, side, question)


def _judge_order(check: Check, written: Written, found: Comparison) -> bool:
    """What is greater than a text that is no number? Nothing is. True if that was said."""
    value = constant(found.right)
    if found.sign not in {"<", "<=", ">", ">="} or not isinstance(value, str) or not value.strip():
        return False
    asked = check.question(found.left, written)
    if not math.isnan(to_number(value)) or (asked is not None and asked.kind in _NUMBERS | _DATES):
        return False
    check.error(
        cell_of(written),
        sentence("“{words}” is no number: nothing is greater or less than it."),
        sentence("Compare with a number without quotes, or with a day: date('2026-03-12')."),
        words=value,
    )
    return True


def _judge(check: Check, written: Written, found: Comparison, question: Question) -> None:
    place = cell_of(written)
    if found.sign == "selected" and question.kind in _ONE_ANSWER:
        check.warning(
            place,
            sentence("selected() is for questions with several answers; “{name}” has one."),
            sentence("Write ${{{name}}} = '…' in its place."),
            name=question.name,
        )
    value = constant(found.right)
    if not isinstance(value, str | float) or value == "":
        return
    if question.kind in CHOOSING:
        _judge_choice(check, place, found, question, value)
    elif question.kind in _NUMBERS and isinstance(value, str) and math.isnan(to_number(value)):
        check.error(
            place,
            sentence("“{name}” is a number, “{words}” is none: they are never the same, and none is the greater."),
            sentence("Compare it with a number without quotes."),
            name=question.name,
            words=value,
        )
    elif question.kind in _DATES and isinstance(found.right, Literal) and isinstance(value, str):
        _judge_date(check, place, found, question, value)


def _judge_choice(check: Check, place: Cell, found: Comparison, question: Question, value: str | float) -> None:
    if found.sign not in {"=", "!=", "selected"}:
        return
    names = check.choices(question)
    text = to_text(value).strip()
    if not names or text in names or any(equal(name, value) for name in names) or names.keys() >= set(text.split()):
        return
    values: dict[str, object] = {"name": question.name, "choice": text}
    told = sentence("“{choice}” is none of the choices of “{name}”.")
    mend = meant(text, names) or Sentence(
        sentence("It has: {choices}."), {"choices": ", ".join([*names][:8]) + (" …" if len(names) > 8 else "")}
    )
    tell = check.warning if found.sign == "!=" else check.error
    tell(place, told, mend.text, **{**mend.values, **values})


def _judge_date(check: Check, place: Cell, found: Comparison, question: Question, value: str) -> None:
    if found.sign not in {"=", "!="} or not _DAY.fullmatch(value):
        check.error(
            place,
            sentence("“{name}” is a date, “{words}” is a text: a comparison of the two is never true."),
            sentence("Write the day as date('2026-03-12')."),
            name=question.name,
            words=value,
        )


def _judge_division(check: Check, written: Written, tree: Tree) -> None:
    if not isinstance(tree, Chain):
        return
    for sign, part in tree.rest:
        value = constant(part) if sign in {"div", "mod"} else None
        if isinstance(value, float) and value == 0:
            check.error(
                cell_of(written),
                sentence("This divides by nought, which gives no number."),
                sentence("Divide by another value, or take the division out."),
            )
