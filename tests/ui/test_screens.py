"""Rules for every screen: nothing is cut or hidden at 1093 × 540, each control is named and reached by Tab."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.exceptions import TimeoutError as QtTimeout
from pytestqt.qtbot import QtBot

from fieldapp.words import Language
from tests.helpers import looks
from tests.helpers.keys import press
from tests.ui.at_desk import AtDesk
from tests.ui.gallery import GALLERY
from tests.ui.rooms import ROOMS
from ui.jobs import Jobs
from ui.screen import Address
from ui.theme.sizes import choose_text_size
from ui.tongue import Tongue
from ui.window import LEAST, Window

EVERY = pytest.mark.parametrize("name", sorted([*GALLERY, *ROOMS]))


@pytest.fixture
def window(request: pytest.FixtureRequest, qtbot: QtBot, jobs: Jobs, name: str) -> Window:
    if name in ROOMS:
        at_desk: AtDesk = request.getfixturevalue("at_desk")
        at_desk.go(ROOMS[name](at_desk))
        at_desk.settle()
        return at_desk.window
    opened = Window(jobs)
    qtbot.addWidget(opened)
    opened.serve(lambda _address: GALLERY[name](jobs))
    opened.resize(*LEAST)
    opened.restart(Address(name))
    opened.show()
    opened.activateWindow()
    qtbot.waitUntil(opened.isActiveWindow)
    QCoreApplication.processEvents()
    return opened


@EVERY
@pytest.mark.parametrize("language", ["en", "ru"])
def test_no_text_is_cut_and_nothing_lies_over_anything(
    window: Window, language: Language, qtbot: QtBot, tongue: Tongue
) -> None:
    tongue.switch(language)
    with suppress(QtTimeout):  # what is looked up again comes a moment later
        qtbot.waitUntil(lambda: looks.faults_of(window) == [], timeout=2000)

    assert looks.faults_of(window) == []
    assert (window.width(), window.height()) == LEAST


@EVERY
def test_every_control_is_reached_by_tab(window: Window) -> None:
    everything = set(looks.controls(window)) - {window.bar}
    reached: set[QWidget] = set()
    for _ in range(len(everything) * 2 + 2):
        focus = QApplication.focusWidget()
        assert focus is not None
        reached |= {focus, *looks.one_of_a_group(focus)}
        press(Qt.Key.Key_Tab)

    assert [looks.told(widget) for widget in everything - reached] == []


@EVERY
def test_the_keyboard_is_somewhere_when_a_screen_opens(window: Window) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    assert focus.isVisible()


@EVERY
def test_building_a_screen_opens_no_window_of_its_own(window: Window, name: str) -> None:
    window.restart(Address(name))
    for _ in range(3):
        QCoreApplication.processEvents()

    assert window.isActiveWindow()


@pytest.fixture
def large_text() -> Iterator[None]:
    """Everything at 130 per cent."""
    choose_text_size(130)
    yield
    choose_text_size(100)


@EVERY
def test_large_text_fits_too(large_text: None, window: Window, qtbot: QtBot) -> None:
    window.resize(1366, 700)
    with suppress(QtTimeout):
        qtbot.waitUntil(lambda: looks.faults_of(window) == [], timeout=2000)

    assert looks.faults_of(window) == []
