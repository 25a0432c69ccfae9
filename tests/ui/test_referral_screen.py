"""A referral from an open case: on one page, and never more of her than she released."""

from __future__ import annotations

from random import Random

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QTableView, QWidget
from pytestqt.qtbot import QtBot

from fieldapp.domain.codes import new_code, show_code
from fieldapp.domain.ids import FieldId, RecordId
from fieldapp.work.filling import reopen, save
from tests.fieldapp.work.conftest import answer
from tests.helpers.keys import CTRL, click, press, type_text
from tests.ui.at_desk import AtDesk
from tests.ui.referring import (
    CLINIC,
    a_known_case,
    begin,
    children,
    lines,
    release,
    screen,
    the_referral,
    wait_to_print,
)
from ui.screen import Address


@pytest.fixture
def case(at_desk: AtDesk) -> RecordId:
    return a_known_case(at_desk)


def test_what_goes_out_and_what_stays_is_said_line_by_line(at_desk: AtDesk, case: RecordId, qtbot: QtBot) -> None:
    release(at_desk, case, release_level="code")
    begin(at_desk, case)
    press(Qt.Key.Key_1)
    wait_to_print(at_desk, qtbot)

    assert "Sex: Woman or girl" in lines(at_desk, "goesOut")
    assert "Asked of them: Health care" in lines(at_desk, "goesOut")
    stays = lines(at_desk, "staysHere")
    assert "Name: not released to this recipient" in stays
    assert "What happened, and when: never on a paper" in stays
    assert at_desk.see("rightToTell", QLabel).text() == "Released to Clinic No 3 until 10.06.2026, in writing."


def test_only_released_services_may_be_asked_for(at_desk: AtDesk, case: RecordId) -> None:
    release(at_desk, case)
    begin(at_desk, case)

    names = {row.objectName() for row in at_desk.see("question=service").findChildren(QWidget)}
    assert {name for name in names if name.startswith("service=")} == {"service=health_medical", "service=psychosocial"}


def test_a_single_released_service_is_chosen_by_itself(at_desk: AtDesk, case: RecordId, qtbot: QtBot) -> None:
    release(at_desk, case, services="health_medical")
    begin(at_desk, case)
    wait_to_print(at_desk, qtbot)

    focus = QApplication.focusWidget()
    assert focus is not None
    assert focus.objectName().startswith("priority=")


def test_recipients_with_a_release_stand_first_and_the_others_say_that_nothing_is_released(
    at_desk: AtDesk, case: RecordId, qtbot: QtBot
) -> None:
    release(at_desk, case)
    at_desk.go(Address("refer", case))
    table = at_desk.see("recipients", QTableView)
    model = table.model()
    rows = [[model.index(row, column).data() for column in (0, 1)] for row in range(model.rowCount())]

    assert rows == [
        [CLINIC, "name and how to reach her, until 10.06.2026"],
        ["Police 102", "nothing: she has not been asked yet"],
    ]


def test_without_a_release_nothing_prints_and_the_page_leads_to_recording_one(
    at_desk: AtDesk, case: RecordId, qtbot: QtBot
) -> None:
    shown = begin(at_desk, case)
    at_desk.see("refused")
    press(Qt.Key.Key_P, CTRL)
    at_desk.says("She has released nothing to Clinic No 3.")

    assert not at_desk.see("print").isEnabled()
    with qtbot.waitSignal(shown.go) as went:
        click(at_desk.see("recordRelease"))
    assert went.args == [Address("add", case, "gbv_release")]
    assert at_desk.tray.papers == []


def test_pressing_the_button_all_the_same_prints_nothing_without_a_release(
    at_desk: AtDesk, case: RecordId, qtbot: QtBot
) -> None:
    begin(at_desk, case)
    at_desk.see("refused")
    button = at_desk.see("print", QPushButton)
    button.setEnabled(True)
    button.click()

    at_desk.says("She has released nothing to Clinic No 3.")
    assert at_desk.tray.papers == []


def test_a_danger_to_life_is_told_with_a_reason_the_fewest_fields_and_a_review(
    at_desk: AtDesk, case: RecordId, qtbot: QtBot
) -> None:
    begin(at_desk, case, "Police 102")
    click(at_desk.see("urgent"))
    at_desk.see("refused")
    assert not at_desk.see("print").isEnabled()

    at_desk.see("basis_reason").setFocus()
    type_text("he is at the door")
    click(at_desk.see("told_before=true"))
    wait_to_print(at_desk, qtbot)
    assert "Your supervisor reviews it" in at_desk.see("rightToTell", QLabel).text()
    press(Qt.Key.Key_P, CTRL)
    click(at_desk.see("cameOut=yes"))

    assert "Canaryname" in at_desk.tray.words()
    assert the_referral(at_desk, case).answers[FieldId("basis")] == "danger"


