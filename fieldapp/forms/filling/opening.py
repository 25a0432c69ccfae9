"""How a session opens a saved record: its answers and rows in their places, and what was so already noted."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Final

from fieldapp.domain.answers import Answer, Answers
from fieldapp.domain.ids import FieldId, RecordId
from fieldapp.forms.expressions.rows import Counted, Row
from fieldapp.forms.filling.drafts import DraftRow
from fieldapp.forms.filling.engine import Engine
from fieldapp.forms.model import ORDER, Question, Repeat
from fieldapp.forms.places import SavedRow
from fieldapp.forms.rules.layout import ROOT, Layout
from fieldapp.forms.typed import value_of
from fieldapp.forms.versions.fitting import held_by

#: Saved answers whose question was of another kind when they were given: they mean nothing to the one of now.
Strange = Mapping[RecordId | None, Collection[FieldId]]
NONE_STRANGE: Final[Strange] = {}


def fill(engine: Engine, row: Row, answers: Answers, strange: Strange = NONE_STRANGE) -> None:
    """Put saved answers in their places. What has no place in this form, or not the whole of it, is kept aside."""
    for name, answer in answers.items():
        node = engine.plan.layout.by_id.get((row.scope, name), ROOT)
        question = engine.plan.layout.question(node)
        if name == ORDER or answer is None:
            continue
        if question is None or not question.kept or name in strange.get(row.record, ()):
            row.unplaced[name] = answer
        elif question.calculated:
            row.calculated[node] = value_of(question, answer, engine.world.zone)
        else:
            _put(engine, row, node, question, answer)


def _put(engine: Engine, row: Row, node: int, question: Question, answer: Answer) -> None:
    held = held_by(engine.plan.form, question, answer)
    if held is not None:
        row.answers[node] = held
    if held != answer:
        row.unplaced[question.id] = answer
        if held is not None:
            row.part[node] = held


def place_rows(engine: Engine, saved: Iterable[SavedRow], strange: Strange = NONE_STRANGE) -> tuple[SavedRow, ...]:
    """Put saved rows where they belong, in order. Returns those that this form has no repeat for."""
    waiting = sorted(saved, key=lambda row: (order_of(row), row.record))
    while waiting:
        level = set(engine.by_record)  # siblings are placed in one go, so that they keep their order
        left = [row for row in waiting if row.parent not in level or not _place(engine, row, strange)]
        if len(left) == len(waiting):
            return tuple(left)
        waiting = left
    return ()


def order_of(row: SavedRow) -> str:
    """Its key: where it was moved to, else where it was made."""
    moved = row.answers.get(ORDER)
    return moved if isinstance(moved, str) else row.order


def _place(engine: Engine, saved: SavedRow, strange: Strange) -> bool:
    layout, parent = engine.plan.layout, engine.by_record.get(saved.parent)
    repeat = None if parent is None else _repeat_in(layout, parent.scope, saved.repeat)
    if parent is None or repeat is None or saved.record in engine.by_record:
        return False
    order = order_of(saved)
    row = Row(
        record=saved.record,
        scope=repeat,
        parent=parent,
        order=order,
        opened=saved.answers,
        opened_order=order,
        after=saved.after,
    )
    fill(engine, row, saved.answers, strange)
    parent.rows.setdefault(repeat, []).append(row)
    engine.by_record[row.record] = row
    return True


def _repeat_in(layout: Layout, scope: int, name: FieldId) -> int | None:
    """The node of a repeat, None if there is none of that name."""
    node = layout.by_id.get((scope, name))
    return node if node is not None and isinstance(layout.nodes[node].item, Repeat) else None


def note_opening(root: Row) -> None:
    """What was not relevant at opening, and rows beyond the count, are not cleared by saving untouched."""
    for row in root.all_within():
        row.hidden_at_opening = frozenset(row.hidden)
        for put_aside in (inner for rows in row.aside.values() for inner in rows):
            put_aside.at_opening = Counted.ASIDE
        for made in (inner for rows in row.rows.values() for inner in rows if inner.opened is None):
            made.at_opening = Counted.MADE


def resume_rows(engine: Engine, drafts: Iterable[DraftRow]) -> list[Row]:
    """Remember what the rows of a draft were when it was opened. Returns those that had been taken away."""
    here = {row.record: row for row in engine.root.all_within()}
    gone = []
    for draft in drafts:
        row = here.get(draft.record)
        if draft.gone:
            row = Row(record=draft.record, scope=_scope_of(engine.plan.layout, draft.repeat), after=draft.after)
            gone.append(row)
        if row is not None:
            _remember(engine.plan.layout, row, draft)
    return gone


def _remember(layout: Layout, row: Row, draft: DraftRow) -> None:
    row.opened, row.opened_order, row.at_opening = draft.opened, draft.opened_order, draft.at_opening
    row.hidden_at_opening = frozenset(
        layout.by_id[row.scope, name] for name in draft.hidden if (row.scope, name) in layout.by_id
    )


def _scope_of(layout: Layout, repeat: FieldId) -> int:
    scopes = (node.index for node in layout.nodes if isinstance(node.item, Repeat) and node.item.id == repeat)
    return next(scopes, ROOT)
