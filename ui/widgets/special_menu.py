"""The quiet button beside a question for "not known", "declined", "not asked"; F4 opens it from the keyboard."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from fieldapp.domain.answers import Special
from fieldapp.forms.showing import SPECIALS
from fieldapp.words import Sentence, say
from ui.widgets.buttons import SPECIAL, Button


class SpecialMenu(Button):
    """Opens a menu of the special answers that this question takes, each with a number key."""

    #: A Special.
    picked = Signal(object)

    def __init__(self, specials: Sequence[Special]) -> None:
        super().__init__(Sentence("No answer ▾"), SPECIAL, key="F4")
        self._specials = tuple(specials)
        self._menu: QMenu | None = None
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.clicked.connect(self.drop)

    def offered(self) -> Sequence[QAction]:
        """What the menu offers, in the language spoken now."""
        if self._menu is None:
            self._menu = QMenu(self)
            for special in self._specials:
                action = QAction(self._menu)
                action.setData(special)
                action.triggered.connect(self._on_triggered)
                self._menu.addAction(action)
        for number, action in enumerate(self._menu.actions(), 1):
            action.setText(f"&{number}  {say(SPECIALS[action.data()])}")
        return self._menu.actions()

    @Slot()
    def drop(self) -> None:
        """Open the menu below the button, its first line chosen."""
        first = self.offered()[0]
        if self._menu is not None:
            self._menu.popup(self.mapToGlobal(QPoint(0, self.height())))
            self._menu.setActiveAction(first)

    @Slot()
    def _on_triggered(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.picked.emit(action.data())
