"""Whose word a desk believes: the organisation's statements in its store, judged from the root key."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from fieldapp.domain.clock import Moment
from fieldapp.storage.store import Reader, Write
from fieldapp.storage.sync_values import KeptStatement
from sync.client import documents
from sync.client.errors import NotCoordinator, NotJoined
from sync.client.facts import Identity, identity_in
from sync.client.station import Station
from sync.protocol.judging import Verdict, believe, learn
from sync.protocol.keys import VerifyKey
from sync.protocol.said import Said
from sync.protocol.said_json import kind_of
from sync.protocol.statements import Statement, read_statement, state
from sync.protocol.trust import Trust


def trust_of(reader: Reader) -> Trust:
    """What follows from all statements that are here. Raises NotJoined at a desk that has met no organisation."""
    root = identity_in(reader).root
    if root is None:
        raise NotJoined
    passed_over = documents.refused(reader)
    return _learnt(root, tuple(kept.body for kept in reader.sync.statements() if kept.id not in passed_over))


@lru_cache(maxsize=4)
def _learnt(root: VerifyKey, statements: tuple[bytes, ...]) -> Trust:
    """Checking hundreds of signatures takes a while, and they rarely change."""
    return learn(Trust(root), map(read_statement, statements))[0]


def keep(write: Write, statement: Statement) -> bool:
    """Store a statement, believed or not; whether it was new."""
    return write.sync.keep_statement(KeptStatement(statement.id, kind_of(statement.said), statement.raw))


def take_in(write: Write, trust: Trust, statements: Iterable[Statement]) -> tuple[Trust, tuple[Verdict, ...]]:
    """Colleagues' statements: stored, and believed as far as they can be. What is not comes back with reasons."""
    for statement in statements:
        keep(write, statement)
    passed_over = documents.refused(write) | trust.statements.keys()
    return learn(trust, [read_statement(kept.body) for kept in write.sync.statements() if kept.id not in passed_over])


class Speaker:
    """Makes this desk's own statements in one transaction: signed, believed, stored, and queued for the server."""

    def __init__(self, write: Write, station: Station, trust: Trust | None = None) -> None:
        self._write = write
        self._station = station
        self.who: Identity = identity_in(write)
        self.when: Moment = station.clock.now()
        self.trust = trust_of(write) if trust is None else trust

    def require_coordinator(self) -> None:
        """Raises NotCoordinator."""
        if not self.trust.is_administrator(self.who.desk):
            raise NotCoordinator

    def say(self, said: Said) -> Statement:
        """In this desk's name."""
        made = state(
            said,
            organisation=self.trust.organisation_id,
            by=self.who.desk,
            when=self.when,
            key=self._station.signing,
        )
        self.publish(made)
        return made

    def publish(self, statement: Statement) -> None:
        """A statement that was made here."""
        self.trust = believe(self.trust, statement)
        keep(self._write, statement)
        documents.made(self._write, statement.id)
