"""Read records, their history and what is open about them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from fieldapp.domain.answers import Answer
from fieldapp.domain.changes import Change
from fieldapp.domain.clock import Moment
from fieldapp.domain.ids import ChangeId, FieldId, FormId, RecordId, SpaceId, WorkerId
from fieldapp.domain.merge import Known, in_order
from fieldapp.domain.paring import no_longer_kept
from fieldapp.storage.encoding import answers_from_text, conflict_from_text, ids_from_text, utc_text
from fieldapp.storage.engine import Connection
from fieldapp.storage.records import changes_of
from fieldapp.storage.values import Edit, FieldEdit, NamedRow, OpenConflict, StoredRecord

_RECORD: Final = """
SELECT id, form, version, root, parent, repeat, place, space, deleted, gone, answers, heads, conflicts, waiting, author,
       created, changed, changed_by, EXISTS (SELECT 1 FROM outbox WHERE outbox.record = record.id)
FROM record
"""

#: An answer, and whether it is kept.
_Kept = tuple[Answer | None, bool]
#: Each form once, found by leaping through the index.
_FORMS: Final = """
WITH RECURSIVE forms (form) AS (
    SELECT min(form) FROM record
    UNION ALL
    SELECT (SELECT min(record.form) FROM record WHERE record.form > forms.form) FROM forms WHERE forms.form IS NOT NULL
)
"""


def record(database: Connection, wanted: RecordId) -> StoredRecord | None:
    """The record as it stands, deleted or not; None while its creation has not arrived."""
    row = database.execute(f"{_RECORD} WHERE id = ?", (wanted,)).fetchone()
    return None if row is None else _stored(row)


def below(database: Connection, root: RecordId, form: FormId | None) -> tuple[StoredRecord, ...]:
    """What stands below a root at any depth and was not deleted, the oldest first."""
    rows = database.execute(
        f"{_RECORD} WHERE root = ?1 AND id <> ?1 AND NOT gone AND (?2 IS NULL OR form = ?2) "
        "ORDER BY julianday(created), row",
        (root, form),
    )
    return tuple(_stored(row) for row in rows)


def children(
    database: Connection, parent: RecordId, form: FormId | None, repeat: str | None
) -> tuple[StoredRecord, ...]:
    """What stands right below a record and was not deleted: by order key, then the oldest first."""
    rows = database.execute(
        f"{_RECORD} WHERE parent = ?1 AND NOT gone AND (?2 IS NULL OR form = ?2) AND (?3 IS NULL OR repeat = ?3) "
        "ORDER BY repeat, place, julianday(created), row",
        (parent, form, repeat),
    )
    return tuple(_stored(row) for row in rows)


def of_form(database: Connection, form: FormId, repeat: str) -> Iterator[StoredRecord]:
    """Every record of a form that is shown, the oldest first."""
    rows = database.execute(
        f"{_RECORD} WHERE form = ? AND repeat = ? AND root <> '' AND NOT gone ORDER BY julianday(created), row",
        (form, repeat),
    )
    return (_stored(row) for row in rows)


def ids_of_form(
    database: Connection, form: FormId, *, roots: bool, first: str, last: str, not_sent: bool
) -> tuple[RecordId, ...]:
    """The ids of a form's records, the oldest first; its rows count as parts of it."""
    rows = database.execute(
        "SELECT id FROM record WHERE form = ?1 AND repeat = '' AND root <> '' AND NOT gone AND (NOT ?2 OR parent = '') "
        "AND substr(created, 1, 10) >= ?3 AND (?4 = '' OR substr(created, 1, 10) <= ?4) "
        "AND (NOT ?5 OR EXISTS (SELECT 1 FROM record AS part JOIN outbox ON outbox.record = part.id "
        "WHERE part.root = record.root AND part.form = ?1 AND (part.id = record.id OR part.repeat <> ''))) "
        "ORDER BY julianday(created), row",
        (form, roots, first, last, not_sent),
    )
    return tuple(RecordId(id_) for (id_,) in rows)


def rows_called(database: Connection, repeat: str, known: Mapping[RecordId, NamedRow]) -> Iterator[NamedRow]:
    """Every row that is shown of the repeats of this name in whatever forms, the oldest first; `known` are not read."""
    rows = database.execute(
        f"{_FORMS} SELECT record.id, record.answers, record.heads FROM forms JOIN record "
        "ON record.form = forms.form AND record.repeat = ? AND record.root <> '' AND NOT record.gone "
        "ORDER BY julianday(record.created), record.row",
        (repeat,),
    )
    for id_, answers, heads in rows:
        before = known.get(id_)
        same = before is not None and before.told == heads
        yield before if before is not None and same else NamedRow(RecordId(id_), answers_from_text(answers), heads)


def stamp_of_rows(database: Connection, repeat: str) -> str:
    """Another text whenever such a row has come, changed or gone."""
    row = database.execute(
        f"{_FORMS} SELECT count(*), sum(record.lamport), sum(record.gone), max(record.changed_at) "
        "FROM forms JOIN record ON record.form = forms.form AND record.repeat = ?",
        (repeat,),
    ).fetchone()
    return repr(tuple(row))


