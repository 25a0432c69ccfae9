"""An officer answers a colleague who forgot her passphrase: first whose desk it is, then whether it is really her."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from sync.client.believing import trust_of
from sync.client.log import Event
from sync.client.recovery.answering import answer, heard
from sync.client.talk.status import status
from sync.protocol.keys import OpeningKey
from sync.protocol.resets import ResetRequest, hear_answer
from sync.protocol.said import Reset
from tests.helpers.keys import CTRL, click, press, type_text
from tests.ui.at_desk import AtDesk
from tests.ui.helping import carry
from tests.ui.house import answer_file, shown, sit_down
from ui.screen import Address
from ui.screens.reset import ResetScreen
from ui.screens.sync import SyncScreen

ONE_TIME = OpeningKey.fresh()


def request_of(worker: AtDesk) -> ResetRequest:
    return ResetRequest(worker.room.vault.identity, ONE_TIME.seal_key)


def resets(desk: AtDesk) -> list[object]:
    with desk.desk.store.read() as reader:
        return [each.said for each in trust_of(reader).statements.values() if isinstance(each.said, Reset)]


def test_she_types_what_is_read_to_her_makes_sure_and_reads_out_the_answer(
    officer: AtDesk, worker: AtDesk, qtbot: QtBot
) -> None:
    screen = sit_down(officer, Address("reset"), ResetScreen, qtbot)
    type_text("".join(request_of(worker).groups).lower())
    press(Qt.Key.Key_Return)
    officer.see("sure")
    asked = screen.whose.text()
    focused = screen.not_her.hasFocus()
    press(Qt.Key.Key_Return, CTRL)
    officer.see("answer")

    answer = hear_answer(screen.answer.text(), request_of(worker))
    assert "laptop of" in asked
    assert focused
    assert answer.open(ONE_TIME) == worker.room.vault.user_key
    assert resets(officer) == [Reset(desk=worker.room.station.identity().desk)]


def test_if_she_is_not_sure_nothing_is_said(officer: AtDesk, worker: AtDesk, qtbot: QtBot) -> None:
    officer.go(Address("colleagues"))
    officer.window.open(Address("reset"))
    shown(officer, ResetScreen, qtbot)
    type_text("".join(request_of(worker).groups))
    press(Qt.Key.Key_Return)
    click(officer.see("not-sure"))
    officer.gone("not-sure")

    assert resets(officer) == []


def test_a_group_that_was_misheard_is_named_and_a_strange_desk_refused(
    officer: AtDesk, worker: AtDesk, qtbot: QtBot
) -> None:
    screen = sit_down(officer, Address("reset"), ResetScreen, qtbot)
    stranger = ResetRequest("ab" * 16, ONE_TIME.seal_key)
    type_text("".join(stranger.groups)[:12])
    press(Qt.Key.Key_Return)
    missing = screen.field.wrong.label.text()
    type_text("".join(stranger.groups)[12:])
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "no desk that you can help" in screen.field.wrong.label.text())

    assert missing == "Group 3 is missing."
    assert screen.look.isVisible()


def test_from_the_page_of_one_colleague_no_other_desk_is_answered(
    officer: AtDesk, worker: AtDesk, qtbot: QtBot
) -> None:
    screen = sit_down(officer, Address("reset", officer.desk.worker), ResetScreen, qtbot)
    type_text("".join(request_of(worker).groups))
    press(Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: "no desk that you can help" in screen.field.wrong.label.text())


def test_request_and_answer_go_by_files(officer: AtDesk, worker: AtDesk, tmp_path: Path, qtbot: QtBot) -> None:
    (tmp_path / "request.paper").write_bytes(request_of(worker).raw)
    screen = sit_down(officer, Address("reset"), ResetScreen, qtbot)
    click(screen.read)
    answer_file(qtbot, tmp_path / "request.paper")
    click(officer.see("sure"))
    click(officer.see("save-answer"))
    answer_file(qtbot, tmp_path / "answer.paper")
    officer.says("opens her laptop alone")

    assert (tmp_path / "answer.paper").read_bytes().startswith(b"FAP1")


def test_who_is_no_officer_is_told_so(worker: AtDesk, qtbot: QtBot) -> None:
    screen = sit_down(worker, Address("reset"), ResetScreen, qtbot)
    qtbot.waitUntil(screen.refused.isVisible)

    assert "Only a recovery officer" in screen.refused.label.text()
    assert not screen.look.isVisible()


def test_the_worker_reads_on_her_start_page_who_helped_her_until_she_has_read_it(
    officer: AtDesk, worker: AtDesk, qtbot: QtBot
) -> None:
    screen = sit_down(officer, Address("reset"), ResetScreen, qtbot)
    type_text("".join(request_of(worker).groups))
    press(Qt.Key.Key_Return)
    click(officer.see("sure"))
    officer.see("answer")
    screen.window().hide()
    worker.go(Address("start"))
    worker.gone("help-notice")
    carry(officer, worker)
    notice = worker.see("help-notice")
    click(worker.see("help-notice-read"))
    worker.gone("help-notice")
    worker.go(Address("start"))
    worker.settle()

    assert notice is not None
    worker.gone("help-notice")


def test_both_logs_say_in_full_who_helped_whom(officer: AtDesk, worker: AtDesk, qtbot: QtBot) -> None:
    answer(officer.room.station, heard(officer.room.station, "".join(request_of(worker).groups)))
    carry(officer, worker)

    said = "Coordinator 1 answered a request of Worker 1 for a new passphrase"
    page = sit_down(officer, Address("sync"), SyncScreen, qtbot)
    qtbot.waitUntil(lambda: page.line.text() == said)
    assert Event.RESET in [each.event for each in status(worker.room.station).log]
