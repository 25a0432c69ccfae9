"""The page of what was put aside: why, from whom, a look inside, and what can be done by hand."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot

from fieldapp.domain.changes import decode
from fieldapp.storage.sync_values import Parked
from fieldapp.storage.values import Lane
from fieldapp.storage.write import Write
from sync.client.inviting import organisation_space
from tests.helpers.keys import click
from tests.ui.at_desk import AtDesk
from tests.ui.house import Seat, an_organisation, answer_file, sit_down
from tests.ui.sending_gallery import fill_the_book
from ui.screen import Address
from ui.screens.aside import AsideScreen
from ui.widgets.ask import Ask

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

ASIDE = Address("aside")


@pytest.fixture
def desk(seat: Seat) -> AtDesk:
    desk = seat("coordinator")
    an_organisation(desk, "https://sync.example.org")
    return desk


def an_unreadable_one(desk: AtDesk) -> None:
    """A change that an older program could not read; this one can."""
    house = organisation_space(desk.room.station)
    service = desk.saved("service", service_name="Clinic No 3")
    with desk.desk.store.read() as reader:
        (change,) = reader.changes(service)
        (text,) = [row.text for row in reader.outbox.unsent(house, Lane.EDITS, 100) if decode(row.text).id == change.id]

    def write_down(write: Write) -> None:
        write.sync.park(Parked(0, house, str(write.recall("sync desk")), "unreadable", desk.clock.now(), text.encode()))

    desk.desk.store.write_now(write_down)


def test_it_says_why_and_from_whom_and_what_waits_for_a_key(desk: AtDesk, qtbot: QtBot) -> None:
    fill_the_book(desk)
    screen = sit_down(desk, ASIDE, AsideScreen, qtbot)
    desk.see("save-aside")

    row = [screen.model.index(0, column).data() for column in range(4)]
    assert row == ["today 14:02", "Coordinator 1", "House by the river", "forged"]
    assert "Tell your coordinator" in screen.details.advice.text()
    assert screen.keys.text().startswith("Waits for a key: 27 packets of “House by the river”.")


def test_it_is_given_out_and_let_go_only_after_a_question(desk: AtDesk, tmp_path: Path, qtbot: QtBot) -> None:
    fill_the_book(desk)
    sit_down(desk, ASIDE, AsideScreen, qtbot)
    click(desk.see("save-aside", QAbstractButton))
    answer_file(qtbot, tmp_path / "one")
    desk.says("It is saved")
    desk.window.activateWindow()
    click(desk.see("let-go", QAbstractButton))
    click(desk.see("ask", Ask).no)
    desk.gone("ask")
    click(desk.see("let-go", QAbstractButton))
    click(desk.see("ask", Ask).yes)
    desk.settle()

    assert (tmp_path / "one.aside").read_bytes().endswith(b"forged")
    with desk.desk.store.read() as reader:
        assert [parked.reason for parked in reader.sync.parked()] == ["too_big"]


def test_a_file_that_was_saved_is_opened_again(desk: AtDesk, tmp_path: Path, qtbot: QtBot) -> None:
    fill_the_book(desk)
    screen = sit_down(desk, ASIDE, AsideScreen, qtbot)
    click(desk.see("save-aside", QAbstractButton))
    answer_file(qtbot, tmp_path / "one")
    desk.says("It is saved")
    desk.window.activateWindow()
    click(desk.see("let-go", QAbstractButton))
    click(desk.see("ask", Ask).yes)
    qtbot.waitUntil(lambda: screen.model.rowCount() == 1)
    click(desk.see("open-aside", QAbstractButton))
    answer_file(qtbot, tmp_path / "one.aside")
    desk.says("What was in the file")

    qtbot.waitUntil(lambda: screen.model.rowCount() == 2)


def test_a_look_inside_tells_forms_and_trying_again_brings_it_where_it_belongs(desk: AtDesk, qtbot: QtBot) -> None:
    an_unreadable_one(desk)
    screen = sit_down(desk, ASIDE, AsideScreen, qtbot)
    click(desk.see("look-inside", QAbstractButton))
    qtbot.waitUntil(lambda: bool(screen.details.contents.text()))
    assert "Clinic" not in screen.details.contents.text()
    assert screen.details.contents.text() == "Service: written, you, today 14:02"

    click(desk.see("try-again", QAbstractButton))

    desk.says("It could be used now")
    desk.gone("try-again")
    focus = QApplication.focusWidget()
    assert focus is not None
    assert screen.isAncestorOf(focus)
