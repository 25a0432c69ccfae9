"""The letterhead: typed once, refused where it would give away what a sheet is about."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from fieldapp.work.letterheads import Letterhead, keep_letterhead, letterhead_of
from tests.helpers.keys import CTRL, click, press, type_text
from tests.ui.at_desk import AtDesk
from ui.screen import Address
from ui.screens.letterhead import LetterheadScreen


def screen(at_desk: AtDesk) -> LetterheadScreen:
    at_desk.go(Address("settings"))
    click(at_desk.see("letterhead"))
    at_desk.see("preview")
    shown = at_desk.window.screen_shown
    assert isinstance(shown, LetterheadScreen)
    return shown


def test_what_is_typed_stands_on_every_paper_from_then_on(at_desk: AtDesk) -> None:
    screen(at_desk)
    type_text("Community library")
    at_desk.see("lines").setFocus()
    type_text("Naryn, Lenin street 12")
    press(Qt.Key.Key_S, CTRL)
    at_desk.says("From now on papers bear this letterhead.")

    assert letterhead_of(at_desk.desk) == Letterhead(
        organisation="Community library", lines=("Naryn, Lenin street 12",)
    )


def test_a_word_that_gives_away_is_refused_beside_its_field_and_not_kept(at_desk: AtDesk) -> None:
    shown = screen(at_desk)
    type_text("Centre against violence")
    press(Qt.Key.Key_S, CTRL)

    assert "“violence” may not stand on a sheet" in shown.fields[0].wrong.label.text()
    assert shown.isVisible()
    at_desk.window.keep()
    at_desk.jobs.close()
    assert letterhead_of(at_desk.desk) == Letterhead()


def test_a_letter_that_cannot_be_printed_is_told_while_she_types(at_desk: AtDesk, qtbot: QtBot) -> None:
    shown = screen(at_desk)
    type_text("图书馆")

    qtbot.waitUntil(lambda: not shown.fields[0].wrong.isHidden())
    assert "cannot be printed" in shown.fields[0].wrong.label.text()


def test_leaving_the_page_keeps_what_was_typed(at_desk: AtDesk) -> None:
    keep_letterhead(at_desk.desk, Letterhead(organisation="Library", return_to="Box 1"))
    screen(at_desk)
    at_desk.see("organisation", QLineEdit).selectAll()
    type_text("Reading room")
    at_desk.window.keep()
    at_desk.window.empty()
    at_desk.jobs.close()

    assert letterhead_of(at_desk.desk) == Letterhead(organisation="Reading room", return_to="Box 1")
