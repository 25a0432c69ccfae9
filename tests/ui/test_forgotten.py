"""A passphrase that nobody remembers: from the unlock screen, over the telephone or by a stick, to an open desk."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from fieldapp.vault.desks import new_desk_folder
from fieldapp.vault.errors import WrongPassphrase
from fieldapp.vault.keystore import create, open_with_passphrase, open_with_recovery
from fieldapp.vault.pace import FLOOR
from fieldapp.vault.unlocked import Vault
from sync.client.recovery.asking import ask, asked
from tests.helpers.keys import click, press, type_text
from tests.ui.house import answer_file
from ui.entrance import Entrance
from ui.screens.forgotten import ForgottenScreen
from ui.screens.new_passphrase import NewPassphraseScreen
from ui.screens.recovery import RecoveryScreen
from ui.screens.unlock import UnlockScreen
from ui.window import Window

OLD = "river lamp seven quiet stone"


@pytest.fixture
def vault(home: Path) -> Iterator[Vault]:
    """A desk on this laptop, whose passphrase is forgotten."""
    made, _ = create(new_desk_folder(home), "Swallow", OLD, FLOOR)
    yield made
    made.close()


@pytest.fixture
def window(front: Window, entrance: Entrance, vault: Vault, qtbot: QtBot) -> Window:
    """She has come to the page of a forgotten passphrase."""
    front.restart(entrance.first_address())
    front.show()
    front.activateWindow()
    qtbot.waitUntil(front.isActiveWindow)
    screen = front.screen_shown
    assert isinstance(screen, UnlockScreen)
    click(screen.forgot)
    return front


def page(window: Window, qtbot: QtBot, *, asks: bool) -> ForgottenScreen:
    screen = window.screen_shown
    assert isinstance(screen, ForgottenScreen)
    qtbot.waitUntil(lambda: screen.open.isVisible() is asks and screen.foot.note.text() == "")
    return screen


def ask_now(window: Window, qtbot: QtBot) -> ForgottenScreen:
    page(window, qtbot, asks=False)
    press(Qt.Key.Key_Return)
    return page(window, qtbot, asks=True)


def test_the_answer_read_on_the_telephone_opens_the_desk_and_all_is_new(
    window: Window, entrance: Entrance, vault: Vault, qtbot: QtBot
) -> None:
    screen = ask_now(window, qtbot)
    request = asked(vault.folder)
    assert request is not None
    assert screen.groups.text() == "-".join(request.groups)
    type_text("".join(request.answer(vault.user_key).groups).lower())
    with qtbot.waitSignal(screen.answered, timeout=20_000):
        press(Qt.Key.Key_Return)
    new = window.screen_shown
    assert isinstance(new, NewPassphraseScreen)
    proposed = new.passphrase.secret.text()
    with qtbot.waitSignal(new.changed, timeout=20_000):
        press(Qt.Key.Key_Return)
    recovery = window.screen_shown
    assert isinstance(recovery, RecoveryScreen)
    code = recovery.code.text()
    press(Qt.Key.Key_Return)
    type_text(code.lower())
    with qtbot.waitSignal(entrance.entered) as entered:
        press(Qt.Key.Key_Return)

    assert entered.args is not None
    (way_in,) = entered.args
    assert (way_in.helped, way_in.way, way_in.failed) == (True, "", 0)
    way_in.vault.close()
    open_with_passphrase(vault.folder, proposed).close()
    open_with_recovery(vault.folder, code).close()
    with pytest.raises(WrongPassphrase):
        open_with_passphrase(vault.folder, OLD)
    assert asked(vault.folder) is None


def test_a_slip_is_marked_in_its_group_while_she_types(window: Window, vault: Vault, qtbot: QtBot) -> None:
    screen = ask_now(window, qtbot)
    request = asked(vault.folder)
    assert request is not None
    groups = request.answer(vault.user_key).groups
    type_text(groups[0] + groups[0])

    assert screen.answer.wrong.label.text() == "Group 2 is not as it was read out. Have it read again."
    assert screen.groups_of_answer.count.text() == "1 of 26 groups are right."


def test_an_answer_to_another_request_is_refused_beside_the_groups(
    window: Window, vault: Vault, home: Path, qtbot: QtBot
) -> None:
    screen = ask_now(window, qtbot)
    other, _ = create(new_desk_folder(home), "Apple", OLD, FLOOR)
    type_text("".join(ask(other.folder).answer(vault.user_key).groups))
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "answers another request" in screen.answer.wrong.label.text())

    assert screen.open.isEnabled()


def test_request_and_answer_go_by_a_stick(window: Window, vault: Vault, tmp_path: Path, qtbot: QtBot) -> None:
    screen = ask_now(window, qtbot)
    click(screen.save_file)
    answer_file(qtbot, tmp_path / "request.paper")
    qtbot.waitUntil(lambda: "The request is saved" in window.banner.label.text())
    request = asked(vault.folder)
    assert request is not None
    assert (tmp_path / "request.paper").read_bytes() == request.raw
    (tmp_path / "answer.paper").write_bytes(request.answer(vault.user_key).raw)
    click(screen.read)
    with qtbot.waitSignal(screen.answered, timeout=20_000):
        answer_file(qtbot, tmp_path / "answer.paper")

    assert isinstance(window.screen_shown, NewPassphraseScreen)


def test_what_was_asked_stands_there_after_the_program_was_closed_until_it_is_withdrawn(
    window: Window, entrance: Entrance, vault: Vault, qtbot: QtBot
) -> None:
    shown = ask_now(window, qtbot).groups.text()
    window.restart(entrance.first_address())
    unlock = window.screen_shown
    assert isinstance(unlock, UnlockScreen)
    click(unlock.forgot)
    screen = page(window, qtbot, asks=True)
    again = screen.groups.text()
    click(screen.withdraw)
    page(window, qtbot, asks=False)

    assert again == shown
    assert asked(vault.folder) is None
    assert "withdrawn" in window.banner.label.text()


def test_with_the_paper_at_hand_she_goes_back_and_types_the_code(window: Window, qtbot: QtBot) -> None:
    click(page(window, qtbot, asks=False).code)
    unlock = window.screen_shown

    assert isinstance(unlock, UnlockScreen)
    assert unlock.opener.code.isVisible()
