"""A printer without paper: each sheet becomes a file, so that one can see what would have come out."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from tests.demo.mouth import Mouth


class Tray(QObject):
    """Stands in for `ui.paper.Printing`, and takes every paper."""

    printed = Signal()
    failed = Signal(object)
    given_up = Signal()

    def __init__(self, folder: Path, name: str, mouth: Mouth, parent: QWidget) -> None:
        super().__init__(parent)
        self._folder = folder
        self._name = name
        self._mouth = mouth

    def print_out(self, pdf: bytes) -> None:
        """Lay it into the folder, under the next number."""
        number = len(list(self._folder.glob(f"{self._name}-*.pdf"))) + 1
        path = self._folder / f"{self._name}-{number:02}.pdf"
        path.write_bytes(pdf)
        self._mouth.say(printed=path.name)
        self.printed.emit()
