"""How values stand in the columns of the store."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import UTC

from fieldapp.domain.answers import Answer, Json, answer_from_json, answer_to_json, canonical
from fieldapp.domain.clock import Moment
from fieldapp.domain.ids import ChangeId, FieldId, WorkerId, WriterId
from fieldapp.domain.merge import Conflict, Side


def answers_to_text(answers: Mapping[FieldId, Answer]) -> str:
    """Canonical JSON of a record's standing answers."""
    return canonical({name: answer_to_json(answer) for name, answer in answers.items()})


def answers_from_text(text: str) -> dict[FieldId, Answer]:
    """The reverse of `answers_to_text`."""
    read = ((FieldId(name), answer_from_json(value)) for name, value in json.loads(text).items())
    return {name: answer for name, answer in read if answer is not None}


def ids_to_text(ids: Iterable[ChangeId]) -> str:
    """Change ids, sorted: "writer:counter writer:counter"."""
    return " ".join(f"{change.writer}:{change.counter}" for change in sorted(ids))


def ids_from_text(text: str) -> frozenset[ChangeId]:
    """The reverse of `ids_to_text`."""
    pairs = (part.split(":") for part in text.split())
    return frozenset(ChangeId(WriterId(writer), int(counter)) for writer, counter in pairs)


def sides_to_text(conflict: Conflict) -> str:
    """Canonical JSON of a conflict's sides, in their order."""
    sides: list[Json] = [
        [side.change.writer, side.change.counter, answer_to_json(side.answer), side.who, side.when.text]
        for side in conflict.sides
    ]
    return canonical(sides)


def conflict_from_text(field: str, text: str) -> Conflict:
    """The reverse of `sides_to_text`."""
    sides = (
        Side(ChangeId(WriterId(writer), counter), answer_from_json(answer), WorkerId(who), Moment.from_text(when))
        for writer, counter, answer, who, when in json.loads(text)
    )
    return Conflict(FieldId(field), tuple(sides))


def utc_text(when: Moment) -> str:
    """The instant in UTC with milliseconds, so that texts sort as instants do."""
    return when.utc.astimezone(UTC).isoformat(timespec="milliseconds")[:23]
