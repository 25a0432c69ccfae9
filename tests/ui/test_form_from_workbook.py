"""A questionnaire as the field writes it: brought in, filled in by keyboard in its own language, opened again."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from fieldapp.domain.ids import FieldId, FormId, RecordId
from fieldapp.words import Language
from fieldapp.work.importing import bring_in_form
from tests.helpers import looks
from tests.helpers.keys import ALT, CTRL, press, type_text
from tests.helpers.workbooks import workbook
from tests.ui.at_desk import AtDesk
from tests.ui.form_pages import asked, box, field, place, settle
from ui.forms.page import FormPage
from ui.screen import Address
from ui.screens.record import RecordScreen
from ui.tongue import Tongue

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

HOUSEHOLD = {
    "survey": [
        ["type", "name", "label::Кыргызча (ky)", "label::English (en)", "appearance", "parameters", "required",
         "repeat_count", "relevant", "guidance_hint::English (en)"],
        ["begin_group", "about", "Үй-бүлө", "Household", "field-list", "", "", "", "", ""],
        ["acknowledge", "told", "Түшүндүрдүм", "I explained it", "", "", "yes", "", "", ""],
        ["range", "safe", "Коопсуздук", "How safe?", "rating", "start=1 end=5 step=1", "", "", "", ""],
        ["rank need", "needs", "Керектүүсү", "What is needed?", "", "", "", "", "", "The most needed first."],
        ["geopoint", "where", "Кайда?", "Where?", "", "", "", "", "", ""],
        ["date", "since", "Качандан бери?", "Since when?", "month-year", "", "", "", "", ""],
        ["end_group", "", "", "", "", "", "", "", "", ""],
        ["begin_group", "views", "Пикир", "Views", "table-list", "", "", "", "", ""],
        ["select_one agree", "heard", "Угушту", "Listened to", "", "", "", "", "", ""],
        ["select_one agree", "helped", "Жардам берди", "Helped", "", "", "", "", "", ""],
        ["end_group", "", "", "", "", "", "", "", "", ""],
        ["begin_group", "people", "Адамдар", "People", "", "", "", "", "", ""],
        ["integer", "many", "Канча?", "How many?", "", "", "", "", "", ""],
        ["begin_repeat", "person", "Адам", "Person", "", "", "", "${many}", "", ""],
        ["text", "who", "Ким", "Who", "", "", "", "", "", ""],
        ["integer", "age", "Жашы", "Age", "", "", "", "", "", ""],
        ["select_one agree", "school", "Мектеп", "School", "", "", "", "", "${age} < 18", ""],
        ["end_repeat", "", "", "", "", "", "", "", "", ""],
        ["end_group", "", "", "", "", "", "", "", "", ""],
    ],
    "choices": [
        ["list_name", "name", "label::Кыргызча (ky)", "label::English (en)"],
        ["agree", "yes", "Ооба", "Yes"],
        ["agree", "no", "Жок", "No"],
        ["need", "food", "Азык-түлүк", "Food"],
        ["need", "heat", "Жылуулук", "Heating"],
    ],
    "settings": [
        ["form_title", "form_id", "version", "default_language"],
        ["Household", "household", "2026031201", "Кыргызча (ky)"],
    ],
}  # fmt: skip


def page_of(at_desk: AtDesk, qtbot: QtBot) -> FormPage:
    """The page of the form that is open, once it has the keyboard."""

    def is_open() -> bool:
        shown = at_desk.window.screen_shown
        return isinstance(shown, RecordScreen) and shown.form is not None and bool(asked())

    qtbot.waitUntil(is_open)
    shown = at_desk.window.screen_shown
    assert isinstance(shown, RecordScreen)
    assert shown.form is not None
    return shown.form.page


def test_a_household_is_recorded_in_kyrgyz_in_a_russian_program(
    at_desk: AtDesk, tmp_path: Path, qtbot: QtBot, tongue: Tongue
) -> None:
    bring_in_form(at_desk.desk, workbook(tmp_path / "household.xlsx", HOUSEHOLD))
    tongue.switch(Language("ru"))
    at_desk.go(Address("forms"))
    at_desk.window.open(Address("add", "", "household"))
    page = page_of(at_desk, qtbot)
    settle()
    first = page.head.title.text(), page.save_button.text(), looks.faults_of(at_desk.window)
    press(Qt.Key.Key_Space)
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_4)
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Down, ALT)
    press(Qt.Key.Key_Return)
    type_text("42,8746; 74,5698")
    press(Qt.Key.Key_Return)
    type_text("4.2025")
    press(Qt.Key.Key_Return, CTRL)
    press(Qt.Key.Key_1)
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_2)
    press(Qt.Key.Key_Return, CTRL)
    type_text("2")
    press(Qt.Key.Key_Return)
    for line in ("one", "9", "1", "two", "40"):
        type_text(line)
        press(Qt.Key.Key_Return)
    settle()
    last = looks.faults_of(at_desk.window)
    press(Qt.Key.Key_S, CTRL)
    at_desk.settle()
    with at_desk.desk.store.read() as reader:
        (record,) = (each for each in reader.of_form(FormId("household")) if not each.repeat)
        rows = {row.answers[FieldId("who")]: dict(row.answers) for row in reader.children(record.id)}

    assert first == ("Үй-бүлө", "Сохранить", [])
    assert last == []
    assert record.answers[FieldId("told")] == "OK"
    assert record.answers[FieldId("safe")] == "4"
    assert record.answers[FieldId("needs")] == "heat food"
    assert str(record.answers[FieldId("where")]).startswith("42.8746 74.5698")
    assert record.answers[FieldId("since")] == "2025-04-01"
    assert (record.answers[FieldId("heard")], record.answers[FieldId("helped")]) == ("yes", "no")
    assert rows["one"] == {FieldId("who"): "one", FieldId("age"): "9", FieldId("school"): "yes"}
    assert rows["two"] == {FieldId("who"): "two", FieldId("age"): "40"}


def test_a_saved_household_opens_as_it_was(at_desk: AtDesk, tmp_path: Path, qtbot: QtBot) -> None:
    bring_in_form(at_desk.desk, workbook(tmp_path / "household.xlsx", HOUSEHOLD))
    record: RecordId = at_desk.saved("household", many="1", needs="heat food", since="2025-04-01", told="OK")
    at_desk.go(Address("forms"))
    at_desk.window.open(Address("record", record))
    page = page_of(at_desk, qtbot)
    since = field(page, "since").control_of.widget.focusProxy()
    page.stack.open(2)
    settle()

    assert since is not None
    assert since.property("text") == "04.2025"
    assert box(page, "person").model.rowCount() == 1
    assert page.session.answer(place("needs")) == "heat food"
    assert looks.faults_of(at_desk.window) == []
