"""What was put aside is looked into, tried again, taken in, carried as a file and let go, and by whom."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from fieldapp.domain.ids import DeskId, SpaceId
from fieldapp.storage.sync_values import Parked
from fieldapp.words import ENGLISH
from fieldapp.work.packs import built_in_packs
from sync.client.errors import CannotLook, GoneMeanwhile, NotThatFile, NotYours
from sync.client.records import aside, taking_in
from sync.client.records.outgoing import seal_waiting
from sync.protocol import limits
from tests.sync.client.making import CASE, INCIDENT, Person, Team
from tests.together.conftest import Seat

CANARY = "Анара Сыдыкова"


def sealed_by(person: Person) -> bytes:
    """What she has sealed last, as it would stand in the space's log."""
    seal_waiting(person.station)
    with person.store.read() as reader:
        (chunk,) = reader.outbox.unanswered()
        (kept,) = reader.outbox.sealed(chunk.stream)
    return kept.body


def park(person: Person, space: SpaceId, desk: DeskId, reason: str, body: bytes) -> int:
    now = person.clock.now()
    return person.store.write_now(lambda write: write.sync.park(Parked(0, space, desk, reason, now, body)))


def put_aside(person: Person) -> Sequence[aside.PutAside]:
    return aside.look(person.station).aside


def desk_of(person: Person) -> DeskId:
    return person.station.identity().desk


@pytest.fixture
def late(team: Team, seat: Seat, all_met: None) -> int:
    """The worker's last night: a case that reached her supervisor after her desk was shut out."""
    case = team.worker.create(CASE, code="K7QM-3ZTP-4H", family_name=CANARY)
    team.worker.create(INCIDENT, case, note="at home")
    return park(team.supervisor, team.caseload, desk_of(team.worker), aside.LATE, sealed_by(team.worker))


def test_whoever_decides_sees_codes_and_forms_inside_and_never_a_name(team: Team, late: int) -> None:
    station, desk = team.supervisor.station, team.supervisor.desk

    found = taking_in.look_inside(station, desk, built_in_packs(), late, ENGLISH)

    assert [(one.code, one.label) for one in found] == [("K7QM-3ZTP-4H", "Case"), ("K7QM-3ZTP-4H", "Incident")]
    assert CANARY not in repr(found)


def test_what_was_sent_late_and_taken_in_reaches_every_member_as_its_writer_wrote_it(
    team: Team, seat: Seat, late: int
) -> None:
    (told,) = put_aside(team.supervisor)
    assert (told.writer, told.may_take_in) == ("Worker 1", True)

    assert taking_in.take_in(team.supervisor.station, late).records

    with team.worker.store.read() as reader:
        hers = [(each.id, reader.changes(each.id)) for each in reader.of_form(CASE)]
    with team.supervisor.store.read() as reader:
        assert [(each.id, reader.changes(each.id)) for each in reader.of_form(CASE)] == hers
        assert reader.outbox.not_sent() == {team.caseload: 2}
    assert put_aside(team.supervisor) == ()
    assert seat(team.supervisor).talk()
    assert seat(team.supervisor).not_sent() == 0


def test_taken_in_by_one_it_leaves_the_list_of_every_other_desk(team: Team, seat: Seat, late: int) -> None:
    with team.supervisor.store.read() as reader:
        body = aside.parked(reader, late).body
    park(team.worker, team.caseload, desk_of(team.worker), aside.LATE, body)
    taking_in.take_in(team.supervisor.station, late)
    seat(team.supervisor).talk()

    seat(team.worker).talk()

    assert put_aside(team.worker) == ()


def test_on_what_was_sent_late_the_supervisor_decides_and_the_worker_does_not(team: Team, late: int) -> None:
    with team.supervisor.store.read() as reader:
        body = aside.parked(reader, late).body
    hers = park(team.worker, team.caseload, desk_of(team.worker), aside.LATE, body)

    (told,) = put_aside(team.worker)
    assert not told.may_take_in
    with pytest.raises(NotYours):
        taking_in.take_in(team.worker.station, hers)


def test_tried_again_after_a_newer_program_it_is_where_it_belongs(team: Team, all_met: None) -> None:
    case = team.worker.create(CASE, code="A")
    number = park(team.supervisor, team.caseload, desk_of(team.worker), "malformed", sealed_by(team.worker))

    tried = taking_in.try_again(team.supervisor.station, number)

    assert tried.used
    assert team.supervisor.has(case)
    assert put_aside(team.supervisor) == ()
    with pytest.raises(GoneMeanwhile):
        taking_in.try_again(team.supervisor.station, number)


def test_what_is_forged_stays_aside_however_often_it_is_tried(team: Team, all_met: None) -> None:
    case = team.worker.create(CASE, code="A")
    body = bytearray(sealed_by(team.worker))
    body[-1] ^= 1
    number = park(team.supervisor, team.caseload, desk_of(team.worker), aside.LATE, bytes(body))

    assert not taking_in.try_again(team.supervisor.station, number).used
    with pytest.raises(CannotLook):
        taking_in.take_in(team.supervisor.station, number)

    assert len(put_aside(team.supervisor)) == 1
    assert not team.supervisor.has(case)


def test_a_file_shows_nothing_to_its_finder_and_all_to_a_supervisor_of_the_space(
    team: Team, seat: Seat, all_met: None
) -> None:
    team.worker.create(CASE, code="A", family_name=CANARY, note="о" * limits.PAYLOAD)
    seal_waiting(team.worker.station)
    (told,) = put_aside(team.worker)
    assert (told.whole, told.may_come_right) == (False, False)

    file = aside.file_of(team.worker.station, told.number)

    assert CANARY.encode() not in file
    assert aside.open_file(team.supervisor.station, file).sync
    aside.open_file(team.supervisor.station, file)  # twice is once
    (opened,) = put_aside(team.supervisor)
    assert (opened.writer, opened.title, opened.whole) == ("Worker 1", "Cases 1", False)
    with pytest.raises(NotYours):
        aside.open_file(team.trainer.station, file)
    with pytest.raises(NotThatFile):
        aside.open_file(team.coordinator.station, file)  # she belongs to no caseload
    for wrong in (b"", b"FAP1", file[:-1], b"FAA1\xff\xff" + file[6:]):
        with pytest.raises(NotThatFile):
            aside.open_file(team.supervisor.station, wrong)


def test_a_packet_goes_into_a_file_as_it_came_and_can_be_taken_in_from_there(team: Team, late: int) -> None:
    file = aside.file_of(team.supervisor.station, late)
    aside.let_go(team.supervisor.station, late)
    assert put_aside(team.supervisor) == ()

    aside.open_file(team.supervisor.station, file)

    (told,) = put_aside(team.supervisor)
    assert taking_in.take_in(team.supervisor.station, told.number).records
