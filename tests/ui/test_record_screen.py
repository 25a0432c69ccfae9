"""Forms of an open desk: a new case, what is added to it, what is corrected, what is half typed and come back to."""

from __future__ import annotations

import json

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from fieldapp.domain.ids import FieldId, FormId, RecordId
from fieldapp.forms.places import Place
from fieldapp.storage.values import Draft, Happened, StoredRecord
from fieldapp.work.cases import save_below
from fieldapp.work.filling import begin, keep_draft, reopen, save
from fieldapp.work.undoing import deleted_lately
from tests.fieldapp.work.conftest import AGREED, a_case, answer, told
from tests.helpers.keys import CTRL, click, press, type_text
from tests.ui.at_desk import AtDesk
from tests.ui.filled import case_of
from ui.screen import Address
from ui.screens.case import CaseScreen
from ui.screens.desk_form import DeskForm
from ui.screens.record import RecordScreen
from ui.widgets.ask import Ask
from ui.widgets.said import said

FOLLOW_UP = FormId("gbv_follow_up")
CASES = Address("cases")


def open_form(at: AtDesk, qtbot: QtBot, address: Address, *, begin_at: Address = CASES) -> DeskForm:
    """Go there from the list of cases."""
    at.go(begin_at)
    at.window.open(address)
    return form(at, qtbot)


def form(at: AtDesk, qtbot: QtBot) -> DeskForm:
    """The form that is open, once it has the keyboard."""

    def is_open() -> bool:
        shown = at.window.screen_shown
        return isinstance(shown, RecordScreen) and shown.form is not None and has_keyboard(shown.form)

    qtbot.waitUntil(is_open)
    shown = at.window.screen_shown
    assert isinstance(shown, RecordScreen)
    assert shown.form is not None
    return shown.form


def has_keyboard(part: QWidget) -> bool:
    focus = QApplication.focusWidget()
    return focus is not None and part.isAncestorOf(focus)


def give(open_form: DeskForm, **answers: str) -> None:
    """Answer as the controls do."""
    for name, given in answers.items():
        touched = open_form.page.session.set(Place(None, FieldId(name)), given)
        open_form.page.stack.touched.emit(touched)


def case_page(at: AtDesk, qtbot: QtBot) -> CaseScreen:
    def is_open() -> bool:
        shown = at.window.screen_shown
        return isinstance(shown, CaseScreen) and bool(shown.model.rows)

    qtbot.waitUntil(is_open)
    shown = at.window.screen_shown
    assert isinstance(shown, CaseScreen)
    return shown


def cases(at: AtDesk) -> list[StoredRecord]:
    with at.desk.store.read() as reader:
        return list(reader.of_form(FormId("gbv_case")))


def drafts(at: AtDesk) -> tuple[Draft, ...]:
    with at.desk.store.read() as reader:
        return reader.drafts()


def test_a_new_case_begins_with_what_is_read_out_and_ends_at_the_first_meeting(at_desk: AtDesk, qtbot: QtBot) -> None:
    at_desk.go(Address("start"))
    press(Qt.Key.Key_N, CTRL)
    shown = form(at_desk, qtbot)
    assert shown.page.head.title.text() == "Before we begin"
    assert QApplication.focusWidget() is shown.page.stack.view

    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_1)
    assert shown.page.session.answer(Place(None, FieldId("limits_read"))) == "true"
    give(shown, **AGREED)
    press(Qt.Key.Key_S, CTRL)
    page = case_page(at_desk, qtbot)
    (case,) = cases(at_desk)

    assert page.address().key == case.id
    assert page.usual.text() == "First meeting"
    press(Qt.Key.Key_Return)
    assert form(at_desk, qtbot).words() == "First meeting"
    at_desk.window.back()
    at_desk.window.back()
    assert at_desk.window.screen_shown is not None
    assert at_desk.window.screen_shown.address().screen == "start"


def test_nothing_is_agreed_to_before_it_was_read_out(at_desk: AtDesk, qtbot: QtBot) -> None:
    shown = open_form(at_desk, qtbot, Address("newCase"))
    press(Qt.Key.Key_Return)

    press(Qt.Key.Key_2)
    press(Qt.Key.Key_S, CTRL)

    assert "Please read it out first." in said(shown.page.wrongs()[0].words)
    assert cases(at_desk) == []


def test_who_wants_no_record_is_only_counted_and_what_she_said_goes(at_desk: AtDesk, qtbot: QtBot) -> None:
    shown = open_form(at_desk, qtbot, Address("newCase"))
    give(shown, **(AGREED | {"consent_keep_record": "false", "disclosure_deny_details": "not her brother"}))
    shown.keep()
    qtbot.waitUntil(lambda: bool(drafts(at_desk)))
    press(Qt.Key.Key_S, CTRL)
    ask = at_desk.see("ask", Ask)
    click(ask.yes)
    qtbot.waitUntil(lambda: form(at_desk, qtbot).words() == "No record")

    assert drafts(at_desk) == ()
    assert cases(at_desk) == []
    assert at_desk.see("directory").isVisible()
    give(form(at_desk, qtbot), sex="female")
    press(Qt.Key.Key_S, CTRL)
    at_desk.says("The contact was counted.")
    with at_desk.desk.store.read() as reader:
        (count,) = reader.of_form(FormId("gbv_contact_count"))
    assert "brother" not in str(count.answers)


