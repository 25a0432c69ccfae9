"""The page she begins with, by keyboard: what waits, what she did, what is half typed; and what is offered to whom."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from fieldapp.domain.ids import FormId, new_space_id
from fieldapp.domain.spaces import Membership, SpaceKind
from fieldapp.storage.values import Happened
from fieldapp.work.desk import remember_memberships
from fieldapp.work.filling import begin, keep_draft
from tests.fieldapp.work.conftest import answer, saved, told
from tests.helpers.keys import CTRL, click, press, type_text
from tests.ui.at_desk import AtDesk
from tests.ui.filled import case_of
from ui.board import Board
from ui.desk import DeskOffice
from ui.screen import Address
from ui.screens.start import StartScreen
from ui.widgets.buttons import PRIMARY, Button

START = Address("start")
CASELOAD, PROGRAMME, ORGANISATION = SpaceKind.CASELOAD, SpaceKind.PROGRAMME, SpaceKind.ORGANISATION


def belong(at: AtDesk, kinds: Iterable[SpaceKind]) -> None:
    """She is a member of one space of each kind."""
    memberships = [Membership(new_space_id(), kind, opener=True) for kind in kinds]
    remember_memberships(at.desk.store, at.desk.worker, memberships)


def begin_day(at: AtDesk, qtbot: QtBot) -> StartScreen:
    at.go(START)
    shown = at.window.screen_shown
    assert isinstance(shown, StartScreen)
    qtbot.waitUntil(lambda: bool(shown.heading.state.text()))
    return shown


def buttons(screen: StartScreen) -> list[str]:
    every = (screen.no_record, screen.new_session, screen.new_case)
    return [button.text() for button in every if button.isVisible()]


def places(at: AtDesk) -> list[str]:
    return [way.address.screen for way in at.window.bar.ways]


def test_what_cannot_wait_stands_first_and_enter_opens_it(at_desk: AtDesk, qtbot: QtBot) -> None:
    case_of(at_desk.desk, "low", "2026-03-12")
    risky, _ = case_of(at_desk.desk, "high", "2026-03-11")
    screen = begin_day(at_desk, qtbot)
    model = screen.todo

    lines = [" ".join(str(model.index(row, column).data()) for column in range(3)) for row in range(model.rowCount())]
    code = told(at_desk.desk, risky, "code")

    assert lines[0] == f"! {code} high risk: next step was due on 11.03.2026"
    assert lines[1].endswith("next step due today")
    with qtbot.waitSignal(screen.go) as went:
        press(Qt.Key.Key_Return)
    assert went.args == [Address("case", risky)]


def test_yesterdays_record_is_two_keys_away(at_desk: AtDesk, qtbot: QtBot) -> None:
    case, _ = case_of(at_desk.desk, "high", "2026-03-12")
    at_desk.clock.pass_(hours=2)
    incident = saved(at_desk.desk, "gbv_incident", case)
    at_desk.clock.pass_(hours=18)
    screen = begin_day(at_desk, qtbot)
    assert str(screen.lately.index(0, 0).data()) == "yesterday 16:02"

    press(Qt.Key.Key_F6)
    with qtbot.waitSignal(screen.go) as went:
        press(Qt.Key.Key_Return)

    assert went.args == [Address("record", incident)]


def test_what_is_half_typed_is_gone_on_with_at_its_question(at_desk: AtDesk, qtbot: QtBot) -> None:
    case, _ = case_of(at_desk.desk)
    draft = answer(begin(at_desk.desk, FormId("gbv_follow_up"), case), follow_up_comments="tired")
    keep_draft(at_desk.desk, draft, '[0, null, "follow_up_comments"]')
    screen = begin_day(at_desk, qtbot)

    link = at_desk.see(f"draft={draft.record}", Button)
    assert link.text().startswith("Follow-up, ")
    with qtbot.waitSignal(screen.go) as went:
        click(link)

    assert went.args == [Address("record", draft.record, '[0, null, "follow_up_comments"]')]


def test_an_empty_day_says_what_will_stand_there(at_desk: AtDesk, qtbot: QtBot) -> None:
    screen = begin_day(at_desk, qtbot)

    assert screen.todo_box.empty.isVisible()
    assert screen.lately_box.empty.isVisible()
    assert screen.drafts.isHidden()
    focus = QApplication.focusWidget()
    assert focus is not None
    assert focus.isVisible()


@pytest.mark.parametrize(
    ("kinds", "offered"),
    [
        ([], ["No record", "New case"]),
        ([CASELOAD], ["No record", "New case"]),
        ([PROGRAMME], ["New session"]),
        ([CASELOAD, PROGRAMME, ORGANISATION], ["No record", "New session", "New case"]),
        ([ORGANISATION], []),
    ],
    ids=["not joined", "outreach", "trainer", "supervisor", "coordinator"],
)
def test_everybody_is_offered_what_she_has_to_do_with(
    at_desk: AtDesk, qtbot: QtBot, kinds: list[SpaceKind], offered: list[str]
) -> None:
    belong(at_desk, kinds)

    screen = begin_day(at_desk, qtbot)

    assert buttons(screen) == offered
    main = screen.main_button()
    assert (main.text() if main is not None else None) == (offered[-1] if offered else None)
    assert main is None or main.property("kind") == PRIMARY


def test_ctrl_n_begins_a_session_for_a_trainer_and_a_case_for_others(at_desk: AtDesk, qtbot: QtBot) -> None:
    screen = begin_day(at_desk, qtbot)
    with qtbot.waitSignal(screen.go) as went:
        press(Qt.Key.Key_N, CTRL)
    assert went.args == [Address("newCase")]

    belong(at_desk, [PROGRAMME])
    trainer = begin_day(at_desk, qtbot)
    with qtbot.waitSignal(trainer.go) as went:
        press(Qt.Key.Key_N, CTRL)
    assert went.args == [Address("workshops")]


def test_ctrl_n_in_the_very_first_moment_is_not_lost(at_desk: AtDesk, qtbot: QtBot) -> None:
    screen = StartScreen(Address("start"), at_desk.room)
    qtbot.addWidget(screen)

    with qtbot.waitSignal(screen.go) as went:
        assert screen.new()
        assert screen.main_button() is None

    assert went.args == [Address("newCase")]


def test_the_bar_and_ctrl_k_follow_what_she_belongs_to_as_soon_as_she_has_joined(at_desk: AtDesk, qtbot: QtBot) -> None:
    office = DeskOffice(at_desk.room)
    office.move_in(at_desk.window)
    begin_day(at_desk, qtbot)
    assert "cases" in places(at_desk)

    belong(at_desk, [PROGRAMME])
    at_desk.board.tell(Happened(sync=True))
    qtbot.waitUntil(lambda: "cases" not in places(at_desk))

    assert places(at_desk)[0] == "start"
    assert not any(hit.address.screen == "newCase" for hit in office.furniture().actions)
    assert isinstance(at_desk.board, Board)


def test_ctrl_k_finds_a_case_by_a_half_remembered_name(at_desk: AtDesk, qtbot: QtBot) -> None:
    case, _ = case_of(at_desk.desk, "high", family_name="Токтогулова", given_name="Айгүл")
    code = told(at_desk.desk, case, "code")
    begin_day(at_desk, qtbot)

    press(Qt.Key.Key_K, CTRL)
    type_text("tokto")
    finder = at_desk.window.finder
    qtbot.waitUntil(lambda: finder._model.stringList()[:1] == [f"{code} · Токтогулова Айгүл · high risk"])
    press(Qt.Key.Key_Return)

    assert at_desk.window.screen_shown is not None
    assert at_desk.window.screen_shown.address() == Address("case", case)


def test_ctrl_k_begins_things_and_goes_places(at_desk: AtDesk, qtbot: QtBot) -> None:
    begin_day(at_desk, qtbot)

    press(Qt.Key.Key_K, CTRL)
    assert at_desk.window.finder._model.stringList()[:2] == ["New case", "No record"]
    type_text("deleted")
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(at_desk.window.finder.isHidden)

    assert at_desk.window.way_back() == START


def test_a_name_is_found_only_when_somebody_searches(at_desk: AtDesk, qtbot: QtBot) -> None:
    case_of(at_desk.desk, "high", "2026-03-12", family_name="Токтогулова", given_name="Айгүл")
    screen = begin_day(at_desk, qtbot)

    everything = [
        str(model.index(row, column).data())
        for model in (screen.todo, screen.lately)
        for row in range(model.rowCount())
        for column in range(model.columnCount())
    ]

    assert not any("Айгүл" in words or "Токтогулова" in words for words in everything)
