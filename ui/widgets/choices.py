"""A short list of choices under one another: pick with the mouse, the arrows and Space, or the number keys."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QVBoxLayout, QWidget

from ui.widgets.choice_rows import CheckRow, RadioRow
from ui.widgets.said import Words


@dataclass(frozen=True, slots=True)
class Option:
    """One choice: what is kept and what is read."""

    value: str
    words: Words


class ChoiceList(QWidget):
    """Shows every choice. One holds at most, or any number if `many`; Delete takes the answer back."""

    #: What holds now: the values in the order of the list.
    chosen = Signal(tuple)

    def __init__(self, options: Sequence[Option] = (), *, many: bool = False, name: str = "") -> None:
        super().__init__()
        self._many = many
        self._name = name
        self._question = ""
        self._options: tuple[Option, ...] = ()
        self._rows: list[CheckRow | RadioRow] = []
        self._group = QButtonGroup(self)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self.offer(options)

    def offer(self, options: Sequence[Option]) -> None:
        """Show these choices; what was chosen and is still offered stays chosen."""
        if tuple(options) == self._options:
            return
        kept = set(self.values())
        had_focus = self.isAncestorOf(self.focusWidget()) if self.focusWidget() else False
        for row in self._rows:
            self._group.removeButton(row)
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows = []
        self._options = tuple(options)
        for number, option in enumerate(self._options):
            key = number + 1 if number < 9 else 0
            row = CheckRow(option.words, key) if self._many else RadioRow(option.words, key)
            row.setObjectName(f"{self._name}={option.value}" if self._name else option.value)
            row.setChecked(option.value in kept)
            row.setAccessibleDescription(self._question)
            row.clicked.connect(self._on_clicked)
            if not self._many:
                self._group.addButton(row)  # never check boxes: a group takes the keyboard from all but one of them
            self._rows.append(row)
            self._column.addWidget(row)
            row.show()  # now, not with the next event: it may be given the keyboard at once
        self._chain()
        self._column.invalidate()
        if had_focus:
            self.setFocus()

    def setAccessibleName(self, name: str) -> None:
        """A screen reader says the question with each choice."""
        self._question = name
        for row in self.rows():
            row.setAccessibleDescription(name)

    def _chain(self) -> None:
        """Rows that came later stand where they are seen, also for Tab."""
        before: QWidget = self
        for row in self.rows():
            self.setTabOrder(before, row)
            before = row

    def values(self) -> tuple[str, ...]:
        """What is chosen, in the order of the list."""
        return tuple(option.value for option, row in zip(self._options, self._rows, strict=True) if row.isChecked())

    def show_values(self, values: Sequence[str]) -> None:
        """Show these as chosen, without saying so."""
        self._group.setExclusive(False)
        for option, row in zip(self._options, self._rows, strict=True):
            row.setChecked(option.value in values)
        self._group.setExclusive(not self._many)

    def rows(self) -> list[QAbstractButton]:
        """The rows, for whoever steers the keyboard."""
        return list(self._rows)

    def setFocus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
        rows = self.rows()
        if rows:
            next((row for row in rows if row.isChecked()), rows[0]).setFocus(reason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        number = event.key() - Qt.Key.Key_1
        if not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            if 0 <= number < min(len(self._options), 9):
                self._pick(number)
                return
            if self._many and self._step({Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)):
                return
            if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self.values():
                self.show_values(())
                self.chosen.emit(())
                return
        super().keyPressEvent(event)

    def _pick(self, number: int) -> None:
        row = self._rows[number]
        if row.isEnabled():
            row.setFocus(Qt.FocusReason.ShortcutFocusReason)
            row.click()

    def _step(self, step: int) -> bool:
        """Radio buttons do this by themselves."""
        at = next((number for number, row in enumerate(self._rows) if row.hasFocus()), None)
        if not step or at is None or not 0 <= at + step < len(self._rows):
            return False
        self._rows[at + step].setFocus(Qt.FocusReason.TabFocusReason)
        return True

    @Slot()
    def _on_clicked(self) -> None:
        self.chosen.emit(self.values())
