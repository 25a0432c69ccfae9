"""Setting up an organisation through the window: three papers, two of them typed back, and only then it exists."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from fieldapp.words import ENGLISH
from sync.client.belonging import Stage, belonging
from sync.client.joining import begin
from sync.client.shares import draw_papers
from sync.protocol.codes import OneTimeCode
from sync.protocol.kits import read_kit
from tests.helpers.keys import CTRL, click, press, type_text
from tests.ui.at_desk import AtDesk
from tests.ui.house import Seat, an_organisation, answer_file, shown, sit_down
from ui.screen import Address
from ui.screens.colleagues import ColleaguesScreen
from ui.screens.found import FoundScreen
from ui.screens.found_parts import Step
from ui.screens.join import JoinScreen
from ui.screens.start import StartScreen
from ui.widgets.ask import Ask

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

FOUND = Address("found")


def at_the_plan(desk: AtDesk, qtbot: QtBot) -> FoundScreen:
    screen = sit_down(desk, FOUND, FoundScreen, qtbot)
    qtbot.waitUntil(screen.plan.organisation.hasFocus)
    return screen


def to_the_papers(screen: FoundScreen, qtbot: QtBot) -> None:
    """Fill in the plan by keyboard."""
    type_text("House by the river")
    press(Qt.Key.Key_Tab)
    type_text("Coordinator 1")
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(screen.paper.isVisible)


def through_the_papers(screen: FoundScreen, qtbot: QtBot) -> list[str]:
    """Print the three papers, and write down what stands on them."""
    papers = []
    for number in (1, 2, 3):
        assert str(number) in screen.paper.which.text()
        papers.append(screen.paper.lines.text())
        press(Qt.Key.Key_Return)
        qtbot.waitUntil(screen.go_on.hasFocus)
        press(Qt.Key.Key_Return)
    assert screen.back.isVisible()
    return papers


def test_an_organisation_is_set_up_by_keyboard_alone(seat: Seat, home: Path, qtbot: QtBot) -> None:
    desk = seat("coordinator")
    screen = at_the_plan(desk, qtbot)
    to_the_papers(screen, qtbot)
    first, _, third = through_the_papers(screen, qtbot)
    type_text(third)
    press(Qt.Key.Key_Return)
    assert "Paper 3 is right" in screen.back.which.text()
    assert belonging(desk.room.station).stage is Stage.ALONE
    type_text(first)
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(screen.kit.isVisible)
    qtbot.waitUntil(screen.go_on.hasFocus)
    press(Qt.Key.Key_Return)
    answer_file(qtbot, home / "organisation")
    desk.says("saved")
    kit = read_kit((home / "organisation.kit").read_bytes())
    desk.window.activateWindow()
    qtbot.waitUntil(screen.invite.hasFocus)
    press(Qt.Key.Key_Return)
    people = shown(desk, ColleaguesScreen, qtbot)
    qtbot.waitUntil(lambda: people.model.rowCount() == 1)

    mine = belonging(desk.room.station)
    assert (mine.stage, mine.coordinates, mine.organisation) == (Stage.IN, True, "House by the river")
    assert kit.trust.root == desk.room.station.identity().root


def has_printed(desk: AtDesk, papers: int) -> bool:
    return len(desk.tray.papers) == papers


def test_each_paper_is_printed_on_a_sheet_of_its_own(seat: Seat, qtbot: QtBot) -> None:
    desk = seat("coordinator")
    screen = at_the_plan(desk, qtbot)
    to_the_papers(screen, qtbot)
    for number in (1, 2, 3):
        assert screen.go_on.isHidden()  # the paper comes first
        words = screen.paper.lines.text().split()
        press(Qt.Key.Key_P, CTRL)
        qtbot.waitUntil(partial(has_printed, desk, number))
        assert "Did it come out?" in screen.foot.note.text()
        assert len(words) == 35
        assert all(word in desk.tray.words() for word in words)
        press(Qt.Key.Key_Return)

    assert len(desk.tray.papers) == 3


def test_without_a_printer_a_paper_is_copied_by_hand(seat: Seat, qtbot: QtBot) -> None:
    desk = seat("coordinator")
    screen = at_the_plan(desk, qtbot)
    to_the_papers(screen, qtbot)
    for _ in range(3):
        click(screen.by_hand)

    assert screen.back.isVisible()
    assert screen.paper.lines.text() == ""  # typed from the sheet, not from the screen


def test_a_slip_is_found_in_its_line_and_the_same_paper_twice_is_refused(seat: Seat, qtbot: QtBot) -> None:
    desk = seat("coordinator")
    screen = at_the_plan(desk, qtbot)
    to_the_papers(screen, qtbot)
    first, second, _ = through_the_papers(screen, qtbot)
    words = first.split()
    type_text(" ".join([*words[:5], words[6], words[5], *words[7:10], ""]))
    slip = screen.back.paper.words_field.wrong.label.text()
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit)
    field.selectAll()
    type_text(" ".join(words[5:]))
    press(Qt.Key.Key_Return)
    type_text(first)
    press(Qt.Key.Key_Return)

    assert slip == "Line 2 is not as on the paper. Look at it again."
    assert "same paper twice" in screen.back.paper.words_field.wrong.label.text()
    assert belonging(desk.room.station).stage is Stage.ALONE
    screen.back.paper.clear()
    screen.back.paper.setFocus()
    type_text(second)
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(screen.kit.isVisible)


def test_a_word_that_no_paper_has_is_named_while_she_goes_on_typing(seat: Seat, qtbot: QtBot) -> None:
    desk = seat("coordinator")
    screen = at_the_plan(desk, qtbot)
    to_the_papers(screen, qtbot)
    word = through_the_papers(screen, qtbot)[0].split()[0]
    type_text(word[:2])
    assert not screen.back.paper.words_field.wrong.label.text()
    type_text("xq ")

    assert f"Line 1: “{word[:2]}xq” is none of the words." in screen.back.paper.words_field.wrong.label.text()


def test_a_scanner_types_a_paper_whole_whatever_line_has_the_keyboard(seat: Seat, qtbot: QtBot) -> None:
    desk = seat("coordinator")
    screen = at_the_plan(desk, qtbot)
    to_the_papers(screen, qtbot)
    through_the_papers(screen, qtbot)
    assert screen._papers is not None
    one, _, three = screen._papers.shares
    press(Qt.Key.Key_Down)
    type_text(one.square[:-1])
    press(Qt.Key.Key_Return)
    assert "not read whole" in screen.back.paper.words_field.wrong.label.text()
    for share in (one, three):
        type_text(share.square)
        press(Qt.Key.Key_Return)

    qtbot.waitUntil(screen.kit.isVisible)


def test_a_paper_of_an_earlier_try_is_told_from_the_others_at_once(seat: Seat, qtbot: QtBot) -> None:
    desk = seat("coordinator")
    screen = at_the_plan(desk, qtbot)
    to_the_papers(screen, qtbot)
    through_the_papers(screen, qtbot)
    type_text(" ".join(" ".join(line) for line in draw_papers().shares[0].lines(ENGLISH)))
    press(Qt.Key.Key_Return)

    assert "earlier try" in screen.back.paper.words_field.wrong.label.text()
    assert screen.back._first is None


def test_leaving_before_the_papers_are_typed_back_is_asked_about(seat: Seat, qtbot: QtBot) -> None:
    desk = seat("coordinator")
    screen = at_the_plan(desk, qtbot)
    to_the_papers(screen, qtbot)
    desk.window.open(Address("start"))
    ask = desk.see("ask", Ask)
    assert desk.window.screen_shown is screen
    click(ask.no)
    desk.gone("ask")
    assert screen.paper.isVisible()
    desk.window.close()
    click(desk.see("ask", Ask).no)
    desk.gone("ask")
    assert desk.window.isVisible()
    desk.window.open(Address("start"))
    click(desk.see("ask", Ask).yes)
    shown(desk, StartScreen, qtbot)

    assert belonging(desk.room.station).stage is Stage.ALONE


def test_once_the_organisation_stands_the_page_is_left_without_a_question(seat: Seat, qtbot: QtBot) -> None:
    desk = seat("coordinator")
    an_organisation(desk)
    screen = sit_down(desk, FOUND, FoundScreen, qtbot)
    qtbot.waitUntil(screen.kit.isVisible)
    desk.window.open(Address("start"))

    shown(desk, StartScreen, qtbot)
    assert not [window for window in QApplication.topLevelWidgets() if isinstance(window, Ask) and window.isVisible()]


def test_what_stood_on_the_papers_is_in_no_file_and_in_no_widget_any_more(seat: Seat, home: Path, qtbot: QtBot) -> None:
    desk = seat("coordinator")
    screen = at_the_plan(desk, qtbot)
    to_the_papers(screen, qtbot)
    papers = through_the_papers(screen, qtbot)
    for paper in papers[:2]:
        type_text(paper)
        press(Qt.Key.Key_Return)
    qtbot.waitUntil(screen.kit.isVisible)
    typed = {box.text() for box in screen.back.findChildren(QLineEdit)}
    written = b"".join((Path(folder) / file).read_bytes() for folder, _, files in os.walk(home) for file in files)

    assert typed == {""}
    assert screen.paper.lines.text() == ""
    assert screen._papers is None
    assert screen.back._first is None
    assert not any(paper.split()[0] + " " + paper.split()[1] in written.decode("latin-1") for paper in papers)
    assert written


def test_a_desk_that_has_typed_a_code_is_led_to_joining(seat: Seat, qtbot: QtBot) -> None:
    desk = seat("worker")
    begin(desk.room.station, OneTimeCode.fresh(), name="Worker 1")
    desk.go(FOUND)

    shown(desk, JoinScreen, qtbot)


def test_without_a_name_nothing_is_drawn(seat: Seat, qtbot: QtBot) -> None:
    desk = seat("coordinator")
    screen = at_the_plan(desk, qtbot)
    type_text("House by the river")
    press(Qt.Key.Key_Return)

    assert "name" in screen.plan.name_field.wrong.label.text()
    assert screen._step is Step.PLAN
    assert screen.leaving() is None
