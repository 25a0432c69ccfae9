"""Delete what was a mistake, restore it within 30 days, look at who changed what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from fieldapp.domain.changes import DELETE, RESTORE
from fieldapp.domain.clock import Moment
from fieldapp.domain.ids import FormId, RecordId
from fieldapp.errors import Refused
from fieldapp.storage.values import Edit, Happened, NewChange, StoredRecord
from fieldapp.storage.write import Write
from fieldapp.words import Language, Sentence, sentence
from fieldapp.work.desk import Desk
from fieldapp.work.packs import Packs
from fieldapp.work.people import people
from fieldapp.work.telling import code_of

#: How long a deleted record can be brought back.
RESTORABLE = timedelta(days=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Deleted:
    """Something that can still be brought back: what it is, of which case, when and by whom it was deleted."""

    record: RecordId
    form: FormId
    label: str
    code: str
    when: Moment
    who: str | Sentence


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


def look_at_deleted(desk: Desk, packs: Packs, language: Language) -> tuple[Deleted, ...]:
    """The same as a person reads it. A row of a form is no record to her."""
    stored = [each for each in deleted_lately(desk) if not each.repeat]
    with desk.store.read() as reader:
        names = people(reader, desk.worker)
        return tuple(
            Deleted(
                record=each.id,
                form=each.form,
                label=packs.rule(each.form, desk.library).called(language),
                code=code_of(reader, each.root),
                when=each.changed,
                who=names.called(each.changed_by),
            )
            for each in stored
        )


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