def test_she_can_go_back_to_her_answers_instead(at_desk: AtDesk, qtbot: QtBot) -> None:
    shown = open_form(at_desk, qtbot, Address("newCase"))
    give(shown, **(AGREED | {"consent_keep_record": "false"}))
    press(Qt.Key.Key_S, CTRL)
    ask = at_desk.see("ask", Ask)
    click(ask.no)
    at_desk.gone("ask")

    give(shown, consent_keep_record="true", consent_supervisor="true", consent_reporting="true")
    shown.save()

    case_page(at_desk, qtbot)
    assert len(cases(at_desk)) == 1


def test_the_directory_can_be_looked_at_while_the_contact_is_counted(at_desk: AtDesk, qtbot: QtBot) -> None:
    shown = open_form(at_desk, qtbot, Address("noRecord"))

    with qtbot.waitSignal(shown.go) as went:
        click(at_desk.see("directory"))

    assert went.args == [Address("services")]


def test_a_follow_up_sets_the_next_step_and_leads_back_to_the_case(at_desk: AtDesk, qtbot: QtBot) -> None:
    case, _ = case_of(at_desk.desk)
    shown = open_form(at_desk, qtbot, Address("add", case, FOLLOW_UP), begin_at=Address("case", case))
    assert shown.heading.title.text() == "Follow-up"

    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_1)
    assert shown.page.session.answer(Place(None, FieldId("followup_contact"))) == "in_person"
    give(shown, need_follow_up_visit="true", when_follow_up_visit_should_happen="2026-03-20")
    press(Qt.Key.Key_S, CTRL)
    page = case_page(at_desk, qtbot)

    qtbot.waitUntil(lambda: page.head.next_step.text() == "Next step 20.03.2026")
    assert told(at_desk.desk, case, "next_due") == "2026-03-20"


def test_a_saved_record_is_corrected_and_what_stood_there_is_kept(at_desk: AtDesk, qtbot: QtBot) -> None:
    case, meeting = case_of(at_desk.desk, given_name="Айгүл")
    open_form(at_desk, qtbot, Address("record", meeting), begin_at=Address("case", case))
    first = QApplication.focusWidget()
    assert first is not None
    assert first.objectName() == "family_name"

    type_text("Асанова")
    press(Qt.Key.Key_S, CTRL)
    case_page(at_desk, qtbot)

    assert told(at_desk.desk, meeting, "family_name") == "Асанова"
    with at_desk.desk.store.read() as reader:
        assert [edit.kind for edit in reader.history(meeting)] == ["create", "update"]


def test_what_is_half_typed_is_come_back_to_at_the_same_question(at_desk: AtDesk, qtbot: QtBot) -> None:
    case, _ = case_of(at_desk.desk)
    shown = open_form(at_desk, qtbot, Address("add", case, FOLLOW_UP))
    press(Qt.Key.Key_Return, times=3)
    comments = QApplication.focusWidget()
    assert comments is not None
    assert comments.objectName() == "follow_up_comments"
    type_text("she is tired")

    back_to = at_desk.window.keep()
    assert back_to is not None
    assert back_to.screen == "record"
    assert json.loads(back_to.more)[2] == "follow_up_comments"
    qtbot.waitUntil(lambda: bool(drafts(at_desk)))
    again = open_form(at_desk, qtbot, back_to, begin_at=Address("start"))

    assert again is not shown
    focus = QApplication.focusWidget()
    assert focus is not None
    assert focus.objectName() == "follow_up_comments"
    assert again.page.session.answer(Place(None, FieldId("follow_up_comments"))) == "she is tired"


def test_a_new_case_half_typed_is_still_a_new_case_when_it_is_come_back_to(at_desk: AtDesk, qtbot: QtBot) -> None:
    shown = open_form(at_desk, qtbot, Address("newCase"))
    give(shown, **AGREED)
    back_to = at_desk.window.keep()
    qtbot.waitUntil(lambda: bool(drafts(at_desk)))
    assert back_to is not None
    again = open_form(at_desk, qtbot, back_to)

    again.save()
    case_page(at_desk, qtbot)

    assert len(cases(at_desk)) == 1
    assert drafts(at_desk) == ()


