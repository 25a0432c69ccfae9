"""The coordinator's pages: who belongs, inviting, codes on paper, letting in, codes used twice."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from fieldapp.domain.spaces import Role
from sync.client.organisation.inviting import Invitee, invite
from sync.client.organisation.joining import begin, join_request, take_invitation
from sync.client.organisation.staff import Presence, invited_with, staff, take_request
from tests.helpers.keys import CTRL, click, press, type_text
from tests.ui.at_desk import AtDesk
from tests.ui.house import Seat, an_invitation, an_organisation, answer_file, shown, sit_down
from ui.screen import Address
from ui.screens.colleagues import ColleaguesScreen
from ui.screens.invite import InviteScreen
from ui.screens.invited import InvitedScreen
from ui.screens.let_in import LetInScreen
from ui.screens.start import StartScreen
from ui.widgets.ask import Ask

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

COLLEAGUES = Address("colleagues")


@pytest.fixture
def coordinator(seat: Seat) -> AtDesk:
    desk = seat("coordinator")
    an_organisation(desk, "https://sync.example.org")
    return desk


def people(desk: AtDesk, qtbot: QtBot) -> ColleaguesScreen:
    screen = sit_down(desk, COLLEAGUES, ColleaguesScreen, qtbot)
    qtbot.waitUntil(screen.list.table.hasFocus)
    return screen


def row(screen: ColleaguesScreen, number: int = 0) -> list[str]:
    model = screen.model
    return [str(model.index(number, column).data()) for column in range(model.columnCount())]


def ask_to_be_let_in(worker: AtDesk, coordinator: AtDesk, code: str) -> None:
    """Her desk asks, and the stick is with the coordinator."""
    begin(worker.room.station, code, name="Worker 1")
    _, happened = take_request(coordinator.room.station, join_request(worker.room.station))
    coordinator.board.tell(happened)


def test_a_colleague_is_invited_by_keyboard_with_a_caseload_that_her_supervisor_shares(
    coordinator: AtDesk, qtbot: QtBot
) -> None:
    over = invite(coordinator.room.station, Invitee(name="Supervisor 1", role=Role.SUPERVISOR))
    screen = people(coordinator, qtbot)
    press(Qt.Key.Key_Return, CTRL)
    form = shown(coordinator, InviteScreen, qtbot)
    qtbot.waitUntil(form.her_name.hasFocus)
    type_text("Worker 1")
    form.space_title.setFocus()
    type_text("Naryn 2")
    click(coordinator.see(f"others={over.worker}", QAbstractButton))
    press(Qt.Key.Key_Return)
    page = shown(coordinator, InvitedScreen, qtbot)
    coordinator.see("code-groups")

    seen = {each.name: each for each in staff(coordinator.room.station).colleagues}
    assert seen["Worker 1"].role is Role.OUTREACH
    assert [each.title for each in seen["Worker 1"].spaces] == ["Naryn 2"]
    assert [each.title for each in seen["Supervisor 1"].spaces] == ["Naryn 2"]
    invitation = seen["Worker 1"].invitation
    assert invitation is not None
    kept = invited_with(coordinator.room.station, invitation)
    assert kept is not None
    assert page.code.text() == kept.code.text
    click(page.done)
    screen = shown(coordinator, ColleaguesScreen, qtbot)
    qtbot.waitUntil(lambda: screen.model.rowCount() == 3)


def test_what_she_begins_with_follows_her_role(coordinator: AtDesk, qtbot: QtBot) -> None:
    coordinator.go(Address("invite"))
    form = shown(coordinator, InviteScreen, qtbot)
    coordinator.see("space-title")
    click(coordinator.see("role=trainer", QAbstractButton))
    assert form.opens.values() == ("programme",)
    click(coordinator.see("role=supervisor", QAbstractButton))

    assert form.opens.values() == ("nothing",)
    assert form.title_field.isHidden()


def test_names_that_are_missing_are_asked_for_beside_their_fields(coordinator: AtDesk, qtbot: QtBot) -> None:
    coordinator.go(Address("invite"))
    form = shown(coordinator, InviteScreen, qtbot)
    qtbot.waitUntil(form.her_name.hasFocus)
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(form.name_field.wrong.isVisible)
    type_text("Worker 1")
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(form.title_field.wrong.isVisible)

    assert form.name_field.wrong.isHidden()
    assert [each.name for each in staff(coordinator.room.station).colleagues] == ["Coordinator 1"]


def test_the_code_goes_on_paper_and_the_invitation_on_a_stick(
    seat: Seat, coordinator: AtDesk, tmp_path: Path, qtbot: QtBot
) -> None:
    worker, invited = seat("worker"), an_invitation(coordinator)
    page = sit_down(coordinator, Address("invited", invited.code.invitation), InvitedScreen, qtbot)
    coordinator.see("code-groups")
    qtbot.waitUntil(page.print_button.hasFocus)
    press(Qt.Key.Key_P, CTRL)
    qtbot.waitUntil(lambda: bool(coordinator.tray.papers))
    click(page.save_file)
    answer_file(qtbot, tmp_path / "invitation")
    coordinator.says("saved")

    words = coordinator.tray.words()
    assert all(group in words for group in invited.code.text.split("-"))
    assert "https://sync.example.org" in words
    assert "House by the river" not in words
    assert "Worker 1" not in words
    begin(worker.room.station, invited.code, name="Worker 1")
    told = take_invitation(worker.room.station, (tmp_path / "invitation.paper").read_bytes())
    assert told.address == "https://sync.example.org"


def test_a_code_is_taken_back_only_after_a_question(coordinator: AtDesk, qtbot: QtBot) -> None:
    invited = an_invitation(coordinator)
    people(coordinator, qtbot)
    press(Qt.Key.Key_Return)
    page = shown(coordinator, InvitedScreen, qtbot)
    coordinator.see("code-groups")
    click(page.take_back)
    click(coordinator.see("ask", Ask).no)
    coordinator.gone("ask")
    assert invited_with(coordinator.room.station, invited.code.invitation) is not None
    click(page.take_back)
    click(coordinator.see("ask", Ask).yes)
    shown(coordinator, ColleaguesScreen, qtbot)

    assert invited_with(coordinator.room.station, invited.code.invitation) is None


def test_whoever_asks_stands_first_and_is_let_in_after_the_groups_were_compared(
    seat: Seat, coordinator: AtDesk, qtbot: QtBot
) -> None:
    worker, invited = seat("worker"), an_invitation(coordinator)
    invite(coordinator.room.station, Invitee(name="Another 1", role=Role.SUPERVISOR))
    screen = people(coordinator, qtbot)
    ask_to_be_let_in(worker, coordinator, invited.code.text)
    qtbot.waitUntil(lambda: row(screen)[3] == "asks to be let in")
    assert row(screen)[:3] == ["Worker 1", "outreach worker", "Naryn 2"]
    screen.list.table.choose(invited.worker)
    press(Qt.Key.Key_Return)
    page = shown(coordinator, LetInScreen, qtbot)
    qtbot.waitUntil(page.not_now.hasFocus)
    press(Qt.Key.Key_Return, CTRL)
    coordinator.see("save-welcome")
    press(Qt.Key.Key_Return, CTRL)
    screen = shown(coordinator, ColleaguesScreen, qtbot)
    qtbot.waitUntil(lambda: screen.model.rowCount() == 3)

    seen = {each.name: each.presence for each in staff(coordinator.room.station).colleagues}
    assert seen["Worker 1"] is Presence.HERE


def test_a_code_used_by_a_second_desk_is_told_and_lets_nobody_in(seat: Seat, coordinator: AtDesk, qtbot: QtBot) -> None:
    worker, stranger, invited = seat("worker"), seat("stranger"), an_invitation(coordinator)
    ask_to_be_let_in(worker, coordinator, invited.code.text)
    page = sit_down(coordinator, Address("letIn", invited.code.invitation), LetInScreen, qtbot)
    coordinator.see("let-in")
    click(page.let_in)
    coordinator.see("save-welcome")
    ask_to_be_let_in(stranger, coordinator, invited.code.text)
    screen = people(coordinator, qtbot)
    assert row(screen)[3] == "her code was used twice"
    press(Qt.Key.Key_Return)
    page = shown(coordinator, LetInScreen, qtbot)
    coordinator.see("let-in-state")
    qtbot.waitUntil(lambda: "another desk was let in already" in page.state.text())

    assert page.let_in.isHidden()
    assert page.take_back.isVisible()


def test_another_desk_that_asks_meanwhile_has_to_be_compared_anew(
    seat: Seat, coordinator: AtDesk, qtbot: QtBot
) -> None:
    worker, stranger, invited = seat("worker"), seat("stranger"), an_invitation(coordinator)
    ask_to_be_let_in(worker, coordinator, invited.code.text)
    page = sit_down(coordinator, Address("letIn", invited.code.invitation), LetInScreen, qtbot)
    coordinator.see("let-in")
    first = page.mark.text()
    ask_to_be_let_in(stranger, coordinator, invited.code.text)
    coordinator.says("Compare its groups anew")

    assert page.mark.text() != first


def test_a_colleague_gets_another_laptop_with_the_same_spaces(seat: Seat, coordinator: AtDesk, qtbot: QtBot) -> None:
    worker, invited = seat("worker"), an_invitation(coordinator)
    ask_to_be_let_in(worker, coordinator, invited.code.text)
    page = sit_down(coordinator, Address("letIn", invited.code.invitation), LetInScreen, qtbot)
    coordinator.see("let-in")
    click(page.let_in)
    coordinator.see("save-welcome")
    form = sit_down(coordinator, Address("invite", invited.worker), InviteScreen, qtbot)
    qtbot.waitUntil(lambda: "Another laptop for Worker 1" in form.heading.title.text())
    press(Qt.Key.Key_Return, CTRL)
    shown(coordinator, InvitedScreen, qtbot)

    seen = {each.name: each for each in staff(coordinator.room.station).colleagues}
    assert set(seen) == {"Coordinator 1", "Worker 1"}
    assert seen["Worker 1"].presence is Presence.INVITED


def test_the_start_page_tells_the_coordinator_that_somebody_asks(seat: Seat, coordinator: AtDesk, qtbot: QtBot) -> None:
    worker, invited = seat("worker"), an_invitation(coordinator)
    screen = sit_down(coordinator, Address("start"), StartScreen, qtbot)
    ask_to_be_let_in(worker, coordinator, invited.code.text)
    qtbot.waitUntil(screen.notice.isVisible)
    assert screen.notice.label.text() == "1 asks to be let in."
    click(screen.notice.action)

    shown(coordinator, ColleaguesScreen, qtbot)


def test_at_any_other_desk_the_page_says_whose_it_is_and_shows_nobody(seat: Seat, qtbot: QtBot) -> None:
    worker = seat("worker")
    screen = sit_down(worker, COLLEAGUES, ColleaguesScreen, qtbot)
    qtbot.waitUntil(screen.refused.isVisible)

    assert "belongs to no organisation" in screen.refused.label.text()
    assert screen.foot.isHidden()
    assert screen.model.rowCount() == 0
