"""A case is erased from its page: a reason and its code first, then the certificate, and the list of the erased."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from fieldapp.domain.erasing import WhyErased
from fieldapp.storage.store import Write
from fieldapp.work.people import STAFF
from sync.client.keeping.erasing import erase
from tests.fieldapp.papers.looking import text_of
from tests.helpers.keys import click, press, type_text
from tests.ui.at_desk import AtDesk
from tests.ui.house import Seat, an_organisation, shown, sit_down
from tests.ui.house_gallery import a_case_with_papers
from ui.screen import Address
from ui.screens.case import CaseScreen
from ui.screens.cases import CasesScreen
from ui.screens.erase_case import EraseCaseScreen
from ui.screens.erased import ErasedScreen
from ui.widgets.drop import DropButton

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

CODE = "K7QM3ZTP4H"


@pytest.fixture
def desk(seat: Seat) -> AtDesk:
    return seat("alone")


def test_it_asks_for_a_reason_and_for_the_code_and_says_what_goes_and_stays(desk: AtDesk, qtbot: QtBot) -> None:
    case = a_case_with_papers(desk)
    screen = sit_down(desk, Address("case", case), CaseScreen, qtbot)
    qtbot.waitUntil(lambda: bool(screen.more.lines))
    desk.see("more", DropButton).click()
    click(desk.see("more=erase", QAbstractButton))
    asks = shown(desk, EraseCaseScreen, qtbot)
    desk.see("what-goes")

    assert "5 records" in asks.goes.text()
    assert "2 papers were printed of it" in asks.stays.text()
    assert not asks.erase.isEnabled()
    click(desk.see(f"why-erased={WhyErased.ASKED.value}", QAbstractButton))
    assert not asks.erase.isEnabled()
    asks.code.setFocus()
    type_text("P2RX-9VTW-0M")
    click(desk.see("erase", QAbstractButton))

    desk.says("This is not the code of the case")
    assert asks.code.hasFocus()
    with desk.desk.store.read() as reader:
        assert reader.record(case) is not None


def test_erased_it_is_gone_and_the_first_certificate_alone_names_it(desk: AtDesk, qtbot: QtBot) -> None:
    case = a_case_with_papers(desk)
    sit_down(desk, Address("cases"), CasesScreen, qtbot)
    for address in (Address("case", case), Address("eraseCase", case)):
        desk.window.open(address)
    asks = shown(desk, EraseCaseScreen, qtbot)
    desk.see("what-goes")
    click(desk.see(f"why-erased={WhyErased.ASKED.value}", QAbstractButton))
    asks.code.setFocus()
    type_text(CODE.lower())
    press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    erased = shown(desk, ErasedScreen, qtbot)
    desk.says("The case is erased on this laptop")
    assert getattr(desk.window.way_back(), "screen", "") == "cases"
    qtbot.waitUntil(lambda: erased.model.rowCount() == 1)
    with desk.desk.store.read() as reader:
        assert reader.record(case) is None
    assert erased.model.index(0, 2).data() == "done: it was nowhere else"
    click(desk.see("print", QAbstractButton))
    click(desk.see("cameOut=yes", QAbstractButton))
    desk.settle()
    assert "K7QM-3ZTP-4H" in text_of(desk.tray.papers[-1])

    again = sit_down(desk, Address("erased"), ErasedScreen, qtbot)
    qtbot.waitUntil(lambda: again.model.rowCount() == 1)
    click(desk.see("print", QAbstractButton))
    click(desk.see("cameOut=yes", QAbstractButton))
    desk.settle()

    assert "K7QM" not in text_of(desk.tray.papers[-1])
    assert "not kept" in text_of(desk.tray.papers[-1])


def test_a_worker_of_an_organisation_is_not_offered_it(seat: Seat, qtbot: QtBot) -> None:
    desk = seat("coordinator")
    case = a_case_with_papers(desk)
    an_organisation(desk)
    desk.desk.store.write_now(forget_role)
    screen = sit_down(desk, Address("case", case), CaseScreen, qtbot)
    qtbot.waitUntil(lambda: bool(screen.more.lines))

    assert "erase" not in [line.value for line in screen.more.lines]
    desk.go(Address("eraseCase", case))
    desk.says("A supervisor or coordinator erases a case")


def forget_role(write: Write) -> None:
    """As if she had been hired for something else."""
    write.erase([each.id for each in write.of_form(STAFF)])


def test_a_page_that_is_open_on_an_erased_case_says_so(desk: AtDesk, qtbot: QtBot) -> None:
    case = a_case_with_papers(desk)
    sit_down(desk, Address("case", case), CaseScreen, qtbot)
    desk.settle()

    done = erase(desk.room.station, desk.desk, case, WhyErased.ASKED, CODE)
    desk.board.tell(done.happened)

    desk.says("This case was erased for good")
