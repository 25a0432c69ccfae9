"""What was erased is nowhere: no record at any desk, no key that opened it, no packet on the server's disk."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from itertools import chain

from fieldapp.domain.codes import show_code
from fieldapp.domain.ids import RecordId
from fieldapp.storage.burying import KeptErasure
from sync.protocol.chunks import MAGIC, Chunk, chunk_size, read_chunk
from sync.protocol.envelopes import read_envelope
from sync.protocol.errors import Malformed
from sync.protocol.keys import SIGNATURE_SIZE
from sync.protocol.names import EpochId, StatementId
from tests.demo.folder import Folder
from tests.demo.verify.checks import Check, check
from tests.demo.verify.reopened import Reopened, ServerLeft

Desks = Mapping[str, Reopened]


def erased(folder: Folder, desks: Desks, server: ServerLeft) -> Iterator[Check]:
    """All of it."""
    done = {name: _done(desk) for name, desk in desks.items()}
    records = {record for kept in done.values() for each in kept for record in each.erasure.records}
    yield check(
        "what was erased, and nothing else, is known as erased where it was read",
        _misjudged(folder, desks, server, done),
        f"{len(folder.erasures())} cases",
    )
    yield check(
        "no desk has a record, a change or a draft of what was erased",
        [fault for name, desk in desks.items() for fault in _left_of(name, desk, records)],
        f"{len(records)} records",
    )
    yield check("no desk has a key that opened it", [fault for each in desks.items() for fault in _keys(*each, server)])
    rows = server.rows()
    yield check(
        "the server has no packet and no envelope under such a key",
        [
            *(f"packet {row.hash}" for row in rows if row.chunk is not None and server.trust.void(row.chunk.epoch)),
            *(f"an envelope of {epoch}" for epoch in server.envelopes() if server.trust.void(epoch)),
        ],
    )
    known = server.trust.statements
    sent = [each for each in _sent(folder) if StatementId(each.epoch) in known and server.trust.void(each.epoch)]
    disk = b"".join(path.read_bytes() for path in folder.server.rglob("*") if path.is_file())
    yield check(
        "packets that went over the wire under such a key lie in no file of the server",
        [
            *(f"packet {chunk.hash}" for chunk in sent if chunk.raw[-SIGNATURE_SIZE:] in disk),
            *(["none of them is known from the wire"] if folder.erasures() and not sent else []),
        ],
        f"{len(sent)} packets",
    )


def _done(desk: Reopened) -> tuple[KeptErasure, ...]:
    with desk.look() as reader:
        return tuple(each for each in reader.erasures.every() if each.done is not None)


def _misjudged(
    folder: Folder, desks: Desks, server: ServerLeft, done: Mapping[str, tuple[KeptErasure, ...]]
) -> Iterator[str]:
    told, every = set(folder.erasures()), {each.erasure.number: each.erasure for each in chain(*done.values())}
    yield from (f"{show_code(number)} was not erased by anybody" for number in every if show_code(number) not in told)
    yield from (f"{number} is erased nowhere" for number in told - set(map(show_code, every)))
    for name, desk in desks.items():
        known = {each.erasure.number for each in done[name]}
        for number, erasure in every.items():
            if number not in known and any(server.trust.may_read(desk.desk, space) for space in erasure.spaces):
                yield f"{name} has not erased {show_code(number)}"


def _left_of(name: str, desk: Reopened, records: set[RecordId]) -> Iterator[str]:
    with desk.look() as reader:
        for record in sorted(records):
            if reader.record(record) is not None or any(reader.changes(record)):
                yield f"{name} has record {record}"
        yield from (f"{name} has a draft of {each.record}" for each in reader.drafts() if each.record in records)


def _keys(name: str, desk: Reopened, server: ServerLeft) -> Iterator[str]:
    void = server.trust.void
    with desk.look() as reader:
        yield from (f"{name}: key of {key.epoch}" for key in reader.sync.space_keys() if void(EpochId(key.epoch)))
        envelopes = [read_envelope(each.body) for each in reader.sync.envelopes()]
    yield from (f"{name}: an envelope of {each.epoch}" for each in envelopes if void(each.epoch))


def _sent(folder: Folder) -> Iterator[Chunk]:
    """The chunks that went over the wire in one piece."""
    for path in folder.wire.glob("* sent"):
        sent, start = path.read_bytes(), -1
        while (start := sent.find(MAGIC, start + 1)) >= 0:
            with suppress(Malformed):
                yield read_chunk(sent[start : start + (chunk_size(sent[start:]) or 0)])
