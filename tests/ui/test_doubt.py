"""The page of sending and receiving says when the server may not be honest, and what to do."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from sync.client.log import Event, note
from tests.helpers.clock import StandingClock
from tests.ui.house import Seat, an_organisation, sit_down
from ui.screen import Address
from ui.screens.sync import SyncScreen

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def test_a_server_that_may_not_be_honest_is_spoken_of_for_a_month(
    seat: Seat, clock: StandingClock, qtbot: QtBot
) -> None:
    desk = seat("coordinator")
    an_organisation(desk, "https://sync.example.org")
    desk.desk.store.write_now(lambda write: note(write, clock.now(), Event.WORDS_KEPT))
    screen = sit_down(desk, Address("sync"), SyncScreen, qtbot)
    qtbot.waitUntil(screen.doubt.isVisible)
    assert "the server keeps back something that the organisation said" in screen.doubt.text()
    assert "Tell your coordinator" in screen.doubt.text()
    clock.pass_(days=31)
    screen.refresh()

    qtbot.waitUntil(screen.doubt.isHidden)
