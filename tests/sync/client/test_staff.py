"""What a coordinator sees of her colleagues, and what a desk knows of its own way in."""

from __future__ import annotations

import pytest

from fieldapp.domain.spaces import Role, SpaceKind
from sync.client.errors import CannotBeBelieved, NotCoordinator, NotJoined, UnknownInvitation
from sync.client.organisation.belonging import Stage, belonging
from sync.client.organisation.inviting import Invitee, NewSpace, invite, let_in, withdraw
from sync.client.organisation.joining import begin, join_request, take_invitation, take_welcome
from sync.client.organisation.people import NamedSpace
from sync.client.organisation.staff import Asked, Presence, asked_with, invited_with, staff, take_request
from sync.protocol.invitations import OtherCode
from tests.sync.client.conftest import Seat
from tests.sync.client.making import Person, Team, found_by

OUTREACH = Invitee(name="Worker 1", role=Role.OUTREACH, opens=(NewSpace(kind=SpaceKind.CASELOAD, title="Cases 1"),))


@pytest.fixture
def coordinator(seat: Seat) -> Person:
    person = seat("coordinator")
    found_by(person, "https://sync.example.org")
    return person


def presences(person: Person) -> dict[str, Presence]:
    return {each.name: each.presence for each in staff(person.station).colleagues}


def titles(spaces: tuple[NamedSpace, ...]) -> tuple[str, ...]:
    return tuple(each.title for each in spaces)


def test_everybody_stands_there_with_role_spaces_and_desks(team: Team) -> None:
    seen = staff(team.coordinator.station)

    assert {each.name: (each.role, titles(each.spaces), each.desks) for each in seen.colleagues} == {
        "Coordinator 1": (Role.COORDINATOR, (), 1),
        "Supervisor 1": (Role.SUPERVISOR, ("Cases 1", "Workshops 1"), 1),
        "Trainer 1": (Role.TRAINER, ("Workshops 1",), 1),
        "Worker 1": (Role.OUTREACH, ("Cases 1",), 1),
    }
    assert titles(seen.spaces) == ("Cases 1", "Workshops 1")
    assert {each.presence for each in seen.colleagues} == {Presence.HERE}


@pytest.mark.parametrize("role", ["worker", "supervisor", "trainer"])
def test_only_the_coordinator_may_look_at_her_colleagues(team: Team, role: str) -> None:
    person: Person = getattr(team, role)

    with pytest.raises(NotCoordinator):
        staff(person.station)
    with pytest.raises(NotCoordinator):
        invited_with(person.station, team.invited[role].paper.invitation)
    with pytest.raises(NotCoordinator):
        asked_with(person.station, team.invited[role].paper.invitation)
    with pytest.raises(NotCoordinator):
        withdraw(person.station, team.invited[role].paper.invitation)
    assert not belonging(person.station).coordinates


def test_a_desk_of_no_organisation_has_no_colleagues(seat: Seat) -> None:
    with pytest.raises(NotJoined):
        staff(seat("alone").station)


def test_a_request_from_a_file_asks_as_one_that_came_by_the_server(seat: Seat, coordinator: Person) -> None:
    worker = seat("worker")
    invited = invite(coordinator.station, OUTREACH)
    assert presences(coordinator)["Worker 1"] is Presence.INVITED
    begin(worker.station, invited.code, name="Worker")

    asking, happened = take_request(coordinator.station, join_request(worker.station))

    assert happened.sync
    assert presences(coordinator)["Worker 1"] is Presence.ASKS
    assert asked_with(coordinator.station, invited.paper.invitation) == Asked(asking, Presence.ASKS)
    let_in(coordinator.station, asking)
    assert presences(coordinator)["Worker 1"] is Presence.HERE
    take_request(coordinator.station, join_request(worker.station))
    assert asked_with(coordinator.station, invited.paper.invitation) == Asked(asking, Presence.HERE)


def test_a_code_that_a_second_desk_uses_is_told(seat: Seat, coordinator: Person) -> None:
    worker, stranger = seat("worker"), seat("stranger")
    invited = invite(coordinator.station, OUTREACH)
    begin(worker.station, invited.code, name="Worker")
    begin(stranger.station, invited.code, name="Worker")
    let_in(coordinator.station, take_request(coordinator.station, join_request(worker.station))[0])

    second, _ = take_request(coordinator.station, join_request(stranger.station))

    assert asked_with(coordinator.station, invited.paper.invitation) == Asked(second, Presence.TWICE)
    assert next(iter(presences(coordinator))) == "Worker 1"
    assert presences(coordinator)["Worker 1"] is Presence.TWICE


def test_a_withdrawn_code_is_asked_with_no_more(seat: Seat, coordinator: Person) -> None:
    worker = seat("worker")
    invited = invite(coordinator.station, OUTREACH)
    begin(worker.station, invited.code, name="Worker")
    withdraw(coordinator.station, invited.paper.invitation)

    assert invited_with(coordinator.station, invited.paper.invitation) is None
    with pytest.raises(UnknownInvitation):
        take_request(coordinator.station, join_request(worker.station))


def test_a_desk_knows_how_far_it_is_on_its_way_in(seat: Seat, coordinator: Person) -> None:
    worker = seat("worker")
    invited = invite(coordinator.station, OUTREACH)
    alone = belonging(worker.station)
    begin(worker.station, invited.code, name="Worker")
    asks = belonging(worker.station)
    take_invitation(worker.station, invited.paper.raw)
    knows = belonging(worker.station)
    asking, _ = take_request(coordinator.station, join_request(worker.station))
    take_welcome(worker.station, let_in(coordinator.station, asking).raw)
    inside = belonging(worker.station)

    assert [each.stage for each in (alone, asks, knows, inside)] == [Stage.ALONE, Stage.ASKS, Stage.ASKS, Stage.IN]
    assert (asks.organisation, knows.organisation) == ("", "Example organisation")
    assert asks.fingerprint == knows.fingerprint == inside.fingerprint == asking.fingerprint
    assert (knows.address, inside.address) == ("https://sync.example.org", "https://sync.example.org")
    assert [(each.kind, each.title) for each in inside.spaces] == [(SpaceKind.CASELOAD, "")]  # names come by the server
    assert not inside.has_kit


def test_the_coordinators_desk_may_invite_and_keeps_the_servers_file(coordinator: Person) -> None:
    mine = belonging(coordinator.station)

    assert mine.coordinates
    assert mine.has_kit
    assert mine.name == "Coordinator 1"
    assert mine.spaces == ()


def test_a_paper_of_another_code_changes_nothing(seat: Seat, coordinator: Person) -> None:
    worker = seat("worker")
    one, other = invite(coordinator.station, OUTREACH), invite(coordinator.station, OUTREACH)
    begin(worker.station, one.code, name="Worker")

    with pytest.raises(OtherCode):
        take_invitation(worker.station, other.paper.raw)

    assert belonging(worker.station).organisation == ""


def test_a_request_that_was_changed_on_its_way_is_not_believed(seat: Seat, coordinator: Person) -> None:
    worker = seat("worker")
    invited = invite(coordinator.station, OUTREACH)
    begin(worker.station, invited.code, name="Worker")
    raw = bytearray(join_request(worker.station))
    raw[-1] ^= 1

    with pytest.raises(CannotBeBelieved):
        take_request(coordinator.station, bytes(raw))

    assert presences(coordinator)["Worker 1"] is Presence.INVITED
