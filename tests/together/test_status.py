"""What the sync page says, from the first code to the last receipt."""

from __future__ import annotations

import pytest

from fieldapp.domain.ids import SpaceId
from fieldapp.domain.spaces import Role, SpaceKind
from fieldapp.words import Sentence
from sync.client.errors import GoneMeanwhile, ServerDown
from sync.client.log import Event, note_trouble
from sync.client.organisation.inviting import Invitee, NewSpace, invite
from sync.client.organisation.joining import begin
from sync.client.records import aside
from sync.client.records.outgoing import stop
from sync.client.talk.status import Live, SpaceStatus, glance, status
from sync.protocol import limits
from tests.sync.client.making import CASE, Person, Team, join_by_files
from tests.together.conftest import Seat
from tests.together.talking import Server

NOTHING = Live()


def space_of(person: Person, space: SpaceId, live: Live = NOTHING) -> SpaceStatus:
    """What her page says of a space."""
    (found,) = (each for each in status(person.station, live).spaces if each.space == space)
    return found


def test_the_bar_counts_what_waits_and_remembers_when_all_was_sent(team: Team, seat: Seat, all_met: None) -> None:
    worker = seat(team.worker)
    worker.talk()
    team.worker.create(CASE, code="A")
    team.worker.create(CASE, code="B")
    before = glance(team.worker.station)
    team.worker.clock.pass_(minutes=5)

    worker.talk()

    after = glance(team.worker.station)
    assert (before.joined, before.practice, before.not_sent) == (True, False, 2)
    assert (after.not_sent, after.all_sent) == (0, team.worker.clock.now())
    assert after.live == Live()
    team.worker.clock.pass_(minutes=5)
    worker.talk()
    assert glance(team.worker.station).all_sent == after.all_sent  # nothing was sent since


def test_each_space_says_what_is_agreed_and_what_has_receipts(team: Team, seat: Seat, all_met: None) -> None:
    worker = seat(team.worker)
    for code in ("A", "B"):
        team.worker.create(CASE, code=code)
        worker.talk()
    team.worker.create(CASE, code="C")

    found = space_of(team.worker, team.caseload)

    assert (found.title, found.kind) == ("Cases 1", SpaceKind.CASELOAD)
    assert (found.agreed, found.agreed_at) == (2, team.worker.clock.now())
    assert (found.receipted, found.unanswered, found.not_sent, found.stopped) == (2, 0, 1, None)
    page = status(team.worker.station)
    assert page.organisation == "Example organisation"
    assert page.last_receipt == team.worker.clock.now()
    team.worker.clock.pass_(hours=1)
    now = team.worker.clock.now()
    assert space_of(team.worker, team.caseload, Live(checked=now)).agreed_at == now


def test_what_waits_for_a_key_says_how_much_and_from_whom(team: Team, seat: Seat) -> None:
    worker, supervisor = seat(team.worker), seat(team.supervisor)
    worker.talk()
    team.worker.create(CASE, code="A")
    worker.talk()
    seat(team.coordinator).talk()

    supervisor.talk()

    (wait,) = status(team.supervisor.station).keys
    assert (wait.space, wait.chunks) == (team.caseload, 1)
    assert wait.givers == ("Worker 1",)


def test_whoever_has_the_key_is_named_not_only_who_made_it(
    team: Team, seat: Seat, newcomer: Person, all_met: None
) -> None:
    worker, coordinator, second = seat(team.worker), seat(team.coordinator), seat(newcomer)
    team.worker.create(CASE, code="A")
    worker.talk()
    joins = Invitee(name="Worker 2", role=Role.OUTREACH, joins=(team.caseload,))
    join_by_files(team.coordinator, newcomer, invite(team.coordinator.station, joins))
    coordinator.talk()

    second.talk()

    waits = {each.space: each.givers for each in status(newcomer.station).keys}
    assert waits[team.caseload] == ("Supervisor 1", "Worker 1")


def test_what_was_put_aside_has_a_reason_and_can_be_given_out_or_let_go(team: Team, seat: Seat, all_met: None) -> None:
    worker = seat(team.worker)
    team.worker.create(CASE, code="A", note="о" * limits.PAYLOAD)
    worker.talk()

    (found,) = status(team.worker.station).aside
    assert "More was written at once" in str(found.reason)
    assert "Shorten the longest text" in str(found.advice)
    assert (found.title, found.writer) == ("Cases 1", "Worker 1")
    assert len(aside.file_of(team.worker.station, found.number)) > found.size

    assert aside.let_go(team.worker.station, found.number).sync

    assert status(team.worker.station).aside == ()
    with pytest.raises(GoneMeanwhile):
        aside.file_of(team.worker.station, found.number)


def test_a_space_that_the_server_refuses_says_why(team: Team, all_met: None) -> None:
    team.worker.store.write_now(lambda write: stop(write, team.caseload, "not_allowed"))

    assert "no right to write there" in str(space_of(team.worker, team.caseload).stopped)


def test_a_desk_on_its_way_in_says_whom_it_asks_and_the_coordinator_sees_it_ask(
    team: Team, seat: Seat, server: Server, newcomer: Person
) -> None:
    alone = status(newcomer.station)
    assert (alone.glance.joined, alone.asks, alone.organisation, alone.spaces) == (False, False, "", ())
    shared = NewSpace(kind=SpaceKind.CASELOAD, title="Cases 2")
    invited = invite(team.coordinator.station, Invitee(name="Worker 2", role=Role.OUTREACH, opens=(shared,)))
    begin(newcomer.station, invited.code.text, name="Swallow", address=server.url)
    coordinator, talker = seat(team.coordinator), seat(newcomer)

    for each in (coordinator, talker, coordinator):
        each.talk()

    page = status(newcomer.station)
    assert (page.glance.joined, page.asks, page.organisation) == (False, True, "Example organisation")
    (asking,) = status(team.coordinator.station).asking
    assert (asking.invited, asking.calls_herself) == ("Worker 2", "Swallow")


def test_the_log_tells_what_was_sent_and_received_and_what_went_wrong(team: Team, seat: Seat, all_met: None) -> None:
    worker, supervisor = seat(team.worker), seat(team.supervisor)
    for code in ("A", "B", "C"):
        team.worker.create(CASE, code=code)
    worker.talk()
    supervisor.talk()
    now = team.worker.clock.now()
    for _ in range(2):
        team.worker.store.write_now(lambda write: note_trouble(write, now, ServerDown()))

    mine, hers = status(team.worker.station).log, status(team.supervisor.station).log

    assert [line.event for line in mine[:2]] == [Event.TROUBLE, Event.SENT]
    assert mine[0].why == Sentence(ServerDown().sentence.text)
    assert mine[1].number == 3
    assert (hers[0].event, hers[0].number) == (Event.RECEIVED, 3)
