"""A case goes to a colleague: whole, once, and what was written of it elsewhere meanwhile follows it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from fieldapp.domain.changes import DELETE, MOVE, UPDATE
from fieldapp.domain.ids import ChangeId, FieldId, RecordId, SpaceId
from fieldapp.domain.merge import SPACE, Conflict
from fieldapp.domain.spaces import Role, SpaceKind
from fieldapp.storage.list_values import Standing
from fieldapp.storage.store import Reader, Store, Write
from fieldapp.storage.values import Draft, NewChange, StoredRecord
from fieldapp.work.attaching import contents
from sync.client.attachments import Carrying
from sync.client.caseloads import hand_over_caseload
from sync.client.errors import LinkCut, NotCoordinator
from sync.client.heads import start_again
from sync.client.inviting import Invitee, NewSpace, invite
from sync.client.log import Event
from sync.client.outgoing import begin_anew
from tests.sync.client.making import CASE, INCIDENT, Person, Team, join_by_files
from tests.together.conftest import Lay, Seat
from tests.together.talking import Server, Talker
from tests.together.test_attachments import a_file, attached, sealed_at

NOTE = FieldId("note")

pytestmark = pytest.mark.usefixtures("all_met")


@dataclass
class Two:
    """Two workers with a caseload each, and everybody's talks. The supervisor may read both, or the first alone."""

    team: Team
    other: Person
    second: SpaceId
    worker: Talker
    supervisor: Talker
    colleague: Talker
    coordinator: Talker

    def all_talk(self, times: int = 2) -> None:
        for talker in (self.worker, self.supervisor, self.colleague) * times:
            talker.talk()

    def agree(self) -> None:
        assert self.supervisor.agreement(self.second) == self.colleague.agreement(self.second)


def two_caseloads(team: Team, newcomer: Person, seat: Seat, *, overseen: bool = True) -> Two:
    others = (team.supervisor.worker,) if overseen else ()
    space = NewSpace(kind=SpaceKind.CASELOAD, title="Cases 2", others=others)
    invited = invite(team.coordinator.station, Invitee(name="Worker 2", role=Role.OUTREACH, opens=(space,)))
    join_by_files(team.coordinator, newcomer, invited)
    two = Two(
        team,
        newcomer,
        invited.spaces[0],
        seat(team.worker),
        seat(team.supervisor),
        seat(newcomer),
        seat(team.coordinator),
    )
    for talker in (two.coordinator, two.colleague, two.supervisor, two.worker, two.colleague):
        talker.talk()
    return two


@pytest.fixture
def two(team: Team, newcomer: Person, seat: Seat) -> Two:
    return two_caseloads(team, newcomer, seat)


@pytest.fixture
def apart(team: Team, newcomer: Person, seat: Seat) -> Two:
    """Nobody reads both caseloads."""
    return two_caseloads(team, newcomer, seat, overseen=False)


def move(person: Person, case: RecordId, to: SpaceId) -> None:
    stored = person.record(case)
    person.save(NewChange(record=case, kind=MOVE, form=CASE, version="1", after=stored.heads, space=to))


@dataclass
class Third:
    """Another colleague with a caseload of hers, which the supervisor reads too."""

    person: Person
    space: SpaceId
    talker: Talker


@pytest.fixture
def third(two: Two, seat: Seat) -> Iterator[Third]:
    """Joined, and known to everybody."""
    person = Person("third", two.other.folder.parent / "third")
    space = NewSpace(kind=SpaceKind.CASELOAD, title="Cases 3", others=(two.team.supervisor.worker,))
    invited = invite(two.team.coordinator.station, Invitee(name="Worker 3", role=Role.OUTREACH, opens=(space,)))
    join_by_files(two.team.coordinator, person, invited)
    third = Third(person, invited.spaces[0], seat(person))
    for talker in (two.coordinator, third.talker, two.supervisor, two.worker, two.colleague, third.talker):
        talker.talk()
    yield third
    person.close()


def below(person: Person, case: RecordId) -> tuple[StoredRecord, ...]:
    with person.store.read() as reader:
        return reader.below(case)


def conflicts(person: Person, case: RecordId) -> list[Conflict]:
    with person.store.read() as reader:
        return [each.conflict for each in reader.conflicts(case) if each.conflict.field == SPACE]


def standing(person: Person) -> Standing:
    with person.store.read() as reader:
        return reader.standing()


def half_type(person: Person, case: RecordId) -> None:
    now = person.clock.now()
    draft = Draft(
        record=case,
        root=case,
        form=CASE,
        version="1",
        after=person.record(case).heads,
        body="{}",
        place="",
        started=now,
        kept=now,
    )
    person.store.write_now(lambda write: write.keep_draft(draft))


def changes_of(reader: Reader, case: RecordId) -> list[ChangeId]:
    """Of all that stands in it."""
    every = (case, *(each.id for each in reader.below(case)))
    return [change.id for record in every for change in reader.changes(record)]


def known_case(two: Two) -> tuple[RecordId, RecordId]:
    """A case with an incident, which everybody has who may."""
    case = two.team.worker.create(CASE, code="A")
    incident = two.team.worker.create(INCIDENT, parent=case, what="x")
    two.all_talk()
    return case, incident


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


