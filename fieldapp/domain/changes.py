"""A change: one saved edit of one record, immutable, and its one encoding."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, cast

from fieldapp.domain.answers import Answer, Json, answer_from_json, answer_to_json, canonical, id_of, text_of
from fieldapp.domain.clock import Moment
from fieldapp.domain.ids import NO_SPACE, ChangeId, FieldId, FormId, RecordId, SpaceId, WorkerId, WriterId

CREATE: Final = "create"
UPDATE: Final = "update"
DELETE: Final = "delete"
RESTORE: Final = "restore"
MOVE: Final = "move"

#: Above this a lamport is a forgery or an accident: a JSON number that every language still reads exactly.
LAMPORT_LIMIT: Final = 2**53 - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One saved edit.

    `after` holds the record's heads that the author saw when she opened the form, never those at saving.
    `lamport` is greater than that of every change her desk knew. `parent` and `repeat` stand in creations alone:
    a repeat's rows are records of their own below the record that holds them, `order` is their sort key.
    `kind` is one of the five above, or a newer one, kept and passed on. `more` keeps keys this program does not know.
    """

    id: ChangeId
    record: RecordId
    kind: str
    form: FormId
    version: str
    fields: Mapping[FieldId, Answer | None] = field(default_factory=dict)
    after: frozenset[ChangeId] = frozenset()
    lamport: int
    who: WorkerId
    when: Moment
    space: SpaceId = NO_SPACE
    parent: RecordId | None = None
    repeat: str = ""
    order: str = ""
    more: Mapping[str, Json] = field(default_factory=dict)


class NotAChange(ValueError):
    """These bytes are no change of any version."""


_KEYS = frozenset(
    "id record kind form version fields after lamport who when space parent repeat order".split()  # noqa: SIM905
)


def to_json(change: Change) -> dict[str, Json]:
    """The change as JSON; keys that are empty are left out."""
    after: list[Json] = [[writer, counter] for writer, counter in sorted(change.after)]
    every: dict[str, Json] = {
        **change.more,
        "id": [change.id.writer, change.id.counter],
        "record": change.record,
        "kind": change.kind,
        "form": change.form,
        "version": change.version,
        "fields": {name: answer_to_json(answer) for name, answer in change.fields.items()},
        "after": after,
        "lamport": change.lamport,
        "who": change.who,
        "when": change.when.text,
        "space": change.space,
        "parent": change.parent,
        "repeat": change.repeat,
        "order": change.order,
    }
    return {key: value for key, value in every.items() if value not in ("", None, [], {})}


def encode(change: Change) -> str:
    """Canonical JSON of the change."""
    return canonical(to_json(change))


def decode(text: str) -> Change:
    """The reverse of `encode`. Raises NotAChange."""
    try:
        return from_json(json.loads(text))
    except (ValueError, RecursionError) as wrong:
        raise NotAChange(str(wrong)) from wrong


def from_json(value: Json) -> Change:
    """The reverse of `to_json`. Raises NotAChange for what breaks the format; keeps what it does not know."""
    try:
        return _read(cast("dict[str, Json]", value))
    except (KeyError, TypeError, ValueError, AttributeError) as wrong:
        raise NotAChange(f"{type(wrong).__name__}: {wrong}") from wrong


def _read(value: dict[str, Json]) -> Change:
    lamport = value["lamport"]
    if not isinstance(lamport, int) or isinstance(lamport, bool) or not 0 < lamport <= LAMPORT_LIMIT:
        raise ValueError("lamport out of range")
    fields = value.get("fields", {})
    if not isinstance(fields, dict):
        raise TypeError("fields is no object")
    after = value.get("after", [])
    if not isinstance(after, list):
        raise TypeError("after is no list")
    parent = value.get("parent")
    return Change(
        id=_change_id(value["id"]),
        record=RecordId(id_of(value["record"], 32)),
        kind=text_of(value["kind"]),
        form=FormId(text_of(value["form"])),
        version=text_of(value.get("version", "")),
        fields={FieldId(name): answer_from_json(answer) for name, answer in fields.items()},
        after=frozenset(map(_change_id, after)),
        lamport=lamport,
        who=WorkerId(text_of(value.get("who", ""))),
        when=Moment.from_text(text_of(value["when"])),
        space=SpaceId(text_of(value.get("space", ""))),
        parent=None if parent is None else RecordId(id_of(parent, 32)),
        repeat=text_of(value.get("repeat", "")),
        order=text_of(value.get("order", "")),
        more={key: kept for key, kept in value.items() if key not in _KEYS},
    )


def _change_id(value: Json) -> ChangeId:
    if not isinstance(value, list) or len(value) != 2:
        raise TypeError("a change's id is a pair")
    counter = value[1]
    if not isinstance(counter, int) or isinstance(counter, bool) or not 0 < counter <= LAMPORT_LIMIT:
        raise ValueError("counter out of range")
    return ChangeId(WriterId(id_of(value[0], 16)), counter)
