"""People with desks in a home of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.sync.client.making import Person, Team, a_team

Seat = Callable[[str], Person]


@pytest.fixture
def seat(home: Path) -> Iterator[Seat]:
    """Gives somebody a desk; all are closed at the end."""
    seated: list[Person] = []

    def take_a_seat(name: str) -> Person:
        seated.append(Person(name, home / name))
        return seated[-1]

    yield take_a_seat
    for person in seated:
        person.close()


@pytest.fixture
def team(home: Path) -> Iterator[Team]:
    """An organisation of four whose desks have joined by files."""
    people = a_team(home)
    yield people
    for person in people.everybody:
        person.close()
