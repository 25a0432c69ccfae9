"""From the press of Print to the record of it, whatever the printer, the window or the battery do meanwhile."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from fieldapp.errors import Refused
from fieldapp.storage.values import Happened
from fieldapp.words import ENGLISH, sentence
from fieldapp.work.printed import CameOut
from tests.helpers.keys import press
from tests.ui.at_desk import AtDesk
from ui.printout import Printout
from ui.screen import Address, Screen


class Sheets(Screen):
    """A screen that prints."""

    def __init__(self, at_desk: AtDesk) -> None:
        super().__init__(Address("sheets"))
        self.printout = Printout(self, at_desk.room)
        self.remembered: list[CameOut] = []

    def keep(self) -> None:
        self.printout.keep()

    def press_print(self) -> None:
        self.printout.print_out(a_paper, self.remember)

    def remember(self, came_out: CameOut) -> Happened:
        self.remembered.append(came_out)
        return Happened(sync=True)


def a_paper() -> bytes:
    from fieldapp.papers.secret import recovery_paper  # noqa: PLC0415

    return recovery_paper(("K7QM",), ENGLISH)


def no_paper() -> bytes:
    raise Refused(sentence("A sheet is made from a release. Record what she agreed to first."))


@pytest.fixture
def sheets(at_desk: AtDesk) -> Sheets:
    shown: list[Sheets] = []

    def make(_address: Address) -> Sheets:
        shown.append(Sheets(at_desk))
        return shown[-1]

    at_desk.window.serve(make)
    at_desk.go(Address("sheets"))
    return shown[-1]


@pytest.mark.parametrize("said", [CameOut.ALL, CameOut.PARTLY, CameOut.NOTHING])
def test_what_came_out_of_the_printer_is_asked_and_remembered(
    sheets: Sheets, at_desk: AtDesk, qtbot: QtBot, said: CameOut
) -> None:
    told: list[object] = []
    at_desk.board.happened.connect(told.append)
    sheets.press_print()

    with qtbot.waitSignal(sheets.printout.done):
        at_desk.see(f"cameOut={said.value}").setFocus()
        press(Qt.Key.Key_Return)

    assert sheets.remembered == [said]
    assert told == [Happened(sync=True)]
    assert len(at_desk.tray.papers) == 1


def test_spoilt_sheets_must_be_destroyed(sheets: Sheets, at_desk: AtDesk) -> None:
    sheets.press_print()
    at_desk.see("cameOut=partly").setFocus()
    press(Qt.Key.Key_Return)

    at_desk.says("Destroy the spoilt sheets now.")


def test_what_a_rule_refuses_never_reaches_the_printer_and_she_is_told_why(sheets: Sheets, at_desk: AtDesk) -> None:
    sheets.printout.print_out(no_paper, sheets.remember)

    at_desk.says("A sheet is made from a release.")
    assert at_desk.tray.papers == []
    assert not sheets.printout.busy


def test_a_printer_that_takes_nothing_leaves_nothing_remembered(sheets: Sheets, at_desk: AtDesk) -> None:
    at_desk.tray.is_broken = True
    sheets.press_print()

    at_desk.says("The printer did not take the paper.")
    assert sheets.remembered == []
    assert not sheets.printout.busy


def test_who_closes_the_print_dialog_is_asked_nothing_and_can_print_again(
    sheets: Sheets, at_desk: AtDesk, qtbot: QtBot
) -> None:
    at_desk.tray.waits = True
    sheets.press_print()
    qtbot.waitUntil(lambda: bool(at_desk.tray.papers))
    at_desk.tray.given_up.emit()

    at_desk.tray.printed.emit()  # somebody else's paper

    assert not sheets.printout.busy
    assert sheets.remembered == []


def test_a_second_press_prints_no_second_paper(sheets: Sheets, at_desk: AtDesk) -> None:
    sheets.press_print()
    sheets.press_print()
    at_desk.see("cameOut=yes")

    sheets.press_print()

    assert len(at_desk.tray.papers) == 1


def test_a_lock_while_the_question_is_open_remembers_that_it_was_printed(sheets: Sheets, at_desk: AtDesk) -> None:
    sheets.press_print()
    at_desk.see("cameOut=yes")

    at_desk.window.keep()
    at_desk.window.empty()
    at_desk.jobs.close()

    assert sheets.remembered == [CameOut.NOT_SAID]


def test_going_back_without_an_answer_remembers_that_it_was_printed(
    sheets: Sheets, at_desk: AtDesk, qtbot: QtBot
) -> None:
    sheets.press_print()
    at_desk.see("cameOut=yes").setFocus()

    with qtbot.waitSignal(sheets.printout.done):
        press(Qt.Key.Key_Escape)

    assert sheets.remembered == [CameOut.NOT_SAID]


def test_the_question_is_covered_with_everything_else(sheets: Sheets, at_desk: AtDesk) -> None:
    sheets.press_print()
    question = at_desk.see("ask", QDialog)

    press(Qt.Key.Key_F12)

    assert at_desk.window.cover.on
    assert not question.isVisible()
    at_desk.window.cover.take_off()
    assert question.isVisible()
    assert question.isModal()
