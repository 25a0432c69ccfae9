"""What the desk keeps of its talks with the server: how far it has read, keys, signed words, what could not be used."""

from __future__ import annotations

import json
from typing import Final

from fieldapp.domain.answers import Json, canonical
from fieldapp.domain.clock import Moment
from fieldapp.domain.ids import SpaceId
from fieldapp.storage.engine import Connection
from fieldapp.storage.sync_values import HeldChunk, KeptEnvelope, KeptStatement, LogEntry, Parked, Reach, SpaceKey

_LOG_KEPT: Final = 1000
#: Stands among the statements for what the server signed.
_OF_SERVER: Final = "cleared"


class SyncPages:
    """Read what was noted."""

    def __init__(self, database: Connection) -> None:
        self._database = database

    def reaches(self) -> tuple[Reach, ...]:
        """How far each space's log was read."""
        rows = self._database.execute("SELECT space, seq, hash FROM reach ORDER BY space")
        return tuple(Reach(SpaceId(space), seq, hash_) for space, seq, hash_ in rows)

    def reach(self, space: SpaceId) -> Reach:
        """How far this space's log was read; 0 when never."""
        row = self._database.execute("SELECT seq, hash FROM reach WHERE space = ?", (space,)).fetchone()
        return Reach(space, 0, "") if row is None else Reach(space, *row)

    def held(self, epoch: str | None = None) -> tuple[HeldChunk, ...]:
        """Chunks that wait for their key, in the order of their space's log: all, or those of one epoch."""
        rows = self._database.execute(
            "SELECT space, seq, epoch, desk, body FROM held WHERE ?1 IS NULL OR epoch = ?1 ORDER BY space, seq",
            (epoch,),
        )
        return tuple(HeldChunk(SpaceId(space), seq, of, desk, body) for space, seq, of, desk, body in rows)

    def held_count(self) -> dict[tuple[SpaceId, str], int]:
        """How many chunks wait, per space and epoch."""
        rows = self._database.execute(
            "SELECT space, epoch, count(*) FROM held GROUP BY space, epoch ORDER BY space, epoch"
        )
        return {(SpaceId(space), epoch): number for space, epoch, number in rows}

    def parked(self) -> tuple[Parked, ...]:
        """What was refused, the newest first."""
        rows = self._database.execute("SELECT row, space, desk, reason, came, body FROM parked ORDER BY row DESC")
        return tuple(
            Parked(row, SpaceId(space), desk, reason, Moment.from_text(came), body)
            for row, space, desk, reason, came, body in rows
        )

    def statements(self, kind: str | None = None) -> tuple[KeptStatement, ...]:
        """The organisation's signed words in the order they came: all, or those of one kind."""
        rows = self._database.execute(
            "SELECT id, kind, body FROM statement WHERE kind = ?1 OR (?1 IS NULL AND kind <> ?2) ORDER BY row",
            (kind, _OF_SERVER),
        )
        return tuple(KeptStatement(*row) for row in rows)

    def words_of_server(self) -> tuple[KeptStatement, ...]:
        """What the server signed for the organisation: that it deleted something."""
        return self.statements(_OF_SERVER)

    def envelopes(self, *, unsent: bool = False) -> tuple[KeptEnvelope, ...]:
        """Sealed space keys: all, or those the server does not have yet."""
        rows = self._database.execute(
            "SELECT id, space, epoch, desk, body, sent FROM envelope WHERE NOT ? OR NOT sent ORDER BY rowid", (unsent,)
        )
        return tuple(
            KeptEnvelope(id_, SpaceId(space), epoch, desk, body, bool(sent))
            for id_, space, epoch, desk, body, sent in rows
        )

    def space_keys(self, space: SpaceId | None = None) -> tuple[SpaceKey, ...]:
        """The space keys this desk holds, the newest epoch of a space last."""
        rows = self._database.execute(
            "SELECT space, number, epoch, key FROM space_key WHERE ?1 IS NULL OR space = ?1 ORDER BY space, number",
            (space,),
        )
        return tuple(SpaceKey(SpaceId(of), number, epoch, key) for of, number, epoch, key in rows)

    def holds(self, space: SpaceId) -> bool:
        """Whether a key, an envelope or anything that came of this space is kept."""
        tables = ("space_key", "envelope", "held", "parked", "reach")
        found = " OR ".join(f"EXISTS (SELECT 1 FROM {table} WHERE space = ?1)" for table in tables)
        return bool(self._database.execute(f"SELECT {found}", (space,)).fetchone()[0])

    def log(self, limit: int = 100) -> tuple[LogEntry, ...]:
        """The last lines of the log, the newest first."""
        rows = self._database.execute("SELECT at, event, details FROM sync_log ORDER BY row DESC LIMIT ?", (limit,))
        return tuple(LogEntry(Moment.from_text(at), event, json.loads(details)) for at, event, details in rows)


