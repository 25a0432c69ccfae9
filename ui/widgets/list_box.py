"""A list with what it is called above it, and words in its place while it is empty."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.models.listed import ListModel
from ui.theme.sizes import CLOSE, px
from ui.widgets.pages import EmptyState
from ui.widgets.said import Words, section, show_if
from ui.widgets.table import ListTable


class ListBox(QWidget):
    """Shows the table once there is a row; until the first answer neither table nor words."""

    def __init__(  # all but the first two by name
        self,
        model: ListModel[Any],
        name: Words,
        *,
        object_name: str,
        empty: Words,
        more: Words = "",
        headings: bool = True,
        titled: bool = True,
        table: type[ListTable] = ListTable,
    ) -> None:
        """`headings`: the columns bear names. `titled`: the list's own name stands above it."""
        super().__init__()
        self.table = table(model, name)
        self.table.setObjectName(object_name)
        self.table.horizontalHeader().setVisible(headings)
        self.empty = EmptyState(empty, more)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(CLOSE))
        if titled:
            column.addWidget(section(name))
        column.addWidget(self.table, 1)
        column.addWidget(self.empty, 1)
        column.addStretch(0)
        self.table.hide()
        self.empty.hide()
        model.loaded.connect(self._on_loaded)

    @Slot(int)
    def _on_loaded(self, rows: int) -> None:
        had_focus = self.table.hasFocus()
        show_if(self.table, rows > 0)
        show_if(self.empty, rows == 0)
        if had_focus and rows == 0:
            self.focusNextChild()
