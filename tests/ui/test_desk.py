"""The open desk in its window: where a new one goes first, the courier beside it, and the end of both."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from fieldapp.vault.desks import new_desk_folder
from fieldapp.vault.keystore import create
from fieldapp.vault.pace import FLOOR
from sync.client.organisation.belonging import Stage, belonging
from sync.client.organisation.founding import server_kit
from sync.client.organisation.invitations import papers_to_post
from sync.client.organisation.inviting import set_address
from sync.client.organisation.joining import begin
from sync.client.organisation.staff import Presence, staff
from sync.client.talk.courier import Courier
from sync.protocol.codes import OneTimeCode
from tests.helpers.clock import StandingClock
from tests.helpers.keys import click, press, type_text
from tests.together.talking import PATIENCE, Server
from tests.ui.at_desk import AtDesk
from tests.ui.house import Seat, an_invitation, an_organisation, shown, sit_down
from tests.ui.printer import PaperTray
from ui.board import Board
from ui.desk import DeskOffice, open_office
from ui.entrance import Entered
from ui.jobs import Jobs
from ui.office import Parts
from ui.screen import Address
from ui.screens.first import FOUND, JOIN
from ui.screens.found import FoundScreen
from ui.screens.join import JoinScreen
from ui.screens.let_in import LetInScreen
from ui.screens.start import StartScreen
from ui.window import Window

START = Address("start")


Employ = Callable[[AtDesk], Courier]


@pytest.fixture
def employ(seat: Seat) -> Iterator[Employ]:
    """Gives a desk a courier as every open desk has one, at work until the test ends."""
    employed: list[Courier] = []

    def begin_work(desk: AtDesk) -> Courier:
        employed.append(Courier(desk.room.station, tell=desk.board.bring, patience=PATIENCE))
        desk.employ(employed[-1])
        desk.office.move_in(desk.window)
        return employed[-1]

    yield begin_work
    assert all(courier.stop() for courier in employed)


def presences(coordinator: AtDesk) -> set[Presence]:
    return {each.presence for each in staff(coordinator.room.station).colleagues}


def papers_wait(desk: AtDesk) -> bool:
    """Whether the server has still to be given an invitation, a request or a welcome."""
    with desk.desk.store.read() as reader:
        return bool(papers_to_post(reader))


@pytest.mark.parametrize(("way", "first"), [(JOIN, JoinScreen), (FOUND, FoundScreen), ("", StartScreen)])
def test_a_new_desk_goes_on_to_what_she_said_at_the_first_start(
    seat: Seat, way: str, first: type[StartScreen], qtbot: QtBot
) -> None:
    desk = seat("worker")
    desk.go(START)
    DeskOffice(desk.room, way=way).move_in(desk.window)

    shown(desk, first, qtbot)
    assert desk.window.way_back() == (START if way else None)


def test_in_practice_no_courier_begins_and_nobody_is_asked_for_a_code(seat: Seat, qtbot: QtBot) -> None:
    desk = seat("worker")
    an_organisation(desk, "http://127.0.0.1:9")
    room = replace(desk.room, desk=replace(desk.room.desk, practice=True))
    courier = Courier(room.station, tell=desk.board.bring)
    desk.go(START)
    office = DeskOffice(replace(room, courier=courier), way=JOIN)
    office.move_in(desk.window)
    qtbot.waitUntil(lambda: desk.window.bar.status.text() == "Practice: nothing is sent")

    assert courier.stop()
    assert courier.live.trouble is None
    assert isinstance(desk.window.screen_shown, StartScreen)


def test_screens_opened_after_the_code_was_typed_know_who_she_is(seat: Seat, qtbot: QtBot) -> None:
    coordinator, worker = seat("coordinator"), seat("worker")
    an_organisation(coordinator)
    invited = an_invitation(coordinator)
    begin(worker.room.station, invited.code, name="Worker 1")
    screen = sit_down(worker, START, StartScreen, qtbot)

    assert screen.room.desk.worker == invited.worker
    assert worker.room.desk.worker != invited.worker


@pytest.fixture
def silent() -> Iterator[int]:
    """Takes connections and never says a word; its port."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening.getsockname()[1]


def test_a_server_that_never_answers_keeps_nobody_from_locking(
    home: Path, clock: StandingClock, silent: int, qtbot: QtBot
) -> None:
    vault, _ = create(new_desk_folder(home), "Swallow", "river lamp seven quiet stone", FLOOR)
    jobs, board = Jobs(), Board()
    window, tray = Window(jobs), PaperTray()
    qtbot.addWidget(window)
    parts = Parts(home, clock, jobs, board, lambda _language: None, lambda: tray)
    office = open_office(Entered(vault, way=JOIN), parts)
    assert isinstance(office, DeskOffice)
    courier = office._room.courier
    assert courier is not None
    begin(office._room.station, OneTimeCode.fresh(), name="Worker 1", address=f"http://127.0.0.1:{silent}")
    window.serve(office.make)
    office.move_in(window)
    qtbot.waitUntil(lambda: courier.live.talking)
    window.empty()
    board.close()
    jobs.close()

    assert office.close()
    assert repr(vault) == "<Vault, closed>"


def test_a_desk_joins_by_its_server_while_its_window_is_open(
    seat: Seat, employ: Employ, tmp_path: Path, qtbot: QtBot
) -> None:
    coordinator, worker = seat("coordinator"), seat("worker")
    an_organisation(coordinator)
    with Server(server_kit(coordinator.room.station), tmp_path / "server") as server:
        coordinator.board.tell(set_address(coordinator.room.station, server.url))
        code = an_invitation(coordinator).code
        couriers = [employ(coordinator), employ(worker)]
        coordinator.go(START)
        qtbot.waitUntil(lambda: not papers_wait(coordinator))
        screen = sit_down(worker, Address("join"), JoinScreen, qtbot)
        qtbot.waitUntil(screen.code_part.name.hasFocus)
        type_text("Worker 1")
        press(Qt.Key.Key_Tab)
        type_text(code.text)
        screen.code_part.address.setFocus()
        type_text(server.url)
        press(Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: "House by the river" in screen.waiting.state.text() and not papers_wait(worker))
        couriers[0].nudge()
        qtbot.waitUntil(lambda: Presence.ASKS in presences(coordinator))
        page = sit_down(coordinator, Address("letIn", code.invitation), LetInScreen, qtbot)
        coordinator.see("let-in")
        click(page.let_in)
        coordinator.see("save-welcome")
        qtbot.waitUntil(lambda: not papers_wait(coordinator))
        couriers[1].nudge()
        qtbot.waitUntil(screen.inside.isVisible)

    assert belonging(worker.room.station).stage is Stage.IN