def test_what_she_wrote_offline_after_it_was_handed_over_reaches_the_colleague_and_leaves_her_desk(two: Two) -> None:
    case, incident = known_case(two)
    move(two.team.supervisor, case, two.second)
    two.supervisor.talk()

    two.team.worker.change(case, note="late")
    two.team.worker.change(incident, what="y")
    added = two.team.worker.create(INCIDENT, parent=case, what="new")
    two.all_talk(3)

    assert two.other.answers(case) == {"code": "A", "note": "late"}
    assert two.other.answers(incident) == {"what": "y"}
    assert two.other.answers(added) == {"what": "new"}
    assert two.other.record(added).root == case
    assert not any(two.team.worker.has(each) for each in (case, incident, added))
    assert two.other.record(case).waiting == 0
    two.agree()


def test_where_nobody_reads_both_the_late_edit_goes_by_the_box(apart: Two) -> None:
    case, incident = known_case(apart)
    apart.team.supervisor.change(case, note="late")
    added = apart.team.supervisor.create(INCIDENT, parent=case, what="new")
    move(apart.team.worker, case, apart.second)
    apart.worker.talk()
    apart.worker.talk()

    apart.all_talk(3)

    assert apart.other.answers(case) == {"code": "A", "note": "late"}
    assert apart.other.answers(added) == {"what": "new"}
    for person in (apart.team.worker, apart.team.supervisor):
        assert not any(person.has(each) for each in (case, incident, added))
        assert standing(person).waiting == standing(person).rootless == 0


def test_an_edit_that_was_typed_before_the_case_left_is_saved_after_it(two: Two) -> None:
    case, incident = known_case(two)
    seen = two.team.worker.record(case)  # a form of it stands open
    move(two.team.supervisor, case, two.second)
    two.all_talk()
    assert not two.team.worker.has(case)

    two.team.worker.save(
        NewChange(record=case, kind=UPDATE, form=CASE, version="1", fields={NOTE: "typed"}, after=seen.heads)
    )
    late = two.team.worker.create(INCIDENT, parent=case, what="new")
    deep = two.team.worker.create(INCIDENT, parent=incident, what="deep")
    two.all_talk(3)

    assert two.other.answers(case) == {"code": "A", "note": "typed"}
    assert two.other.record(late).root == two.other.record(deep).root == case
    assert not two.team.worker.has(late)
    assert two.worker.not_sent() == 0
    assert standing(two.team.worker).waiting == standing(two.team.worker).rootless == 0


def test_a_draft_keeps_the_case_until_it_is_saved_or_dropped(two: Two) -> None:
    case, _ = known_case(two)
    half_type(two.team.worker, case)
    move(two.team.supervisor, case, two.second)
    two.all_talk()
    assert two.team.worker.has(case)

    two.team.worker.store.write_now(lambda write: write.drop_draft(case))
    two.worker.talk()
    assert not two.team.worker.has(case)


def test_a_deletion_that_did_not_know_of_the_move_is_the_colleagues_to_take_back(two: Two) -> None:
    case, _ = known_case(two)
    move(two.team.supervisor, case, two.second)
    two.supervisor.talk()
    stored = two.team.worker.record(case)

    two.team.worker.save(NewChange(record=case, kind=DELETE, form=CASE, version="1", after=stored.heads))
    two.all_talk(3)

    assert two.other.record(case).deleted
    assert two.other.record(case).space == two.second
    two.other.change(case, note="still needed")
    assert not two.other.record(case).deleted
    assert not two.team.worker.has(case)


def test_of_two_who_hand_it_over_at_once_both_colleagues_keep_it_until_a_person_chooses(
    team: Team, two: Two, third: Third
) -> None:
    case, incident = known_case(two)
    move(team.worker, case, two.second)
    move(team.supervisor, case, third.space)
    for talker in (two.worker, two.supervisor, two.colleague, third.talker) * 3:
        talker.talk()

    for person in (two.other, third.person, team.supervisor):
        (conflict,) = conflicts(person, case)
        assert {side.answer for side in conflict.sides} == {two.second, third.space}
        assert person.answers(incident) == {"what": "x"}
    assert not team.worker.has(case)

    two.other.change(case, note="seen by both")
    for talker in (two.colleague, two.supervisor, third.talker):
        talker.talk()
    assert third.person.answers(case)["note"] == "seen by both"

    move(team.supervisor, case, third.space)
    for talker in (two.supervisor, two.colleague, third.talker) * 2:
        talker.talk()
    assert third.person.record(case).space == third.space
    assert conflicts(third.person, case) == []
    assert third.person.answers(case) == {"code": "A", "note": "seen by both"}
    assert not two.other.has(case)


def test_a_case_that_comes_back_is_whole_again(two: Two) -> None:
    case, incident = known_case(two)
    move(two.team.supervisor, case, two.second)
    two.all_talk()
    two.other.change(incident, what="z")
    two.colleague.talk()

    move(two.other, case, two.team.caseload)
    two.all_talk()

    assert two.team.worker.answers(case) == {"code": "A"}
    assert two.team.worker.answers(incident) == {"what": "z"}
    assert two.team.worker.record(case).space == two.team.caseload
    with two.team.worker.store.read() as reader:
        assert reader.departed() == ()
    assert standing(two.team.worker).waiting == 0
    assert not two.other.has(case)


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
