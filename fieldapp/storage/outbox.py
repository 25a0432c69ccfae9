"""The changes that wait for the server, and the sealed chunks that wait for its receipt.

An outbox row is written in the transaction that makes the change, so neither can exist without the other. It goes when
a receipt names its chunk, and only then.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator
from typing import Final

from fieldapp.domain.ids import ChangeId, RecordId, SpaceId
from fieldapp.storage.engine import Connection
from fieldapp.storage.sync_values import SealedChunk, Stream, StreamName, Unanswered, Unsent
from fieldapp.storage.values import Lane

_UNSENT: Final = """
SELECT change.row, change.record, change.body FROM outbox JOIN change ON change.row = outbox.change
WHERE outbox.space = ? AND outbox.lane = ? AND outbox.chunk IS NULL ORDER BY outbox.change LIMIT ?
"""
#: Nothing of the record's case is on its way to another space any more.
_ARRIVED: Final = """
NOT EXISTS (
    SELECT 1 FROM record JOIN record AS kin ON kin.root = record.root JOIN outbox AS ahead ON ahead.record = kin.id
    WHERE record.id = outbox.record AND ahead.space <> outbox.space AND ahead.lane <> 'leaving'
)
"""
_LEAVING: Final = f"""
SELECT change.row, change.record, change.body FROM outbox JOIN change ON change.row = outbox.change
WHERE outbox.space = ? AND outbox.lane = ? AND outbox.chunk IS NULL AND {_ARRIVED} ORDER BY outbox.change LIMIT ?
"""
_WAITING: Final = f"""
SELECT space, lane, count(*) FROM outbox WHERE chunk IS NULL AND (lane <> 'leaving' OR {_ARRIVED})
GROUP BY space, lane ORDER BY space, lane
"""
_URGENT: Final = """
WITH RECURSIVE needed (id) AS (
    SELECT record FROM outbox WHERE space = ?1 AND lane = ?2 AND chunk IS NULL
    UNION
    SELECT record.parent FROM record JOIN needed ON record.id = needed.id WHERE record.parent <> ''
)
SELECT change.row, change.record, change.body
FROM needed JOIN outbox ON outbox.record = needed.id JOIN change ON change.row = outbox.change
WHERE outbox.space = ?1 AND outbox.chunk IS NULL AND outbox.lane <> 'leaving' ORDER BY outbox.change LIMIT ?3
"""
_QUERIES: Final = {Lane.URGENT: _URGENT, Lane.LEAVING: _LEAVING}
_STREAM: Final = "incarnation = ? AND space = ? AND lane = ?"
_STREAMS: Final = "SELECT incarnation, space, lane, last, last_hash, receipted, receipt FROM stream"
_UNANSWERED: Final = """
SELECT incarnation, space, lane, n, hash, length(body),
       (SELECT count(DISTINCT record) FROM outbox WHERE outbox.chunk = chunk.row)
FROM chunk ORDER BY incarnation, space, lane, n
"""
#: The desk's fact that names its present incarnation.
_INCARNATION: Final = "incarnation"


class OutboxPages:
    """Look at what waits to be sent."""

    def __init__(self, database: Connection) -> None:
        self._database = database

    def waiting(self) -> dict[tuple[SpaceId, Lane], int]:
        """How many changes wait to be sealed, per space and lane; without those that wait for others to arrive."""
        rows = self._database.execute(_WAITING)
        return {(SpaceId(space), Lane(lane)): number for space, lane, number in rows}

    def unsent(self, space: SpaceId, lane: Lane, limit: int) -> tuple[Unsent, ...]:
        """Changes no chunk holds yet, in the order they were made.

        The urgent lane brings along whatever unsent its changes build on: of the same records and of those above them.
        That a record left the space is told when the server has all of its case for the other one.
        """
        rows = self._database.execute(_QUERIES.get(lane, _UNSENT), (space, lane.value, limit))
        return tuple(Unsent(row, RecordId(record), text) for row, record, text in rows)

    def incarnation(self) -> str:
        """The desk's present incarnation; "" before it was drawn."""
        row = self._database.execute("SELECT value FROM fact WHERE key = ?", (_INCARNATION,)).fetchone()
        return "" if row is None else str(row[0]).strip('"')

    def streams(self) -> tuple[Stream, ...]:
        """Every stream of this desk, those of earlier incarnations too."""
        return tuple(
            Stream(StreamName(incarnation, SpaceId(space), Lane(lane)), last, last_hash, receipted, receipt)
            for incarnation, space, lane, last, last_hash, receipted, receipt in self._database.execute(_STREAMS)
        )

    def stream(self, name: StreamName) -> Stream:
        """This stream; at 0 when nothing was ever sealed into it."""
        row = self._database.execute(
            f"SELECT last, last_hash, receipted, receipt FROM stream WHERE {_STREAM}", _key(name)
        ).fetchone()
        return Stream(name, 0, "", 0, None) if row is None else Stream(name, *row)

    def unanswered(self) -> tuple[Unanswered, ...]:
        """Every sealed chunk that waits for its receipt, each stream in order."""
        rows = self._database.execute(_UNANSWERED)
        return tuple(
            Unanswered(StreamName(incarnation, SpaceId(space), Lane(lane)), n, hash_, size, records)
            for incarnation, space, lane, n, hash_, size, records in rows
        )

    def not_sent(self) -> dict[SpaceId, int]:
        """How many records have changes that the server has not answered for, per space that they go to."""
        rows = self._database.execute("SELECT space, count(DISTINCT record) FROM outbox GROUP BY space")
        return {SpaceId(space): number for space, number in rows}

    def sealed(self, name: StreamName, after: int = 0) -> Iterator[SealedChunk]:
        """The stream's chunks that have no receipt yet, above number `after`; one is in memory at a time."""
        numbers = self._database.execute(
            f"SELECT row, n, hash FROM chunk WHERE {_STREAM} AND n > ? ORDER BY n", (*_key(name), after)
        ).fetchall()
        for row, n, hash_ in numbers:
            (body,) = self._database.execute("SELECT body FROM chunk WHERE row = ?", (row,)).fetchone()
            yield SealedChunk(name, n, hash_, body)


