"""The figures of a month on the screen: months by key, hidden numbers explained, nothing more in what is copied."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QTableView
from pytestqt.qtbot import QtBot

from fieldapp.domain.ids import new_space_id
from fieldapp.domain.spaces import Membership, SpaceKind
from fieldapp.work.desk import remember_memberships
from fieldapp.work.roll import look_at_roll, mark_others_present
from fieldapp.work.workshops import begin_session
from tests.fieldapp.work.conftest import a_case
from tests.fieldapp.work.test_workshops import a_participant, a_workshop
from tests.helpers.keys import CTRL, press
from tests.ui.at_desk import AtDesk
from tests.ui.test_workshop_screens import rows, shown, texts
from ui.screen import Address


@pytest.fixture
def month(at_desk: AtDesk) -> None:
    """Six cases and two referrals, twenty women and three men at one session."""
    for number in range(6):
        case = a_case(at_desk.desk)
        if number < 2:
            at_desk.saved("gbv_referral", case, created_at="2026-03-11", status="sent")
    workshop = a_workshop(at_desk.desk, 20)
    for number in range(3):
        a_participant(at_desk.desk, workshop, f"man {number}", sex="male", age_band="18_25")
    session, _ = begin_session(at_desk.desk, workshop)
    mark_others_present(at_desk.desk, session, look_at_roll(at_desk.desk, session).lines)


def heading_says(at_desk: AtDesk, words: str, qtbot: QtBot) -> None:
    """Wait until the page is about this month."""
    qtbot.waitUntil(lambda: any(label.text() == words for label in shown(at_desk).findChildren(QLabel)))


def test_cases_sessions_and_participants_of_this_month_are_seen(at_desk: AtDesk, month: None, qtbot: QtBot) -> None:
    at_desk.go(Address("figures"))
    heading_says(at_desk, "Figures: March 2026", qtbot)

    assert rows(at_desk, "caseFigures") == [
        ["Cases opened", "6"],
        ["Incidents told", "0"],
        ["Referrals made", "under 5"],
        ["Contacts without a record", "0"],
    ]
    assert rows(at_desk, "courseFigures") == [
        ["Sessions held", "1"], ["Participants who came", "20+"], ["Counted without a list", "0"]
    ]  # fmt: skip


def test_the_table_hides_few_people_and_says_so(at_desk: AtDesk, month: None) -> None:
    at_desk.go(Address("figures"))
    women, men, everybody = rows(at_desk, "peopleFigures")

    assert women[:6] == ["Women", "0", "0", "0", "20", "0"]
    assert men[:6] == ["Men", "0", "0", "…", "0", "0"]
    assert men[-2] == "…"
    assert everybody[3] == "…"
    assert everybody[-2] == "20+"
    assert "stand for 1 to 4" in texts(at_desk)


def test_a_screen_reader_is_told_what_a_sign_means(at_desk: AtDesk, month: None) -> None:
    at_desk.go(Address("figures"))
    rows(at_desk, "peopleFigures")
    model = at_desk.see("peopleFigures", QTableView).model()

    assert model.index(1, 3).data(Qt.ItemDataRole.AccessibleTextRole) == "hidden"
    assert model.index(2, 9).data(Qt.ItemDataRole.AccessibleTextRole) == "at least 20"


def test_months_are_turned_by_key_and_none_is_ahead_of_today(at_desk: AtDesk, month: None, qtbot: QtBot) -> None:
    at_desk.go(Address("figures"))
    heading_says(at_desk, "Figures: March 2026", qtbot)
    assert not at_desk.see("monthAfter").isEnabled()
    press(Qt.Key.Key_PageUp)
    heading_says(at_desk, "Figures: February 2026", qtbot)
    qtbot.waitUntil(lambda: rows(at_desk, "caseFigures")[0] == ["Cases opened", "0"])
    address = shown(at_desk).address()
    press(Qt.Key.Key_PageDown)
    heading_says(at_desk, "Figures: March 2026", qtbot)
    press(Qt.Key.Key_PageDown)

    heading_says(at_desk, "Figures: March 2026", qtbot)
    assert address == Address("figures", "2026-02")


def test_what_is_copied_hides_what_the_screen_hides(at_desk: AtDesk, month: None, qtbot: QtBot) -> None:
    at_desk.go(Address("figures"))
    at_desk.see("peopleFigures")
    press(Qt.Key.Key_Return, CTRL)
    at_desk.says("Copied")
    lines = [line.split("\t") for line in QGuiApplication.clipboard().text().splitlines()]

    assert ["March 2026"] in lines
    assert ["Referrals made", "under 5"] in lines
    assert ["Men", "0", "0", "…", "0", "0", "0", "0", "…"] in lines
    cells = [cell for line in lines for cell in line[1:]]
    assert not {"2", "3"} & set(cells)


def test_the_page_says_what_the_figures_are_not(at_desk: AtDesk, month: None, qtbot: QtBot) -> None:
    at_desk.go(Address("figures"))

    qtbot.waitUntil(lambda: "not all that happens" in texts(at_desk))


def test_a_trainer_without_a_caseload_sees_no_figures_of_cases(at_desk: AtDesk, month: None, qtbot: QtBot) -> None:
    programme = Membership(new_space_id(), SpaceKind.PROGRAMME, opener=True)
    remember_memberships(at_desk.desk.store, at_desk.desk.worker, [programme])
    at_desk.go(Address("figures"))
    at_desk.see("peopleFigures")

    assert "Cases" not in texts(at_desk)


def test_a_case_recorded_meanwhile_is_counted(at_desk: AtDesk, month: None, qtbot: QtBot) -> None:
    at_desk.go(Address("figures"))
    assert rows(at_desk, "caseFigures")[0] == ["Cases opened", "6"]
    a_case(at_desk.desk)
    _, happened = begin_session(at_desk.desk, a_workshop(at_desk.desk, 0))
    at_desk.board.tell(happened)

    qtbot.waitUntil(lambda: rows(at_desk, "caseFigures")[0] == ["Cases opened", "7"])