def deleted(database: Connection, since: Moment) -> tuple[StoredRecord, ...]:
    """What was deleted since then, the last first; not what went with a record above it."""
    rows = database.execute(
        f"{_RECORD} WHERE deleted AND changed_at >= ? "
        "AND NOT EXISTS (SELECT 1 FROM record AS above WHERE above.id = record.parent AND above.gone) "
        "ORDER BY changed_at DESC, id",
        (utc_text(since),),
    )
    return tuple(_stored(row) for row in rows)


def conflicts(database: Connection, root: RecordId | None, wanted: RecordId | None) -> tuple[OpenConflict, ...]:
    """Conflicts that wait for a person: all, those of one root, or those of one record."""
    rows = database.execute(
        "SELECT record.id, root, form, field, sides FROM record JOIN conflict ON conflict.record = record.id "
        "WHERE record.conflicts > 0 AND (?1 IS NULL OR record.root = ?1) AND (?2 IS NULL OR record.id = ?2) "
        "ORDER BY record.root, record.created, record.id, field",
        (root, wanted),
    )
    return tuple(
        OpenConflict(RecordId(id_), RecordId(root) if root else None, FormId(form), conflict_from_text(field, sides))
        for id_, root, form, field, sides in rows
    )


def history(database: Connection, wanted: RecordId) -> tuple[Edit, ...]:
    """Who changed what, when, from what to what: the first change first, those that wait at the end."""
    known = in_order(changes_of(database, wanted))
    order = sorted(
        range(len(known.changes)), key=lambda number: (known.changes[number].lamport, known.changes[number].id)
    )
    return (
        *(_edit(known, number) for number in order),
        *(
            Edit(
                change=change.id,
                kind=change.kind,
                version=change.version,
                who=change.who,
                when=change.when,
                fields=tuple(FieldEdit(name, None, answer) for name, answer in change.fields.items()),
                waiting=True,
            )
            for change in sorted(known.waiting, key=lambda change: (change.lamport, change.id))
        ),
    )


def _edit(known: Known, number: int) -> Edit:
    change = known.changes[number]
    seen = [earlier for place, earlier in enumerate(known.changes) if known.ancestors[number] >> place & 1]
    seen.sort(key=lambda earlier: (earlier.lamport, earlier.id))
    before = {name: kept for earlier in seen for name, kept in _answers(earlier).items()}
    nothing: _Kept = (None, True)
    return Edit(
        change=change.id,
        kind=change.kind,
        version=change.version,
        who=change.who,
        when=change.when,
        fields=tuple(
            FieldEdit(name, before.get(name, nothing)[0], answer, before.get(name, nothing)[1], kept)
            for name, (answer, kept) in _answers(change).items()
        ),
        waiting=False,
    )


def _answers(change: Change) -> dict[FieldId, _Kept]:
    """What it set; of what is not kept any more, that it did."""
    kept: dict[FieldId, _Kept] = {name: (answer, True) for name, answer in change.fields.items()}
    return {**kept, **dict.fromkeys(no_longer_kept(change), (None, False))}


def _stored(row: Sequence[Any]) -> StoredRecord:
    id_, form, version, root, parent, repeat, place, space, deleted, gone, answers, heads, *rest = row
    conflict_count, waiting, author, created, changed, changed_by, not_sent = rest
    return StoredRecord(
        id=RecordId(id_),
        form=FormId(form),
        version=version,
        root=RecordId(root) if root else None,
        parent=RecordId(parent) if parent else None,
        repeat=repeat,
        order=place,
        space=SpaceId(space),
        deleted=bool(deleted),
        gone=bool(gone),
        answers=answers_from_text(answers),
        heads=ids_from_text(heads),
        conflicts=conflict_count,
        waiting=waiting,
        author=WorkerId(author),
        created=Moment.from_text(created),
        changed=Moment.from_text(changed),
        changed_by=WorkerId(changed_by),
        not_sent=bool(not_sent),
    )


def roots_in(database: Connection, space: SpaceId) -> tuple[RecordId, ...]:
    """Every root record of a space, deleted ones too."""
    rows = database.execute("SELECT id FROM record WHERE space = ? AND parent = '' ORDER BY row", (space,))
    return tuple(RecordId(id_) for (id_,) in rows)


def strays(database: Connection) -> tuple[RecordId, ...]:
    """Of which something is here, but not what it belongs to; but for what waits to be sent."""
    rows = database.execute(
        "SELECT DISTINCT record FROM change WHERE record NOT IN (SELECT id FROM record WHERE root <> '') "
        "AND record NOT IN (SELECT record FROM outbox)"
    )
    return tuple(RecordId(id_) for (id_,) in rows)


def knows(database: Connection, change: ChangeId) -> bool:
    """Whether the change is here."""
    where = (change.writer, change.counter)
    return database.execute("SELECT 1 FROM change WHERE writer = ? AND counter = ?", where).fetchone() is not None
