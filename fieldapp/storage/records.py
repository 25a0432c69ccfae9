"""Keep the `record` table what it must be: the fold of each record's changes, and its place below its root."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from fieldapp.domain.changes import CREATE, Change, decode
from fieldapp.domain.ids import RecordId
from fieldapp.domain.merge import NOTHING_PROTECTIVE, Folded, Protective, fold
from fieldapp.storage.encoding import answers_to_text, ids_to_text, sides_to_text, utc_text
from fieldapp.storage.engine import Connection
from fieldapp.storage.facts import KnownForms

_CHANGES = "SELECT body FROM change WHERE record = ? ORDER BY row"
_PLACE = "SELECT parent, own_space, deleted, root, space, gone FROM record WHERE id = ?"
_PUT = """
INSERT INTO record (id, form, version, parent, repeat, place, root, own_space, space, deleted, gone, answers, heads,
                    conflicts, waiting, author, created, changed, changed_by, changed_at)
VALUES (:id, :form, :version, :parent, :repeat, :place, '', :own_space, :own_space, :deleted, :deleted, :answers,
        :heads, :conflicts, :waiting, :author, :created, :changed, :changed_by, :changed_at)
ON CONFLICT (id) DO UPDATE SET
    form = :form, version = :version, parent = :parent, repeat = :repeat, place = :place, own_space = :own_space,
    deleted = :deleted, answers = :answers, heads = :heads, conflicts = :conflicts, waiting = :waiting,
    author = :author, created = :created, changed = :changed, changed_by = :changed_by, changed_at = :changed_at
"""


@dataclass(slots=True)
class Touched:
    """Which records need their derived rows looked at again, and which roots their line in lists."""

    records: set[RecordId] = field(default_factory=set)
    roots: set[RecordId] = field(default_factory=set)


def changes_of(database: Connection, record: RecordId) -> list[Change]:
    """Every change of the record that is here, in the order of arrival."""
    return [decode(body) for (body,) in database.execute(_CHANGES, (record,))]


def refold(database: Connection, forms: KnownForms, record: RecordId, touched: Touched) -> None:
    """Fold the record again, and move what stands below it if its place, life or space changed."""
    changes = changes_of(database, record)
    folded = fold(changes, _protective(forms, changes))
    _count_waiting(database, record, len(changes) if folded is None else len(folded.waiting))
    if folded is None:
        return
    before = database.execute(_PLACE, (record,)).fetchone()
    _put(database, folded, changes)
    touched.records.add(record)
    if before is None or before[:3] != (folded.parent or "", folded.space, int(folded.deleted)):
        settle(database, record, touched)
    else:
        touched.roots.add(RecordId(before[3]))


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


def _put(database: Connection, folded: Folded, changes: Sequence[Change]) -> None:
    last = max(
        (change for change in changes if change.id not in folded.waiting),
        key=lambda change: (change.lamport, change.id),
    )
    row = {
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
        "author": folded.author,
        "created": folded.created.text,
        "changed": folded.changed.text,
        "changed_by": last.who,
        "changed_at": utc_text(folded.changed),
    }
    database.execute(_PUT, row)
    database.execute("DELETE FROM conflict WHERE record = ?", (folded.record,))
    database.executemany(
        "INSERT INTO conflict (record, field, sides) VALUES (?, ?, ?)",
        [(folded.record, conflict.field, sides_to_text(conflict)) for conflict in folded.conflicts],
    )
