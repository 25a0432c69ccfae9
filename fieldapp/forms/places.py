"""Where in a record an answer stands, how a question looks there now, and what there is to save."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from fieldapp.domain.answers import Answer, Answers
from fieldapp.domain.ids import ChangeId, FieldId, RecordId

#: No repeat: what happened to the record itself.
ITSELF: Final = FieldId("")


class Place(NamedTuple):
    """A question (or group, or repeat) in the record itself (`row` None) or in a row of a repeat."""

    row: RecordId | None
    field: FieldId


@dataclass(frozen=True, slots=True)
class State:
    """How a question stands now. `error` and `unlikely` are sentences in the session's language, "" when fine.

    `answer` is what she gave, or what was calculated, also while the question is not `relevant`; such an answer is
    kept while she works and not saved. `missing`: required, relevant, and neither answered nor answered specially.
    Of a repeat `error` says why it cannot have as many rows as its count asks for.
    """

    answer: Answer | None
    relevant: bool
    read_only: bool
    required: bool
    missing: bool
    error: str
    unlikely: str


@dataclass(frozen=True, slots=True)
class Touched:
    """What may look different now: ask `state`, `label`, `choices` again for these, `rows` for `repeats`."""

    places: frozenset[Place] = frozenset()
    repeats: frozenset[Place] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedRow:
    """A row of a repeat as it was saved. `parent` None: the row of the record itself. `after`: the heads seen."""

    record: RecordId
    repeat: FieldId
    parent: RecordId | None = None
    order: str = ""
    answers: Answers = field(default_factory=dict)
    after: frozenset[ChangeId] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordDelta:
    """What one record gets saved with. `record` and `parent` None: the record the form was opened for.

    `kind` is `changes.CREATE`, `UPDATE` or `DELETE`. `after`: the heads she saw. `repeat`, `parent` and `order` are
    filled for rows.
    """

    record: RecordId | None
    kind: str
    fields: Mapping[FieldId, Answer | None] = field(default_factory=dict)
    after: frozenset[ChangeId] = frozenset()
    parent: RecordId | None = None
    repeat: FieldId = ITSELF
    order: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """A saved answer without a place in this version of its form: of the record itself (`row` None) or of a row."""

    row: RecordId | None
    repeat: FieldId
    field: FieldId
    answer: Answer


@dataclass(frozen=True, slots=True)
class Fault:
    """A rule that could not be worked out with these answers (the form's author made a mistake); for the log."""

    place: Place
    reason: str
