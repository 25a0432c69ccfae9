"""A courier talks by itself: it notices the server, waits longer and longer without one, and ends at once."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from unittest.mock import Mock

import pytest

from fieldapp.domain.clock import Moment, SystemClock
from fieldapp.domain.ids import RecordId
from fieldapp.storage.store import Happened
from fieldapp.storage.troubles import FULL, DiskFull
from sync.client import courier
from sync.client.compacting import wish
from sync.client.courier import BREATH, LOOK_EVERY, Courier
from sync.client.exchange import Exchange
from sync.client.facts import remember_address
from sync.client.log import Event
from sync.client.pace import AFTER_CUT, POLL, POLL_JOINING, SHORTEST
from sync.client.station import Station
from sync.client.status import Live
from sync.client.transport import Patience
from tests.helpers.bell import TestBell
from tests.helpers.line import Wire
from tests.sync.client.making import CASE, Team, log_of
from tests.sync.protocol.house import random_from
from tests.together.compacting import bytes_left
from tests.together.conftest import Lay
from tests.together.talking import PATIENCE, Server

pytestmark = pytest.mark.usefixtures("all_met")


class Sent:
    """A courier of hers, and what it told."""

    def __init__(self, station: Station, patience: Patience = PATIENCE) -> None:
        self.bell = TestBell()
        self.address = "192.0.2.7"
        self.told = Happened()
        self.stumbled: list[BaseException] = []
        self.courier = Courier(
            station,
            tell=self._tell,
            crashed=self.stumbled.append,
            patience=patience,
            bell=self.bell,
            chance=lambda: 0.5,
            address=lambda: self.address,
        )

    def waits(self, seconds: float) -> None:
        """It has talked, and waits so long if nothing happens."""
        while seconds > LOOK_EVERY:
            assert self.bell.asked() == LOOK_EVERY
            self.bell.pass_()
            seconds -= LOOK_EVERY
        assert self.bell.asked() == pytest.approx(seconds)

    def _tell(self, happened: Happened) -> None:
        self.told |= happened


@pytest.fixture
def wire(lay: Lay, team: Team) -> Wire:
    """Between the worker and the server."""
    laid = lay()
    team.worker.store.write_now(lambda write: remember_address(write, laid.url))
    return laid


@pytest.fixture
def sent(team: Team, wire: Wire) -> Iterator[Sent]:
    """The worker's courier; it is stopped at the end."""
    hers = Sent(team.worker.station)
    yield hers
    hers.courier.stop()


def test_it_sends_what_was_saved_and_says_so(sent: Sent, team: Team) -> None:
    case = team.worker.create(CASE, code="A")

    sent.courier.start()
    sent.waits(POLL)

    assert not team.worker.record(case).not_sent
    assert sent.told.sync
    assert sent.courier.live.connected == team.worker.clock.now()
    assert sent.courier.live.trouble is None


def test_it_waits_longer_and_longer_without_a_server_and_notices_when_it_comes(
    sent: Sent, team: Team, wire: Wire
) -> None:
    case = team.worker.create(CASE, code="A")
    wire.close_door()
    sent.courier.start()
    for seconds in (SHORTEST, 2 * SHORTEST, 4 * SHORTEST):
        sent.waits(seconds)
        sent.bell.pass_()
    sent.waits(8 * SHORTEST)
    live = sent.courier.live
    assert live.connected is None
    assert "cannot be reached" in str(live.trouble)
    assert live.next_try is not None
    assert (live.next_try.utc - team.worker.clock.now().utc).total_seconds() == 8 * SHORTEST

    wire.open_door()
    sent.bell.pass_()
    sent.waits(POLL)

    assert not team.worker.record(case).not_sent
    assert sent.courier.live.connected is not None


@pytest.mark.parametrize("how", ["nudge", "another address"])
def test_it_tries_at_once_when_she_asks_or_the_laptop_has_another_address(sent: Sent, wire: Wire, how: str) -> None:
    wire.close_door()
    sent.courier.start()
    for seconds in (SHORTEST, 2 * SHORTEST):
        sent.waits(seconds)
        sent.bell.pass_()
    assert sent.bell.asked() == LOOK_EVERY

    if how == "nudge":
        sent.courier.nudge()
    else:
        sent.address = "192.0.2.8"
        sent.bell.pass_()

    sent.waits(SHORTEST)


def test_a_nudge_during_a_talk_is_not_forgotten(sent: Sent, team: Team, wire: Wire) -> None:
    saved = list[RecordId]()

    def save() -> None:
        saved.append(team.worker.create(CASE, code="B"))
        sent.courier.nudge()

    wire.cut_after(up=400, do=save)

    sent.courier.start()
    sent.bell.asked()
    sent.waits(POLL)

    (case,) = saved
    assert not team.worker.record(case).not_sent


