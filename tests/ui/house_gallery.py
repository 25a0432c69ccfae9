"""Every screen of an organisation and of sending, at real desks, filled with something to see."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from fieldapp.domain.erasing import WhyErased
from fieldapp.domain.ids import FormId, RecordId
from fieldapp.domain.spaces import Role, SpaceKind
from fieldapp.work.filling import begin as begin_form
from fieldapp.work.filling import keep_draft
from sync.client.erasing import erase
from sync.client.inviting import Invitee, NewSpace, invite, let_in
from sync.client.joining import begin, join_request, take_invitation, take_welcome
from sync.client.members import revoke, take_out
from sync.client.rules import say_rules
from sync.client.staff import take_request
from tests.helpers.authority import Authority
from tests.helpers.keys import press, type_text
from tests.ui.at_desk import AtDesk
from tests.ui.house import SERVER, Open, Seat, a_team, an_invitation, an_organisation, hear_all, join, shown
from tests.ui.recovery_gallery import RECOVERY
from tests.ui.sending_gallery import SENDING
from ui.screen import Address
from ui.screens.found import FoundScreen
from ui.screens.join import JoinScreen
from ui.widgets.table import ListTable


def join_typing(seat: Seat, qtbot: QtBot) -> AtDesk:
    desk = seat("worker")
    desk.go(Address("join"))
    screen = shown(desk, JoinScreen, qtbot)
    qtbot.waitUntil(screen.code_part.code.isVisible)
    screen.code_part.code.setFocus()
    type_text("K7QM3")
    return desk


def join_waiting(seat: Seat, qtbot: QtBot) -> AtDesk:
    coordinator, desk = seat("coordinator"), seat("worker")
    an_organisation(coordinator, SERVER)
    invited = an_invitation(coordinator)
    begin(desk.room.station, invited.code, name="Worker 1")
    take_invitation(desk.room.station, invited.paper.raw)
    desk.go(Address("join"))
    desk.see("read-file")
    return desk


def join_inside(seat: Seat, qtbot: QtBot) -> AtDesk:
    desk = seat("coordinator")
    an_organisation(desk, SERVER)
    desk.go(Address("join"))
    desk.see("go-on")
    return desk


def found_plan(seat: Seat, qtbot: QtBot) -> AtDesk:
    desk = seat("coordinator")
    desk.go(Address("found"))
    press(Qt.Key.Key_Return)
    return desk


def found_paper(seat: Seat, qtbot: QtBot) -> AtDesk:
    desk = seat("coordinator")
    desk.go(Address("found"))
    screen = shown(desk, FoundScreen, qtbot)
    type_text("House by the river")
    press(Qt.Key.Key_Tab)
    type_text("Coordinator 1")
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(screen.paper.isVisible)
    return desk


def found_back(seat: Seat, qtbot: QtBot) -> AtDesk:
    desk = found_paper(seat, qtbot)
    screen = shown(desk, FoundScreen, qtbot)
    for _ in range(3):
        screen.by_hand.click()
    type_text("acacia xylo a")
    return desk


def found_kit(seat: Seat, qtbot: QtBot) -> AtDesk:
    desk = seat("coordinator")
    an_organisation(desk)
    desk.go(Address("found"))
    qtbot.waitUntil(shown(desk, FoundScreen, qtbot).kit.isVisible)
    return desk


def colleagues(seat: Seat, qtbot: QtBot) -> AtDesk:
    desk, _ = a_team(seat)
    desk.go(Address("colleagues"))
    desk.see("colleagues-list")
    return desk


def colleague(seat: Seat, qtbot: QtBot) -> AtDesk:
    """With a laptop in use and one that was shut out."""
    coordinator, worker, lost = seat("coordinator"), seat("worker"), seat("lost")
    an_organisation(coordinator, SERVER)
    programme = NewSpace(kind=SpaceKind.PROGRAMME, title="Workshops 1")
    invite(coordinator.room.station, Invitee(name="Trainer 1", role=Role.TRAINER, opens=(programme,)))
    invited = an_invitation(coordinator)
    again = Invitee(name="Worker 1", role=Role.OUTREACH, worker=invited.worker)
    for desk, code in ((lost, invited.code), (worker, invite(coordinator.room.station, again).code)):
        begin(desk.room.station, code, name="Worker 1")
        asking, _ = take_request(coordinator.room.station, join_request(desk.room.station))
        let_in(coordinator.room.station, asking)
        coordinator.clock.pass_(days=1)
    revoke(coordinator.room.station, lost.room.station.identity().desk, wipe=True)
    coordinator.go(Address("colleague", invited.worker))
    coordinator.see("colleague-laptops", ListTable).choose(worker.room.station.identity().desk)
    coordinator.see("shut-out")
    return coordinator


def colleagues_refused(seat: Seat, qtbot: QtBot) -> AtDesk:
    desk = seat("worker")
    desk.go(Address("colleagues"))
    return desk


def invite_new(seat: Seat, qtbot: QtBot) -> AtDesk:
    desk, _ = a_team(seat)
    desk.go(Address("invite"))
    desk.see("space-title")
    return desk


def invited(seat: Seat, qtbot: QtBot) -> AtDesk:
    desk, invitation = a_team(seat)
    desk.go(Address("invited", invitation))
    desk.see("code-groups")
    return desk


def let_in_asks(seat: Seat, qtbot: QtBot) -> AtDesk:
    desk, invitation = a_team(seat)
    desk.go(Address("letIn", invitation))
    desk.see("let-in")
    return desk


def let_in_twice(seat: Seat, qtbot: QtBot) -> AtDesk:
    coordinator, worker, stranger = seat("coordinator"), seat("worker"), seat("stranger")
    an_organisation(coordinator, SERVER)
    invitation = an_invitation(coordinator)
    for desk in (worker, stranger):
        begin(desk.room.station, invitation.code, name="Worker 1")
    asking, _ = take_request(coordinator.room.station, join_request(worker.room.station))
    take_welcome(worker.room.station, let_in(coordinator.room.station, asking).raw)
    take_request(coordinator.room.station, join_request(stranger.room.station))
    coordinator.go(Address("letIn", invitation.code.invitation))
    coordinator.see("withdraw")
    return coordinator


def erase_case(seat: Seat, qtbot: QtBot) -> AtDesk:
    desk = seat("alone")
    desk.go(Address("eraseCase", a_case_with_papers(desk)))
    desk.see("erase")
    return desk


def erased(seat: Seat, qtbot: QtBot) -> AtDesk:
    desk = seat("alone")
    case = a_case_with_papers(desk)
    done = erase(desk.room.station, desk.desk, case, WhyErased.ASKED, "K7QM-3ZTP-4H")
    desk.go(Address("erased", done.erasure.number, done.code))
    desk.see("print")
    return desk


def a_case_with_papers(desk: AtDesk) -> RecordId:
    case = desk.saved("gbv_case", code="K7QM3ZTP4H", status="open")
    for number in range(2):
        desk.saved("gbv_incident", case)
        desk.saved("paper", case, paper_kind="referral", came_out="yes", paper_for=f"Clinic No {number}")
    return case


def server(seat: Seat, qtbot: QtBot) -> AtDesk:
    desk = seat("worker")
    desk.go(Address("server"))
    return desk


def server_for_all(seat: Seat, qtbot: QtBot) -> AtDesk:
    desk, _ = a_team(seat)
    say_rules(desk.room.station, SERVER, (Authority("Naryn authority").pin, Authority().pin))
    desk.go(Address("server"))
    desk.see("keep-for-all")
    desk.see("take-out")
    return desk


def sync_old_rules(seat: Seat, qtbot: QtBot) -> AtDesk:
    desk = join_inside(seat, qtbot)
    desk.clock.pass_(days=100)
    desk.go(Address("sync"))
    desk.see("sync-rules")
    return desk


def start_old_rules(seat: Seat, qtbot: QtBot) -> AtDesk:
    desk = join_inside(seat, qtbot)
    desk.clock.pass_(days=100)
    desk.go(Address("start"))
    desk.see("house-notice-go")
    return desk


def start_outside(seat: Seat, qtbot: QtBot) -> AtDesk:
    desk = seat("worker")
    desk.go(Address("start"))
    desk.see("house-notice-go")
    return desk


def start_asked(seat: Seat, qtbot: QtBot) -> AtDesk:
    desk, _ = a_team(seat)
    desk.go(Address("start"))
    desk.see("house-notice-go")
    return desk


def _shut_out(seat: Seat, *, wipe: bool) -> AtDesk:
    coordinator, worker = seat("coordinator"), seat("worker")
    an_organisation(coordinator)
    join(coordinator.room.station, worker.room.station)
    worker.saved("gbv_case")
    revoke(coordinator.room.station, worker.room.station.identity().desk, wipe=wipe)
    hear_all(worker.room.station, coordinator.room.station)
    return worker


def closing(seat: Seat, qtbot: QtBot) -> AtDesk:
    desk = _shut_out(seat, wipe=True)
    desk.go(Address("closing"))
    desk.see("closing-words")
    return desk


def sync_shut_out(seat: Seat, qtbot: QtBot) -> AtDesk:
    desk = _shut_out(seat, wipe=False)
    desk.go(Address("sync"))
    return desk


def start_shut_out(seat: Seat, qtbot: QtBot) -> AtDesk:
    desk = _shut_out(seat, wipe=False)
    desk.go(Address("start"))
    desk.see("house-notice-go")
    return desk


def start_left(seat: Seat, qtbot: QtBot) -> AtDesk:
    coordinator, worker = seat("coordinator"), seat("worker")
    an_organisation(coordinator)
    join(coordinator.room.station, worker.room.station)
    keep_draft(worker.desk, begin_form(worker.desk, FormId("gbv_follow_up"), worker.saved("gbv_case")))
    (space,) = {each.space for each in worker.desk.memberships() if each.opener}
    take_out(coordinator.room.station, worker.room.station.identity().worker, space)
    hear_all(worker.room.station, coordinator.room.station)
    worker.go(Address("start"))
    worker.see("house-notice-go")
    return worker


HOUSE: Final[dict[str, Open]] = {
    **RECOVERY,
    **SENDING,
    "join": join_typing,
    "join-waiting": join_waiting,
    "join-inside": join_inside,
    "found": found_plan,
    "found-paper": found_paper,
    "found-back": found_back,
    "found-kit": found_kit,
    "colleagues": colleagues,
    "colleague": colleague,
    "colleagues-refused": colleagues_refused,
    "invite": invite_new,
    "invited": invited,
    "let-in": let_in_asks,
    "let-in-twice": let_in_twice,
    "erase-case": erase_case,
    "erased": erased,
    "server": server,
    "server-for-all": server_for_all,
    "sync-old-rules": sync_old_rules,
    "start-old-rules": start_old_rules,
    "start-outside": start_outside,
    "start-asked": start_asked,
    "start-left": start_left,
    "start-shut-out": start_shut_out,
    "sync-shut-out": sync_shut_out,
    "closing": closing,
}
