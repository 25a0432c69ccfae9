"""Members come and go, with the real server between their desks: the key that follows, and what comes too late."""

from __future__ import annotations

import pytest

from fieldapp.domain.ids import DeskId, RecordId, SpaceId
from fieldapp.domain.spaces import Role
from fieldapp.storage.store import Write
from sync.client import documents
from sync.client.believing import Speaker, take_in, trust_of
from sync.client.log import Event
from sync.client.organisation.colleague import colleague
from sync.client.organisation.contacts import contacts
from sync.client.organisation.inviting import Invitee, invite
from sync.client.organisation.members import let_into, part_with, revoke, take_out
from sync.client.records.heads import start_again
from sync.client.records.spaces import epochs_due, keys_of, make_envelopes, open_epochs
from sync.protocol.chunks import read_chunk
from sync.protocol.said import Grant
from sync.protocol.sealing import open_chunk
from sync.protocol.statements import read_statement
from sync.protocol.trust import Trust
from tests.sync.client.making import CASE, WORKSHOP, Person, Team, join_by_files, name_administrator
from tests.together.conftest import Lay, Seat
from tests.together.talking import Server, Talker

pytestmark = pytest.mark.usefixtures("all_met")


def trust(person: Person) -> Trust:
    with person.store.read() as reader:
        return trust_of(reader)


def desk_of(person: Person) -> DeskId:
    return person.station.identity().desk


def epochs_here(person: Person, space: SpaceId) -> list[int]:
    """The numbers of the epochs whose keys are at her desk."""
    with person.store.read() as reader:
        return [key.number for key in reader.sync.space_keys(space)]


def put_aside(person: Person) -> list[str]:
    """Why things were put aside at her desk, the newest first."""
    with person.store.read() as reader:
        return [each.reason for each in reader.sync.parked()]


def a_late_change(team: Team, seat: Seat) -> tuple[RecordId, Talker, Talker]:
    """She changed a case, was taken out before she had sent it, and it has come to her supervisor."""
    coordinator, supervisor, worker = seat(team.coordinator), seat(team.supervisor), seat(team.worker)
    case = team.worker.create(CASE, code="A")
    for talker in (worker, supervisor):
        talker.talk()
    team.worker.change(case, code="late")
    take_out(team.coordinator.station, team.worker.worker, team.caseload)
    for talker in (coordinator, supervisor, worker, supervisor):
        talker.talk()
    return case, supervisor, worker


def test_a_member_who_is_taken_out_gets_neither_byte_nor_key_of_what_is_written_then(
    team: Team, seat: Seat, lay: Lay
) -> None:
    wire = lay(listen=True)
    coordinator, supervisor, worker = seat(team.coordinator), seat(team.supervisor), seat(team.worker, wire)
    case = team.worker.create(CASE, code="A")
    for talker in (worker, supervisor):
        talker.talk()
    take_out(team.coordinator.station, team.worker.worker, team.caseload)
    coordinator.talk()
    supervisor.talk()
    team.supervisor.change(case, code="B")
    supervisor.talk()
    assert wire.down.heard is not None
    wire.down.heard.clear()

    for _ in range(2):
        worker.talk()

    assert not team.worker.has(case)
    assert epochs_here(team.supervisor, team.caseload) == [1, 2]
    assert epochs_here(team.worker, team.caseload) == []
    assert bytes.fromhex(team.caseload) not in wire.down.heard  # a chunk of it


def test_a_worker_who_was_let_in_reads_all_from_the_beginning(team: Team, seat: Seat) -> None:
    coordinator, worker, trainer = seat(team.coordinator), seat(team.worker), seat(team.trainer)
    case = team.worker.create(CASE, code="A")
    worker.talk()
    let_into(team.coordinator.station, team.trainer.worker, team.caseload)

    for talker in (coordinator, worker, trainer):
        talker.talk()

    assert team.trainer.answers(case) == {"code": "A"}
    assert "caseload" in team.trainer.kinds()
    assert worker.has_noted(Event.LET_INTO)
    assert trainer.has_noted(Event.LET_INTO)


