"""Above a page: everything that is wrong on it, each a button that jumps to its question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QSignalMapper, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from fieldapp.words import Sentence, say_number
from ui.theme.sizes import CLOSE, NEAR, TIGHT, px
from ui.widgets.links import LinkRow
from ui.widgets.marks import Mark
from ui.widgets.said import Label, Words, announce, said


@dataclass(frozen=True, slots=True)
class Wrong:
    """One thing that is wrong: where, and what to say about it."""

    where: str
    words: Words


#: So many are listed, so that the page below is still seen; the others follow as these are mended.
_MOST: Final = 5


class ErrorSummary(QFrame):
    """Takes no room while nothing is wrong. `jumped` names what was pressed."""

    jumped = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "danger")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.label = Label(Sentence("Please look at this before going on"), strong=True)
        self.others = Label()
        self.others.hide()
        self._mapper = QSignalMapper(self)
        self._mapper.mappedString.connect(self.jumped)
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        self._list.setContentsMargins(-px(CLOSE), 0, 0, 0)
        words = QVBoxLayout()
        words.setSpacing(px(TIGHT))
        words.addWidget(self.label)
        words.addLayout(self._list)
        words.addWidget(self.others)
        row = QHBoxLayout(self)
        row.setContentsMargins(px(NEAR), px(CLOSE), px(NEAR), px(CLOSE))
        row.setSpacing(px(NEAR))
        side = QVBoxLayout()
        side.addWidget(Mark("danger"))
        side.addStretch(1)
        row.addLayout(side)
        row.addLayout(words, 1)
        self.hide()

    def show_wrongs(self, wrongs: Sequence[Wrong]) -> None:
        """List these; nothing hides the summary."""
        while (item := self._list.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for wrong in wrongs[:_MOST]:
            self._list.addWidget(self._entry(wrong))
        others = len(wrongs) - _MOST
        self.others.say(
            say_number("and {number} more answer", "and {number} more answers", others) if others > 0 else ""
        )
        self.others.setVisible(others > 0)
        self.setVisible(bool(wrongs))
        if wrongs:
            announce(self, " ".join([self.label.text(), *(said(wrong.words) for wrong in wrongs[:_MOST])]))

    def entries(self) -> list[QWidget]:
        """The buttons, for the keyboard."""
        items = (self._list.itemAt(number) for number in range(self._list.count()))
        return [widget for item in items if item is not None and (widget := item.widget()) is not None]

    def _entry(self, wrong: Wrong) -> LinkRow:
        button = LinkRow(wrong.words)
        button.setObjectName(f"wrong={wrong.where}")
        self._mapper.setMapping(button, wrong.where)
        button.clicked.connect(self._on_pressed)
        return button

    @Slot()
    def _on_pressed(self) -> None:
        self._mapper.map(self.sender())
