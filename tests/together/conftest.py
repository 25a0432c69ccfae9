"""Desks and a real server: four people whose desks have joined by files, made once and copied for each test.

Tests that use `all_met` begin where everybody has talked with the server, so that each desk has its keys; for the
others nobody has met it yet.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from sync.client.organisation.founding import found
from sync.client.organisation.inviting import invite
from sync.client.talk.transport import Patience
from sync.protocol.keys import SigningKey
from tests.helpers.clock import StandingClock
from tests.helpers.line import PLAIN, Shape, Wire, wire_to
from tests.sync.client.making import Person, Team, a_team, join_by_files
from tests.together.caseloads import Two, two_caseloads
from tests.together.recovering import ALONE, Keeper, RootedHouse
from tests.together.talking import PATIENCE, Server, Talker

Lay = Callable[..., Wire]
Seat = Callable[..., Talker]


@dataclass(frozen=True)
class Made:
    """Everybody's files, closed, and the server's."""

    team: Team
    desks: Path
    server: Path

    def open_copy(self, desks: Path, server: Path) -> Team:
        """The same people at copies of their desks."""
        shutil.copytree(self.desks, desks, dirs_exist_ok=True)
        shutil.copytree(self.server, server)
        coordinator, worker, supervisor, trainer = (
            replace(person, folder=desks / person.name, clock=StandingClock()) for person in self.team.everybody
        )
        return Team(coordinator, worker, supervisor, trainer, self.team.founded, self.team.invited)


def close(team: Team) -> None:
    """Everybody goes home."""
    for person in team.everybody:
        person.close()


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """Nobody has met the server."""
    folder = tmp_path_factory.mktemp("made")
    (folder / "server").mkdir()
    team = a_team(folder / "desks")
    close(team)
    return Made(team, folder / "desks", folder / "server")


@pytest.fixture(scope="session")
def made_and_met(made: Made, tmp_path_factory: pytest.TempPathFactory) -> Made:
    """Everybody has talked with it, and talked again after the others."""
    folder = tmp_path_factory.mktemp("met")
    team = made.open_copy(folder / "desks", folder / "server")
    with Server(team.founded.kit, folder / "server") as server, ExitStack() as stack:
        talkers = [stack.enter_context(Talker(person, server.url)) for person in team.everybody]
        for talker in (*talkers, *talkers):
            talker.talk()
    close(team)
    return Made(team, folder / "desks", folder / "server")


@pytest.fixture
def team(request: pytest.FixtureRequest, home: Path, tmp_path: Path) -> Iterator[Team]:
    """An organisation of four."""
    met = "all_met" in request.fixturenames
    begun: Made = request.getfixturevalue("made_and_met" if met else "made")
    people = begun.open_copy(home, tmp_path / "server")
    yield people
    close(people)


@pytest.fixture
def newcomer(home: Path) -> Iterator[Person]:
    """Somebody with a desk who belongs to no organisation yet."""
    person = Person("newcomer", home / "newcomer")
    yield person
    person.close()


@pytest.fixture
def second(home: Path) -> Iterator[Person]:
    """Somebody's new laptop."""
    person = Person("second", home / "second")
    yield person
    person.close()


@pytest.fixture
def colleague(team: Team, server: Server, seat: Seat, home: Path, all_met: None) -> Iterator[Keeper]:
    """She works alone in her caseload, and the coordinator's desk, a recovery officer's, has what opens hers."""
    keeper, coordinator = Keeper.at("Swallow", home / "swallow"), seat(team.coordinator)
    join_by_files(team.coordinator, keeper, invite(team.coordinator.station, ALONE))
    talker = seat(keeper)
    for each in (coordinator, talker, coordinator):
        each.talk()
    yield keeper
    keeper.close()


@pytest.fixture
def house(home: Path, tmp_path: Path) -> Iterator[RootedHouse]:
    """An organisation whose root key is at hand: its coordinator, a second officer to be, a worker; and its server."""
    root = SigningKey.fresh()
    people = [Keeper.at(name, home / name) for name in ("first", "other", "worker")]
    first, other, worker = people
    kit = found(first.station, root, organisation="House", name="Coordinator 1").kit
    for person in (other, worker):
        join_by_files(first, person, invite(first.station, ALONE))
    with Server(kit, tmp_path / "server") as server:
        yield root, first, other, worker, server
    for person in people:
        person.close()


@pytest.fixture
def all_met() -> None:
    """Everybody has talked with the server."""


@pytest.fixture
def server(team: Team, tmp_path: Path) -> Iterator[Server]:
    """Its server, running."""
    with Server(team.founded.kit, tmp_path / "server") as running:
        yield running


@pytest.fixture
def lay(server: Server) -> Iterator[Lay]:
    """Lays wires to the server."""
    with ExitStack() as stack:

        def lay_wire(shape: Shape = PLAIN, *, listen: bool = False) -> Wire:
            return stack.enter_context(wire_to(server.port, shape, listen=listen))

        yield lay_wire


@pytest.fixture
def seat(server: Server) -> Iterator[Seat]:
    """Gives a desk something to talk with: straight to the server, or over the wire that is named."""
    with ExitStack() as stack:

        def sit_down(person: Person, wire: Wire | None = None, patience: Patience = PATIENCE) -> Talker:
            return stack.enter_context(Talker(person, server.url if wire is None else wire.url, patience))

        yield sit_down


@pytest.fixture
def two(team: Team, newcomer: Person, seat: Seat) -> Two:
    """Two workers with a caseload each, and a supervisor who reads both."""
    return two_caseloads(team, newcomer, seat)


@pytest.fixture
def apart(team: Team, newcomer: Person, seat: Seat) -> Two:
    """Nobody reads both caseloads."""
    return two_caseloads(team, newcomer, seat, overseen=False)
