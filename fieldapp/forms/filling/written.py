"""What a record writes into lists that other forms choose from: its rules, and what they make of the answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from fieldapp.domain.answers import Answer
from fieldapp.domain.ids import FieldId, RecordId
from fieldapp.forms.expressions.errors import Mismatch
from fieldapp.forms.expressions.here import Here
from fieldapp.forms.expressions.rows import Row
from fieldapp.forms.expressions.values import to_text
from fieldapp.forms.filling.engine import Engine
from fieldapp.forms.filling.saving import given_answer
from fieldapp.forms.rules.plan import EntityRule

#: The words of a line, beside its properties: no property may be called so.
LABEL: Final = FieldId("label")
_YES: Final = frozenset({"true", "1"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A line of a list as a record's answers, or those of a row, make it.

    `row`: whose answers, None for the record itself. `id`: the line to change, "" for one of its own. `fields` are
    its label and properties, None where there is no answer; what was not asked is not among them.
    """

    list: str
    row: RecordId | None
    id: str
    creates: bool
    updates: bool
    fields: Mapping[FieldId, str | None]


def written(engine: Engine) -> tuple[Written, ...]:
    """All that these answers write, in the order of the form."""
    return tuple(line for rule in engine.plan.entities for line in _lines(engine, rule))


def _lines(engine: Engine, rule: EntityRule) -> Iterator[Written]:
    for row in engine.below(engine.root, rule.scope):
        if _is_asked(row):
            line = _line(engine, rule, row)
            if line.creates or line.updates:
                yield line


def _is_asked(row: Row) -> bool:
    """Whether it is no row of a repeat that is not relevant."""
    while row.parent is not None:
        if row.scope in row.parent.hidden:
            return False
        row = row.parent
    return True


def _line(engine: Engine, rule: EntityRule, row: Row) -> Written:
    said = {name: _said(engine, rule, row, name) for name in rule.runs}
    conditions = [name for name in ("create_if", "update_if") if name in said]
    named = "id" in said
    creates = said["create_if"] in _YES if "create_if" in said else not named
    updates = named and (said["update_if"] in _YES if "update_if" in said else not conditions)
    fields = {LABEL: said["label"] or None} if "label" in said else {}
    fields |= dict(_properties(engine, rule, row))
    return Written(
        list=rule.entity.list,
        row=row.record,
        id=said.get("id", ""),
        creates=creates and (not named or said["id"] != ""),
        updates=updates and said.get("id", "") != "",
        fields=fields,
    )


def _said(engine: Engine, rule: EntityRule, row: Row, name: str) -> str:
    try:
        return to_text(rule.runs[name](Here(engine.world, row)))
    except Mismatch:
        return ""


def _properties(engine: Engine, rule: EntityRule, row: Row) -> Iterator[tuple[FieldId, str | None]]:
    layout = engine.plan.layout
    for node in rule.nodes:
        holder, question = row.above(layout.nodes[node].scope), layout.question(node)
        if question is not None and node not in holder.hidden:
            answer: Answer | None = given_answer(holder, node, question)
            yield FieldId(question.save_to), answer if isinstance(answer, str) else None
