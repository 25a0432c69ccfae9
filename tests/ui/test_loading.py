"""A new desk says how much of what it may read is here, and a keeper's has packets put together."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from fieldapp.domain.ids import SpaceId
from fieldapp.storage.values import Happened
from fieldapp.storage.write import Write
from fieldapp.words import Language
from sync.client.heads import jump
from sync.client.inviting import organisation_space
from sync.client.log import Event
from sync.client.starting import Loading
from sync.client.status import LogLine
from sync.protocol.head import Head
from tests.helpers.clock import BEGINNING
from tests.helpers.keys import press, type_text
from tests.ui.at_desk import AtDesk
from tests.ui.house import Seat, an_organisation
from tests.ui.sending_gallery import begin_to_load, cases_loading, find_loading, sync_full
from tests.ui.test_sync_screen import a_glance
from ui.screen import Address
from ui.screens import sync_words
from ui.sending import in_short
from ui.tongue import Tongue
from ui.widgets.buttons import Button
from ui.widgets.said import Label

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def all_of_it_came(desk: AtDesk) -> None:
    house = organisation_space(desk.room.station)

    def write_down(write: Write) -> Happened:
        jump(write, house, Head(5, "ab" * 32))
        return write.sync_changed()

    desk.board.tell(desk.desk.store.write_now(write_down))


def test_the_list_of_cases_says_how_much_is_loaded_until_all_is(seat: Seat, qtbot: QtBot) -> None:
    desk = cases_loading(seat, qtbot)
    assert "of 340 loaded" in desk.see("still-loading", Label).text()

    all_of_it_came(desk)

    desk.gone("still-loading")


def test_the_search_over_the_window_says_it_beside_what_it_found(seat: Seat, qtbot: QtBot) -> None:
    desk = find_loading(seat, qtbot)
    type_text("K7QM")
    finder = desk.window.finder
    qtbot.waitUntil(lambda: "K7QM" in "".join(finder._model.stringList()))

    assert "of 340 loaded" in finder.loading.text()
    assert finder.loading.isVisible()


def test_the_first_page_says_it_in_the_language_that_was_chosen(seat: Seat, qtbot: QtBot, tongue: Tongue) -> None:
    desk = seat("coordinator")
    an_organisation(desk)
    begin_to_load(desk)
    desk.go(Address("start"))
    told = desk.see("still-loading", Label)
    tongue.switch(Language("ru"))

    qtbot.waitUntil(lambda: told.text().startswith("Загружено"))


def test_the_bar_counts_all_spaces_together() -> None:
    spaces = (Loading(SpaceId("a" * 32), 3, 10), Loading(SpaceId("b" * 32), 3, 30))

    assert in_short(replace(a_glance(not_sent=2), loading=spaces), BEGINNING.day) == "6 of 40 loaded"


def test_a_keeper_has_the_packets_of_a_space_put_together_by_keyboard(seat: Seat, qtbot: QtBot) -> None:
    desk = sync_full(seat, qtbot)
    pack = desk.see("pack", Button)
    pack.setFocus()
    press(Qt.Key.Key_Space)

    words = desk.see("sync-packing", Label)
    assert words.text().startswith("The packets of “House by the river” are put together as soon as")
    desk.gone("pack")
    assert desk.window.isAncestorOf(desk.window.focusWidget())


def test_the_log_says_what_the_server_deleted_because_newer_packets_hold_it() -> None:
    line = LogLine(at=BEGINNING, event=Event.PACKED, number=3, title="Naryn")

    assert sync_words.line(line) == (
        "3 old packets of “Naryn” were deleted on the server; what stood in them is in newer ones"
    )