def test_what_she_had_unsent_when_she_was_taken_out_comes_in_and_waits_for_a_person(team: Team, seat: Seat) -> None:
    case, _, worker = a_late_change(team, seat)

    assert worker.not_sent() == 0
    assert put_aside(team.supervisor) == ["late"]
    assert team.supervisor.answers(case) == {"code": "A"}


def test_what_a_person_took_in_is_not_put_aside_again_when_the_log_is_read_anew(team: Team, seat: Seat) -> None:
    case, supervisor, _ = a_late_change(team, seat)

    def take_in_and_begin_again(write: Write) -> None:
        (parked,) = write.sync.parked()
        write.receive(open_chunk(read_chunk(parked.body), keys_of(write)).changes)
        write.sync.unpark(parked.number)
        start_again(write, team.caseload)

    team.supervisor.store.write_now(take_in_and_begin_again)
    supervisor.talk()

    assert put_aside(team.supervisor) == []
    assert team.supervisor.answers(case) == {"code": "late"}


def test_who_is_invited_to_a_space_whose_key_a_supervisor_made_anew_can_believe_it_and_come_in(
    team: Team, seat: Seat, newcomer: Person
) -> None:
    coordinator, supervisor = seat(team.coordinator), seat(team.supervisor)
    case = team.worker.create(CASE, code="A")
    seat(team.worker).talk()
    take_out(team.coordinator.station, team.worker.worker, team.caseload)
    for talker in (coordinator, supervisor, coordinator):
        talker.talk()
    assert epochs_here(team.supervisor, team.caseload) == [1, 2]
    invited = invite(team.coordinator.station, Invitee(name="Worker 2", role=Role.OUTREACH, joins=(team.caseload,)))

    join_by_files(team.coordinator, newcomer, invited)

    came = seat(newcomer)
    for talker in (came, coordinator, supervisor, came):
        talker.talk()
    assert newcomer.has(case)


def test_a_new_desk_is_not_told_what_happened_before_it_came(team: Team, seat: Seat, newcomer: Person) -> None:
    coordinator = seat(team.coordinator)
    let_into(team.coordinator.station, team.trainer.worker, team.caseload)
    revoke(team.coordinator.station, desk_of(team.trainer), wipe=False)
    team.coordinator.clock.pass_(days=1)
    joins = Invitee(name="Worker 2", role=Role.OUTREACH, joins=(team.caseload,))
    join_by_files(team.coordinator, newcomer, invite(team.coordinator.station, joins))
    coordinator.talk()
    second = seat(newcomer)
    second.talk()
    assert not {Event.LET_INTO.value, Event.SHUT_OUT.value} & set(second.log())
    team.coordinator.clock.pass_(days=1)
    revoke(team.coordinator.station, desk_of(team.trainer), wipe=True)
    for talker in (coordinator, second):
        talker.talk()

    assert second.has_noted(Event.SHUT_OUT)


def test_what_she_sent_before_counts_though_the_others_read_it_later(team: Team, seat: Seat) -> None:
    coordinator, supervisor, worker = seat(team.coordinator), seat(team.supervisor), seat(team.worker)
    case = team.worker.create(CASE, code="A")
    worker.talk()
    take_out(team.coordinator.station, team.worker.worker, team.caseload)
    coordinator.talk()

    supervisor.talk()

    assert team.supervisor.answers(case) == {"code": "A"}
    assert put_aside(team.supervisor) == []
    assert epochs_here(team.supervisor, team.caseload) == [1, 2]


def test_of_two_members_who_make_a_new_key_at_once_the_servers_first_counts_and_the_others_is_dropped(
    team: Team, seat: Seat, newcomer: Person, server: Server
) -> None:
    invited = invite(team.coordinator.station, Invitee(name="Worker 2", role=Role.OUTREACH, joins=(team.caseload,)))
    join_by_files(team.coordinator, newcomer, invited)
    coordinator, worker = seat(team.coordinator), seat(team.worker)
    supervisor, second = seat(team.supervisor), seat(newcomer)
    case = team.worker.create(CASE, code="A")
    for talker in (coordinator, worker, second, supervisor, second):
        talker.talk()
    take_out(team.coordinator.station, team.worker.worker, team.caseload)
    for person in (team.supervisor, newcomer):
        hear_and_open(team.coordinator, person, team.caseload)
    dropped = newest_key(newcomer, team.caseload)
    newcomer.change(case, code="B")

    for talker in (coordinator, supervisor, second, supervisor):
        talker.talk()

    kept = newest_key(newcomer, team.caseload)
    assert kept == newest_key(team.supervisor, team.caseload) != dropped
    assert epochs_here(newcomer, team.caseload) == [1, 2]
    assert team.supervisor.answers(case) == {"code": "B"}
    assert second.not_sent() == 0
    with newcomer.store.read() as reader:
        assert dropped not in {each.epoch for each in reader.sync.envelopes()}
        assert documents.are_given(reader)
        assert not documents.to_send(reader)
    assert server.heads()[team.caseload] == second.heads()[team.caseload]