@pytest.mark.parametrize("up", [1, 200, 600, 1500])
def test_stopping_breaks_off_a_talk_that_hangs(team: Team, wire: Wire, up: int) -> None:
    hangs, sent = threading.Event(), Sent(team.worker.station, Patience())
    case = team.worker.create(CASE, code="A")
    wire.die_after(up=up, do=hangs.set)
    sent.courier.start()
    assert hangs.wait(PATIENCE.exchange)

    sent.courier.stop()

    assert "fieldapp-courier" not in {thread.name for thread in threading.enumerate()}
    assert team.worker.record(case).not_sent


def test_a_line_that_breaks_is_used_again_soon_if_something_got_through(sent: Sent, team: Team, wire: Wire) -> None:
    for number in range(60):
        team.worker.create(CASE, code=f"{number}", note=random_from(f"{number}")(200).hex())
    wire.cut_after(up=9000)

    sent.courier.start()
    sent.waits(AFTER_CUT)
    assert sent.courier.live.trouble is None
    sent.bell.pass_()
    sent.waits(POLL)

    with team.worker.store.read() as reader:
        assert reader.standing().not_sent == 0


def test_in_practice_it_talks_to_nobody(team: Team, wire: Wire) -> None:
    sent = Sent(replace(team.worker.station, practice=True))

    sent.courier.start()
    sent.courier.nudge()
    sent.courier.stop()

    assert wire.connections == 0


def test_without_an_address_it_talks_to_nobody_and_waits_for_one(sent: Sent, team: Team, wire: Wire) -> None:
    team.worker.store.write_now(lambda write: remember_address(write, ""))
    sent.courier.start()
    sent.waits(POLL_JOINING)
    assert (wire.connections, sent.courier.live) == (0, Live())

    team.worker.store.write_now(lambda write: remember_address(write, wire.url))
    sent.courier.nudge()
    sent.waits(POLL)

    assert wire.connections == 1


def test_an_address_that_is_none_is_told_of(sent: Sent, team: Team) -> None:
    team.worker.store.write_now(lambda write: write.remember("sync address", "ftp://sync.example.org"))

    sent.courier.start()
    sent.waits(SHORTEST)

    assert "no address of a server" in str(sent.courier.live.trouble)


def test_a_fault_of_the_program_is_told_and_does_not_end_the_talks(
    sent: Sent, team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    fault = RuntimeError("a bug")
    with monkeypatch.context() as patch:
        patch.setattr(Exchange, "talk", Mock(side_effect=fault))
        sent.courier.start()
        sent.waits(SHORTEST)
    assert sent.stumbled == [fault]
    assert "Something went wrong inside the program" in str(sent.courier.live.trouble)

    sent.bell.pass_()
    sent.waits(POLL)

    assert sent.courier.live.trouble is None


def test_trouble_with_the_disk_is_told_and_does_not_end_the_talks(
    sent: Sent, team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(Exchange, "talk", Mock(side_effect=DiskFull(FULL)))
        patch.setattr(courier, "note_trouble", Mock(side_effect=DiskFull(FULL)))
        sent.courier.start()
        sent.waits(SHORTEST)
    assert sent.courier.live.trouble == DiskFull(FULL).sentence

    sent.bell.pass_()
    sent.waits(POLL)

    assert sent.courier.live.trouble is None


def test_a_day_without_a_connection_is_one_line_in_the_log(sent: Sent, team: Team, wire: Wire) -> None:
    wire.close_door()
    sent.courier.start()
    for seconds in (SHORTEST, 2 * SHORTEST, 4 * SHORTEST):
        sent.waits(seconds)
        sent.bell.pass_()
    sent.waits(8 * SHORTEST)

    with team.worker.store.read() as reader:
        assert log_of(reader).count(Event.TROUBLE.value) == 1


@pytest.mark.parametrize("years", [-1, 1])
def test_a_clock_that_is_a_year_off_is_told_of_and_stops_nothing(sent: Sent, team: Team, years: int) -> None:
    now = SystemClock().now()
    team.worker.clock.set(Moment(now.utc + timedelta(days=365 * years), now.offset_minutes))
    case = team.worker.create(CASE, code="A")

    sent.courier.start()
    sent.waits(POLL)

    assert not team.worker.record(case).not_sent
    assert f"{team.worker.clock.now().local:%d.%m.%Y}" in str(sent.courier.live.clock)
    assert f"{now.local:%Y}" in str(sent.courier.live.clock)


def test_in_its_waits_it_puts_a_space_together_when_she_asks_for_it(sent: Sent, team: Team, server: Server) -> None:
    team.worker.create(CASE, code="A")
    sent.courier.start()
    sent.waits(POLL)

    wish(team.worker.station, team.caseload)
    sent.bell.ring()
    while sent.bell.asked() == BREATH:
        sent.bell.pass_()

    assert bytes_left(server, team.caseload) == bytes_left(server, team.caseload, "snapshot") > 0
    with team.worker.store.read() as reader:
        assert Event.PACKED.value in log_of(reader)
    assert (sent.courier.live.gathered, sent.courier.live.to_gather) == (0, 0)
    assert not sent.stumbled
