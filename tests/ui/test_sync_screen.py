"""Sending and receiving as it is shown: on the bar, on its page, and what the page can do."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from fieldapp.domain.clock import Moment
from fieldapp.domain.ids import SpaceId
from fieldapp.words import Language
from sync.client.attachments import NO_FILES, FilesWaiting
from sync.client.courier import Courier
from sync.client.errors import ServerDown
from sync.client.inviting import set_address
from sync.client.key_waits import KeyWait
from sync.client.log import Event
from sync.client.status import Glance, Live, LogLine, Status
from tests.helpers.clock import BEGINNING
from tests.helpers.keys import click, press, type_text
from tests.ui.at_desk import AtDesk
from tests.ui.house import Seat, an_organisation, shown, sit_down
from tests.ui.sending_gallery import fill_the_book
from ui.screen import Address
from ui.screens import sync_words
from ui.screens.aside import AsideScreen
from ui.screens.join import JoinScreen
from ui.screens.server import ServerScreen
from ui.screens.sync import SyncScreen
from ui.sending import in_short
from ui.status_line import StatusLine
from ui.tongue import Tongue

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

SYNC = Address("sync")
TODAY: date = BEGINNING.day
QUIET = Live()
ADDRESS = "https://sync.example.org"


def a_glance(
    *,
    joined: bool = True,
    practice: bool = False,
    not_sent: int = 0,
    all_sent: Moment | None = None,
    live: Live = QUIET,
    files: FilesWaiting = NO_FILES,
) -> Glance:
    return Glance(
        joined=joined,
        practice=practice,
        address=ADDRESS,
        not_sent=not_sent,
        all_sent=all_sent,
        live=live,
        files=files,
    )


def a_status(glance: Glance, *, asks: bool = False, organisation: str = "") -> Status:
    return Status(
        glance=glance,
        organisation=organisation,
        asks=asks,
        last_receipt=None,
        spaces=(),
        keys=(),
        aside=(),
        asking=(),
        log=(),
    )


@pytest.mark.parametrize(
    ("glance", "words"),
    [
        (a_glance(joined=False), "Not joined yet"),
        (a_glance(practice=True), "Practice: nothing is sent"),
        (a_glance(), "Nothing to send yet"),
        (a_glance(not_sent=3), "3 not sent"),
        (a_glance(not_sent=3, all_sent=BEGINNING), "3 not sent · last today 14:02"),
        (a_glance(all_sent=BEGINNING), "Sent today 14:02"),
        (a_glance(all_sent=BEGINNING, files=FilesWaiting(to_send=1)), "1 file not sent · last today 14:02"),
        (a_glance(not_sent=3, files=FilesWaiting(to_send=1)), "3 not sent"),
        (a_glance(all_sent=BEGINNING, live=Live(trouble=ServerDown().sentence)), "No connection · sent today 14:02"),
        (a_glance(live=Live(trouble=ServerDown().sentence)), "No connection yet"),
        (a_glance(not_sent=40, live=Live(talking=True, sent=2, of=40)), "Sending 3 of 40"),
        (a_glance(all_sent=BEGINNING, live=Live(talking=True)), "Sent today 14:02"),
    ],
)
def test_the_bar_says_in_words_and_time_how_sending_stands(glance: Glance, words: str) -> None:
    assert in_short(glance, TODAY) == words


def test_the_page_says_how_far_a_talk_is_and_how_long_it_takes() -> None:
    seen = a_status(a_glance(live=Live(talking=True, sent=2, of=40, seconds_left=6, connected=BEGINNING)))

    assert sync_words.state(seen, TODAY) == "Connected since today 14:02."
    assert sync_words.progress(seen, TODAY) == "Sending 3 of 40, about 6 s."


def test_the_page_says_when_the_server_was_asked_last() -> None:
    seen = a_status(a_glance(live=Live(connected=BEGINNING, checked=BEGINNING)))

    assert sync_words.state(seen, TODAY) == "Connected since today 14:02, looked last at 14:02."


def test_the_page_says_why_nothing_goes_and_when_it_is_tried_again() -> None:
    trouble = ServerDown().sentence
    seen = a_status(a_glance(not_sent=3, live=Live(trouble=trouble, next_try=BEGINNING)))

    assert "cannot be reached" in sync_words.state(seen, TODAY)
    assert "safe on this laptop" in sync_words.state(seen, TODAY)
    assert sync_words.progress(seen, TODAY).startswith("The next try is at 14:02:")


def test_a_desk_outside_an_organisation_says_so_and_leads_to_joining(seat: Seat, qtbot: QtBot) -> None:
    desk = seat("worker")
    screen = sit_down(desk, SYNC, SyncScreen, qtbot)
    qtbot.waitUntil(screen.join.hasFocus)
    assert "belongs to no organisation yet" in screen.state.text()
    press(Qt.Key.Key_Return)

    shown(desk, JoinScreen, qtbot)


def test_without_an_address_the_page_says_so_and_takes_one(seat: Seat, qtbot: QtBot) -> None:
    desk = seat("coordinator")
    an_organisation(desk)
    screen = sit_down(desk, SYNC, SyncScreen, qtbot)
    qtbot.waitUntil(lambda: "No address of a server" in screen.state.text())
    assert not screen.send.isEnabled()
    click(screen.server)
    page = shown(desk, ServerScreen, qtbot)
    qtbot.waitUntil(page.line.hasFocus)
    type_text("no address")
    qtbot.waitUntil(page.authorities.isVisible)
    click(page.keep_button)
    qtbot.waitUntil(page.field.wrong.isVisible)
    page.line.selectAll()
    type_text("sync.example.org")
    click(page.keep_button)
    desk.says("The address is kept")

    assert desk.room.station.identity().address == ADDRESS


def test_the_page_tells_what_waits_and_for_whom(seat: Seat, qtbot: QtBot) -> None:
    desk = seat("coordinator")
    an_organisation(desk, ADDRESS)
    desk.saved("service", service_name="Clinic No 3")
    fill_the_book(desk)
    screen = sit_down(desk, SYNC, SyncScreen, qtbot)
    desk.see("aside")

    assert screen.heading.state.text() == "House by the river"
    assert screen.keys.text().startswith(
        "Waits for a key: 27 packets of “House by the river”. A colleague's desk gives"
    )
    assert "3 records are not sent yet" in screen.progress.text()
    assert [screen.log.index(row, 1).data() for row in (0, 1)] == ["9 records sent", "12 records received"]
    assert screen.spaces.index(0, 2).data() == "today 14:02"


def test_everybody_who_could_give_a_key_is_named() -> None:
    house = SpaceId("ab" * 16)
    said = [
        sync_words.key_wait(KeyWait(space=house, title="Naryn 2", chunks=2, givers=givers))
        for givers in (("Worker 1",), ("Supervisor 1", "Worker 1"))
    ]

    assert said == [
        "Waits for a key: 2 packets of “Naryn 2”, from Worker 1.",
        "Waits for a key: 2 packets of “Naryn 2”, from any of these: Supervisor 1, Worker 1.",
    ]


def test_the_log_says_who_came_who_left_and_which_space_it_was() -> None:
    lines = [
        sync_words.line(LogLine(at=BEGINNING, event=event, name="Worker 1", title="Naryn 2"))
        for event in (Event.LET_INTO, Event.TAKEN_OUT, Event.SHUT_OUT, Event.LEFT, Event.WIPED, Event.REMOVED)
    ]

    assert lines == [
        "Worker 1 was let into “Naryn 2”",
        "Worker 1 was taken out of “Naryn 2”",
        "a laptop of Worker 1 was shut out",
        "Worker 1 has left the organisation",
        "a laptop of Worker 1 has deleted everything on it",
        "removed from this laptop, because you do not belong to it any more: Naryn 2",
    ]


def test_the_page_leads_to_what_was_put_aside(seat: Seat, qtbot: QtBot) -> None:
    desk = seat("coordinator")
    an_organisation(desk, ADDRESS)
    fill_the_book(desk)
    sit_down(desk, SYNC, SyncScreen, qtbot)

    button = desk.see("aside", QAbstractButton)
    assert button.text() == "Put aside: 2"
    click(button)

    screen = shown(desk, AsideScreen, qtbot)
    qtbot.waitUntil(lambda: screen.model.rowCount() == 2)


class Heard:
    """A bell that nobody waits for: how often it rang."""

    def __init__(self) -> None:
        self.rings = 0

    def ring(self) -> None:
        self.rings += 1

    def wait(self, _seconds: float) -> bool:
        return True

    def now(self) -> float:
        return 0.0


@pytest.fixture
def bell() -> Heard:
    return Heard()


@pytest.fixture
def desk(seat: Seat, bell: Heard) -> AtDesk:
    """A coordinator's desk with a courier that has not begun."""
    made = seat("coordinator")
    an_organisation(made, ADDRESS)
    made.employ(Courier(made.room.station, tell=made.board.bring, bell=bell))
    return made


