"""What a keeper's snapshot makes needless is deleted, and the server signs that it did.

The rows of the log stay, with the hashes of their chunks: everybody's count goes on. Where records were erased for
good, envelopes of the keys before and the attached files go too.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, delete, select, update

from fieldapp.domain.clock import Moment
from fieldapp.domain.ids import OrganisationId, SpaceId
from sync.protocol.chunks import read_chunk
from sync.protocol.cleared import Cleared, make_cleared
from sync.protocol.errors import Contradicts, NotAllowed, NotYet
from sync.protocol.head import head_of
from sync.protocol.names import SNAPSHOT, ChunkHash
from sync.protocol.said import Snapshot
from sync.protocol.statements import Statement
from sync.protocol.trust import Trust
from sync.server import schema
from sync.server.centre import Centre
from sync.server.log import lock_head
from sync.server.register import ENVELOPE, Known


@dataclass(frozen=True, slots=True)
class Clearing:
    """Obeys snapshots, in the transaction that stores their word. `backup`: when the last one was made, if known."""

    centre: Centre
    when: Moment
    backup: Moment | None

    def obey(self, connection: Connection, before: Known, trust: Trust, statement: Statement) -> Cleared | None:
        """Raises NotYet (a chunk it names is not here), NotAllowed, or Contradicts (something came meanwhile)."""
        said, by, centre = statement.said, statement.by, self.centre
        if not isinstance(said, Snapshot):
            return None
        if by is None or not trust.may_keep(by, said.space):
            raise NotAllowed("its maker does not keep the space")
        lock_head(connection, centre.organisation, said.space)  # nothing comes in between
        self._check(connection, said)
        if said.erases:
            self._check_what_came_since(connection, trust, said)
        chunks = _clear_log(connection, centre.organisation, said)
        files = 0
        if said.erases:
            _clear_envelopes(connection, centre.organisation, before, trust, said.space)
            connection.execute(delete(schema.partial).where(schema.partial.c.organisation == centre.organisation))
            files = sum(centre.files.destroy(said.space, file) for file in said.files)
        return make_cleared(
            centre.organisation,
            said.space,
            statement.id,
            chunks=chunks,
            files=files,
            when=self.when,
            backup=self.backup,
            key=centre.key,
        )

    def _check(self, connection: Connection, said: Snapshot) -> None:
        """It speaks of this log, and all of it is here."""
        row = schema.chunk.c
        where = (row.organisation == self.centre.organisation, row.space == said.space)
        before = connection.execute(select(row.hash).where(*where, row.seq <= said.head.count).order_by(row.seq))
        if head_of(ChunkHash(each) for (each,) in before) != said.head:
            raise NotAllowed("it speaks of another log")
        mine = (row.lane == SNAPSHOT, row.seq > said.head.count)
        here = {ChunkHash(each) for (each,) in connection.execute(select(row.hash).where(*where, *mine))}
        if not said.chunks or not set(said.chunks) <= here:
            raise NotYet("a chunk that it names is not here")

    def _check_what_came_since(self, connection: Connection, trust: Trust, said: Snapshot) -> None:
        """Nothing of it would be lost with the old keys."""
        row = schema.chunk.c
        where = (row.organisation == self.centre.organisation, row.space == said.space)
        for (raw,) in connection.execute(select(row.raw).where(*where, row.seq > said.head.count)):
            if raw and trust.void(read_chunk(bytes(raw)).epoch):
                raise Contradicts("something sealed under an older key came meanwhile")


def _clear_log(connection: Connection, organisation: OrganisationId, said: Snapshot) -> int:
    """How many chunks are gone."""
    row = schema.chunk.c
    where = (row.organisation == organisation, row.space == said.space, row.seq <= said.head.count, row.raw != b"")
    return connection.execute(update(schema.chunk).where(*where).values(raw=b"")).rowcount


def _clear_envelopes(
    connection: Connection, organisation: OrganisationId, known: Known, trust: Trust, space: SpaceId
) -> None:
    void = [
        document.number
        for document in known.documents
        if document.kind == ENVELOPE and document.space == space and (not document.epoch or trust.void(document.epoch))
    ]
    row = schema.document
    where = (row.c.organisation == organisation, row.c.number.in_(void))
    connection.execute(update(row).where(*where).values(raw=b""))