class SyncBook(SyncPages):
    """Note what happened. Everything may be told twice."""

    def read_upto(self, reach: Reach) -> None:
        """The space's log was read so far; note it in the transaction that keeps what was read."""
        self._database.execute(
            "INSERT OR REPLACE INTO reach (space, seq, hash) VALUES (?, ?, ?)", (reach.space, reach.seq, reach.hash)
        )

    def hold(self, chunk: HeldChunk) -> None:
        """Keep a chunk until its key comes."""
        self._database.execute(
            "INSERT OR IGNORE INTO held (space, seq, epoch, desk, body) VALUES (?, ?, ?, ?, ?)",
            (chunk.space, chunk.seq, chunk.epoch, chunk.desk, chunk.body),
        )

    def release(self, space: SpaceId, seq: int) -> None:
        """The chunk could be opened, or was parked."""
        self._database.execute("DELETE FROM held WHERE space = ? AND seq = ?", (space, seq))

    def park(self, refused: Parked) -> int:
        """Keep what was refused; its number."""
        kept = self._database.execute(
            "INSERT INTO parked (space, desk, reason, came, body) VALUES (?, ?, ?, ?, ?)",
            (refused.space, refused.desk, refused.reason, refused.came.text, refused.body),
        )
        return int(kept.lastrowid or 0)

    def unpark(self, number: int) -> None:
        """It was looked at and is not wanted any more."""
        self._database.execute("DELETE FROM parked WHERE row = ?", (number,))

    def keep_statement(self, statement: KeptStatement) -> bool:
        """Keep a signed word; whether it was new."""
        kept = self._database.execute(
            "INSERT OR IGNORE INTO statement (id, kind, body) VALUES (?, ?, ?)",
            (statement.id, statement.kind, statement.body),
        )
        return kept.rowcount > 0

    def keep_word_of_server(self, id_: str, body: bytes) -> None:
        """Keep a signed word of the server."""
        self.keep_statement(KeptStatement(id_, _OF_SERVER, body))

    def unhold(self, epoch: str) -> None:
        """What waits for this key waits no longer: it is destroyed."""
        self._database.execute("DELETE FROM held WHERE epoch = ?", (epoch,))

    def keep_envelope(self, envelope: KeptEnvelope) -> None:
        """Keep a sealed key; one that the server is known to have stays so."""
        self._database.execute(
            "INSERT INTO envelope (id, space, epoch, desk, body, sent) VALUES (?, ?, ?, ?, ?, ?) "
            "ON CONFLICT DO UPDATE SET sent = max(sent, excluded.sent)",
            (envelope.id, envelope.space, envelope.epoch, envelope.desk, envelope.body, envelope.sent),
        )

    def keep_key(self, key: SpaceKey) -> None:
        """Keep a space's key."""
        self._database.execute(
            "INSERT OR IGNORE INTO space_key (space, number, epoch, key) VALUES (?, ?, ?, ?)",
            (key.space, key.number, key.epoch, key.key),
        )

    def drop_epoch(self, epoch: str) -> tuple[str, ...]:
        """Remove the key of an epoch and every envelope of it; the envelopes' ids."""
        self._database.execute("DELETE FROM space_key WHERE epoch = ?", (epoch,))
        return self._dropped("epoch", epoch)

    def leave(self, space: SpaceId) -> tuple[str, ...]:
        """Remove what is kept of a space besides its records: keys, envelopes, what waits, what was put aside, how far
        its log was read. The envelopes' ids."""
        for table in ("space_key", "held", "parked", "reach", "delivered"):
            self._database.execute(f"DELETE FROM {table} WHERE space = ?", (space,))
        return self._dropped("space", space)

    def _dropped(self, column: str, value: str) -> tuple[str, ...]:
        rows = self._database.execute(f"DELETE FROM envelope WHERE {column} = ? RETURNING id", (value,)).fetchall()
        return tuple(id_ for (id_,) in rows)

    def note(self, at: Moment, event: str, details: Json = None) -> None:
        """Add a line to the log; the oldest beyond a thousand go."""
        kept = self._database.execute(
            "INSERT INTO sync_log (at, event, details) VALUES (?, ?, ?)", (at.text, event, canonical(details))
        )
        self._database.execute("DELETE FROM sync_log WHERE row <= ?", (int(kept.lastrowid or 0) - _LOG_KEPT,))

    def next_number(self, name: str, step: int = 1) -> int:
        """Draw from a counter that never gives a number twice: `step` numbers, of which this is the first."""
        (value,) = self._database.execute(
            "INSERT INTO counter (name, value) VALUES (?1, ?2) "
            "ON CONFLICT DO UPDATE SET value = value + ?2 RETURNING value",
            (f"drawn {name}", step),
        ).fetchone()
        return int(value) - step + 1
