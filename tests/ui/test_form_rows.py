"""A repeat is a table: cells are filled in where they are, rows opened, added, moved and removed by keyboard."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from fieldapp.domain.answers import Special
from fieldapp.domain.ids import RecordId
from fieldapp.forms.filling.session import FormSession
from fieldapp.forms.model import Kind
from tests.helpers import looks
from tests.helpers.keys import CTRL, click, press, type_text
from tests.ui import every_kind
from tests.ui.every_kind import MEMBERS, a_session
from tests.ui.form_pages import asked, box, opened, place, settle
from ui.forms.page import FormPage
from ui.widgets.drop import Panel

HOUSE = 4


@pytest.fixture
def session() -> FormSession:
    return a_session()


@pytest.fixture
def page(session: FormSession, qtbot: QtBot) -> FormPage:
    return opened(session, qtbot, HOUSE)


def rows(session: FormSession) -> tuple[RecordId, ...]:
    return session.rows(place("member"))


def cells(page: FormPage) -> list[list[str]]:
    """What the table says."""
    model = box(page, "member").model
    return [
        [str(model.index(row, column).data()) for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def add_one(page: FormPage, session: FormSession) -> RecordId:
    """One row, with the keyboard in its first cell."""
    row, touched = session.add_row(place("member"))
    page.stack.touched.emit(touched)
    box(page, "member").focus_row(row)
    return row


def remove_it(page: FormPage, qtbot: QtBot) -> None:
    """Answer the question whether the row is to go with yes."""
    ask = page.findChild(QWidget, "ask")
    assert ask is not None
    qtbot.waitUntil(ask.isActiveWindow)
    press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Return)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)


def test_two_members_are_typed_into_the_table_without_a_mouse(page: FormPage, session: FormSession) -> None:
    add_one(page, session)
    for who, age, since in (("participant 1", "9", "3.2"), ("participant 2", "40", "5.3.2026")):
        type_text(who)
        press(Qt.Key.Key_Return)
        type_text(age)
        press(Qt.Key.Key_Return)
        if age == "9":
            press(Qt.Key.Key_4)
        press(Qt.Key.Key_Return)
        type_text(since)
        press(Qt.Key.Key_Return)
        if who == "participant 1":
            press(Qt.Key.Key_Return, CTRL)
    settle()

    assert cells(page) == [
        ["1", "participant 1", "9", "Yes", "03.02.2026", "0 answers"],
        ["2", "participant 2", "40", "–", "05.03.2026", "0 answers"],
    ]
    assert [session.answer(place("school", row)) for row in rows(session)] == ["yes", None]
    assert looks.faults_of(page) == []


def test_what_is_typed_into_a_cell_is_known_before_the_cell_is_left(page: FormPage, session: FormSession) -> None:
    add_one(page, session)
    type_text("part")
    editor = QApplication.focusWidget()

    assert isinstance(editor, QLineEdit)
    assert session.answer(place("who", rows(session)[0])) == "part"
    assert page.unkept


def test_an_empty_table_says_so_and_takes_the_keyboard_to_its_button(page: FormPage) -> None:
    members = box(page, "member")

    assert members.none.text() == "Nothing here yet."
    assert not members.table.isVisible()
    assert QApplication.focusWidget() is members.add


def test_a_choice_is_dropped_open_and_picked_by_its_number(page: FormPage, session: FormSession) -> None:
    row, touched = session.add_row(place("member"))
    session.set(place("age", row), "9")
    page.stack.touched.emit(touched)
    box(page, "member").focus_place(place("school", row))
    press(Qt.Key.Key_Space)
    panel = QApplication.activePopupWidget()
    assert isinstance(panel, Panel)
    press(Qt.Key.Key_3)

    assert session.answer(place("school", row)) == "rather_yes"
    assert box(page, "member").at == place("school", row)


def test_a_cell_is_emptied_by_delete(page: FormPage, session: FormSession) -> None:
    row, touched = session.add_row(place("member"))
    session.set(place("who", row), "participant")
    page.stack.touched.emit(touched)
    box(page, "member").focus_place(place("who", row))
    press(Qt.Key.Key_Delete)

    assert session.answer(place("who", row)) is None
    assert rows(session) == (row,)


def test_a_special_answer_is_given_in_a_cell(qtbot: QtBot) -> None:
    who = every_kind.ask("who", Kind.TEXT, "Who", "Кто", "Ким", specials=tuple(Special))
    members = replace(MEMBERS, children=(who,))
    session = a_session(form=replace(every_kind.FORM, children=(members,)))
    row, _ = session.add_row(place("member"))
    page = opened(session, qtbot)
    box(page, "member").focus_place(place("who", row))
    press(Qt.Key.Key_F4)
    press(Qt.Key.Key_2)
    shown = cells(page)[0][1]
    press(Qt.Key.Key_Delete)

    assert shown == "Declined to say"
    assert session.answer(place("who", row)) is None


def test_what_cannot_be_read_stays_in_its_cell_and_keeps_the_record_from_being_saved(
    page: FormPage, session: FormSession, qtbot: QtBot
) -> None:
    row, touched = session.add_row(place("member"))
    page.stack.touched.emit(touched)
    box(page, "member").focus_place(place("since", row))
    type_text("31.02.2026")
    press(Qt.Key.Key_Return)
    box(page, "member").focus_place(place("since", row))
    with qtbot.assertNotEmitted(page.save_asked):
        page.ask_to_save()
    (listed,) = (looks.spoken_name(entry) for entry in page.summary.entries())
    press(Qt.Key.Key_Return)

    assert cells(page)[0][4] == "31.02.2026"
    assert listed.startswith("Row 1, Here since – There is no 31.02.2026")
    assert box(page, "member").at == place("since", row)
    assert "31.02.2026" in box(page, "member").wrong.label.text()


def test_ten_megabytes_pasted_into_a_cell_are_refused_and_what_stood_there_stays(
    page: FormPage, session: FormSession
) -> None:
    row = add_one(page, session)
    type_text("part")
    QGuiApplication.clipboard().setText("я" * 10_000_000)
    press(Qt.Key.Key_V, CTRL)
    settle()
    QGuiApplication.clipboard().clear()

    assert session.answer(place("who", row)) == "part"
    assert box(page, "member").wrong.label.text().startswith("This is too much text")


def test_questions_without_a_column_are_answered_in_the_opened_row(page: FormPage, session: FormSession) -> None:
    row, touched = session.add_row(place("member"))
    page.stack.touched.emit(touched)
    members = box(page, "member")
    members.table.go_to(0, members.model.columnCount() - 1)
    press(Qt.Key.Key_Return)
    first = asked()
    press(Qt.Key.Key_1)
    title = page.head.title.text()
    click(page.next_button)

    assert first == "needs_of"
    assert title == "Members of the household: row 1"
    assert session.answer(place("needs_of", row)) == "food"
    assert cells(page)[0][-1] == "1 answer"
    assert box(page, "member").table.hasFocus()


def test_a_row_with_more_questions_than_columns_opens_when_the_button_adds_it(page: FormPage) -> None:
    press(Qt.Key.Key_Return)
    opened_row = page.head.title.text(), asked()
    click(page.next_button)
    press(Qt.Key.Key_Return, CTRL)
    stayed = page.head.title.text()

    assert opened_row == ("Members of the household: row 1", "who")
    assert stayed == "Household"
    assert len(cells(page)) == 2


def test_the_page_of_a_row_that_is_done_serves_the_next_one_and_remembers_nothing(qtbot: QtBot) -> None:
    plain = replace(MEMBERS, children=MEMBERS.children[:-1])
    session = a_session(form=replace(every_kind.FORM, children=(plain,)))
    page = opened(session, qtbot)
    press(Qt.Key.Key_Return)
    type_text("participant 1")
    press(Qt.Key.Key_Return)
    type_text("130")
    first = page.stack.view
    click(page.next_button)
    click(box(page, "member").add)
    who, age = (first.field(place(name, page.stack.sheet.row)) for name in ("who", "age"))
    assert who is not None
    assert age is not None
    line = who.findChild(QLineEdit)
    assert line is not None
    empty = line.text()
    type_text("participant 2")
    (one, two) = session.rows(place("member"))

    assert page.stack.view is first
    assert empty == ""
    assert not age.wrong.isVisible()
    assert [session.answer(place("who", row)) for row in (one, two)] == ["participant 1", "participant 2"]
    assert session.answer(place("age", two)) is None


def test_a_row_that_was_open_can_be_removed_from_the_table(qtbot: QtBot) -> None:
    plain = replace(MEMBERS, children=MEMBERS.children[:-1])
    session = a_session(form=replace(every_kind.FORM, children=(plain,)))
    page = opened(session, qtbot)
    press(Qt.Key.Key_Return)
    click(page.next_button)
    press(Qt.Key.Key_Delete, CTRL)
    settle()
    page.head.language.setFocus()

    assert session.rows(place("member")) == ()


def test_rows_within_a_row_are_a_table_of_its_page(page: FormPage, session: FormSession) -> None:
    row, touched = session.add_row(place("member"))
    page.stack.touched.emit(touched)
    page.stack.open_row(row)
    visits = box(page, "visit")
    visits.add.setFocus()
    press(Qt.Key.Key_Return)
    type_text("3.2")
    press(Qt.Key.Key_Return)
    type_text("cough")
    press(Qt.Key.Key_Return)
    (visit,) = session.rows(place("visit", row))
    click(page.next_button)

    assert session.answer(place("day", visit)) == "2026-02-03"
    assert session.answer(place("why", visit)) == "cough"
    assert cells(page)[0][-1] == "2 answers"


def test_she_comes_back_to_a_row_within_a_row(page: FormPage, session: FormSession) -> None:
    row, _ = session.add_row(place("member"))
    visit, _ = session.add_row(place("visit", row))
    page.stack.refresh(None)
    page.stack.open_row(row)
    box(page, "visit").focus_place(place("why", visit))
    where = page.where
    page.stack.open(0)
    page.stack.come_back(where)
    page.first_target().setFocus()

    assert page.head.title.text() == "Members of the household: row 1"
    assert box(page, "visit").at == place("why", visit)


def test_a_row_goes_after_a_question_and_the_next_one_has_the_keyboard(
    page: FormPage, session: FormSession, qtbot: QtBot
) -> None:
    first, _ = session.add_row(place("member"))
    second, touched = session.add_row(place("member"))
    session.set(place("who", first), "participant")
    page.stack.touched.emit(touched)
    box(page, "member").focus_row(first)
    press(Qt.Key.Key_Delete, CTRL)
    remove_it(page, qtbot)

    assert rows(session) == (second,)
    assert box(page, "member").row == second
    assert box(page, "member").table.hasFocus()


def test_an_empty_row_goes_without_a_question(page: FormPage, session: FormSession) -> None:
    row, touched = session.add_row(place("member"))
    page.stack.touched.emit(touched)
    box(page, "member").focus_row(row)
    press(Qt.Key.Key_Delete, CTRL)

    assert rows(session) == ()


def test_rows_are_moved_with_the_mouse_too(page: FormPage, session: FormSession) -> None:
    first, _ = session.add_row(place("member"))
    second, touched = session.add_row(place("member"))
    page.stack.touched.emit(touched)
    settle()
    box(page, "member").focus_row(second)
    click(box(page, "member").up)

    assert rows(session) == (second, first)
    assert box(page, "member").row == second


def test_the_form_counts_the_rows_where_it_says_how_many(qtbot: QtBot) -> None:
    how_many = every_kind.ask("how_many", Kind.INTEGER, "How many?", "Сколько?", "Канча?")
    counted = replace(MEMBERS, count="${how_many}")
    session = a_session(form=replace(every_kind.FORM, children=(how_many, counted)))
    page = opened(session, qtbot)
    type_text("2")
    members = box(page, "member")
    two = len(cells(page))
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Return, CTRL)
    press(Qt.Key.Key_Delete, CTRL)

    assert two == len(cells(page)) == 2
    assert members.table.hasFocus()
    assert not members.add.isVisible()
    assert not members.remove.isVisible()


def test_too_many_rows_for_a_form_are_said_beside_their_table_and_jumped_to(qtbot: QtBot) -> None:
    how_many = every_kind.ask("how_many", Kind.INTEGER, "How many?", "Сколько?", "Канча?")
    counted = replace(MEMBERS, count="${how_many}")
    session = a_session(form=replace(every_kind.FORM, children=(how_many, counted)))
    page = opened(session, qtbot)
    type_text("999999")
    page.ask_to_save()
    (listed,) = (looks.spoken_name(entry) for entry in page.summary.entries())

    assert listed.startswith("Members of the household – ")
    assert box(page, "member").wrong.isVisible()


def test_after_the_last_cell_enter_goes_on_with_the_form(qtbot: QtBot) -> None:
    short = replace(MEMBERS, children=MEMBERS.children[:2])
    session = a_session(form=replace(every_kind.FORM, children=(short, every_kind.DAYS.children[5])))
    row, _ = session.add_row(place("member"))
    page = opened(session, qtbot)
    box(page, "member").focus_place(place("age", row))
    press(Qt.Key.Key_Return)

    assert asked() == "story"


def test_a_missing_and_an_impossible_answer_of_a_row_are_counted_on_its_page(
    page: FormPage, session: FormSession
) -> None:
    before = page.standing.missing_by_page()[HOUSE]
    row, touched = session.add_row(place("member"))
    page.stack.touched.emit(touched)
    missing = page.standing.missing_by_page()[HOUSE]
    page.stack.touched.emit(session.set(place("age", row), "130"))
    wrong = page.standing.wrong_by_page()[HOUSE]
    page.stack.touched.emit(session.remove_row(row))

    assert (before, missing, wrong) == (0, 1, 1)
    assert page.standing.missing_by_page()[HOUSE] == page.standing.wrong_by_page()[HOUSE] == 0


def test_a_record_that_is_read_has_rows_that_cannot_be_changed(qtbot: QtBot) -> None:
    session = a_session()
    row, _ = session.add_row(place("member"))
    session.set(place("who", row), "participant")
    page = FormPage(session, today=every_kind.today, read_only=True)
    qtbot.addWidget(page)
    page.show()
    page.stack.open(HOUSE)
    members = box(page, "member")
    index = members.model.index_of(place("who", row))

    assert not members.add.isVisible()
    assert not members.model.open(index)
    assert not members.model.flags(index) & Qt.ItemFlag.ItemIsEditable
