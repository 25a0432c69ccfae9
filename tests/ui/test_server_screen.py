"""The page of the server's address: what one desk keeps for itself, and what a coordinator keeps for all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from sync.client.founding import server_kit
from sync.client.rules import rules
from tests.helpers.authority import Authority
from tests.helpers.keys import click, type_text
from tests.together.talking import Server
from tests.ui.at_desk import AtDesk
from tests.ui.house import Seat, an_organisation, answer_file, sit_down
from ui.screen import Address
from ui.screens.server import ServerScreen

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

SERVER = Address("server")


@pytest.fixture
def coordinator(seat: Seat) -> AtDesk:
    desk = seat("coordinator")
    an_organisation(desk)
    return desk


@pytest.fixture
def authority() -> Authority:
    return Authority("Naryn authority")


@pytest.fixture
def server(coordinator: AtDesk, authority: Authority, tmp_path: Path) -> Iterator[Server]:
    """The organisation's, with a certificate of this authority."""
    kit = server_kit(coordinator.room.station)
    with Server(kit, tmp_path / "server", authority.seal(tmp_path / "seal")) as running:
        yield running


def at_the_page(desk: AtDesk, qtbot: QtBot) -> ServerScreen:
    screen = sit_down(desk, SERVER, ServerScreen, qtbot)
    qtbot.waitUntil(screen.authorities.isVisible)
    qtbot.waitUntil(screen.line.hasFocus)
    return screen


def test_a_coordinator_names_server_and_authority_for_all_once_the_server_was_met(
    coordinator: AtDesk, server: Server, authority: Authority, home: Path, qtbot: QtBot
) -> None:
    (home / "authority.pem").write_bytes(authority.pem)
    screen = at_the_page(coordinator, qtbot)
    type_text(server.url)
    click(screen.read_authority)
    answer_file(qtbot, home / "authority.pem")
    qtbot.waitUntil(lambda: screen.authorities.pins == (authority.pin,))
    assert coordinator.see("take-out").isVisible()
    click(screen.keep_for_all)
    coordinator.says("reaches the other desks")

    known = rules(coordinator.room.station)
    assert (known.address, known.pins, known.version) == (server.url, (authority.pin,), 2)
    assert coordinator.room.station.identity().address == server.url


def test_an_authority_that_does_not_vouch_for_the_server_is_not_kept(
    coordinator: AtDesk, server: Server, qtbot: QtBot
) -> None:
    screen = at_the_page(coordinator, qtbot)
    type_text(server.url)
    screen.authorities.add(Authority().pin)
    click(screen.keep_for_all)
    coordinator.says("so nothing was changed")

    assert rules(coordinator.room.station).version == 1
    assert screen.authorities.pins  # what she typed still stands there


def test_a_file_without_a_certificate_is_refused_in_words(coordinator: AtDesk, home: Path, qtbot: QtBot) -> None:
    (home / "list.pem").write_bytes(b"A shopping list")
    screen = at_the_page(coordinator, qtbot)
    click(screen.read_authority)
    answer_file(qtbot, home / "list.pem")
    coordinator.says("holds no certificate of an authority")

    assert screen.authorities.pins == ()


def test_more_than_two_authorities_are_refused_and_one_can_be_taken_out(coordinator: AtDesk, qtbot: QtBot) -> None:
    screen = at_the_page(coordinator, qtbot)
    first, second = Authority().pin, Authority().pin
    for pin in (first, second, Authority().pin):
        screen._on_read(pin)
    coordinator.says("There are two already")
    click(coordinator.see("take-out"))

    assert screen.authorities.pins == (second,)


def test_at_any_other_desk_the_page_keeps_an_address_for_itself_alone(seat: Seat, qtbot: QtBot) -> None:
    screen = sit_down(seat("worker"), SERVER, ServerScreen, qtbot)
    qtbot.waitUntil(screen.line.hasFocus)

    assert screen.main_button() is screen.keep_button
    assert not screen.keep_for_all.isVisible()
    assert not screen.authorities.isVisible()
