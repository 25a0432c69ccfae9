"""A form that is brought in while the desk is open gets its place on the bar, and Ctrl+K finds it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from fieldapp.storage.values import Happened
from ui.board import Board
from ui.office import Office
from ui.window import Window


class Newcomers(QObject):
    """Furnishes the window anew when the office has other places or actions than before."""

    def __init__(self, office: Office, window: Window, board: Board) -> None:
        super().__init__(window)
        self._office = office
        self._window = window
        board.happened.connect(self._on_happened)

    @Slot(object)
    def _on_happened(self, happened: object) -> None:
        if isinstance(happened, Happened) and happened.forms and not happened.records:
            furniture = self._office.furniture()
            self._window.furnish(furniture.ways, furniture.actions, furniture.search)
            if self._window.screen_shown is not None:
                self._window.bar.mark(self._window.screen_shown.address())
