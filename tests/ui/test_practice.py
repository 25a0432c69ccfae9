"""Practice from the first start: an example that says what it is, keeps what she does, and can be begun again."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from fieldapp.domain.ids import FormId
from fieldapp.storage.list_values import ListQuery
from fieldapp.vault.desks import desks_in, new_desk_folder
from fieldapp.vault.keystore import create, open_with_passphrase
from fieldapp.vault.pace import FLOOR
from fieldapp.words import ENGLISH
from fieldapp.work.opening import open_desk
from fieldapp.work.practice import practice_in
from fieldapp.work.practising import begin_practice
from tests.fieldapp.work.conftest import a_case
from tests.fieldapp.work.test_practising import nobody_looks, sitting
from tests.helpers.clock import StandingClock
from tests.helpers.keys import click, press, type_text
from ui.again import Start
from ui.main import open_desk as open_office
from ui.program import Program
from ui.screen import Address, Screen
from ui.screens.practice import PracticeScreen
from ui.screens.settings import SettingsScreen
from ui.screens.start import StartScreen
from ui.screens.unlock import UnlockScreen
from ui.widgets.ask import Ask
from ui.widgets.buttons import Button
from ui.widgets.said import Label

Begin = Callable[[Start], Program]


@pytest.fixture
def fresh() -> list[Start]:
    """Processes that were asked for."""
    return []


@pytest.fixture
def begin(clock: StandingClock, fresh: list[Start], qapp: QApplication, qtbot: QtBot) -> Iterator[Begin]:
    """Start the program as its command line says."""
    started: list[Program] = []

    def start(how: Start) -> Program:
        program = Program(qapp, how, clock, open_office, fresh=fresh.append)
        qtbot.addWidget(program.window)
        started.append(program)
        program.open()
        qtbot.waitUntil(program.window.isActiveWindow)
        return program

    yield start
    for program in started:
        program.end()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A practice as it is at first, made once."""
    folder = tmp_path_factory.mktemp("practice")
    begin_practice(folder, StandingClock(), ENGLISH, nobody_looks)
    return folder


@pytest.fixture
def ready(home: Path, made: Path) -> Path:
    """A home whose practice was begun before."""
    return Path(shutil.copytree(made, home / "practice"))


def wait_for(program: Program, qtbot: QtBot, screen: type[Screen]) -> None:
    """Until this screen is open."""
    qtbot.waitUntil(lambda: isinstance(program.window.screen_shown, screen), timeout=20_000)


def unlock(program: Program, qtbot: QtBot) -> None:
    """As the screen tells her to."""
    wait_for(program, qtbot, UnlockScreen)
    screen = program.window.screen_shown
    assert screen is not None
    told = next(label.text() for label in screen.findChildren(Label) if "To practise unlocking" in label.text())
    type_text(told.partition(": ")[2])
    press(Qt.Key.Key_Return)
    wait_for(program, qtbot, StartScreen)


def practising(home: Path) -> Start:
    """python -m ui.main --practice"""
    return Start(home=home, language="en", practice=True)


def test_the_first_practice_is_made_while_she_waits_and_she_unlocks_it_as_a_real_desk(
    begin: Begin, home: Path, qtbot: QtBot
) -> None:
    program = begin(practising(home))
    assert isinstance(program.window.screen_shown, PracticeScreen)
    unlock(program, qtbot)
    today = program.window.screen_shown
    assert isinstance(today, StartScreen)
    qtbot.waitUntil(lambda: bool(today.lately.rows), timeout=20_000)

    assert "SAMPLE" in program.window.windowTitle()
    assert any("SAMPLE" in label.text() and label.isVisible() for label in program.window.findChildren(Label))
    assert [desk.nickname for desk in desks_in(home / "practice")] == ["Apple", "Blue", "Swallow"]
    assert desks_in(home) == ()


def test_the_second_start_keeps_what_she_did(begin: Begin, ready: Path, home: Path, qtbot: QtBot) -> None:
    with sitting(ready, "Swallow") as desk:
        a_case(desk)
    program = begin(practising(home))
    wait_for(program, qtbot, UnlockScreen)
    program.end()

    assert cases(ready) == 7


def cases(practice: Path) -> int:
    """How many cases the outreach worker has in practice."""
    with sitting(practice, "Swallow") as desk, desk.store.read() as reader:
        return reader.count(ListQuery(form=FormId("gbv_case")))


