"""Members come and go: what an administrator says, and what two of them say at the same time."""

from __future__ import annotations

import pytest

from fieldapp.domain.ids import DeskId, FieldId
from fieldapp.domain.spaces import Role
from sync.client.believing import trust_of
from sync.client.errors import NotCoordinator, OwnDesk, OwnPlace
from sync.client.log import Event
from sync.client.organisation.colleague import colleague
from sync.client.organisation.inviting import Invitee, invite
from sync.client.organisation.members import let_into, part_with, revoke, take_out
from sync.client.organisation.people import STAFF
from sync.client.organisation.shut_out import shut_out_of
from sync.client.organisation.staff import Presence, staff
from sync.protocol.said import Ending, Revocation
from sync.protocol.trust import Trust
from tests.sync.client.making import Person, Team, log_of


def trust(person: Person) -> Trust:
    with person.store.read() as reader:
        return trust_of(reader)


def desk_of(person: Person) -> DeskId:
    return person.station.identity().desk


def test_who_is_let_into_a_space_belongs_to_it_and_once_is_enough(team: Team) -> None:
    for _ in range(2):
        let_into(team.coordinator.station, team.trainer.worker, team.caseload)

    grants = [each for each in trust(team.coordinator).given.values() if each.worker == team.trainer.worker]
    assert [each.space for each in grants].count(team.caseload) == 1
    with team.coordinator.store.read() as reader:
        assert log_of(reader)[0] == Event.LET_INTO.value


def test_who_is_taken_out_has_nothing_left_of_all_that_was_granted_to_her_there(team: Team) -> None:
    take_out(team.coordinator.station, team.supervisor.worker, team.caseload)
    take_out(team.coordinator.station, team.supervisor.worker, team.caseload)

    known = trust(team.coordinator)
    assert known.grant(team.supervisor.worker, team.caseload) is None
    assert known.grant(team.supervisor.worker, team.programme) is not None
    assert sum(isinstance(each.said, Ending) for each in known.statements.values()) == 1


def test_a_desk_is_shut_out_once_and_may_be_told_to_delete_later(team: Team) -> None:
    lost = desk_of(team.worker)
    for wipe in (False, False, True, False, True):
        revoke(team.coordinator.station, lost, wipe=wipe)

    known = trust(team.coordinator)
    said = [each.said for each in known.statements.values() if isinstance(each.said, Revocation)]
    assert [each.wipe for each in said] == [False, True]
    out = shut_out_of(known, lost)
    assert out is not None
    assert out.wipe
    assert out.wiped is None


def test_who_leaves_has_no_grant_no_desk_and_no_code_and_stands_in_the_directory_as_gone(team: Team) -> None:
    again = Invitee(name="Worker 1", role=Role.OUTREACH, worker=team.worker.worker)
    invite(team.coordinator.station, again)

    part_with(team.coordinator.station, team.worker.worker)

    seen = colleague(team.coordinator.station, team.worker.worker)
    assert seen.has_left
    assert seen.spaces == ()
    assert seen.invitation is None
    assert all(each.shut_out is not None and each.shut_out.wipe for each in seen.desks)
    last = staff(team.coordinator.station).colleagues[-1]
    assert (last.worker, last.presence) == (team.worker.worker, Presence.LEFT)
    with team.coordinator.store.read() as reader:
        active = {
            each.answers[FieldId("worker")]: each.answers.get(FieldId("staff_active")) for each in reader.of_form(STAFF)
        }
    assert active[team.worker.worker] == "false"
    assert active[team.trainer.worker] == "true"


def test_only_a_coordinator_does_any_of_it(team: Team) -> None:
    station, worker = team.supervisor.station, team.worker.worker
    for attempt in (
        lambda: let_into(station, worker, team.programme),
        lambda: take_out(station, worker, team.caseload),
        lambda: revoke(station, desk_of(team.worker), wipe=True),
        lambda: part_with(station, worker),
        lambda: colleague(station, worker),
    ):
        with pytest.raises(NotCoordinator):
            attempt()

    assert not trust(team.supervisor).revoked


def test_nobody_shuts_out_her_own_desk_or_leaves_by_her_own_word(team: Team) -> None:
    with pytest.raises(OwnDesk):
        revoke(team.coordinator.station, desk_of(team.coordinator), wipe=True)
    with pytest.raises(OwnPlace):
        part_with(team.coordinator.station, team.coordinator.worker)

    assert trust(team.coordinator).is_administrator(desk_of(team.coordinator))


def test_a_space_that_only_her_laptop_can_read_is_called_so(team: Team) -> None:
    before = colleague(team.coordinator.station, team.worker.worker).spaces
    revoke(team.coordinator.station, desk_of(team.supervisor), wipe=False)

    assert [each.alone for each in before] == [False]
    assert [each.alone for each in colleague(team.coordinator.station, team.worker.worker).spaces] == [True]