def test_the_bar_follows_what_is_saved_and_the_courier_is_woken(desk: AtDesk, bell: Heard, qtbot: QtBot) -> None:
    line = StatusLine(desk.window, desk.room)
    desk.go(Address("start"))
    qtbot.waitUntil(lambda: desk.window.bar.status.text() == "2 not sent")
    desk.board.tell(set_address(desk.room.station, ADDRESS))
    desk.saved("service", service_name="Clinic No 3")
    line.refresh()
    qtbot.waitUntil(lambda: desk.window.bar.status.text() == "3 not sent")

    assert bell.rings == 1


def test_what_came_from_the_server_does_not_wake_the_courier_again(desk: AtDesk, bell: Heard, qtbot: QtBot) -> None:
    StatusLine(desk.window, desk.room)
    with qtbot.waitSignal(desk.board.happened):
        desk.board.bring(set_address(desk.room.station, ADDRESS))

    assert bell.rings == 0


def test_send_now_wakes_the_courier(desk: AtDesk, bell: Heard, qtbot: QtBot) -> None:
    screen = sit_down(desk, SYNC, SyncScreen, qtbot)
    qtbot.waitUntil(screen.send.hasFocus)
    press(Qt.Key.Key_Return)

    assert bell.rings == 1


def test_the_bar_speaks_the_language_that_was_chosen(desk: AtDesk, tongue: Tongue, qtbot: QtBot) -> None:
    StatusLine(desk.window, desk.room)
    desk.go(Address("start"))
    qtbot.waitUntil(lambda: "not sent" in desk.window.bar.status.text())
    tongue.switch(Language("ru"))

    qtbot.waitUntil(lambda: desk.window.bar.status.text() == "не отправлено 2")


def test_the_status_on_the_bar_leads_to_the_page(desk: AtDesk, qtbot: QtBot) -> None:
    StatusLine(desk.window, desk.room)
    desk.go(Address("start"))
    qtbot.waitUntil(desk.window.bar.status.isVisible)
    click(desk.window.bar.status)

    shown(desk, SyncScreen, qtbot)


def test_the_page_says_which_files_are_only_here_and_which_have_not_come() -> None:
    seen = a_status(a_glance(all_sent=BEGINNING, files=FilesWaiting(to_send=2, size=3_100_000, to_come=1)))

    assert sync_words.files(seen).splitlines() == [
        "2 attached files are only on this laptop yet; they go after the records (3.1 MB).",
        "1 attached file of a colleague has not come yet.",
    ]
    assert sync_words.files(a_status(a_glance())) == ""
