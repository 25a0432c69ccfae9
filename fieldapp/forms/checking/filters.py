"""Choice filters that leave nothing to choose, whatever was answered before."""

from __future__ import annotations

from collections.abc import Sequence

from fieldapp.forms.checking.check import Check, Written, cell_of
from fieldapp.forms.checking.comparing import comparison_in, constant
from fieldapp.forms.checking.mending import meant
from fieldapp.forms.expressions.tree import Chain, Tree
from fieldapp.forms.expressions.values import equal
from fieldapp.forms.model import CHOOSING, Choice, Question
from fieldapp.forms.rules.filters import bare_name
from fieldapp.forms.rules.lines import column_of
from fieldapp.words import Sentence, sentence


def find_empty_filters(check: Check) -> None:
    """Add every filter that holds for no choice of its list."""
    for written in check.expressions:
        if written.heading == "choice_filter" and written.tree is not None and isinstance(written.item, Question):
            choices = check.form.lists.get(written.item.choices, ())
            if choices:
                _judge(check, written, choices, _at_once(written.tree))


def _at_once(tree: Tree) -> list[Tree]:
    if isinstance(tree, Chain) and {sign for sign, _ in tree.rest} == {"and"}:
        return [part for whole in (tree.first, *(part for _, part in tree.rest)) for part in _at_once(whole)]
    return [tree]


def _judge(check: Check, written: Written, choices: Sequence[Choice], conditions: Sequence[Tree]) -> None:
    left, known = choices, {"name"}.union(*(choice.columns for choice in choices))
    for condition in conditions:
        found = comparison_in(condition)
        for side in (found, found.turned()) if found is not None and found.sign == "=" else ():
            column = bare_name(side.left)
            if column is None or column not in known:
                continue
            there = {column_of(choice, column) for choice in choices}
            value = constant(side.right)
            asked = check.question(side.right, written)
            if isinstance(value, str | float):
                left = [choice for choice in left if equal(column_of(choice, column), value)]
                _tell(check, written, column, there, str(value) if not left else "")
            elif asked is not None and asked.kind in CHOOSING:
                _judge_answers(check, written, column, there, asked)


def _judge_answers(check: Check, written: Written, column: str, there: set[str], asked: Question) -> None:
    names = check.choices(asked)
    if not names or not any(there) or names.keys() & there:
        return
    check.error(
        cell_of(written),
        sentence("No choice is ever offered: the column “{column}” holds none of the choices of “{name}”."),
        sentence("Write into this column of the sheet “choices” names such as “{example}”."),
        column=column,
        name=asked.name,
        example=min(names),
    )


def _tell(check: Check, written: Written, column: str, there: set[str], value: str) -> None:
    if not value:
        return
    mend = meant(value, there) or Sentence(sentence("Write a value that stands in this column of the sheet “choices”."))
    check.error(
        cell_of(written),
        sentence("No choice is ever offered: “{value}” stands nowhere in the column “{column}”."),
        mend.text,
        **{**mend.values, "value": value, "column": column},
    )
