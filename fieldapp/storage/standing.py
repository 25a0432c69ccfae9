"""What the start page tells: what changed lately, what exists only here, and whether two desks agree."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Final

from fieldapp.domain.answers import canonical
from fieldapp.domain.clock import Moment
from fieldapp.domain.ids import FormId, RecordId, SpaceId, WorkerId
from fieldapp.storage.encoding import utc_text
from fieldapp.storage.engine import Connection
from fieldapp.storage.list_values import Agreement, RecentEdit, Standing

#: The desk's fact about its last verified copy: [moment, number of the last change in it].
LAST_COPY: Final = "last copy"
#: The desk's fact that everything in it is made up.
PRACTICE: Final = "practice"
_RECENT: Final = """
WITH lately AS (
    SELECT record, who, max(at) AS at, row FROM change INDEXED BY change_at
    WHERE at >= ?1 AND (?2 = '' OR at < ?2) AND (?3 = '' OR who = ?3)
    GROUP BY record ORDER BY max(at) DESC, row DESC LIMIT ?4
)
SELECT record.id, record.form, root.id, root.form, coalesce(listed.code, ''), coalesce(listed.title, ''),
       lately.who, (SELECT json_extract(body, '$.when') FROM change WHERE change.row = lately.row)
FROM lately JOIN record ON record.id = lately.record AND NOT record.gone
JOIN record AS root ON root.id = record.root LEFT JOIN listed ON listed.row = root.row
ORDER BY lately.at DESC, lately.row DESC
"""
_LAST: Final = "SELECT json_extract(body, '$.when') FROM change WHERE who = ? ORDER BY at DESC LIMIT 1"
_STANDING: Final = """
SELECT (SELECT count(DISTINCT record) FROM outbox),
       (SELECT count(DISTINCT record) FROM outbox WHERE change > ?),
       (SELECT count(*) FROM draft),
       (SELECT coalesce(sum(conflicts), 0) FROM record INDEXED BY record_in_conflict WHERE conflicts > 0),
       (SELECT coalesce(sum(number), 0) FROM waiting),
       (SELECT count(*) FROM record WHERE root = ''),
       (SELECT count(*) FROM held),
       (SELECT count(*) FROM parked)
"""
_AGREED: Final = """
SELECT id, form, parent, repeat, place, root, own_space, deleted, heads, answers,
       (SELECT json_group_array(json_array(field, json(sides)) ORDER BY field) FROM conflict WHERE record = record.id)
FROM record WHERE space = ? ORDER BY id
"""


def recent(
    database: Connection, since: Moment, until: Moment | None, who: WorkerId | None, limit: int
) -> tuple[RecentEdit, ...]:
    """Records that were changed in this time, each once, what changed last first."""
    rows = database.execute(_RECENT, (utc_text(since), utc_text(until) if until else "", who or "", limit))
    return tuple(
        RecentEdit(
            record=RecordId(record),
            form=FormId(form),
            root=RecordId(root),
            root_form=FormId(root_form),
            code=code,
            title=title,
            who=WorkerId(by),
            when=Moment.from_text(when),
        )
        for record, form, root, root_form, code, title, by, when in rows
    )


def last_change_of(database: Connection, who: WorkerId) -> Moment | None:
    """When this worker changed something last, by the clock she had then."""
    row = database.execute(_LAST, (who,)).fetchone()
    return None if row is None else Moment.from_text(row[0])


def standing(database: Connection) -> Standing:
    """The state of the desk in numbers."""
    row = database.execute("SELECT value FROM fact WHERE key = ?", (LAST_COPY,)).fetchone()
    copied, upto = json.loads(row[0]) if row else (None, 0)
    not_sent, only_here, drafts, conflicts, waiting, rootless, held, parked = database.execute(
        _STANDING, (upto,)
    ).fetchone()
    return Standing(
        not_sent=not_sent,
        only_here=only_here,
        last_copy=Moment.from_text(copied) if copied else None,
        drafts=drafts,
        conflicts=conflicts,
        waiting=waiting,
        rootless=rootless,
        held=held,
        parked=parked,
    )


def record_hashes(database: Connection, space: SpaceId) -> Iterator[tuple[RecordId, str]]:
    """For each record of the space, deleted ones too, a hash of all that it is; sorted by id."""
    for id_, *rest in database.execute(_AGREED, (space,)):
        yield RecordId(id_), hashlib.sha256(canonical([id_, *rest]).encode()).hexdigest()


def agreement(database: Connection, space: SpaceId) -> Agreement:
    """All records of the space in one hash."""
    whole = hashlib.sha256()
    number = 0
    for number, (record, hash_) in enumerate(record_hashes(database, space), 1):  # noqa: B007 - the last one counts
        whole.update(f"{record}{hash_}".encode())
    return Agreement(number, whole.hexdigest())
