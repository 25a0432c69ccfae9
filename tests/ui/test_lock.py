"""When the desk locks by itself."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ui.lock import IDLE, INTERVIEW, Watch, Wish
from ui.system_events import SystemEvents


class Hands:
    """Two clocks that a test moves."""

    def __init__(self) -> None:
        self.since_start = 0.0
        self.of_the_world = 1_000_000.0

    def idle(self, watch: Watch, seconds: float) -> None:
        """Nobody touches anything; the watch looks as often as it does."""
        for _ in range(int(seconds // 5)):
            self.since_start += 5
            self.of_the_world += 5
            watch.look()


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture
def due(qapp: QApplication, hands: Hands) -> Iterator[tuple[Watch, list[Wish]]]:
    watch = Watch(qapp, now=lambda: hands.since_start, wall=lambda: hands.of_the_world)
    wishes: list[Wish] = []
    watch.due.connect(wishes.append)
    yield watch, wishes
    watch.deleteLater()


def test_five_minutes_without_a_touch_lock(due: tuple[Watch, list[Wish]], hands: Hands) -> None:
    watch, wishes = due
    hands.idle(watch, IDLE - 5)
    early = list(wishes)
    hands.idle(watch, 30)

    assert early == []
    assert wishes == [Wish.LOCK]


def test_a_touch_begins_the_five_minutes_anew(due: tuple[Watch, list[Wish]], hands: Hands) -> None:
    watch, wishes = due
    hands.idle(watch, IDLE - 10)
    watch.touch()
    hands.idle(watch, IDLE - 10)

    assert wishes == []


def test_an_interview_is_covered_after_five_minutes_and_locked_after_thirty(
    due: tuple[Watch, list[Wish]], hands: Hands
) -> None:
    watch, wishes = due
    watch.interview = True
    hands.idle(watch, INTERVIEW - 5)
    covered = list(wishes)
    hands.idle(watch, 10)

    assert covered == [Wish.COVER]
    assert wishes == [Wish.COVER, Wish.LOCK]


def test_a_laptop_that_slept_is_locked(due: tuple[Watch, list[Wish]], hands: Hands) -> None:
    watch, wishes = due
    hands.of_the_world += 3600
    watch.look()

    assert wishes == [Wish.LOCK]


@pytest.mark.parametrize(("number", "detail"), [(0x218, 4), (0x2B1, 7), (0x2B1, 2)])
def test_sleep_and_another_user_lock_on_windows(qapp: QApplication, qtbot: QtBot, number: int, detail: int) -> None:
    events = SystemEvents(qapp)
    with qtbot.waitSignal(events.left):
        events.on_message(number, detail)
    events.deleteLater()


def test_sleep_locks_on_linux_and_waking_does_not(qapp: QApplication, qtbot: QtBot) -> None:
    events = SystemEvents(qapp)
    with qtbot.assertNotEmitted(events.left):
        events.on_sleep(False)
    with qtbot.waitSignal(events.left):
        events.on_sleep(True)
    events.deleteLater()
