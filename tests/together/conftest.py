"""Desks and a real server: an organisation of four whose desks have joined by files and have yet to meet it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.helpers.line import PLAIN, Shape, Wire, wire_to
from tests.sync.client.making import Person, Team, a_team
from tests.together.talking import Server, Talker

Lay = Callable[..., Wire]
Seat = Callable[..., Talker]


@pytest.fixture
def team(home: Path) -> Iterator[Team]:
    """An organisation of four."""
    people = a_team(home)
    yield people
    for person in people.everybody:
        person.close()


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

        def sit_down(person: Person, wire: Wire | None = None) -> Talker:
            return stack.enter_context(Talker(person, server.url if wire is None else wire.url))

        yield sit_down


@pytest.fixture
def all_met(team: Team, seat: Seat) -> None:
    """Everybody has talked with the server once, so that each desk has its keys."""
    talkers = [seat(person) for person in team.everybody]
    for talker in (*talkers, *talkers):
        talker.talk()
