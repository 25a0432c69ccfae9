"""Filling in a form by keyboard alone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from fieldapp.domain.answers import Special
from fieldapp.domain.ids import FieldId, RecordId
from fieldapp.forms.filling.session import FormSession
from fieldapp.forms.places import Place
from fieldapp.words import Language
from tests.helpers import looks
from tests.helpers.clock import StandingClock
from tests.helpers.keys import ALT, CTRL, press, type_text
from tests.ui.sample_form import FORM, a_session, today
from ui.forms import page as page_module
from ui.forms.page import FormPage
from ui.forms.question import QuestionField, question_of
from ui.tongue import Tongue


@pytest.fixture
def session() -> FormSession:
    return a_session()


@pytest.fixture
def page(session: FormSession, qtbot: QtBot) -> Iterator[FormPage]:
    opened = FormPage(session, today=today)
    qtbot.addWidget(opened)
    opened.resize(1045, 440)
    opened.show()
    opened.activateWindow()
    qtbot.waitUntil(opened.isActiveWindow)
    opened.first_target().setFocus()
    yield opened
    opened.close()


def place(name: str, row: RecordId | None = None) -> Place:
    return Place(row, FieldId(name))


def asked() -> str:
    """The question that has the keyboard."""
    question = question_of(QApplication.focusWidget())
    return "" if question is None else question.place.field


def field(page: FormPage, name: str) -> QuestionField:
    found = page.stack.view.field(place(name))
    assert found is not None
    return found


def settle() -> None:
    """Let layouts and shown widgets come to rest."""
    for _ in range(3):
        QCoreApplication.processEvents()


def title(page: FormPage) -> str:
    return page.head.title.text()


def test_a_form_is_filled_in_without_a_mouse(page: FormPage, session: FormSession) -> None:
    press(Qt.Key.Key_1)
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Return)
    type_text("Participant")
    press(Qt.Key.Key_Return)
    type_text("27")
    press(Qt.Key.Key_Return)
    type_text("0555 123 456")
    press(Qt.Key.Key_Return)
    type_text("osh")
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Return)
    type_text("3.2")
    press(Qt.Key.Key_Return)
    type_text("at home")
    press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_2)

    answers = session.delta()[0].fields
    assert answers[FieldId("how")] == "written"
    assert answers[FieldId("age")] == "27"
    assert answers[FieldId("phone")] == "+996555123456"
    assert answers[FieldId("village")] == "osh"
    assert answers[FieldId("day")] == "2026-02-03"
    assert answers[FieldId("story")] == "at home"
    assert answers[FieldId("help")] == "law"


def test_a_question_appears_and_vanishes_with_the_answer_it_hangs_on(page: FormPage) -> None:
    witness = field(page, "witness")
    before = witness.isVisible()
    press(Qt.Key.Key_3)
    shown = witness.isVisible()
    press(Qt.Key.Key_1)

    assert (before, shown, witness.isVisible()) == (False, True, False)


def test_a_page_appears_and_vanishes_with_the_answer_it_hangs_on(page: FormPage, session: FormSession) -> None:
    page.stack.open(2)
    field(page, "help").focus()
    press(Qt.Key.Key_3)
    page.mark_pages()
    settle()
    names = [row.accessibleName() for row in looks.controls(page.side)]

    assert any(name.startswith("Shelter") for name in names)


def test_an_impossible_answer_is_said_beside_the_field_when_it_is_left(page: FormPage) -> None:
    page.stack.open(1)
    age = field(page, "age")
    age.focus()
    type_text("130")
    early = age.wrong.isVisible()
    press(Qt.Key.Key_Return)
    settle()

    assert not early
    assert age.wrong.label.text() == "Nobody is that old."
    assert age.wrong.isVisible()
    assert looks.faults_of(page) == []


def test_a_date_that_does_not_exist_is_said_beside_the_field(page: FormPage, session: FormSession) -> None:
    page.stack.open(2)
    day = field(page, "day")
    day.focus()
    type_text("31.02.2026")
    press(Qt.Key.Key_Return)

    assert "31.02.2026" in day.wrong.label.text()
    assert session.answer(place("day")) is None


def test_an_answer_that_is_mended_is_no_longer_wrong_at_once(page: FormPage) -> None:
    page.stack.open(1)
    age = field(page, "age")
    age.focus()
    type_text("130")
    press(Qt.Key.Key_Return)
    age.focus()
    press(Qt.Key.Key_A, CTRL)
    type_text("30")

    assert not age.wrong.isVisible()


def test_an_unlikely_answer_is_only_asked_about(page: FormPage, qtbot: QtBot) -> None:
    press(Qt.Key.Key_1)
    page.stack.open(1)
    age = field(page, "age")
    age.focus()
    type_text("99")
    press(Qt.Key.Key_Return)
    asked_about = age.unlikely.label.text()
    with qtbot.waitSignal(page.save_asked):
        page.ask_to_save()

    assert asked_about == "Is she really older than 95?"
    assert not age.wrong.isVisible()


def test_saving_lists_what_cannot_be_right_and_jumps_there(page: FormPage, qtbot: QtBot) -> None:
    page.stack.open(1)
    field(page, "age").focus()
    type_text("130")
    page.stack.open(2)
    field(page, "day").focus()
    type_text("31.02.2026")
    with qtbot.assertNotEmitted(page.save_asked):
        page.ask_to_save()
    listed = [looks.spoken_name(entry) for entry in page.summary.entries()]
    press(Qt.Key.Key_Return)

    assert len(listed) == 2
    assert listed[0].startswith("Age, if she knows it – Nobody is that old.")
    assert title(page) == "Who she is"
    assert asked() == "age"


def test_a_form_that_is_incomplete_can_always_be_saved(page: FormPage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.save_asked):
        page.ask_to_save()

    assert page.foot.note.text() == "incomplete: 2 answers"


def test_a_question_is_declined_by_one_key_and_answered_after_all(page: FormPage, session: FormSession) -> None:
    page.stack.open(1)
    family = field(page, "family_name")
    family.focus()
    family.special_actions()[1].trigger()
    declined = session.answer(place("family_name"))
    shown = family.control.isVisible()
    press(Qt.Key.Key_Return)
    family.focus()
    press(Qt.Key.Key_Delete)
    type_text("P")

    assert declined is Special.DECLINED
    assert not shown
    assert session.answer(place("family_name")) == "P"


def test_rows_are_added_filled_in_and_removed_by_keyboard(page: FormPage, session: FormSession, qtbot: QtBot) -> None:
    page.stack.open(3)
    page.first_target().setFocus()
    press(Qt.Key.Key_Return)
    type_text("participant 1")
    press(Qt.Key.Key_Return)
    type_text("7")
    press(Qt.Key.Key_Return)
    (row,) = session.rows(place("child"))
    answers = session.answer(place("child_name", row)), session.answer(place("child_age", row))
    page.stack.view.focus_row(row)
    press(Qt.Key.Key_Delete, CTRL)
    ask = page.findChild(QWidget, "ask")
    assert ask is not None
    qtbot.waitUntil(ask.isActiveWindow)
    press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Return)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    assert answers == ("participant 1", "7")
    assert session.rows(place("child")) == ()
    assert page.focusWidget() is page.findChild(QWidget, "add=child")


def test_rows_are_moved_by_alt_and_arrows(page: FormPage, session: FormSession) -> None:
    first, _ = session.add_row(place("child"))
    second, _ = session.add_row(place("child"))
    page.stack.open(3)
    page.stack.refresh(None)
    page.stack.view.focus_row(second)
    press(Qt.Key.Key_Up, ALT)
    box = page.stack.view.box(place("child"))
    assert box is not None

    assert session.rows(place("child")) == (second, first)
    assert box.row == second


def test_an_impossible_answer_in_a_row_is_listed_and_jumped_to(page: FormPage, session: FormSession) -> None:
    row, _ = session.add_row(place("child"))
    session.set(place("child_age", row), "30")
    page.ask_to_save()
    (listed,) = (looks.spoken_name(entry) for entry in page.summary.entries())
    press(Qt.Key.Key_Return)
    box = page.stack.view.box(place("child"))
    assert box is not None

    assert listed == "Row 1, Age of the child – A child is under 18."
    assert title(page) == "Household"
    assert QApplication.focusWidget() is box.table
    assert box.at == place("child_age", row)
    assert box.wrong.label.text() == "A child is under 18."


def test_she_comes_back_to_the_same_question_also_in_a_row(page: FormPage, session: FormSession) -> None:
    session.add_row(place("child"))
    row, _ = session.add_row(place("child"))
    page.stack.show_place(place("child_age", row))
    where = page.where
    page.stack.open(0)
    page.stack.come_back(where)
    page.first_target().setFocus()
    box = page.stack.view.box(place("child"))
    assert box is not None

    assert title(page) == "Household"
    assert box.at == place("child_age", row)
    assert box.table.hasFocus()


@pytest.mark.parametrize("where", ["", "nonsense", "[99, null, null]", '[3, "ff", "x"]', "{}"])
def test_a_place_that_is_gone_leads_to_the_form_all_the_same(page: FormPage, where: str) -> None:
    page.stack.come_back(where)

    assert title(page)


def test_the_language_is_switched_in_place_and_answers_stay(
    page: FormPage, session: FormSession, qapp: QApplication, tongue: Tongue
) -> None:
    page.stack.open(1)
    field(page, "age").focus()
    type_text("27")
    tongue.switch(Language("ru"))
    settle()

    assert title(page) == "Кто она"
    assert field(page, "age").label.text() == "Возраст, если она его знает"
    assert session.answer(place("age")) == "27"
    assert looks.faults_of(page) == []


def test_a_draft_is_asked_for_soon_after_the_first_change(
    session: FormSession, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page_module, "DRAFT_AFTER", 10)
    opened = FormPage(session, today=today)
    qtbot.addWidget(opened)
    opened.stack.view.fields()[0].control_of.answered.emit("written")
    unkept = opened.unkept
    with qtbot.waitSignal(opened.draft_due):
        pass

    assert unkept


def test_a_saved_record_is_read_without_a_way_to_change_it(qtbot: QtBot) -> None:
    session = FormSession(
        FORM,
        clock=StandingClock(),
        user="w",
        device="d",
        language=Language("en"),
        answers={FieldId("how"): "thumb", FieldId("age"): "27"},
    )
    page = FormPage(session, today=today, read_only=True)
    qtbot.addWidget(page)
    page.show()
    page.stack.open(1)

    assert not page.save_button.isVisible()
    assert field(page, "age").control_of.widget.property("readOnly")


def test_of_many_wrong_answers_the_first_are_listed_and_the_others_counted(
    page: FormPage, session: FormSession
) -> None:
    for _ in range(8):
        row, touched = session.add_row(place("child"))
        session.set(place("child_age", row), "30")
        page.stack.touched.emit(touched)
    page.ask_to_save()
    settle()

    assert len(page.summary.entries()) == 5
    assert page.summary.others.text() == "and 3 more answers"
    assert looks.faults_of(page) == []
