"""Answers the program's file dialogs as a person does: types where it is."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from tests.helpers.keys import press, type_text


def choose(qtbot: QtBot, window: QWidget, path: Path) -> None:
    """Choose this file or folder in the dialog that opens over the window."""
    qtbot.waitUntil(lambda: isinstance(QApplication.activeWindow(), QFileDialog))
    dialog = QApplication.activeWindow()
    assert isinstance(dialog, QFileDialog)
    line = dialog.findChild(QLineEdit, "fileNameEdit")
    assert line is not None
    line.setFocus()
    line.selectAll()
    type_text(str(path))
    with qtbot.waitSignal(dialog.finished):
        press(Qt.Key.Key_Return)
    window.activateWindow()  # what a desktop does by itself
