"""A desk with a code comes in through the server, while coordinator and newcomer are never online together."""

from __future__ import annotations

from pathlib import Path

import pytest

from fieldapp.domain.spaces import Role, SpaceKind
from sync.client.errors import OtherDesk, ServerNotOurs
from sync.client.log import Event
from sync.client.organisation.inviting import Invitee, NewSpace, invite, let_in, who_asks
from sync.client.organisation.joining import begin, is_joined, joining, own_fingerprint, take_invitation
from sync.client.talk.exchange import Outcome
from tests.helpers.line import wire_to
from tests.sync.client.making import CASE, Person, Team, found_by, join_by_files
from tests.together.conftest import Seat
from tests.together.talking import Server, Talker

OUTREACH = Invitee(name="Worker 2", role=Role.OUTREACH, opens=(NewSpace(kind=SpaceKind.CASELOAD, title="Cases 2"),))


def test_she_types_her_code_is_let_in_and_her_records_reach_the_server(
    team: Team, seat: Seat, server: Server, newcomer: Person
) -> None:
    coordinator = seat(team.coordinator)
    invited = invite(team.coordinator.station, OUTREACH)
    case = newcomer.create(CASE, code="before she joined")
    begin(newcomer.station, invited.code.text, name="Swallow", address=server.url)
    talker = seat(newcomer)

    assert talker.talk() is Outcome.ASKED  # the invitation is not there yet
    coordinator.talk()
    assert talker.talk() is Outcome.ASKED
    with newcomer.store.read() as reader:
        asked = joining(reader)
    assert asked is not None
    assert asked.organisation == "Example organisation"
    coordinator.talk()
    assert coordinator.has_noted(Event.ASKED)
    (asking,) = who_asks(team.coordinator.station)
    assert asking.fingerprint == own_fingerprint(newcomer.station)
    let_in(team.coordinator.station, asking)
    assert talker.talk() is Outcome.ASKED
    coordinator.talk()

    assert talker.talk() is Outcome.DONE

    assert newcomer.kinds() == ["caseload", "organisation"]
    assert not newcomer.record(case).not_sent
    assert talker.not_sent() == 0
    assert server.heads()[invited.spaces[0]].count > 0


def test_a_colleague_who_shares_her_space_can_read_it_once_keys_have_gone_round(
    team: Team, seat: Seat, server: Server, newcomer: Person
) -> None:
    coordinator, supervisor = seat(team.coordinator), seat(team.supervisor)
    shared = NewSpace(kind=SpaceKind.CASELOAD, title="Cases 2", others=(team.supervisor.worker,))
    invited = invite(team.coordinator.station, Invitee(name="Worker 2", role=Role.OUTREACH, opens=(shared,)))
    join_by_files(team.coordinator, newcomer, invited)
    talker = seat(newcomer)
    case = newcomer.create(CASE, code="A")

    for each in (coordinator, supervisor, talker, supervisor):
        each.talk()

    assert team.supervisor.answers(case) == {"code": "A"}
    assert sorted(team.supervisor.kinds()) == ["caseload", "caseload", "organisation", "programme"]


def test_chunks_that_come_before_their_key_are_held_and_opened_when_it_comes(
    team: Team, seat: Seat, server: Server
) -> None:
    worker, supervisor = seat(team.worker), seat(team.supervisor)
    worker.talk()  # the supervisor's certificate is not at her desk yet, so there is no envelope
    case = team.worker.create(CASE, code="A")
    worker.talk()
    supervisor.talk()
    held = not team.supervisor.has(case)
    seat(team.coordinator).talk()
    worker.talk()
    supervisor.talk()

    assert held
    assert team.supervisor.answers(case) == {"code": "A"}
    with team.supervisor.store.read() as reader:
        assert reader.sync.held_count() == {}


def test_a_code_that_lets_another_desk_in_says_so(
    team: Team, seat: Seat, server: Server, newcomer: Person, home: Path
) -> None:
    thief = Person("thief", home / "thief")
    try:
        coordinator = seat(team.coordinator)
        invited = invite(team.coordinator.station, OUTREACH)
        coordinator.talk()
        for person in (newcomer, thief):
            begin(person.station, invited.code.text, name=person.name, address=server.url)
        mine, theirs = seat(newcomer), seat(thief)
        for talker in (theirs, theirs, mine, mine, coordinator):
            talker.talk()
        (asking,) = who_asks(team.coordinator.station)
        assert asking.fingerprint == own_fingerprint(newcomer.station)
        let_in(team.coordinator.station, asking)
        coordinator.talk()

        assert mine.talk() is Outcome.DONE
        with pytest.raises(OtherDesk):
            theirs.talk()
    finally:
        thief.close()


def test_a_code_typed_with_another_organisations_address_sends_that_server_no_keys(
    team: Team, newcomer: Person, tmp_path: Path, home: Path
) -> None:
    other = Person("other", home / "other")
    try:
        with Server(found_by(other).kit, tmp_path / "other") as foreign, wire_to(foreign.port, listen=True) as wire:
            invited = invite(team.coordinator.station, OUTREACH)
            begin(newcomer.station, invited.code.text, name="Swallow", address=wire.url)
            with Talker(newcomer, wire.url) as talker:
                assert talker.talk() is Outcome.ASKED
                take_invitation(newcomer.station, invited.paper.raw)
                talker.breaks_off(ServerNotOurs)
            assert b"POST" not in (wire.up.heard or b"")
            with newcomer.store.read() as reader:
                assert not is_joined(reader)
    finally:
        other.close()
