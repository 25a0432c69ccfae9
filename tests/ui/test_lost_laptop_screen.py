"""A lost laptop: which cases were on it, what comes back, and the code for a new one."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from fieldapp.domain.ids import DeskId
from fieldapp.domain.spaces import Role, SpaceKind
from sync.client.believing import trust_of
from sync.client.organisation.inviting import Invitee, NewSpace, invite, let_in, read_request
from sync.client.organisation.joining import begin, join_request, take_welcome
from tests.helpers.keys import click
from tests.ui.at_desk import AtDesk
from tests.ui.helping import carry
from tests.ui.house import Seat, an_organisation, join, shown, sit_down
from ui.screen import Address
from ui.screens.invited import InvitedScreen
from ui.screens.lost_laptop import LostLaptopScreen
from ui.widgets.ask import Ask


def desk_of(desk: AtDesk) -> DeskId:
    return desk.room.station.identity().desk


def shut_out(officer: AtDesk, worker: AtDesk, qtbot: QtBot) -> InvitedScreen:
    sit_down(officer, Address("lostLaptop", desk_of(worker)), LostLaptopScreen, qtbot)
    click(officer.see("shut-out"))
    click(officer.see("ask", Ask).yes)
    return shown(officer, InvitedScreen, qtbot)


def test_it_is_shut_out_and_her_new_code_stands_on_the_screen(officer: AtDesk, worker: AtDesk, qtbot: QtBot) -> None:
    screen = shut_out(officer, worker, qtbot)
    officer.see("code-groups")

    with officer.desk.store.read() as reader:
        assert not trust_of(reader).is_certified(desk_of(worker))
    assert screen.code.text().count("-") == 6


def test_nothing_is_done_before_she_has_agreed(officer: AtDesk, worker: AtDesk, qtbot: QtBot) -> None:
    sit_down(officer, Address("lostLaptop", desk_of(worker)), LostLaptopScreen, qtbot)
    click(officer.see("shut-out"))
    click(officer.see("ask", Ask).no)

    with officer.desk.store.read() as reader:
        assert trust_of(reader).is_certified(desk_of(worker))


def test_her_new_laptop_says_that_its_keys_were_opened(
    officer: AtDesk, worker: AtDesk, seat: Seat, qtbot: QtBot
) -> None:
    shut_out(officer, worker, qtbot)
    new = seat("new")
    invitation = officer.window.screen_shown
    assert isinstance(invitation, InvitedScreen)
    officer.see("code-groups")
    assert invitation._invited is not None
    begin(new.room.station, invitation._invited.code, name="Worker 1")
    asking = read_request(officer.room.station, join_request(new.room.station))
    take_welcome(new.room.station, let_in(officer.room.station, asking).raw)
    new.go(Address("start"))

    new.see("help-notice-read")
    page = sit_down(officer, Address("lostLaptop", desk_of(worker)), LostLaptopScreen, qtbot)
    qtbot.waitUntil(lambda: "Her new laptop is in" in page.back.text())


def test_a_colleague_who_reads_the_same_cases_sees_their_codes_and_shuts_nobody_out(seat: Seat, qtbot: QtBot) -> None:
    coordinator, supervisor, worker = seat("coordinator"), seat("supervisor"), seat("worker")
    an_organisation(coordinator)
    over = invite(coordinator.room.station, Invitee(name="Supervisor 1", role=Role.SUPERVISOR))
    join(coordinator.room.station, supervisor.room.station, over)
    caseload = NewSpace(kind=SpaceKind.CASELOAD, title="Naryn 2", others=(over.worker,))
    invited = invite(coordinator.room.station, Invitee(name="Worker 1", role=Role.OUTREACH, opens=(caseload,)))
    join(coordinator.room.station, worker.room.station, invited)
    carry(coordinator, supervisor)
    supervisor.desk = supervisor.desk.now()
    case = supervisor.saved("gbv_case", code="K7QM-3ZTP-4H", status="open")
    screen = sit_down(supervisor, Address("lostLaptop", desk_of(worker)), LostLaptopScreen, qtbot)
    qtbot.waitUntil(lambda: [each.code for each in screen.cases.rows] == ["K7QM-3ZTP-4H"])

    assert screen.cases.rows[0].case == case
    assert screen.shut_out.isHidden()
    assert screen.main_button() is screen.later
