"""The desks and the server of a demo, opened again from copies, so that what was left stays as it was."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from fieldapp.domain.clock import SystemClock
from fieldapp.domain.ids import ChangeId, DeskId, RecordId, SpaceId
from fieldapp.errors import Mistake
from fieldapp.storage.store import Reader, Store
from fieldapp.vault.desks import desks_in
from fieldapp.vault.keystore import open_with_passphrase, open_with_recovery
from fieldapp.work.desk import Desk
from fieldapp.work.opening import open_desk
from sync.client.facts import identity
from sync.protocol.chunks import Chunk, read_chunk
from sync.protocol.envelopes import read_envelope
from sync.protocol.head import Head
from sync.protocol.names import ChunkHash, EpochId
from sync.protocol.trust import Trust
from sync.server import schema
from sync.server.centre import Centre
from sync.server.log import heads
from sync.server.opening import open_centre
from sync.server.register import ENVELOPE
from tests.demo.folder import Folder, Keys


@dataclass(frozen=True, slots=True)
class Reopened:
    """One desk, open with its own key."""

    name: str
    desk: DeskId
    work: Desk

    @property
    def store(self) -> Store:
        """Its records."""
        return self.work.store

    @contextmanager
    def look(self) -> Iterator[Reader]:
        """One state of everything in it."""
        with self.store.read() as reader:
            yield reader

    def hashes(self, space: SpaceId) -> dict[RecordId, str]:
        """Each record of the space, and a hash of all that it is."""
        with self.store.read() as reader:
            return dict(reader.record_hashes(space))

    def has(self, record: RecordId, change: ChangeId) -> bool:
        """Whether this change of the record is here."""
        with self.store.read() as reader:
            return change in {each.id for each in reader.changes(record)}

    def has_erased(self, record: RecordId) -> bool:
        """Whether this desk knows the record as erased for good."""
        with self.store.read() as reader:
            return reader.erasures.has(record)

    def space_of(self, record: RecordId) -> SpaceId | None:
        """Where the record stands, if it is here."""
        with self.store.read() as reader:
            stored = reader.record(record)
            return None if stored is None else stored.space

    def everything(self) -> bytes:
        """All cells of all tables, unsealed."""
        with self.store._readers.borrow() as database:
            tables = [
                name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
            ]
            cells = (cell for table in tables for row in database.execute(f'SELECT * FROM "{table}"') for cell in row)
            return b"\n".join(cell if isinstance(cell, bytes) else str(cell).encode() for cell in cells)


@dataclass(frozen=True, slots=True)
class Row:
    """A place in a space's row. `chunk` is None where what stood there was cleared."""

    space: SpaceId
    hash: ChunkHash
    chunk: Chunk | None


@dataclass(frozen=True, slots=True)
class ServerLeft:
    """What the server holds."""

    centre: Centre

    @property
    def trust(self) -> Trust:
        """All that the organisation has said."""
        return self.centre.register.now().trust

    def heads(self) -> Mapping[SpaceId, Head]:
        """How far each space's log goes, as the server says."""
        with self.centre.database.reading() as connection:
            return heads(connection, self.centre.organisation, list(self.trust.spaces))

    def log(self, space: SpaceId) -> list[Chunk]:
        """The chunks of a space in their order, without those that were cleared."""
        return [row.chunk for row in self.rows() if row.space == space and row.chunk is not None]

    def rows(self) -> list[Row]:
        """The rows of all spaces, each in its order."""
        row = schema.chunk.c
        with self.centre.database.reading() as connection:
            found = connection.execute(select(row.space, row.hash, row.raw).order_by(row.space, row.seq))
            return [
                Row(SpaceId(space), ChunkHash(name), read_chunk(raw) if raw else None) for space, name, raw in found
            ]

    def envelopes(self) -> list[EpochId]:
        """The epochs whose keys lie there in envelopes."""
        row = schema.document.c
        with self.centre.database.reading() as connection:
            found = connection.execute(select(row.raw).where(row.kind == ENVELOPE, row.raw != b""))
            return [read_envelope(raw).epoch for (raw,) in found]


@contextmanager
def reopened(folder: Folder, scratch: Path) -> Iterator[dict[str, Reopened]]:
    """Every desk that somebody works at, opened with its passphrase. A recovery code that opens none is an error."""
    with ExitStack() as closing:
        desks = {}
        for name, keys in folder.keys().items():
            if not keys.works:
                continue
            desk = reopen(folder, name, keys, scratch / name)
            closing.callback(desk.store.close)
            desks[name] = desk
        yield desks


def reopen(folder: Folder, name: str, keys: Keys, scratch: Path, *, recovery: bool = True) -> Reopened:
    """One desk, from a copy in `scratch`. `recovery`: try its code too. Whoever asks closes its store."""
    shutil.copytree(folder.laptop(name).home, scratch)
    (found,) = desks_in(scratch)
    if recovery:
        open_with_recovery(found.folder, keys.recovery).close()
        for former in keys.former:
            _opens_nothing(name, found.folder, former)
    vault = open_with_passphrase(found.folder, keys.passphrase)
    try:
        desk = open_desk(vault, SystemClock())
    finally:
        vault.close()
    return Reopened(name, identity(desk.store).desk, desk)


def _opens_nothing(name: str, folder: Path, former: str) -> None:
    for way in (open_with_passphrase, open_with_recovery):
        with suppress(Mistake):
            way(folder, former).close()
            raise AssertionError(f"{name}: what was replaced still opens the desk")


@contextmanager
def reopened_server(folder: Folder, scratch: Path) -> Iterator[ServerLeft]:
    """The server's folder, opened as the server opens it."""
    shutil.copytree(folder.server, scratch)
    centre = open_centre(scratch, None, SystemClock())
    try:
        yield ServerLeft(centre)
    finally:
        centre.database.close()
