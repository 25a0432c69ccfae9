"""Two workers with a caseload each, and a coordinator who reads both, who have met by a real server."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from fieldapp.domain.ids import RecordId, SpaceId
from fieldapp.domain.spaces import Role, SpaceKind
from sync.client.facts import remember_address
from sync.client.organisation.founding import found
from sync.client.organisation.inviting import Invited, Invitee, NewSpace, invite, let_in, read_request
from sync.client.organisation.joining import begin, join_request, take_invitation, take_welcome
from sync.client.talk.exchange import Exchange
from sync.protocol.keys import SigningKey
from tests.fieldapp.work.conftest import a_case
from tests.together.talking import PATIENCE, Server
from tests.ui.at_desk import AtDesk
from tests.ui.house import Seat


@dataclass
class Colleagues:
    """Everybody, and what the server is made from. `first` is the worker's caseload, `second` the other's."""

    coordinator: AtDesk
    worker: AtDesk
    other: AtDesk
    first: SpaceId
    second: SpaceId
    kit: bytes
    folder: Path

    def talk(self, *desks: AtDesk) -> None:
        """One after the other, with a server that stands for just so long."""
        with Server(self.kit, self.folder) as server:
            for desk in desks:
                desk.desk.store.write_now(lambda write: remember_address(write, server.url))
                exchange = Exchange(desk.room.station, PATIENCE, tell=desk.board.tell, progress=lambda *_: None)
                try:
                    exchange.talk()
                finally:
                    exchange.close()

    def all_talk(self) -> None:
        self.talk(*(self.coordinator, self.worker, self.other) * 2)


def colleagues(seat: Seat) -> Colleagues:
    coordinator, worker, other = seat("coordinator"), seat("worker"), seat("other")
    station = coordinator.room.station
    made = found(station, SigningKey.fresh(), organisation="House by the river", name="Coordinator 1", address="")
    over = station.identity().worker
    spaces = [NewSpace(kind=SpaceKind.CASELOAD, title=f"Naryn {number}", others=(over,)) for number in (1, 2)]
    invited = [
        invite(station, Invitee(name=f"Worker {number}", role=Role.OUTREACH, opens=(space,)))
        for number, space in enumerate(spaces, 1)
    ]
    for desk, one in zip((worker, other), invited, strict=True):
        _join(coordinator, desk, one)
    folder = worker.room.parts.home / "server"
    folder.mkdir()
    first, second = (one.spaces[0] for one in invited)
    met = Colleagues(coordinator, worker, other, first, second, made.kit, folder)
    met.all_talk()
    return met


def her_case(met: Colleagues) -> RecordId:
    """The worker's, with a first meeting, at the server."""
    desk = met.worker.desk.now()
    case = a_case(desk)
    met.worker.saved("gbv_survivor", case, contact_allowed="true")
    met.talk(met.worker, met.coordinator)
    return case


def _join(coordinator: AtDesk, desk: AtDesk, invited: Invited) -> None:
    begin(desk.room.station, invited.code, name="colleague")
    take_invitation(desk.room.station, invited.paper.raw)
    asking = read_request(coordinator.room.station, join_request(desk.room.station))
    take_welcome(desk.room.station, let_in(coordinator.room.station, asking).raw)
