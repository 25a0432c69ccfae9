"""Delete what was a mistake, restore it within 30 days, look at who changed what."""

from __future__ import annotations

from datetime import timedelta

from fieldapp.domain.changes import DELETE, RESTORE
from fieldapp.domain.clock import Moment
from fieldapp.domain.ids import RecordId
from fieldapp.errors import Refused
from fieldapp.storage.values import Edit, Happened, NewChange, StoredRecord
from fieldapp.storage.write import Write
from fieldapp.words import sentence
from fieldapp.work.desk import Desk

#: How long a deleted record can be brought back.
RESTORABLE = timedelta(days=30)


class TooLate(Refused):
    """It was deleted too long ago."""


def delete_as_mistake(desk: Desk, record: RecordId) -> Happened:
    """It goes from every list, with what stands below it; for 30 days it can be brought back."""
    return _say(desk, record, DELETE)


def restore(desk: Desk, record: RecordId) -> Happened:
    """Bring back what was deleted. Raises TooLate after 30 days."""
    with desk.store.read() as reader:
        stored = reader.record(record)
    if stored is not None and desk.clock.now().utc - stored.changed.utc > RESTORABLE:
        raise TooLate(sentence("This was deleted more than 30 days ago and cannot be brought back here."))
    return _say(desk, record, RESTORE)


def deleted_lately(desk: Desk) -> tuple[StoredRecord, ...]:
    """What can still be brought back, the last deleted first."""
    now = desk.clock.now()
    with desk.store.read() as reader:
        return tuple(reader.deleted(since=Moment(now.utc - RESTORABLE, now.offset_minutes)))


def history(desk: Desk, record: RecordId) -> tuple[Edit, ...]:
    """Who changed what, when, from what to what."""
    with desk.store.read() as reader:
        return reader.history(record)


def _say(desk: Desk, record: RecordId, kind: str) -> Happened:
    def write(writing: Write) -> Happened:
        stored = writing.record(record)
        if stored is None or stored.deleted == (kind == DELETE):
            return Happened()
        change = NewChange(record=record, kind=kind, form=stored.form, version=stored.version, after=stored.heads)
        return writing.save([change], desk.worker, desk.clock.now())

    return desk.store.write_now(write)
