"""Choosing files: by keyboard, in a dialog of the program's own."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from tests.helpers.keys import press, type_text
from ui.files import FileKind, choose_file, choose_folder, save_file

#: The list of what fits, below the line, on a platform without a screen.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

TABLES = FileKind("Tables", ("*.csv", "*.json"))


class Heard(QObject):
    """Hears what was chosen."""

    def __init__(self) -> None:
        super().__init__()
        self.paths: list[Path] = []

    def hear(self, path: Path) -> None:
        self.paths.append(path)


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    return made


def answer(qtbot: QtBot, path: str, key: Qt.Key = Qt.Key.Key_Return) -> None:
    """Type a path into the dialog as a person does."""
    qtbot.waitUntil(lambda: isinstance(QApplication.activeWindow(), QFileDialog))
    dialog = QApplication.activeWindow()
    assert isinstance(dialog, QFileDialog)
    line = dialog.findChild(QLineEdit, "fileNameEdit")
    assert line is not None
    line.setFocus()
    line.selectAll()
    type_text(path)
    press(key)


def test_a_file_is_chosen_by_typing_where_it_is(window: QWidget, heard: Heard, tmp_path: Path, qtbot: QtBot) -> None:
    (tmp_path / "Услуги.csv").write_text("service_name\n")
    choose_file(window, "Bring in a directory", [TABLES], heard.hear)
    answer(qtbot, str(tmp_path / "Услуги.csv"))

    assert heard.paths == [tmp_path / "Услуги.csv"]


def test_going_back_chooses_nothing(window: QWidget, heard: Heard, tmp_path: Path, qtbot: QtBot) -> None:
    choose_file(window, "Bring in a directory", [TABLES], heard.hear)
    answer(qtbot, str(tmp_path), Qt.Key.Key_Escape)

    qtbot.waitUntil(lambda: not isinstance(QApplication.activeWindow(), QFileDialog))
    assert heard.paths == []


def test_a_folder_is_chosen(window: QWidget, heard: Heard, tmp_path: Path, qtbot: QtBot) -> None:
    choose_folder(window, "Where is the stick?", heard.hear)
    answer(qtbot, str(tmp_path))

    assert heard.paths == [tmp_path]


def test_a_new_file_gets_its_ending(window: QWidget, heard: Heard, tmp_path: Path, qtbot: QtBot) -> None:
    save_file(window, "Save the paper", FileKind("PDF", ("*.pdf",)), "paper.pdf", heard.hear)
    answer(qtbot, str(tmp_path / "K7QM"))

    assert heard.paths == [tmp_path / "K7QM.pdf"]
