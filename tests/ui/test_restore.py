"""A laptop is lost and its desk comes back from the stick, by keyboard, on another one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from fieldapp.storage.backup import CopyOnStick
from fieldapp.vault.desks import desks_in, new_desk_folder
from fieldapp.vault.keystore import create, open_with_passphrase
from fieldapp.vault.pace import FLOOR
from fieldapp.work.copying import copy_to_stick
from fieldapp.work.opening import open_desk
from tests.fieldapp.work.conftest import a_case
from tests.helpers.clock import StandingClock
from tests.helpers.keys import click, press, type_text
from tests.ui.choosing import choose
from ui.again import Start
from ui.main import open_desk as open_office
from ui.program import Program
from ui.screen import Screen
from ui.screens.new_passphrase import NewPassphraseScreen
from ui.screens.restore import RestoreScreen
from ui.screens.start import StartScreen
from ui.screens.unlock import UnlockScreen
from ui.widgets.buttons import Button

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

PASSPHRASE = "river lamp seven quiet stone"


@dataclass
class Lost:
    """A stick with a copy of a desk with one case, and the paper with its recovery code."""

    stick: Path
    code: str
    copy: CopyOnStick


@pytest.fixture
def lost(tmp_path: Path, clock: StandingClock) -> Lost:
    stick = tmp_path / "USB"
    stick.mkdir()
    vault, code = create(new_desk_folder(tmp_path / "lost laptop"), "Swallow", PASSPHRASE, FLOOR)
    desk = open_desk(vault, clock, create=True)
    a_case(desk)
    copy = copy_to_stick(desk, vault.backup_key, stick, lambda *_: None, lambda: True)
    desk.store.close()
    vault.close()
    clock.pass_(days=9)
    return Lost(stick, code.text, copy)


@pytest.fixture
def program(home: Path, clock: StandingClock, qapp: QApplication, qtbot: QtBot) -> Iterator[Program]:
    made = Program(qapp, Start(home=home, language="en"), clock, open_office, fresh=lambda _start: None, pace=FLOOR)
    qtbot.addWidget(made.window)
    made.open()
    qtbot.waitUntil(made.window.isActiveWindow)
    yield made
    made.end()


def ask_for_a_copy(program: Program) -> None:
    """ "I have a copy on a stick", on the page that is open."""
    open_now = program.window.screen_shown
    assert open_now is not None
    click(open_now.findChild(Button, "bring-back"))


def restoring(program: Program, lost: Lost, qtbot: QtBot) -> RestoreScreen:
    """From the page that is open to the copies on the stick."""
    ask_for_a_copy(program)
    screen = program.window.screen_shown
    assert isinstance(screen, RestoreScreen)
    press(Qt.Key.Key_Return)
    choose(qtbot, program.window, lost.stick)
    qtbot.waitUntil(screen.opener.isVisible)
    qtbot.waitUntil(program.window.isActiveWindow)
    return screen


def wait_for(program: Program, qtbot: QtBot, screen: type[Screen]) -> None:
    """Until this screen is open."""
    qtbot.waitUntil(lambda: isinstance(program.window.screen_shown, screen), timeout=20_000)


def says(program: Program, qtbot: QtBot, words: str) -> None:
    """Until the banner says this."""
    banner = program.window.banner
    qtbot.waitUntil(lambda: banner.isVisible() and words in banner.label.text(), timeout=20_000)


def test_from_the_first_start_her_passphrase_brings_the_desk_back_and_opens_it(
    program: Program, lost: Lost, home: Path, qtbot: QtBot
) -> None:
    screen = restoring(program, lost, qtbot)
    assert [row.text() for row in screen.copies.rows()] == ["12.03.2026 14:02, desk “Swallow”"]
    type_text(PASSPHRASE)
    press(Qt.Key.Key_Return)
    wait_for(program, qtbot, StartScreen)

    says(program, qtbot, "as it was on 12.03.2026 14:02")
    open_with_passphrase(desks_in(home)[0].folder, PASSPHRASE).close()


def test_the_recovery_code_brings_it_back_and_asks_for_a_new_passphrase(
    program: Program, lost: Lost, home: Path, qtbot: QtBot
) -> None:
    screen = restoring(program, lost, qtbot)
    click(screen.opener.other_way)
    type_text(lost.code)
    press(Qt.Key.Key_Return)
    wait_for(program, qtbot, NewPassphraseScreen)
    new = program.window.screen_shown
    assert isinstance(new, NewPassphraseScreen)
    proposed = new.passphrase.secret.text()
    click(new.take)
    wait_for(program, qtbot, StartScreen)

    says(program, qtbot, "as it was on 12.03.2026")
    open_with_passphrase(desks_in(home)[0].folder, proposed).close()


def test_a_wrong_passphrase_is_told_beside_the_field_and_leaves_no_desk(
    program: Program, lost: Lost, home: Path, qtbot: QtBot
) -> None:
    screen = restoring(program, lost, qtbot)
    type_text("river lamp seven quiet stones")
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(screen.opener.field.wrong.isVisible, timeout=20_000)

    assert "does not open" in screen.opener.field.wrong.label.text()
    assert screen.bring_back.isEnabled()
    assert desks_in(home) == ()
    type_text(PASSPHRASE)
    press(Qt.Key.Key_Return)
    wait_for(program, qtbot, StartScreen)


def test_a_damaged_copy_is_told_and_the_older_one_can_be_taken(
    program: Program, lost: Lost, home: Path, qtbot: QtBot
) -> None:
    older = lost.stick / "copy-20260311-140205"
    older.mkdir()
    for file in lost.copy.folder.iterdir():
        (older / file.name).write_bytes(file.read_bytes())
    records = lost.copy.folder / "desk.db"
    records.write_bytes(records.read_bytes()[:-4096])
    screen = restoring(program, lost, qtbot)
    damaged = next(n for n, found in screen._found.items() if found.copy.folder == lost.copy.folder)
    click(screen.copies.rows()[int(damaged)])
    type_text(PASSPHRASE)
    press(Qt.Key.Key_Return)
    says(program, qtbot, "This copy is damaged")
    click(screen.copies.rows()[1 - int(damaged)])
    press(Qt.Key.Key_Return)
    wait_for(program, qtbot, StartScreen)

    assert len(desks_in(home)) == 1


def test_a_stick_without_a_copy_and_a_copy_of_a_newer_program_are_told_when_the_folder_is_chosen(
    program: Program, lost: Lost, tmp_path: Path, qtbot: QtBot
) -> None:
    ask_for_a_copy(program)
    press(Qt.Key.Key_Return)
    choose(qtbot, program.window, tmp_path / "lost laptop")
    says(program, qtbot, "There is no copy in this folder")

    manifest = lost.copy.folder / "manifest"
    manifest.write_text(manifest.read_text("utf-8").replace('"v":1', '"v":2'), "utf-8")
    press(Qt.Key.Key_Return)
    choose(qtbot, program.window, lost.stick)
    says(program, qtbot, "A newer version of Fieldapp made this copy")


def test_a_stick_pulled_out_before_it_was_brought_back_is_told(
    program: Program, lost: Lost, home: Path, qtbot: QtBot
) -> None:
    screen = restoring(program, lost, qtbot)
    lost.stick.rename(lost.stick.with_name("in her pocket"))
    type_text(PASSPHRASE)
    press(Qt.Key.Key_Return)
    says(program, qtbot, "The copy could not be restored")

    assert screen.bring_back.isEnabled()
    assert desks_in(home) == ()


def test_a_laptop_whose_disk_is_full_is_told_and_makes_no_half_desk(
    program: Program, lost: Lost, home: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    restoring(program, lost, qtbot)
    monkeypatch.setattr("fieldapp.storage.restoring.copy_out", full)
    type_text(PASSPHRASE)
    press(Qt.Key.Key_Return)
    says(program, qtbot, "the disk of this laptop is full")

    assert desks_in(home) == ()
    monkeypatch.undo()
    press(Qt.Key.Key_Return)
    wait_for(program, qtbot, StartScreen)


def test_from_the_unlock_screen_it_comes_back_beside_the_desk_that_is_there(
    program: Program, lost: Lost, home: Path, qtbot: QtBot
) -> None:
    vault, _ = create(new_desk_folder(home), "Swallow", PASSPHRASE, FLOOR)
    vault.close()
    program.window.restart(program.entrance.first_address())
    assert isinstance(program.window.screen_shown, UnlockScreen)
    restoring(program, lost, qtbot)
    type_text(PASSPHRASE)
    press(Qt.Key.Key_Return)
    wait_for(program, qtbot, StartScreen)

    assert [desk.nickname for desk in desks_in(home)] == ["Swallow", "Swallow 2"]


def test_what_was_chosen_stays_when_the_language_is_switched(program: Program, lost: Lost, qtbot: QtBot) -> None:
    screen = restoring(program, lost, qtbot)
    click(program.window.findChild(Button, "language=ru"))
    QCoreApplication.processEvents()

    assert screen.copies.values() == ("0",)
    assert "рабочее место" in screen.copies.rows()[0].text()
