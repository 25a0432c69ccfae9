"""The program as a whole: unlock, lock, cover, languages, faults. Real keys; the desk behind them is a plain page."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from fieldapp.domain.ids import DeskId
from fieldapp.errors import Trouble
from fieldapp.vault.desks import new_desk_folder
from fieldapp.vault.keystore import create
from fieldapp.vault.pace import FLOOR
from fieldapp.words import Language, Sentence, speak, spoken
from tests.helpers.clock import StandingClock
from tests.helpers.keys import CTRL, click, press, type_text
from tests.ui.printer import PaperTray
from ui import settings
from ui.again import Start
from ui.entrance import Entered
from ui.finder import Hit
from ui.main import read_start
from ui.mishaps import places
from ui.office import Furniture, Office, Parts
from ui.program import Program
from ui.screen import Address, Screen
from ui.screens.recovery import RecoveryScreen
from ui.screens.unlock import UnlockScreen
from ui.topbar import Way
from ui.widgets.buttons import Button
from ui.window import Window

PASSPHRASE = "river lamp seven quiet stone"
TODAY = Address("start")


class Page(Screen):
    """One line to type in; keeps it by a job, as forms do."""

    name = "start"

    def __init__(self, address: Address, office: PlainOffice) -> None:
        super().__init__(address)
        self._office = office
        self.edit = QLineEdit(address.more)
        self.edit.setAccessibleName("What happened")
        self.column.addWidget(self.edit)

    def address(self) -> Address:
        return Address("form", "draft-1", "question-7")

    def panes(self) -> tuple[QLineEdit]:
        return (self.edit,)

    def keep(self) -> None:
        if self.edit.text():
            self._office.keep(self.edit.text())


class PlainOffice:
    """A desk of one page that writes drafts to a file."""

    def __init__(self, entered: Entered, parts: Parts) -> None:
        self.entered = entered
        self.parts = parts
        self.events: list[str] = []

    def furniture(self) -> Furniture:
        return Furniture([Way(Sentence("Today"), TODAY)], [Hit(Sentence("New case"), Address("form"))], None, TODAY)

    def make(self, address: Address) -> Page:
        return Page(address, self)

    def keep(self, text: str) -> None:
        def write() -> None:
            self.events.append(f"kept {text}")

        self.parts.jobs.run(write)

    def move_in(self, window: Window) -> None:
        window.bar.say_status("3 not sent")

    def close(self) -> bool:
        self.events.append("closed")
        self.entered.vault.close()
        return True


class House:
    """Offices that were opened, and processes that were started."""

    def __init__(self) -> None:
        self.offices: list[PlainOffice] = []
        self.fresh: list[Start] = []
        self.trouble: Trouble | None = None

    def open(self, entered: Entered, parts: Parts) -> Office:
        if self.trouble is not None:
            entered.vault.close()
            raise self.trouble
        self.offices.append(PlainOffice(entered, parts))
        return self.offices[-1]


@pytest.fixture
def house() -> House:
    return House()


@pytest.fixture
def folder(home: Path) -> Path:
    """A desk that was made before."""
    made = new_desk_folder(home)
    vault, _ = create(made, "Swallow", PASSPHRASE, FLOOR)
    vault.close()
    return made


def begin(start: Start, house: House, clock: StandingClock, qapp: QApplication) -> Program:
    return Program(qapp, start, clock, house.open, fresh=house.fresh.append, pace=FLOOR)


@pytest.fixture
def program(
    home: Path, folder: Path, house: House, clock: StandingClock, qapp: QApplication, qtbot: QtBot
) -> Iterator[Program]:
    made = begin(Start(home=home, language="en"), house, clock, qapp)
    qtbot.addWidget(made.window)
    made.dress.wear(dark=False)
    made.open()
    qtbot.waitUntil(made.window.isActiveWindow)
    yield made
    made.end()


def unlock(program: Program, house: House, qtbot: QtBot) -> PlainOffice:
    type_text(PASSPHRASE)
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: isinstance(program.window.screen_shown, Page), timeout=20_000)
    return house.offices[-1]


def test_after_the_passphrase_the_desk_stands_there_with_its_places(
    program: Program, house: House, qtbot: QtBot
) -> None:
    unlock(program, house, qtbot)

    assert program.window.bar.isVisible()
    assert program.window.bar.status.text() == "3 not sent"


def test_what_must_be_done_on_the_gui_thread_is_done_before_the_desk_is_opened_in_the_background(
    home: Path, folder: Path, house: House, clock: StandingClock, qapp: QApplication, qtbot: QtBot
) -> None:
    order: list[tuple[str, bool]] = []

    def note(what: str) -> None:
        order.append((what, threading.current_thread() is threading.main_thread()))

    def open_office(entered: Entered, parts: Parts) -> Office:
        note("opened")
        return house.open(entered, parts)

    made = Program(
        qapp,
        Start(home=home, language="en"),
        clock,
        open_office,
        fresh=house.fresh.append,
        pace=FLOOR,
        before_opening=partial(note, "before"),
    )
    qtbot.addWidget(made.window)
    made.open()
    qtbot.waitUntil(made.window.isActiveWindow)
    unlock(made, house, qtbot)
    made.end()

    assert order == [("before", True), ("opened", False)]


def test_locking_keeps_what_is_half_typed_closes_and_starts_afresh_at_the_same_question(
    program: Program, house: House, folder: Path, qtbot: QtBot
) -> None:
    office = unlock(program, house, qtbot)
    type_text("half")
    start = time.perf_counter()
    press(Qt.Key.Key_L, CTRL)
    took = time.perf_counter() - start

    assert office.events == ["kept half", "closed"]
    assert house.fresh[0].desk == folder.name
    assert house.fresh[0].reopen == Address("form", "draft-1", "question-7")
    assert program.window.cover.on
    assert took < 1


def test_the_fresh_process_shows_the_same_question_after_the_passphrase(
    home: Path, folder: Path, house: House, clock: StandingClock, qapp: QApplication, qtbot: QtBot
) -> None:
    asked = Start(home=home, language="en", desk=DeskId(folder.name), reopen=Address("form", "d1", "q7"))
    program = begin(asked, house, clock, qapp)
    qtbot.addWidget(program.window)
    program.open()
    qtbot.waitUntil(program.window.isActiveWindow)
    unlock(program, house, qtbot)
    page = program.window.screen_shown
    program.end()

    assert isinstance(page, Page)
    assert page.edit.text() == "q7"


def test_how_a_process_starts_survives_its_command_line() -> None:
    start = Start(
        home=Path("/home/Айгүл Б"),
        language="ru",
        practice=True,
        desk=DeskId("0a1b2c3d"),
        reopen=Address("form", "d1", "[0, null]"),
    )

    assert read_start(start.arguments()) == start


def test_wrong_passphrases_of_somebody_else_are_told(
    program: Program, house: House, clock: StandingClock, qtbot: QtBot
) -> None:
    type_text("not the right passphrase")
    press(Qt.Key.Key_Return)
    screen = program.window.screen_shown
    assert isinstance(screen, UnlockScreen)
    qtbot.waitUntil(screen.field.wrong.isVisible, timeout=20_000)
    clock.pass_(seconds=5)
    qtbot.waitUntil(screen.unlock.isEnabled)
    unlock(program, house, qtbot)

    assert "typed 1 time" in program.window.banner.label.text()


def test_a_desk_that_cannot_be_opened_is_told_on_the_unlock_screen(
    program: Program, house: House, qtbot: QtBot
) -> None:
    house.trouble = Trouble("The file of this desk is damaged. Nothing was changed.")
    type_text(PASSPHRASE)
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(program.window.banner.isVisible, timeout=20_000)

    assert "damaged" in program.window.banner.label.text()
    assert isinstance(program.window.screen_shown, UnlockScreen)


def test_a_language_chosen_on_the_unlock_screen_is_kept_for_the_next_start(
    program: Program, home: Path, qtbot: QtBot
) -> None:
    click(program.window.findChild(Button, "language=ru"))
    QCoreApplication.processEvents()

    assert spoken() == "ru"
    assert settings.read(home).language == "ru"
    speak(Language("en"))


def test_practice_has_a_home_of_its_own(
    home: Path, house: House, clock: StandingClock, qapp: QApplication, qtbot: QtBot
) -> None:
    program = begin(Start(home=home, language="en"), house, clock, qapp)
    qtbot.addWidget(program.window)
    program.open()
    qtbot.waitUntil(program.window.isActiveWindow)
    press(Qt.Key.Key_3)
    press(Qt.Key.Key_Return)
    practising = begin(house.fresh[0], house, clock, qapp)
    qtbot.addWidget(practising.window)
    practising.end()

    assert house.fresh == [Start(home=home, language="en", practice=True)]
    assert practising.home == home / "practice"
    assert "SAMPLE" in practising.window.windowTitle()


def test_interview_mode_is_switched_in_the_menu(program: Program, house: House, qtbot: QtBot) -> None:
    unlock(program, house, qtbot)
    interview = next(a for a in program.window.bar.menu.choices.actions() if a.isCheckable())
    interview.trigger()

    assert program.watch.interview
    assert "30" in program.window.banner.label.text()


def test_a_fault_of_ours_is_told_and_logged_without_what_was_typed(program: Program, home: Path, qtbot: QtBot) -> None:
    def broken() -> None:
        raise ValueError("Sample Name")

    program.jobs.run(broken)
    qtbot.waitUntil(program.window.banner.isVisible)

    logged = (home / "fieldapp.log").read_text("utf-8")
    assert "ValueError at " in logged
    assert "Sample" not in logged
    assert "safe" in program.window.banner.label.text()


def test_a_fault_in_a_slot_is_told_too(program: Program, qtbot: QtBot) -> None:
    error = KeyError("Sample")
    sys.excepthook(KeyError, error, None)
    told = places(error)

    assert program.window.banner.isVisible()
    assert "Sample" not in told


def test_the_recovery_code_is_printed_straight_from_memory(
    home: Path, house: House, clock: StandingClock, qapp: QApplication, qtbot: QtBot
) -> None:
    program = Program(
        qapp,
        Start(home=home, language="en"),
        clock,
        house.open,
        fresh=house.fresh.append,
        printing=PaperTray,
        pace=FLOOR,
    )
    qtbot.addWidget(program.window)
    program.open()
    qtbot.waitUntil(program.window.isActiveWindow)
    press(Qt.Key.Key_Return)
    type_text("Apple")
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: isinstance(program.window.screen_shown, RecoveryScreen), timeout=20_000)
    printer = program.printing()
    assert isinstance(printer, PaperTray)
    with qtbot.waitSignal(printer.printed):
        press(Qt.Key.Key_P, CTRL)
    program.end()

    assert printer.papers[0].startswith(b"%PDF")
