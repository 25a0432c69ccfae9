"""Take changes in, one's own and colleagues': stored, folded, shown and queued in the one transaction around them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from fieldapp.domain.changes import CREATE, LAMPORT_LIMIT, MOVE, Change, encode
from fieldapp.domain.clock import Moment
from fieldapp.domain.ids import NO_SPACE, ChangeId, FormId, RecordId, SpaceId, WorkerId, WriterId
from fieldapp.storage.agreeing import share_of, shift
from fieldapp.storage.attachments import note_attached
from fieldapp.storage.encoding import ids_from_text, utc_text
from fieldapp.storage.engine import Connection
from fieldapp.storage.facts import KnownForms
from fieldapp.storage.moving import departed, places_of, queue_tree
from fieldapp.storage.records import Touched, refold
from fieldapp.storage.showing import show, show_root
from fieldapp.storage.values import Happened, Lane, NewChange
from fieldapp.words import Language

_KEEP: Final = "INSERT OR IGNORE INTO change (writer, counter, record, who, at, body) VALUES (?, ?, ?, ?, ?, ?)"
_OF_PART: Final = "SELECT DISTINCT record FROM change WHERE record GLOB ?"
_QUEUE: Final = "INSERT OR IGNORE INTO outbox (change, space, record, lane) VALUES (?, ?, ?, ?)"
_REDIRECT: Final = """
UPDATE outbox SET space = ? WHERE space = '' AND record IN (SELECT id FROM record WHERE root = ?)
"""

#: Counts the ids given to changes: those of changes that were erased since are never given again.
_GIVEN: Final = "given to changes"


class Saving:
    """Changes into the store. Lives for one transaction; nothing of it stays when the transaction fails."""

    def __init__(self, database: Connection, forms: KnownForms, writer: WriterId, language: Language) -> None:
        self._database = database
        self._forms = forms
        self._writer = writer
        self._language = language

    def save(self, drafts: Sequence[NewChange], who: WorkerId, when: Moment, lane: Lane) -> Happened:
        """Give each an id and a lamport, keep it, and queue it for the server."""
        lamport = min(self._count_to("lamport", 0) + 1, LAMPORT_LIMIT)
        self._count_to("lamport", lamport)
        counter = self._count_to(_GIVEN, 0)
        self._count_to(_GIVEN, counter + len(drafts))
        new_here = {draft.record: draft.space for draft in drafts if draft.kind == CREATE}
        changes = [
            self._made(draft, ChangeId(self._writer, counter + place), lamport, who, when, new_here)
            for place, draft in enumerate(drafts, 1)
        ]
        if len({change.record for change in changes}) < len(changes):
            raise ValueError("one save changes a record once")
        before = {change.record: places_of(self._database, change.record) for change in changes}
        rows = {change.id: self._keep(change) for change in changes}
        happened = self._refold(changes)
        for change in changes:
            self._queue(change, rows[change.id], before[change.record], lane)
        return happened | Happened(written={change.record: change.id for change in changes}, sync=True)

    def receive(self, changes: Iterable[Change]) -> Happened:
        """Keep what is new among them, in whatever order they came."""
        new = [change for change in changes if self._keep(change)]
        if not new:
            return Happened()
        self._count_to("lamport", max(change.lamport for change in new))
        return self._refold(new)

    def put_right(self, parts: Iterable[int]) -> Happened:
        """Work out anew all records whose ids begin with one of these bytes; what stood there wrongly is told."""
        touched = Touched()
        for part in parts:
            for (record,) in self._database.execute(_OF_PART, (f"{part:02x}*",)).fetchall():
                refold(self._database, self._forms, RecordId(record), touched)
        wrong = {record for record, was in touched.before.items() if share_of(self._database, record) != was}
        touched.records &= wrong
        touched.roots = {root for root in map(self._root_of, wrong) if root}
        return self._reshow(touched) if wrong else Happened()

    def _root_of(self, record: RecordId) -> RecordId:
        (root,) = self._database.execute("SELECT root FROM record WHERE id = ?", (record,)).fetchone()
        return RecordId(root)

    def _reshow(self, touched: Touched) -> Happened:
        """Bring everything that is worked out from these records up to date."""
        shift(self._database, touched.before)
        for record in touched.records:
            show(self._database, self._forms, record)
        for root in touched.roots:
            show_root(self._database, self._forms, root, self._language)
        rows = [
            self._database.execute("SELECT form, space FROM record WHERE id = ?", (record,)).fetchone()
            for record in touched.records
        ]
        return Happened(
            records=frozenset(touched.records),
            forms=frozenset(FormId(form) for form, _ in rows),
            roots=frozenset(touched.roots),
            spaces=frozenset(SpaceId(space) for _, space in rows),
            sync=True,
        )

    def _refold(self, new: Iterable[Change]) -> Happened:
        by_record: dict[RecordId, list[Change]] = {}
        for change in new:
            by_record.setdefault(change.record, []).append(change)
        touched = Touched()
        for record, changes in by_record.items():
            refold(self._database, self._forms, record, touched, changes)
        return self._reshow(touched)

    def _made(
        self,
        draft: NewChange,
        change: ChangeId,
        lamport: int,
        who: WorkerId,
        when: Moment,
        new_here: Mapping[RecordId, SpaceId],
    ) -> Change:
        self._check(draft)
        return Change(
            id=change,
            record=draft.record,
            kind=draft.kind,
            form=draft.form,
            version=draft.version,
            fields=dict(draft.fields),
            after=draft.after,
            lamport=lamport,
            who=who,
            when=when,
            space=self._space_for(draft, new_here),
            parent=draft.parent,
            repeat=draft.repeat,
            order=draft.order,
        )

    def _check(self, draft: NewChange) -> None:
        if (draft.kind == CREATE) != (not draft.after):
            raise ValueError("a creation comes after nothing, every other change after what its author saw")
        for seen in draft.after:
            if not self._database.execute(
                "SELECT 1 FROM change WHERE writer = ? AND counter = ? AND record = ?", (*seen, draft.record)
            ).fetchone() and not self._has_departed(draft.record):
                raise ValueError("a change cannot come after one that is not here")

    def _space_for(self, draft: NewChange, new_here: Mapping[RecordId, SpaceId]) -> SpaceId:
        """A child's space is its root's; only creations and moves name one."""
        if draft.kind == CREATE and draft.parent is not None:
            return new_here.get(draft.parent) or self._space_of(draft.parent) or draft.space
        return draft.space if draft.kind in (CREATE, MOVE) else NO_SPACE

    def _space_of(self, record: RecordId) -> SpaceId:
        found = self._database.execute("SELECT space FROM record WHERE id = ?", (record,)).fetchone()
        if found is None:  # it may have been handed over while a form of it stood open
            return next(iter(places_of(self._database, record)), NO_SPACE)
        return SpaceId(found[0])

    def _has_departed(self, record: RecordId) -> bool:
        return any(record in each.records for each in departed(self._database))

    def _keep(self, change: Change) -> int:
        """Store the change; the number of its row, 0 when it was here already."""
        stored = self._database.execute(
            _KEEP, (*change.id, change.record, change.who, utc_text(change.when), encode(change))
        )
        if not stored.rowcount:
            return 0
        note_attached(self._database, change)
        return int(stored.lastrowid or 0)

    def _queue(self, change: Change, row: int, before: frozenset[SpaceId], lane: Lane) -> None:
        """For the space where the record now is, or those that are claimed for it; one that moved goes there whole,
        and that it left goes to where it was."""
        places = places_of(self._database, change.record)
        for space in sorted(places):
            self._database.execute(_QUEUE, (row, space, change.record, lane.value))
        if change.kind != MOVE:
            return
        if before == {NO_SPACE}:  # nobody was told of it yet
            self._database.execute(_REDIRECT, (change.space, change.record))
            return
        for space in sorted(places - before):
            queue_tree(self._database, change.record, space, lane)
        for space in sorted(before - places):
            self._database.execute(_QUEUE, (row, space, change.record, Lane.LEAVING.value))

    def _count_to(self, name: str, value: int) -> int:
        """Raise the counter to `value` if it is below, and say where it stands."""
        (now,) = self._database.execute(
            "INSERT INTO counter (name, value) VALUES (?, ?) "
            "ON CONFLICT (name) DO UPDATE SET value = max(value, excluded.value) RETURNING value",
            (name, value),
        ).fetchone()
        return int(now)


def heads_of(database: Connection, record: RecordId) -> frozenset[ChangeId]:
    """What a form opened now has seen."""
    found = database.execute("SELECT heads FROM record WHERE id = ?", (record,)).fetchone()
    return frozenset() if found is None else ids_from_text(found[0])
