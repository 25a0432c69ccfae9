"""Keep the `record` table what it must be: the fold of each record's changes, and its place below its root."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from fieldapp.domain.changes import CREATE, Change, decode
from fieldapp.domain.clock import Moment
from fieldapp.domain.ids import RecordId, SpaceId, WorkerId
from fieldapp.domain.merge import NOTHING_PROTECTIVE, Folded, Protective, fold, follow
from fieldapp.storage.agreeing import Share, share_of
from fieldapp.storage.encoding import (
    answers_from_text,
    answers_to_text,
    ids_from_text,
    ids_to_text,
    sides_to_text,
    utc_text,
)
from fieldapp.storage.engine import Connection, Scalar
from fieldapp.storage.facts import KnownForms
from fieldapp.storage.merged import mark_merged
from fieldapp.storage.rows import write_row

_CHANGES = "SELECT body FROM change WHERE record = ? ORDER BY row"
_PLACE = "SELECT parent, own_space, deleted, root, space, gone FROM record WHERE id = ?"
_STANDS = """
SELECT form, version, parent, repeat, place, own_space, deleted, answers, heads, lamport, author, created
FROM record WHERE id = ? AND NOT conflicts AND NOT waiting
"""


@dataclass(slots=True)
class Touched:
    """Which records need their derived rows looked at again, and which roots their line in lists.

    `before`: what those records were to the sums of their spaces.
    """

    records: set[RecordId] = field(default_factory=set)
    roots: set[RecordId] = field(default_factory=set)
    before: dict[RecordId, Share | None] = field(default_factory=dict)

    def note(self, database: Connection, record: RecordId) -> None:
        """Before its row is written."""
        if record not in self.before:
            self.before[record] = share_of(database, record)


def changes_of(database: Connection, record: RecordId) -> list[Change]:
    """Every change of the record that is here, in the order of arrival."""
    return [decode(body) for (body,) in database.execute(_CHANGES, (record,))]


def refold(
    database: Connection, forms: KnownForms, record: RecordId, touched: Touched, new: Sequence[Change] = ()
) -> None:
    """Bring the record up to date, and move what stands below it if its place, life or space changed.

    `new`: what has just come for it; none when it shall be worked out from the beginning.
    """
    folded = _continued(database, new[0]) if len(new) == 1 else None
    if folded is not None:
        changed_by = new[0].who
    else:
        changes = list(new) if new and _is_unheard_of(database, record) else changes_of(database, record)
        folded = fold(changes, _protective(forms, changes))
        _count_waiting(database, record, len(changes) if folded is None else len(folded.waiting))
        if folded is None:
            return
        changed_by = _last(folded, changes).who
    before = database.execute(_PLACE, (record,)).fetchone()
    touched.note(database, record)
    _put(database, folded, changed_by, is_new=before is None)
    touched.records.add(record)
    if before is None or before[:3] != (folded.parent or "", folded.space, int(folded.deleted)):
        settle(database, record, touched)
    elif before[3]:
        touched.roots.add(RecordId(before[3]))


def _is_unheard_of(database: Connection, record: RecordId) -> bool:
    """Whether nothing of it was here before what has just come."""
    where = "EXISTS (SELECT 1 FROM record WHERE id = ?1) OR EXISTS (SELECT 1 FROM waiting WHERE record = ?1)"
    return not database.execute(f"SELECT {where}", (record,)).fetchone()[0]


def settle(database: Connection, record: RecordId, touched: Touched) -> None:
    """Work out root, space and whether it is gone, for the record and everything below it."""
    left = [record]
    while left:
        this = left.pop()
        parent, own_space, deleted, *before = database.execute(_PLACE, (this,)).fetchone()
        above = database.execute(
            "SELECT root, space, gone FROM record WHERE id = ? AND root <> ''", (parent,)
        ).fetchone()
        if parent == "":
            now = [this, own_space, deleted]
        elif above is None:
            now = ["", own_space, deleted]
        else:
            now = [above[0], above[1], int(above[2] or deleted)]
        touched.roots.update(RecordId(root) for root in (before[0], now[0]) if root)
        if now == before and this != record:
            continue
        touched.note(database, this)
        database.execute("UPDATE record SET root = ?, space = ?, gone = ? WHERE id = ?", (*now, this))
        touched.records.add(this)
        if now != before:
            left.extend(below for (below,) in database.execute("SELECT id FROM record WHERE parent = ?", (this,)))


def _protective(forms: KnownForms, changes: Sequence[Change]) -> Protective:
    for change in changes:
        known = forms.of(change.form, change.repeat) if change.kind == CREATE else None
        if known is not None:
            return known.facts.protective
    return NOTHING_PROTECTIVE


def _count_waiting(database: Connection, record: RecordId, number: int) -> None:
    if number:
        database.execute("INSERT OR REPLACE INTO waiting (record, number) VALUES (?, ?)", (record, number))
    else:
        database.execute("DELETE FROM waiting WHERE record = ?", (record,))


def _continued(database: Connection, change: Change) -> Folded | None:
    """The fold where the author of the one new change had seen all that is here: no need to read a long history.

    None where that cannot be told from the record's row: then everything is folded.
    """
    row = database.execute(_STANDS, (change.record,)).fetchone()
    if row is None:
        return None
    form, version, parent, repeat, place, space, deleted, answers, heads, lamport, author, created = row
    if change.after != ids_from_text(heads) or change.lamport <= lamport:
        return None
    before = Folded(
        record=change.record,
        form=form,
        version=version,
        parent=RecordId(parent) if parent else None,
        repeat=repeat,
        order=place,
        space=SpaceId(space),
        deleted=bool(deleted),
        answers=answers_from_text(answers),
        heads=change.after,
        conflicts=(),
        waiting=frozenset(),
        lamport=lamport,
        author=WorkerId(author),
        created=Moment.from_text(created),
        changed=change.when,
    )
    return follow(before, change)


def _last(folded: Folded, changes: Sequence[Change]) -> Change:
    return max(
        (change for change in changes if change.id not in folded.waiting),
        key=lambda change: (change.lamport, change.id),
    )


def _put(database: Connection, folded: Folded, changed_by: WorkerId, *, is_new: bool) -> None:
    row: dict[str, Scalar] = {
        "id": folded.record,
        "form": folded.form,
        "version": folded.version,
        "parent": folded.parent or "",
        "repeat": folded.repeat,
        "place": folded.order,
        "own_space": folded.space,
        "deleted": int(folded.deleted),
        "answers": answers_to_text(folded.answers),
        "heads": ids_to_text(folded.heads),
        "conflicts": len(folded.conflicts),
        "waiting": len(folded.waiting),
        "lamport": folded.lamport,
        "author": folded.author,
        "created": folded.created.text,
        "changed": folded.changed.text,
        "changed_by": changed_by,
        "changed_at": utc_text(folded.changed),
    }
    if is_new:
        row |= {"root": "", "space": folded.space, "gone": int(folded.deleted)}  # until it is settled
    write_row(database, "record", "id", row)
    mark_merged(database, folded.record, len(folded.heads))
    database.execute("DELETE FROM conflict WHERE record = ?", (folded.record,))
    database.executemany(
        "INSERT INTO conflict (record, field, sides) VALUES (?, ?, ?)",
        [(folded.record, conflict.field, sides_to_text(conflict)) for conflict in folded.conflicts],
    )
