"""A clock that is a year off is noticed and told, and costs nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from fieldapp.storage.list_values import ListQuery
from fieldapp.work.cases import CASE
from fieldapp.work.desk import Desk
from fieldapp.work.filling import reopen, save
from fieldapp.work.today import today
from fieldapp.work.wrong_clock import doubt_the_clock
from tests.fieldapp.work.conftest import a_case, answer, told
from tests.helpers.clock import StandingClock


def test_a_clock_that_goes_on_as_clocks_do_is_not_doubted(desk: Desk, clock: StandingClock) -> None:
    assert doubt_the_clock(desk) is None
    a_case(desk)
    clock.pass_(days=60)

    assert doubt_the_clock(desk) is None


@pytest.mark.parametrize(
    ("days", "says"),
    [(-365, "says 12.03.2025, but you recorded something on 12.03.2026"), (365, "says 12.03.2027; you recorded")],
    ids=["a year behind", "a year ahead"],
)
def test_a_clock_a_year_off_is_told_with_both_days(desk: Desk, clock: StandingClock, days: int, says: str) -> None:
    a_case(desk)
    clock.pass_(days=days)
    doubt = doubt_the_clock(desk)

    assert doubt is not None
    assert says in doubt.said()
    assert "Nothing is lost" in doubt.said()


def test_a_colleagues_wrong_clock_is_not_blamed_on_this_laptop(
    make_desk: Callable[[str], Desk], clock: StandingClock
) -> None:
    one, other = make_desk("one"), make_desk("other")
    a_case(one)
    clock.pass_(days=365)
    case = a_case(other)
    with other.store.read() as reader:
        changes = reader.changes(case)
    clock.pass_(days=-365)
    one.store.write_now(lambda write: write.receive(changes))

    assert doubt_the_clock(one) is None


@pytest.mark.parametrize("days", [-365, 365])
def test_what_is_saved_with_a_wrong_clock_comes_after_what_was_seen_all_the_same(
    desk: Desk, clock: StandingClock, days: int
) -> None:
    case = a_case(desk)
    clock.pass_(days=days)
    save(desk, answer(reopen(desk, case), risk="high"))
    clock.pass_(days=-days)
    save(desk, answer(reopen(desk, case), risk="low"))
    another = a_case(desk)

    assert told(desk, case, "risk") == "low"
    with desk.store.read() as reader:
        assert reader.conflicts() == ()
        assert reader.count(ListQuery(form=CASE)) == 2
    assert {one.root for one in today(desk).lately} >= {another}
