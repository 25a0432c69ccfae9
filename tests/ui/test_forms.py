"""Forms of others on the screen: brought in from a workbook, or told what to mend; then records of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from fieldapp.domain.ids import FormId
from fieldapp.storage.values import Happened
from fieldapp.words import Language
from fieldapp.work.filling import begin, keep_draft
from fieldapp.work.importing import bring_in_form
from tests.helpers import looks
from tests.helpers.keys import CTRL, click, press, type_text
from tests.helpers.workbooks import Rows, broken, doubtful, misleading, workbook
from tests.ui.at_desk import AtDesk
from tests.ui.choosing import choose
from ui.desk import DeskOffice
from ui.screen import Address
from ui.screens.bring_in_form import BringInFormScreen
from ui.screens.form_records import FormRecordsScreen
from ui.screens.forms import FormsScreen
from ui.tongue import Tongue
from ui.widgets.buttons import Button
from ui.widgets.pages import Body
from ui.widgets.said import Label
from ui.widgets.table import ListTable

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def moved_in(at_desk: AtDesk) -> AtDesk:
    """As after the unlock: the bar follows what is brought in."""
    DeskOffice(at_desk.room).move_in(at_desk.window)
    return at_desk


def places(at_desk: AtDesk) -> list[str]:
    """What stands on the bar."""
    bar = at_desk.window.bar
    return [button.text() for button in bar.findChildren(QPushButton) if button.isVisible() and button.isCheckable()]


def rows(table: ListTable) -> list[list[str]]:
    """What a list says."""
    model = table.model()
    return [
        [str(model.index(row, column).data()) for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def listed(at_desk: AtDesk) -> list[str]:
    """What must be mended, line by line."""
    return [label.text() for label in at_desk.see("problems", Body).findChildren(Label) if label.isVisible()]


def test_a_form_is_brought_in_by_keyboard_and_gets_its_place_on_the_bar(
    at_desk: AtDesk, tmp_path: Path, qtbot: QtBot
) -> None:
    moved_in(at_desk).go(Address("forms"))
    at_desk.see("bringInForm", Button)
    assert "Forms" not in places(at_desk)
    press(Qt.Key.Key_N, CTRL)
    choose(qtbot, at_desk.window, workbook(tmp_path / "Visit.xlsx"))
    at_desk.says("The form “Visit” is here now.")

    screen = at_desk.window.screen_shown
    assert isinstance(screen, FormRecordsScreen)
    assert screen.heading.title.text() == "Visit"
    qtbot.waitUntil(lambda: "Forms" in places(at_desk))
    assert places(at_desk)[-2:] == ["Forms", "Settings"]
    assert at_desk.window.way_back() == Address("forms")


def test_ctrl_k_finds_the_pages_of_forms_and_copies_and_begins_a_record_of_a_form(
    at_desk: AtDesk, tmp_path: Path, qtbot: QtBot
) -> None:
    moved_in(at_desk).go(Address("start"))
    at_desk.board.tell(bring_in_form(at_desk.desk, workbook(tmp_path / "visit.xlsx")).happened)
    found: dict[str, Address] = {}
    for typed in ("copy", "imported", "visit"):
        at_desk.window.find_anything()
        type_text(typed)
        with qtbot.waitSignal(at_desk.window.finder.picked) as picked:
            press(Qt.Key.Key_Return)
        assert picked.args is not None
        found[typed] = picked.args[0]

    assert found == {
        "copy": Address("copy"),
        "imported": Address("forms"),
        "visit": Address("add", "", "visit"),
    }


def test_every_problem_stands_there_with_its_place_and_mending_them_brings_the_form_in(
    at_desk: AtDesk, tmp_path: Path, qtbot: QtBot
) -> None:
    file = workbook(tmp_path / "visit.xlsx", broken())
    at_desk.go(Address("forms"))
    at_desk.window.open(Address("bringInForm", str(file)))
    qtbot.waitUntil(lambda: len(listed(at_desk)) > 1)

    assert listed(at_desk) == [
        "survey, row 2, type: The type “scent” is not supported.",
        "Change this cell, or take the row out.",
        "survey, row 3, type: There is no choice list “nowhere”.",
        "Write its choices into the sheet “choices”, with this list_name.",
        "survey, row 4, constraint: There is no question named “nobody”.",
        "Look for its name in the column “name”, or add the question.",
        "Warning: choices, row 2, list_name: No question chooses from the list “place”.",
        "Take its rows out, or let a question ask for it: select_one place.",
    ]
    screen = at_desk.window.screen_shown
    assert isinstance(screen, BringInFormScreen)
    assert screen.advice.text().startswith("3 places in “visit.xlsx” must be mended")
    assert not screen.anyway.isVisible()
    assert at_desk.desk.library.imported == ()
    workbook(file)
    press(Qt.Key.Key_Return)
    at_desk.says("is here now")


@pytest.mark.parametrize(
    ("sheets", "advice", "main"),
    [
        (doubtful(), "“visit.xlsx” can be used. Nothing was brought in yet", "bringInAllTheSame"),
        (misleading(), "1 place in “visit.xlsx” should be mended; nothing was brought in yet.", "tryAgain"),
    ],
)
def test_what_can_be_used_comes_in_once_she_has_seen_what_is_wrong(
    at_desk: AtDesk, tmp_path: Path, sheets: dict[str, Rows], advice: str, main: str
) -> None:
    at_desk.go(Address("forms"))
    at_desk.window.open(Address("bringInForm", str(workbook(tmp_path / "visit.xlsx", sheets))))
    anyway = at_desk.see("bringInAllTheSame", Button)
    screen = at_desk.window.screen_shown

    assert isinstance(screen, BringInFormScreen)
    assert screen.advice.text().startswith(advice)
    assert screen.main_button().objectName() == main
    assert at_desk.desk.library.imported == ()
    click(anyway)
    at_desk.says("The form “Visit” is here now.")


def test_reading_can_be_stopped_and_begun_again(at_desk: AtDesk, tmp_path: Path) -> None:
    at_desk.go(Address("forms"))
    at_desk.window.open(Address("bringInForm", str(workbook(tmp_path / "visit.xlsx"))))
    click(at_desk.see("stopReading", Button))
    at_desk.says("The check was stopped. Nothing was changed.")

    assert at_desk.desk.library.imported == ()
    press(Qt.Key.Key_Return)
    at_desk.says("The form “Visit” is here now.")


def test_a_file_that_is_no_form_is_told_and_another_can_be_chosen(
    at_desk: AtDesk, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "holiday.xlsx").write_bytes(b"\xff\xd8 a photograph")
    at_desk.go(Address("bringInForm", str(tmp_path / "holiday.xlsx")))
    at_desk.says("“holiday.xlsx” is no form")
    click(at_desk.see("otherFile", Button))
    choose(qtbot, at_desk.window, workbook(tmp_path / "visit.xlsx"))
    at_desk.says("is here now")


def test_a_workbook_that_is_gone_a_built_in_name_and_an_older_version_are_told(at_desk: AtDesk, tmp_path: Path) -> None:
    bring_in_form(at_desk.desk, workbook(tmp_path / "visit.xlsx"))
    at_desk.go(Address("bringInForm", str(tmp_path / "gone.xlsx")))
    at_desk.says("cannot be opened")
    at_desk.go(Address("bringInForm", str(workbook(tmp_path / "case.xlsx", form_id="gbv_case"))))
    at_desk.says("already called “gbv_case”")
    at_desk.go(Address("bringInForm", str(workbook(tmp_path / "old.xlsx", version="2025010101"))))
    at_desk.says("Version 2026031201 of this form is here already")


def test_a_later_version_in_which_everything_has_its_place_comes_in_at_once(at_desk: AtDesk, tmp_path: Path) -> None:
    bring_in_form(at_desk.desk, workbook(tmp_path / "visit.xlsx"))
    at_desk.go(Address("bringInForm", str(workbook(tmp_path / "later.xlsx", version="2026041501"))))

    at_desk.says("Its records and drafts stay")


def test_coming_back_from_a_lock_does_not_read_the_file_again(at_desk: AtDesk, tmp_path: Path) -> None:
    at_desk.go(Address("bringInForm", str(workbook(tmp_path / "visit.xlsx", broken()))))

    assert at_desk.window.keep() == Address("forms")


def test_records_are_listed_opened_and_begun(at_desk: AtDesk, tmp_path: Path, qtbot: QtBot) -> None:
    bring_in_form(at_desk.desk, workbook(tmp_path / "visit.xlsx"))
    record = at_desk.saved("visit", place="school")
    at_desk.go(Address("forms"))
    table = at_desk.see("importedForms", ListTable)
    assert rows(table) == [["Visit", "2026031201", "1", "12.03.2026 14:02"]]
    press(Qt.Key.Key_Return)
    table = at_desk.see("recordsOfForm", ListTable)
    screen = at_desk.window.screen_shown
    assert isinstance(screen, FormRecordsScreen)
    assert rows(table) == [["12.03.2026 14:02", "you", "not sent yet"]]
    with qtbot.waitSignal(screen.go) as begun:
        press(Qt.Key.Key_N, CTRL)
    at_desk.go(Address("formRecords", "visit"))
    table = at_desk.see("recordsOfForm", ListTable)
    screen = at_desk.window.screen_shown
    assert isinstance(screen, FormRecordsScreen)
    with qtbot.waitSignal(screen.go) as opened:
        table.setFocus()
        press(Qt.Key.Key_Return)

    assert begun.args == [Address("add", "", "visit")]
    assert opened.args == [Address("record", record)]


def test_a_half_typed_record_stands_on_the_start_page_by_the_title_of_its_form(at_desk: AtDesk, tmp_path: Path) -> None:
    bring_in_form(at_desk.desk, workbook(tmp_path / "visit.xlsx"))
    filling = begin(at_desk.desk, FormId("visit"))
    keep_draft(at_desk.desk, filling)
    at_desk.go(Address("start"))

    assert at_desk.see(f"draft={filling.record}", Button).text().startswith("Visit, typed")


def test_a_record_that_comes_in_stands_in_the_list_at_once(at_desk: AtDesk, tmp_path: Path, qtbot: QtBot) -> None:
    bring_in_form(at_desk.desk, workbook(tmp_path / "visit.xlsx"))
    at_desk.go(Address("formRecords", "visit"))
    screen = at_desk.window.screen_shown
    assert isinstance(screen, FormRecordsScreen)
    qtbot.waitUntil(screen.box.empty.isVisible)
    record = at_desk.saved("visit", place="school")
    at_desk.board.tell(Happened(records=frozenset({record}), forms=frozenset({FormId("visit")})))

    qtbot.waitUntil(screen.box.table.isVisible)


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("page", ["copy", "forms", "formRecords", "bringInForm"])
def test_pages_of_copies_and_forms_fit_and_are_reached_by_tab(
    at_desk: AtDesk, tmp_path: Path, page: str, language: Language, tongue: Tongue, qtbot: QtBot
) -> None:
    bring_in_form(at_desk.desk, workbook(tmp_path / "visit.xlsx"))
    at_desk.saved("visit", place="school")
    key = {"formRecords": "visit", "bringInForm": str(workbook(tmp_path / "bad.xlsx", broken()))}.get(page, "")
    at_desk.go(Address(page, key))
    screen = at_desk.window.screen_shown
    assert screen is not None
    button = screen.main_button()
    assert button is not None
    qtbot.waitUntil(button.isEnabled)
    tongue.switch(language)
    for _ in range(3):
        QCoreApplication.processEvents()

    assert looks.faults_of(at_desk.window) == []
    assert looks.missed_by_tab(at_desk.window) == []


def test_a_forms_page_without_forms_says_how_to_begin(at_desk: AtDesk, qtbot: QtBot) -> None:
    at_desk.go(Address("forms"))
    screen = at_desk.window.screen_shown
    assert isinstance(screen, FormsScreen)
    qtbot.waitUntil(screen.box.empty.isVisible)

    assert "ODK or Kobo" in screen.box.empty.more.text()
    assert screen.bring_in.hasFocus()
