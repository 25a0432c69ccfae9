"""A case is erased for good, here, on the server and at every other desk, and nobody's other work is lost by it."""

from __future__ import annotations

from random import Random

import pytest
from sqlalchemy import select

from fieldapp.domain.codes import new_code
from fieldapp.domain.ids import SpaceId
from fieldapp.domain.spaces import Role
from fieldapp.storage.store import Write
from sync.client.keeping import erasing
from sync.client.keeping.erased import erasures
from sync.client.keeping.erasing import Wanted, has_begun
from sync.client.keeping.snapshots import Sealed
from sync.client.organisation.inviting import Invitee, invite
from sync.client.records.outgoing import seal_waiting
from sync.client.station import Station
from sync.protocol.chunks import read_chunk
from sync.protocol.cleared import read_cleared
from sync.server import log, schema
from tests.sync.client.making import Person, Team, join_by_files
from tests.together.conftest import Seat
from tests.together.erasing import (
    CODE,
    NAME,
    OTHER,
    a_case,
    epochs_held,
    erased_by,
    notes,
    opens_with,
    talk,
)
from tests.together.talking import Server


def test_it_goes_everywhere_and_all_else_stays(team: Team, seat: Seat, server: Server, all_met: None) -> None:
    worker, supervisor = seat(team.worker), seat(team.supervisor)
    case = a_case(team.worker)
    kept = a_case(team.worker, new_code(Random(8)), OTHER)
    talk(worker, supervisor)
    assert team.supervisor.has(case)

    erased_by(team.supervisor, case)
    assert not team.supervisor.has(case)
    talk(supervisor, worker, supervisor)

    for person in (team.supervisor, team.worker):
        assert not person.has(case)
        assert person.has(kept)
        assert notes(person) == {f"at home, {OTHER}"}
        assert epochs_held(person, team) == [2]
        with person.store.read() as reader:
            assert not has_begun(reader)
            assert reader.sync.held() == ()
            sealed_to = {each.epoch for each in reader.sync.envelopes() if each.space == team.caseload}
            assert sealed_to == {key.epoch for key in reader.sync.space_keys(team.caseload)}
            (word,) = reader.sync.words_of_server()
    assert read_cleared(word.body).chunks == 1
    assert worker.heads() == supervisor.heads()
    assert worker.agreement(team.caseload) == supervisor.agreement(team.caseload)
    again = a_case(team.worker, new_code(Random(9)), "later")
    talk(worker, supervisor)
    assert team.supervisor.has(again)


def test_what_a_colleague_wrote_offline_is_kept_but_for_the_erased_case(
    team: Team, seat: Seat, server: Server, all_met: None
) -> None:
    worker, supervisor = seat(team.worker), seat(team.supervisor)
    case, kept = a_case(team.worker), a_case(team.worker, new_code(Random(8)), OTHER)
    talk(worker, supervisor)
    team.worker.change(case, status="closed")
    team.worker.change(kept, status="closed")
    seal_waiting(team.worker.station)  # under the key that will be destroyed

    erased_by(team.supervisor, case)
    talk(supervisor, worker, supervisor, worker)

    assert not team.worker.has(case)
    assert team.supervisor.answers(kept)["status"] == "closed"
    assert worker.not_sent() == 0
    assert worker.agreement(team.caseload) == supervisor.agreement(team.caseload)
    with team.worker.store.read() as reader:
        (told,) = reader.erasures.every()
    assert (told.counted.records, told.counted.unsent) == (2, 1)


