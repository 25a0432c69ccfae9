"""What was put aside: why, in words; given out as a file, or let go."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from PySide6.QtCore import QSignalMapper, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from fieldapp.words import Sentence
from sync.client.status import PutAside
from ui.screens.sync_words import aside
from ui.theme.sizes import CLOSE, px
from ui.widgets.buttons import quiet as quiet_button
from ui.widgets.said import Label, section, show_if

#: More than these are counted, not shown.
_SHOWN: Final = 20


class AsideList(QWidget):
    """Takes no room while nothing was put aside."""

    #: The number of what is to be saved, or let go.
    save_asked = Signal(int)
    let_go_asked = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("aside")
        self._shown: tuple[str, ...] = ()
        self._saves, self._drops = QSignalMapper(self), QSignalMapper(self)
        self._saves.mappedInt.connect(self.save_asked)
        self._drops.mappedInt.connect(self.let_go_asked)
        self._rows = QVBoxLayout()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(CLOSE))
        self.title = section(Sentence("Put aside"))
        self.why = Label(
            Sentence("This could not be used; all else flowed on. Show it to your supervisor."), tone="quiet"
        )
        column.addWidget(self.title)
        column.addWidget(self.why)
        column.addLayout(self._rows)
        self.hide()

    def show_these(self, found: Sequence[PutAside], today: date) -> None:
        """Show these from now on."""
        show_if(self, bool(found))
        words = tuple(f"{one.number} {aside(one, today)}" for one in found)
        if words == self._shown:
            return
        self._shown = words
        while (item := self._rows.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for one in found[:_SHOWN]:
            self._rows.addWidget(self._row(one, today))

    def _row(self, one: PutAside, today: date) -> QWidget:
        row = QWidget()
        across = QHBoxLayout(row)
        across.setContentsMargins(0, 0, 0, 0)
        across.addWidget(Label(aside(one, today)), 1)
        save = quiet_button(Sentence("Save to a file"), name=f"save-aside={one.number}")
        drop = quiet_button(Sentence("Let go"), name=f"let-go={one.number}")
        for button, mapper in ((save, self._saves), (drop, self._drops)):
            mapper.setMapping(button, one.number)
            button.clicked.connect(mapper.map)
            across.addWidget(button)
        return row