def test_from_the_settings_it_is_begun_again_after_a_question(
    begin: Begin, ready: Path, home: Path, fresh: list[Start], qtbot: QtBot
) -> None:
    with sitting(ready, "Swallow") as desk:
        a_case(desk)
    program = begin(practising(home))
    unlock(program, qtbot)
    program.window.open(Address("settings"))
    settings = program.window.screen_shown
    assert isinstance(settings, SettingsScreen)
    settings.practice.afresh.click()
    agree(qtbot)
    assert fresh == [practising(home)]
    again = begin(fresh[0])
    assert isinstance(again.window.screen_shown, PracticeScreen)
    wait_for(again, qtbot, UnlockScreen)
    again.end()

    assert cases(ready) == 6


def agree(qtbot: QtBot) -> None:
    """Yes, begin again."""
    qtbot.waitUntil(lambda: isinstance(QApplication.activeWindow(), Ask))
    ask = QApplication.activeWindow()
    assert isinstance(ask, Ask)
    assert "will be gone" in " ".join(label.text() for label in ask.findChildren(Label))
    click(ask.yes)


def test_from_the_unlock_screen_it_is_begun_again_without_another_process(
    begin: Begin, ready: Path, home: Path, fresh: list[Start], qtbot: QtBot
) -> None:
    program = begin(practising(home))
    screen = program.window.screen_shown
    assert isinstance(screen, UnlockScreen)
    click(screen.findChild(Button, "practice-afresh"))
    agree(qtbot)
    wait_for(program, qtbot, PracticeScreen)
    wait_for(program, qtbot, UnlockScreen)

    assert fresh == []
    assert practice_in(ready) is not None


def test_out_of_practice_she_comes_back_to_real_work(
    begin: Begin, ready: Path, home: Path, fresh: list[Start], qtbot: QtBot
) -> None:
    program = begin(practising(home))
    screen = program.window.screen_shown
    assert isinstance(screen, UnlockScreen)
    click(screen.findChild(Button, "leave-practice"))

    assert fresh == [Start(home=home, language="en")]


def test_from_real_work_the_settings_lead_into_practice_and_the_desk_locks_first(
    begin: Begin, home: Path, clock: StandingClock, fresh: list[Start], qtbot: QtBot
) -> None:
    vault, _ = create(new_desk_folder(home), "Swallow", "river lamp seven quiet stone", FLOOR)
    open_desk(vault, clock, create=True).store.close()
    vault.close()
    program = begin(Start(home=home, language="en"))
    type_text("river lamp seven quiet stone")
    press(Qt.Key.Key_Return)
    wait_for(program, qtbot, StartScreen)
    program.window.open(Address("settings"))
    settings = program.window.screen_shown
    assert isinstance(settings, SettingsScreen)
    led = []
    for name in ("copy", "forms"):
        button = settings.findChild(Button, name)
        assert button is not None
        with qtbot.waitSignal(settings.go) as went:
            button.click()
        assert went.args is not None
        led.append(went.args[0])
        program.window.back()
        settings = program.window.screen_shown
        assert isinstance(settings, SettingsScreen)
    settings.practice.practise.click()

    assert led == [Address("copy"), Address("forms")]
    assert fresh == [practising(home)]
    again = open_with_passphrase(vault.folder, "river lamp seven quiet stone")
    open_desk(again, clock).store.close()


def test_a_disk_without_room_for_the_example_is_told_and_she_may_try_again(
    begin: Begin, home: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("fieldapp.vault.keystore.replace_file", full)
    program = begin(practising(home))
    qtbot.waitUntil(program.window.banner.isVisible, timeout=20_000)
    screen = program.window.screen_shown
    assert isinstance(screen, PracticeScreen)

    assert "The disk is full" in program.window.banner.label.text()
    monkeypatch.undo()
    click(screen.again)
    wait_for(program, qtbot, UnlockScreen)


def test_practice_speaks_the_language_that_was_spoken_when_it_was_begun(begin: Begin, home: Path, qtbot: QtBot) -> None:
    program = begin(Start(home=home, language="ru", practice=True))
    wait_for(program, qtbot, UnlockScreen)
    screen = program.window.screen_shown
    assert screen is not None
    words = " ".join(label.text() for label in screen.findChildren(Label))

    assert "«Ласточка» ведёт случаи" in words
    assert "пять простых слов для тренировки" in words
