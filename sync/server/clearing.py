"""What a keeper's snapshot makes needless is deleted, and the server signs that it did.

The rows of the log stay, with the hashes of their chunks: everybody's count goes on. A snapshot is announced before its
chunks, so that nobody who has read so far is sent them; an erasing one comes after them, and is taken or refused at
once. Where records were erased for good, envelopes of the keys before and the attached files go too.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, delete, or_, select, update

from fieldapp.domain.clock import Moment
from fieldapp.domain.ids import OrganisationId, SpaceId
from sync.protocol.chunks import read_chunk
from sync.protocol.cleared import Cleared, make_cleared
from sync.protocol.errors import Contradicts, NotAllowed, NotYet
from sync.protocol.head import head_of
from sync.protocol.names import SNAPSHOT, ChunkHash, StatementId
from sync.protocol.said import Snapshot
from sync.protocol.snapshots import newest
from sync.protocol.statements import Statement
from sync.protocol.trust import Trust
from sync.server import schema
from sync.server.centre import Centre
from sync.server.log import lock_head, places
from sync.server.register import ENVELOPE, Known


@dataclass(frozen=True, slots=True)
class Clearing:
    """Obeys snapshots, in the transaction that stores their word. `backup`: when the last one was made, if known."""

    centre: Centre
    when: Moment
    backup: Moment | None

    def obey(self, connection: Connection, before: Known, trust: Trust, statement: Statement) -> Cleared | None:
        """None while chunks of it are still to come. Raises NotYet (of an erasing one a chunk is not here), NotAllowed,
        or Contradicts (something came meanwhile)."""
        said, by, centre = statement.said, statement.by, self.centre
        if not isinstance(said, Snapshot):
            return None
        if by is None or not trust.may_keep(by, said.space):
            raise NotAllowed("its maker does not keep the space")
        lock_head(connection, centre.organisation, said.space)  # nothing comes in between
        self._check(connection, said)
        self._check_what_it_tells(connection, before, said)
        if said.erases:
            self._check_others(connection, trust, said)
        if not self._is_whole(connection, said):
            if said.erases:
                raise NotYet("a chunk that it names is not here")
            return None
        if said.erases:
            self._check_what_came_since(connection, trust, said)
        chunks, files = _clear_log(connection, centre.organisation, trust, said), 0
        if said.erases:
            _clear_envelopes(connection, centre.organisation, before, trust, said.space)
            connection.execute(delete(schema.partial).where(schema.partial.c.organisation == centre.organisation))
            files = sum(centre.files.destroy(said.space, file) for file in said.files)
        return self._word(statement.id, said, chunks, files)

    def finish(self) -> None:
        """Obey the snapshots whose last chunk has come since they were announced."""
        known = self.centre.register.now()
        for id_, said in _announced(known):
            with self.centre.database.reading() as connection:
                whole = self._is_whole(connection, said)
            if whole:
                self._finish(id_)

    def _finish(self, snapshot: StatementId) -> None:
        def clear(connection: Connection, known: Known) -> Cleared | None:
            said = dict(_announced(known)).get(snapshot)
            if said is None:
                return None  # another server was first
            lock_head(connection, self.centre.organisation, said.space)
            return self._word(snapshot, said, _clear_log(connection, self.centre.organisation, known.trust, said), 0)

        self.centre.register.add_word(clear, self.when)

    def _check(self, connection: Connection, said: Snapshot) -> None:
        """It speaks of this log."""
        row = schema.chunk.c
        where = (row.organisation == self.centre.organisation, row.space == said.space)
        before = connection.execute(select(row.hash).where(*where, row.seq <= said.head.count).order_by(row.seq))
        if not said.chunks or head_of(ChunkHash(each) for (each,) in before) != said.head:
            raise NotAllowed("it speaks of another log")

    def _is_whole(self, connection: Connection, said: Snapshot) -> bool:
        """Whether all of it is here."""
        row = schema.chunk.c
        where = (row.organisation == self.centre.organisation, row.space == said.space, row.lane == SNAPSHOT)
        found = connection.execute(select(row.hash).where(*where, row.seq > said.head.count, row.raw != b""))
        return {ChunkHash(each) for (each,) in found} >= set(said.chunks)

    def _check_what_came_since(self, connection: Connection, trust: Trust, said: Snapshot) -> None:
        """Nothing of it would be lost with the old keys."""
        row = schema.chunk.c
        where = (row.organisation == self.centre.organisation, row.space == said.space)
        for (raw,) in connection.execute(select(row.raw).where(*where, row.seq > said.head.count)):
            if raw and trust.void(read_chunk(bytes(raw)).epoch):
                raise Contradicts("something sealed under an older key came meanwhile")

    def _check_what_it_tells(self, connection: Connection, before: Known, said: Snapshot) -> None:
        """Its maker had heard of everything that was erased."""
        for statement, other in before.trust.snapshots_in(said.space):
            if other.erases and statement.id in before.cleared:
                (told,) = places(connection, self.centre.organisation, said.space, other.chunks[:1]).values()
                if told > said.head.count:
                    raise Contradicts("something was erased meanwhile")

    def _check_others(self, connection: Connection, trust: Trust, said: Snapshot) -> None:
        """No other keeper has put together, under a key that stays, what is to be erased; nor goes on to do so."""
        number = trust.opening(said.epoch).number
        for _, other in trust.snapshots_in(said.space):
            if other.chunks != said.chunks and trust.opening(other.epoch).number >= number:
                here = places(connection, self.centre.organisation, said.space, other.chunks)
                if len(here) < len(other.chunks) or max(here.values()) > said.head.count:
                    raise Contradicts("another snapshot was made meanwhile")

    def _word(self, snapshot: StatementId, said: Snapshot, chunks: int, files: int) -> Cleared:
        return make_cleared(
            self.centre.organisation,
            said.space,
            snapshot,
            chunks=chunks,
            files=files,
            when=self.when,
            backup=self.backup,
            key=self.centre.key,
        )


def _announced(known: Known) -> Iterator[tuple[StatementId, Snapshot]]:
    """Those that hold more than what stands, and are not obeyed yet."""
    for space in known.trust.snapshots:
        stands = newest(known.trust, space, known.cleared)
        for statement, said in known.trust.snapshots_in(space):
            more = stands is None or said.head.count > stands[1].head.count
            if more and statement.id not in known.cleared and not said.erases:
                yield statement.id, said


def _clear_log(connection: Connection, organisation: OrganisationId, trust: Trust, said: Snapshot) -> int:
    """How many chunks are gone: of the log that it holds, and of snapshots that hold no more than it does."""
    row, older = schema.chunk.c, _older(trust, said)
    needless = or_(row.seq <= said.head.count, row.hash.in_(older))
    where = (row.organisation == organisation, row.space == said.space, needless, row.raw != b"")
    return connection.execute(update(schema.chunk).where(*where).values(raw=b"")).rowcount


def _older(trust: Trust, said: Snapshot) -> Collection[ChunkHash]:
    others = (each for _, each in trust.snapshots_in(said.space) if each.head.count <= said.head.count)
    return {chunk for each in others for chunk in each.chunks} - set(said.chunks)


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
