"""Cases go to colleagues while their space is put together: who was away meanwhile lets them go all the same."""

from __future__ import annotations

import pytest

from fieldapp.domain.ids import FieldId
from sync.client.handing import left
from sync.client.log import Event
from tests.sync.client.making import CASE, Person, Team
from tests.together.caseloads import Two, half_type, known_case, move, two_caseloads
from tests.together.compacting import compact, joins
from tests.together.conftest import Seat

pytestmark = pytest.mark.usefixtures("all_met")


@pytest.fixture
def two(team: Team, newcomer: Person, seat: Seat) -> Two:
    return two_caseloads(team, newcomer, seat)


def goes_and_is_put_together(two: Two, team: Team) -> None:
    """While the worker is away: the supervisor has moved something, and then puts the space together."""
    for talker in (two.supervisor, two.colleague, two.supervisor):
        talker.talk()
    compact(two.supervisor, team.caseload)


def test_who_was_away_lets_go_of_a_case_that_left_and_knows_where_it_went(team: Team, two: Two) -> None:
    case, incident = known_case(two)
    stays = team.worker.create(CASE, code="B")
    two.all_talk()
    move(team.supervisor, case, two.second)
    goes_and_is_put_together(two, team)

    two.all_talk()

    assert not team.worker.has(case)
    assert not team.worker.has(incident)
    with team.worker.store.read() as reader:
        (gone,) = reader.departed()
    assert (gone.root, gone.code, gone.to, gone.who) == (case, "A", two.second, team.supervisor.worker)
    assert two.other.answers(case) == {"code": "A"}
    assert team.worker.has(stays)
    assert two.worker.agreement(team.caseload) == two.supervisor.agreement(team.caseload)
    assert not two.worker.has_noted(Event.DIFFERENT)


def test_what_she_wrote_in_it_meanwhile_follows_it_first(team: Team, two: Two) -> None:
    case, _ = known_case(two)
    move(team.supervisor, case, two.second)
    goes_and_is_put_together(two, team)
    team.worker.change(case, note="she has moved to her sister's")

    two.all_talk(3)

    assert two.other.answers(case)[FieldId("note")] == "she has moved to her sister's"
    assert not team.worker.has(case)


def test_a_form_that_stands_half_typed_keeps_it(team: Team, two: Two) -> None:
    case, _ = known_case(two)
    half_type(team.worker, case)
    move(team.supervisor, case, two.second)
    goes_and_is_put_together(two, team)

    two.all_talk()

    assert team.worker.has(case)
    team.worker.store.write_now(lambda write: write.drop_draft(case))
    two.all_talk()
    assert not team.worker.has(case)


def test_a_case_that_came_back_is_not_told_to_have_left(team: Team, two: Two) -> None:
    case, _ = known_case(two)
    move(team.supervisor, case, two.second)
    for talker in (two.supervisor, two.colleague, two.supervisor):
        talker.talk()
    move(team.supervisor, case, team.caseload)
    goes_and_is_put_together(two, team)

    two.all_talk()

    assert team.worker.answers(case) == {"code": "A"}
    with team.worker.store.read() as reader:
        assert reader.departed() == ()


def test_a_desk_that_begins_with_the_snapshot_tells_it_in_its_own(team: Team, two: Two, seat: Seat) -> None:
    case, _ = known_case(two)
    move(team.supervisor, case, two.second)
    goes_and_is_put_together(two, team)
    again = Person("again", team.supervisor.folder.parent / "again")
    joins(team, again)
    begun = seat(again)
    for talker in (two.coordinator, begun, two.supervisor, begun):
        talker.talk()
    try:
        with again.store.read() as reader:
            assert reader.record(case) is None
            assert [each.root for each in left(reader, team.caseload)] == [case]
    finally:
        again.close()
