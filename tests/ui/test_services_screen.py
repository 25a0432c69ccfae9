"""The directory of services: found in any spelling, checked by telephone, brought in from a file."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QTableView, QWidget
from pytestqt.qtbot import QtBot

from fieldapp.domain.ids import FieldId, RecordId
from tests.fieldapp.work.conftest import told
from tests.helpers.keys import CTRL, click, press, type_text
from tests.ui.at_desk import AtDesk
from ui.screen import Address

#: Lists that drop down, on a platform without a screen.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def directory(at_desk: AtDesk) -> dict[str, RecordId]:
    """A clinic that was asked today, a shelter with a secret address, and police that nobody has called for long."""
    clinic = at_desk.saved(
        "service", None, service_name="Клиника Ак-Суу", service_kinds="health_medical", service_oblast="naryn",
        service_address="12 Lenin street", service_checked_on="2026-03-12",
    )  # fmt: skip
    shelter = at_desk.saved(
        "service", None, service_name="Shelter", service_kinds="safehouse", service_address="Canary lane 5",
        service_address_secret="true", service_checked_on="2026-02-01",
    )  # fmt: skip
    police = at_desk.saved(
        "service", None, service_name="Police 102", service_kinds="police_other", service_checked_on="2025-08-01"
    )
    return {"clinic": clinic, "shelter": shelter, "police": police}


def rows(at_desk: AtDesk) -> list[list[str]]:
    model = at_desk.see("services", QTableView).model()
    return [
        [model.index(row, column).data() for column in range(model.columnCount())] for row in range(model.rowCount())
    ]


def facts(at_desk: AtDesk) -> str:
    return " ".join(label.text() for label in at_desk.see("serviceFacts").findChildren(QLabel))


def test_a_service_is_found_in_any_spelling(at_desk: AtDesk, directory: dict[str, RecordId], qtbot: QtBot) -> None:
    at_desk.go(Address("services"))
    at_desk.see("services", QTableView).setFocus()
    type_text("klinika ak suu")

    qtbot.waitUntil(lambda: [row[0] for row in rows(at_desk)] == ["Клиника Ак-Суу"])


def test_a_kind_of_help_shows_only_those_who_give_it(
    at_desk: AtDesk, directory: dict[str, RecordId], qtbot: QtBot
) -> None:
    at_desk.go(Address("services"))
    click(at_desk.see("kind"))
    click(at_desk.see("kind=safehouse"))

    qtbot.waitUntil(lambda: [row[0] for row in rows(at_desk)] == ["Shelter"])


def test_the_list_tells_nothing_of_a_secret_place_and_who_must_be_called_first(
    at_desk: AtDesk, directory: dict[str, RecordId]
) -> None:
    at_desk.go(Address("services"))
    said = {row[0]: row for row in rows(at_desk)}

    assert "Canary lane" not in " ".join(said["Shelter"])
    assert said["Клиника Ак-Суу"][2] == "Naryn oblast, 12 Lenin street"
    assert said["Police 102"][4] == "01.08.2025: call first"


def test_a_secret_address_is_seen_on_its_page_and_said_to_be_secret(
    at_desk: AtDesk, directory: dict[str, RecordId]
) -> None:
    at_desk.go(Address("service", directory["shelter"]))

    at_desk.see("stillRight")
    assert "Canary lane 5 (secret: on no paper)" in facts(at_desk)


def test_a_call_today_is_told_with_one_key_and_ends_the_warning(
    at_desk: AtDesk, directory: dict[str, RecordId], qtbot: QtBot
) -> None:
    at_desk.go(Address("service", directory["police"]))
    right = at_desk.see("stillRight", QPushButton)
    press(Qt.Key.Key_Return, CTRL)
    at_desk.says("Thank you.")

    qtbot.waitUntil(lambda: "12.03.2026" in facts(at_desk))
    assert not right.isEnabled()
    assert told(at_desk.desk, directory["police"], "service_checked_on") == "2026-03-12"


def test_a_new_entry_is_written_and_found_in_the_list(at_desk: AtDesk, qtbot: QtBot) -> None:
    at_desk.go(Address("services"))
    press(Qt.Key.Key_N, CTRL)
    at_desk.see("service_name").setFocus()
    type_text("Women's centre")
    press(Qt.Key.Key_S, CTRL)

    qtbot.waitUntil(lambda: [row[0] for row in rows(at_desk)] == ["Women's centre"])


def test_a_new_entry_half_typed_comes_back_after_a_lock(at_desk: AtDesk, qtbot: QtBot) -> None:
    at_desk.go(Address("serviceForm"))
    at_desk.see("service_name").setFocus()
    type_text("Women's centre")
    here = at_desk.window.keep()
    assert here is not None
    at_desk.jobs.run(lambda: None)
    qtbot.waitUntil(lambda: _has_draft(at_desk))
    at_desk.go(here)

    assert at_desk.see("service_name", QLineEdit).text() == "Women's centre"


def _has_draft(at_desk: AtDesk) -> bool:
    with at_desk.desk.store.read() as reader:
        return bool(reader.drafts())


def test_an_entry_is_corrected(at_desk: AtDesk, directory: dict[str, RecordId], qtbot: QtBot) -> None:
    at_desk.go(Address("services"))
    at_desk.window.open(Address("service", directory["police"]))
    click(at_desk.see("correct"))
    line = at_desk.see("service_name", QLineEdit)
    line.setFocus()
    line.selectAll()
    type_text("Police 103")
    press(Qt.Key.Key_S, CTRL)

    at_desk.see("stillRight")
    with at_desk.desk.store.read() as reader:
        stored = reader.record(directory["police"])
    assert stored is not None
    assert stored.answers[FieldId("service_name")] == "Police 103"


def test_a_file_is_brought_in_and_each_line_that_was_not_taken_is_told_with_its_reason(
    at_desk: AtDesk, directory: dict[str, RecordId], tmp_path: Path, qtbot: QtBot
) -> None:
    file = tmp_path / "Справочник.csv"
    lines = ["service_name;service_kinds", "New place;food", "police 102;food", "Bad one;nonsense"]
    file.write_text("\n".join(lines), "utf-8")
    at_desk.go(Address("services"))
    click(at_desk.see("importServices"))
    at_desk.see("fileNameEdit", QLineEdit).setFocus()
    at_desk.see("fileNameEdit", QLineEdit).setText(str(file))
    press(Qt.Key.Key_Return)
    result = at_desk.see("broughtIn", QWidget)

    said = " ".join(label.text() for label in result.findChildren(QLabel))
    assert "1 entry added, 1 was known already, 1 line was not taken." in said
    assert "Line 4, Bad one: “nonsense” is none of the choices" in said
    qtbot.waitUntil(lambda: "New place" in [row[0] for row in rows(at_desk)])


def test_a_file_that_is_no_directory_is_refused_in_words(at_desk: AtDesk, tmp_path: Path) -> None:
    file = tmp_path / "photo.csv"
    file.write_bytes(b"\x89PNG\0\0")
    at_desk.go(Address("services"))
    click(at_desk.see("importServices"))
    at_desk.see("fileNameEdit", QLineEdit).setFocus()
    at_desk.see("fileNameEdit", QLineEdit).setText(str(file))
    press(Qt.Key.Key_Return)

    at_desk.says("“photo.csv” is no directory of services.")


def test_a_service_that_a_colleague_deleted_leads_back_and_says_so(at_desk: AtDesk) -> None:
    at_desk.go(Address("services"))
    at_desk.window.open(Address("service", "0" * 32))

    at_desk.says("This entry is not here any more.")
    at_desk.see("newService")
