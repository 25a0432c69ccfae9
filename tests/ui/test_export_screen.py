"""Records as a file, on the screen: chosen by keyboard, warned of, written in the background, told of at the end."""

from __future__ import annotations

from pathlib import Path
from threading import Event

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import QCoreApplication, Qt
from pytestqt.qtbot import QtBot

from fieldapp.domain.giving_out import PAPER
from fieldapp.domain.ids import FieldId
from fieldapp.forms.xlsform import read_xlsform
from fieldapp.words import Language
from fieldapp.work.exporting import export_records
from fieldapp.work.importing import bring_in_form
from tests.helpers import looks
from tests.helpers.keys import CTRL, click, press, type_text
from tests.helpers.workbooks import workbook
from tests.ui.at_desk import AtDesk
from tests.ui.choosing import choose
from ui.screen import Address
from ui.screens import export_writing
from ui.screens.export import ExportScreen
from ui.theme.sizes import choose_text_size
from ui.tongue import Tongue
from ui.widgets.ask import Ask
from ui.widgets.buttons import Button

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def visits(at_desk: AtDesk, tmp_path: Path) -> AtDesk:
    """A desk with two records of a form of others."""
    bring_in_form(at_desk.desk, workbook(tmp_path / "visit.xlsx"))
    at_desk.saved("visit", place="school", people="7")
    at_desk.saved("visit", place="library")
    return at_desk


def shown(at_desk: AtDesk) -> ExportScreen:
    screen = at_desk.window.screen_shown
    assert isinstance(screen, ExportScreen)
    return screen


def opened(at_desk: AtDesk, qtbot: QtBot, form: str = "visit") -> ExportScreen:
    """The page, when it knows what would go."""
    at_desk.go(Address("export", form))
    screen = shown(at_desk)
    qtbot.waitUntil(lambda: bool(screen.forms.values()))
    at_desk.settle()
    return screen


def agree(at_desk: AtDesk, qtbot: QtBot) -> None:
    """She has read that the file is not encrypted."""
    ask = at_desk.see("ask", Ask)
    assert ask.no.hasFocus()
    click(ask.yes)


def test_records_are_written_by_keyboard_after_a_warning_that_going_back_is_usual(
    visits: AtDesk, tmp_path: Path, qtbot: QtBot
) -> None:
    screen = opened(visits, qtbot)
    assert screen.foot.note.text() == "2 records"
    press(Qt.Key.Key_Return, CTRL)
    agree(visits, qtbot)
    choose(qtbot, visits.window, tmp_path / "out.xlsx")
    visits.says("2 records are in “out.xlsx”. Delete the file when it has been used.")
    assert screen.write.hasFocus()

    assert load_workbook(tmp_path / "out.xlsx")["visit"]["E2"].value == "School"
    with visits.desk.store.read() as reader:
        (note,) = reader.of_form(PAPER)
    assert note.answers[FieldId("paper_records")] == "2"


def test_going_back_from_the_warning_writes_nothing(visits: AtDesk, qtbot: QtBot) -> None:
    opened(visits, qtbot)
    press(Qt.Key.Key_Return, CTRL)
    visits.see("ask", Ask)
    press(Qt.Key.Key_Return)
    visits.gone("ask")

    with visits.desk.store.read() as reader:
        assert list(reader.of_form(PAPER)) == []


def test_the_form_itself_is_written_without_a_warning(visits: AtDesk, tmp_path: Path, qtbot: QtBot) -> None:
    screen = opened(visits, qtbot, "gbv_case")
    assert not screen.write.isEnabled()
    click(visits.see("exportKind=form"))
    visits.settle()
    press(Qt.Key.Key_Return, CTRL)
    choose(qtbot, visits.window, tmp_path / "case.xlsx")
    visits.says("The form is written as “case.xlsx”.")

    assert read_xlsform(tmp_path / "case.xlsx").id == "gbv_case"
    assert not screen.choices.which.isVisible()


def test_records_of_cases_are_refused_on_the_page_in_words(visits: AtDesk, qtbot: QtBot) -> None:
    screen = opened(visits, qtbot, "gbv_incident")

    assert "do not leave in a file" in screen.remark.label.text()
    assert not screen.write.isEnabled()
    assert not screen.choices.which.isVisible()
    assert screen.foot.note.text() == ""


