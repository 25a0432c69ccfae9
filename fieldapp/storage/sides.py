"""What a record was to one of several people who changed it apart, and who later chose between them."""

from __future__ import annotations

from collections.abc import Mapping

from fieldapp.domain.answers import Answer
from fieldapp.domain.ids import ChangeId, FieldId, RecordId
from fieldapp.domain.merge import LIFE, SPACE, Known, fold, in_order, seen_by
from fieldapp.storage.engine import Connection
from fieldapp.storage.records import changes_of

#: For each field that was chosen, the answers between which; the one that stood first.
Choices = Mapping[FieldId, tuple[Answer | None, ...]]


def as_then(database: Connection, record: RecordId, change: ChangeId) -> Mapping[FieldId, Answer]:
    """The record's answers right after this change, at its author's desk."""
    known = in_order(changes_of(database, record))
    for number, each in enumerate(known.changes):
        if each.id == change:
            then = fold([*seen_by(known, number), each])
            return {} if then is None else then.answers
    return {}


def choices(database: Connection, record: RecordId) -> Mapping[ChangeId, Choices]:
    """The changes that were choices. Where nothing was ever written apart there are none."""
    known = in_order(changes_of(database, record))
    if all(len(change.after) < 2 for change in known.changes):
        return {}
    found = {change.id: _chosen(known, number) for number, change in enumerate(known.changes)}
    return {change: chosen for change, chosen in found.items() if chosen}


def _chosen(known: Known, number: int) -> Choices:
    """What was open for the author of a change, and is not any more once it is made."""
    before, change = fold(seen_by(known, number)), known.changes[number]
    if before is None or not before.conflicts:
        return {}
    after = fold([*seen_by(known, number), change])
    still = {conflict.field: conflict.sides for conflict in after.conflicts} if after is not None else {}
    return {
        each.field: tuple(dict.fromkeys(side.answer for side in each.sides))
        for each in before.conflicts
        if each.field not in still and (each.field in change.fields or each.field in (LIFE, SPACE))
    }
