"""A desk outside a space holds neither a byte nor a key of it: no chunk, no record, no envelope, no word too many."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from fieldapp.domain.ids import RecordId, SpaceId
from sync.protocol.envelopes import Envelope, read_envelope
from sync.protocol.statements import read_statement
from sync.protocol.trust import Trust
from tests.demo.verify.checks import Check, check
from tests.demo.verify.reopened import Reopened, ServerLeft

Desks = Mapping[str, Reopened]


@dataclass(frozen=True, slots=True)
class Inside:
    """What nobody outside a space may have: bytes, by what they are."""

    records: Mapping[RecordId, bytes]
    keys: Mapping[str, bytes]
    chunks: Mapping[str, bytes]

    def lying_in(self, everything: bytes, handed: frozenset[RecordId] = frozenset()) -> Iterator[str]:
        """What of it is found there. `handed`: what was handed over from there, and is known there by its id."""
        records = {f"record {record}": raw for record, raw in self.records.items() if record not in handed}
        for what, raw in {**records, **self.keys, **self.chunks}.items():
            if any(dress in everything for dress in (raw, raw.hex().encode(), base64.b64encode(raw).rstrip(b"="))):
                yield what


def apart(desks: Desks, server: ServerLeft) -> Iterator[Check]:
    """For every desk and every space that it does not belong to."""
    trust = server.trust
    inside = {space: _inside(desks, server, space) for space in trust.spaces}
    blind = []
    for name, desk in desks.items():
        everything, handed = desk.everything(), _handed(desk)
        faults, on = list(_too_many_words(desk, server)), []
        for space in trust.spaces:
            if trust.may_read(desk.desk, space):
                blind += [f"{name}: {space}"] if _finds_nothing(inside[space], everything) else []
                continue
            on.append(space)
            faults += [f"its tables have {what} of space {space}" for what in _in_tables(desk, space, trust)]
            faults += [f"{what} lies in its file" for what in inside[space].lying_in(everything, handed)]
        number = sum(len(inside[space].records) for space in on)
        yield check(
            f"{name} holds neither a byte nor a key of what is not {name}'s",
            faults,
            f"{len(on)} spaces, {number} records",
        )
    yield check("the same search finds what a desk may have", blind)


def _inside(desks: Desks, server: ServerLeft, space: SpaceId) -> Inside:
    records: dict[RecordId, bytes] = {}
    keys: dict[str, bytes] = {}
    for desk in desks.values():
        records |= {record: record.encode() for record in desk.hashes(space)}
        with desk.look() as reader:
            keys |= {f"the key of epoch {key.epoch}": key.key for key in reader.sync.space_keys(space)}
    chunks = {f"chunk {chunk.hash}": chunk.raw[-64:] for chunk in server.log(space)}
    return Inside(records, keys, chunks)


def _handed(desk: Reopened) -> frozenset[RecordId]:
    with desk.look() as reader:
        return frozenset(record for each in reader.departed() for record in each.records)


def _finds_nothing(inside: Inside, everything: bytes) -> bool:
    return bool(inside.records or inside.keys) and not any(inside.lying_in(everything))


def _in_tables(desk: Reopened, space: SpaceId, trust: Trust) -> Iterator[str]:
    with desk.look() as reader:
        envelopes = [read_envelope(each.body) for each in reader.sync.envelopes() if each.space == space]
        found = {
            "records": any(reader.record_hashes(space)),
            "keys": reader.sync.space_keys(space),
            "envelopes": [each for each in envelopes if not _is_an_officers(each, desk, trust)],
            "chunks": space in {each.space for each in reader.sync.held()},
            "what was put aside": space in {each.space for each in reader.sync.parked()},
            "numbers": reader.sync.reach(space).seq,
        }
    yield from (what for what, there in found.items() if there)


def _is_an_officers(envelope: Envelope, desk: Reopened, trust: Trust) -> bool:
    """An officer is given all envelopes: those to the recovery key, and those to others, which open nothing."""
    return trust.is_officer(desk.desk) and (envelope.is_for_recovery or envelope.to != desk.desk)


def _too_many_words(desk: Reopened, server: ServerLeft) -> Iterator[str]:
    with desk.look() as reader:
        statements = [read_statement(kept.body) for kept in reader.sync.statements()]
    for statement in statements:
        if not server.trust.may_know(desk.desk, statement):
            yield f"it holds statement {statement.id}, which is for members of {statement.space}"