def test_a_desk_that_was_shut_out_brings_what_it_has_and_gets_its_revocation_and_nothing_else(
    team: Team, seat: Seat, lay: Lay
) -> None:
    wire = lay(listen=True)
    coordinator, supervisor, worker = seat(team.coordinator), seat(team.supervisor), seat(team.worker, wire)
    case = team.worker.create(CASE, code="A")
    for talker in (worker, supervisor):
        talker.talk()
    revoke(team.coordinator.station, desk_of(team.worker), wipe=False)
    for talker in (coordinator, supervisor):
        talker.talk()
    team.supervisor.change(case, code="B")
    supervisor.talk()
    more = [team.worker.create(CASE, code=str(number)) for number in range(3)]
    assert wire.down.heard is not None
    wire.down.heard.clear()

    for _ in range(2):
        worker.talk()
    late = team.worker.create(CASE, code="later still")
    worker.talk()
    supervisor.talk()

    assert worker.not_sent() == 0
    assert desk_of(team.worker) in trust(team.worker).revoked
    assert team.worker.answers(case) == {"code": "A"}
    assert epochs_here(team.worker, team.caseload) == [1]
    assert b"FAC1" not in wire.down.heard
    assert put_aside(team.supervisor) == ["late", "late"]
    assert not any(team.supervisor.has(record) for record in (*more, late))
    with team.worker.store.read() as reader:
        assert not documents.to_send(reader)
        assert documents.are_given(reader)


def test_when_a_worker_leaves_no_desk_of_hers_reads_anything_any_more_and_her_records_stay(
    team: Team, seat: Seat
) -> None:
    people = [seat(each) for each in team.everybody]
    case = team.worker.create(CASE, code="A")
    for talker in (*people, *people):
        talker.talk()
    part_with(team.coordinator.station, team.worker.worker)
    for talker in (*people, *people):
        talker.talk()
    team.supervisor.change(case, code="B")
    workshop = team.trainer.create(WORKSHOP, title="Rights")
    for talker in (*people, *people):
        talker.talk()

    assert team.supervisor.answers(case) == {"code": "B"}
    assert team.supervisor.has(workshop)
    assert not team.worker.has(workshop)
    house = next(each for each, said in trust(team.trainer).spaces.items() if said.kind == "organisation")
    assert epochs_here(team.trainer, house) == epochs_here(team.coordinator, house) == [1, 2]
    assert epochs_here(team.worker, house) == [1]
    assert all(seat_.has_noted(Event.LEFT) for seat_ in people if seat_.person is not team.worker)


def test_an_ending_and_a_grant_said_at_the_same_time_both_count_and_she_stays(team: Team, seat: Seat) -> None:
    people = [seat(each) for each in team.everybody]
    name_administrator(team.coordinator, team.supervisor)
    for talker in (*people, *people):
        talker.talk()
    take_out(team.coordinator.station, team.worker.worker, team.caseload)
    say_grant_anew(team.supervisor, team.worker, team.caseload)
    for talker in (*people, *people):
        talker.talk()
    case = team.worker.create(CASE, code="A")
    for talker in (*people, *people):
        talker.talk()

    for person in team.everybody:
        assert trust(person).grant(team.worker.worker, team.caseload) is not None
    assert team.supervisor.has(case)


