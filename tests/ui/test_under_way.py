"""What is under way is told after a moment, how far it is when it takes longer, and nothing afterwards."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from fieldapp.words import Sentence
from ui.widgets import under_way
from ui.widgets.under_way import UnderWay


class Seconds:
    """A stopwatch that the test moves."""

    def __init__(self) -> None:
        self.now = 0.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def seconds(monkeypatch: pytest.MonkeyPatch) -> Seconds:
    watch = Seconds()
    monkeypatch.setattr(under_way, "time", watch)
    return watch


@pytest.fixture
def page(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def line(page: QWidget) -> UnderWay:
    made = UnderWay()
    QVBoxLayout(page).addWidget(made)
    page.show()
    return made


def test_what_takes_no_time_is_not_told(line: UnderWay) -> None:
    line.begin(Sentence("Copying."))
    line.end()

    assert not line.isVisible()
    assert not line._wait.isActive()


def test_after_a_moment_it_says_what_and_after_two_seconds_how_far(
    line: UnderWay, seconds: Seconds, qtbot: QtBot
) -> None:
    line.begin(Sentence("Copying."))
    assert not line.isVisible()
    qtbot.waitUntil(line.isVisible)
    line.tell(1, 4)
    assert line.text() == "Copying."
    seconds.now = 2.1
    line.tell(2, 4)

    assert line.text() == "Copying. 50 %"
    line.end()
    assert not line.isVisible()


def test_the_next_part_of_the_same_is_told_in_its_place(line: UnderWay, qtbot: QtBot) -> None:
    line.begin(Sentence("Copying."))
    qtbot.waitUntil(line.isVisible)
    line.go_on(Sentence("Stopping."))

    assert line.text() == "Stopping."


def test_nothing_of_nothing_is_no_progress(line: UnderWay, seconds: Seconds) -> None:
    line.begin(Sentence("Copying."))
    seconds.now = 9.0
    line.tell(0, 0)

    assert line.text() == ""
    line.end()
