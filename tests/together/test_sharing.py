"""Desks of an organisation share by the real server what they may share, and nothing else."""

from __future__ import annotations

import random

import pytest

from fieldapp.domain.changes import CREATE
from fieldapp.domain.ids import new_record_id
from fieldapp.domain.spaces import Role
from fieldapp.storage.values import Lane, NewChange
from sync.client.log import DOUBTS
from sync.client.organisation.inviting import Invitee, invite
from sync.client.records.spaces import keys_of
from sync.protocol import paths
from tests.sync.client.making import CASE, INCIDENT, WORKSHOP, Person, Team, join_by_files
from tests.together.conftest import Lay, Seat
from tests.together.talking import Server, Talker
from tests.together.words import both_open_an_epoch

pytestmark = pytest.mark.usefixtures("all_met")


def test_what_she_saves_reaches_her_supervisor_and_the_server_holds_as_much_as_they(
    team: Team, seat: Seat, server: Server
) -> None:
    worker, supervisor = seat(team.worker), seat(team.supervisor)
    case = team.worker.create(CASE, code="A")
    team.worker.create(INCIDENT, parent=case)

    worker.talk()
    supervisor.talk()

    assert team.supervisor.answers(case) == {"code": "A"}
    assert worker.not_sent() == 0
    assert case in supervisor.happened.records
    assert_alike(team, server, worker, supervisor)


def test_many_edits_of_three_people_come_to_the_same_on_all_desks(
    team: Team, seat: Seat, server: Server, newcomer: Person
) -> None:
    cases = [team.worker.create(CASE, code=str(number)) for number in range(4)]
    third = Invitee(name="Worker 2", role=Role.OUTREACH, joins=(team.caseload,))
    join_by_files(team.coordinator, newcomer, invite(team.coordinator.station, third))
    desks = [(person, seat(person)) for person in (team.worker, team.supervisor, newcomer)]
    for talker in (seat(team.coordinator), *(talker for _, talker in (*desks, *desks))):
        talker.talk()
    assert all(newcomer.has(case) for case in cases)

    chance = random.Random(7)
    for step in range(60):
        person, talker = chance.choice(desks)
        person.change(chance.choice(cases), **{chance.choice("abc"): f"{person.name} {step}"})
        if chance.random() < 0.2:
            talker.talk()
    for _, talker in (*desks, *desks):
        talker.talk()

    assert_alike(team, server, *(talker for _, talker in desks))


def test_edits_of_different_answers_both_stand(team: Team, seat: Seat) -> None:
    worker, supervisor = seat(team.worker), seat(team.supervisor)
    case = team.worker.create(CASE, code="A", phone="1", village="x")
    worker.talk()
    supervisor.talk()

    team.worker.change(case, phone="2")
    team.supervisor.change(case, village="y")
    for talker in (worker, supervisor, worker):
        talker.talk()

    for person in (team.worker, team.supervisor):
        assert person.answers(case) == {"code": "A", "phone": "2", "village": "y"}
        assert person.record(case).conflicts == 0


def test_edits_of_the_same_answer_wait_for_a_person_and_her_choice_reaches_the_other(team: Team, seat: Seat) -> None:
    worker, supervisor = seat(team.worker), seat(team.supervisor)
    case = team.worker.create(CASE, code="A", phone="1")
    worker.talk()
    supervisor.talk()
    team.worker.change(case, phone="2")
    team.supervisor.change(case, phone="3")
    for talker in (worker, supervisor, worker):
        talker.talk()
    assert [person.record(case).conflicts for person in (team.worker, team.supervisor)] == [1, 1]

    team.supervisor.change(case, phone="3")
    supervisor.talk()
    worker.talk()

    for person in (team.worker, team.supervisor):
        assert person.answers(case)["phone"] == "3"
        assert person.record(case).conflicts == 0


