"""A desk joins its organisation through the windows: by code, by stick, now or later, all by keyboard."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from fieldapp.domain.ids import NO_SPACE
from sync.client import files
from sync.client.organisation.belonging import Stage, belonging
from sync.client.organisation.joining import joining
from tests.helpers.keys import click, press, type_text
from tests.ui.at_desk import AtDesk
from tests.ui.house import Seat, an_invitation, an_organisation, answer_file, shown, sit_down
from ui.screen import Address
from ui.screens.colleagues import ColleaguesScreen
from ui.screens.join import JoinScreen
from ui.screens.let_in import LetInScreen
from ui.screens.start import StartScreen
from ui.widgets.groups import GroupsShown

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

JOIN = Address("join")


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "Флешка"
    folder.mkdir()
    return folder


def at_the_code(desk: AtDesk, qtbot: QtBot) -> JoinScreen:
    """The page of joining, where the keyboard is in the first field."""
    screen = sit_down(desk, JOIN, JoinScreen, qtbot)
    qtbot.waitUntil(screen.code_part.name.hasFocus)
    return screen


def type_code(screen: JoinScreen, code: str, name: str = "Worker 1") -> None:
    """Her name, Tab, the code as it stands on paper, Enter."""
    type_text(name)
    press(Qt.Key.Key_Tab)
    type_text(code)
    press(Qt.Key.Key_Return)


def test_two_desks_come_together_by_a_stick(seat: Seat, stick: Path, qtbot: QtBot) -> None:
    coordinator, worker = seat("coordinator"), seat("worker")
    an_organisation(coordinator)
    code = an_invitation(coordinator).code.text

    screen = at_the_code(worker, qtbot)
    type_code(screen, code.lower())
    worker.see("fingerprint", GroupsShown)
    mark = screen.waiting.mark.text()
    click(screen.save_request)
    answer_file(qtbot, stick / "request")
    worker.says("saved")

    people = sit_down(coordinator, Address("colleagues"), ColleaguesScreen, qtbot)
    qtbot.waitUntil(people.list.table.hasFocus)
    click(people.read_request)
    answer_file(qtbot, stick / "request.paper")
    asked = shown(coordinator, LetInScreen, qtbot)
    coordinator.see("let-in")
    assert asked.mark.text() == mark
    click(asked.let_in)
    coordinator.see("save-welcome")
    click(asked.save_file)
    answer_file(qtbot, stick / "welcome")
    coordinator.says("saved")

    screen = sit_down(worker, JOIN, JoinScreen, qtbot)
    worker.see("read-file")
    click(screen.read_file)
    answer_file(qtbot, stick / "welcome.paper")
    qtbot.waitUntil(screen.inside.isVisible)

    assert "House by the river" in screen.inside.state.text()
    assert belonging(worker.room.station).stage is Stage.IN
    assert sorted(each.kind.value for each in worker.desk.memberships()) == ["caseload", "organisation"]


def test_a_slip_in_the_code_is_found_in_its_group_while_she_types(seat: Seat, qtbot: QtBot) -> None:
    coordinator, worker = seat("coordinator"), seat("worker")
    an_organisation(coordinator)
    groups = an_invitation(coordinator).code.text.split("-")
    slip = groups[2][:4] + ("2" if groups[2][4] != "2" else "3")

    screen = at_the_code(worker, qtbot)
    screen.code_part.code.setFocus()
    type_text("".join([*groups[:2], slip]))
    wrong = screen.code_part.code_field.wrong.label.text()
    type_text("".join(groups[2:]))

    assert wrong == "Group 3 is not as on the paper. Look at it again."
    assert screen.code_part.code.text() == "-".join(groups)
    assert screen.code_part.code_field.wrong.isHidden()


def test_a_code_that_is_not_whole_is_not_sent(seat: Seat, qtbot: QtBot) -> None:
    coordinator, worker = seat("coordinator"), seat("worker")
    an_organisation(coordinator)
    groups = an_invitation(coordinator).code.text.split("-")

    screen = at_the_code(worker, qtbot)
    type_code(screen, "".join(groups[:6]))

    assert screen.code_part.code_field.wrong.label.text() == "Group 7 is missing."
    assert belonging(worker.room.station).stage is Stage.ALONE


def test_a_name_and_a_real_address_are_asked_for_beside_their_fields(seat: Seat, qtbot: QtBot) -> None:
    coordinator, worker = seat("coordinator"), seat("worker")
    an_organisation(coordinator)
    code = an_invitation(coordinator).code.text

    screen = at_the_code(worker, qtbot)
    type_code(screen, code, name=" ")
    qtbot.waitUntil(screen.code_part.name_field.wrong.isVisible)
    type_text("Worker 1")
    screen.code_part.address.setFocus()
    type_text("no address")
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(screen.code_part.address_field.wrong.isVisible)

    assert "https://" in screen.code_part.address_field.wrong.label.text()
    assert belonging(worker.room.station).stage is Stage.ALONE


def test_she_may_join_later_and_record_at_once(seat: Seat, qtbot: QtBot) -> None:
    worker = seat("worker")
    worker.go(Address("start"))
    shown(worker, StartScreen, qtbot)
    worker.window.open(JOIN)
    screen = shown(worker, JoinScreen, qtbot)
    worker.see("later")
    click(screen.later)
    shown(worker, StartScreen, qtbot)
    case = worker.saved("gbv_case", code="K7QM3ZTP4H")

    with worker.desk.store.read() as reader:
        stored = reader.record(case)
    assert stored is not None
    assert stored.space == NO_SPACE


def test_a_file_that_is_none_of_ours_changes_nothing(seat: Seat, stick: Path, qtbot: QtBot) -> None:
    coordinator, worker = seat("coordinator"), seat("worker")
    an_organisation(coordinator)
    screen = at_the_code(worker, qtbot)
    type_code(screen, an_invitation(coordinator).code.text)
    worker.see("read-file")
    files.save(stick / "photo.paper", b"\xff\xd8\xff")
    click(screen.read_file)
    answer_file(qtbot, stick / "photo.paper")
    worker.says("none of this program's")

    assert belonging(worker.room.station).stage is Stage.ASKS
    assert screen.waiting.isVisible()


def test_the_invitation_from_a_file_tells_whose_it_is(seat: Seat, stick: Path, qtbot: QtBot) -> None:
    coordinator, worker = seat("coordinator"), seat("worker")
    an_organisation(coordinator, "https://sync.example.org")
    invited = an_invitation(coordinator)
    screen = at_the_code(worker, qtbot)
    type_code(screen, invited.code.text)
    worker.see("read-file")
    files.save(stick / "invitation.paper", invited.paper.raw)
    click(screen.read_file)
    answer_file(qtbot, stick / "invitation.paper")
    qtbot.waitUntil(lambda: "House by the river" in screen.waiting.state.text())

    assert "https://sync.example.org" in screen.waiting.how.text()


def test_another_code_takes_the_place_of_the_first(seat: Seat, qtbot: QtBot) -> None:
    coordinator, worker = seat("coordinator"), seat("worker")
    an_organisation(coordinator)
    first, second = an_invitation(coordinator), an_invitation(coordinator, "Worker 2")
    screen = at_the_code(worker, qtbot)
    type_code(screen, first.code.text)
    worker.see("other-code")
    click(screen.other_code)
    screen.code_part.code.setFocus()
    type_text(second.code.text)
    press(Qt.Key.Key_Return)
    worker.see("read-file")

    with worker.desk.store.read() as reader:
        asked = joining(reader)
    assert asked is not None
    assert asked.invitation == second.code.invitation
