"""A short list of choices: pick with the mouse, the arrows and Space, or the number keys."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QButtonGroup, QGridLayout, QWidget

from ui.theme.sizes import COLUMN, NEAR, font, px
from ui.widgets.choice_rows import CheckRow, RadioRow, Stands
from ui.widgets.said import Words, said

#: Pixels that a choice takes beside its words.
_AROUND: Final = 60
#: Columns at most, where the form leaves the number open.
_MOST_COLUMNS: Final = 4


@dataclass(frozen=True, slots=True)
class Option:
    """One choice: what is kept and what is read."""

    value: str
    words: Words


class Lie(Enum):
    """How the choices lie: under one another; in columns; in one line as a scale; in a line of a grid, wordless."""

    DOWN = "down"
    COLUMNS = "columns"
    SCALE = "scale"
    GRID = "grid"


class ChoiceList(QWidget):
    """Shows every choice. One holds at most, or any number if `many`; Delete takes the answer back.

    Columns and scales are made only where every word fits; else the choices stand under one another.
    """

    #: What holds now: the values in the order of the list.
    chosen = Signal(tuple)
    #: She picked one outright: by its number, by the mouse or with Space, not on her way with the arrows.
    picked = Signal()

    def __init__(  # all but the first by name
        self,
        options: Sequence[Option] = (),
        *,
        many: bool = False,
        name: str = "",
        lie: Lie = Lie.DOWN,
        columns: int = 0,
    ) -> None:
        """`columns`: how many there are to be, 0 for as many as fit."""
        super().__init__()
        self._many = many
        self._name = name
        self._lie = lie
        self._columns = columns
        self._question = ""
        self._options: tuple[Option, ...] = ()
        self._rows: list[CheckRow | RadioRow] = []
        self._across = 1
        self._group = QButtonGroup(self)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(0)
        self.offer(options)

    def offer(self, options: Sequence[Option]) -> None:
        """Show these choices; what was chosen and is still offered stays chosen."""
        if tuple(options) == self._options:
            return
        kept = set(self.values())
        focus = QApplication.focusWidget()
        had_focus = focus is not None and self.isAncestorOf(focus)
        for row in self._rows:
            self._group.removeButton(row)
            self._grid.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows = []
        self._options = tuple(options)
        self._across, stands = self._fit()
        for number, option in enumerate(self._options):
            row = self._row(option, number + 1 if number < 9 else 0, stands)
            row.setChecked(option.value in kept)
            self._rows.append(row)
            self._grid.addWidget(row, number // self._across, number % self._across)
            row.show()  # now, not with the next event: it may be given the keyboard at once
        for column in range(self._grid.columnCount()):
            self._grid.setColumnStretch(column, 1 if column < self._across else 0)
        self._chain()
        self._grid.invalidate()
        if had_focus:
            self.setFocus()

    def _row(self, option: Option, key: int, stands: Stands) -> CheckRow | RadioRow:
        row = CheckRow(option.words, key, stands) if self._many else RadioRow(option.words, key, stands)
        row.setObjectName(f"{self._name}={option.value}" if self._name else option.value)
        row.setAccessibleDescription(self._question)
        row.clicked.connect(self._on_clicked)
        if not self._many:
            self._group.addButton(row)  # never check boxes: a group takes the keyboard from all but one of them
        return row

    def _fit(self) -> tuple[int, Stands]:
        """How many stand side by side, and how to their words."""
        count = len(self._options)
        if self._lie is Lie.GRID:
            return max(count, 1), Stands.ALONE
        texts = [said(option.words) for option in self._options]
        if self._lie is Lie.SCALE and scale_fits(texts, px(COLUMN)):
            return max(count, 1), Stands.OVER
        if self._lie is Lie.COLUMNS:
            metrics = QFontMetrics(font())
            widest = max((metrics.horizontalAdvance(text) for text in texts), default=0) + px(_AROUND)
            return max(1, min(self._columns or _MOST_COLUMNS, px(COLUMN) // widest, count)), Stands.BESIDE
        return 1, Stands.BESIDE

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
            if self._many and self._step(self._steps().get(Qt.Key(event.key()), 0)):
                return
            if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self.values():
                self.show_values(())
                self.chosen.emit(())
                return
        super().keyPressEvent(event)

    def _steps(self) -> dict[Qt.Key, int]:
        aside = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}
        if self._lie is Lie.GRID:
            return aside
        return aside | {Qt.Key.Key_Down: self._across, Qt.Key.Key_Up: -self._across}

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
        if not any(isinstance(row, RadioRow) and row.stepping for row in self._rows):
            self.picked.emit()


def scale_fits(texts: Sequence[str], width: int) -> bool:
    """Whether these words can stand side by side in this width, each in at most three lines."""
    metrics, room = QFontMetrics(font()), width // max(len(texts), 1) - px(NEAR)
    for text in texts:
        longest = max((metrics.horizontalAdvance(word) for word in text.split()), default=0)
        if longest > room or metrics.horizontalAdvance(text) > 2.2 * room:
            return False
    return True
