"""Look at what is stored: one state of everything, whatever is saved meanwhile."""

from __future__ import annotations

import json
from collections.abc import Iterator

from fieldapp.domain.answers import Json
from fieldapp.domain.changes import Change
from fieldapp.domain.ids import FormId, RecordId
from fieldapp.storage import drafts, reading
from fieldapp.storage.engine import Connection
from fieldapp.storage.facts import KnownForms
from fieldapp.storage.outbox import OutboxPages
from fieldapp.storage.records import changes_of
from fieldapp.storage.syncbook import SyncPages
from fieldapp.storage.values import Draft, Edit, OpenConflict, StoredRecord


class Reader:
    """Sees the store as it was when the reader was made. Use it in the `with` that gave it, and in that thread."""

    def __init__(self, database: Connection, forms: KnownForms) -> None:
        self._database = database
        self._forms = forms

    @property
    def sync(self) -> SyncPages:
        """What is known of the server."""
        return SyncPages(self._database)

    @property
    def outbox(self) -> OutboxPages:
        """What waits to be sent."""
        return OutboxPages(self._database)

    def record(self, record: RecordId) -> StoredRecord | None:
        """The record as it stands, deleted or not; None while its creation has not arrived."""
        return reading.record(self._database, record)

    def below(self, root: RecordId, form: FormId | None = None) -> tuple[StoredRecord, ...]:
        """What stands below a root at any depth and was not deleted, the oldest first."""
        return reading.below(self._database, root, form)

    def children(
        self, parent: RecordId, *, form: FormId | None = None, repeat: str | None = None
    ) -> tuple[StoredRecord, ...]:
        """What stands right below a record and was not deleted: by repeat, order key, then the oldest first."""
        return reading.children(self._database, parent, form, repeat)

    def of_form(self, form: FormId, repeat: str = "") -> Iterator[StoredRecord]:
        """Every shown record of a form, the oldest first: for small ones such as staff or the directory."""
        return reading.of_form(self._database, form, repeat)

    def conflicts(self, *, root: RecordId | None = None, record: RecordId | None = None) -> tuple[OpenConflict, ...]:
        """Conflicts that wait for a person: all of them, those of one root, or those of one record."""
        return reading.conflicts(self._database, root, record)

    def history(self, record: RecordId) -> tuple[Edit, ...]:
        """Who changed what, when, from what to what: the first change first, those that wait at the end."""
        return reading.history(self._database, record)

    def changes(self, record: RecordId) -> tuple[Change, ...]:
        """Every change of the record that is here, in the order of arrival."""
        return tuple(changes_of(self._database, record))

    def draft(self, record: RecordId) -> Draft | None:
        """The draft of this record, if there is one."""
        return drafts.draft_of(self._database, record)

    def drafts(self) -> tuple[Draft, ...]:
        """Every draft of this desk, the last one touched first."""
        return drafts.all_drafts(self._database)

    def recall(self, key: str) -> Json:
        """What was remembered under this key; None when nothing was."""
        row = self._database.execute("SELECT value FROM fact WHERE key = ?", (key,)).fetchone()
        found: Json = None if row is None else json.loads(row[0])
        return found
