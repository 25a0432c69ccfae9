"""Forms that travel, on the screen: the coordinator brings one in, her colleague hears of it, looks, and takes it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from pytestqt.qtbot import QtBot

from fieldapp.domain.spaces import Membership, Role, SpaceKind
from fieldapp.storage.values import Happened
from fieldapp.words import Language
from fieldapp.work import shared_forms
from fieldapp.work.desk import remember_memberships
from fieldapp.work.importing import bring_in_form, imported_forms
from fieldapp.work.shared_forms import SHARED
from fieldapp.work.sharing import arrived_forms, share
from tests.fieldapp.work.test_sharing import CASELOAD, HOUSE, STAFF, VISIT_FORM, carry, write_down
from tests.helpers import looks
from tests.helpers.keys import click, press
from tests.helpers.workbooks import later, workbook
from tests.ui.at_desk import AtDesk
from tests.ui.house import Seat
from ui.screen import Address
from ui.screens.form_records import FormRecordsScreen
from ui.theme.sizes import choose_text_size
from ui.tongue import Tongue
from ui.widgets.banner import Banner
from ui.widgets.buttons import Button
from ui.widgets.table import ListTable

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

Hire = Callable[[str, Role], AtDesk]


@pytest.fixture
def hire(seat: Seat) -> Hire:
    """People of an organisation, each before her window."""

    def hired(name: str, role: Role) -> AtDesk:
        at_desk = seat(name)
        spaces = [(HOUSE, SpaceKind.ORGANISATION), (CASELOAD, SpaceKind.CASELOAD)]
        remember_memberships(
            at_desk.desk.store, at_desk.desk.worker, [Membership(space, kind, opener=True) for space, kind in spaces]
        )
        write_down(at_desk.desk, STAFF, {"worker": at_desk.desk.worker, "staff_name": name, "staff_role": role.value})
        return at_desk

    return hired


def send(one: AtDesk, other: AtDesk) -> None:
    """What the one has sent comes to the other, and the screens hear of it."""
    carry(one.desk, other.desk)
    other.board.tell(Happened(forms=frozenset({SHARED}), sync=True))


def hears(at_desk: AtDesk) -> bool:
    """Whether her start page says that a form has come."""
    return any(notice.isVisible() for notice in at_desk.window.findChildren(Banner, "forms-notice"))


def table(at_desk: AtDesk) -> list[list[str]]:
    model = at_desk.see("importedForms", ListTable).model()
    return [[str(model.index(row, column).data()) for column in range(4)] for row in range(model.rowCount())]


def test_a_form_reaches_a_colleague_who_hears_of_it_looks_and_takes_it(
    hire: Hire, tmp_path: Path, qtbot: QtBot
) -> None:
    coordinator, worker = hire("Aida", Role.COORDINATOR), hire("worker", Role.OUTREACH)
    coordinator.go(Address("bringInForm", str(workbook(tmp_path / "visit.xlsx"))))
    coordinator.says("Your colleagues receive it with the next connection.")
    worker.go(Address("start"))
    worker.settle()
    assert not hears(worker)
    send(coordinator, worker)
    assert worker.see("forms-notice", Banner).label.text() == "The form “Visit” has come from Aida."

    worker.see("forms-notice-go", Button).setFocus()
    press(Qt.Key.Key_Return)
    assert worker.see("bringInVersion", Button).text() == "Bring in the form"
    press(Qt.Key.Key_Return)
    worker.says("The form “Visit” is here now.")
    assert isinstance(worker.window.screen_shown, FormRecordsScreen)
    worker.go(Address("start"))
    worker.settle()
    assert not hears(worker)


def test_a_new_version_stands_first_among_the_forms_until_it_is_brought_in(
    hire: Hire, tmp_path: Path, qtbot: QtBot
) -> None:
    coordinator, worker = hire("Aida", Role.COORDINATOR), hire("worker", Role.OUTREACH)
    bring_in_form(worker.desk, workbook(tmp_path / "visit.xlsx"))
    worker.saved("visit", place="school", people="7")
    bring_in_form(coordinator.desk, workbook(tmp_path / "later.xlsx", later()))
    share(coordinator.desk, VISIT_FORM)
    worker.go(Address("forms"))
    worker.see("importedForms")
    send(coordinator, worker)
    qtbot.waitUntil(lambda: len(table(worker)) == 2)
    assert [row[:2] for row in table(worker)] == [["Visit", "2026041501, not here yet"], ["Visit", "2026031201"]]

    worker.see("importedForms", ListTable).selectRow(0)
    press(Qt.Key.Key_Return)
    click(worker.see("notNow", Button))
    worker.see("importedForms", ListTable).setFocus()
    press(Qt.Key.Key_Return)
    worker.see("bringInVersion", Button).click()
    worker.says("Its records and drafts stay")
    assert [each.version for each in imported_forms(worker.desk)] == ["2026041501"]


def test_a_form_of_before_is_given_to_colleagues_by_a_button(hire: Hire, tmp_path: Path) -> None:
    coordinator, worker = hire("Aida", Role.SUPERVISOR), hire("worker", Role.OUTREACH)
    bring_in_form(coordinator.desk, workbook(tmp_path / "visit.xlsx"))
    coordinator.go(Address("formRecords", "visit"))
    click(coordinator.see("giveForm", Button))
    coordinator.says("Your colleagues receive it with the next connection.")
    coordinator.gone("giveForm")
    send(coordinator, worker)

    assert len(arrived_forms(worker.desk)) == 1


def test_a_form_too_big_to_travel_is_told(hire: Hire, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    coordinator = hire("Aida", Role.COORDINATOR)
    monkeypatch.setattr(shared_forms, "MOST", 100)
    coordinator.go(Address("bringInForm", str(workbook(tmp_path / "visit.xlsx"))))

    coordinator.says("It is too big to be sent to your colleagues.")


@pytest.fixture(params=[100, 130])
def size(request: pytest.FixtureRequest) -> Iterator[int]:
    """How great the text is, in per cent."""
    choose_text_size(request.param)
    yield request.param
    choose_text_size(100)


@pytest.mark.usefixtures("size")
@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("page", ["arrivedForm", "start", "forms", "formRecords"])
def test_pages_of_what_has_come_fit_and_are_reached_by_tab(
    hire: Hire, tmp_path: Path, page: str, language: Language, tongue: Tongue
) -> None:
    coordinator, worker = hire("Aida", Role.COORDINATOR), hire("worker", Role.OUTREACH)
    bring_in_form(worker.desk, workbook(tmp_path / "visit.xlsx"))
    worker.saved("visit", place="school", people="7")
    bring_in_form(coordinator.desk, workbook(tmp_path / "later.xlsx", later()))
    if page == "formRecords":
        coordinator.go(Address(page, "visit"))
        coordinator.see("giveForm")
        shown = coordinator
    else:
        share(coordinator.desk, VISIT_FORM)
        carry(coordinator.desk, worker.desk)
        worker.go(Address(page, arrived_forms(worker.desk)[0].record if page == "arrivedForm" else ""))
        worker.see({"arrivedForm": "bringInVersion", "start": "forms-notice", "forms": "importedForms"}[page])
        shown = worker
    for notice in shown.window.findChildren(Banner, "house-notice"):
        notice.hide()  # to whom forms come, nobody says that she has not joined
    tongue.switch(language)
    shown.settle()
    for _ in range(3):
        QCoreApplication.processEvents()

    assert looks.faults_of(shown.window) == []
    assert looks.missed_by_tab(shown.window) == []
