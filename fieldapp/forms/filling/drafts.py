"""A half-filled form as text, to be kept on the desk: nothing typed is lost when the lights go out."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, cast

from fieldapp.domain.answers import Answers, Json, answer_from_json, answer_to_json, canonical
from fieldapp.domain.ids import ChangeId, FieldId, RecordId, WriterId
from fieldapp.errors import Trouble
from fieldapp.forms.expressions.rows import Counted, LostRow, Row
from fieldapp.forms.filling.engine import Engine
from fieldapp.forms.filling.saving import given_answer, set_aside
from fieldapp.forms.places import SavedRow
from fieldapp.words import sentence

_FORMAT: Final = 1


class DraftUnreadable(Trouble):
    """The draft is of a newer program, of another form, or damaged. It is left as it is."""

    def __init__(self) -> None:
        super().__init__(
            sentence("This draft cannot be opened by this program. It is kept; ask your coordinator for help.")
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftRow:
    """One record of a draft: answers now and at opening (None: new), what was not relevant then, and what counted."""

    record: RecordId | None
    parent: RecordId | None
    repeat: FieldId
    order: str
    opened_order: str
    answers: Answers
    opened: Answers | None
    hidden: frozenset[FieldId]
    after: frozenset[ChangeId]
    at_opening: Counted
    gone: bool

    def saved(self) -> SavedRow:
        """As if its answers of now had been saved."""
        return SavedRow(
            record=self.row_id,
            repeat=self.repeat,
            parent=self.parent,
            order=self.order,
            answers=self.answers,
            after=self.after,
        )

    @property
    def row_id(self) -> RecordId:
        """The id of a row of a repeat."""
        if self.record is None:
            raise DraftUnreadable
        return self.record


@dataclass(frozen=True, slots=True)
class KeptDraft:
    """A draft as it was written. `seed` keeps choices in the order they were in; `course`: of the interview."""

    rows: tuple[DraftRow, ...]
    seed: int | None
    course: Json


def write_draft(engine: Engine, removed: list[Row], lost: Iterable[LostRow], course: Json = None) -> str:
    """Canonical JSON of all rows; the first is the record itself."""
    rows: list[Json] = [_row_json(engine, row, gone=False) for row in engine.root.all_within()]
    rows += [_lost_json(row) for row in lost]
    rows += [_row_json(engine, row, gone=True) for row in removed]
    form = engine.plan.form
    draft: dict[str, Json] = {"v": _FORMAT, "form": form.id, "version": form.version, "seed": engine.seed, "rows": rows}
    return canonical({**draft, "course": course} if course else draft)


def read_draft(text: str, form: str) -> KeptDraft:
    """A draft of this form, of whatever version. Raises DraftUnreadable."""
    try:
        draft = json.loads(text)
        if draft["v"] != _FORMAT or draft["form"] != form or not draft["rows"]:
            raise DraftUnreadable
        return KeptDraft(tuple(_row(row) for row in draft["rows"]), draft.get("seed"), draft.get("course"))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as wrong:
        raise DraftUnreadable from wrong


def _row_json(engine: Engine, row: Row, *, gone: bool) -> Json:
    layout, answers = engine.plan.layout, set_aside(engine, row)
    for node, question in layout.questions(row.scope):
        answer = given_answer(row, node, question) if question.kept else None
        if answer is not None:
            answers.setdefault(question.id, answer)
    item = layout.nodes[row.scope].item
    hidden: list[Json] = [layout.item(node).id for node in sorted(row.hidden_at_opening)]
    return {
        "record": row.record,
        "parent": row.parent.record if row.parent and not gone else None,
        "repeat": item.id if item else "",
        "order": "" if gone else row.order,
        "opened_order": row.opened_order,
        "answers": {} if gone else _answers_json(answers),
        "opened": None if row.opened is None else _answers_json(row.opened),
        "hidden": hidden,
        "after": _after_json(row.after),
        "at_opening": row.at_opening.value,
        "gone": gone,
    }


def _lost_json(row: LostRow) -> Json:
    return {
        "record": row.saved.record,
        "parent": row.saved.parent,
        "repeat": row.saved.repeat,
        "order": row.saved.order,
        "opened_order": row.opened_order,
        "answers": _answers_json(row.saved.answers),
        "opened": None if row.opened is None else _answers_json(row.opened),
        "hidden": [],
        "after": _after_json(row.saved.after),
        "at_opening": "",
        "gone": False,
    }


def _after_json(after: frozenset[ChangeId]) -> Json:
    return [[writer, counter] for writer, counter in sorted(after)]


def _answers_json(answers: Answers) -> dict[str, Json]:
    return {name: answer_to_json(answer) for name, answer in answers.items()}


def _row(value: dict[str, Json]) -> DraftRow:
    return DraftRow(
        record=cast("RecordId | None", value["record"]),
        parent=cast("RecordId | None", value["parent"]),
        repeat=FieldId(str(value["repeat"])),
        order=str(value["order"]),
        opened_order=str(value["opened_order"]),
        answers=_answers(value["answers"]) or {},
        opened=_answers(value["opened"]),
        hidden=frozenset(FieldId(str(name)) for name in cast("list[Json]", value["hidden"])),
        after=frozenset(
            ChangeId(WriterId(str(writer)), int(counter))
            for writer, counter in cast("list[tuple[str, int]]", value["after"])
        ),
        at_opening=Counted(value.get("at_opening", "")),
        gone=bool(value["gone"]),
    )


def _answers(value: Json) -> Answers | None:
    if value is None:
        return None
    return {FieldId(name): answer_from_json(answer) for name, answer in cast("dict[str, Json]", value).items()}
