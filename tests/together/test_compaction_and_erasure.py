"""Where a space is put together and a case of it erased for good: neither brings back what the other took away."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from fieldapp.domain.ids import SpaceId
from fieldapp.domain.spaces import Role
from fieldapp.storage.store import Write
from sync.client.keeping import erasing
from sync.client.keeping.compacting import Compacting, Step, wish
from sync.client.keeping.erased import erasures
from sync.client.keeping.erasing import Wanted
from sync.client.keeping.gathering import Gathering
from sync.client.keeping.snapshots import Sealed
from sync.client.station import Station
from sync.protocol.epochs import SpaceKey
from sync.server import schema
from tests.sync.client.making import CASE, Person, Team
from tests.together.compacting import assert_alike, compact, gather, joins, written
from tests.together.conftest import Seat
from tests.together.erasing import NAME, a_case, erased_by, opens_with, talk
from tests.together.talking import Server

pytestmark = pytest.mark.usefixtures("all_met")


def bytes_of(server: Server) -> list[bytes]:
    with server.centre.database.reading() as connection:
        return [bytes(raw) for (raw,) in connection.execute(select(schema.chunk.c.raw)) if raw]


def test_a_new_desk_is_told_what_was_erased_also_after_the_space_was_put_together(
    team: Team, seat: Seat, server: Server, newcomer: Person
) -> None:
    worker, supervisor, coordinator = seat(team.worker), seat(team.supervisor), seat(team.coordinator)
    case = a_case(team.worker)
    written(team.worker, 2)
    talk(worker, supervisor)
    erased_by(team.supervisor, case)
    talk(supervisor, worker, supervisor)
    compact(supervisor, team.caseload)
    joins(team, newcomer, Role.SUPERVISOR)
    new = seat(newcomer)
    talk(coordinator, worker, supervisor, new, supervisor, new)

    with newcomer.store.read() as reader:
        assert reader.erasures.has(case)
    assert_alike(team, server, worker, supervisor, new)


def test_a_desk_that_was_behind_confirms_an_erasure_of_which_a_later_snapshot_tells(
    team: Team, seat: Seat, server: Server
) -> None:
    worker, supervisor = seat(team.worker), seat(team.supervisor)
    case = a_case(team.worker)
    written(team.worker, 2)
    talk(worker, supervisor)
    erased_by(team.supervisor, case)
    talk(supervisor, times=3)
    team.supervisor.create(CASE, code="later")
    compact(supervisor, team.caseload)
    talk(worker, worker, supervisor)

    talk(seat(team.coordinator), supervisor)  # her desk holds its keys as an officer's

    (seen,) = erasures(team.supervisor.station)
    assert not team.worker.has(case)
    assert [each.at is not None for each in seen.desks] == [True, True]
    assert_alike(team, server, worker, supervisor)


@pytest.mark.parametrize("is_sent", [True, False])
def test_a_snapshot_by_a_keeper_who_does_not_know_of_an_erasure_yet_keeps_nothing_of_it(
    team: Team, seat: Seat, server: Server, monkeypatch: pytest.MonkeyPatch, *, is_sent: bool
) -> None:
    worker, supervisor = seat(team.worker), seat(team.supervisor)
    case = a_case(team.worker)
    written(team.worker, 3)
    talk(worker, supervisor)
    erased_by(team.supervisor, case)
    sealed, between = erasing._sealed, list[str]()

    def sealed_late(write: Write, key: SpaceKey, want: Wanted, gathered: Gathering) -> Wanted:
        if not between:
            between.append("once")
            worker.talk()  # she gets the new key, and does not know yet what for
            wish(team.worker.station, team.caseload)
            gather(team.worker)
            if is_sent:
                worker.talk()
        return sealed(write, key, want, gathered)

    monkeypatch.setattr(erasing, "_sealed", sealed_late)
    talk(supervisor, worker, times=4)

    assert between
    assert not team.worker.has(case)
    assert not opens_with(team, bytes_of(server), NAME)
    assert_alike(team, server, worker, supervisor)


def test_a_keeper_who_was_told_of_an_erasure_puts_nothing_together_before_it_is_done(
    team: Team, seat: Seat, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    worker, supervisor = seat(team.worker), seat(team.supervisor)
    case = a_case(team.worker)
    talk(worker, supervisor)
    erased_by(team.supervisor, case)
    said, steps = erasing._said, list[Step]()

    def said_late(write: Write, station: Station, space: SpaceId, want: Wanted, sealed: Sealed) -> Wanted:
        if not steps:
            worker.talk()
            wish(team.worker.station, team.caseload)
            steps.append(Compacting(team.worker.station).step())
        return said(write, station, space, want, sealed)

    monkeypatch.setattr(erasing, "_said", said_late)
    talk(supervisor, worker, times=2)

    assert steps == [Step.NOTHING]
    assert not team.worker.has(case)
    gather(team.worker)
    talk(worker, supervisor)
    assert not opens_with(team, bytes_of(server), NAME)
    assert_alike(team, server, worker, supervisor)
