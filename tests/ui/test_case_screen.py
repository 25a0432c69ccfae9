"""The page of a case: what must be known before a call, what was recorded, what can come next, all by keyboard."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from fieldapp.domain.ids import FormId, RecordId
from fieldapp.forms.library import Library
from fieldapp.work.cases import save_below
from fieldapp.work.filling import begin, keep_draft, reopen, save
from fieldapp.work.undoing import delete_as_mistake, deleted_lately
from tests.fieldapp.work.conftest import a_case, answer, told
from tests.helpers.keys import CTRL, click, press
from tests.ui.at_desk import AtDesk
from tests.ui.filled import case_of, fill, make_colleague, phone
from tests.ui.sample_form import FORM
from ui.screen import Address
from ui.screens.case import CaseScreen
from ui.widgets.ask import Ask
from ui.widgets.buttons import Button
from ui.widgets.drop import DropButton
from ui.widgets.said import Label


def open_case_page(at: AtDesk, case: RecordId, qtbot: QtBot) -> CaseScreen:
    """From the list, as one does."""
    at.go(Address("cases"))
    at.window.open(Address("case", case))
    return page(at, qtbot)


def page(at: AtDesk, qtbot: QtBot) -> CaseScreen:
    shown = at.window.screen_shown
    assert isinstance(shown, CaseScreen)
    qtbot.waitUntil(lambda: bool(shown.model.rows) and shown.box.table.isVisible())
    return shown


def entries(screen: CaseScreen) -> list[str]:
    model = screen.model
    return [
        " | ".join(str(model.index(row, column).data() or "") for column in range(model.columnCount()))
        for row in range(model.rowCount())
    ]


def reached(screen: CaseScreen) -> list[str]:
    """What stands about reaching her, line by line."""
    labels = [label for label in screen.head.findChildren(Label) if label.objectName().startswith("reach=")]
    return [label.text() for label in sorted(labels, key=lambda each: each.objectName()) if label.isVisible()]


def offered(button: DropButton) -> list[str]:
    return [line.value for line in button.lines]


def test_conditions_stand_before_the_number_which_is_seen_only_when_asked_for(at_desk: AtDesk, qtbot: QtBot) -> None:
    case, meeting = case_of(at_desk.desk, contact_allowed="true")
    phone(
        at_desk.desk,
        meeting,
        phone_when="weekdays 10–12",
        phone_code_phrase="It is the library.",
        phone_message="no",
        phone_number="0555 123 456",
    )
    screen = open_case_page(at_desk, case, qtbot)
    (before,) = reached(screen)

    assert before.startswith("Safe to call: weekdays 10–12 · say first “It is the library.” · message: No")
    assert "123" not in before
    click(at_desk.see("numbers"))
    (after,) = reached(screen)
    assert after == f"{before} · 0555 123 456"
    assert at_desk.see("numbers", Button).text() == "Hide the number"


def test_who_must_not_be_contacted_is_shown_without_any_way_to_reach_her(at_desk: AtDesk, qtbot: QtBot) -> None:
    case, _ = case_of(at_desk.desk, given_name="Айгүл", contact_allowed="false")
    screen = open_case_page(at_desk, case, qtbot)

    assert reached(screen) == ["Айгүл", "Do not contact her. She comes when she wants."]
    assert screen.head.numbers.isHidden()


def test_a_number_that_must_never_be_called_says_so_first(at_desk: AtDesk, qtbot: QtBot) -> None:
    case, meeting = case_of(at_desk.desk)
    phone(at_desk.desk, meeting, do_not_call="true", phone_whose="relative", phone_number="0700 765 432")
    screen = open_case_page(at_desk, case, qtbot)
    screen.head.numbers.click()

    (line,) = reached(screen)
    assert line.startswith("Never call this number")
    assert line.endswith("0700 765 432")


def test_a_fresh_case_says_what_is_missing_and_enter_begins_the_first_meeting(at_desk: AtDesk, qtbot: QtBot) -> None:
    case = a_case(at_desk.desk)
    screen = open_case_page(at_desk, case, qtbot)

    assert screen.heading.state.text() == "risk not judged yet · since 12.03.2026"
    assert reached(screen) == ["How she can be reached safely is not recorded yet."]
    with qtbot.waitSignal(screen.go) as went:
        press(Qt.Key.Key_Return)
    assert went.args == [Address("add", case, "gbv_survivor")]


def test_the_usual_next_thing_is_one_key_away_from_anywhere_in_the_case(at_desk: AtDesk, qtbot: QtBot) -> None:
    case, _ = case_of(at_desk.desk)
    save_below(at_desk.desk, begin(at_desk.desk, FormId("gbv_incident"), case))
    screen = open_case_page(at_desk, case, qtbot)

    with qtbot.waitSignal(screen.go) as went:
        press(Qt.Key.Key_Return, CTRL)

    assert went.args == [Address("add", case, "gbv_follow_up")]


def test_ctrl_n_offers_what_can_come_next_and_a_number_picks_it(at_desk: AtDesk, qtbot: QtBot) -> None:
    case, _ = case_of(at_desk.desk)
    screen = open_case_page(at_desk, case, qtbot)

    assert offered(screen.add) == ["gbv_consent", "gbv_incident", "gbv_action_plan", "gbv_release", "gbv_follow_up"]
    press(Qt.Key.Key_N, CTRL)
    with qtbot.waitSignal(screen.go) as went:
        press(Qt.Key.Key_2)

    assert went.args == [Address("add", case, "gbv_incident")]


def test_a_referral_begins_at_the_case(at_desk: AtDesk, qtbot: QtBot) -> None:
    case, _ = case_of(at_desk.desk)
    screen = open_case_page(at_desk, case, qtbot)

    with qtbot.waitSignal(screen.go) as went:
        click(at_desk.see("refer"))

    assert went.args == [Address("refer", case)]


def test_each_record_says_when_by_whom_and_what_is_left_to_do(at_desk: AtDesk, qtbot: QtBot) -> None:
    case, _ = case_of(at_desk.desk)
    save_below(at_desk.desk, answer(begin(at_desk.desk, FormId("gbv_release"), case), release_recipient="Clinic No 3"))
    keep_draft(at_desk.desk, answer(begin(at_desk.desk, FormId("gbv_follow_up"), case), follow_up_comments="tired"))
    screen = open_case_page(at_desk, case, qtbot)

    lines = entries(screen)

    assert lines[0] == "today 14:02 | Follow-up |  | you | half typed"
    assert any("Release | Clinic No 3" in line and "incomplete: " in line and "not sent yet" in line for line in lines)
    assert "today 14:02 | First meeting |  | you | not sent yet" in lines


def test_what_is_half_typed_is_gone_on_with_by_enter(at_desk: AtDesk, qtbot: QtBot) -> None:
    case, _ = case_of(at_desk.desk)
    draft = answer(begin(at_desk.desk, FormId("gbv_follow_up"), case), follow_up_comments="tired")
    keep_draft(at_desk.desk, draft)
    screen = open_case_page(at_desk, case, qtbot)

    with qtbot.waitSignal(screen.go) as went:
        press(Qt.Key.Key_Return)

    assert went.args == [Address("record", draft.record)]


def test_what_came_in_meanwhile_is_shown_without_being_asked_for(at_desk: AtDesk, qtbot: QtBot) -> None:
    case, _ = case_of(at_desk.desk)
    screen = open_case_page(at_desk, case, qtbot)
    assert len(entries(screen)) == 2

    at_desk.board.tell(save_below(at_desk.desk, begin(at_desk.desk, FormId("gbv_incident"), case)))

    qtbot.waitUntil(lambda: len(entries(screen)) == 3)


def test_a_disagreement_is_named_and_leads_to_both_answers(at_desk: AtDesk, qtbot: QtBot, tmp_path: Path) -> None:
    colleague, close = make_colleague(tmp_path, at_desk.desk)
    filled = fill(at_desk.desk, colleague)
    close()
    screen = open_case_page(at_desk, filled.contested, qtbot)

    assert "How old is she, if she knows it" in screen.contested.label.text()
    assert "and 1 more" in screen.contested.label.text()
    assert "?." not in screen.contested.label.text()
    assert sum("someone else changed this" in line for line in entries(screen)) == 2
    with qtbot.waitSignal(screen.go) as went:
        click(screen.contested.action)
    assert went.args == [Address("conflicts", filled.contested)]


def test_a_closed_case_takes_nothing_new_until_it_is_opened_again(at_desk: AtDesk, qtbot: QtBot) -> None:
    case, _ = case_of(at_desk.desk)
    save_below(at_desk.desk, begin(at_desk.desk, FormId("gbv_closure"), case))
    screen = open_case_page(at_desk, case, qtbot)
    assert screen.heading.state.text() == "closed · since 12.03.2026"
    assert not any(button.isEnabled() for button in (screen.add, screen.refer, screen.head.change))

    press(Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(screen.add.isEnabled)

    assert told(at_desk.desk, case, "status") == "open"
    assert screen.usual.text() == "Incident"


def test_closing_asks_what_she_made_sure_of(at_desk: AtDesk, qtbot: QtBot) -> None:
    case, _ = case_of(at_desk.desk)
    screen = open_case_page(at_desk, case, qtbot)

    with qtbot.waitSignal(screen.go) as went:
        screen.more.setFocus()
        press(Qt.Key.Key_Return)
        press(Qt.Key.Key_2)

    assert went.args == [Address("add", case, "gbv_closure")]


def test_deleting_a_case_says_what_goes_and_for_how_long_it_comes_back(at_desk: AtDesk, qtbot: QtBot) -> None:
    case, _ = case_of(at_desk.desk)
    screen = open_case_page(at_desk, case, qtbot)
    screen.more.setFocus()
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_3)
    ask = at_desk.see("ask", Ask)

    words = " ".join(label.text() for label in ask.findChildren(Label))
    assert "its 2 records" in words
    assert "Until 11.04.2026" in words
    qtbot.waitUntil(lambda: QApplication.focusWidget() is ask.no)
    click(ask.yes)
    at_desk.says("The case was deleted.")

    assert [each.id for each in deleted_lately(at_desk.desk)] == [case]
    assert at_desk.window.screen_shown is not screen


def test_not_deleting_changes_nothing(at_desk: AtDesk, qtbot: QtBot) -> None:
    case, _ = case_of(at_desk.desk)
    screen = open_case_page(at_desk, case, qtbot)
    screen.more.chosen.emit("delete")
    ask = at_desk.see("ask", Ask)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is ask.no)

    press(Qt.Key.Key_Return)
    at_desk.gone("ask")

    assert deleted_lately(at_desk.desk) == ()
    assert at_desk.window.screen_shown is screen


def test_a_case_that_somebody_deleted_meanwhile_leads_back_and_says_so(at_desk: AtDesk, qtbot: QtBot) -> None:
    case, _ = case_of(at_desk.desk)
    open_case_page(at_desk, case, qtbot)

    at_desk.board.tell(delete_as_mistake(at_desk.desk, case))

    at_desk.says("This case is not here any more.")
    assert at_desk.window.screen_shown is not None
    assert at_desk.window.screen_shown.address().screen == "cases"


def test_the_way_back_is_called_what_it_leads_to(at_desk: AtDesk, qtbot: QtBot) -> None:
    case, _ = case_of(at_desk.desk)
    from_list = open_case_page(at_desk, case, qtbot)
    assert from_list.heading.back_button.text() == "‹ Cases"

    at_desk.go(Address("start"))
    at_desk.window.open(Address("case", case))

    assert page(at_desk, qtbot).heading.back_button.text() == "‹ Today"


def test_the_risk_that_she_judged_stands_in_the_head(at_desk: AtDesk, qtbot: QtBot) -> None:
    case, _ = case_of(at_desk.desk)
    screen = open_case_page(at_desk, case, qtbot)
    with qtbot.waitSignal(screen.go) as went:
        click(at_desk.see("riskAndNextStep"))
    assert went.args == [Address("record", case)]

    at_desk.window.back()
    again = page(at_desk, qtbot)
    at_desk.board.tell(
        save(
            at_desk.desk,
            answer(reopen(at_desk.desk, case), risk="high", next_due="2026-03-10", next_step="ask the nurse"),
        )
    )

    qtbot.waitUntil(lambda: again.heading.state.text().startswith("high risk"))
    assert again.head.next_step.text() == "Next step was due 10.03.2026: ask the nurse"


def test_a_form_of_others_is_offered_in_a_case_and_stands_in_its_time_line(at_desk: AtDesk, qtbot: QtBot) -> None:
    case, _ = case_of(at_desk.desk)
    at_desk.desk.library.add(FORM)
    save_below(at_desk.desk, begin(at_desk.desk, FORM.id, case))

    screen = open_case_page(at_desk, case, qtbot)

    assert offered(screen.add)[-1] == FORM.id
    assert any(f"| {FORM.title} |" in line for line in entries(screen))


def test_a_record_of_a_form_that_is_not_here_keeps_nobody_from_the_case(at_desk: AtDesk, qtbot: QtBot) -> None:
    case, _ = case_of(at_desk.desk)
    elsewhere = replace(at_desk.desk, library=Library([FORM]))
    record = begin(elsewhere, FORM.id, case)
    save_below(elsewhere, record)
    screen = open_case_page(at_desk, case, qtbot)

    assert any(f"| {FORM.id} |" in line for line in entries(screen))
    at_desk.window.open(Address("record", record.record))
    at_desk.says(f"The form “{FORM.id}” is not on this desk.")

    assert page(at_desk, qtbot).address().key == case
