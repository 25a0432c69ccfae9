"""Empty papers from the settings: which, in which language, how many; printed and remembered."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from fieldapp.domain.giving_out import PAPER
from fieldapp.domain.ids import FieldId
from fieldapp.storage.values import StoredRecord
from tests.helpers.keys import CTRL, click, press, type_text
from tests.ui.at_desk import AtDesk
from ui.screen import Address
from ui.screens.blanks import BlanksScreen


@pytest.fixture
def screen(at_desk: AtDesk) -> BlanksScreen:
    at_desk.go(Address("settings"))
    click(at_desk.see("blanks"))
    at_desk.see("preview")
    shown = at_desk.window.screen_shown
    assert isinstance(shown, BlanksScreen)
    return shown


def papers(at_desk: AtDesk) -> tuple[StoredRecord, ...]:
    with at_desk.desk.store.read() as reader:
        return tuple(reader.of_form(PAPER))


def type_copies(at_desk: AtDesk, text: str) -> None:
    line = at_desk.see("copies", QLineEdit)
    line.setFocus()
    line.selectAll()
    type_text(text)


def test_so_many_as_she_types_are_printed_and_remembered(screen: BlanksScreen, at_desk: AtDesk, qtbot: QtBot) -> None:
    press(Qt.Key.Key_3)
    type_copies(at_desk, "2")
    press(Qt.Key.Key_P, CTRL)
    click(at_desk.see("cameOut=yes"))
    qtbot.waitUntil(lambda: bool(papers(at_desk)))

    assert at_desk.tray.words().count("Answer slip") == 2
    (paper,) = papers(at_desk)
    assert paper.answers[FieldId("paper_kind")] == "blank_referral"
    assert paper.answers[FieldId("paper_copies")] == "2"


def test_a_number_that_cannot_be_is_told_beside_it_and_prints_nothing(screen: BlanksScreen, at_desk: AtDesk) -> None:
    type_copies(at_desk, "300")
    press(Qt.Key.Key_P, CTRL)

    assert screen.how_many.wrong.label.text() == "Type a number from 1 to 20."
    assert not screen.print_button.isEnabled()
    assert at_desk.tray.papers == []


def test_a_consent_text_is_neither_shown_nor_printed_before_somebody_says_that_it_is_approved(
    screen: BlanksScreen, at_desk: AtDesk, qtbot: QtBot
) -> None:
    press(Qt.Key.Key_2)
    refused = at_desk.see("notApproved")
    assert "has not approved this text" in " ".join(label.text() for label in refused.findChildren(QLabel))
    at_desk.gone("preview")
    assert not screen.print_button.isEnabled()

    click(at_desk.see("approve"))
    ask = at_desk.see("ask")
    click(next(button for button in ask.findChildren(QPushButton) if button.text() == "It is approved"))
    at_desk.see("preview")

    qtbot.waitUntil(screen.print_button.isEnabled)


def test_a_paper_is_printed_in_the_language_that_was_chosen(
    screen: BlanksScreen, at_desk: AtDesk, qtbot: QtBot
) -> None:
    click(at_desk.see("blankLanguage=ru"))
    qtbot.waitUntil(screen.print_button.isEnabled)
    press(Qt.Key.Key_P, CTRL)
    at_desk.see("cameOut=yes")

    assert "Какая у неё фамилия?" in at_desk.tray.words()
