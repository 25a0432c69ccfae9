"""The rules for every screen, held by those of an organisation and of sending at real desks."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from fieldapp.words import Language
from tests.helpers import looks
from tests.helpers.keys import press
from tests.ui.at_desk import AtDesk
from tests.ui.handing_gallery import HANDING
from tests.ui.house import Seat
from tests.ui.house_gallery import HOUSE
from ui.helping import page
from ui.theme.sizes import choose_text_size
from ui.tongue import Tongue

EVERY = pytest.mark.parametrize("name", sorted([*HOUSE, *HANDING]))


@pytest.fixture
def desk(seat: Seat, name: str, qtbot: QtBot) -> AtDesk:
    opened = {**HOUSE, **HANDING}[name](seat, qtbot)
    settle(opened, qtbot)
    return opened


def settle(desk: AtDesk, qtbot: QtBot) -> None:
    """Until nothing is under way and everything is laid out."""
    qtbot.waitUntil(lambda: not desk.jobs._under_way)
    for _ in range(12):
        QCoreApplication.processEvents()


@EVERY
@pytest.mark.parametrize("language", ["en", "ru"])
def test_no_text_is_cut_and_nothing_lies_over_anything(
    desk: AtDesk, language: Language, tongue: Tongue, qtbot: QtBot
) -> None:
    tongue.switch(language)
    settle(desk, qtbot)

    assert looks.faults_of(desk.window) == []


@EVERY
def test_every_control_is_reached_by_tab(desk: AtDesk) -> None:
    everything = set(looks.controls(desk.window)) - {desk.window.bar}
    reached: set[QWidget] = set()
    for _ in range(len(everything) * 2 + 2):
        focus = QApplication.focusWidget()
        assert focus is not None
        reached |= {focus, *looks.one_of_a_group(focus)}
        press(Qt.Key.Key_Tab)

    assert [looks.told(widget) for widget in everything - reached] == []


@EVERY
def test_the_keyboard_is_on_the_page_when_it_opens(desk: AtDesk, name: str) -> None:
    focus, screen = QApplication.focusWidget(), desk.window.screen_shown

    assert focus is not None
    assert screen is not None
    panel = desk.window.finder
    place = panel if panel.isVisible() else screen
    assert place.isAncestorOf(focus) or name in ("colleagues-refused", "key-refused")


@pytest.fixture
def large_text() -> Iterator[None]:
    """Everything at 130 per cent."""
    choose_text_size(130)
    yield
    choose_text_size(100)


@EVERY
def test_large_text_fits_too(large_text: None, desk: AtDesk, tongue: Tongue, qtbot: QtBot) -> None:
    desk.window.resize(1366, 700)
    tongue.switch(Language("ru"))
    settle(desk, qtbot)

    assert looks.faults_of(desk.window) == []


@EVERY
def test_f1_helps_on_every_page_in_both_languages(desk: AtDesk, tongue: Tongue) -> None:
    screen = desk.window.screen_shown
    assert screen is not None
    english = page(screen.name)
    tongue.switch(Language("ru"))

    assert english.startswith("# ")
    assert page(screen.name).startswith("# ")
    assert page(screen.name) != english
