"""Bad luck of every kind, in the real program: each gets a sentence in the window, nothing is lost, and she goes on.

Sticks that are pulled out are in test_copy.py and test_restore.py, files that are no forms in test_forms.py.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from fieldapp.domain.ids import FieldId
from fieldapp.forms.places import Place
from fieldapp.storage.engine import Connection, connect
from fieldapp.storage.store import Store
from fieldapp.vault.desks import new_desk_folder
from fieldapp.vault.keystore import create, open_with_passphrase
from fieldapp.vault.pace import FLOOR
from fieldapp.vault.recovery import RecoveryCode
from fieldapp.work.cases import begin_case
from fieldapp.work.filling import begin, keep_draft, reopen, save
from fieldapp.work.opening import open_desk
from tests.fieldapp.vault.forgery import Body, forged
from tests.fieldapp.work.conftest import a_case, told
from tests.helpers.clock import StandingClock
from tests.helpers.keys import CTRL, click, press, type_text
from tests.ui.at_desk import AtDesk
from ui.again import Start
from ui.main import open_desk as open_office
from ui.program import Program
from ui.screen import Address
from ui.screens.filling import Deeds, FillingScreen, Opened
from ui.screens.new_desk import NewDeskScreen
from ui.screens.start import StartScreen
from ui.screens.unlock import UnlockScreen
from ui.widgets.buttons import Button

PASSPHRASE = "river lamp seven quiet stone"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk with twenty cases, locked: made once, each test has a copy."""
    vault, _ = create(new_desk_folder(tmp_path_factory.mktemp("made")), "Swallow", PASSPHRASE, FLOOR)
    desk = open_desk(vault, StandingClock(), create=True)
    for _ in range(20):
        a_case(desk)
    desk.store.close()
    vault.close()
    return vault.folder


@pytest.fixture
def folder(home: Path, made: Path) -> Path:
    """Her desk, locked."""
    return Path(shutil.copytree(made, home / "desks" / made.name))


@pytest.fixture
def program(home: Path, folder: Path, clock: StandingClock, qapp: QApplication, qtbot: QtBot) -> Iterator[Program]:
    made = Program(qapp, Start(home=home, language="en"), clock, open_office, fresh=lambda _start: None, pace=FLOOR)
    qtbot.addWidget(made.window)
    made.open()
    qtbot.waitUntil(made.window.isActiveWindow)
    yield made
    made.end()


def says(program: Program, qtbot: QtBot, words: str) -> None:
    """Until the banner says this."""
    banner = program.window.banner
    qtbot.waitUntil(lambda: banner.isVisible() and words in banner.label.text(), timeout=20_000)


def unlock(program: Program) -> None:
    """Type the right passphrase."""
    screen = program.window.screen_shown
    assert isinstance(screen, UnlockScreen)
    screen.opener.take_keyboard()
    type_text(PASSPHRASE)
    press(Qt.Key.Key_Return)


def opens(program: Program, qtbot: QtBot) -> None:
    """The desk opens as it was."""
    unlock(program)
    qtbot.waitUntil(lambda: isinstance(program.window.screen_shown, StartScreen), timeout=20_000)


def another_keystore(folder: Path) -> bytes:
    """Of another desk, with another passphrase."""
    vault, _ = create(folder.parent / "0c0c0c0c", "Apple", "other words of another person", FLOOR)
    vault.close()
    content = (vault.folder / "keystore").read_bytes()
    shutil.rmtree(vault.folder)
    return content


def of_a_newer_program(body: Body) -> None:
    """As a later version would write the key file."""
    body.update(version=2, slots={"another": "shape"})


def edited(body: Body) -> None:
    """Somebody would have it younger than it is."""
    body.update(revision=7)


