"""Two desks of one caseload: who of them chooses, what each sees of it, and what history says of the choice."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from fieldapp.domain.ids import RecordId, SpaceId
from fieldapp.domain.settling import May, NotHersToSettle, OnlySupervisor
from fieldapp.domain.spaces import Membership, Role, SpaceKind
from fieldapp.words import ENGLISH
from fieldapp.work.conflicts import settle, waiting_for_a_choice
from fieldapp.work.desk import Desk, remember_memberships
from fieldapp.work.disputes import Dispute, look_at_disputes
from fieldapp.work.filling import reopen, save
from fieldapp.work.packs import built_in_packs
from fieldapp.work.past import look_at_past
from fieldapp.work.people import STAFF
from fieldapp.work.undoing import delete_as_mistake
from tests.fieldapp.work.conftest import a_case, answer, saved, told
from tests.fieldapp.work.test_conflicts import tell
from tests.fieldapp.work.test_sharing import write_down

PACKS = built_in_packs()
CASELOAD, HOUSE = SpaceId("ca" * 16), SpaceId("0e" * 16)


@pytest.fixture
def team(make_desk: Callable[[str], Desk]) -> tuple[Desk, Desk, Desk]:
    """A worker, her supervisor, and a colleague who only reads along."""
    return (
        joined(make_desk("worker"), Role.OUTREACH, hers=True),
        joined(make_desk("supervisor"), Role.SUPERVISOR),
        joined(make_desk("colleague"), Role.OUTREACH),
    )


def joined(desk: Desk, role: Role, *, hers: bool = False) -> Desk:
    spaces = [Membership(CASELOAD, SpaceKind.CASELOAD, hers), Membership(HOUSE, SpaceKind.ORGANISATION, False)]
    remember_memberships(desk.store, desk.worker, spaces)
    write_down(desk, STAFF, {"worker": desk.worker, "staff_name": role.value, "staff_role": role.value})
    return desk


def disputed(team: tuple[Desk, Desk, Desk], form: str, **apart: tuple[str, str]) -> RecordId:
    """A record in which worker and supervisor answered one question apart; all three know both."""
    worker, supervisor, colleague = team
    record = saved(worker, form, a_case(worker))
    tell(worker, supervisor, record)
    for desk, number in ((worker, 0), (supervisor, 1)):
        save(desk, answer(reopen(desk, record), **{name: answers[number] for name, answers in apart.items()}))
    tell(worker, supervisor, record)
    tell(supervisor, worker, record)
    tell(supervisor, colleague, record)
    return record


def dispute(desk: Desk) -> Dispute:
    (found,) = look_at_disputes(desk, PACKS, None, ENGLISH)
    return found


def test_worker_and_supervisor_may_choose_and_a_colleague_reads_who_does(team: tuple[Desk, Desk, Desk]) -> None:
    disputed(team, "gbv_survivor", age=("28", "30"))

    assert [dispute(desk).may for desk in team] == [May.CAREFUL, May.ANY, May.NOTHING]
    assert dispute(team[2]).who == "The worker whose case it is or a supervisor chooses here."
    with pytest.raises(NotHersToSettle):
        settle(team[2], dispute(team[2]).seen, "28")
    assert waiting_for_a_choice(team[2])


def test_the_workers_choice_reaches_the_supervisor(team: tuple[Desk, Desk, Desk]) -> None:
    worker, supervisor, _ = team
    record = disputed(team, "gbv_survivor", age=("28", "30"))

    settle(worker, dispute(worker).seen, "28")
    tell(worker, supervisor, record)

    assert waiting_for_a_choice(supervisor) == ()
    assert told(supervisor, record, "age") == "28"


def test_the_worker_may_choose_the_careful_answer_and_the_supervisor_the_other(team: tuple[Desk, Desk, Desk]) -> None:
    worker, supervisor, _ = team
    record = disputed(team, "gbv_survivor", contact_allowed=("true", "false"))

    seen = dispute(worker)
    assert [(each.words, each.stands, each.mine) for each in seen.opinions] == [
        (seen.opinions[0].words, True, True),
        (seen.opinions[1].words, False, False),
    ]
    with pytest.raises(OnlySupervisor):
        settle(worker, seen.seen, seen.opinions[1].answer)
    settle(supervisor, dispute(supervisor).seen, seen.opinions[1].answer)
    assert told(supervisor, record, "contact_allowed") == seen.opinions[1].answer


def test_whoever_has_asked_her_again_writes_down_what_she_said(team: tuple[Desk, Desk, Desk]) -> None:
    worker, _, _ = team
    record = disputed(team, "gbv_survivor", contact_allowed=("true", "false"))

    save(worker, answer(reopen(worker, record), contact_allowed="true"))

    assert waiting_for_a_choice(worker) == ()


def test_each_answer_is_shown_with_what_stood_next_to_it_for_its_author(team: tuple[Desk, Desk, Desk]) -> None:
    disputed(team, "gbv_survivor", age=("28", "30"), sex=("female", "female"), estimated=("true", "false"))

    ages = next(each for each in look_at_disputes(team[0], PACKS, None, ENGLISH) if "old" in each.question)

    assert {(each.words, each.beside[-1]) for each in ages.opinions} == {
        ("28", "Is the age estimated: Yes"),
        ("30", "Is the age estimated: No"),
    }


def test_history_says_that_it_was_a_choice_and_between_what(team: tuple[Desk, Desk, Desk]) -> None:
    worker, _, _ = team
    record = disputed(team, "gbv_survivor", age=("28", "30"))
    settle(worker, dispute(worker).seen, "29")

    told = [each for edit in look_at_past(worker, PACKS, record, ENGLISH).edits for each in edit.changed]
    (chosen,) = (each for each in told if each.between)

    assert chosen.new == "29"
    assert set(chosen.between) == {"28", "30"}


def test_history_says_that_two_had_deleted_and_changed_it_apart(team: tuple[Desk, Desk, Desk]) -> None:
    worker, supervisor, _ = team
    record = saved(worker, "gbv_survivor", a_case(worker))
    tell(worker, supervisor, record)
    delete_as_mistake(worker, record)
    save(supervisor, answer(reopen(supervisor, record), age="30"))
    tell(supervisor, worker, record)

    settle(worker, dispute(worker).seen, dispute(worker).opinions[0].answer)

    assert [each.settled for each in look_at_past(worker, PACKS, record, ENGLISH).edits].count(True) == 1


def test_a_conflict_keeps_nobody_from_working_on(team: tuple[Desk, Desk, Desk]) -> None:
    worker, _, _ = team
    record = disputed(team, "gbv_survivor", age=("28", "30"))

    save(worker, answer(reopen(worker, record), occupation="teacher"))

    assert told(worker, record, "occupation") == "teacher"
    assert len(waiting_for_a_choice(worker)) == 1
