"""What a session leaves to be saved: for each record the answers that differ from those it was opened with."""

from __future__ import annotations

from collections.abc import Iterator

from fieldapp.domain.answers import Answer
from fieldapp.domain.changes import CREATE, DELETE, UPDATE
from fieldapp.domain.clock import Moment
from fieldapp.domain.ids import FieldId
from fieldapp.forms.engine import Engine
from fieldapp.forms.layout import ROOT
from fieldapp.forms.model import ORDER, Kind, Question, Repeat
from fieldapp.forms.places import ITSELF, RecordDelta
from fieldapp.forms.rows import Row
from fieldapp.forms.typed import answer_from


def deltas(engine: Engine, removed: list[Row], now: Moment) -> tuple[RecordDelta, ...]:
    """The record first, then its rows (parents before children), then the rows that go."""
    found = list(_of(engine, engine.root))
    gone = [row for row in (*removed, *_hidden(engine, engine.root)) if row.opened is not None]
    found += [RecordDelta(record=row.record, kind=DELETE, after=row.after, repeat=_repeat(engine, row)) for row in gone]
    if not found:
        return ()
    return _with_end(engine, found, now)


def _of(engine: Engine, row: Row) -> Iterator[RecordDelta]:
    fields = _differences(engine, row)
    if row.opened is None or fields:
        yield RecordDelta(
            record=row.record,
            kind=CREATE if row.opened is None else UPDATE,
            fields=fields,
            after=row.after,
            parent=row.parent.record if row.parent else None,
            repeat=_repeat(engine, row),
            order=row.order,
        )
    for repeat, rows in row.rows.items():
        if repeat not in row.hidden:
            for inner in rows:
                yield from _of(engine, inner)


def _differences(engine: Engine, row: Row) -> dict[FieldId, Answer | None]:
    opened = row.opened or {}
    fields: dict[FieldId, Answer | None] = {}
    for node, question in engine.plan.layout.questions(row.scope):
        if not question.kept or question.kind is Kind.END:
            continue
        given, before = given_answer(row, node, question), opened.get(question.id)
        if node in row.hidden:
            given = before if node in row.hidden_at_opening and given == before else None
        if given != before:
            fields[question.id] = given
    if row.opened is not None and row.order != row.opened_order:
        fields[ORDER] = row.order
    return fields


def given_answer(row: Row, node: int, question: Question) -> Answer | None:
    """The answer at a place, whether relevant or not; of a remembered calculation its outcome."""
    if question.calculated:
        return answer_from(question, row.calculated.get(node, ""))
    return row.answers.get(node)


def _hidden(engine: Engine, row: Row) -> Iterator[Row]:
    """Rows of repeats that her answers made irrelevant."""
    for repeat, rows in row.rows.items():
        for inner in rows:
            if repeat not in row.hidden:
                yield from _hidden(engine, inner)
            elif repeat not in row.hidden_at_opening:
                yield from inner.within()


def _repeat(engine: Engine, row: Row) -> FieldId:
    item = engine.plan.layout.nodes[row.scope].item
    return item.id if isinstance(item, Repeat) else ITSELF


def _with_end(engine: Engine, found: list[RecordDelta], now: Moment) -> tuple[RecordDelta, ...]:
    """The moment of saving, where the form asks for it, and only if there is something to save."""
    ends = {question.id: now.text for _, question in engine.plan.layout.questions(ROOT) if question.kind is Kind.END}
    if not ends:
        return tuple(found)
    root = engine.root
    own = found.pop(0) if found[0].record is None else RecordDelta(record=None, kind=UPDATE, after=root.after)
    whole = RecordDelta(record=None, kind=own.kind, fields={**own.fields, **ends}, after=own.after)
    return (whole, *found)
