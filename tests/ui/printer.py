"""A printer without paper: what would be printed is kept, and a test says what becomes of it."""

from __future__ import annotations

from io import BytesIO

from pypdf import PdfReader
from PySide6.QtCore import QObject, Signal

from ui.paper import PrinterFailed


class PaperTray(QObject):
    """Stands in for `ui.paper.Printing`. By itself it takes every paper; it can be told to refuse, or to wait."""

    printed = Signal()
    failed = Signal(object)
    given_up = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.papers: list[bytes] = []
        self.is_broken = False
        self.waits = False

    def print_out(self, pdf: bytes) -> None:
        if self.is_broken:
            self.failed.emit(PrinterFailed())
            return
        self.papers.append(pdf)
        if not self.waits:
            self.printed.emit()

    def words(self, number: int = -1) -> str:
        """What stands on one of the papers."""
        return "\n".join(page.extract_text() for page in PdfReader(BytesIO(self.papers[number])).pages)
