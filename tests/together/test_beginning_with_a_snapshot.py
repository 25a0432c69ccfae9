"""A new desk, and one that was behind, begins with a keeper's snapshot: what matters most first, and nothing twice."""

from __future__ import annotations

import pytest

from fieldapp.domain.paring import no_longer_kept
from sync.client.believing import Speaker
from sync.client.keeping.starting import loading
from sync.client.log import Event
from sync.client.records.heads import begun
from sync.client.records.outgoing import all_placed
from sync.client.records.spaces import make_envelopes
from sync.client.talk.answering import Answer
from sync.protocol.envelopes import read_envelope
from sync.protocol.frames import Frame, FrameType
from tests.helpers.line import Shape
from tests.sync.client.making import CASE, Person, Team
from tests.together.compacting import (
    assert_alike,
    compact,
    deleted,
    joins,
    talk,
    talks_to_its_end,
    written,
)
from tests.together.conftest import Lay, Seat
from tests.together.talking import Server

pytestmark = pytest.mark.usefixtures("all_met")


def test_a_new_desk_begins_with_the_snapshot_and_is_like_the_old_ones(
    team: Team, seat: Seat, server: Server, newcomer: Person
) -> None:
    worker, supervisor, coordinator = seat(team.worker), seat(team.supervisor), seat(team.coordinator)
    cases = written(team.worker)
    conflict = cases[0]
    talk(worker, supervisor)
    team.worker.change(conflict, phone="hers")
    team.supervisor.change(conflict, phone="theirs")
    deleted_case = team.worker.create(CASE, code="gone")
    team.worker.delete(deleted_case)
    talk(worker, supervisor, worker)
    before = server.heads()[team.caseload].count

    compact(supervisor, team.caseload)
    joins(team, newcomer)
    talk(coordinator, worker, supervisor)
    new = seat(newcomer)
    talk(new, worker, new)

    assert deleted(server, team.caseload)[:before] == list(range(1, before + 1))
    assert all(newcomer.has(case) for case in cases)
    assert newcomer.record(conflict).conflicts == 1
    assert newcomer.record(deleted_case).deleted
    assert_alike(team, server, worker, supervisor, new)
    with newcomer.store.read() as reader:
        created, *corrections = reader.changes(cases[1])
        assert begun(reader) == {}
    assert [str(name) for name in no_longer_kept(created)] == ["phone"]
    assert [str(each.fields.get("phone")) for each in corrections] == ["None", "3"]  # type: ignore[call-overload]


def test_what_is_sealed_to_others_comes_after_the_first_packet_of_a_snapshot(
    team: Team, seat: Seat, newcomer: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    worker, supervisor = seat(team.worker), seat(team.supervisor)
    written(team.worker)
    talk(worker, supervisor)
    compact(worker, team.caseload)
    joins(team, newcomer)
    talk(seat(team.coordinator), worker)
    frame, came = Answer._frame, list[str]()

    def noted(self: Answer, one: Frame) -> None:
        if one.type == FrameType.ENVELOPE:
            came.append("hers" if read_envelope(one.body).to == newcomer.station.identity().desk else "others'")
        elif one.type == FrameType.CHUNK:
            came.append("packet")
        frame(self, one)

    monkeypatch.setattr(Answer, "_frame", noted)
    seat(newcomer).talk()

    assert came.index("hers") < came.index("packet") < came.index("others'")
    assert (
        newcomer.store.write_now(
            lambda write: make_envelopes(write, newcomer.station, Speaker(write, newcomer.station))
        )
        == 0
    )


def test_a_desk_that_was_behind_catches_up_by_the_snapshot(team: Team, seat: Seat, server: Server) -> None:
    worker, supervisor = seat(team.worker), seat(team.supervisor)
    first = written(team.worker, 3)
    talk(worker, supervisor)
    more = [team.supervisor.create(CASE, code=f"D{number}") for number in range(5)]
    for case in first:
        team.supervisor.change(case, note="corrected")
        supervisor.talk()

    compact(supervisor, team.caseload)
    unsent = team.worker.create(CASE, code="offline")
    talk(worker, supervisor)

    assert all(team.worker.has(case) for case in more)
    assert team.supervisor.has(unsent)
    assert not worker.has_noted(Event.HOLE)
    assert_alike(team, server, worker, supervisor)


def test_a_desk_whose_packets_went_into_a_snapshot_before_it_heard_of_their_place_compares_again(
    team: Team, seat: Seat, server: Server, lay: Lay
) -> None:
    worker, supervisor = seat(team.worker), seat(team.supervisor)
    written(team.worker, 2)
    talk(worker, supervisor)
    case = team.worker.create(CASE, code="sent, and cut")
    wire = lay()
    wire.cut_after(down=700)
    seat(team.worker, wire).breaks_off()
    supervisor.talk()
    assert team.supervisor.has(case)
    compact(supervisor, team.caseload)
    talk(worker, supervisor, worker)

    with team.worker.store.read() as reader:
        assert all_placed(reader)
    assert_alike(team, server, worker, supervisor)


def test_a_snapshot_that_comes_in_pieces_is_not_sent_twice(
    team: Team, seat: Seat, server: Server, lay: Lay, newcomer: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sync.client.keeping.gathering.TARGET", 30_000)
    worker, supervisor, coordinator = seat(team.worker), seat(team.supervisor), seat(team.coordinator)
    cases = written(team.worker, 120, 800)
    talk(worker, supervisor)
    compact(supervisor, team.caseload)
    joins(team, newcomer)
    talk(coordinator, supervisor)

    wire = lay(Shape(cut_every=20_000))
    new = seat(newcomer, wire)
    while not talks_to_its_end(new):
        pass

    assert 2 < wire.cuts < 20  # chunks that are begun are gone on with
    assert all(newcomer.has(case) for case in cases)
    assert_alike(team, server, supervisor, new)


def test_the_first_packet_of_a_snapshot_lists_what_matters_most_and_says_how_much_comes(
    team: Team, seat: Seat, server: Server, newcomer: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sync.client.keeping.gathering.TARGET", 1000)
    worker, supervisor, coordinator = seat(team.worker), seat(team.supervisor), seat(team.coordinator)
    written(team.worker, 30)
    talk(worker, supervisor)
    compact(supervisor, team.caseload)
    joins(team, newcomer)
    talk(coordinator, supervisor)
    new, seen = seat(newcomer), list[tuple[int, int]]()

    def look() -> None:
        with newcomer.store.read() as reader:
            seen.extend((each.here, each.of) for each in loading(reader))

    new.heard = look
    talk(new, supervisor, new)

    assert seen
    assert {of for _, of in seen} == {30}
    assert seen[0][0] >= 1
    assert [here for here, _ in seen] == sorted(here for here, _ in seen)
    with newcomer.store.read() as reader:
        assert loading(reader) == ()
