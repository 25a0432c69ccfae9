"""A keeper puts the log of a space together: a new desk begins with that and is like the old ones, who lose nothing."""

from __future__ import annotations

import pytest

from sync.client.believing import trust_of
from sync.client.keeping.compacting import Compacting, Packing, Step, packed, wish
from sync.client.log import Event
from sync.protocol.cleared import read_cleared
from tests.sync.client.making import CASE, Person, Team
from tests.together.compacting import (
    assert_alike,
    bytes_left,
    compact,
    deleted,
    gather,
    joins,
    talk,
    written,
)
from tests.together.conftest import Lay, Seat
from tests.together.talking import Server

pytestmark = pytest.mark.usefixtures("all_met")


def test_the_server_signs_how_much_it_deleted_and_everybody_is_told(team: Team, seat: Seat, server: Server) -> None:
    worker, supervisor = seat(team.worker), seat(team.supervisor)
    written(team.worker)
    talk(worker, supervisor)
    before = server.heads()[team.caseload].count

    compact(supervisor, team.caseload)
    talk(supervisor, worker)

    for talker in (supervisor, worker):
        with talker.person.store.read() as reader:
            (word,) = reader.sync.words_of_server()
        assert read_cleared(word.body).chunks == before
        assert talker.has_noted(Event.PACKED)


def test_who_has_read_so_far_is_not_sent_the_snapshot(team: Team, seat: Seat, server: Server, lay: Lay) -> None:
    worker, supervisor = seat(team.worker), seat(team.supervisor)
    written(team.worker, 60)
    talk(worker, supervisor)

    compact(supervisor, team.caseload)
    wire = lay()
    there = seat(team.worker, wire)
    there.talk()

    size = bytes_left(server, team.caseload, "snapshot")
    assert size > 4000
    assert wire.down.bytes < size / 2
    assert_alike(team, server, worker, supervisor)
    later = team.supervisor.create(CASE, code="later")
    talk(supervisor, there)
    assert team.worker.has(later)


def test_what_was_edited_without_a_line_while_the_space_was_put_together_merges_exactly(
    team: Team, seat: Seat, server: Server, newcomer: Person
) -> None:
    worker, supervisor, coordinator = seat(team.worker), seat(team.supervisor), seat(team.coordinator)
    cases = written(team.worker)
    talk(worker, supervisor)
    team.worker.change(cases[0], phone="offline")
    team.worker.change(cases[1], note="offline")
    team.supervisor.change(cases[0], phone="online")
    supervisor.talk()

    compact(supervisor, team.caseload)
    joins(team, newcomer)
    talk(coordinator, supervisor)
    new = seat(newcomer)
    talk(new, supervisor, new)
    newcomer.change(cases[1], phone="new")
    talk(new, worker, supervisor, new, worker)

    assert team.worker.record(cases[0]).conflicts == newcomer.record(cases[0]).conflicts == 1
    assert newcomer.answers(cases[1]) == team.worker.answers(cases[1])
    assert newcomer.answers(cases[1])["phone"] == "new"
    assert_alike(team, server, worker, supervisor, new)


