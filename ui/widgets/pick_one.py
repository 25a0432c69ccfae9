"""Pick one of some: a few stand there to choose from, a longer list is searched."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.widgets.choices import ChoiceList, Option
from ui.widgets.field import Field
from ui.widgets.said import Words, show_if
from ui.widgets.search_choice import SearchChoice

#: A longer list is searched.
_SHORT: Final = 7


class PickOne(QWidget):
    """A question with its choices. What was picked and is still offered stays picked."""

    #: Something else is picked now, or nothing.
    picked = Signal()

    def __init__(self, question: Words, *, name: str) -> None:
        super().__init__()
        self.few = ChoiceList(name=name)
        self.many = SearchChoice(name=name)
        self._few_field = Field(question, self.few)
        self._many_field = Field(question, self.many)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        for field in (self._few_field, self._many_field):
            column.addWidget(field)
        self.few.chosen.connect(self._on_chosen)
        self.many.chosen.connect(self._on_chosen)
        self.offer(())

    def offer(self, options: Sequence[Option]) -> None:
        """Show these choices."""
        is_short = len(options) <= _SHORT
        (self.few if is_short else self.many).offer(options)
        show_if(self._few_field, is_short)
        show_if(self._many_field, not is_short)

    def pick(self, value: str) -> None:
        """Pick this one, as if she had."""
        self.target().show_values([value])

    def value(self) -> str:
        """What is picked, "" for nothing."""
        return next(iter(self.target().values()), "")

    def target(self) -> ChoiceList | SearchChoice:
        """Where the keyboard goes."""
        return self.many if self._few_field.isHidden() else self.few

    @Slot()
    def _on_chosen(self) -> None:
        self.picked.emit()