KEYSTORES: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "cut off": (lambda content: content[:-40], "The key file of this desk is damaged"),
    "one bit turned": (
        lambda content: content[:200] + bytes([content[200] ^ 1]) + content[201:],
        "The key file of this desk is damaged",
    ),
    "another file": (lambda _: b"\xff\xd8 a photograph" * 50, "is something else"),
    "empty": (lambda _: b"", "The key file of this desk is damaged"),
    "edited": (lambda content: forged(content, edited), "was changed by something other than this program"),
    "newer": (lambda content: forged(content, of_a_newer_program), "Install the newer version"),
}


@pytest.mark.parametrize("luck", KEYSTORES)
def test_a_key_file_that_is_not_hers_is_told_and_the_right_one_opens(
    program: Program, folder: Path, luck: str, qtbot: QtBot
) -> None:
    file = folder / "keystore"
    right = file.read_bytes()
    spoil, words = KEYSTORES[luck]
    file.write_bytes(spoil(right))
    unlock(program)
    says(program, qtbot, words)
    file.write_bytes(right)
    type_text(PASSPHRASE)  # the keyboard is where she left it
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: isinstance(program.window.screen_shown, StartScreen), timeout=20_000)


def test_a_key_file_that_is_gone_is_told(program: Program, folder: Path, qtbot: QtBot) -> None:
    right = (folder / "keystore").read_bytes()
    (folder / "keystore").unlink()
    unlock(program)
    says(program, qtbot, "The key file of this desk is gone")
    (folder / "keystore").write_bytes(right)
    opens(program, qtbot)


def test_the_key_file_of_another_desk_opens_nothing_with_her_passphrase(
    program: Program, folder: Path, qtbot: QtBot
) -> None:
    (folder / "keystore").write_bytes(another_keystore(folder))
    unlock(program)
    screen = program.window.screen_shown
    assert isinstance(screen, UnlockScreen)
    qtbot.waitUntil(screen.field.wrong.isVisible, timeout=20_000)

    assert "does not open this desk" in screen.field.wrong.label.text()


def test_a_recovery_code_from_another_paper_is_told_beside_the_field(program: Program, qtbot: QtBot) -> None:
    screen = program.window.screen_shown
    assert isinstance(screen, UnlockScreen)
    click(screen.other_way)
    type_text(RecoveryCode.fresh().text)
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(screen.opener.code_field.wrong.isVisible, timeout=20_000)

    assert "Look for the right paper" in screen.opener.code_field.wrong.label.text()


