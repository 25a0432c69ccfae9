"""Every screen of the organisation's key, a forgotten passphrase and a lost laptop, at real desks."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from sync.client.recovery_answering import answer, heard
from sync.client.recovery_lost import replace_laptop
from sync.client.shares import draw_papers
from sync.protocol.keys import OpeningKey
from sync.protocol.resets import ResetRequest
from tests.helpers.keys import CTRL, press, type_text
from tests.ui.at_desk import AtDesk
from tests.ui.helping import an_officer_and_a_worker, carry
from tests.ui.house import SERVER, Open, Seat, an_organisation, join, shown
from ui.screen import Address
from ui.screens.key import KeyScreen
from ui.screens.reset import ResetScreen


def key_papers(seat: Seat, qtbot: QtBot) -> AtDesk:
    coordinator, worker = seat("coordinator"), seat("worker")
    an_organisation(coordinator, SERVER)
    join(coordinator.room.station, worker.room.station)
    worker.go(Address("key"))
    worker.see("offer")
    return worker


def key_groups(seat: Seat, qtbot: QtBot) -> AtDesk:
    desk = key_papers(seat, qtbot)
    shown(desk, KeyScreen, qtbot).paper.other.click()
    return desk


def key_refused(seat: Seat, qtbot: QtBot) -> AtDesk:
    desk = seat("worker")
    desk.go(Address("key"))
    return desk


def key_open(seat: Seat, qtbot: QtBot) -> AtDesk:
    coordinator, worker = seat("coordinator"), seat("worker")
    papers = draw_papers()
    an_organisation(coordinator, SERVER, papers.bring_back(*papers.shares[:2]))
    join(coordinator.room.station, worker.room.station)
    coordinator.go(Address("key"))
    coordinator.see("paper")
    for share in papers.shares[1:]:
        type_text(share.square)
        press(Qt.Key.Key_Return)
    coordinator.see("seats")
    return coordinator


def reset_asked(seat: Seat, qtbot: QtBot) -> AtDesk:
    desk = seat("coordinator")
    an_organisation(desk)
    desk.go(Address("reset"))
    desk.see("look")
    return desk


def reset_sure(seat: Seat, qtbot: QtBot) -> AtDesk:
    coordinator, worker = seat("coordinator"), seat("worker")
    an_officer_and_a_worker(coordinator, worker)
    request = ResetRequest(worker.room.vault.identity, OpeningKey.fresh().seal_key)
    coordinator.go(Address("reset"))
    shown(coordinator, ResetScreen, qtbot)._on_wanted(heard(coordinator.room.station, "".join(request.groups)))
    coordinator.see("sure")
    return coordinator


def reset_given(seat: Seat, qtbot: QtBot) -> AtDesk:
    desk = reset_sure(seat, qtbot)
    press(Qt.Key.Key_Return, CTRL)
    desk.see("answer")
    return desk


def lost(seat: Seat, qtbot: QtBot) -> AtDesk:
    coordinator, worker = seat("coordinator"), seat("worker")
    an_officer_and_a_worker(coordinator, worker)
    coordinator.go(Address("lostLaptop", worker.room.station.identity().desk))
    coordinator.see("shut-out")
    return coordinator


def start_reset(seat: Seat, qtbot: QtBot) -> AtDesk:
    coordinator, worker = seat("coordinator"), seat("worker")
    an_officer_and_a_worker(coordinator, worker)
    request = ResetRequest(worker.room.vault.identity, OpeningKey.fresh().seal_key)
    answer(coordinator.room.station, heard(coordinator.room.station, "".join(request.groups)))
    carry(coordinator, worker)
    worker.go(Address("start"))
    worker.see("help-notice-read")
    return worker


def start_brought_back(seat: Seat, qtbot: QtBot) -> AtDesk:
    coordinator, worker, new = seat("coordinator"), seat("worker"), seat("new")
    an_officer_and_a_worker(coordinator, worker)
    invited = replace_laptop(coordinator.room.station, worker.room.station.identity().desk)
    join(coordinator.room.station, new.room.station, invited)
    new.go(Address("start"))
    new.see("help-notice-read")
    return new


RECOVERY: Final[dict[str, Open]] = {
    "key": key_papers,
    "key-groups": key_groups,
    "key-refused": key_refused,
    "key-open": key_open,
    "reset": reset_asked,
    "reset-sure": reset_sure,
    "reset-given": reset_given,
    "lost-laptop": lost,
    "start-reset": start_reset,
    "start-brought-back": start_brought_back,
}