def test_a_form_that_was_only_looked_at_leaves_no_draft(at_desk: AtDesk, qtbot: QtBot) -> None:
    _, meeting = case_of(at_desk.desk)
    open_form(at_desk, qtbot, Address("record", meeting))

    at_desk.window.back()
    at_desk.window.open(Address("newCase"))
    form(at_desk, qtbot)
    at_desk.window.back()

    qtbot.waitUntil(lambda: at_desk.window.screen_shown is not None)
    assert drafts(at_desk) == ()


def test_throwing_a_draft_away_leaves_what_was_saved(at_desk: AtDesk, qtbot: QtBot) -> None:
    case, meeting = case_of(at_desk.desk, given_name="Айгүл")
    keep_draft(at_desk.desk, answer(reopen(at_desk.desk, meeting), given_name="Гүлнара"))
    shown = open_form(at_desk, qtbot, Address("record", meeting), begin_at=Address("case", case))
    shown.more.setFocus()
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_2)
    ask = at_desk.see("ask", Ask)

    click(ask.yes)
    case_page(at_desk, qtbot)

    assert drafts(at_desk) == ()
    assert told(at_desk.desk, meeting, "given_name") == "Айгүл"


def test_a_record_is_deleted_as_a_mistake_after_a_question(at_desk: AtDesk, qtbot: QtBot) -> None:
    case, _ = case_of(at_desk.desk)
    incident = begin(at_desk.desk, FormId("gbv_incident"), case)
    save_below(at_desk.desk, incident)
    shown = open_form(at_desk, qtbot, Address("record", incident.record), begin_at=Address("case", case))
    shown.more.chosen.emit("delete")

    click(at_desk.see("ask", Ask).yes)
    at_desk.says("It was deleted.")

    assert [each.id for each in deleted_lately(at_desk.desk)] == [incident.record]
    case_page(at_desk, qtbot)


def test_a_colleagues_change_that_comes_in_meanwhile_is_told_and_replaces_nothing(
    at_desk: AtDesk, qtbot: QtBot
) -> None:
    _, meeting = case_of(at_desk.desk, age="27")
    shown = open_form(at_desk, qtbot, Address("record", meeting))
    give(shown, age="28")

    at_desk.board.tell(save(at_desk.desk, answer(reopen(at_desk.desk, meeting), age="30")))
    at_desk.says("Someone else changed this record meanwhile.")

    assert shown.page.session.answer(Place(None, FieldId("age"))) == "28"


def test_what_the_program_wrote_is_read_and_not_changed(at_desk: AtDesk, qtbot: QtBot) -> None:
    case = a_case(at_desk.desk)
    paper = begin(at_desk.desk, FormId("paper"), case)
    save(at_desk.desk, paper)

    shown = open_form(at_desk, qtbot, Address("record", paper.record))

    assert shown.page.save_button.isHidden()


def test_a_record_that_is_gone_leads_back_and_says_so(at_desk: AtDesk, qtbot: QtBot) -> None:
    at_desk.go(Address("cases"))
    at_desk.window.open(Address("record", RecordId("0" * 32)))

    at_desk.says("This record is not here any more.")
    assert at_desk.window.screen_shown is not None
    assert at_desk.window.screen_shown.address().screen == "cases"


def test_a_form_that_takes_its_time_says_so(at_desk: AtDesk, qtbot: QtBot) -> None:
    case = a_case(at_desk.desk)
    at_desk.go(Address("cases"))
    at_desk.window.open(Address("record", case))
    waiting = at_desk.window.screen_shown
    assert isinstance(waiting, RecordScreen)
    assert waiting.waiting.isHidden()

    waiting._patience.timeout.emit()
    assert waiting.waiting.isVisible()
    form(at_desk, qtbot)

    assert waiting.waiting.isHidden()


def test_saving_tells_everybody_what_changed(at_desk: AtDesk, qtbot: QtBot) -> None:
    case, meeting = case_of(at_desk.desk)
    shown = open_form(at_desk, qtbot, Address("record", meeting))
    give(shown, given_name="Айгүл")

    with qtbot.waitSignal(at_desk.board.happened) as heard:
        press(Qt.Key.Key_S, CTRL)

    (happened,) = heard.args or [None]
    assert isinstance(happened, Happened)
    assert case in happened.roots


def test_a_form_speaks_the_language_that_was_chosen_for_it_last(at_desk: AtDesk, qtbot: QtBot) -> None:
    case, _ = case_of(at_desk.desk)
    shown = open_form(at_desk, qtbot, Address("add", case, FOLLOW_UP))
    before = shown.page.head.title.text()
    press(Qt.Key.Key_F9)
    switched = shown.page.head.title.text()
    at_desk.settle()
    again = open_form(at_desk, qtbot, Address("add", case, FOLLOW_UP)).page
    after = again.head.title.text(), again.save_button.text()
    other = open_form(at_desk, qtbot, Address("newCase"))

    assert (before, switched) == ("Today", "Сегодня")
    assert after == ("Сегодня", "Save")
    assert other.page.head.language.text() == "English ▾"