def in_the_middle(content: bytes) -> bytes:
    """Some bytes of every page but the first ones are others."""
    spoilt = bytearray(content)
    for page in range(4, len(content) // 4096):
        spoilt[page * 4096 + 100] ^= 0xFF
    return bytes(spoilt)


STORES: dict[str, tuple[Callable[[bytes], bytes | None], str]] = {
    "first page spoilt": (lambda content: content[:50] + b"\x00" * 50 + content[100:], "is damaged"),
    "pages spoilt": (in_the_middle, "is damaged"),
    "cut to nothing": (lambda _: b"", "is damaged"),
    "gone": (lambda _: None, "is not where it should be"),
    "not encrypted": (lambda _: b"SQLite format 3\x00" + b"\x00" * 4096, "is not encrypted"),
}


@pytest.mark.parametrize("luck", STORES)
def test_records_that_cannot_be_opened_are_told_on_the_unlock_screen_and_left_as_they_are(
    program: Program, folder: Path, luck: str, qtbot: QtBot
) -> None:
    file = folder / "desk.db"
    right = file.read_bytes()
    spoil, words = STORES[luck]
    spoilt = spoil(right)
    file.unlink()
    if spoilt is not None:
        file.write_bytes(spoilt)
    unlock(program)
    says(program, qtbot, words)

    assert isinstance(program.window.screen_shown, UnlockScreen)
    assert (file.read_bytes() if file.exists() else None) == spoilt
    file.write_bytes(right)
    opens(program, qtbot)


def test_the_records_of_another_desk_are_told_as_such(
    program: Program, folder: Path, home: Path, clock: StandingClock, qtbot: QtBot
) -> None:
    vault, _ = create(new_desk_folder(home), "Apple", "other words of another person", FLOOR)
    open_desk(vault, clock, create=True).store.close()
    vault.close()
    shutil.copy(vault.folder / "desk.db", folder / "desk.db")
    unlock(program)
    says(program, qtbot, "locked with another key than this desk's")


def test_records_of_a_newer_program_are_told_and_not_changed(program: Program, folder: Path, qtbot: QtBot) -> None:
    vault = open_with_passphrase(folder, PASSPHRASE)
    store = Store.open(folder / "desk.db", vault.database_key)
    store._writer.run_outside(lambda database: database.execute("PRAGMA user_version=999")).result()
    store.close()
    vault.close()
    before = (folder / "desk.db").read_bytes()
    unlock(program)
    says(program, qtbot, "A newer version of Fieldapp has worked with these records")

    assert (folder / "desk.db").read_bytes() == before


def test_a_desk_that_is_open_in_another_window_is_told_and_opens_when_that_is_closed(
    program: Program, folder: Path, qtbot: QtBot
) -> None:
    other = connect(folder / "desk.lock", wait_seconds=0)
    other.execute("BEGIN EXCLUSIVE")
    unlock(program)
    says(program, qtbot, "open in another Fieldapp window")
    other.close()
    opens(program, qtbot)


@pytest.mark.parametrize(("days", "words"), [(-365, "says 12.03.2025, but you"), (365, "says 12.03.2027; you")])
def test_a_clock_a_year_off_is_told_when_the_desk_opens(
    program: Program, clock: StandingClock, days: int, words: str, qtbot: QtBot
) -> None:
    clock.pass_(days=days)
    opens(program, qtbot)

    says(program, qtbot, words)


def test_wrong_passphrases_under_a_wrong_clock_make_nobody_wait_for_a_year(
    program: Program, clock: StandingClock, qtbot: QtBot
) -> None:
    clock.pass_(days=365)
    screen = program.window.screen_shown
    assert isinstance(screen, UnlockScreen)
    type_text("river lamp seven quiet stones")
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(screen.field.wrong.isVisible, timeout=20_000)
    clock.pass_(days=-365)
    qtbot.waitUntil(screen.unlock.isEnabled)
    opens(program, qtbot)


def test_a_home_that_cannot_be_written_is_told_when_a_desk_is_made(
    home: Path, clock: StandingClock, qapp: QApplication, qtbot: QtBot
) -> None:
    (home / "a file").write_text("where the folder should be")
    start = Start(home=home / "a file" / "Fieldapp", language="en")
    program = Program(qapp, start, clock, open_office, fresh=lambda _start: None, pace=FLOOR)
    qtbot.addWidget(program.window)
    program.open()
    qtbot.waitUntil(program.window.isActiveWindow)
    program.window.open(Address("new-desk"))
    screen = program.window.screen_shown
    assert isinstance(screen, NewDeskScreen)
    click(screen.findChild(Button, "language=ru"))
    english = screen.findChild(Button, "language=en")
    assert english is not None
    qtbot.waitUntil(english.isEnabled)
    click(english)
    screen.nickname.setFocus()
    type_text("Swallow")
    press(Qt.Key.Key_Return)
    says(program, qtbot, "The key file could not be written")
    program.end()

    assert screen.make.isEnabled()


def fill_the_disk(at_desk: AtDesk, pages: int) -> None:
    """SQLite answers as on a disk that has room for so many pages."""

    def limit(database: Connection) -> None:
        database.execute(f"PRAGMA max_page_count={pages}").fetchall()

    at_desk.desk.store._writer.run_outside(limit).result()


def test_a_full_disk_while_saving_keeps_the_form_open_and_the_next_save_goes_through(
    at_desk: AtDesk, qtbot: QtBot
) -> None:
    desk = at_desk.desk
    plan = at_desk.saved("gbv_action_plan", a_case(desk), plan_wishes="rest")
    filling = reopen(desk, plan)

    def keep(body: str, where: str) -> object:
        return keep_draft(desk, filling, where, body)

    def make(address: Address) -> FillingScreen:
        deeds = Deeds(lambda: save(desk, filling), keep)
        return FillingScreen(
            address, Opened(filling.session, "Action plan", "Cases", at_desk.clock), deeds, at_desk.jobs, at_desk.board
        )

    at_desk.window.serve(make)
    at_desk.go(Address("filling", plan))
    screen = at_desk.window.screen_shown
    assert isinstance(screen, FillingScreen)
    filling.session.set(Place(None, FieldId("plan_wishes")), "call her " * 1_000)
    fill_the_disk(at_desk, 1)
    press(Qt.Key.Key_S, CTRL)
    at_desk.says("The disk of this laptop is full, so this could not be saved. Everything saved before is safe.")

    assert at_desk.window.screen_shown is screen
    assert screen.page.isEnabled()
    assert told(desk, plan, "plan_wishes") == "rest"
    fill_the_disk(at_desk, 1_000_000)
    with qtbot.waitSignal(screen.left):
        press(Qt.Key.Key_S, CTRL)
    assert told(desk, plan, "plan_wishes") == "call her " * 1_000


def test_damage_that_is_met_while_she_works_is_told_and_she_can_go_elsewhere(at_desk: AtDesk, home: Path) -> None:
    for _ in range(40):
        a_case(at_desk.desk)
    spoil_the_disk(at_desk, home / "desk.db")
    at_desk.go(Address("start"))
    at_desk.says("the disk no longer gives back what was written")

    click(at_desk.see("place=settings", Button))
    assert at_desk.window.screen_shown is not None
    assert at_desk.window.screen_shown.name == "settings"


def spoil_the_disk(at_desk: AtDesk, file: Path) -> None:
    """Everything is in the file, and the file is not what was written."""
    at_desk.desk.store._writer.run_outside(
        lambda database: database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    ).result()
    at_desk.desk.store._readers._idle.clear()  # what a reader still had in memory would be read from there
    file.write_bytes(in_the_middle(file.read_bytes()))


def test_a_damaged_desk_makes_no_copy_and_says_so(at_desk: AtDesk, home: Path, tmp_path: Path) -> None:
    (home / "keystore").write_bytes(b"her keystore")
    (tmp_path / "USB").mkdir()
    for _ in range(40):
        a_case(at_desk.desk)
    spoil_the_disk(at_desk, home / "desk.db")
    parts = at_desk.room.parts
    at_desk.go(Address("settings"))
    parts.copies.begin(at_desk.desk, b"b" * 32, tmp_path / "USB", parts.jobs, parts.board)
    at_desk.says("The file with this desk's records is damaged")

    assert list((tmp_path / "USB").iterdir()) == []


def test_a_draft_that_the_disk_does_not_take_is_told_and_kept_when_there_is_room(at_desk: AtDesk) -> None:
    filling = begin(at_desk.desk, begin_case(at_desk.desk).form.id)
    fill_the_disk(at_desk, 1)

    def keep(body: str, where: str) -> object:
        return keep_draft(at_desk.desk, filling, where, body * 2000)

    def make(address: Address) -> FillingScreen:
        deeds = Deeds(lambda: save(at_desk.desk, filling), keep)
        return FillingScreen(
            address, Opened(filling.session, "Consent", "Cases", at_desk.clock), deeds, at_desk.jobs, at_desk.board
        )

    at_desk.window.serve(make)
    at_desk.go(Address("filling", filling.record))
    screen = at_desk.window.screen_shown
    assert isinstance(screen, FillingScreen)
    press(Qt.Key.Key_Return)  # from what is read out to the first question
    press(Qt.Key.Key_1)
    screen.keep()
    at_desk.says("The disk of this laptop is full")

    assert screen.page.isEnabled()