class Outbox(OutboxPages):
    """Move changes from the outbox into chunks, and out when the server has answered for them."""

    def seal(self, chunk: SealedChunk, rows: Iterable[int]) -> None:
        """Keep the chunk that holds these outbox rows. Its number must follow the stream's last: ValueError."""
        stream = self.stream(chunk.stream)
        if chunk.n != stream.last + 1:
            raise ValueError(f"chunk {chunk.n} cannot follow {stream.last}")
        kept = self._database.execute(
            "INSERT INTO chunk (incarnation, space, lane, n, hash, body) VALUES (?, ?, ?, ?, ?, ?)",
            (*_key(chunk.stream), chunk.n, chunk.hash, chunk.body),
        )
        self._database.executemany(
            "UPDATE outbox SET chunk = ? WHERE change = ? AND space = ?",
            [(kept.lastrowid, row, chunk.stream.space) for row in rows],
        )
        self._database.execute(
            "INSERT INTO stream (incarnation, space, lane, last, last_hash, receipted) VALUES (?, ?, ?, ?, ?, 0) "
            "ON CONFLICT DO UPDATE SET last = excluded.last, last_hash = excluded.last_hash",
            (*_key(chunk.stream), chunk.n, chunk.hash),
        )

    def take_back(self, name: StreamName, n: int, hash_: str) -> None:
        """Forget what was sealed into the stream after this chunk: nobody was given any of it, and it holds no rows."""
        self._database.execute(f"DELETE FROM chunk WHERE {_STREAM} AND n > ?", (*_key(name), n))
        self._database.execute(
            f"UPDATE stream SET last = ?, last_hash = ? WHERE {_STREAM} AND last > ?", (n, hash_, *_key(name), n)
        )

    def receipted(self, name: StreamName, upto: int, receipt: bytes) -> None:
        """The server has this stream up to number `upto`: what waited for that waits no longer."""
        self._database.execute(
            f"UPDATE stream SET receipted = ?, receipt = ? WHERE {_STREAM} AND receipted <= ?",
            (upto, receipt, *_key(name), upto),
        )
        answered = f"SELECT row FROM chunk WHERE {_STREAM} AND n <= ?"
        self._database.execute(f"DELETE FROM outbox WHERE chunk IN ({answered})", (*_key(name), upto))
        self._database.execute(f"DELETE FROM chunk WHERE {_STREAM} AND n <= ?", (*_key(name), upto))

    def offer_again(self, space: SpaceId) -> None:
        """The server has lost some of this space: all that is here of it waits once more, one's own and colleagues'."""
        self._database.execute(
            "INSERT OR IGNORE INTO outbox (change, space, record, lane) SELECT change.row, ?1, change.record, ?2 "
            "FROM record JOIN change ON change.record = record.id WHERE record.space = ?1",
            (space, Lane.HISTORY.value),
        )

    def offer_part(self, space: SpaceId, part: int) -> None:
        """The same, of those of its records alone whose ids begin with this byte: a colleague may lack some of it."""
        self._database.execute(
            "INSERT OR IGNORE INTO outbox (change, space, record, lane) SELECT change.row, ?1, change.record, ?2 "
            "FROM record JOIN change ON change.record = record.id WHERE record.space = ?1 AND record.id GLOB ?3",
            (space, Lane.HISTORY.value, f"{part:02x}*"),
        )

    def is_there(self, space: SpaceId, changes: Iterable[ChangeId]) -> None:
        """The server holds these changes: what was not sealed of them waits no longer."""
        self._database.executemany(
            "DELETE FROM outbox WHERE space = ? AND chunk IS NULL AND change = "
            "(SELECT row FROM change WHERE writer = ? AND counter = ?)",
            [(space, change.writer, change.counter) for change in changes],
        )

    def incarnation(self) -> str:
        """The desk's present incarnation, drawn at the first asking (8 random bytes as hex)."""
        return super().incarnation() or self.begin_incarnation()

    def begin_incarnation(self) -> str:
        """A new incarnation: after a restore. What was sealed and not answered for is unsealed, to be sealed anew."""
        self._database.execute("UPDATE outbox SET chunk = NULL")
        self._database.execute("DELETE FROM chunk")
        drawn = secrets.token_hex(8)
        self._database.execute("INSERT OR REPLACE INTO fact (key, value) VALUES (?, ?)", (_INCARNATION, f'"{drawn}"'))
        return drawn


def _key(name: StreamName) -> tuple[str, str, str]:
    return name.incarnation, name.space, name.lane.value
