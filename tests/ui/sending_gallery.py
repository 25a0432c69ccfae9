"""Every screen of sending and receiving and of what was put aside, at real desks, filled with something to see."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from fieldapp.domain.attachments import SealedId, to_text
from fieldapp.storage.sync_values import HeldChunk, Parked
from fieldapp.storage.values import Happened
from fieldapp.storage.write import Write
from fieldapp.work.attaching import take_in
from sync.client.compacting import wish
from sync.client.heads import Begun, note_begun
from sync.client.inviting import organisation_space
from sync.client.log import Event, note
from sync.client.talks import Agreed, Talks, remember_talks
from sync.protocol.names import StatementId
from tests.helpers.keys import press
from tests.ui.at_desk import AtDesk
from tests.ui.house import Open, Seat, a_team, an_organisation, join
from ui.screen import Address
from ui.status_line import StatusLine
from ui.widgets.table import ListTable


def sync_outside(seat: Seat, qtbot: QtBot) -> AtDesk:
    desk = seat("worker")
    desk.go(Address("sync"))
    return desk


def sync_full(seat: Seat, qtbot: QtBot) -> AtDesk:
    desk, _ = a_team(seat)
    photo = take_in(desk.desk, bytes(310_000), "photo.jpg")
    away = replace(photo, id=SealedId("ab" * 32))
    desk.saved("service", service_name="Clinic No 3", service_notes=to_text(photo), service_hours=to_text(away))
    fill_the_book(desk)
    desk.go(Address("sync"))
    desk.see("sync-spaces", ListTable).choose(organisation_space(desk.room.station))
    desk.see("pack")
    return desk


def sync_loading(seat: Seat, qtbot: QtBot) -> AtDesk:
    """A space is coming, and one that she keeps is to be put together."""
    desk, _ = a_team(seat)
    fill_the_book(desk)
    begin_to_load(desk)
    house = organisation_space(desk.room.station)
    desk.board.tell(wish(desk.room.station, house))
    desk.go(Address("sync"))
    desk.see("aside")
    return desk


def cases_loading(seat: Seat, qtbot: QtBot) -> AtDesk:
    coordinator, desk = seat("coordinator"), seat("worker")
    an_organisation(coordinator)
    join(coordinator.room.station, desk.room.station)
    desk.saved("gbv_case", code="K7QM3ZTP4H", status="open")
    begin_to_load(desk)
    desk.go(Address("cases"))
    desk.see("still-loading")
    return desk


def find_loading(seat: Seat, qtbot: QtBot) -> AtDesk:
    desk = cases_loading(seat, qtbot)
    StatusLine(desk.window, desk.room)
    press(Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    desk.see("find-loading")
    return desk


def begin_to_load(desk: AtDesk) -> None:
    """The first packet of a keeper's snapshot is here."""
    house = organisation_space(desk.room.station)

    def write_down(write: Write) -> Happened:
        note_begun(write, house, Begun(StatementId("ab" * 32), 1, 340))
        return write.sync_changed()

    desk.board.tell(desk.desk.store.write_now(write_down))


def aside(seat: Seat, qtbot: QtBot) -> AtDesk:
    desk, _ = a_team(seat)
    fill_the_book(desk)
    desk.go(Address("aside"))
    desk.see("save-aside")
    return desk


def aside_told(seat: Seat, qtbot: QtBot) -> AtDesk:
    desk, _ = a_team(seat)
    fill_the_book(desk)
    desk.go(Address("start"))
    desk.see("aside-notice-go")
    return desk


def fill_the_book(desk: AtDesk) -> None:
    """What talks with a server leave behind: receipts, what waits for a key, what was put aside, the log."""
    house, now = organisation_space(desk.room.station), desk.clock.now()

    def write_down(write: Write) -> None:
        for reason in ("too_big", "forged"):
            write.sync.park(Parked(0, house, str(write.recall("sync desk")), reason, now, reason.encode()))
        for number in range(27):
            write.sync.hold(HeldChunk(house, number + 5, "ab" * 32, str(write.recall("sync desk")), b"sealed"))
        note(write, now, Event.RECEIVED, {"number": 12})
        note(write, now, Event.SENT, {"number": 9})
        remember_talks(write, Talks(all_sent=now, receipt=now, agreed={house: Agreed(9, now)}))

    desk.desk.store.write_now(write_down)


SENDING: Final[dict[str, Open]] = {
    "sync": sync_full,
    "sync-loading": sync_loading,
    "cases-loading": cases_loading,
    "find-loading": find_loading,
    "sync-outside": sync_outside,
    "aside": aside,
    "aside-told": aside_told,
}
