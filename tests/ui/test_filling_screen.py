"""The screen around a form: what is half typed is kept, what is saved is told, a full disk loses nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from fieldapp.errors import Trouble
from fieldapp.forms.filling.session import FormSession
from tests.helpers.clock import StandingClock
from tests.helpers.keys import CTRL, press
from tests.ui.sample_form import a_session
from tests.ui.test_form_page import place
from ui.board import Board
from ui.jobs import Jobs
from ui.screen import Address
from ui.screens.filling import Deeds, FillingScreen, Opened
from ui.window import Window


@pytest.fixture
def session() -> FormSession:
    return a_session()


class Kept:
    """Writes down what the screen asks for."""

    def __init__(self) -> None:
        self.drafts: list[tuple[str, str]] = []
        self.saved: list[str] = []
        self.trouble: Trouble | None = None

    def save(self) -> str:
        if self.trouble is not None:
            raise self.trouble
        self.saved.append("saved")
        return "happened"

    def keep(self, body: str, where: str) -> str:
        self.drafts.append((body, where))
        return "kept"


@pytest.fixture
def kept() -> Kept:
    return Kept()


@pytest.fixture
def window(qtbot: QtBot, session: FormSession, kept: Kept) -> Iterator[Window]:
    jobs, board = Jobs(), Board()
    opened = Window(jobs)
    qtbot.addWidget(opened)
    clock = StandingClock()

    def make(address: Address) -> FillingScreen:
        form = Opened(session, "First meeting", "K7QM-3ZTP-4H", clock)
        return FillingScreen(address, form, Deeds(kept.save, kept.keep), jobs, board)

    opened.serve(make)
    opened.restart(Address("filling", "1"))
    opened.show()
    opened.activateWindow()
    qtbot.waitUntil(opened.isActiveWindow)
    yield opened
    jobs.close()


def screen(window: Window) -> FillingScreen:
    found = window.screen_shown
    assert isinstance(found, FillingScreen)
    return found


def test_leaving_the_form_keeps_what_was_typed(window: Window, kept: Kept, qtbot: QtBot) -> None:
    press(Qt.Key.Key_2)
    window.open(Address("filling", "2"))
    qtbot.waitUntil(lambda: bool(kept.drafts))

    body, where = kept.drafts[0]
    assert "thumb" in body
    assert json.loads(where)[2] == "how"


def test_what_is_typed_is_kept_by_itself_after_a_while_and_again_after_the_next_key(
    window: Window, kept: Kept, qtbot: QtBot
) -> None:
    timer = screen(window).page._draft
    timer.setInterval(0)
    press(Qt.Key.Key_2)
    qtbot.waitUntil(lambda: len(kept.drafts) == 1)
    press(Qt.Key.Key_1)
    qtbot.waitUntil(lambda: len(kept.drafts) == 2)

    assert "thumb" in kept.drafts[0][0]
    assert "thumb" not in kept.drafts[1][0]


def test_saving_switches_the_form_off_tells_the_board_and_leaves(window: Window, kept: Kept, qtbot: QtBot) -> None:
    press(Qt.Key.Key_2)
    shown = screen(window)
    with qtbot.waitSignal(shown.left):
        press(Qt.Key.Key_S, CTRL)
    window.restart(Address("filling", "2"))

    assert kept.saved == ["saved"]
    assert kept.drafts == []


def test_a_full_disk_loses_nothing(window: Window, kept: Kept, qtbot: QtBot) -> None:
    kept.trouble = Trouble("The disk is full. What you typed is still here.")
    press(Qt.Key.Key_2)
    press(Qt.Key.Key_S, CTRL)
    qtbot.waitUntil(window.banner.isVisible)

    assert "still here" in window.banner.label.text()
    assert screen(window).page.isEnabled()
    assert screen(window).page.session.answer(place("how")) == "thumb"
