"""How long a desk waits before it talks again."""

from __future__ import annotations

import pytest

from sync.client.talk.pace import AFTER_CUT, LONGEST, POLL, POLL_JOINING, SHORTEST, Pace


def test_waits_grow_while_nobody_answers_up_to_a_longest_one() -> None:
    pace = Pace(lambda: 0.5)

    waits = [pace.after_trouble() for _ in range(40)]

    assert waits[:4] == [SHORTEST, 2 * SHORTEST, 4 * SHORTEST, 8 * SHORTEST]
    assert waits[-1] == LONGEST
    assert waits == sorted(waits)


def test_desks_do_not_wait_in_step() -> None:
    early, late = Pace(lambda: 0.0), Pace(lambda: 1.0)

    assert early.after_trouble() < SHORTEST < late.after_trouble()
    assert early.after_success(joining=False) < POLL < late.after_success(joining=False)


@pytest.mark.parametrize("event", ["reset", "success", "cut"])
def test_waits_are_short_again_once_something_has_changed(event: str) -> None:
    pace = Pace(lambda: 0.5)
    for _ in range(5):
        pace.after_trouble()

    if event == "reset":
        pace.reset()
    elif event == "success":
        assert pace.after_success(joining=True) == POLL_JOINING
    else:
        assert pace.after_cut() == AFTER_CUT

    assert pace.after_trouble() == SHORTEST
