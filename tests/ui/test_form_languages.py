"""A form speaks any of its own languages, whatever the program speaks, and switching loses nothing half typed."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from fieldapp.forms.filling.session import FormSession
from fieldapp.words import Language
from tests.helpers import looks
from tests.helpers.keys import click, press, type_text
from tests.ui.every_kind import FORM, a_session
from tests.ui.form_pages import asked, box, field, go_to, opened, place, settle
from ui.forms.page import FormPage
from ui.tongue import Tongue

PAGES = range(len(FORM.children))


@pytest.fixture
def session() -> FormSession:
    return a_session()


def test_the_words_of_the_form_follow_and_those_of_the_program_stay(
    session: FormSession, qtbot: QtBot, tongue: Tongue
) -> None:
    tongue.switch(Language("ru"))
    page = opened(session, qtbot, 1)
    settle()
    with qtbot.waitSignal(page.language_chosen) as chosen:
        page.head.language.chosen.emit("ky")
    settle()
    came = field(page, "came")

    assert chosen.args == ["ky"]
    assert page.head.title.text() == "Күндөр жана сандар"
    assert came.label.text() == "Алар качан келишти?"
    assert page.save_button.text() == "Сохранить"
    assert page.head.language.text() == "Кыргызча ▾"
    assert page.head.language.accessibleName() == "Язык формы: Кыргызча"


def test_the_programs_own_errors_are_in_its_language_beside_words_in_the_forms(
    session: FormSession, qtbot: QtBot, tongue: Tongue
) -> None:
    tongue.switch(Language("ru"))
    page = opened(session, qtbot)
    page.head.language.chosen.emit("ky")
    people = go_to(page, "people")
    type_text("99")
    press(Qt.Key.Key_Return)

    assert people.wrong.label.text() == "Введите число от 1 до 20, с шагом 1."


def test_one_key_goes_through_the_languages(session: FormSession, qtbot: QtBot) -> None:
    page = opened(session, qtbot)
    heard = []
    for _ in range(3):
        press(Qt.Key.Key_F9)
        heard.append(page.head.title.text())

    assert heard == ["Все виды", "Бардык түрлөр", "Every kind"]


def test_a_language_of_its_own_stays_when_the_program_changes_its_language(
    session: FormSession, qtbot: QtBot, tongue: Tongue
) -> None:
    page = opened(session, qtbot)
    tongue.switch(Language("ru"))
    settle()
    followed = page.head.title.text()
    page.head.language.chosen.emit("ky")
    tongue.switch(Language("en"))
    settle()

    assert followed == "Все виды"
    assert page.head.title.text() == "Бардык түрлөр"
    assert page.save_button.text() == "Save"


def test_a_date_half_typed_stays_when_the_language_is_switched(session: FormSession, qtbot: QtBot) -> None:
    page = opened(session, qtbot, 1)
    line = go_to(page, "came").findChild(QLineEdit)
    assert line is not None
    type_text("31.0")
    press(Qt.Key.Key_F9)
    type_text("1.2026")

    assert line.text() == "31.01.2026"
    assert session.answer(place("came")) == "2026-01-31"


def test_a_village_half_typed_is_sought_on_in_the_other_language(session: FormSession, qtbot: QtBot) -> None:
    page = opened(session, qtbot, 2)
    line = go_to(page, "village").findChild(QLineEdit)
    assert line is not None
    type_text("arch")
    press(Qt.Key.Key_F9)
    kept = line.text()
    press(Qt.Key.Key_Return)

    assert kept == "arch"
    assert session.answer(place("village")) == "ala_archa"
    assert line.text() == "Верхний Ала-Арча"


def test_a_cell_half_typed_stays_when_the_language_is_switched(session: FormSession, qtbot: QtBot) -> None:
    row, _ = session.add_row(place("member"))
    page = opened(session, qtbot, 4)
    box(page, "member").focus_place(place("since", row))
    type_text("3.")
    press(Qt.Key.Key_F9)
    editor = QApplication.focusWidget()
    assert isinstance(editor, QLineEdit)
    kept = editor.text()
    type_text("2")
    press(Qt.Key.Key_Return)

    assert kept == "3."
    assert session.answer(place("since", row)) == "2026-02-03"
    assert box(page, "member").model.heading(1) == "Кто *"


@pytest.mark.parametrize("program", ["en", "ru"])
@pytest.mark.parametrize("language", ["en", "ru", "ky"])
def test_every_page_fits_and_is_reached_by_tab_in_every_language(
    program: str, language: str, session: FormSession, qtbot: QtBot, tongue: Tongue
) -> None:
    row, _ = session.add_row(place("member"))
    session.set(place("age", row), "130")
    tongue.switch(Language(program))
    page = opened(session, qtbot)
    page.head.language.chosen.emit(language)
    for number in PAGES:
        page.stack.open(number)
        page.first_target().setFocus()
        settle()
        missed = _missed(page)

        assert looks.faults_of(page) == [], number
        assert missed == [], number


def _missed(page: FormPage) -> list[str]:
    reached = set()
    for _ in range(60):
        reached.add(page.focusWidget())
        press(Qt.Key.Key_Tab)
    grouped = {row for widget in reached if widget is not None for row in looks.one_of_a_group(widget)}
    return [looks.told(each) for each in looks.controls(page) if each not in reached and each not in grouped]


def test_a_form_goes_on_one_page_and_back_to_the_same_question(session: FormSession, qtbot: QtBot) -> None:
    page = opened(session, qtbot, 1)
    go_to(page, "born")
    type_text("1987")
    click(page.head.whole)
    on_one = len(page.stack.sheets), asked(), page.side.isVisible()
    type_text("")
    go_to(page, "came")
    click(page.head.whole)

    assert on_one == (1, "born", False)
    assert (len(page.stack.sheets), asked()) == (len(PAGES), "came")
    assert session.answer(place("born")) == "1987-01-01"


def test_what_cannot_be_read_is_mended_before_the_pages_are_laid_out_anew(session: FormSession, qtbot: QtBot) -> None:
    page = opened(session, qtbot, 1)
    go_to(page, "came")
    type_text("31.02.2026")
    click(page.head.whole)

    assert len(page.stack.sheets) == len(PAGES)
    assert page.summary.isVisible()
