"""A laptop is lost: all that had reached the server comes back at the new one, though nobody else reads those cases."""

from __future__ import annotations

import pytest

from sync.client.errors import NotCoordinator, NotOfficer, OwnDesk
from sync.client.inviting import invite
from sync.client.log import Event
from sync.client.recovery_lost import lost_laptop, open_spaces, replace_laptop
from sync.client.recovery_spaces import BroughtBack
from sync.client.spaces import keys_of
from sync.protocol.envelopes import read_envelope
from tests.sync.client.making import CASE, INCIDENT, Person, Team, join_by_files
from tests.together.conftest import Seat
from tests.together.recovering import ALONE, come_in, invite_alone, lose, trust_at
from tests.together.talking import Server


@pytest.mark.usefixtures("all_met")
def test_a_worker_alone_in_her_caseload_has_all_her_cases_at_the_new_laptop(
    team: Team, seat: Seat, server: Server, newcomer: Person, second: Person
) -> None:
    coordinator = seat(team.coordinator)
    first = invite(team.coordinator.station, ALONE)
    join_by_files(team.coordinator, newcomer, first)
    talker = seat(newcomer)
    coordinator.talk()
    case = newcomer.create(CASE, code="A")
    incident = newcomer.create(INCIDENT, parent=case, note="what happened")
    talker.talk()
    invited = lose(team, coordinator, newcomer)

    come_in(team, coordinator, second, seat(second), invited)

    assert invited.worker == newcomer.worker == second.worker
    assert second.answers(case) == {"code": "A"}
    assert second.answers(incident) == {"note": "what happened"}
    trust = trust_at(second)
    assert not trust.is_certified(newcomer.station.identity().desk)
    assert [space for _, space in trust.recoveries] == list(first.spaces)


@pytest.mark.usefixtures("all_met")
def test_what_the_lost_laptop_had_sent_is_not_late_and_the_new_one_goes_on_writing(
    team: Team, seat: Seat, server: Server, newcomer: Person, second: Person
) -> None:
    coordinator = seat(team.coordinator)
    (space,) = invite_alone(team, newcomer).spaces
    talker = seat(newcomer)
    coordinator.talk()
    newcomer.create(CASE, code="A")
    talker.talk()
    newcomer.create(CASE, code="B")
    talker.talk()
    lost, sent = newcomer.station.identity().desk, server.heads()[space].count
    again = seat(second)
    come_in(team, coordinator, second, again, lose(team, coordinator, newcomer))

    case = second.create(CASE, code="C")
    again.talk()

    trust = trust_at(second)
    assert trust.late_after(lost, space) == sent == 2
    assert trust.latest_epoch(space) == trust.epoch(space, 2)
    assert not second.record(case).not_sent
    assert server.heads()[space].count == sent + 1


@pytest.mark.usefixtures("all_met")
def test_a_member_opens_the_next_epoch_once_she_has_read_what_the_lost_laptop_had_sent(
    team: Team, seat: Seat, server: Server
) -> None:
    worker, supervisor, coordinator = seat(team.worker), seat(team.supervisor), seat(team.coordinator)
    case = team.worker.create(CASE, code="A")
    worker.talk()
    lose(team, coordinator, team.worker)

    supervisor.talk()

    assert team.supervisor.answers(case) == {"code": "A"}
    trust = trust_at(team.supervisor)
    assert trust.late_after(team.worker.station.identity().desk, team.caseload) == server.heads()[team.caseload].count
    assert trust.latest_epoch(team.caseload) == trust.epoch(team.caseload, 2)


@pytest.mark.usefixtures("all_met")
def test_everybody_sees_that_the_officer_opened_the_keys(
    team: Team, seat: Seat, server: Server, second: Person
) -> None:
    coordinator, supervisor = seat(team.coordinator), seat(team.supervisor)
    come_in(team, coordinator, second, seat(second), lose(team, coordinator, team.worker))

    supervisor.talk()

    assert coordinator.has_noted(Event.KEYS_OPENED)
    assert (second.station.identity().desk, team.caseload) in trust_at(team.supervisor).recoveries


@pytest.mark.usefixtures("all_met")
def test_the_new_laptop_can_be_let_in_by_files_and_reads_its_keys_from_the_welcome(
    team: Team, seat: Seat, server: Server, newcomer: Person, second: Person
) -> None:
    coordinator = seat(team.coordinator)
    (space,) = invite_alone(team, newcomer).spaces
    talker = seat(newcomer)
    coordinator.talk()
    newcomer.create(CASE, code="A")
    talker.talk()
    coordinator.talk()

    join_by_files(team.coordinator, second, replace_laptop(team.coordinator.station, newcomer.station.identity().desk))

    with second.store.read() as reader:
        assert space in {key.space for key in keys_of(reader).values()}


@pytest.mark.usefixtures("all_met")
def test_before_the_officer_has_met_the_server_the_page_says_what_would_not_come_back(
    team: Team, seat: Seat, server: Server, newcomer: Person
) -> None:
    coordinator = seat(team.coordinator)
    invite_alone(team, newcomer)
    lost = newcomer.station.identity().desk
    before = lost_laptop(team.coordinator.station, lost)

    talker = seat(newcomer)
    coordinator.talk()
    talker.talk()
    coordinator.talk()

    after = lost_laptop(team.coordinator.station, lost)
    assert [each.title for each in before.alone] == ["Cases 2"]
    assert after.alone == ()
    assert after.is_officer
    assert (after.cases, after.unread) == ((), 1)


@pytest.mark.usefixtures("all_met")
def test_a_supervisor_sees_the_codes_of_the_cases_that_were_on_the_lost_laptop(
    team: Team, seat: Seat, server: Server
) -> None:
    worker, supervisor, coordinator = seat(team.worker), seat(team.supervisor), seat(team.coordinator)
    team.worker.create(CASE, code="K7QM-3ZTP-4H")
    worker.talk()
    lose(team, coordinator, team.worker)
    supervisor.talk()

    seen = lost_laptop(team.supervisor.station, team.worker.station.identity().desk)

    assert [each.code for each in seen.cases] == ["K7QM-3ZTP-4H"]
    assert seen.unread == 0
    assert seen.shut_out is not None
    with pytest.raises(NotCoordinator):
        lost_laptop(team.trainer.station, team.worker.station.identity().desk)


@pytest.mark.usefixtures("all_met")
def test_an_officer_opens_no_space_for_a_desk_that_no_grant_lets_read_it(
    team: Team, seat: Seat, server: Server
) -> None:
    brought, _ = open_spaces(team.coordinator.station, team.trainer.station.identity().desk)

    assert brought == BroughtBack()
    with team.coordinator.store.read() as reader:
        made = [read_envelope(kept.body) for kept in reader.sync.envelopes()]
    trainer = team.trainer.station.identity().desk
    assert not [each for each in made if each.to == trainer and each.space == team.caseload]


@pytest.mark.usefixtures("all_met")
def test_whoever_is_no_officer_opens_nothing_and_whoever_is_no_coordinator_shuts_nobody_out(
    team: Team, seat: Seat, server: Server
) -> None:
    worker = team.worker.station.identity().desk

    with pytest.raises(NotOfficer):
        open_spaces(team.supervisor.station, worker)
    with pytest.raises(NotCoordinator):
        replace_laptop(team.supervisor.station, worker)
    with pytest.raises(OwnDesk):
        replace_laptop(team.coordinator.station, team.coordinator.station.identity().desk)
