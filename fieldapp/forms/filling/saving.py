"""What a session leaves to be saved: for each record the answers that differ from those it was opened with."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from fieldapp.domain.answers import Answer, Answers
from fieldapp.domain.changes import CREATE, DELETE, UPDATE
from fieldapp.domain.clock import Moment
from fieldapp.domain.ids import FieldId, RecordId
from fieldapp.forms.expressions.rows import Counted, LostRow, Row
from fieldapp.forms.filling.engine import Engine
from fieldapp.forms.model import ORDER, Kind, Question, Repeat, kept_as
from fieldapp.forms.places import ITSELF, Kept, RecordDelta
from fieldapp.forms.rules.layout import ROOT
from fieldapp.forms.typed import answer_from


def deltas(engine: Engine, removed: list[Row], lost: Iterable[LostRow], now: Moment) -> tuple[RecordDelta, ...]:
    """The record first, then its rows (parents before children), rows without a place, then the rows that go."""
    found = list(_of(engine, engine.root))
    if all(delta.record is not None and _made(engine, delta.record) for delta in found):
        found = []
    found += _of_lost(engine, lost)
    gone = [row for row in (*removed, *_dropped(engine.root)) if row.opened is not None]
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
    for repeat, rows in sorted(row.rows.items()):
        if repeat not in row.hidden:
            for inner in rows:
                yield from _of(engine, inner)


def _of_lost(engine: Engine, lost: Iterable[LostRow]) -> Iterator[RecordDelta]:
    """Rows that this form has no repeat for, as they were typed before it came."""
    here = set(engine.by_record)
    for row in lost:
        saved = row.saved
        here.add(saved.record)
        fields = {name: saved.answers.get(name) for name in {*saved.answers, *(row.opened or {})} - {ORDER}}
        changed = {name: answer for name, answer in fields.items() if answer != (row.opened or {}).get(name)}
        if row.opened is not None and saved.order != row.opened_order:
            changed[ORDER] = saved.order
        if saved.parent in here and (row.opened is None or changed):
            yield RecordDelta(
                record=saved.record,
                kind=CREATE if row.opened is None else UPDATE,
                fields=changed,
                after=saved.after,
                parent=saved.parent,
                repeat=saved.repeat,
                order=saved.order,
            )


def _differences(engine: Engine, row: Row) -> dict[FieldId, Answer | None]:
    opened = row.opened or {}
    aside = set_aside(engine, row)
    fields = _unasked(engine, row, opened, aside)
    for node, question in engine.plan.layout.questions(row.scope):
        if not question.kept or question.kind is Kind.END or question.id in aside:
            continue
        given, before = given_answer(row, node, question), opened.get(question.id)
        if node in row.hidden:
            given = before if node in row.hidden_at_opening and given == before else None
        if given != before or question.id in row.unplaced:
            fields[question.id] = given
    if row.opened is not None and row.order != row.opened_order:
        fields[ORDER] = row.order
    return fields


def _unasked(engine: Engine, row: Row, opened: Answers, aside: Answers) -> dict[FieldId, Answer | None]:
    """What stands under names that no question of this form has, where it is not what was saved."""
    asked = {question.id for _, question in engine.plan.layout.questions(row.scope) if question.kept}
    names = {*opened, *aside} - asked - {ORDER}
    return {name: aside.get(name) for name in sorted(names) if aside.get(name) != opened.get(name)}


def set_aside(engine: Engine, row: Row) -> dict[FieldId, Answer]:
    """What has no place in this form, under the names it is kept under.

    A saved answer keeps the name it was saved under, until its question is answered anew: then it gives the name up.
    """
    opened, layout = row.opened or {}, engine.plan.layout
    kept: dict[FieldId, Answer] = {}
    for name, answer in row.unplaced.items():
        node = layout.by_id.get((row.scope, name), ROOT)
        question = layout.question(node)
        is_asked = question is not None and question.kept
        untouched = opened.get(name) == answer and row.answers.get(node) == row.part.get(node)
        own = name if untouched or not is_asked else _free_name(name, {*opened, *row.unplaced, *kept})
        kept[own] = answer
    return kept


def kept_answers(engine: Engine, lost: Iterable[LostRow]) -> tuple[Kept, ...]:
    """Saved answers that have no place in this form: the record's first, then row by row."""
    here = [(row.record, _repeat(engine, row), row.unplaced) for row in engine.root.within()]
    gone = [(each.saved.record, each.saved.repeat, each.saved.answers) for each in lost]
    return tuple(
        Kept(record, repeat, name, answer)
        for record, repeat, answers in (*here, *gone)
        for name, answer in answers.items()
        if answer is not None and name != ORDER
    )


def _free_name(name: FieldId, taken: Collection[FieldId]) -> FieldId:
    number = 1
    while (kept := kept_as(name, number)) in taken:
        number += 1
    return kept


def given_answer(row: Row, node: int, question: Question) -> Answer | None:
    """The answer at a place, whether relevant or not; of a remembered calculation its outcome."""
    if question.calculated:
        return answer_from(question, row.calculated.get(node, ""))
    return row.answers.get(node)


def _dropped(row: Row) -> Iterator[Row]:
    """Rows of repeats that her answers made irrelevant, and those beyond the count that they gave."""
    for repeat, rows in sorted(row.rows.items()):
        aside = row.aside.get(repeat, ())
        if repeat in row.hidden:
            if repeat not in row.hidden_at_opening:
                for inner in (*rows, *aside):
                    yield from inner.all_within()
            continue
        for inner in rows:
            yield from _dropped(inner)
        for inner in aside:
            if inner.at_opening is not Counted.ASIDE:
                yield from inner.all_within()


def _made(engine: Engine, record: RecordId) -> bool:
    """Whether it is a row that the count made while the record was opened: by itself that is no reason to save."""
    return engine.by_record[record].at_opening is Counted.MADE


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
