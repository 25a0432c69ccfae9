"""A worker whom a recovery officer can help, and words carried between two desks as a server would."""

from __future__ import annotations

from fieldapp.storage.values import Happened
from sync.client.incoming import Given, take_documents
from sync.client.membership import settle_in
from sync.protocol.envelopes import read_envelope
from sync.protocol.statements import read_statement
from tests.ui.at_desk import AtDesk
from tests.ui.house import an_invitation, an_organisation, join


def carry(giver: AtDesk, taker: AtDesk) -> None:
    """All that the organisation has said, as far as one desk knows, to another one."""
    with giver.desk.store.read() as reader:
        statements = [read_statement(kept.body) for kept in reader.sync.statements()]
        envelopes = [read_envelope(kept.body) for kept in reader.sync.envelopes()]
    happened = take_documents(taker.room.station, Given(statements, envelopes, 0))
    taker.board.tell(happened | settle_in(taker.room.station) | Happened(sync=True))


def an_officer_and_a_worker(coordinator: AtDesk, worker: AtDesk) -> None:
    """The coordinator's desk, a recovery officer's, has what opens the worker's."""
    an_organisation(coordinator)
    join(coordinator.room.station, worker.room.station, an_invitation(coordinator))
    carry(coordinator, worker)
    carry(worker, coordinator)
