"""Which records two people changed apart without disagreeing: together their answers may break a rule of the form.

A mark is set with the record, in its transaction. Whoever knows the forms looks at it later and writes down what is
wrong; the next change of the record makes that stale.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Final

from fieldapp.domain.ids import FieldId, RecordId
from fieldapp.storage.engine import Connection

_KEY: Final = "merged "
_NOT_LOOKED_AT: Final = "null"


def mark_merged(database: Connection, record: RecordId, heads: int) -> None:
    """The record was folded: it is to be looked at where two wrote it apart, or where something was wrong before."""
    key = _KEY + record
    if heads > 1:
        database.execute("INSERT OR REPLACE INTO fact (key, value) VALUES (?, ?)", (key, _NOT_LOOKED_AT))
    else:
        database.execute("UPDATE fact SET value = ? WHERE key = ?", (_NOT_LOOKED_AT, key))


def look_later(database: Connection) -> tuple[RecordId, ...]:
    """Those that nobody has looked at as they stand now."""
    rows = database.execute("SELECT key FROM fact WHERE key GLOB ? AND value = ?", (f"{_KEY}*", _NOT_LOOKED_AT))
    return tuple(RecordId(key.removeprefix(_KEY)) for (key,) in rows)


def unfit(database: Connection) -> Mapping[RecordId, tuple[FieldId, ...]]:
    """Those that break a rule of their form, with the questions where they do."""
    rows = database.execute("SELECT key, value FROM fact WHERE key GLOB ? AND value <> ?", (f"{_KEY}*", _NOT_LOOKED_AT))
    return {RecordId(key.removeprefix(_KEY)): tuple(map(FieldId, json.loads(value))) for key, value in rows}


def looked_at(database: Connection, record: RecordId, wrong: Sequence[FieldId]) -> None:
    """As it stands now this is wrong; nothing, and it needs no looking at."""
    if wrong:
        database.execute("UPDATE fact SET value = ? WHERE key = ?", (json.dumps(list(wrong)), _KEY + record))
    else:
        database.execute("DELETE FROM fact WHERE key = ?", (_KEY + record,))
