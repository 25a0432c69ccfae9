"""Take records out of this desk for good: nothing of them stays in a table, an index or the search."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from fieldapp.domain.ids import RecordId, SpaceId
from fieldapp.storage.agreeing import share_of, shift
from fieldapp.storage.engine import Connection
from fieldapp.storage.facts import KnownForms
from fieldapp.storage.projection import unproject
from fieldapp.storage.searching import index, tidy
from fieldapp.storage.values import Happened

_UNTIDY: Final = "erased and not tidied"
_TREE: Final = """
WITH RECURSIVE tree (id) AS (
    SELECT id FROM record WHERE id = ? UNION SELECT record.id FROM record JOIN tree ON record.parent = tree.id
)
SELECT record.row, record.id, record.form, record.repeat, record.space FROM tree JOIN record USING (id)
"""
_BY_RECORD: Final = (
    "DELETE FROM outbox WHERE record = ?",
    "DELETE FROM change WHERE record = ?",
    "DELETE FROM attached WHERE record = ?",
    "DELETE FROM waiting WHERE record = ?",
    "DELETE FROM conflict WHERE record = ?",
    "DELETE FROM fact WHERE key = 'merged ' || ?",
    "DELETE FROM draft WHERE record = ?1 OR root = ?1",
    "DELETE FROM record WHERE id = ?",
)


def erase(database: Connection, forms: KnownForms, records: Iterable[RecordId]) -> Happened:
    """Remove the records and all below them, their changes, drafts and what waited to be sent.

    `Store.finish_erasing` must follow; a mark sees to it that the next opening does it, if the power fails first.
    """
    database.execute("INSERT OR REPLACE INTO fact (key, value) VALUES (?, 'true')", (_UNTIDY,))
    happened = Happened()
    for record in records:
        rows = database.execute(_TREE, (record,)).fetchall()
        before = {RecordId(id_): share_of(database, RecordId(id_)) for _, id_, *_ in rows}
        for row in rows:
            _erase_one(database, forms, row)
        shift(database, before)
        if not rows:  # its creation never came
            _erase_traces(database, record)
        happened |= Happened(
            records=frozenset(RecordId(id_) for _, id_, *_ in rows),
            forms=frozenset(form for _, _, form, *_ in rows),
            roots=frozenset({record}),
            spaces=frozenset(SpaceId(space) for *_, space in rows),
            sync=True,
        )
    tidy(database)
    return happened


def needs_tidying(database: Connection) -> bool:
    """Whether traces of what was erased may still stand in free pages and files."""
    return database.execute("SELECT 1 FROM fact WHERE key = ?", (_UNTIDY,)).fetchone() is not None


def is_tidy(database: Connection) -> None:
    """All traces are gone."""
    database.execute("DELETE FROM fact WHERE key = ?", (_UNTIDY,))


def tree_of(database: Connection, root: RecordId) -> tuple[RecordId, ...]:
    """The record and all below it, as far as they are here; the record first."""
    return tuple(RecordId(id_) for _, id_, *_ in database.execute(_TREE, (root,)))


def _erase_one(database: Connection, forms: KnownForms, found: Sequence[str | int]) -> None:
    row, record, form, repeat, _ = found
    known = forms.of(str(form), str(repeat))
    if known is not None:
        unproject(database, known, int(row))
    index(database, int(row), ("", "", ""))
    database.execute("DELETE FROM listed WHERE row = ?", (row,))
    _erase_traces(database, str(record))


def _erase_traces(database: Connection, record: str) -> None:
    for statement in _BY_RECORD:
        database.execute(statement, (record,))
