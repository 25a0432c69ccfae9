"""Carries documents and chunks between desks by hand, as a server would: in rows with numbers, answered by receipts."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from fieldapp.domain.ids import SpaceId
from fieldapp.storage.store import Happened
from sync.client import documents
from sync.client.believing import trust_of
from sync.client.facts import server_seed
from sync.client.records.heads import head_at
from sync.client.records.incoming import Given, take_chunk, take_documents, take_placed, use_keys
from sync.client.records.outgoing import body_of, seal_waiting, take_receipt, waiting_chunks
from sync.protocol.chunks import Chunk, read_chunk
from sync.protocol.envelopes import Envelope, read_envelope
from sync.protocol.keys import SigningKey
from sync.protocol.pieces import Placed
from sync.protocol.receipts import make_receipt
from sync.protocol.statements import Statement, read_statement
from tests.helpers.clock import BEGINNING
from tests.sync.client.making import Person


@dataclass
class Carrier:
    """Holds what a server holds: documents in one row, chunks in a row for each space."""

    key: SigningKey
    documents: list[Statement | Envelope] = field(default_factory=list)
    rows: dict[SpaceId, list[Chunk]] = field(default_factory=lambda: defaultdict(list))

    def fetch_documents(self, person: Person) -> None:
        """What she has made and nobody has yet."""
        with person.store.read() as reader:
            wanted = documents.to_send(reader)
            found: list[Statement | Envelope] = [read_statement(each.body) for each in reader.sync.statements()]
            found += [read_envelope(each.body) for each in reader.sync.envelopes()]
        known = {each.id for each in self.documents}
        self.documents += [each for each in found if each.id in wanted and each.id not in known]

    def fetch(self, person: Person, *, receipts: bool = True) -> list[Chunk]:
        """Take her sealed chunks, and give her receipts."""
        seal_waiting(person.station)
        taken = list[Chunk]()
        with person.store.read() as reader:
            waiting = waiting_chunks(reader)
            bodies = [body_of(reader, each) for each in waiting]
        for raw in bodies:
            chunk = read_chunk(raw or b"")
            taken.append(chunk)
            if chunk not in self.rows[chunk.stream.space]:
                self.rows[chunk.stream.space].append(chunk)
            if receipts:
                self.receipt(person, chunk)
        return taken

    def receipt(self, person: Person, chunk: Chunk) -> int:
        seq = self.rows[chunk.stream.space].index(chunk) + 1
        receipt = make_receipt(chunk, seq=seq, when=BEGINNING, key=self.key)
        return person.store.write_now(lambda write: take_receipt(write, receipt))

    def give_documents(self, person: Person) -> Happened:
        """Everything she may know."""
        me = person.station.identity().desk
        with person.store.read() as reader:
            trust = trust_of(reader)
        statements = [each for each in self.documents if isinstance(each, Statement) and trust.may_know(me, each)]
        envelopes = [each for each in self.documents if isinstance(each, Envelope) and trust.may_read(me, each.space)]
        happened = take_documents(person.station, Given(statements, envelopes, len(self.documents)))
        return happened | person.store.write_now(lambda write: use_keys(write, person.station))

    def give(self, person: Person, space: SpaceId, upto: int | None = None) -> Happened:
        """The row of a space from where she stands."""
        with person.store.read() as reader:
            known = head_at(reader, space).count
        me, happened = person.station.identity().desk, Happened()
        for seq, chunk in enumerate(self.rows[space][known:upto], known + 1):
            if chunk.stream.desk == me:
                happened |= take_placed(person.station, Placed(space, seq, chunk.hash))
            else:
                happened |= take_chunk(person.station, space, seq, chunk)
        return happened


def carrier_for(coordinator: Person) -> Carrier:
    """With the organisation's server key."""
    with coordinator.store.read() as reader:
        seed = server_seed(reader)
    assert seed is not None
    return Carrier(SigningKey(seed))


def share_documents(carrier: Carrier, *people: Person) -> None:
    """Until everybody knows what she may know and every member's desk has its keys."""
    for _ in range(3):
        for person in people:
            carrier.fetch_documents(person)
        for person in people:
            carrier.give_documents(person)