def test_two_endings_at_the_same_time_are_as_one(team: Team, seat: Seat) -> None:
    people = [seat(each) for each in team.everybody]
    name_administrator(team.coordinator, team.supervisor)
    for talker in (*people, *people):
        talker.talk()
    for person in (team.coordinator, team.supervisor):
        take_out(person.station, team.worker.worker, team.caseload)
    for talker in (*people, *people):
        talker.talk()
    team.supervisor.create(CASE, code="A")
    for talker in (*people, *people):
        talker.talk()

    assert len({trust(person).policy(team.caseload) for person in team.everybody}) == 1
    assert all(trust(person).grant(team.worker.worker, team.caseload) is None for person in team.everybody)
    assert people[2].not_sent() == 0


def test_a_desk_that_two_administrators_shut_out_is_shut_out_and_whoever_wants_a_wipe_gets_it(
    team: Team, seat: Seat
) -> None:
    people = [seat(each) for each in team.everybody]
    name_administrator(team.coordinator, team.supervisor)
    for talker in (*people, *people):
        talker.talk()
    revoke(team.coordinator.station, desk_of(team.trainer), wipe=False)
    revoke(team.supervisor.station, desk_of(team.trainer), wipe=True)
    for talker in (*people, *people):
        talker.talk()

    assert len({trust(person).policy(team.caseload) for person in (team.coordinator, team.supervisor)}) == 1
    assert trust(team.supervisor).latest_epoch(team.programme) is not None
    assert epochs_here(team.trainer, team.programme) == [1]


def test_of_two_administrators_who_shut_each_other_out_the_servers_first_stands_for_everybody(
    team: Team, seat: Seat
) -> None:
    people = [seat(each) for each in team.everybody]
    name_administrator(team.coordinator, team.supervisor)
    for talker in (*people, *people):
        talker.talk()
    revoke(team.coordinator.station, desk_of(team.supervisor), wipe=False)
    revoke(team.supervisor.station, desk_of(team.coordinator), wipe=False)
    first, second = people[2], people[0]
    for talker in (first, second, *people, *people):
        talker.talk()

    for person in team.everybody:
        assert trust(person).is_administrator(desk_of(team.supervisor))
        assert not trust(person).is_administrator(desk_of(team.coordinator))
        assert trust(person).is_certified(desk_of(team.supervisor))
    case = team.worker.create(CASE, code="A")
    for talker in (*people, *people):
        talker.talk()
    assert team.supervisor.has(case)


def test_a_coordinator_is_told_now_and_then_when_each_laptop_sent_something_last(team: Team, seat: Seat) -> None:
    coordinator, worker, supervisor = seat(team.coordinator), seat(team.worker), seat(team.supervisor)
    team.worker.create(CASE, code="A")
    worker.talk()
    team.coordinator.clock.pass_(hours=2)
    coordinator.talk()
    supervisor.talk()

    heard = [each.heard for each in colleague(team.coordinator.station, team.worker.worker).desks]
    assert [when is not None for when in heard] == [True]
    assert [each.heard for each in colleague(team.coordinator.station, team.trainer.worker).desks] == [None]
    with team.supervisor.store.read() as reader:
        assert contacts(reader) == {}


def hear_and_open(speaker: Person, person: Person, space: SpaceId) -> None:
    """She hears of all that was said at another desk, has read the log to its end, and makes the next key."""
    with speaker.store.read() as reader:
        said = [read_statement(each.body) for each in reader.sync.statements()]

    def write_down(write: Write) -> None:
        take_in(write, trust_of(write), said)
        station = person.station
        own = Speaker(write, station)
        assert epochs_due(own.trust, own.who.desk, {space}) == (space,)
        open_epochs(write, station, own, {space})
        make_envelopes(write, station, own)

    person.store.write_now(write_down)


def newest_key(person: Person, space: SpaceId) -> str:
    """The newest epoch whose key she has."""
    with person.store.read() as reader:
        return reader.sync.space_keys(space)[-1].epoch


def say_grant_anew(administrator: Person, to: Person, space: SpaceId) -> None:
    """As one who has not heard that it was ended, and grants something more."""
    grant = Grant(worker=to.worker, space=space, from_epoch=1, write=True, keeper=True)
    administrator.store.write_now(lambda write: Speaker(write, administrator.station).say(grant))
