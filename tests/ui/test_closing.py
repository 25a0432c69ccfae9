"""A desk whose organisation closed it: what its worker sees, from the last connection to the next start."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from fieldapp.domain.ids import DeskId
from fieldapp.vault.desks import new_desk_folder
from fieldapp.vault.keystore import create
from fieldapp.vault.pace import FLOOR
from fieldapp.vault.unlocked import Vault
from fieldapp.work.opening import open_desk
from sync.client.believing import trust_of
from sync.client.facts import remember_address
from sync.client.organisation.founding import Founded
from sync.client.organisation.members import revoke, take_out
from sync.client.organisation.shut_out import shut_out_of
from sync.client.station import Station
from sync.client.talk.exchange import Exchange
from tests.fieldapp.work.conftest import a_case
from tests.helpers.clock import StandingClock
from tests.helpers.keys import click, press, type_text
from tests.sync.client.making import Person, found_by
from tests.together.talking import PATIENCE, Server, Talker
from tests.ui.at_desk import AtDesk
from tests.ui.house import Seat, an_organisation, hear_all, join, shown, sit_down
from ui.again import Start
from ui.main import open_desk as open_office
from ui.program import Program
from ui.screen import Address
from ui.screens.closing import ClosingScreen
from ui.screens.first import FirstScreen
from ui.screens.start import StartScreen
from ui.screens.sync import SyncScreen
from ui.widgets.banner import Banner

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

PASSPHRASE = "river lamp seven quiet stone"
Open = Callable[[], Program]


@pytest.fixture
def coordinator(home: Path) -> Iterator[Person]:
    person = Person("coordinator", home.parent / "coordinator")
    yield person
    person.close()


@pytest.fixture
def founded(coordinator: Person) -> Founded:
    return found_by(coordinator)


@pytest.fixture
def server(founded: Founded, tmp_path: Path) -> Iterator[Server]:
    (tmp_path / "server").mkdir()
    with Server(founded.kit, tmp_path / "server") as running:
        yield running


@pytest.fixture
def locked(home: Path, coordinator: Person, founded: Founded, server: Server, clock: StandingClock) -> Vault:
    """Of a worker with a case that she has not sent; her desk is locked."""
    vault, _ = create(new_desk_folder(home), "Swallow", PASSPHRASE, FLOOR)
    desk = open_desk(vault, clock, create=True)
    station = Station.of(desk, vault)
    join(coordinator.station, station)
    a_case(desk.now())
    desk.store.write_now(lambda write: remember_address(write, server.url))
    desk.store.close()
    return vault


@pytest.fixture
def fresh() -> list[Start]:
    return []


@pytest.fixture
def opened(
    home: Path, locked: Vault, fresh: list[Start], clock: StandingClock, qapp: QApplication, qtbot: QtBot
) -> Iterator[Open]:
    """Starts the program."""
    begun: list[Program] = []

    def begin() -> Program:
        made = Program(qapp, Start(home=home, language="en"), clock, open_office, fresh=fresh.append, pace=FLOOR)
        begun.append(made)
        qtbot.addWidget(made.window)
        made.open()
        qtbot.waitUntil(made.window.isActiveWindow)
        return made

    yield begin
    for program in begun:
        program.end()


def other_desk(coordinator: Person) -> DeskId:
    """The only one that she let in."""
    with coordinator.store.read() as reader:
        (desk,) = set(trust_of(reader).desks) - {coordinator.station.identity().desk}
    return desk


def close_the_other(talker: Talker, coordinator: Person) -> None:
    """It is shut out, and shall delete what it holds; the server knows."""
    talker.talk()
    revoke(coordinator.station, other_desk(coordinator), wipe=True)
    talker.talk()


def a_coordinator_and_a_worker(seat: Seat) -> tuple[AtDesk, AtDesk]:
    coordinator, worker = seat("coordinator"), seat("worker")
    an_organisation(coordinator)
    join(coordinator.room.station, worker.room.station)
    return coordinator, worker


def seen(window: QWidget, name: str) -> list[QWidget]:
    return [each for each in window.findChildren(QWidget, name) if each.isVisible()]


def test_at_its_next_contact_a_closed_desk_sends_is_destroyed_and_the_next_start_says_by_whom(
    opened: Open,
    locked: Vault,
    coordinator: Person,
    server: Server,
    fresh: list[Start],
    clock: StandingClock,
    qtbot: QtBot,
) -> None:
    with Talker(coordinator, server.url) as talker:
        close_the_other(talker, coordinator)
        program = opened()
        type_text(PASSPHRASE)
        press(Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: bool(fresh), timeout=30_000)
        assert fresh[0].desk is None
        assert not program.window.isVisible() or program.window.cover.on
        talker.talk()

    assert sorted(path.name for path in locked.folder.iterdir()) == ["closed"]
    assert server.heads()
    with coordinator.store.read() as reader:
        known = shut_out_of(trust_of(reader), other_desk(coordinator))
    assert known is not None
    assert known.wiped == clock.now()

    again = opened()
    assert isinstance(again.window.screen_shown, FirstScreen)
    (told,) = seen(again.window, "closed-desk")
    assert isinstance(told, Banner)
    assert "Example organisation closed the desk “Swallow” on 12.03.2026" in told.label.text()
    assert "Everything in it was deleted" in told.label.text()
    click(told.action)
    assert not locked.folder.exists()
    assert told.isHidden()


def test_a_desk_that_was_killed_after_it_had_said_so_is_destroyed_at_the_next_unlock_without_any_connection(
    opened: Open,
    locked: Vault,
    coordinator: Person,
    server: Server,
    fresh: list[Start],
    clock: StandingClock,
    qtbot: QtBot,
) -> None:
    with Talker(coordinator, server.url) as talker:
        close_the_other(talker, coordinator)
    desk = open_desk(locked, clock)
    exchange = Exchange(Station.of(desk, locked), PATIENCE, tell=_nobody, progress=_nobody)
    exchange.talk()
    exchange.close()
    desk.store.close()
    server.stop()
    assert (locked.folder / "keystore").is_file()

    opened()
    type_text(PASSPHRASE)
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(fresh), timeout=30_000)

    assert sorted(path.name for path in locked.folder.iterdir()) == ["closed"]
    server.start()


def test_while_what_is_unsent_waits_nothing_of_a_closed_desk_is_shown(
    opened: Open, locked: Vault, coordinator: Person, server: Server, clock: StandingClock, qtbot: QtBot
) -> None:
    revoke(coordinator.station, other_desk(coordinator), wipe=True)
    desk = open_desk(locked, clock)
    hear_all(Station.of(desk, locked), coordinator.station)
    desk.store.close()
    server.stop()
    program = opened()
    type_text(PASSPHRASE)
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: isinstance(program.window.screen_shown, ClosingScreen), timeout=30_000)
    screen = program.window.screen_shown
    assert isinstance(screen, ClosingScreen)
    qtbot.waitUntil(lambda: bool(screen.words_of_it.text()))

    assert screen.words_of_it.text().startswith("Example organisation closed this desk on 12.03.2026.")
    assert not program.window.bar.ways
    program.window.open(Address("cases"))
    assert isinstance(program.window.screen_shown, ClosingScreen)
    assert (locked.folder / "desk.db").is_file()
    server.start()


def test_a_desk_that_was_only_shut_out_goes_on_and_says_so_on_its_first_page(seat: Seat, qtbot: QtBot) -> None:
    coordinator, worker = a_coordinator_and_a_worker(seat)
    revoke(coordinator.room.station, worker.room.station.identity().desk, wipe=False)
    hear_all(worker.room.station, coordinator.room.station)
    screen = sit_down(worker, Address("start"), StartScreen, qtbot)
    qtbot.waitUntil(screen.notice.isVisible)

    assert screen.notice.label.text().startswith("House by the river shut this laptop out on 12.03.2026.")
    click(screen.notice.action)
    page = shown(worker, SyncScreen, qtbot)
    qtbot.waitUntil(lambda: "shut this laptop out" in page.state.text())


def test_the_first_page_says_that_a_space_is_hers_no_more_and_why_its_records_are_still_here(
    seat: Seat, qtbot: QtBot
) -> None:
    coordinator, worker = a_coordinator_and_a_worker(seat)
    worker.saved("gbv_case")
    (space,) = {each.space for each in worker.desk.memberships() if each.opener}
    take_out(coordinator.room.station, worker.room.station.identity().worker, space)
    hear_all(worker.room.station, coordinator.room.station)
    screen = sit_down(worker, Address("start"), StartScreen, qtbot)
    qtbot.waitUntil(screen.notice.isVisible)

    words = "any more. Its records are removed from this laptop once what you wrote there is sent."
    assert screen.notice.label.text().endswith(words)


def _nobody(*_: object) -> None:
    """Nobody listens."""
