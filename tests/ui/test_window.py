"""The main window: places, the way back, keys that work everywhere, the cover."""

from __future__ import annotations

import time

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from fieldapp.words import Sentence
from tests.helpers import looks
from tests.helpers.keys import ALT, CTRL, NONE, SHIFT, click, press, type_text
from ui.finder import Hit
from ui.jobs import Jobs
from ui.screen import Address, Screen
from ui.topbar import Way
from ui.widgets.banner import DANGER
from ui.widgets.buttons import Button, primary
from ui.widgets.pages import Heading
from ui.window import Window

TODAY, CASES, CASE = Address("today"), Address("cases"), Address("case", "1")


class Page(Screen):
    """A screen that writes down what it is asked."""

    name = "unlock"

    def __init__(self, address: Address, said: list[str]) -> None:
        super().__init__(address)
        self.said = said
        self.heading = Heading(address.screen)
        self.edit = QLineEdit()
        self.edit.setAccessibleName("What is sought")
        self.other = QLineEdit()
        self.other.setAccessibleName("Other")
        self.button = primary(Sentence("Save"))
        self.button.clicked.connect(self._on_pressed)
        for widget in (self.heading, self.edit, self.other, self.button):
            self.column.addWidget(widget)

    def address(self) -> Address:
        return Address(self._address.screen, self._address.key, self.edit.text())

    def panes(self) -> tuple[QLineEdit, QLineEdit]:
        return self.edit, self.other

    def main_button(self) -> Button:
        return self.button

    def new(self) -> bool:
        self.said.append("new")
        return True

    def save(self) -> bool:
        self.said.append("save")
        return True

    def keep(self) -> None:
        self.said.append(f"keep {self.edit.text()}")

    def _on_pressed(self) -> None:
        self.said.append("pressed")


