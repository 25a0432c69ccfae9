"""Two people changed one thing apart: show both, and let a person choose."""

from __future__ import annotations

from fieldapp.domain.answers import Answer
from fieldapp.domain.changes import DELETE, MOVE, RESTORE, UPDATE
from fieldapp.domain.ids import ChangeId, RecordId, SpaceId
from fieldapp.domain.merge import ALIVE, LIFE, SPACE, Conflict
from fieldapp.domain.settling import check_choice
from fieldapp.errors import Mistake
from fieldapp.storage.values import Happened, NewChange, OpenConflict
from fieldapp.storage.write import Write
from fieldapp.words import sentence
from fieldapp.work.deciding import seat_of
from fieldapp.work.desk import Desk


class ChangedMeanwhile(Mistake):
    """What she chose between is not what stands there now."""


def waiting_for_a_choice(desk: Desk, root: RecordId | None = None) -> tuple[OpenConflict, ...]:
    """All that wait, or those of one case or workshop."""
    with desk.store.read() as reader:
        return reader.conflicts(root)


def settle(desk: Desk, seen: OpenConflict, answer: Answer | None) -> Happened:
    """Her choice becomes a change after all sides she saw.

    Raises ChangedMeanwhile when another side has come, NotHersToSettle where somebody else chooses.
    """

    def write(writing: Write) -> Happened:
        stored = writing.record(seen.record)
        now = [each.conflict for each in writing.conflicts(record=seen.record)]
        if stored is None or not any(_same(conflict, seen.conflict) for conflict in now):
            raise ChangedMeanwhile(
                sentence("Something else came in about this meanwhile. Look at it again; nothing was changed.")
            )
        ranks = writing.ranks(stored.form, stored.repeat, seen.conflict.field)
        check_choice(seat_of(desk, writing, seen.record), seen.conflict, answer, ranks)
        change = _choice(seen, answer, stored.version, stored.heads)
        return writing.save([change], desk.worker, desk.clock.now())

    return desk.store.write_now(write)


def _same(one: Conflict, other: Conflict) -> bool:
    """Of the same field, between the same changes."""
    return one.field == other.field and _sides(one) == _sides(other)


def _sides(conflict: Conflict) -> frozenset[ChangeId]:
    return frozenset(side.change for side in conflict.sides)


def _choice(seen: OpenConflict, answer: Answer | None, version: str, heads: frozenset[ChangeId]) -> NewChange:
    """The choice comes after every head: she has looked at the record as it stands."""
    field = seen.conflict.field
    if field == LIFE:
        kind = RESTORE if answer == ALIVE else DELETE
        return NewChange(record=seen.record, kind=kind, form=seen.form, version=version, after=heads)
    if field == SPACE:
        space = SpaceId(str(answer))
        return NewChange(record=seen.record, kind=MOVE, form=seen.form, version=version, after=heads, space=space)
    return NewChange(
        record=seen.record, kind=UPDATE, form=seen.form, version=version, fields={field: answer}, after=heads
    )
