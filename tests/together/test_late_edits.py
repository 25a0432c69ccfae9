"""What was written of a case elsewhere, while it went to a colleague, follows it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from fieldapp.domain.changes import DELETE, UPDATE
from fieldapp.domain.ids import FieldId
from fieldapp.domain.spaces import Role, SpaceKind
from fieldapp.storage.values import NewChange
from sync.client.organisation.inviting import Invitee, NewSpace, invite
from tests.sync.client.making import CASE, INCIDENT, Person, Team, join_by_files
from tests.together.caseloads import (
    Third,
    Two,
    conflicts,
    half_type,
    known_case,
    move,
    standing,
)
from tests.together.conftest import Seat

NOTE = FieldId("note")

pytestmark = pytest.mark.usefixtures("all_met")


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
