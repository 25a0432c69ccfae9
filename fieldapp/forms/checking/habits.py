"""What is allowed and seldom meant: lists that nobody chooses from, names that look alike, notes to be answered."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Final

from fieldapp.forms.checking.check import Cell, Check, rows_of_choices
from fieldapp.forms.checking.nearest import appearance
from fieldapp.forms.model import Group, Kind, Question, Repeat
from fieldapp.words import sentence

_LOOKED_UP: Final = re.compile(r"instance\s*\(\s*['\"]([^'\"]+)['\"]|pulldata\s*\(\s*['\"]([^'\"]+)['\"]")
_LISTED: Final = re.compile(r"(?:^|\s)([^\s$]+)(?=\s|$)")


def find_habits(check: Check) -> None:
    """Add what may be meant, but seldom is."""
    _unused_lists(check)
    _names_alike(check)
    for node in check.layout.nodes[1:]:
        match node.item:
            case Question(kind=Kind.NOTE, required=required) as note if required:
                check.warning(
                    Cell("survey", note.row, "required"),
                    sentence("“{name}” is a note: nobody can answer it, though it is required."),
                    sentence("Empty the cell. To have it read and ticked, make it the type “acknowledge”."),
                    name=note.name,
                )
            case Repeat() as repeat if _on_one_page(check, node.parent):
                check.warning(
                    Cell("survey", repeat.row, "type"),
                    sentence("The repeat “{name}” stands in a group that is one page (field-list)."),
                    sentence("Other programs refuse that: take “field-list” off the group, or move the repeat out."),
                    name=repeat.name,
                )


def _on_one_page(check: Check, node: int) -> bool:
    around = (check.layout.nodes[each].item for each in (node, *check.layout.parents(node)))
    return any(isinstance(item, Group) and "field-list" in item.appearance for item in around)


def _unused_lists(check: Check) -> None:
    used = {question.choices for _, question in check.form.questions()}
    survey = check.sheets.get("survey")
    for cells in survey.rows if survey else ():
        for text in cells.values():
            used.update(name for found in _LOOKED_UP.findall(str(text)) for name in found)
        used.update(_LISTED.findall(str(cells.get("type", ""))))
        used.update(re.findall(r"[\w.\-]+", str(cells.get("parameters", ""))))
    first: dict[str, int] = {}
    for (name, _), row in rows_of_choices(check.sheets.get("choices")).items():
        first[name] = min(row, first.get(name, row))
    for name, row in first.items():
        if name and name not in used:
            check.warning(
                Cell("choices", row, "list_name"),
                sentence("No question chooses from the list “{list}”."),
                sentence("Take its rows out, or let a question ask for it: select_one {list}."),
                list=name,
            )


def _names_alike(check: Check) -> None:
    looks: dict[str, list[str]] = defaultdict(list)
    for node in check.layout.nodes[1:]:
        item = node.item
        if item is None:
            continue
        others = looks[appearance(item.name)]
        other = next((each for each in others if each != item.name), None)
        if other is not None and item.name not in others:
            check.warning(
                Cell("survey", item.row, "name"),
                sentence("“{name}” looks like “{other}”, and is another name."),
                sentence("Give one of the two a name that nobody takes for the other."),
                name=item.name,
                other=other,
            )
        others.append(item.name)
