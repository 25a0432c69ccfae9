"""The register: the organisation's statements and envelopes, in one dense row, and what follows from them.

A statement is judged before it is stored, by those before it in the row; so two that contradict each other never both
stand, and every server of the organisation believes the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, insert, select

from fieldapp.domain.clock import Moment
from fieldapp.domain.ids import NO_SPACE, DeskId, OrganisationId, SpaceId
from sync.protocol.cleared import KIND as CLEARED
from sync.protocol.cleared import Cleared, read_cleared
from sync.protocol.envelopes import Envelope, check_envelope, read_envelope
from sync.protocol.frames import FrameType
from sync.protocol.head import Head
from sync.protocol.judging import believe
from sync.protocol.keys import VerifyKey
from sync.protocol.names import ChunkHash, EpochId, StatementId
from sync.protocol.statements import Statement, read_statement
from sync.protocol.trust import Trust
from sync.server import schema
from sync.server.database import Database
from sync.server.log import lock_head, move_head

STATEMENT: Final = "statement"
ENVELOPE: Final = "envelope"
_FRAMES: Final = {STATEMENT: FrameType.STATEMENT, ENVELOPE: FrameType.ENVELOPE, CLEARED: FrameType.CLEARED}
_NO_EPOCH: Final = EpochId("")


@dataclass(frozen=True, slots=True)
class Document:
    """One statement, envelope or word of the server in the row, without its bytes. `epoch`: an envelope's."""

    number: int
    space: SpaceId
    id: str
    kind: str
    epoch: EpochId = _NO_EPOCH

    @property
    def frame(self) -> FrameType:
        """How it travels."""
        return _FRAMES[self.kind]


@dataclass(frozen=True, slots=True)
class Known:
    """What the register says up to a number. Immutable: an answer is made from one and the same.

    `cleared`: the snapshots that stand in the place of what was before them, which was deleted.
    """

    trust: Trust
    documents: tuple[Document, ...] = ()
    cleared: frozenset[StatementId] = frozenset()

    @property
    def count(self) -> int:
        """The number of the last document."""
        return len(self.documents)

    def may_have(self, desk: DeskId, document: Document) -> bool:
        """Whether the document is given to the desk."""
        if document.kind == STATEMENT:
            statement = self.trust.heard(StatementId(document.id))
            return statement is not None and self.trust.may_know(desk, statement)
        if document.kind == CLEARED:
            return self.trust.is_certified(desk) or self.trust.is_administrator(desk)
        if document.kind == ENVELOPE and (not document.epoch or self.trust.void(document.epoch)):
            return False
        return self.trust.may_read(desk, document.space) or self.trust.is_officer(desk)

    def for_desk(self, desk: DeskId) -> list[Document]:
        """All that the desk may have, in the order of the row."""
        return [document for document in self.documents if self.may_have(desk, document)]


#: Does what a statement that has just been believed asks of the server: what was known before, and with it.
Obey = Callable[[Connection, Known, Trust, Statement], Cleared | None]


def _obey_nothing(_connection: Connection, _before: Known, _trust: Trust, _statement: Statement) -> None:
    """Most statements ask nothing."""


class Register:
    """The register in the database. What was read once is kept: only what is new is read and judged again."""

    def __init__(self, database: Database, root: VerifyKey) -> None:
        self._database = database
        self._kept = Known(Trust(root))

    @property
    def organisation(self) -> OrganisationId:
        """Whose register it is."""
        return self._kept.trust.organisation_id

    def now(self) -> Known:
        """All that is in it."""
        with self._database.reading() as connection:
            self._kept = known = self._caught_up(connection)
        return known

    def add_statement(self, statement: Statement, when: Moment, obey: Obey = _obey_nothing) -> None:
        """Store the statement if it can be believed; one that is there changes nothing. Raises what `believe` does.

        `obey`: does in the same transaction what it asks of the server, and gives the server's word on it, if any.
        """
        if self.now().trust.heard(statement.id) is not None:
            return
        with self._appending() as (connection, head, known):
            if known.trust.heard(statement.id) is None:
                trust = believe(known.trust, statement)
                document = Document(head.count + 1, statement.space or NO_SPACE, statement.id, STATEMENT)
                after = self._append(connection, head, document, statement.raw, when)
                self._give_word(connection, after, obey(connection, known, trust, statement), when)

    def add_word(self, work: Callable[[Connection, Known], Cleared | None], when: Moment) -> None:
        """Do what a statement asks of the server that could not be done when it came, and store the word on it."""
        with self._appending() as (connection, head, known):
            self._give_word(connection, head, work(connection, known), when)

    def add_envelope(self, envelope: Envelope, when: Moment) -> None:
        """Store the envelope if a member made it for a member. Raises what `check_envelope` does."""
        check_envelope(envelope, self.now().trust)
        with self._appending() as (connection, head, known):
            if all(document.id != envelope.id for document in known.documents):
                document = Document(head.count + 1, envelope.space, envelope.id, ENVELOPE, envelope.epoch)
                self._append(connection, head, document, envelope.raw, when)

    def read(self, documents: Sequence[Document]) -> list[bytes]:
        """The bytes of these documents, in the same order."""
        row = schema.document
        numbers = [document.number for document in documents]
        where = (row.c.organisation == self.organisation, row.c.number.in_(numbers))
        with self._database.reading() as connection:
            return [bytes(raw) for (raw,) in connection.execute(select(row.c.raw).where(*where).order_by(row.c.number))]

    @contextmanager
    def _appending(self) -> Iterator[tuple[Connection, Head, Known]]:
        """A transaction in which nobody else adds to the register, and all that is in it."""
        with self._database.writing() as connection:
            head = lock_head(connection, self.organisation, NO_SPACE)
            yield connection, head, self._caught_up(connection)

    def _give_word(self, connection: Connection, head: Head, word: Cleared | None, when: Moment) -> None:
        if word is not None:
            document = Document(head.count + 1, word.space, word.id, CLEARED)
            self._append(connection, head, document, word.raw, when)

    def _append(self, connection: Connection, head: Head, document: Document, raw: bytes, when: Moment) -> Head:
        after = head.after(ChunkHash(document.id))
        move_head(connection, self.organisation, NO_SPACE, after)
        names = {"organisation": self.organisation, "space": document.space, "id": document.id}
        rest = {"number": document.number, "kind": document.kind, "raw": raw, "came": when.text}
        connection.execute(insert(schema.document).values({**names, **rest}))
        return after

    def _caught_up(self, connection: Connection) -> Known:
        known, row = self._kept, schema.document.c
        trust, more, cleared = known.trust, list[Document](), set(known.cleared)
        where = (row.organisation == self.organisation, row.number > known.count)
        found = select(row.number, row.space, row.id, row.kind, row.raw).where(*where).order_by(row.number)
        for number, space, name, kind, raw in connection.execute(found):
            epoch = read_envelope(bytes(raw)).epoch if kind == ENVELOPE and raw else _NO_EPOCH
            more.append(Document(int(number), SpaceId(space), str(name), str(kind), epoch))
            if kind == STATEMENT:
                trust = believe(trust, read_statement(bytes(raw)))
            elif kind == CLEARED:
                cleared.add(read_cleared(bytes(raw)).snapshot)
        return Known(trust, (*known.documents, *more), frozenset(cleared)) if more else known
