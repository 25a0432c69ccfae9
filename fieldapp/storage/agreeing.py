"""One number per space over all its records, kept in step with every change: desks that hold the same have the same.

It is the sum, modulo 2^128, of a hash of each record. What a pack or an older program decides (which of two answers
stands) is no part of it, so two versions of the program agree as well. Where a difference is looked for, there are as
many sums as bytes a record's id can begin with.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Final, cast

from fieldapp.domain.answers import Json, canonical
from fieldapp.domain.ids import NO_SPACE, RecordId, SpaceId
from fieldapp.storage.engine import Connection

#: What a record adds to the sum of a space; nothing while it is not here.
Share = tuple[SpaceId, int]

PARTS: Final = 256
_MODULUS: Final = 2**128
_FIELDS: Final = "space, id, form, parent, repeat, place, own_space, deleted, heads, answers, conflicts"
_ONE: Final = f"SELECT {_FIELDS} FROM record WHERE id = ?"
_ALL: Final = f"SELECT {_FIELDS} FROM record WHERE space = ?"
_DISPUTED: Final = "SELECT field, sides FROM conflict WHERE record = ? ORDER BY field"
_KEY: Final = "agreed "


def share_of(database: Connection, record: RecordId) -> Share | None:
    """As the record stands in the store now."""
    row = database.execute(_ONE, (record,)).fetchone()
    return None if row is None else _share(database, row)


def shift(database: Connection, before: Mapping[RecordId, Share | None]) -> None:
    """These records stand differently now than they did: move the sums by that. One never counted stays so."""
    moved: dict[SpaceId, int] = {}
    for record, was in before.items():
        now = share_of(database, record)
        if now == was:
            continue
        for share, sign in ((was, -1), (now, 1)):
            if share is not None:
                moved[share[0]] = moved.get(share[0], 0) + sign * share[1]
    for space, by in moved.items():
        kept = _kept(database, space)
        if kept is not None:
            _keep(database, space, kept + by)


def total(database: Connection, space: SpaceId) -> str:
    """The sum of a space, as 32 hex digits; counted once and then kept."""
    kept = _kept(database, space)
    if kept is None:
        kept = _keep(database, space, sum(part for _, part in _shares(database, space)))
    return f"{kept:032x}"


def count_anew(database: Connection, space: SpaceId) -> None:
    """Forget the sum: it is counted when it is asked for."""
    database.execute("DELETE FROM fact WHERE key = ?", (_KEY + space,))


def parts(database: Connection, space: SpaceId) -> tuple[int, ...]:
    """A sum for each byte with which a record's id may begin, counted now."""
    sums = [0] * PARTS
    for record, part in _shares(database, space):
        sums[int(record[:2], 16)] += part
    return tuple(each % _MODULUS for each in sums)


def _shares(database: Connection, space: SpaceId) -> Iterator[tuple[str, int]]:
    for row in database.execute(_ALL, (space,)).fetchall():
        yield row[1], _share(database, row)[1]


def _share(database: Connection, row: tuple[str | int, ...]) -> Share:
    space, record, *facts, answers, conflicts = row
    disputed: list[Json] = []
    if conflicts:
        open_ones = database.execute(_DISPUTED, (record,)).fetchall()
        undisputed = json.loads(str(answers))
        for field, sides in open_ones:
            undisputed.pop(field, None)
            disputed.append([field, sorted(json.loads(sides), key=canonical)])
        answers = canonical(undisputed)
    whole = canonical([cast("str", record), *cast("list[Json]", facts), cast("str", answers), disputed])
    return SpaceId(str(space)), int.from_bytes(hashlib.sha256(whole.encode()).digest()[:16], "big")


def _kept(database: Connection, space: SpaceId) -> int | None:
    row = database.execute("SELECT value FROM fact WHERE key = ?", (_KEY + space,)).fetchone()
    return None if row is None else int(json.loads(row[0]), 16)


def _keep(database: Connection, space: SpaceId, value: int) -> int:
    value %= _MODULUS
    if space != NO_SPACE:
        statement = "INSERT OR REPLACE INTO fact (key, value) VALUES (?, ?)"
        database.execute(statement, (_KEY + space, canonical(f"{value:032x}")))
    return value
