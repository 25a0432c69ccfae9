"""Who chooses between answers that stand against each other."""

from __future__ import annotations

from contextlib import suppress

import pytest

from fieldapp.domain.changes import CREATE, DELETE, Change
from fieldapp.domain.merge import DELETED, Conflict, fold
from fieldapp.domain.settling import NotHersToSettle, OnlySupervisor, Seat, check_choice, who_chooses
from fieldapp.domain.spaces import Role, SpaceKind
from tests.fieldapp.domain.histories import PROTECTIVE, change

CREATED = change(1, 1, CREATE, space="naryn", consent="yes", phone="1")
CASELOAD, PROGRAMME, HOUSE = SpaceKind.CASELOAD, SpaceKind.PROGRAMME, SpaceKind.ORGANISATION
WORKER = Seat(kind=CASELOAD, hers=True, role=Role.OUTREACH)
SUPERVISOR = Seat(kind=CASELOAD, role=Role.SUPERVISOR)


def conflict(*apart: Change) -> Conflict:
    record = fold([CREATED, *apart], PROTECTIVE)
    assert record is not None
    return record.conflicts[0]


PHONE = conflict(change(1, 2, after=(CREATED,), phone="2"), change(2, 1, after=(CREATED,), phone="3"))
CONSENT = conflict(change(1, 2, after=(CREATED,), consent="no"), change(2, 1, after=(CREATED,), consent="later"))
LIFE = conflict(change(1, 2, after=(CREATED,), phone="2"), change(2, 1, DELETE, after=(CREATED,)))


def may(seat: Seat, about: Conflict, answer: str) -> bool:
    with suppress(NotHersToSettle):
        check_choice(seat, about, answer, PROTECTIVE.get(about.field))
        return True
    return False


@pytest.mark.parametrize(
    ("seat", "chooses"),
    [
        (WORKER, True),
        (SUPERVISOR, True),
        (Seat(kind=CASELOAD, role=Role.OUTREACH), False),
        (Seat(kind=CASELOAD, role=Role.COORDINATOR), False),
        (Seat(kind=CASELOAD), False),
        (Seat(kind=PROGRAMME, hers=True, role=Role.TRAINER), True),
        (Seat(kind=PROGRAMME, role=Role.TRAINER), False),
        (Seat(kind=PROGRAMME, role=Role.SUPERVISOR), True),
        (Seat(kind=HOUSE, role=Role.SUPERVISOR), True),
        (Seat(kind=HOUSE, role=Role.COORDINATOR), True),
        (Seat(kind=HOUSE, hers=True, role=Role.OUTREACH), False),
        (Seat(kind=None), True),
    ],
)
def test_the_worker_whose_it_is_and_who_answers_for_her_work_choose_and_nobody_else(seat: Seat, chooses: bool) -> None:
    assert may(seat, PHONE, "2") == may(seat, PHONE, "3") == chooses


def test_she_may_let_the_careful_answer_stand_for_good() -> None:
    assert CONSENT.sides[0].answer == "no"
    assert may(WORKER, CONSENT, "no")


def test_only_a_supervisor_lets_a_careful_answer_go() -> None:
    assert not may(WORKER, CONSENT, "later")
    assert may(SUPERVISOR, CONSENT, "later")
    with pytest.raises(OnlySupervisor):
        check_choice(WORKER, CONSENT, "yes", ["no", "yes"])


def test_between_two_careful_answers_she_chooses_freely() -> None:
    check_choice(WORKER, PHONE, "2", [])
    check_choice(WORKER, PHONE, "neither", [])

    with pytest.raises(OnlySupervisor):
        check_choice(WORKER, PHONE, None, [])


def test_whether_a_record_is_deleted_the_worker_whose_it_is_chooses_too() -> None:
    assert may(WORKER, LIFE, DELETED)


def test_whoever_may_not_choose_is_told_who_does() -> None:
    assert all(who_chooses(kind) for kind in SpaceKind)
