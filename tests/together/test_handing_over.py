"""A case goes to a colleague: whole, once, and leaves whoever need not know it; and a whole caseload."""

from __future__ import annotations

import pytest

from fieldapp.domain.ids import SpaceId
from fieldapp.domain.spaces import SpaceKind
from fieldapp.storage.store import Store, Write
from fieldapp.work.attaching import contents
from sync.client.errors import LinkCut, NotCoordinator
from sync.client.keeping.erased import erasures
from sync.client.log import Event
from sync.client.organisation.caseloads import hand_over_caseload, whole_caseloads
from sync.client.organisation.members import part_with
from sync.client.records.attachments import Carrying
from sync.client.records.heads import start_again
from sync.client.records.outgoing import begin_anew
from tests.sync.client.making import CASE, INCIDENT, Person, Team
from tests.together.caseloads import (
    Two,
    below,
    changes_of,
    known_case,
    move,
    two_caseloads,
)
from tests.together.conftest import Lay, Seat
from tests.together.erasing import a_case, erased_by
from tests.together.talking import Server
from tests.together.test_attachments import a_file, attached, sealed_at

pytestmark = pytest.mark.usefixtures("all_met")


def test_a_case_goes_whole_to_the_colleague_and_leaves_whoever_need_not_know_it(two: Two) -> None:
    case, incident = known_case(two)

    move(two.team.supervisor, case, two.second)
    two.all_talk()

    assert two.other.answers(case) == {"code": "A"}
    assert two.other.record(incident).root == case
    assert two.other.record(case).space == two.second
    assert not two.team.worker.has(case)
    assert not two.team.worker.has(incident)
    assert two.team.supervisor.has(case)
    assert two.worker.has_noted(Event.HANDED_OVER)
    with two.team.worker.store.read() as reader:
        (gone,) = reader.departed()
        assert reader.changes(case) == ()
    assert (gone.code, gone.to, gone.who) == ("A", two.second, two.team.supervisor.worker)
    assert [talker.not_sent() for talker in (two.worker, two.supervisor, two.colleague)] == [0, 0, 0]
    two.agree()


def test_the_worker_herself_hands_it_to_a_colleague_whose_caseload_she_does_not_read(apart: Two) -> None:
    case, incident = known_case(apart)

    move(apart.team.worker, case, apart.second)
    apart.all_talk()

    assert apart.other.answers(incident) == {"what": "x"}
    assert not any(person.has(case) for person in (apart.team.worker, apart.team.supervisor))
    assert apart.worker.not_sent() == 0


def test_that_it_left_is_told_only_when_all_of_it_has_arrived(apart: Two, seat: Seat, lay: Lay) -> None:
    team, wire = apart.team, lay()
    case = team.worker.create(CASE, code="A")
    for number in range(40):
        team.worker.create(INCIDENT, parent=case, note=f"{number}" * 400 + case)
    apart.all_talk()
    slow = seat(team.worker, wire)
    move(team.worker, case, apart.second)

    wire.cut_after(up=1500)
    slow.breaks_off()
    team.worker.reopen()
    apart.supervisor.talk()
    assert team.supervisor.record(case).space == team.caseload
    assert team.worker.has(case)

    apart.worker = seat(team.worker)
    apart.all_talk()
    assert len(below(apart.other, case)) == 40
    assert not team.supervisor.has(case)
    assert not team.worker.has(case)


def test_a_desk_that_reads_the_old_space_anew_does_not_keep_what_left_it(two: Two) -> None:
    case, _ = known_case(two)
    move(two.team.supervisor, case, two.second)
    two.all_talk()

    def read_anew(write: Write) -> None:
        start_again(write, two.team.caseload)
        begin_anew(write)

    two.team.worker.store.write_now(read_anew)
    two.worker.talk()
    two.worker.talk()

    assert case in two.worker.happened.records
    assert not two.team.worker.has(case)
    assert two.worker.not_sent() == 0


def test_its_files_are_at_the_colleagues_before_the_case_leaves_the_desk_that_has_them(
    apart: Two, server: Server
) -> None:
    case, attachment = attached(apart.team.worker)
    apart.all_talk()
    move(apart.team.supervisor, case, apart.second)

    apart.all_talk()

    assert contents(apart.other.desk, attachment) == a_file(50_000)
    assert attachment.id in sealed_at(server)[apart.second]
    assert not apart.team.worker.has(case)
    assert not apart.team.supervisor.store.attachments.has(attachment.id)
    apart.team.worker.reopen()  # what she took in herself stays until the desk is closed
    apart.team.worker.store.sweep()
    assert not apart.team.worker.store.attachments.has(attachment.id)


def test_a_case_stays_while_a_file_of_it_stands_only_here(apart: Two, monkeypatch: pytest.MonkeyPatch) -> None:
    team = apart.team
    case, attachment = attached(team.worker)
    move(team.worker, case, apart.second)
    with monkeypatch.context() as no_files:
        no_files.setattr(Carrying, "carry", lambda *_: False)
        apart.worker.talk()
        assert team.worker.has(case)

    apart.worker.talk()
    assert not team.worker.has(case)
    apart.colleague.talk()
    assert contents(apart.other.desk, attachment) == a_file(50_000)