class Made:
    """Makes pages and keeps what they said."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.addresses: list[Address] = []

    def __call__(self, address: Address) -> Page:
        self.addresses.append(address)
        return Page(address, self.said)


@pytest.fixture
def made() -> Made:
    return Made()


@pytest.fixture
def window(qtbot: QtBot, jobs: Jobs, made: Made) -> Window:
    opened = Window(jobs)
    qtbot.addWidget(opened)
    opened.serve(made)
    ways = [Way(Sentence("Today"), TODAY), Way(Sentence("Cases"), CASES)]
    opened.furnish(ways, [Hit(Sentence("New case"), Address("form", "new"))], None)
    opened.restart(TODAY)
    opened.show()
    opened.activateWindow()
    qtbot.waitUntil(opened.isActiveWindow)
    return opened


def page(window: Window) -> Page:
    shown = window.screen_shown
    assert isinstance(shown, Page)
    return shown


def test_a_place_is_opened_by_its_button_and_marked(window: Window, qtbot: QtBot) -> None:
    button = window.bar.findChild(Button, "place=cases")
    click(button)

    assert page(window).objectName() == "cases"
    assert button is not None
    assert button.isChecked()


def test_the_way_back_leads_to_what_was_searched_there(window: Window, made: Made, qtbot: QtBot) -> None:
    window.open(CASES)
    type_text("ai")
    window.open(CASE)

    press(Qt.Key.Key_Left, ALT)

    assert made.addresses[-1] == Address("cases", "", "ai")


def test_a_screen_that_is_left_keeps_what_was_half_typed(window: Window, made: Made, qtbot: QtBot) -> None:
    type_text("half")

    window.open(CASE)

    assert made.said == ["keep half"]


def test_keys_reach_the_open_screen(window: Window, made: Made, qtbot: QtBot) -> None:
    press(Qt.Key.Key_N, CTRL)
    press(Qt.Key.Key_S, CTRL)
    press(Qt.Key.Key_Return, CTRL)
    press(Qt.Key.Key_Return)

    assert made.said == ["new", "save", "pressed", "pressed"]


def test_f6_goes_round_the_parts_of_the_window(window: Window, qtbot: QtBot) -> None:
    shown = page(window)
    seen = [window.focusWidget()]
    for _ in range(3):
        press(Qt.Key.Key_F6)
        seen.append(window.focusWidget())
    press(Qt.Key.Key_F6, SHIFT)

    assert seen[:2] == [shown.edit, shown.other]
    assert seen[2] is window.bar.first()
    assert seen[3] is shown.edit
    assert window.focusWidget() is window.bar.first()


def test_an_action_is_found_by_a_few_letters(window: Window, made: Made, qtbot: QtBot) -> None:
    press(Qt.Key.Key_K, CTRL)
    type_text("new c")
    press(Qt.Key.Key_Return)

    assert made.addresses[-1] == Address("form", "new")
    assert window.finder.isHidden()


def test_the_finder_shows_what_the_search_answers(window: Window, made: Made, qtbot: QtBot) -> None:
    def search(text: str) -> list[Hit]:
        return [Hit(f"{text}: K7QM-3ZTP-4H", CASE)]

    window.furnish([], [], search)
    press(Qt.Key.Key_K, CTRL)
    type_text("aigul")
    qtbot.waitUntil(lambda: window.finder.list.model().rowCount() == 1)
    press(Qt.Key.Key_Return)

    assert made.addresses[-1] == CASE


def test_escape_puts_the_finder_away_and_the_keyboard_back(window: Window, qtbot: QtBot) -> None:
    press(Qt.Key.Key_K, CTRL)
    press(Qt.Key.Key_Escape)

    assert window.finder.isHidden()
    assert window.focusWidget() is page(window).edit


def test_f1_shows_help_and_every_key(window: Window, qtbot: QtBot) -> None:
    press(Qt.Key.Key_F1)
    shown = window.help.text.toPlainText()
    press(Qt.Key.Key_F1)

    assert "Ctrl+K" in shown
    assert "F12" in shown
    assert window.help.isHidden()


def test_the_cover_hides_everything_within_a_tenth_of_a_second(window: Window, qtbot: QtBot) -> None:
    type_text("a name")
    start = time.perf_counter()
    press(Qt.Key.Key_F12)
    took = time.perf_counter() - start

    picture = window.grab().toImage()
    across, down = range(0, window.width(), 7), range(0, window.height(), 7)
    assert len({picture.pixelColor(x, y).name() for x in across for y in down}) == 1
    assert [widget for widget in looks.visible(window) if widget not in (window, window.cover)] == []
    assert took < 0.1


def test_under_the_cover_no_key_does_anything(window: Window, made: Made, qtbot: QtBot) -> None:
    press(Qt.Key.Key_F12)
    for key, modifier in ((Qt.Key.Key_N, CTRL), (Qt.Key.Key_S, CTRL), (Qt.Key.Key_K, CTRL), (Qt.Key.Key_Tab, NONE)):
        press(key, modifier)

    assert made.said == []
    assert window.focusWidget() is window.cover


def test_the_cover_key_asks_and_uncovering_gives_the_keyboard_back(window: Window, qtbot: QtBot) -> None:
    press(Qt.Key.Key_F12)
    with qtbot.waitSignal(window.uncover_asked):
        press(Qt.Key.Key_F12)
    window.cover.take_off()

    assert window.focusWidget() is page(window).edit
    assert page(window).isVisible()


def test_a_banner_says_what_happened_and_stays_until_put_away(window: Window, qtbot: QtBot) -> None:
    window.say(Sentence("The disk is full."), DANGER)
    assert window.banner.isVisible()
    assert looks.faults_of(window) == []

    click(window.banner.close_button)
    assert not window.banner.isVisible()


def test_every_text_follows_a_switch_of_language(window: Window, qtbot: QtBot) -> None:
    QApplication.sendEvent(window, QEvent(QEvent.Type.LanguageChange))

    assert looks.faults_of(window) == []


def test_practice_mode_says_sample_on_every_page(qtbot: QtBot, jobs: Jobs, made: Made) -> None:
    window = Window(jobs, sample=True)
    qtbot.addWidget(window)
    window.serve(made)
    window.restart(CASE)
    window.show()

    texts = [label.text() for label in window.findChildren(type(window.banner.label)) if label.isVisible()]
    assert any("SAMPLE" in text for text in texts)
    assert "SAMPLE" in window.windowTitle()


def test_the_title_of_the_window_says_nothing(window: Window) -> None:
    assert window.windowTitle() == "Fieldapp"