def test_what_is_typed_survives_a_lock_and_is_there_again(at_desk: AtDesk, case: RecordId, qtbot: QtBot) -> None:
    release(at_desk, case)
    begin(at_desk, case)
    press(Qt.Key.Key_2)

    here = at_desk.window.keep()
    assert here is not None
    assert here.screen == "referral"
    at_desk.go(here)
    at_desk.see("disclosure")

    assert at_desk.see("service=psychosocial", QWidget).property("checked")
    assert children(at_desk, case, "gbv_referral") == ()


def test_a_half_typed_referral_is_gone_on_with_from_the_start_page(
    at_desk: AtDesk, case: RecordId, qtbot: QtBot
) -> None:
    release(at_desk, case)
    begin(at_desk, case)
    press(Qt.Key.Key_2)
    record = at_desk.window.keep()
    assert record is not None

    at_desk.go(Address("start"))
    click(at_desk.see(f"draft={record.key}"))
    at_desk.see("disclosure")

    assert at_desk.see("service=psychosocial", QWidget).property("checked")


def test_choosing_another_recipient_takes_back_what_was_asked_of_the_first(
    at_desk: AtDesk, case: RecordId, qtbot: QtBot
) -> None:
    release(at_desk, case)
    begin(at_desk, case)
    press(Qt.Key.Key_1)
    wait_to_print(at_desk, qtbot)
    click(at_desk.see("anotherRecipient"))
    type_text("Poli")
    press(Qt.Key.Key_Return)
    at_desk.see("refused")

    assert not at_desk.see("print").isEnabled()


def test_a_consent_withdrawn_meanwhile_stops_the_sheet_on_the_open_page(
    at_desk: AtDesk, case: RecordId, qtbot: QtBot
) -> None:
    given = release(at_desk, case, services="health_medical")
    begin(at_desk, case)
    wait_to_print(at_desk, qtbot)

    withdrawn = save(at_desk.desk, answer(reopen(at_desk.desk, given), release_withdrawn_on="2026-03-12"))
    at_desk.board.tell(withdrawn)

    at_desk.see("refused")
    assert not at_desk.see("print").isEnabled()


def test_a_word_that_gives_away_is_told_and_not_printed(at_desk: AtDesk, case: RecordId, qtbot: QtBot) -> None:
    release(at_desk, case, services="health_medical", release_level="needs")
    begin(at_desk, case)
    at_desk.see("needs").setFocus()
    type_text("after the assault")

    refused = at_desk.see("refused")
    assert "“assault” may not stand on a sheet" in " ".join(label.text() for label in refused.findChildren(QLabel))
    assert not at_desk.see("print").isEnabled()


def test_the_answer_is_recorded_on_the_page_of_the_saved_referral(
    at_desk: AtDesk, case: RecordId, qtbot: QtBot
) -> None:
    release(at_desk, case)
    referral = at_desk.saved("gbv_referral", case, agency=CLINIC, service="health_medical", status="sent")
    at_desk.go(Address("referral", referral))
    click(at_desk.see("status=done"))
    at_desk.see("responded_at").setFocus()
    type_text("12.3.")
    with qtbot.waitSignal(screen(at_desk).left):
        press(Qt.Key.Key_S, CTRL)

    answers = the_referral(at_desk, case).answers
    assert answers[FieldId("status")] == "done"
    assert answers[FieldId("responded_at")] == "2026-03-12"


def test_somebody_in_no_list_can_be_named_for_a_danger_to_life(at_desk: AtDesk, case: RecordId) -> None:
    at_desk.go(Address("refer", case))
    at_desk.see("recipients", QTableView).setFocus()
    type_text("Village elder")
    click(at_desk.see("otherRecipient"))
    click(at_desk.see("urgent"))
    at_desk.see("basis_reason")

    assert "Village elder" in " ".join(label.text() for label in screen(at_desk).heading.findChildren(QLabel))


def test_a_referral_that_was_written_on_an_empty_paper_keeps_the_number_of_its_slip(
    at_desk: AtDesk, case: RecordId, qtbot: QtBot
) -> None:
    release(at_desk, case, services="health_medical")
    shown = begin(at_desk, case)
    at_desk.see("slip").setFocus()
    slip = new_code(Random(7))
    type_text(show_code(slip).replace("-", " ").lower())
    wait_to_print(at_desk, qtbot)
    with qtbot.waitSignal(shown.left):
        press(Qt.Key.Key_S, CTRL)

    assert the_referral(at_desk, case).answers[FieldId("slip")] == slip


def test_a_slip_number_that_cannot_be_keeps_the_referral_from_being_saved(at_desk: AtDesk, case: RecordId) -> None:
    release(at_desk, case, services="health_medical")
    shown = begin(at_desk, case)
    at_desk.see("slip").setFocus()
    type_text("9f3k m2xq 7e")
    press(Qt.Key.Key_S, CTRL)

    assert shown.page is not None
    assert shown.page.questions is not None
    assert "is no code" in shown.page.questions.slip_field.wrong.label.text()
    assert children(at_desk, case, "gbv_referral") == ()
