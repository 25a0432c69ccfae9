"""How a session begins: with a new record and its defaults, or with a saved one and its rows."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from fieldapp.domain.answers import Answer, Answers
from fieldapp.domain.clock import Moment
from fieldapp.domain.ids import FieldId, RecordId
from fieldapp.forms.drafts import DraftRow
from fieldapp.forms.engine import Engine
from fieldapp.forms.fitting import held_by
from fieldapp.forms.layout import ROOT, Layout
from fieldapp.forms.model import ORDER, Kind, Question, Repeat
from fieldapp.forms.places import SavedRow
from fieldapp.forms.plan import Aspect
from fieldapp.forms.rows import Row
from fieldapp.forms.typed import answer_from, value_of

#: Saved answers whose question was of another kind when they were given: they mean nothing to the one of now.
Strange = Mapping[RecordId | None, Collection[FieldId]]
NONE_STRANGE: Final[Strange] = {}


@dataclass(frozen=True, slots=True)
class Beginning:
    """What the program itself answers when a record is begun."""

    now: Moment
    user: str
    device: str

    def answer(self, kind: Kind) -> str | None:
        """The answer to such a question, None for one that a person answers."""
        match kind:
            case Kind.START:
                return self.now.text
            case Kind.TODAY:
                return self.now.day.isoformat()
            case Kind.USERNAME:
                return self.user or None
            case Kind.DEVICEID:
                return self.device or None
            case _:
                return None


def begin_new(engine: Engine, row: Row, beginning: Beginning) -> None:
    """The answers that a new record or row has before anyone touches it; those that are expressions come last."""
    for node, question in engine.plan.layout.questions(row.scope):
        answer = beginning.answer(question.kind) or ("" if question.default_runs else question.default)
        if answer:
            row.answers[node] = answer


def run_defaults(engine: Engine, row: Row) -> None:
    """Defaults such as `today()` or `${district}`, once, in the order of the form."""
    for node, question in engine.plan.layout.questions(row.scope):
        if not question.default_runs or node in row.answers:
            continue
        outcome = engine.outcome(row, node, Aspect.DEFAULT)
        answer = None if outcome is None else answer_from(question, outcome)
        if answer is not None:
            row.answers[node] = answer
            engine.answered(row, node)


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


def note_opening(rows: Sequence[Row]) -> None:
    """What was not relevant at opening is not cleared by saving, unless she touched it."""
    for row in rows:
        row.hidden_at_opening = frozenset(row.hidden)


def resume_row(engine: Engine, draft: DraftRow) -> Row | None:
    """Remember what a row of a draft was when it was opened. Returns it if it had been taken away."""
    layout = engine.plan.layout
    row = engine.by_record.get(draft.record)
    if draft.gone:
        scopes = [node.index for node in layout.nodes if isinstance(node.item, Repeat) and node.item.id == draft.repeat]
        row = Row(record=draft.record, scope=scopes[0] if scopes else ROOT, after=draft.after)
    if row is not None:
        row.opened, row.opened_order = draft.opened, draft.opened_order
        row.hidden_at_opening = frozenset(
            layout.by_id[row.scope, name] for name in draft.hidden if (row.scope, name) in layout.by_id
        )
    return row if draft.gone else None