def test_of_participants_it_is_said_how_much_stays_here(visits: AtDesk, qtbot: QtBot) -> None:
    screen = opened(visits, qtbot, "wks_participant")

    assert screen.withheld.text().startswith("8 questions stay here")


def test_a_file_that_cannot_be_written_is_told_and_can_be_tried_again(
    visits: AtDesk, tmp_path: Path, qtbot: QtBot
) -> None:
    screen = opened(visits, qtbot)
    (tmp_path / "out.xlsx.part").mkdir()
    press(Qt.Key.Key_Return, CTRL)
    agree(visits, qtbot)
    choose(qtbot, visits.window, tmp_path / "out.xlsx")
    visits.says("“out.xlsx” could not be written")

    assert screen.write.isEnabled()
    assert not (tmp_path / "out.xlsx").exists()


def test_stopping_leaves_nothing_and_says_so(visits: AtDesk, tmp_path: Path, qtbot: QtBot) -> None:
    screen = opened(visits, qtbot)
    unwanted = screen.writing._unwanted
    unwanted.clear = lambda: None  # type: ignore[method-assign] # she was quicker than the first record
    unwanted.set()
    press(Qt.Key.Key_Return, CTRL)
    agree(visits, qtbot)
    choose(qtbot, visits.window, tmp_path / "out.xlsx")
    visits.says("nothing of it was left")

    assert not list(tmp_path.glob("out*"))
    assert not screen.stop.isVisible()


def test_leaving_while_the_file_is_written_is_asked_about_and_leaves_nothing(
    visits: AtDesk, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = Event()

    def held(*given: object) -> object:
        go_on.wait(10)
        return export_records(*given)  # type: ignore[arg-type] # what the page gives

    monkeypatch.setattr(export_writing, "export_records", held)
    screen = opened(visits, qtbot)
    press(Qt.Key.Key_Return, CTRL)
    agree(visits, qtbot)
    choose(qtbot, visits.window, tmp_path / "out.xlsx")
    assert visits.window.focusWidget() is visits.see("stopExport")
    visits.window.open(Address("forms"))
    click(visits.see("ask", Ask).no)
    visits.gone("ask")
    assert visits.window.screen_shown is screen
    visits.window.open(Address("forms"))
    click(visits.see("ask", Ask).yes)
    qtbot.waitUntil(lambda: visits.window.screen_shown is not screen)
    go_on.set()
    visits.settle()

    assert not list(tmp_path.glob("out*"))


@pytest.mark.parametrize("page", ["forms", "formRecords", "figures"])
def test_a_way_leads_there_from_forms_their_records_and_reports(visits: AtDesk, page: str, qtbot: QtBot) -> None:
    form = "visit" if page == "formRecords" else ""
    visits.go(Address(page, form))
    screen = visits.window.screen_shown
    assert screen is not None
    with qtbot.waitSignal(screen.go) as went:
        click(visits.see("exportRecords", Button))

    assert went.args == [Address("export", form)]


def test_without_a_form_she_chooses_one_first(visits: AtDesk, qtbot: QtBot) -> None:
    visits.go(Address("export"))
    screen = shown(visits)
    qtbot.waitUntil(screen.forms.edit.hasFocus)
    assert not screen.write.isEnabled()
    type_text("Vis")
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(screen.write.isEnabled)

    assert screen.forms.values() == ("visit",)


@pytest.mark.parametrize("size", [100, 130])
@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("form", ["visit", "gbv_incident", "wks_participant", ""])
def test_the_page_fits_and_every_part_is_reached_by_tab(
    visits: AtDesk, form: str, language: Language, size: int, tongue: Tongue, qtbot: QtBot
) -> None:
    choose_text_size(size)
    try:
        visits.go(Address("export", form))
        tongue.switch(language)
        visits.settle()
        for _ in range(12):
            QCoreApplication.processEvents()

        assert looks.faults_of(visits.window) == []
        everything = set(looks.controls(visits.window)) - {visits.window.bar}
        reached = set()
        for _ in range(len(everything) * 2 + 2):
            focus = visits.window.focusWidget()
            assert focus is not None
            reached |= {focus, *looks.one_of_a_group(focus)}
            press(Qt.Key.Key_Tab)
        assert [looks.told(each) for each in everything - reached if "TopBar" not in looks.told(each)] == []
    finally:
        choose_text_size(100)
