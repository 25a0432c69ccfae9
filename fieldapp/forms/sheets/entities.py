"""The entities sheet: what a record writes into lists that other forms choose from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from fieldapp.domain.ids import FieldId
from fieldapp.forms.model import Entity, Item, Question, Repeat
from fieldapp.forms.problems import Findings
from fieldapp.forms.rules.references import references_in
from fieldapp.forms.sheets.columns import Cells
from fieldapp.words import sentence

_NAME: Final = re.compile(r"[^\W\d][\w\-]*")


def read_entities(rows: Iterable[Cells], findings: Findings) -> tuple[Entity, ...]:
    """What each row of the sheet says."""
    entities = []
    for cells in rows:
        entity = Entity(
            list=cells.take("dataset"),
            label=cells.take("label"),
            id=cells.take("entity_id"),
            create_if=cells.take("create_if"),
            update_if=cells.take("update_if"),
            row=cells.row,
        )
        _check(cells, entity, findings)
        for column in cells.left():
            findings.wrong(cells, column, sentence("The column “{heading}” is not supported."), heading=column)
        entities.append(entity)
    return tuple(entities)


def _check(cells: Cells, entity: Entity, findings: Findings) -> None:
    if not _NAME.fullmatch(entity.list) or entity.list.startswith("__"):
        findings.wrong(cells, "list_name", sentence("“{name}” cannot be the name of such a list."), name=entity.list)
    if not entity.id and entity.update_if:
        findings.wrong(cells, "update_if", sentence("What is changed must be named: write an “entity_id”."))
    if entity.id and entity.create_if and not entity.update_if:
        findings.wrong(cells, "create_if", sentence("With an “entity_id” an “update_if” is needed beside “create_if”."))
    if not entity.id and not entity.label:
        findings.wrong(cells, "label", sentence("What is new in a list needs a label."))


def placed(entities: tuple[Entity, ...], children: tuple[Item, ...]) -> tuple[Entity, ...]:
    """The entities, each with the repeat whose rows make them: the one furthest in that they take anything from."""
    return tuple(replace(entity, repeat=_repeat_of(entity, children)) for entity in entities)


def _repeat_of(entity: Entity, children: tuple[Item, ...]) -> FieldId | None:
    texts = (entity.label, entity.id, entity.create_if, entity.update_if)
    named = {name for text in texts for name in references_in(text)}
    found = [
        repeats
        for question, repeats in _questions(children, ())
        if question.entity == entity.list or question.name in named
    ]
    deepest = max(found, key=len, default=())
    return deepest[-1] if deepest else None


def _questions(
    children: tuple[Item, ...], within: tuple[FieldId, ...]
) -> Iterator[tuple[Question, tuple[FieldId, ...]]]:
    for child in children:
        if isinstance(child, Question):
            yield child, within
        else:
            yield from _questions(child.children, (*within, child.id) if isinstance(child, Repeat) else within)


def read_save_to(cells: Cells, entities: tuple[Entity, ...], findings: Findings) -> tuple[str, str]:
    """The list and the property that an answer is saved to; two empty texts where it is not."""
    text = cells.take("bind", "entities:saveto")
    if not text:
        return "", ""
    name, divider, property_name = text.rpartition("#")
    if not divider and len(entities) == 1:
        name = entities[0].list
    if name not in {entity.list for entity in entities}:
        findings.wrong(cells, "save_to", sentence("“{name}” leads to no list of the sheet “entities”."), name=text)
    elif not _NAME.fullmatch(property_name) or property_name.lower() in {"name", "label"}:
        findings.wrong(cells, "save_to", sentence("“{name}” cannot be saved to."), name=property_name)
    return name, property_name
