"""From the first start to an open desk, and from the unlock screen back to it, by keyboard and with real keys."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from fieldapp.vault.desks import desks_in, new_desk_folder
from fieldapp.vault.keystore import create, open_with_passphrase
from fieldapp.vault.pace import FLOOR
from tests.helpers.clock import StandingClock
from tests.helpers.keys import click, press, type_text
from ui.entrance import Entered, Entrance
from ui.screens.first import FOUND, JOIN
from ui.screens.new_desk import NewDeskScreen
from ui.screens.new_passphrase import NewPassphraseScreen
from ui.screens.recovery import RecoveryScreen
from ui.screens.unlock import UnlockScreen
from ui.window import Window

PASSPHRASE = "river lamp seven quiet stone"


@pytest.fixture
def window(front: Window, qtbot: QtBot) -> Window:
    front.show()
    front.activateWindow()
    qtbot.waitUntil(front.isActiveWindow)
    return front


def made(home: Path, nickname: str = "Swallow", passphrase: str = PASSPHRASE) -> tuple[Path, str]:
    """A desk that was made before, and its recovery code."""
    folder = new_desk_folder(home)
    vault, code = create(folder, nickname, passphrase, FLOOR)
    vault.close()
    return folder, code.text


def begin(window: Window, entrance: Entrance) -> None:
    window.restart(entrance.first_address())


def unlock_screen(window: Window) -> UnlockScreen:
    screen = window.screen_shown
    assert isinstance(screen, UnlockScreen)
    return screen


def test_a_code_is_the_first_way_in_and_leads_to_a_desk_of_her_own(
    window: Window, entrance: Entrance, home: Path, qtbot: QtBot
) -> None:
    begin(window, entrance)
    press(Qt.Key.Key_Return)
    type_text("Swallow")
    screen = window.screen_shown
    assert isinstance(screen, NewDeskScreen)
    proposed = screen.passphrase.secret.text()
    with qtbot.waitSignal(screen.made, timeout=20_000):
        press(Qt.Key.Key_Return)
    recovery = window.screen_shown
    assert isinstance(recovery, RecoveryScreen)
    code = recovery.code.text()
    press(Qt.Key.Key_Return)
    type_text(code.lower().replace("-", " "))
    with qtbot.waitSignal(entrance.entered) as entered:
        press(Qt.Key.Key_Return)

    assert [desk.nickname for desk in desks_in(home)] == ["Swallow"]
    assert entered.args is not None
    assert entered.args[0].way == JOIN
    entered.args[0].vault.close()
    open_with_passphrase(desks_in(home)[0].folder, proposed).close()


def test_a_slip_in_the_recovery_code_is_found_before_she_goes_on(
    window: Window, entrance: Entrance, qtbot: QtBot
) -> None:
    begin(window, entrance)
    press(Qt.Key.Key_2)
    press(Qt.Key.Key_Return)
    type_text("Apple")
    screen = window.screen_shown
    assert isinstance(screen, NewDeskScreen)
    with qtbot.waitSignal(screen.made, timeout=20_000):
        press(Qt.Key.Key_Return)
    recovery = window.screen_shown
    assert isinstance(recovery, RecoveryScreen)
    groups = recovery.code.text().split("-")
    press(Qt.Key.Key_Return)
    type_text("-".join([groups[1], groups[0], *groups[2:]]))
    with qtbot.assertNotEmitted(entrance.entered):
        press(Qt.Key.Key_Return)

    assert "1, 2" in recovery.field.wrong.label.text()
    click(recovery.again)
    assert recovery.code.isVisible()
    with qtbot.waitSignal(entrance.entered) as entered:
        press(Qt.Key.Key_Return)
        type_text("".join(groups))
        press(Qt.Key.Key_Return)
    assert entered.args is not None
    assert entered.args[0].way == FOUND
    entered.args[0].vault.close()


def test_a_weak_passphrase_and_a_taken_nickname_are_refused_beside_their_fields(
    window: Window, entrance: Entrance, home: Path, qtbot: QtBot
) -> None:
    made(home)
    begin(window, entrance)
    click(unlock_screen(window).more_desks)
    screen = window.screen_shown
    assert isinstance(screen, NewDeskScreen)
    type_text("swallow")
    press(Qt.Key.Key_Return)
    taken = screen.field.wrong.label.text()
    screen.nickname.setFocus()
    type_text("2")
    screen.passphrase.secret.setFocus()
    screen.passphrase.secret.edit.selectAll()
    type_text("short")
    press(Qt.Key.Key_Return)

    assert "Another desk" in taken
    assert "Too short" in screen.passphrase.field.wrong.label.text()
    assert len(desks_in(home)) == 1


def test_the_passphrase_opens_the_desk(window: Window, entrance: Entrance, home: Path, qtbot: QtBot) -> None:
    made(home)
    begin(window, entrance)
    type_text(PASSPHRASE)
    with qtbot.waitSignal(entrance.entered, timeout=20_000) as entered:
        press(Qt.Key.Key_Return)

    assert entered.args is not None
    assert entered.args[0].vault.nickname == "Swallow"
    assert unlock_screen(window).secret.text() == ""
    entered.args[0].vault.close()


def test_a_wrong_passphrase_is_told_and_makes_her_wait(
    window: Window, entrance: Entrance, home: Path, clock: StandingClock, qtbot: QtBot
) -> None:
    made(home)
    begin(window, entrance)
    screen = unlock_screen(window)
    type_text("river lamp seven quiet stones")
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(screen.field.wrong.isVisible, timeout=20_000)

    assert "does not open this desk" in screen.field.wrong.label.text()
    assert "Try again in 1 second." in screen.state.text()
    assert not screen.unlock.isEnabled()

    clock.pass_(seconds=2)
    qtbot.waitUntil(screen.unlock.isEnabled)
    type_text(PASSPHRASE)
    with qtbot.waitSignal(entrance.entered, timeout=20_000) as entered:
        press(Qt.Key.Key_Return)
    assert entered.args is not None
    assert entered.args[0].failed == 1
    entered.args[0].vault.close()


def test_of_two_desks_the_one_that_locked_is_chosen(window: Window, entrance: Entrance, home: Path) -> None:
    made(home, "Apple")
    folder, _ = made(home, "Swallow")

    window.restart(entrance.first_address(folder.name))

    assert unlock_screen(window).who.values() == (folder.name,)


def test_the_recovery_code_opens_the_desk_and_asks_for_a_new_passphrase(
    window: Window, entrance: Entrance, home: Path, qtbot: QtBot
) -> None:
    folder, code = made(home)
    begin(window, entrance)
    screen = unlock_screen(window)
    click(screen.other_way)
    type_text(code)
    with qtbot.waitSignal(screen.recovered, timeout=20_000):
        press(Qt.Key.Key_Return)
    new = window.screen_shown
    assert isinstance(new, NewPassphraseScreen)
    proposed = new.passphrase.secret.text()
    with qtbot.waitSignal(entrance.entered, timeout=20_000) as entered:
        click(new.take)

    assert entered.args is not None
    assert isinstance(entered.args[0], Entered)
    entered.args[0].vault.close()
    open_with_passphrase(folder, proposed).close()


def test_a_damaged_key_file_is_told_in_a_sentence(window: Window, entrance: Entrance, home: Path, qtbot: QtBot) -> None:
    folder, _ = made(home)
    file = folder / "keystore"
    file.write_bytes(file.read_bytes()[:-40])
    begin(window, entrance)
    type_text(PASSPHRASE)
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(window.banner.isVisible, timeout=20_000)

    assert "damaged" in window.banner.label.text()
    assert unlock_screen(window).unlock.isEnabled()
