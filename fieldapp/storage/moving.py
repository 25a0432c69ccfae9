"""Where records stand, where they went, and how what is written of them later follows.

A record that was handed over goes whole to its new space first. Once it has left this desk, the desk still knows where
it went: what is typed or found of it afterwards goes there too, and is never lost.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, cast

from fieldapp.domain.answers import Json, canonical
from fieldapp.domain.attachments import SealedId
from fieldapp.domain.changes import CREATE, MOVE, decode
from fieldapp.domain.clock import Moment
from fieldapp.domain.ids import ChangeId, RecordId, SpaceId, WorkerId, WriterId
from fieldapp.domain.merge import SPACE
from fieldapp.storage.encoding import conflict_from_text
from fieldapp.storage.engine import Connection
from fieldapp.storage.values import Lane

#: The desk's fact about records that left it.
_DEPARTED: Final = "departed records"
_STANDS: Final = """
SELECT record.space, conflict.sides FROM record
LEFT JOIN conflict ON conflict.record = record.root AND conflict.field = ?2 WHERE record.id = ?1
"""
_KNOWN: Final = """
SELECT change.writer, change.counter FROM json_each(?) AS told
JOIN change ON change.writer = told.value ->> 0 AND change.counter = told.value ->> 1
"""
_ASTRAY: Final = """
SELECT told.value FROM json_each(?1) AS told LEFT JOIN record ON record.id = told.value
LEFT JOIN conflict ON conflict.record = record.root AND conflict.field = ?3
WHERE record.space IS NOT ?2 OR record.root = '' OR conflict.field IS NOT NULL
"""
_QUEUE: Final = """
INSERT OR IGNORE INTO outbox (change, space, record, lane)
SELECT row, ?1, record, ?2 FROM change WHERE writer = ?3 AND counter = ?4
"""
_QUEUE_TREE: Final = """
INSERT OR IGNORE INTO outbox (change, space, record, lane)
SELECT change.row, ?1, record.id, ?2 FROM record JOIN change ON change.record = record.id WHERE record.root = ?3
"""
_WAITS: Final = """
SELECT EXISTS (SELECT 1 FROM record JOIN outbox ON outbox.record = record.id WHERE record.root = ?1)
    OR EXISTS (SELECT 1 FROM record JOIN draft ON record.id IN (draft.record, draft.root) WHERE record.root = ?1)
"""
_LATE: Final = """
WITH RECURSIVE late (id) AS (
    SELECT value FROM json_each(?) UNION SELECT record.id FROM record JOIN late ON record.parent = late.id
)
SELECT id, EXISTS (SELECT 1 FROM outbox WHERE outbox.record = late.id)
        OR EXISTS (SELECT 1 FROM draft WHERE late.id IN (draft.record, draft.root))
FROM late WHERE EXISTS (SELECT 1 FROM change WHERE change.record = late.id)
"""
_MOVED_ON: Final = """
SELECT id FROM record WHERE parent = '' AND space <> ?1
    AND NOT EXISTS (SELECT 1 FROM conflict WHERE conflict.record = record.id AND field = ?2)
    AND EXISTS (SELECT 1 FROM change WHERE change.record = record.id AND instr(body, ?1))
    AND EXISTS (SELECT 1 FROM change WHERE change.record = record.id AND instr(body, '"kind":"' || ?3 || '"'))
"""
_ON_ITS_WAY: Final = """
SELECT count(DISTINCT outbox.record), coalesce(max(outbox.lane = 'leaving'), 0)
FROM record JOIN outbox ON outbox.record = record.id WHERE record.root = ?
"""
_FILES: Final = """
SELECT DISTINCT attached.id FROM record JOIN attached ON attached.record = record.id
WHERE record.root = ?1 AND NOT EXISTS (SELECT 1 FROM delivered WHERE delivered.id = attached.id AND space = ?2)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Departed:
    """A case that was handed over and has left this desk. `records`: all that stood in it, for what comes late.
    `stood`: the spaces that it was in, where that is known."""

    root: RecordId
    code: str
    to: SpaceId
    who: WorkerId
    when: Moment
    records: frozenset[RecordId]
    stood: frozenset[SpaceId] = frozenset()


def departed(database: Connection) -> tuple[Departed, ...]:
    """All of them, the last one first."""
    row = database.execute("SELECT value FROM fact WHERE key = ?", (_DEPARTED,)).fetchone()
    kept = cast("list[dict[str, Json]]", [] if row is None else json.loads(row[0]))
    return tuple(
        Departed(
            root=RecordId(str(each["root"])),
            code=str(each["code"]),
            to=SpaceId(str(each["to"])),
            who=WorkerId(str(each["who"])),
            when=Moment.from_text(str(each["when"])),
            records=frozenset(map(RecordId, cast("list[str]", each["records"]))),
            stood=frozenset(map(SpaceId, cast("list[str]", each.get("stood") or []))),
        )
        for each in kept
    )


