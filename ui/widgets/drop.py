"""A button that drops a short list of things to do. Each line is a button of its own, with a name and a number key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRect, Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QSizePolicy, QWidget

from ui.theme.sizes import TIGHT, px
from ui.widgets.buttons import LINE, PLAIN, Button
from ui.widgets.said import Words

#: A longer list stands in two columns, so that all of it is on the smallest screen.
_MOST_ROWS: Final = 10


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to do: what `chosen` tells, and what is read."""

    value: str
    words: Words


class DropButton(Button):
    """Its words end in ▾. Nothing waits while the list is open; Esc or a click elsewhere puts it away."""

    #: The value of the line that was picked.
    chosen = Signal(str)

    def __init__(self, words: Words, kind: str = PLAIN, *, name: str, key: str = "") -> None:
        super().__init__(words, kind, key=key)
        self.setObjectName(name)
        self._lines: tuple[Line, ...] = ()
        self.clicked.connect(self.drop)

    def offer(self, lines: Sequence[Line]) -> None:
        """Drop these from now on; without any the button is switched off."""
        self._lines = tuple(lines)
        self.setEnabled(bool(lines))

    @property
    def lines(self) -> Sequence[Line]:
        """What is offered."""
        return self._lines

    @Slot()
    def drop(self) -> None:
        """Open the list below the button, its first line chosen."""
        if not self._lines:
            return
        panel = Panel(self, self._lines)
        panel.picked.connect(self.chosen)
        panel.open_below(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down:
            self.drop()
            return
        super().keyPressEvent(event)


class Panel(QFrame):
    """The lines, under one another, many in two columns. Gone as soon as one is picked."""

    picked = Signal(str)

    def __init__(self, parent: QWidget, lines: Sequence[Line]) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("kind", "panel")
        self.setAccessibleName(parent.accessibleName())
        self._lines = tuple(lines)
        self._buttons: list[Button] = []
        grid = QGridLayout(self)
        grid.setContentsMargins(px(TIGHT), px(TIGHT), px(TIGHT), px(TIGHT))
        grid.setSpacing(0)
        rows = len(lines) if len(lines) <= _MOST_ROWS else (len(lines) + 1) // 2
        for number, line in enumerate(lines):
            button = Button(line.words, LINE)
            button.setObjectName(f"{parent.objectName()}={line.value}")
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            button.clicked.connect(self._on_clicked)
            grid.addWidget(button, number % rows, number // rows)
            self._buttons.append(button)

    def open_below(self, button: QWidget) -> None:
        """Show it under the button, on the screen it is on."""
        self.adjustSize()
        self.open_at(button, QRect(button.width() - self.width(), 0, self.width(), button.height()))

    def open_at(self, widget: QWidget, part: QRect, first: int = 0) -> None:
        """Show it under this part of a widget, above it where there is no room below; `first`: the line chosen."""
        self.setMinimumWidth(part.width())
        self.adjustSize()
        place, room = widget.mapToGlobal(part.bottomLeft()), widget.screen().availableGeometry()
        place.setX(max(room.left(), min(place.x(), room.right() - self.width())))
        if place.y() + self.height() > room.bottom():
            place.setY(max(room.top(), widget.mapToGlobal(part.topLeft()).y() - self.height()))
        self.move(place)
        self._buttons[first].setFocus()
        self.show()

    @Slot()
    def _on_clicked(self) -> None:
        for line, button in zip(self._lines, self._buttons, strict=True):
            if button is self.sender():
                self.close()
                self.picked.emit(line.value)
                return

    def keyPressEvent(self, event: QKeyEvent) -> None:
        number = event.key() - Qt.Key.Key_1
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
        if step:
            at = next((number for number, button in enumerate(self._buttons) if button.hasFocus()), -step)
            self._buttons[(at + step) % len(self._buttons)].setFocus(Qt.FocusReason.TabFocusReason)
        elif 0 <= number < len(self._buttons):
            self._buttons[number].click()
        elif event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Not every system gives the keyboard back by itself."""
        super().closeEvent(event)
        if (button := self.parentWidget()) is not None:
            button.window().activateWindow()
