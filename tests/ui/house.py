"""Desks of one organisation side by side in their windows, and the stick that is carried between them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit
from pytestqt.qtbot import QtBot

from fieldapp.domain.spaces import Role, SpaceKind
from sync.client.founding import found
from sync.client.incoming import Given, take_documents
from sync.client.inviting import Invited, Invitee, NewSpace, invite, let_in, read_request
from sync.client.joining import begin, join_request, take_invitation, take_welcome
from sync.client.staff import take_request
from sync.client.station import Station
from sync.protocol.keys import SigningKey
from sync.protocol.statements import read_statement
from tests.helpers.keys import press, type_text
from tests.ui.at_desk import AtDesk
from ui.screen import Address, Screen

S = TypeVar("S", bound=Screen)

#: Gives somebody a desk of her own in a window of its own.
Seat = Callable[[str], AtDesk]
#: Opens a window at a page, as full as it gets.
Open = Callable[[Seat, QtBot], AtDesk]
SERVER: Final = "https://sync.example.org"


def an_organisation(coordinator: AtDesk, address: str = "", root: SigningKey | None = None) -> None:
    """The coordinator has founded one, with this root key or one that is forgotten."""
    named = {"organisation": "House by the river", "name": "Coordinator 1"}
    root = root or SigningKey.fresh()
    coordinator.board.tell(found(coordinator.room.station, root, **named, address=address).happened)


def a_team(seat: Seat) -> tuple[AtDesk, str]:
    """A coordinator, a supervisor who was invited, a worker who asks; and the worker's invitation."""
    coordinator, worker = seat("coordinator"), seat("worker")
    an_organisation(coordinator, SERVER)
    over = invite(coordinator.room.station, Invitee(name="Supervisor 1", role=Role.SUPERVISOR))
    programme = NewSpace(kind=SpaceKind.PROGRAMME, title="Workshops 1", others=(over.worker,))
    invite(coordinator.room.station, Invitee(name="Trainer 1", role=Role.TRAINER, opens=(programme,)))
    invited = an_invitation(coordinator)
    begin(worker.room.station, invited.code, name="Worker 1")
    take_request(coordinator.room.station, join_request(worker.room.station))
    return coordinator, invited.code.invitation


def an_invitation(coordinator: AtDesk, name: str = "Worker 1") -> Invited:
    """Somebody who will open a caseload was invited."""
    caseload = NewSpace(kind=SpaceKind.CASELOAD, title="Naryn 2")
    invited = invite(coordinator.room.station, Invitee(name=name, role=Role.OUTREACH, opens=(caseload,)))
    coordinator.board.tell(invited.happened)
    return invited


def join(coordinator: Station, worker: Station, invited: Invited | None = None) -> None:
    """By files; a worker who opens a caseload, unless it is said who."""
    if invited is None:
        caseload = NewSpace(kind=SpaceKind.CASELOAD, title="Naryn 2")
        invited = invite(coordinator, Invitee(name="Worker 1", role=Role.OUTREACH, opens=(caseload,)))
    begin(worker, invited.code, name="Worker 1")
    take_invitation(worker, invited.paper.raw)
    take_welcome(worker, let_in(coordinator, read_request(coordinator, join_request(worker))).raw)


def hear_all(listener: Station, speaker: Station) -> None:
    """All that was said at one desk so far comes to another."""
    with speaker.store.read() as reader:
        said = [read_statement(each.body) for each in reader.sync.statements()]
        number = len(said)
    take_documents(listener, Given(said, (), number))


def shown(desk: AtDesk, kind: type[S], qtbot: QtBot) -> S:
    """The screen of this kind, as soon as it is open."""
    qtbot.waitUntil(lambda: isinstance(desk.window.screen_shown, kind))
    screen = desk.window.screen_shown
    assert isinstance(screen, kind)
    return screen


def sit_down(desk: AtDesk, address: Address, kind: type[S], qtbot: QtBot) -> S:
    """Open the window of this desk here, in front of all others."""
    desk.go(address)
    return shown(desk, kind, qtbot)


def answer_file(qtbot: QtBot, path: Path) -> None:
    """Type a path into the dialog that asks for a file."""
    qtbot.waitUntil(lambda: isinstance(QApplication.activeWindow(), QFileDialog))
    dialog = QApplication.activeWindow()
    assert isinstance(dialog, QFileDialog)
    line = dialog.findChild(QLineEdit, "fileNameEdit")
    assert line is not None
    line.setFocus()
    line.selectAll()
    type_text(str(path))
    press(Qt.Key.Key_Return)
