"""Records by trees, as a snapshot of a space tells them: its roots, what matters most first, and all their changes."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from fieldapp.domain.changes import Change, decode
from fieldapp.domain.ids import RecordId, SpaceId
from fieldapp.storage.engine import Connection

#: A root on whose space two people disagree counts to both.
_OF_SPACE: Final = """
record.parent = '' AND (record.space = ?1 OR record.id IN
    (SELECT record FROM conflict WHERE field = '#space' AND instr(sides, ?1)))
"""
_TREE: Final = """
SELECT change.body FROM record JOIN change ON change.record = record.id WHERE record.root = ?
ORDER BY record.row, change.row
"""


def roots_by_need(database: Connection, space: SpaceId, *, open_: Collection[str], today: str) -> tuple[RecordId, ...]:
    """Every root record of a space, deleted ones too: first those in one of these states that are of the worst risk or
    due, then the others in these states, then what changed last."""
    marks = ", ".join(f"?{number}" for number in range(3, 3 + len(open_)))
    rows = database.execute(
        f"SELECT record.id FROM record LEFT JOIN listed ON listed.row = record.row WHERE {_OF_SPACE} "
        f"ORDER BY coalesce(listed.status IN ({marks}), 0) DESC, coalesce(risk = 0 OR due <= ?2, 0) DESC, "
        "CASE WHEN listed.due <= ?2 THEN 0 ELSE 1 END, risk, due, record.changed_at DESC, record.row",
        (space, today, *open_),
    )
    return tuple(RecordId(id_) for (id_,) in rows)


def changes_of_tree(database: Connection, root: RecordId) -> tuple[Change, ...]:
    """Every change of a root record and of all below it, those of a record together."""
    return tuple(decode(body) for (body,) in database.execute(_TREE, (root,)))


def count_roots(database: Connection, space: SpaceId) -> int:
    """How many root records of a space are here."""
    row = database.execute("SELECT count(*) FROM record WHERE space = ? AND parent = ''", (space,)).fetchone()
    return int(row[0])
