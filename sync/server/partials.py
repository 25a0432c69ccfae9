"""The one chunk of each desk that is half here: what came before its link broke off."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, delete, select, update

from fieldapp.domain.ids import DeskId, OrganisationId
from sync.protocol.names import ChunkHash
from sync.protocol.pieces import Growing
from sync.server import schema
from sync.server.database import insert_new


@dataclass(frozen=True, slots=True)
class Partial:
    """The beginning of a chunk, under the hash that its sender says it will have."""

    chunk: ChunkHash
    growing: Growing


def keep(connection: Connection, organisation: OrganisationId, desk: DeskId, partial: Partial, *, counter: int) -> None:
    """Keep this one in the place of any other, unless a later request of the desk (by counter) has kept one."""
    row = schema.partial
    values = {"counter": counter, "chunk": partial.chunk, "bytes": partial.growing.data}
    if not insert_new(connection, row, {"organisation": organisation, "desk": desk, **values}):
        where = (row.c.organisation == organisation, row.c.desk == desk, row.c.counter <= counter)
        connection.execute(update(row).where(*where).values(values))


def kept(connection: Connection, organisation: OrganisationId, desk: DeskId) -> Partial | None:
    """What is kept of the desk."""
    row = schema.partial
    where = (row.c.organisation == organisation, row.c.desk == desk)
    found = connection.execute(select(row.c.chunk, row.c.bytes).where(*where)).one_or_none()
    return Partial(ChunkHash(found[0]), Growing(bytes(found[1]))) if found else None


def drop(connection: Connection, organisation: OrganisationId, desk: DeskId, chunk: ChunkHash) -> None:
    """This chunk is whole now, or turned out to be none; another one stays."""
    row = schema.partial
    where = (row.c.organisation == organisation, row.c.desk == desk, row.c.chunk == chunk)
    connection.execute(delete(row).where(*where))
