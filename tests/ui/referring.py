"""What a worker does to refer somebody, step by step, for the tests of that page."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QTableView
from pytestqt.qtbot import QtBot

from fieldapp.domain.answers import Answer
from fieldapp.domain.ids import FormId, RecordId
from fieldapp.storage.values import StoredRecord
from tests.fieldapp.work.conftest import a_case
from tests.helpers.keys import press, type_text
from tests.ui.at_desk import AtDesk
from ui.screen import Address
from ui.screens.referral import ReferralScreen

CLINIC = "Clinic No 3"


def a_known_case(at_desk: AtDesk) -> RecordId:
    """A case of somebody who has a name and a secret address, and a directory with the clinic."""
    made = a_case(at_desk.desk)
    at_desk.saved(
        "gbv_survivor", made, family_name="Canaryname", given_name="Given", sex="female", age="27",
        address="Canary street", address_secret="true",
    )  # fmt: skip
    at_desk.saved("service", None, service_name="Police 102", service_kinds="police_other")
    at_desk.saved(
        "service", None, service_name=CLINIC, service_kinds="health_medical", service_address="12 Lenin street"
    )
    return made


def release(at_desk: AtDesk, case: RecordId, services: str = "health_medical psychosocial", **more: Answer) -> RecordId:
    answers: dict[str, Answer] = {"release_level": "contact", "release_until": "2026-06-10", **more}
    return at_desk.saved(
        "gbv_release", case, release_recipient=CLINIC, release_services=services, release_date="2026-03-12",
        release_how="signature", **answers,
    )  # fmt: skip


def screen(at_desk: AtDesk) -> ReferralScreen:
    shown = at_desk.window.screen_shown
    assert isinstance(shown, ReferralScreen)
    return shown


def begin(at_desk: AtDesk, case: RecordId, recipient: str = CLINIC) -> ReferralScreen:
    """Open the page and choose this recipient by typing its name."""
    at_desk.go(Address("refer", case))
    at_desk.see("recipients", QTableView).setFocus()
    type_text(recipient[:4])
    press(Qt.Key.Key_Return)
    at_desk.see("disclosure")
    return screen(at_desk)


def children(at_desk: AtDesk, parent: RecordId, form: str) -> tuple[StoredRecord, ...]:
    with at_desk.desk.store.read() as reader:
        return tuple(reader.children(parent, form=FormId(form)))


def the_referral(at_desk: AtDesk, case: RecordId) -> StoredRecord:
    (found,) = children(at_desk, case, "gbv_referral")
    return found


def lines(at_desk: AtDesk, name: str) -> list[str]:
    return [label.text() for label in at_desk.see(name).findChildren(QLabel) if label.isVisible()]


def wait_to_print(at_desk: AtDesk, qtbot: QtBot) -> None:
    button = at_desk.see("print", QPushButton)
    qtbot.waitUntil(button.isEnabled)
