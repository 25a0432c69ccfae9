"""What is typed and not saved yet: kept every few seconds, so that a dead battery costs a few words."""

from __future__ import annotations

from typing import Final

from fieldapp.domain.clock import Moment
from fieldapp.domain.ids import FormId, RecordId
from fieldapp.storage.encoding import ids_from_text, ids_to_text
from fieldapp.storage.engine import Connection, Scalar
from fieldapp.storage.values import Draft

_COLUMNS: Final = "record, root, form, version, after, body, place, started, kept"
_KEEP: Final = f"INSERT OR REPLACE INTO draft ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
_ONE: Final = f"SELECT {_COLUMNS} FROM draft WHERE record = ?"
_ALL: Final = f"SELECT {_COLUMNS} FROM draft ORDER BY kept DESC, record"


def keep_draft(database: Connection, draft: Draft) -> None:
    """Put the draft in the place of the one there was."""
    row: tuple[Scalar, ...] = (
        draft.record,
        draft.root or "",
        draft.form,
        draft.version,
        ids_to_text(draft.after),
        draft.body,
        draft.place,
        draft.started.text,
        draft.kept.text,
    )
    database.execute(_KEEP, row)


def drop_draft(database: Connection, record: RecordId) -> None:
    """The draft is saved, or not wanted."""
    database.execute("DELETE FROM draft WHERE record = ?", (record,))


def draft_of(database: Connection, record: RecordId) -> Draft | None:
    """The draft of this record, if there is one."""
    row = database.execute(_ONE, (record,)).fetchone()
    return None if row is None else _draft(*row)


def all_drafts(database: Connection) -> tuple[Draft, ...]:
    """Every draft of this desk, the last one touched first."""
    return tuple(_draft(*row) for row in database.execute(_ALL))


def _draft(
    record: str, root: str, form: str, version: str, after: str, body: str, place: str, *moments: str
) -> Draft:  # fmt: skip
    started, kept = map(Moment.from_text, moments)
    return Draft(
        record=RecordId(record),
        root=RecordId(root) if root else None,
        form=FormId(form),
        version=version,
        after=ids_from_text(after),
        body=body,
        place=place,
        started=started,
        kept=kept,
    )
