"""What is not said in every language of the form, or not at all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from fieldapp.forms.checking.check import Cell, Check, rows_of_choices
from fieldapp.forms.model import Group, Item, Kind, Question, Text
from fieldapp.words import Sentence, sentence

#: So many rows without words are told one by one; more are told in one sentence.
_ONE_BY_ONE: Final = 10
#: So many stretches of rows are named.
_STRETCHES: Final = 12

_Told = tuple[Cell, Text]


def find_missing_words(check: Check) -> None:
    """Add each text that is not there in a language that others have."""
    texts = tuple(_texts(check))
    languages: dict[str, str] = dict(check.form.languages)
    if any("" in text.by_language for _, text in texts):
        languages.setdefault("", "")
    missing: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for place, text in texts if len(languages) > 1 else ():
        for code in languages:
            if text and not text.by_language.get(code, "").strip():
                missing[place.sheet, place.column, code].append(place.row)
    for (sheet, column, code), rows in missing.items():
        _tell(check, sheet, column, languages[code], sorted(set(rows)))
    for node in check.layout.nodes[1:]:
        if node.item is not None and _needs_label(node.item, top=node.parent == 0):
            _tell_bare(check, node.item)


def _tell(check: Check, sheet: str, column: str, language: str, rows: list[int]) -> None:
    """`language` is "" for the columns that name none."""
    column = f"{column}::{language}" if language else column
    tongue = language or Sentence("the form's own language")
    mend = sentence("Write it in this language, too: who reads it otherwise sees another one.")
    if len(rows) <= _ONE_BY_ONE:
        for row in rows:
            text = sentence("This is not said in {tongue}.")
            check.warning(Cell(sheet, row, column), text, mend, tongue=tongue)
        return
    text = sentence("In {number} rows this is not said in {tongue}: {rows}.")
    check.warning(Cell(sheet, rows[0], column), text, mend, tongue=tongue, number=len(rows), rows=_stretches(rows))


def _stretches(rows: list[int]) -> str:
    """ "2–5, 8" for 2, 3, 4, 5, 8."""
    told: list[list[int]] = []
    for row in rows:
        if told and row == told[-1][-1] + 1:
            told[-1][1:] = [row]
        else:
            told.append([row])
    named = ", ".join("–".join(map(str, each)) for each in told[:_STRETCHES])
    return f"{named} …" if len(told) > _STRETCHES else named


def _texts(check: Check) -> Iterator[_Told]:
    used = set()
    for node in check.layout.nodes[1:]:
        item = node.item
        if item is None:
            continue
        yield Cell("survey", item.row, "label"), item.label
        yield Cell("survey", item.row, "hint"), item.hint
        if isinstance(item, Question):
            yield Cell("survey", item.row, "constraint_message"), item.constraint_message
            yield Cell("survey", item.row, "required_message"), item.required_message
            if not item.file:
                used.add(item.choices)
    rows = rows_of_choices(check.sheets.get("choices"))
    for name in used & set(check.form.lists):
        for choice in check.form.lists[name]:
            row = rows.get((name, choice.name))
            if row is not None:
                yield Cell("choices", row, "label"), choice.label


def _needs_label(item: Item, *, top: bool) -> bool:
    if isinstance(item, Question):
        return (item.asked or item.kind is Kind.NOTE) and not item.hint and not item.label
    return isinstance(item, Group) and top and not item.label and any(_asks(child) for child in item.children)


def _asks(item: Item) -> bool:
    return item.asked if isinstance(item, Question) else any(map(_asks, item.children))


def _tell_bare(check: Check, item: Item) -> None:
    if isinstance(item, Question):
        text = sentence("“{name}” is asked without a word.")
        mend = sentence("Write the question into the column “label”.")
    else:
        text = sentence("The group “{name}” has no label: it becomes a page without a title.")
        mend = sentence("Write what it is about into the column “label”.")
    check.warning(Cell("survey", item.row, "label"), text, mend, name=item.name)
