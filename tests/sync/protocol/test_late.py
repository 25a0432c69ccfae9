"""What a shut-out desk sends behind the head of the epoch that answers it is late, however often it is shut out."""

from __future__ import annotations

import pytest

from sync.protocol.epochs import open_epoch
from sync.protocol.head import Head
from sync.protocol.judging import believe
from sync.protocol.said import Ending, Revocation
from sync.protocol.statements import Statement
from sync.protocol.trust import Trust
from tests.sync.protocol.house import NOON, House, a_house


@pytest.fixture
def house() -> House:
    return a_house()


def answered(house: House, trust: Trust, at: int) -> Trust:
    """The supervisor's desk has read so far, and opens the next epoch."""
    head, by = Head(at, "ab" * 32), house.supervisor
    opening, _ = open_epoch(trust, house.caseload, by=by.desk, when=NOON, key=by.key, head=head)
    return believe(trust, opening)


def revocations(house: House) -> list[Statement]:
    """Two of the same desk, in the order of their ids."""
    said = [house.say(Revocation(desk=house.worker.desk, wipe=wipe), house.coordinator) for wipe in (False, True)]
    return sorted(said, key=lambda each: each.id)


def test_nothing_is_late_while_she_may_write_or_nobody_has_answered(house: House) -> None:
    trust = house.trust
    assert trust.late_after(house.worker.desk, house.caseload) is None
    trust = believe(trust, revocations(house)[0])

    assert trust.late_after(house.worker.desk, house.caseload) is None


@pytest.mark.parametrize("smaller_first", [True, False])
def test_a_second_revocation_moves_nothing(house: House, smaller_first: bool) -> None:
    first, second = revocations(house) if smaller_first else reversed(revocations(house))
    trust = answered(house, believe(house.trust, first), 7)
    assert trust.late_after(house.worker.desk, house.caseload) == 7
    trust = believe(trust, second)
    assert trust.late_after(house.worker.desk, house.caseload) == 7
    trust = answered(house, trust, 12)

    assert trust.late_after(house.worker.desk, house.caseload) == 7


def test_whoever_is_taken_out_is_late_behind_the_first_answer_to_it(house: House) -> None:
    where = (house.worker.worker, house.caseload)
    grants = tuple(each for each, said in house.trust.given.items() if (said.worker, said.space) == where)
    ending = house.say(Ending(worker=house.worker.worker, space=house.caseload, grants=grants), house.coordinator)
    trust = answered(house, believe(house.trust, ending), 5)
    trust = answered(house, believe(trust, revocations(house)[0]), 9)

    assert trust.late_after(house.worker.desk, house.caseload) == 5
    assert trust.late_after(house.supervisor.desk, house.caseload) is None
