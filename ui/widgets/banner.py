"""A sentence across the page: what happened, what is safe, what to do, and at most one thing to press."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget

from fieldapp.words import Sentence
from ui.theme.sizes import CLOSE, NEAR, px
from ui.widgets.buttons import Button
from ui.widgets.buttons import quiet as quiet_button
from ui.widgets.marks import Mark
from ui.widgets.said import Label, Words, announce, marked, said

NOTE: Final = "note"
WARNING: Final = "warning"
DANGER: Final = "danger"


class Banner(QFrame):
    """Stays until it is put away; never goes by itself."""

    pressed = Signal()
    put_away = Signal()

    def __init__(self, words: Words = "", kind: str = NOTE, *, action: Words = "", lasting: bool = False) -> None:
        """`lasting`: it cannot be put away by hand."""
        super().__init__()
        self.setProperty("kind", kind)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.mark = Mark(kind)
        self.label = Label(words)
        self.label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.action: Button = quiet_button(action)
        self.close_button: Button = quiet_button(Sentence("Put away"))
        self.action.clicked.connect(self.pressed)
        self.close_button.clicked.connect(self._on_close)
        row = QHBoxLayout(self)
        row.setContentsMargins(px(NEAR), px(CLOSE), px(CLOSE), px(CLOSE))
        row.setSpacing(px(NEAR))
        row.addWidget(self.mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.label, 1)
        row.addWidget(self.action)
        row.addWidget(self.close_button)
        self._lasting = lasting
        self._fit(action, kind)

    def say(self, words: Words, kind: str = NOTE, *, action: Words = "") -> None:
        """Show these words now, and have a screen reader say them."""
        self.label.say(words)
        self.action.say(action)
        self._fit(action, kind)
        marked(self, kind=kind)
        self.show()
        announce(self, said(words))

    def _fit(self, action: Words, kind: str) -> None:
        self.mark.show_as(kind)
        self.action.setVisible(bool(action))
        self.close_button.setVisible(not self._lasting)

    def _on_close(self) -> None:
        self.hide()
        self.put_away.emit()

    def focus_target(self) -> QWidget:
        """Where the keyboard goes first."""
        return self.action if self.action.isVisibleTo(self) else self.close_button
