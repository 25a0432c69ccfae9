"""A case is handed over in the windows: she is told what happens, agrees, and sees how far it is."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from fieldapp.work.disclosing import CONSENT
from fieldapp.work.filling import reopen, save
from fieldapp.work.handing_over import hand_over
from tests.fieldapp.work.conftest import a_case, answer, told
from tests.helpers.keys import click, press, type_text
from tests.ui.at_desk import AtDesk
from tests.ui.handing import colleagues, her_case
from tests.ui.house import Seat, shown, sit_down
from ui.screen import Address
from ui.screens.case import CaseScreen
from ui.screens.cases import CasesScreen
from ui.screens.colleagues import ColleaguesScreen
from ui.screens.hand_over import HandOverScreen
from ui.screens.hand_over_caseload import HandOverCaseloadScreen
from ui.screens.handed_over import HandedOverScreen
from ui.widgets.ask import Ask
from ui.widgets.banner import Banner
from ui.widgets.buttons import Button
from ui.widgets.choice_rows import RadioRow
from ui.widgets.said import Label


def choosing(desk: AtDesk, case: str, qtbot: QtBot) -> HandOverScreen:
    """Asked for on the page of the case."""
    sit_down(desk, Address("cases"), CasesScreen, qtbot)
    desk.window.open(Address("case", case))
    screen = shown(desk, CaseScreen, qtbot)
    qtbot.waitUntil(lambda: any(line.value == "handOver" for line in screen.more.lines))
    screen.more.chosen.emit("handOver")
    hand = shown(desk, HandOverScreen, qtbot)
    qtbot.waitUntil(lambda: bool(hand.consent.text()))
    return hand


def test_she_chooses_by_keyboard_is_asked_once_more_and_the_case_goes(seat: Seat, qtbot: QtBot) -> None:
    met = colleagues(seat)
    case = her_case(met)
    hand = choosing(met.worker, case, qtbot)
    choice = met.worker.see(f"caseload={met.second}", RadioRow)
    assert choice.text().endswith("Naryn 2: Worker 2")
    assert "She has agreed" in met.worker.see("consent", Label).text()
    assert not hand.hand_over.isEnabled()

    qtbot.waitUntil(choice.hasFocus)
    press(Qt.Key.Key_1)
    assert "leaves this laptop" in met.worker.see("happens", Label).text()
    met.worker.see("why", QLineEdit).setFocus()
    type_text("I am on leave")
    press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    ask = met.worker.see("ask", Ask)
    assert not ask.yes.hasFocus()
    click(ask.yes)

    shown(met.worker, CaseScreen, qtbot)
    banner = met.worker.see("moving", Banner)
    assert "Being handed over to “Naryn 2”" in banner.label.text()
    met.all_talk()

    assert told(met.other.desk, case, "handed_over_why") == "I am on leave"
    cases = shown(met.worker, CasesScreen, qtbot)
    met.worker.says(f"“{cases.handed_over.text()}” says where to")
    listed = sit_down(met.worker, Address("handedOver"), HandedOverScreen, qtbot)
    qtbot.waitUntil(lambda: bool(listed.model.rows))
    (row,) = listed.model.rows
    assert (row.to, row.arrived) == ("Naryn 2", True)


def test_without_her_consent_a_worker_may_not_and_whoever_supervises_may(seat: Seat, qtbot: QtBot) -> None:
    met = colleagues(seat)
    case = her_case(met)
    with met.worker.desk.store.read() as reader:
        (consent,) = reader.children(case, form=CONSENT)
    save(met.worker.desk.now(), answer(reopen(met.worker.desk, consent.id), consent_supervisor="false"))
    met.talk(met.worker, met.coordinator)

    hers = choosing(met.worker, case, qtbot)
    assert "She has not agreed" in met.worker.see("refused", Banner).label.text()
    assert hers.to.isHidden()
    assert hers.main_button().objectName() == "notNow"
    met.worker.window.hide()

    choosing(met.coordinator, case, qtbot)
    assert "you may hand the case over all the same" in met.coordinator.see("consent", Label).text()
    click(met.coordinator.see(f"caseload={met.second}", RadioRow))
    assert "you go on seeing the case" in met.coordinator.see("happens", Label).text()
    click(met.coordinator.see("handOver", Button))
    click(met.coordinator.see("ask", Ask).yes)
    met.coordinator.see("moving", Banner)
    met.all_talk()
    met.coordinator.gone("moving")
    assert told(met.other.desk, case, "status") == "open"


def test_a_case_page_that_stands_open_says_where_the_case_went(seat: Seat, qtbot: QtBot) -> None:
    met = colleagues(seat)
    case = her_case(met)
    sit_down(met.worker, Address("cases"), CasesScreen, qtbot)
    met.worker.window.open(Address("case", case))
    shown(met.worker, CaseScreen, qtbot)

    hand_over(met.coordinator.desk.now(), case, met.second)
    met.all_talk()

    shown(met.worker, CasesScreen, qtbot)
    qtbot.waitUntil(lambda: "was handed over" in met.worker.window.banner.label.text())


def test_a_desk_of_no_organisation_is_told_that_there_is_nobody_to_hand_over_to(at_desk: AtDesk, qtbot: QtBot) -> None:
    case = a_case(at_desk.desk)
    sit_down(at_desk, Address("handOver", case), HandOverScreen, qtbot)

    assert "belongs to no organisation yet" in at_desk.see("refused", Banner).label.text()


def test_a_coordinator_hands_a_whole_caseload_over_and_its_cases_change_hands(seat: Seat, qtbot: QtBot) -> None:
    met = colleagues(seat)
    case = her_case(met)
    sit_down(met.coordinator, Address("colleagues"), ColleaguesScreen, qtbot)
    click(met.coordinator.see("hand-over-caseload"))
    screen = shown(met.coordinator, HandOverCaseloadScreen, qtbot)
    qtbot.waitUntil(met.coordinator.see(f"caseload={met.first}", RadioRow).hasFocus)
    press(Qt.Key.Key_1)
    worker = met.other.desk.now().worker
    assert f"successor={met.worker.desk.now().worker}" not in [row.objectName() for row in screen.whom.few.rows()]
    click(met.coordinator.see(f"successor={worker}", RadioRow))
    assert "These go on reading it: Coordinator 1" in met.coordinator.see("happens", Label).text()
    click(met.coordinator.see("handOver", Button))
    ask = met.coordinator.see("ask", Ask)
    assert any("It is taken from: Worker 1" in label.text() for label in ask.findChildren(Label))
    click(ask.yes)
    shown(met.coordinator, ColleaguesScreen, qtbot)

    met.all_talk()
    met.all_talk()

    assert told(met.other.desk, case, "status") == "open"
    assert met.first not in {each.space for each in met.worker.desk.memberships()}


def test_at_any_other_desk_the_page_says_whose_it_is(seat: Seat, qtbot: QtBot) -> None:
    met = colleagues(seat)
    screen = sit_down(met.worker, Address("handOverCaseload"), HandOverCaseloadScreen, qtbot)

    qtbot.waitUntil(screen.refused.isVisible)
    assert not screen.page.isVisible()
