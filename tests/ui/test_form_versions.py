"""Another version of a form on the screen: looked at before it comes in, and before a record of before opens in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QCheckBox
from pytestqt.qtbot import QtBot

from fieldapp.domain.ids import FormId, RecordId
from fieldapp.words import Language
from fieldapp.work.filling import begin, keep_draft, reopen
from fieldapp.work.importing import bring_in_form, imported_forms
from tests.fieldapp.work.conftest import answer, told
from tests.helpers import looks
from tests.helpers.keys import CTRL, click, press, type_text
from tests.helpers.workbooks import VISIT, later, without, workbook
from tests.ui.at_desk import AtDesk
from ui.forms.kept_view import KeptView
from ui.screen import Address
from ui.screens.record import RecordScreen
from ui.theme.sizes import choose_text_size
from ui.tongue import Tongue
from ui.widgets.buttons import Button
from ui.widgets.pages import Body
from ui.widgets.said import Label

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def visit(at_desk: AtDesk, tmp_path: Path) -> RecordId:
    """A record and a draft of the first version."""
    bring_in_form(at_desk.desk, workbook(tmp_path / "visit.xlsx"))
    keep_draft(at_desk.desk, answer(begin(at_desk.desk, FormId("visit")), people="3"))
    return at_desk.saved("visit", visited_on="2026-03-12", place="school", people="7")


def lines(at_desk: AtDesk, name: str) -> list[str]:
    """What stands on a page, line by line."""
    return [label.text() for label in at_desk.see(name, Body).findChildren(Label) if label.isVisible()]


def versions(at_desk: AtDesk) -> list[str]:
    return [each.version for each in imported_forms(at_desk.desk)]


def look_at_next(at_desk: AtDesk, tmp_path: Path) -> None:
    at_desk.go(Address("forms"))
    at_desk.window.open(Address("bringInForm", str(workbook(tmp_path / "later.xlsx", later()))))
    at_desk.see("bringInVersion", Button)


def test_a_new_version_comes_in_only_after_she_has_seen_what_it_changes(
    at_desk: AtDesk, tmp_path: Path, visit: RecordId
) -> None:
    look_at_next(at_desk, tmp_path)

    assert lines(at_desk, "versionPreview") == [
        "Visit",
        "1 record and 1 draft will open in the new version. Nothing is lost.",
        "Perhaps the same question",
        "Tick it where only the words changed: then the answers go over to the new question.",
        "No place in the new version",
        "These answers are kept, and shown below the form of their record.",
        "Where? – a choice is gone: School (1 answer)",
        "New",
        "How many people came there?",
        "What was said? – must be answered",
    ]
    assert versions(at_desk) == ["2026031201"]
    press(Qt.Key.Key_Return)
    at_desk.says("Its records and drafts stay")
    assert versions(at_desk) == ["2026041501"]


def test_not_now_leaves_everything_as_it_was(at_desk: AtDesk, tmp_path: Path, visit: RecordId, qtbot: QtBot) -> None:
    look_at_next(at_desk, tmp_path)
    click(at_desk.see("notNow", Button))
    at_desk.see("importedForms")

    assert versions(at_desk) == ["2026031201"]


def test_what_she_ticks_as_the_same_question_takes_the_answers_over(
    at_desk: AtDesk, tmp_path: Path, visit: RecordId
) -> None:
    look_at_next(at_desk, tmp_path)
    at_desk.see("same=0", QCheckBox).setFocus()
    press(Qt.Key.Key_Space)
    press(Qt.Key.Key_Return, CTRL)
    at_desk.says("Its records and drafts stay")

    assert [each.question for each in reopen(at_desk.desk, visit).kept()] == ["Where?"]


def test_another_form_under_the_same_number_is_warned_of(at_desk: AtDesk, tmp_path: Path, visit: RecordId) -> None:
    at_desk.go(Address("bringInForm", str(workbook(tmp_path / "other.xlsx", without(VISIT, "people")))))

    assert any("version 2026031201, and yet they differ" in each for each in lines(at_desk, "versionPreview"))


def test_the_very_same_form_is_told(at_desk: AtDesk, tmp_path: Path, visit: RecordId) -> None:
    at_desk.go(Address("bringInForm", str(workbook(tmp_path / "again.xlsx"))))

    at_desk.says("“Visit” is here already in this very version.")


def test_a_record_of_before_opens_after_one_page_and_keeps_what_has_no_place_on_its_last(
    at_desk: AtDesk, tmp_path: Path, visit: RecordId, qtbot: QtBot
) -> None:
    bring_in_form(at_desk.desk, workbook(tmp_path / "later.xlsx", later()))
    at_desk.go(Address("formRecords", "visit"))
    at_desk.window.open(Address("record", visit))
    assert at_desk.see("openForm", Button).hasFocus()
    assert lines(at_desk, "crossing") == [
        "This record was written in another version of its form.",
        "2 answers have no place in the new version. They are kept, and shown on the last page.",
        "Where: School",
        "How many people came: 7",
        "1 question is new and must be answered",
        "What was said?",
        "You can save without answering them.",
    ]
    press(Qt.Key.Key_Return)
    at_desk.see("question=said").setFocus()
    screen = at_desk.window.screen_shown
    assert isinstance(screen, RecordScreen)
    assert screen.form is not None
    screen.form.page.stack.open(1)
    assert lines(at_desk, "keptAnswers") == [
        "Nothing of this is lost, and nothing here is to be done.",
        "Where?",
        "School",
        "How many people came?",
        "7",
    ]
    press(Qt.Key.Key_S, CTRL)
    qtbot.waitUntil(lambda: at_desk.window.screen_shown is not screen)
    at_desk.go(Address("record", visit))
    at_desk.see("question=said")
    assert told(at_desk.desk, visit, "people") == "7"


def test_a_draft_of_before_goes_on_where_it_was(at_desk: AtDesk, tmp_path: Path, visit: RecordId, qtbot: QtBot) -> None:
    with at_desk.desk.store.read() as reader:
        (draft,) = reader.drafts()
    bring_in_form(at_desk.desk, workbook(tmp_path / "later.xlsx", later()))
    at_desk.go(Address("record", draft.record))
    assert "How many people came: 3" in lines(at_desk, "crossing")
    press(Qt.Key.Key_Return)
    at_desk.see("question=visited_on")
    type_text("12.3.2026")
    press(Qt.Key.Key_S, CTRL)

    qtbot.waitUntil(lambda: _saved(at_desk, draft.record))
    assert told(at_desk.desk, draft.record, "people") == "3"


@pytest.fixture(params=[100, 130])
def size(request: pytest.FixtureRequest) -> Iterator[int]:
    """How great the text is, in per cent."""
    choose_text_size(request.param)
    yield request.param
    choose_text_size(100)


@pytest.mark.usefixtures("size")
@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("page", ["bringInForm", "record", "kept"])
def test_pages_of_versions_fit_and_are_reached_by_tab(
    at_desk: AtDesk, tmp_path: Path, visit: RecordId, page: str, language: Language, tongue: Tongue
) -> None:
    file = workbook(tmp_path / "later.xlsx", later())
    if page != "bringInForm":
        bring_in_form(at_desk.desk, file)
    at_desk.go(Address("bringInForm", str(file)) if page == "bringInForm" else Address("record", visit))
    at_desk.see("bringInVersion" if page == "bringInForm" else "openForm")
    if page == "kept":
        press(Qt.Key.Key_Return)
        at_desk.see("question=said")
        screen = at_desk.window.screen_shown
        assert isinstance(screen, RecordScreen)
        assert screen.form is not None
        screen.form.page.stack.open(1)
        at_desk.see("keptAnswers", KeptView)
    tongue.switch(language)
    at_desk.settle()
    for _ in range(3):
        QCoreApplication.processEvents()

    assert looks.faults_of(at_desk.window) == []
    assert looks.missed_by_tab(at_desk.window) == []


def _saved(at_desk: AtDesk, record: RecordId) -> bool:
    with at_desk.desk.store.read() as reader:
        return reader.record(record) is not None
