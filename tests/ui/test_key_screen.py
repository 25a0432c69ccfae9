"""The page of the organisation's key: two papers in, somebody named or retired, and nothing of the key left behind."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from fieldapp.domain.ids import DeskId
from fieldapp.words import ENGLISH
from sync.client.believing import trust_of
from sync.client.inviting import let_in
from sync.client.joining import begin, join_request, take_invitation, take_welcome
from sync.client.shares import Papers, draw_papers
from sync.client.staff import take_request
from sync.protocol.keys import SigningKey
from sync.protocol.trust import Trust
from tests.helpers.keys import click, press, type_text
from tests.sync.client.test_shares import OLD_PAPERS, OLD_SEED
from tests.ui.at_desk import AtDesk
from tests.ui.house import Seat, an_invitation, an_organisation, shown, sit_down
from ui.screen import Address
from ui.screens.key import KeyScreen
from ui.screens.start import StartScreen
from ui.widgets.ask import Ask

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

KEY = Address("key")


@pytest.fixture
def papers() -> Papers:
    return draw_papers()


@pytest.fixture
def coordinator(seat: Seat, papers: Papers) -> AtDesk:
    desk = seat("coordinator")
    an_organisation(desk, root=papers.bring_back(*papers.shares[:2]))
    return desk


@pytest.fixture
def worker(seat: Seat, coordinator: AtDesk) -> AtDesk:
    """A colleague who was let in."""
    desk = seat("worker")
    invited, station = an_invitation(coordinator), desk.room.station
    begin(station, invited.code, name="Worker 1")
    take_invitation(station, invited.paper.raw)
    asking, _ = take_request(coordinator.room.station, join_request(station))
    take_welcome(station, let_in(coordinator.room.station, asking).raw)
    return desk


def trust(desk: AtDesk) -> Trust:
    with desk.desk.store.read() as reader:
        return trust_of(reader)


def desk_of(desk: AtDesk) -> DeskId:
    return desk.room.station.identity().desk


def opened(desk: AtDesk, papers: Papers, qtbot: QtBot) -> KeyScreen:
    """The page, with two papers typed: one by words, one by a scanner."""
    screen = sit_down(desk, KEY, KeyScreen, qtbot)
    qtbot.waitUntil(screen.paper.words._lines[0].hasFocus)
    type_text(" ".join(" ".join(line) for line in papers.shares[2].lines(ENGLISH)))
    press(Qt.Key.Key_Return)
    assert "That is paper 3" in screen.which.text()
    type_text(papers.shares[0].square)
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(screen.list.table.hasFocus)
    return screen


def agree(desk: AtDesk) -> None:
    click(desk.see("ask", Ask).yes)
    desk.gone("ask")


def test_a_colleague_is_named_coordinator_by_keyboard_with_two_papers(
    coordinator: AtDesk, worker: AtDesk, papers: Papers, qtbot: QtBot
) -> None:
    screen = opened(coordinator, papers, qtbot)
    assert [row.is_me for row in screen.model.rows] == [True, False]
    press(Qt.Key.Key_Down)
    assert screen.administrator.isEnabled()
    click(screen.administrator)
    agree(coordinator)
    coordinator.says("It is signed")

    assert trust(coordinator).is_administrator(desk_of(worker))
    qtbot.waitUntil(lambda: not screen.administrator.isEnabled())


def test_an_officer_offers_at_her_desk_and_is_named_with_two_papers(
    coordinator: AtDesk, worker: AtDesk, papers: Papers, qtbot: QtBot
) -> None:
    hers = sit_down(worker, KEY, KeyScreen, qtbot)
    qtbot.waitUntil(hers.offer.isVisible)
    click(hers.offer)
    worker.says("Your desk offers it")
    qtbot.waitUntil(hers.offer.isHidden)
    screen = opened(worker, papers, qtbot)
    press(Qt.Key.Key_Home)
    screen.list.table.choose(desk_of(worker))
    click(screen.officer)
    agree(worker)
    worker.says("It is signed")

    assert trust(worker).is_officer(desk_of(worker))


def test_whoever_has_not_offered_is_not_named_officer_and_it_is_said_why(
    coordinator: AtDesk, worker: AtDesk, papers: Papers, qtbot: QtBot
) -> None:
    screen = opened(coordinator, papers, qtbot)
    press(Qt.Key.Key_Down)
    click(screen.officer)
    agree(coordinator)
    coordinator.says("has not offered")

    assert not trust(coordinator).is_officer(desk_of(worker))


def test_the_only_coordinator_is_not_retired(coordinator: AtDesk, papers: Papers, qtbot: QtBot) -> None:
    screen = opened(coordinator, papers, qtbot)
    click(screen.retire)
    agree(coordinator)
    coordinator.says("only coordinator")

    assert trust(coordinator).is_administrator(desk_of(coordinator))


def test_papers_that_do_not_fit_are_refused_and_both_are_asked_for_again(coordinator: AtDesk, qtbot: QtBot) -> None:
    screen = sit_down(coordinator, KEY, KeyScreen, qtbot)
    qtbot.waitUntil(screen.paper.words._lines[0].hasFocus)
    strange = draw_papers()
    for share in strange.shares[:2]:
        type_text(share.square)
        press(Qt.Key.Key_Return)

    assert "another organisation" in screen.paper.words_field.wrong.label.text()
    assert "First one of them" in screen.which.text()
    assert screen._root is None


def test_papers_of_the_first_kind_are_typed_in_their_groups(seat: Seat, qtbot: QtBot) -> None:
    desk = seat("coordinator")
    an_organisation(desk, root=SigningKey(OLD_SEED))
    screen = sit_down(desk, KEY, KeyScreen, qtbot)
    qtbot.waitUntil(screen.paper.words._lines[0].hasFocus)
    click(screen.paper.other)
    for paper in OLD_PAPERS[1:]:
        type_text(paper)
        press(Qt.Key.Key_Return)

    qtbot.waitUntil(screen.list.table.hasFocus)
    assert screen._root is not None


def test_nothing_of_the_key_stays_when_the_page_is_left(coordinator: AtDesk, papers: Papers, qtbot: QtBot) -> None:
    screen = opened(coordinator, papers, qtbot)
    coordinator.window.open(Address("start"))
    shown(coordinator, StartScreen, qtbot)

    assert screen._root is None
    assert {line.text() for line in screen.findChildren(QLineEdit)} == {""}


def test_outside_an_organisation_the_page_asks_for_no_paper(seat: Seat, qtbot: QtBot) -> None:
    screen = sit_down(seat("stranger"), KEY, KeyScreen, qtbot)
    qtbot.waitUntil(screen.refused.isVisible)

    assert not screen.paper.isVisible()
    assert not screen.foot.isVisible()