def test_what_comes_in_while_the_snapshot_is_on_its_way_is_not_lost(
    team: Team, seat: Seat, server: Server, all_met: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    worker, supervisor = seat(team.worker), seat(team.supervisor)
    case, kept = a_case(team.worker), a_case(team.worker, new_code(Random(8)), OTHER)
    talk(worker, supervisor)
    erased_by(team.supervisor, case)
    said, between = erasing._said, list[str]()

    def said_late(write: Write, station: Station, space: SpaceId, want: Wanted, sealed: Sealed) -> Wanted:
        if not between:
            team.worker.change(kept, status="closed")
            seal_waiting(team.worker.station)
            with team.worker.store.read() as reader:
                (chunk,) = reader.outbox.unanswered()
                (body,) = (each.body for each in reader.outbox.sealed(chunk.stream))
            between.append(chunk.hash)
            with server.centre.database.writing() as connection:
                log.take(connection, read_chunk(body), when=team.worker.clock.now(), key=server.centre.key)
        return said(write, station, space, want, sealed)

    monkeypatch.setattr(erasing, "_said", said_late)
    talk(supervisor, supervisor, worker, supervisor, worker)

    assert between
    assert team.supervisor.answers(kept)["status"] == "closed"
    assert not team.worker.has(case)
    assert epochs_held(team.supervisor, team) == epochs_held(team.worker, team) == [2]
    assert worker.agreement(team.caseload) == supervisor.agreement(team.caseload)


def test_what_comes_late_under_the_new_key_is_cleared_with_one_still_newer(
    team: Team, seat: Seat, server: Server, all_met: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    worker, supervisor = seat(team.worker), seat(team.supervisor)
    case = a_case(team.worker)
    talk(worker, supervisor)
    erased_by(team.supervisor, case)
    said, between = erasing._said, list[str]()

    def said_late(write: Write, station: Station, space: SpaceId, want: Wanted, sealed: Sealed) -> Wanted:
        if not between:
            between.append("once")
            worker.talk()  # she gets the new key, and does not know yet what for
            team.worker.change(case, note=f"later, {NAME}")
            worker.talk()
        return said(write, station, space, want, sealed)

    monkeypatch.setattr(erasing, "_said", said_late)
    talk(supervisor, supervisor, worker, supervisor)

    assert between
    assert not team.worker.has(case)
    assert epochs_held(team.supervisor, team) == epochs_held(team.worker, team) == [3]
    with server.centre.database.reading() as connection:
        left = [bytes(raw) for (raw,) in connection.execute(select(schema.chunk.c.raw)) if raw]
    assert not opens_with(team, left, NAME)
    (seen,) = erasures(team.supervisor.station)
    assert (seen.here.late, seen.server is None) == (1, False)


def test_two_who_erase_at_once_lose_nothing_and_leave_nothing(
    team: Team, seat: Seat, server: Server, newcomer: Person, all_met: None
) -> None:
    worker, supervisor, coordinator = seat(team.worker), seat(team.supervisor), seat(team.coordinator)
    late = invite(team.coordinator.station, Invitee(name="Supervisor 2", role=Role.SUPERVISOR, joins=(team.caseload,)))
    join_by_files(team.coordinator, newcomer, late)
    other = seat(newcomer)
    kept_code, other_code = new_code(Random(8)), new_code(Random(9))
    case, second = a_case(team.worker), a_case(team.worker, other_code, "Second")
    kept = a_case(team.worker, kept_code, OTHER)
    talk(coordinator, worker, supervisor, other, worker, supervisor, other)
    assert newcomer.has(second)

    erased_by(team.supervisor, case)
    erased_by(newcomer, second, other_code)
    talk(supervisor, other, worker, times=4)

    for person in (team.worker, team.supervisor, newcomer):
        assert notes(person) == {f"at home, {OTHER}"}
        assert person.has(kept)
    assert epochs_held(team.supervisor, team) == epochs_held(newcomer, team) == epochs_held(team.worker, team)
    with server.centre.database.reading() as connection:
        left = [bytes(raw) for (raw,) in connection.execute(select(schema.chunk.c.raw)) if raw]
    assert not opens_with(team, left, CODE)
    assert not opens_with(team, left, other_code)
    assert opens_with(team, left, kept_code)
    assert other.agreement(team.caseload) == supervisor.agreement(team.caseload) == worker.agreement(team.caseload)