def test_a_desk_without_a_grant_gets_neither_byte_nor_key_of_a_case(team: Team, seat: Seat, lay: Lay) -> None:
    wire = lay(listen=True)
    worker, trainer = seat(team.worker), seat(team.trainer, wire)
    case = team.worker.create(CASE, code="canary")
    worker.talk()
    team.trainer.create(WORKSHOP, title="Rights")

    trainer.talk()

    assert not team.trainer.has(case)
    assert wire.down.heard
    assert bytes.fromhex(team.caseload) not in wire.down.heard  # a chunk or an envelope of it
    with team.trainer.store.read() as reader:
        assert team.caseload not in {each.space for each in reader.sync.envelopes()}
        assert team.caseload not in {key.space for key in keys_of(reader).values()}
        assert reader.sync.held_count() == {}


def test_of_two_members_who_open_an_epoch_at_once_the_second_reads_what_the_first_sealed(
    team: Team, seat: Seat, server: Server
) -> None:
    worker, supervisor = seat(team.worker), seat(team.supervisor)
    hers, over = both_open_an_epoch(team, seat(team.coordinator), worker, supervisor)
    case = team.worker.create(CASE, code="A")
    worker.talk()
    again = team.supervisor.create(CASE, code="B")

    supervisor.talk()
    worker.talk()

    assert hers.id != over.id
    assert team.supervisor.has(case)
    assert team.worker.has(again)
    assert not {*worker.log(), *supervisor.log()} & {event.value for event in DOUBTS}
    assert_alike(team, server, worker, supervisor)


def test_what_is_urgent_arrives_first_with_what_it_builds_on(team: Team, seat: Seat, lay: Lay) -> None:
    wire = lay()
    worker, supervisor = seat(team.worker), seat(team.supervisor, wire)
    case = team.worker.create(CASE, code="A")
    for number in range(200):
        team.worker.create(CASE, code=f"{number}", note=random.Random(number).randbytes(50).hex())
    urgent = NewChange(record=new_record_id(), kind=CREATE, form=INCIDENT, version="1", parent=case)
    team.worker.save(urgent, lane=Lane.URGENT)
    worker.talk()

    wire.cut_after(down=6000)
    supervisor.breaks_off()

    assert team.supervisor.has(case)
    assert team.supervisor.has(urgent.record)
    supervisor.talk()
    assert worker.agreement(team.caseload) == supervisor.agreement(team.caseload)


def test_with_nothing_new_a_talk_is_one_round_trip_on_the_open_connection(team: Team, seat: Seat, lay: Lay) -> None:
    wire = lay(listen=True)
    worker = seat(team.worker, wire)
    worker.talk()
    assert wire.up.heard is not None
    wire.up.heard.clear()
    written = team.worker.store.path.with_name("desk.db-wal").stat().st_size

    before = wire.up.bytes + wire.down.bytes
    worker.talk()

    assert wire.up.bytes + wire.down.bytes - before < 500
    assert wire.up.heard.count(b"HTTP/1.1\r\n") == wire.connections == 1
    assert team.worker.store.path.with_name("desk.db-wal").stat().st_size == written


def test_that_there_is_nothing_new_is_proven_by_the_servers_signature_now_and_then(
    team: Team, seat: Seat, lay: Lay
) -> None:
    wire = lay(listen=True)
    worker = seat(team.worker, wire)
    assert wire.up.heard is not None

    for _ in range(30):
        worker.talk()

    assert wire.up.heard.count(f"POST {paths.EXCHANGE} ".encode()) == 3
    assert wire.connections == 1


def test_what_a_colleague_sent_meanwhile_is_fetched_though_there_is_nothing_to_send(team: Team, seat: Seat) -> None:
    worker, supervisor = seat(team.worker), seat(team.supervisor)
    for talker in (worker, supervisor):
        talker.talk()
        talker.talk()
    case = team.worker.create(CASE, code="A")

    worker.talk()
    supervisor.talk()

    assert team.supervisor.has(case)


def assert_alike(team: Team, server: Server, *talkers: Talker) -> None:
    """Record by record among the desks, chunk by chunk with the server."""
    agreed = {talker.agreement(team.caseload) for talker in talkers}
    assert len(agreed) == 1
    assert {talker.heads()[team.caseload] for talker in talkers} == {server.heads()[team.caseload]}
    assert [talker.not_sent() for talker in talkers] == [0 for _ in talkers]
