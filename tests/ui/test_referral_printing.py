"""Printing a referral: by keyboard, asked whether it is safe and whether it came out, or as a locked file."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from fieldapp.domain.ids import FieldId, RecordId
from tests.helpers.keys import CTRL, click, press, type_text
from tests.ui.at_desk import AtDesk
from tests.ui.referring import (
    CLINIC,
    a_known_case,
    begin,
    children,
    lines,
    release,
    the_referral,
    wait_to_print,
)


@pytest.fixture
def case(at_desk: AtDesk) -> RecordId:
    return a_known_case(at_desk)


def test_a_referral_takes_a_few_keys_and_prints_what_was_released(
    at_desk: AtDesk, case: RecordId, qtbot: QtBot
) -> None:
    release(at_desk, case)
    begin(at_desk, case)
    press(Qt.Key.Key_1)
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_2)
    press(Qt.Key.Key_Return)
    type_text("15.3. 16:00")
    press(Qt.Key.Key_Return)
    wait_to_print(at_desk, qtbot)
    press(Qt.Key.Key_P, CTRL)
    click(at_desk.see("cameOut=yes"))
    qtbot.waitUntil(lambda: bool(children(at_desk, the_referral(at_desk, case).id, "paper")))

    said = at_desk.tray.words()
    assert "Canaryname" in said
    assert "15.03.2026, 16:00" in said
    assert "Canary street" not in said
    referral = the_referral(at_desk, case)
    assert referral.answers[FieldId("priority")] == "urgent"
    assert str(referral.answers[FieldId("slip")]) in said.replace("-", "")
    (paper,) = children(at_desk, referral.id, "paper")
    assert paper.answers[FieldId("came_out")] == "yes"


def test_a_sheet_that_she_carries_is_not_printed_until_somebody_says_that_it_is_safe(
    at_desk: AtDesk, case: RecordId, qtbot: QtBot
) -> None:
    release(at_desk, case, services="health_medical")
    begin(at_desk, case)
    click(at_desk.see("handover=by_her"))
    wait_to_print(at_desk, qtbot)
    press(Qt.Key.Key_P, CTRL)
    at_desk.see("safe=false")
    press(Qt.Key.Key_Return)
    at_desk.says("She would carry this sheet.")
    assert at_desk.tray.papers == []

    wait_to_print(at_desk, qtbot)
    press(Qt.Key.Key_P, CTRL)
    click(at_desk.see("safe=true"))
    click(at_desk.see("cameOut=yes"))
    qtbot.waitUntil(lambda: bool(children(at_desk, the_referral(at_desk, case).id, "paper")))

    referral = the_referral(at_desk, case)
    (paper,) = children(at_desk, referral.id, "paper")
    assert paper.answers[FieldId("safe_to_carry")] == "true"
    assert referral.answers[FieldId("status")] == "sent"


def test_her_own_copy_is_asked_about_too_and_remembered_as_hers(at_desk: AtDesk, case: RecordId, qtbot: QtBot) -> None:
    release(at_desk, case, services="health_medical")
    begin(at_desk, case)
    wait_to_print(at_desk, qtbot)
    click(at_desk.see("herCopy"))
    click(at_desk.see("safe=true"))
    click(at_desk.see("cameOut=yes"))
    qtbot.waitUntil(lambda: bool(children(at_desk, the_referral(at_desk, case).id, "paper")))

    assert "copy 2 of 2" in at_desk.tray.words()
    (paper,) = children(at_desk, the_referral(at_desk, case).id, "paper")
    assert paper.answers[FieldId("paper_kind")] == "her_copy"
    assert "copy for her: came out" in lines(at_desk, "printedBefore")[1]


def save_as_file(at_desk: AtDesk, qtbot: QtBot, path: Path) -> None:
    """From the question for a passphrase that was just answered to the file."""
    line = at_desk.see("fileNameEdit", QLineEdit)
    assert re.fullmatch(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{2}\.pdf", line.text())
    line.setFocus()
    line.setText(str(path))
    press(Qt.Key.Key_Return)
    at_desk.says("The file is written.")


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_a_sheet_is_saved_as_a_file_that_only_its_passphrase_opens_and_that_is_remembered(
    at_desk: AtDesk, case: RecordId, qtbot: QtBot, tmp_path: Path
) -> None:
    release(at_desk, case, services="health_medical")
    begin(at_desk, case)
    wait_to_print(at_desk, qtbot)
    click(at_desk.see("saveAsFile"))
    at_desk.see("filePassphrase").setFocus()
    press(Qt.Key.Key_Return)
    type_text("river lamp")
    press(Qt.Key.Key_Return)
    save_as_file(at_desk, qtbot, tmp_path / "sheet.pdf")

    kept = (tmp_path / "sheet.pdf").read_bytes()
    assert b"Canaryname" not in kept
    reader = PdfReader(BytesIO(kept))
    assert reader.is_encrypted
    assert reader.decrypt("river lamp")
    assert "Canaryname" in reader.pages[0].extract_text()
    (paper,) = children(at_desk, the_referral(at_desk, case).id, "paper")
    assert paper.answers[FieldId("paper_for")] == CLINIC


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_a_file_is_left_open_only_after_she_was_told_what_that_means(
    at_desk: AtDesk, case: RecordId, qtbot: QtBot, tmp_path: Path
) -> None:
    release(at_desk, case, services="health_medical")
    begin(at_desk, case)
    wait_to_print(at_desk, qtbot)
    click(at_desk.see("saveAsFile"))
    click(at_desk.see("withoutPassphrase"))
    click(at_desk.see("leaveOpen"))
    save_as_file(at_desk, qtbot, tmp_path / "sheet.pdf")

    assert not PdfReader(tmp_path / "sheet.pdf").is_encrypted


def test_the_sheet_may_be_in_another_language_than_the_screen(at_desk: AtDesk, case: RecordId, qtbot: QtBot) -> None:
    release(at_desk, case, services="health_medical")
    shown = begin(at_desk, case)
    wait_to_print(at_desk, qtbot)
    assert shown.page is not None
    shown.page.preview.languages.chosen.emit("ru")
    wait_to_print(at_desk, qtbot)
    press(Qt.Key.Key_P, CTRL)
    at_desk.see("cameOut=yes")

    assert "Перенаправление" in at_desk.tray.words()
    assert "Sex: Woman or girl" in lines(at_desk, "goesOut")
