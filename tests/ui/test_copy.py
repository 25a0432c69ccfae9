"""Copies on a stick, from the start page to the stick and back: chosen by keyboard, told in words, never in the way."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from fieldapp.domain.clock import Moment
from fieldapp.storage.backup import CopyOnStick, back_up, copies_on
from fieldapp.storage.manifest import read_manifest
from fieldapp.storage.store import Store
from fieldapp.work.copying import how_copies_stand
from tests.fieldapp.work.conftest import a_case
from tests.helpers.clock import StandingClock
from tests.helpers.keys import click, press
from tests.ui.at_desk import AtDesk
from tests.ui.choosing import choose
from ui.screen import Address
from ui.screens.copy import CopyScreen
from ui.widgets.buttons import Button
from ui.widgets.said import Label
from ui.widgets.table import ListTable

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def stick(tmp_path: Path, home: Path) -> Path:
    """An empty USB stick; the desk has a key file."""
    (home / "keystore").write_bytes(b"her keystore")
    folder = tmp_path / "USB"
    folder.mkdir()
    return folder


def page(at_desk: AtDesk) -> CopyScreen:
    """The page of copies."""
    screen = at_desk.window.screen_shown
    assert isinstance(screen, CopyScreen)
    return screen


def copied(at_desk: AtDesk, stick: Path) -> None:
    """A copy was made before, from this page."""
    at_desk.go(Address("copy"))
    page(at_desk)._look_at(stick)
    click(at_desk.see("makeCopy", Button))
    at_desk.says("read back whole")


def test_from_the_start_page_a_copy_takes_a_folder_and_one_key(at_desk: AtDesk, stick: Path, qtbot: QtBot) -> None:
    a_case(at_desk.desk)
    at_desk.go(Address("start"))
    click(at_desk.see("copyNow", Button))
    qtbot.waitUntil(lambda: "2 records exist only on this laptop" in page(at_desk).standing.text())
    press(Qt.Key.Key_Return)
    choose(qtbot, at_desk.window, stick)
    at_desk.says("read back whole")

    assert len(copies_on(stick)) == 1
    qtbot.waitUntil(lambda: page(at_desk).standing.text() == "Everything is on the server or in a copy.")
    assert page(at_desk).make.hasFocus()
    at_desk.go(Address("start"))
    at_desk.gone("copyNow")


def made(table: ListTable) -> list[str]:
    """When the copies in the list were made."""
    return [table.model().index(row, 0).data() for row in range(table.model().rowCount())]


def test_the_next_copy_goes_to_the_same_folder_and_all_are_listed(
    at_desk: AtDesk, stick: Path, clock: StandingClock, qtbot: QtBot
) -> None:
    copied(at_desk, stick)
    a_case(at_desk.desk)
    clock.pass_(days=9)
    at_desk.go(Address("copy"))
    table = at_desk.see("copies", ListTable)
    click(at_desk.see("makeCopy", Button))
    at_desk.says("read back whole")

    assert copies_on(stick)[0].made == clock.now()
    qtbot.waitUntil(lambda: made(table) == ["21.03.2026 14:02", "12.03.2026 14:02"])
    assert str(stick) in at_desk.see("copyFolder", Label).text()


def test_a_stick_that_is_not_in_is_told_before_she_copies_and_when_she_does(
    at_desk: AtDesk, stick: Path, qtbot: QtBot
) -> None:
    copied(at_desk, stick)
    shutil.move(stick, stick.with_name("in her pocket"))
    at_desk.go(Address("copy"))
    at_desk.see("makeCopy", Button)
    qtbot.waitUntil(lambda: "not in the laptop" in page(at_desk).remark.label.text())
    click(at_desk.see("makeCopy", Button))

    at_desk.says("pulled out, is full, or does not answer")
    assert page(at_desk).make.isEnabled()


def test_a_stick_pulled_out_while_she_works_elsewhere_is_told_there(
    at_desk: AtDesk, stick: Path, clock: StandingClock, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    copied(at_desk, stick)
    clock.pass_(days=1)
    pulled = Event()
    pull_out(monkeypatch, stick, pulled)
    at_desk.go(Address("copy"))
    at_desk.see("copies", ListTable)
    click(at_desk.see("makeCopy", Button))
    at_desk.go(Address("start"))
    pulled.set()

    at_desk.says("copies made before are as good as they were")
    back = stick.with_name("found again")
    assert [read_manifest(copy.folder).made for copy in copies_on(back)] == [how(at_desk)]


def how(at_desk: AtDesk) -> object:
    """When the last copy was made, as the desk remembers it."""
    return how_copies_stand(at_desk.desk).standing.last_copy


def pull_out(monkeypatch: pytest.MonkeyPatch, stick: Path, pulled: Event) -> None:
    """In the middle of the next copy the stick is gone."""

    def slowly(store: Store, key: bytes, folder: Path, when: Moment, told: Callable[[int, int], None]) -> CopyOnStick:
        def gone(left: int, whole: int) -> None:
            pulled.wait(20)
            if stick.exists():
                stick.rename(stick.with_name("found again"))
            told(left, whole)

        return back_up(store, key, folder, when, gone)

    monkeypatch.setattr("fieldapp.work.copying.back_up", slowly)


def test_a_copy_under_way_is_seen_when_she_comes_back_and_can_be_stopped(
    at_desk: AtDesk, stick: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    go_on = Event()

    def slowly(store: Store, key: bytes, folder: Path, when: Moment, told: Callable[[int, int], None]) -> CopyOnStick:
        go_on.wait(20)
        return back_up(store, key, folder, when, told)

    monkeypatch.setattr("fieldapp.work.copying.back_up", slowly)
    at_desk.go(Address("copy"))
    page(at_desk)._look_at(stick)
    qtbot.waitUntil(lambda: page(at_desk)._stick is not None)
    click(at_desk.see("makeCopy", Button))
    at_desk.go(Address("start"))
    at_desk.go(Address("copy"))
    at_desk.see("copyState")
    click(at_desk.see("stopCopy", Button))
    go_on.set()

    at_desk.says("The copy was stopped")
    assert list(stick.iterdir()) == []
    assert at_desk.see("makeCopy", Button).isEnabled()


def test_a_read_only_stick_is_told(at_desk: AtDesk, stick: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Path, *_: object, **__: object) -> None:
        raise OSError(30, "Read-only file system", str(self))

    at_desk.go(Address("copy"))
    page(at_desk)._look_at(stick)
    at_desk.see("copyFolder")
    monkeypatch.setattr(Path, "mkdir", refuse)
    click(at_desk.see("makeCopy", Button))

    at_desk.says("Everything on this laptop is safe")


def test_locking_in_the_middle_of_a_copy_waits_for_nothing(
    at_desk: AtDesk, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go_on = Event(), Event()

    def slowly(store: Store, key: bytes, folder: Path, when: Moment, told: Callable[[int, int], None]) -> CopyOnStick:
        def wait(left: int, whole: int) -> None:
            begun.set()
            go_on.wait(20)
            told(left, whole)

        return back_up(store, key, folder, when, wait)

    monkeypatch.setattr("fieldapp.work.copying.back_up", slowly)
    at_desk.go(Address("copy"))
    page(at_desk)._look_at(stick)
    click(at_desk.see("makeCopy", Button))
    assert begun.wait(20)
    idle = at_desk.jobs.close(patience=0.05)
    at_desk.desk.store.close()
    go_on.set()

    assert not idle
    assert at_desk.jobs.close()
    assert list(stick.iterdir()) == []
