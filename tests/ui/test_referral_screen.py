"""A referral from an open case: by keyboard, on one page, and never more on paper than she released."""

from __future__ import annotations

from random import Random

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QTableView, QWidget
from pytestqt.qtbot import QtBot

from fieldapp.domain.answers import Answer
from fieldapp.domain.codes import new_code, show_code
from fieldapp.domain.ids import FieldId, FormId, RecordId
from fieldapp.storage.values import StoredRecord
from fieldapp.work.filling import reopen, save
from tests.fieldapp.work.conftest import a_case, answer
from tests.helpers.keys import CTRL, click, press, type_text
from tests.ui.at_desk import AtDesk
from ui.screen import Address
from ui.screens.referral import ReferralScreen

CLINIC = "Clinic No 3"


@pytest.fixture
def case(at_desk: AtDesk) -> RecordId:
    """A case of somebody whose clinic may know her name."""
    made = a_case(at_desk.desk)
    at_desk.saved(
        "gbv_survivor", made, family_name="Canaryname", given_name="Given", sex="female", age="27",
        address="Canary street", address_secret="true",
    )  # fmt: skip
    at_desk.saved("service", None, service_name="Police 102", service_kinds="police_other")
    at_desk.saved(
        "service", None, service_name=CLINIC, service_kinds="health_medical", service_address="12 Lenin street"
    )
    return made


def release(at_desk: AtDesk, case: RecordId, services: str = "health_medical psychosocial", **more: Answer) -> RecordId:
    answers: dict[str, Answer] = {"release_level": "contact", "release_until": "2026-06-10", **more}
    return at_desk.saved(
        "gbv_release", case, release_recipient=CLINIC, release_services=services, release_date="2026-03-12",
        release_how="signature", **answers,
    )  # fmt: skip


def screen(at_desk: AtDesk) -> ReferralScreen:
    shown = at_desk.window.screen_shown
    assert isinstance(shown, ReferralScreen)
    return shown


def begin(at_desk: AtDesk, case: RecordId, recipient: str = CLINIC) -> ReferralScreen:
    """Open the page and choose this recipient by typing its name."""
    at_desk.go(Address("refer", case))
    at_desk.see("recipients", QTableView).setFocus()
    type_text(recipient[:4])
    press(Qt.Key.Key_Return)
    at_desk.see("disclosure")
    return screen(at_desk)


def children(at_desk: AtDesk, parent: RecordId, form: str) -> tuple[StoredRecord, ...]:
    with at_desk.desk.store.read() as reader:
        return tuple(reader.children(parent, form=FormId(form)))


def the_referral(at_desk: AtDesk, case: RecordId) -> StoredRecord:
    (found,) = children(at_desk, case, "gbv_referral")
    return found


def lines(at_desk: AtDesk, name: str) -> list[str]:
    return [label.text() for label in at_desk.see(name).findChildren(QLabel) if label.isVisible()]


def wait_to_print(at_desk: AtDesk, qtbot: QtBot) -> None:
    button = at_desk.see("print", QPushButton)
    qtbot.waitUntil(button.isEnabled)


def test_a_referral_takes_a_few_keys_and_prints_what_was_released(
    at_desk: AtDesk, case: RecordId, qtbot: QtBot
) -> None:
    release(at_desk, case)
    begin(at_desk, case)
    press(Qt.Key.Key_1)
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_2)
    press(Qt.Key.Key_Return)
    type_text("15.3. 16:00")
    press(Qt.Key.Key_Return)
    wait_to_print(at_desk, qtbot)
    press(Qt.Key.Key_P, CTRL)
    click(at_desk.see("cameOut=yes"))
    qtbot.waitUntil(lambda: bool(children(at_desk, the_referral(at_desk, case).id, "paper")))

    said = at_desk.tray.words()
    assert "Canaryname" in said
    assert "15.03.2026, 16:00" in said
    assert "Canary street" not in said
    referral = the_referral(at_desk, case)
    assert referral.answers[FieldId("priority")] == "urgent"
    assert str(referral.answers[FieldId("slip")]) in said.replace("-", "")
    (paper,) = children(at_desk, referral.id, "paper")
    assert paper.answers[FieldId("came_out")] == "yes"


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


def test_a_sheet_that_she_carries_is_not_printed_until_somebody_says_that_it_is_safe(
    at_desk: AtDesk, case: RecordId, qtbot: QtBot
) -> None:
    release(at_desk, case, services="health_medical")
    begin(at_desk, case)
    click(at_desk.see("handover=by_her"))
    wait_to_print(at_desk, qtbot)
    press(Qt.Key.Key_P, CTRL)
    at_desk.see("safe=false")
    press(Qt.Key.Key_Return)
    at_desk.says("She would carry this sheet.")
    assert at_desk.tray.papers == []

    wait_to_print(at_desk, qtbot)
    press(Qt.Key.Key_P, CTRL)
    click(at_desk.see("safe=true"))
    click(at_desk.see("cameOut=yes"))
    qtbot.waitUntil(lambda: bool(children(at_desk, the_referral(at_desk, case).id, "paper")))

    referral = the_referral(at_desk, case)
    (paper,) = children(at_desk, referral.id, "paper")
    assert paper.answers[FieldId("safe_to_carry")] == "true"
    assert referral.answers[FieldId("status")] == "sent"


def test_her_own_copy_is_asked_about_too_and_remembered_as_hers(at_desk: AtDesk, case: RecordId, qtbot: QtBot) -> None:
    release(at_desk, case, services="health_medical")
    begin(at_desk, case)
    wait_to_print(at_desk, qtbot)
    click(at_desk.see("herCopy"))
    click(at_desk.see("safe=true"))
    click(at_desk.see("cameOut=yes"))
    qtbot.waitUntil(lambda: bool(children(at_desk, the_referral(at_desk, case).id, "paper")))

    assert "copy 2 of 2" in at_desk.tray.words()
    (paper,) = children(at_desk, the_referral(at_desk, case).id, "paper")
    assert paper.answers[FieldId("paper_kind")] == "her_copy"
    assert "copy for her: came out" in lines(at_desk, "printedBefore")[1]


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