def keep_departed(database: Connection, every: Iterable[Departed]) -> None:
    """In the place of what was known."""
    kept: Json = [
        {
            "root": each.root,
            "code": each.code,
            "to": each.to,
            "who": each.who,
            "when": each.when.text,
            "records": cast("Json", sorted(each.records)),
            "stood": cast("Json", sorted(each.stood)),
        }
        for each in every
    ]
    database.execute("INSERT OR REPLACE INTO fact (key, value) VALUES (?, ?)", (_DEPARTED, canonical(kept)))


def places_of(database: Connection, record: RecordId) -> frozenset[SpaceId]:
    """The space where the record stands: several while they are claimed for it and nobody has chosen; none if it was
    never here."""
    found = database.execute(_STANDS, (record, SPACE)).fetchone()
    if found is None:
        return frozenset(each.to for each in departed(database) if record in each.records)
    space, sides = found
    if sides is None:
        return frozenset({SpaceId(space)})
    return frozenset(SpaceId(str(side.answer)) for side in conflict_from_text(SPACE, sides).sides)


def departing(database: Connection, root: RecordId, code: str) -> Departed:
    """What shall be known of a case once it has left. Its last move says where it went."""
    bodies = database.execute("SELECT body FROM change WHERE record = ?", (root,)).fetchall()
    placed = [change for change in map(decode, (body for (body,) in bodies)) if change.kind in (CREATE, MOVE)]
    last = max((change for change in placed if change.kind == MOVE), key=lambda each: (each.lamport, each.id))
    tree = database.execute("SELECT id FROM record WHERE root = ?", (root,)).fetchall()
    records = frozenset(RecordId(id_) for (id_,) in tree)
    stood = frozenset(change.space for change in placed)
    return Departed(root=root, code=code, to=last.space, who=last.who, when=last.when, records=records, stood=stood)


def moved_on(database: Connection, space: SpaceId) -> tuple[Departed, ...]:
    """Cases that are here, and stand in another space than this one, in which they stood before."""
    return tuple(departing(database, RecordId(id_), "") for (id_,) in database.execute(_MOVED_ON, (space, SPACE, MOVE)))


def late_records(database: Connection, gone: Departed) -> dict[RecordId, bool]:
    """What came, or was saved, of a case after it left this desk; whether it still waits to be sent."""
    rows = database.execute(_LATE, (canonical(cast("Json", sorted(gone.records))),))
    return {RecordId(id_): bool(waits) for id_, waits in rows}


def known(database: Connection, changes: Iterable[ChangeId]) -> frozenset[ChangeId]:
    """Those of them that are here."""
    told: Json = [[change.writer, change.counter] for change in changes]
    rows = database.execute(_KNOWN, (canonical(told),))
    return frozenset(ChangeId(WriterId(writer), counter) for writer, counter in rows)


def astray(database: Connection, records: Iterable[RecordId], space: SpaceId) -> frozenset[RecordId]:
    """Those of them that may stand elsewhere than in this space, or there and elsewhere."""
    rows = database.execute(_ASTRAY, (canonical(cast("Json", sorted(records))), space, SPACE))
    return frozenset(RecordId(id_) for (id_,) in rows)


def stood_in(database: Connection, record: RecordId, space: SpaceId) -> bool:
    """Whether the record is known to have stood there, then or now."""
    found = database.execute("SELECT root FROM record WHERE id = ?", (record,)).fetchone()
    if found is None:
        return any(record in each.records and each.to != space for each in departed(database))
    bodies = database.execute("SELECT body FROM change WHERE record = ?", (found[0] or record,))
    return any(
        change.kind in (CREATE, MOVE) and change.space == space for change in map(decode, (b for (b,) in bodies))
    )


def queue(database: Connection, change: ChangeId, space: SpaceId, lane: Lane) -> bool:
    """Send this change to the space too; whether it was not waiting for that already."""
    return database.execute(_QUEUE, (space, lane.value, *change)).rowcount > 0


def queue_tree(database: Connection, root: RecordId, space: SpaceId, lane: Lane) -> None:
    """Send all that is here of a case to the space."""
    database.execute(_QUEUE_TREE, (space, lane.value, root))


def waits(database: Connection, root: RecordId) -> bool:
    """Whether something of it is not sent yet, or half typed."""
    return bool(database.execute(_WAITS, (root,)).fetchone()[0])


def on_its_way(database: Connection, root: RecordId) -> tuple[int, bool]:
    """How many records of a case wait to be sent; and whether that it left a space does."""
    records, leaves = database.execute(_ON_ITS_WAY, (root,)).fetchone()
    return int(records), bool(leaves)


def files_of(database: Connection, root: RecordId, space: SpaceId) -> frozenset[SealedId]:
    """The sealed files that it names and that the server is not known to have for the space."""
    return frozenset(SealedId(name) for (name,) in database.execute(_FILES, (root, space)))
