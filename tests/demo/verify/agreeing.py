"""Desks that share a space agree record by record, desks and server chunk by chunk; what was told as saved is there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

from fieldapp.domain.ids import ChangeId, RecordId, SpaceId
from fieldapp.storage.troubles import StoreDamaged
from sync.client.records.heads import head_at
from sync.client.records.outgoing import waiting_chunks
from sync.protocol.head import EMPTY, head_of
from sync.protocol.trust import Trust
from tests.demo.folder import Folder
from tests.demo.said import told_in
from tests.demo.verify.checks import Check, check
from tests.demo.verify.reopened import Reopened, ServerLeft

Desks = Mapping[str, Reopened]


def agreeing(folder: Folder, desks: Desks, server: ServerLeft) -> Iterator[Check]:
    """All of it."""
    yield check("every desk's file is sound", _unsound(desks), f"{len(desks)} desks")
    shared = [(space, members) for space in server.trust.spaces if len(members := _members(desks, server, space)) > 1]
    records = sum(len(members[0].hashes(space)) for space, members in shared)
    yield check(
        "desks that share a space agree record by record",
        [fault for space, members in shared for fault in _diverged(space, members)],
        f"{len(shared)} spaces, {records} records",
    )
    chunks = sum(head.count for head in server.heads().values())
    yield check("the server's rows of chunks are whole", _broken_rows(server), f"{chunks} chunks")
    yield check("desks and server agree chunk by chunk", _apart(desks, server))
    yield check("nothing waits to be sent, opened or sorted out", _waiting(desks))
    names = [name for name, keys in folder.keys().items() if not keys.lost]
    told = [len(each.written) for name in names for each in told_in(folder.said(name))]
    yield check(
        "everything that was told as saved is there",
        [fault for name in names for fault in missing(folder, name, desks.get(name), Everywhere(desks, server.trust))],
        f"{sum(told)} changes",
    )


def _members(desks: Desks, server: ServerLeft, space: SpaceId) -> list[Reopened]:
    return [desk for desk in desks.values() if server.trust.may_read(desk.desk, space)]


def _unsound(desks: Desks) -> Iterator[str]:
    for name, desk in desks.items():
        try:
            desk.store.check()
        except StoreDamaged as wrong:
            yield f"{name}: {wrong}"


def _diverged(space: SpaceId, members: list[Reopened]) -> Iterator[str]:
    for one, other in combinations(members, 2):
        here, there = one.hashes(space), other.hashes(space)
        for record in sorted(here.keys() | there.keys()):
            if here.get(record) == there.get(record):
                continue
            if record not in there:
                yield f"{other.name} has no record {record}, which {one.name} has"
            elif record not in here:
                yield f"{one.name} has no record {record}, which {other.name} has"
            else:
                yield f"record {record} is not the same at {one.name} and {other.name}"


def _broken_rows(server: ServerLeft) -> Iterator[str]:
    rows = server.rows()
    for space, head in server.heads().items():
        if head_of(row.hash for row in rows if row.space == space) != head:
            yield f"space {space}: the chunks do not make the head"
    yield from (f"chunk {row.hash} is another one" for row in rows if row.chunk and row.chunk.hash != row.hash)


def _apart(desks: Desks, server: ServerLeft) -> Iterator[str]:
    heads = server.heads()
    for name, desk in desks.items():
        with desk.look() as reader:
            for space in server.trust.readable(desk.desk):
                mine, theirs = head_at(reader, space), heads.get(space, EMPTY)
                if mine != theirs:
                    yield f"{name} has read {mine.count} chunks of {space}, the server holds {theirs.count}"


def _waiting(desks: Desks) -> Iterator[str]:
    for name, desk in desks.items():
        with desk.look() as reader:
            standing = reader.standing()
            waits = {
                "records not sent": standing.not_sent,
                "chunks without a receipt": len(waiting_chunks(reader)),
                "changes before what they build on": standing.waiting,
                "records without the one above": standing.rootless,
                "chunks without their key": standing.held,
                "put aside": standing.parked,
            }
        yield from (f"{name}: {number} {what}" for what, number in waits.items() if number)


@dataclass(frozen=True, slots=True)
class Everywhere:
    """All desks, to be asked for what may not stand at one of them any more."""

    desks: Desks
    trust: Trust

    def have(self, record: RecordId, change: ChangeId, asks: Reopened | None) -> bool:
        """Whether the change is at a desk, in a space that the one which asks may not read; a closed one reads none."""
        holds = [each for each in self.desks.values() if each.has(record, change)]
        return any(asks is None or not self._may_read(asks, each.space_of(record)) for each in holds)

    def _may_read(self, desk: Reopened, space: SpaceId | None) -> bool:
        return space is None or self.trust.may_read(desk.desk, space)


def missing(folder: Folder, name: str, desk: Reopened | None, everywhere: Everywhere | None = None) -> Iterator[str]:
    """What this desk told as saved and has not; None: it was closed. What has left it must be elsewhere, if that can be
    looked at; what was erased is looked at in `erased`."""
    for told in told_in(folder.said(name)):
        for record, change in told.written.items():
            is_here = desk is not None and (desk.has(record, change) or desk.has_erased(record))
            if not is_here and not (everywhere is not None and everywhere.have(record, change, desk)):
                yield f"{name}: process {told.pid} told record {record} as saved; change {tuple(change)} is missing"