def test_a_whole_caseload_goes_to_a_colleague_who_goes_on_in_it(two: Two) -> None:
    team = two.team
    case, incident = known_case(two)

    hand_over_caseload(team.coordinator.station, team.caseload, two.other.worker)
    for talker in (two.coordinator, two.supervisor, two.colleague, two.worker, two.supervisor, two.colleague):
        talker.talk()

    assert two.other.answers(incident) == {"what": "x"}
    two.other.change(case, note="goes on")
    two.colleague.talk()
    two.supervisor.talk()
    assert team.supervisor.answers(case)["note"] == "goes on"
    assert [each.space for each in team.worker.desk.memberships() if each.kind is SpaceKind.CASELOAD] == []
    own = next(each for each in two.other.desk.memberships() if each.opener)
    assert own.space == two.second  # the one she always had


def test_the_caseload_of_one_who_has_left_is_handed_over_and_its_supervisor_goes_on_reading_it(two: Two) -> None:
    team = two.team
    case, _ = known_case(two)
    part_with(team.coordinator.station, team.worker.worker)
    for talker in (two.coordinator, two.worker, two.supervisor):
        talker.talk()
    (whole,) = (each for each in whole_caseloads(team.coordinator.station)[0] if each.caseload.space == team.caseload)

    hand_over_caseload(team.coordinator.station, team.caseload, two.other.worker)
    for talker in (two.coordinator, two.supervisor, two.colleague):
        talker.talk()

    assert (whole.holders, whole.others) == ((), ("Supervisor 1",))
    two.other.change(case, note="goes on")
    two.colleague.talk()
    two.supervisor.talk()
    assert team.supervisor.answers(case)["note"] == "goes on"


def test_where_nobody_else_reads_the_caseload_her_own_laptop_gives_its_keys(
    team: Team, newcomer: Person, seat: Seat
) -> None:
    alone = two_caseloads(team, newcomer, seat, overseen=False)
    case = newcomer.create(CASE, code="B")
    alone.colleague.talk()

    hand_over_caseload(team.coordinator.station, alone.second, team.worker.worker)
    for talker in (alone.coordinator, alone.worker, alone.colleague, alone.worker, alone.worker):
        talker.talk()

    assert team.worker.answers(case) == {"code": "B"}
    assert team.worker.record(case).space == alone.second
    late = team.worker.change(case, note="goes on")
    alone.worker.talk()
    assert alone.worker.not_sent() == 0
    assert late in team.worker.record(case).heads


def test_nobody_but_a_coordinator_hands_a_caseload_over(two: Two) -> None:
    with pytest.raises(NotCoordinator):
        hand_over_caseload(two.team.supervisor.station, two.team.caseload, two.other.worker)


def test_what_a_power_cut_left_of_a_case_that_had_gone_is_tidied_by_the_next_talk(
    two: Two, monkeypatch: pytest.MonkeyPatch
) -> None:
    case, _ = known_case(two)
    move(two.team.supervisor, case, two.second)
    two.supervisor.talk()
    tidied: list[Store] = []
    with monkeypatch.context() as cut:
        cut.setattr(Store, "tidy", lambda _store: (_ for _ in ()).throw(LinkCut))
        two.worker.breaks_off()
    assert not two.team.worker.has(case)

    def tidy(store: Store) -> None:
        tidied.append(store)

    monkeypatch.setattr(Store, "tidy", tidy)
    two.worker.talk()
    two.worker.talk()

    assert tidied == [two.team.worker.store]


def test_a_case_that_is_said_to_have_gone_where_no_space_is_known_stays(two: Two) -> None:
    case, _ = known_case(two)
    nowhere = SpaceId("ab" * 16)
    move(two.team.supervisor, case, nowhere)
    two.team.supervisor.store.write_now(lambda write: write.outbox.is_there(nowhere, changes_of(write, case)))

    two.all_talk()

    assert two.team.worker.record(case).space == nowhere
    assert two.team.worker.answers(case) == {"code": "A"}


def test_a_case_that_was_handed_over_and_is_erased_goes_from_both_spaces(two: Two) -> None:
    case = a_case(two.team.worker)
    two.all_talk()
    move(two.team.supervisor, case, two.second)
    two.all_talk()
    with two.team.worker.store.read() as reader:
        assert [each.root for each in reader.departed()] == [case]

    erased_by(two.team.supervisor, case)
    two.all_talk(4)

    assert not any(person.has(case) for person in (two.team.worker, two.other, two.team.supervisor))
    with two.team.worker.store.read() as reader:
        assert reader.departed() == ()
        assert [key.number for key in reader.sync.space_keys(two.team.caseload)] == [2]
    with two.other.store.read() as reader:
        assert [key.number for key in reader.sync.space_keys(two.second)] == [2]
    (seen,) = erasures(two.team.supervisor.station)
    assert (seen.elsewhere, seen.keys) == ((), True)