def test_what_was_cut_short_is_never_sent_and_begins_anew(
    team: Team, seat: Seat, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sync.client.keeping.gathering.TARGET", 500)
    worker, supervisor = seat(team.worker), seat(team.supervisor)
    written(team.worker, 20)
    talk(worker, supervisor)
    wish(team.supervisor.station, team.caseload)
    compacting = Compacting(team.supervisor.station)
    assert [compacting.step() for _ in range(3)] == [Step.MORE] * 3

    team.supervisor.reopen()  # as if the power had gone
    again = seat(team.supervisor)
    again.talk()
    assert bytes_left(server, team.caseload, "snapshot") == 0
    case = team.supervisor.create(CASE, code="meanwhile")
    talk(again, worker)
    assert team.worker.has(case)
    gather(team.supervisor)
    talk(again, worker)

    assert bytes_left(server, team.caseload, "snapshot") == bytes_left(server, team.caseload)
    assert_alike(team, server, worker, again)


def test_a_snapshot_of_which_the_last_chunks_never_come_stands_for_nothing(
    team: Team, seat: Seat, server: Server, newcomer: Person, lay: Lay, monkeypatch: pytest.MonkeyPatch
) -> None:
    for size in ("FIRST", "TARGET"):
        monkeypatch.setattr(f"sync.client.keeping.gathering.{size}", 500)
    worker, supervisor, coordinator = seat(team.worker), seat(team.supervisor), seat(team.coordinator)
    cases = written(team.worker, 20)
    talk(worker, supervisor)
    wish(team.supervisor.station, team.caseload)
    gather(team.supervisor)
    wire = lay()
    wire.cut_after(up=10_000)
    seat(team.supervisor, wire).breaks_off()
    server.broken.wait()
    assert bytes_left(server, team.caseload, "snapshot")

    joins(team, newcomer)
    new = seat(newcomer)
    talk(coordinator, worker, new, worker, new)

    assert deleted(server, team.caseload) == []
    assert all(newcomer.has(case) for case in cases)
    assert_alike(team, server, worker, new)


def test_two_keepers_at_once_lose_nothing(team: Team, seat: Seat, server: Server, newcomer: Person) -> None:
    worker, supervisor, coordinator = seat(team.worker), seat(team.supervisor), seat(team.coordinator)
    cases = written(team.worker)
    talk(worker, supervisor)
    for person in (team.worker, team.supervisor):
        wish(person.station, team.caseload)
        gather(person)
    talk(worker, supervisor, worker, supervisor)
    joins(team, newcomer)
    new = seat(newcomer)
    talk(coordinator, worker, supervisor, new, worker, new)

    assert all(newcomer.has(case) for case in cases)
    assert_alike(team, server, worker, supervisor, new)
    with team.worker.store.read() as reader:
        assert len(reader.sync.words_of_server()) == 1


def test_a_second_snapshot_takes_the_place_of_the_first(
    team: Team, seat: Seat, server: Server, newcomer: Person
) -> None:
    worker, supervisor, coordinator = seat(team.worker), seat(team.supervisor), seat(team.coordinator)
    cases = written(team.worker)
    talk(worker, supervisor)
    compact(supervisor, team.caseload)
    first = bytes_left(server, team.caseload, "snapshot")
    cases += written(team.worker, 2)
    talk(worker, supervisor)
    compact(supervisor, team.caseload)
    joins(team, newcomer)
    new = seat(newcomer)
    talk(coordinator, worker, supervisor, new, supervisor, new)

    assert first < bytes_left(server, team.caseload) < 2 * first
    assert all(newcomer.has(case) for case in cases)
    assert_alike(team, server, worker, supervisor, new)


def test_who_does_not_keep_the_space_puts_nothing_together(team: Team, seat: Seat, newcomer: Person) -> None:
    coordinator, worker = seat(team.coordinator), seat(team.worker)
    joins(team, newcomer)
    new = seat(newcomer)
    talk(coordinator, worker, new)

    with pytest.raises(Exception, match="keep this space"):
        wish(newcomer.station, team.caseload)
    assert Compacting(newcomer.station).step() is Step.NOTHING


def test_it_waits_until_all_of_the_space_is_here_and_there(team: Team, seat: Seat) -> None:
    worker, supervisor = seat(team.worker), seat(team.supervisor)
    talk(worker, supervisor)
    team.worker.create(CASE, code="A")
    talk(worker, supervisor)
    team.supervisor.create(CASE, code="not sent")

    wish(team.supervisor.station, team.caseload)

    assert Compacting(team.supervisor.station).step() is Step.NOTHING
    assert state(team.supervisor, team) is Packing.WISHED
    supervisor.talk()
    gather(team.supervisor)
    assert state(team.supervisor, team) is Packing.SENDS
    talk(supervisor, supervisor)
    assert Compacting(team.supervisor.station).step() is Step.NOTHING
    assert state(team.supervisor, team) is Packing.NO


def state(person: Person, team: Team) -> Packing:
    with person.store.read() as reader:
        return packed(reader, trust_of(reader), person.station.identity().desk, team.caseload).now


def test_a_long_log_is_put_together_without_being_asked(
    team: Team, seat: Seat, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sync.client.keeping.compacting.LONG", 3)
    worker, supervisor = seat(team.worker), seat(team.supervisor)
    for number in range(3):
        assert Compacting(team.supervisor.station).step() is Step.NOTHING
        team.worker.create(CASE, code=f"{number}")
        talk(worker, supervisor)

    gather(team.supervisor)
