"""The page of one colleague: let into a space, taken out of it, a laptop shut out, the organisation left."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from fieldapp.domain.ids import DeskId, SpaceId, WorkerId
from fieldapp.domain.spaces import Role, SpaceKind
from sync.client.colleague import OneColleague, colleague
from sync.client.inviting import Invitee, NewSpace, invite, let_in
from sync.client.joining import begin, join_request
from sync.client.staff import Presence, staff, take_request
from tests.helpers.keys import click, press
from tests.ui.at_desk import AtDesk
from tests.ui.house import Seat, an_invitation, an_organisation, shown, sit_down
from ui.screen import Address
from ui.screens import colleague_words
from ui.screens.colleague import ColleagueScreen
from ui.screens.colleagues import ColleaguesScreen
from ui.screens.invite import InviteScreen
from ui.screens.lost_laptop import LostLaptopScreen
from ui.screens.reset import ResetScreen
from ui.widgets.ask import Ask
from ui.widgets.said import Label

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@dataclass(frozen=True)
class Office:
    """A coordinator, and a worker of hers with a laptop, a caseload, and a programme to which she does not belong."""

    coordinator: AtDesk
    worker: WorkerId
    desk: DeskId
    caseload: SpaceId
    programme: SpaceId

    def seen(self) -> OneColleague:
        return colleague(self.coordinator.room.station, self.worker)

    def spaces(self) -> set[SpaceId]:
        return {each.named.space for each in self.seen().spaces}


@pytest.fixture
def office(seat: Seat) -> Office:
    coordinator, worker = seat("coordinator"), seat("worker")
    an_organisation(coordinator)
    programme = NewSpace(kind=SpaceKind.PROGRAMME, title="Workshops 1")
    trainer = invite(coordinator.room.station, Invitee(name="Trainer 1", role=Role.TRAINER, opens=(programme,)))
    invited = an_invitation(coordinator)
    begin(worker.room.station, invited.code, name="Worker 1")
    asking, _ = take_request(coordinator.room.station, join_request(worker.room.station))
    let_in(coordinator.room.station, asking)
    desk = worker.room.station.identity().desk
    return Office(coordinator, invited.worker, desk, invited.spaces[0], trainer.spaces[0])


@pytest.fixture
def page(office: Office, qtbot: QtBot) -> ColleagueScreen:
    screen = sit_down(office.coordinator, Address("colleague", office.worker), ColleagueScreen, qtbot)
    qtbot.waitUntil(screen.places_box.table.hasFocus)
    return screen


def test_a_line_of_the_list_leads_to_her_page_and_the_page_to_another_laptop(office: Office, qtbot: QtBot) -> None:
    people = sit_down(office.coordinator, Address("colleagues"), ColleaguesScreen, qtbot)
    qtbot.waitUntil(people.list.table.hasFocus)
    people.list.table.choose(office.worker)
    press(Qt.Key.Key_Return)
    screen = shown(office.coordinator, ColleagueScreen, qtbot)
    qtbot.waitUntil(screen.another.isVisible)
    assert screen.heading.title.text() == "Worker 1"
    click(screen.another)

    shown(office.coordinator, InviteScreen, qtbot)


def test_she_is_let_into_a_space_by_keyboard_once_it_is_said_what_follows(
    office: Office, page: ColleagueScreen, qtbot: QtBot
) -> None:
    page.places_box.table.choose(office.programme)
    press(Qt.Key.Key_Return)
    ask = office.coordinator.see("ask", Ask)
    assert ask.yes.text() == "Let her in"
    qtbot.waitUntil(ask.no.hasFocus)
    press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(page.take_out.isVisible)

    assert office.spaces() == {office.caseload, office.programme}


def test_she_is_taken_out_only_after_a_question_that_says_who_else_can_read_it(
    office: Office, page: ColleagueScreen, qtbot: QtBot
) -> None:
    page.places_box.table.choose(office.caseload)
    click(page.take_out)
    ask = office.coordinator.see("ask", Ask)
    assert any("Nobody else can read it" in each.text() for each in labels(ask))
    click(ask.no)
    office.coordinator.gone("ask")
    assert office.spaces() == {office.caseload}
    click(page.take_out)
    click(office.coordinator.see("ask", Ask).yes)
    qtbot.waitUntil(page.let_in.isVisible)
    qtbot.waitUntil(page.places_box.table.hasFocus)

    assert office.spaces() == set()


def test_a_lost_laptop_is_shut_out_and_told_to_delete_and_the_page_says_since_when(
    office: Office, page: ColleagueScreen, qtbot: QtBot
) -> None:
    click(page.shut_out)
    office.coordinator.see("shut=back")
    press(Qt.Key.Key_Return)  # "Go back" has the keyboard
    office.coordinator.gone("ask")
    assert office.seen().desks[0].shut_out is None
    click(page.shut_out)
    click(office.coordinator.see("shut=delete", QAbstractButton))
    qtbot.waitUntil(page.shut_out.isHidden)

    (desk,) = office.seen().desks
    assert desk.shut_out is not None
    assert desk.shut_out.wipe
    qtbot.waitUntil(page.desks_box.table.hasFocus)
    assert page.about.text().startswith("Shut out on 12.03.2026. It deletes everything at its next contact")
    people = sit_down(office.coordinator, Address("colleagues"), ColleaguesScreen, qtbot)
    qtbot.waitUntil(lambda: people.model.rowCount() == 3)
    (line,) = [each for each in people.model.rows if each.worker == office.worker]
    assert colleague_words.presence(line) == "without a laptop"


def test_a_laptop_that_was_only_shut_out_can_still_be_told_to_delete(
    office: Office, page: ColleagueScreen, qtbot: QtBot
) -> None:
    click(page.shut_out)
    click(office.coordinator.see("shut=only", QAbstractButton))
    qtbot.waitUntil(lambda: "It keeps what it had" in page.about.text())
    click(page.shut_out)
    office.coordinator.see("shut=back")
    assert not office.coordinator._seen("shut=only")
    click(office.coordinator.see("shut=delete", QAbstractButton))
    qtbot.waitUntil(page.shut_out.isHidden)

    (desk,) = office.seen().desks
    assert desk.shut_out is not None
    assert desk.shut_out.wipe


def test_who_leaves_stands_last_in_the_list_and_nothing_more_is_offered(
    office: Office, page: ColleagueScreen, qtbot: QtBot
) -> None:
    click(page.leaves)
    click(office.coordinator.see("ask", Ask).yes)
    qtbot.waitUntil(page.leaves.isHidden)

    assert page.heading.state.text() == "has left"
    assert page.another.isHidden()
    assert page.let_in.isHidden()
    last = staff(office.coordinator.room.station).colleagues[-1]
    assert (last.name, last.presence, last.desks) == ("Worker 1", Presence.LEFT, 0)


def test_her_own_page_offers_her_neither_to_leave_nor_to_shut_out_this_laptop(office: Office, qtbot: QtBot) -> None:
    me = office.coordinator.room.station.identity().worker
    screen = sit_down(office.coordinator, Address("colleague", me), ColleagueScreen, qtbot)
    qtbot.waitUntil(screen.another.isVisible)

    assert screen.leaves.isHidden()
    assert screen.shut_out.isHidden()


def labels(ask: Ask) -> list[Label]:
    return ask.findChildren(Label)


def test_a_lost_laptop_and_a_forgotten_passphrase_have_pages_of_their_own(office: Office, qtbot: QtBot) -> None:
    desk = office.coordinator
    sit_down(desk, Address("colleague", office.worker), ColleagueScreen, qtbot)
    click(desk.see("laptop-lost", QAbstractButton))
    lost = shown(desk, LostLaptopScreen, qtbot).address()
    sit_down(desk, Address("colleague", office.worker), ColleagueScreen, qtbot)
    click(desk.see("forgot-passphrase", QAbstractButton))
    reset = shown(desk, ResetScreen, qtbot).address()

    assert lost.key == office.desk
    assert reset.key == office.worker
