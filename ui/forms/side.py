"""The list beside a form: its pages, and which of them still miss answers or have something wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout, QWidget

from fieldapp.words import say, say_number
from ui.theme.dress import worn
from ui.theme.sizes import CLOSE, NEAR, ROW, SMALL, TIGHT, font, px
from ui.widgets.buttons import QUIET, Button
from ui.widgets.marks import paint_tick

_WIDTH: Final = 220
_BADGE: Final = 30
_WRAPPED: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap


@dataclass(frozen=True, slots=True)
class Entry:
    """A page in the list. `missing`: required answers; `open`: questions without any answer; `wrong`: impossible."""

    words: str
    missing: int = 0
    unanswered: int = 0
    wrong: int = 0
    visited: bool = False


class SideList(QFrame):
    """Up and Down move, Enter opens. A page with nothing missing that was visited bears a tick."""

    chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "side")
        self.setFixedWidth(px(_WIDTH))
        self._rows: list[_SideRow] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, px(CLOSE), 0)
        self._column.setSpacing(px(2))
        self._column.addStretch(1)

    def show_entries(self, entries: Sequence[Entry], current: int) -> None:
        """Show these pages, of which one is open."""
        while len(self._rows) > len(entries):
            old = self._rows.pop()
            old.hide()
            old.deleteLater()
        while len(self._rows) < len(entries):
            row = _SideRow()
            row.clicked.connect(self._on_clicked)
            self._column.insertWidget(len(self._rows), row)
            self._rows.append(row)
        for number, (row, entry) in enumerate(zip(self._rows, entries, strict=True)):
            row.show_entry(entry, current=number == current)

    def current(self) -> QWidget:
        """Where the keyboard goes."""
        return next((row for row in self._rows if row.isChecked()), self)

    @Slot()
    def _on_clicked(self) -> None:
        for number, row in enumerate(self._rows):
            if row is self.sender():
                self.chosen.emit(number)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
        at = next((number for number, row in enumerate(self._rows) if row.hasFocus()), None)
        if step and at is not None:
            self._rows[min(max(at + step, 0), len(self._rows) - 1)].setFocus(Qt.FocusReason.TabFocusReason)
            return
        super().keyPressEvent(event)


class _SideRow(Button):
    """One page: its name, which wraps, and a number or tick at the right."""

    def __init__(self) -> None:
        super().__init__("", QUIET)
        self.setCheckable(True)
        self._entry = Entry("")
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_entry(self, entry: Entry, *, current: bool) -> None:
        """Show this page, open or not."""
        self.setChecked(current)
        if entry == self._entry:
            return
        self._entry = entry
        self.say(entry.words)
        self.setAccessibleName(_spoken(entry))
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        room = QRect(0, 0, max(width - self._around(), 1), 10_000)
        needed = self.fontMetrics().boundingRect(room, int(_WRAPPED), self._entry.words).height()
        return max(needed + 2 * px(TIGHT), px(ROW))

    def sizeHint(self) -> QSize:
        width = px(_WIDTH) - px(CLOSE)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(px(80), px(ROW))

    def _around(self) -> int:
        return 2 * px(CLOSE) + px(_BADGE)

    def paintEvent(self, _event: QPaintEvent) -> None:
        colours, entry = worn(), self._entry
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        fill = colours.accent_tint if self.isChecked() else colours.hover if self.underMouse() else ""
        painter.setBrush(QColor(fill) if fill else Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(colours.accent), 2) if self.hasFocus() else Qt.PenStyle.NoPen)
        painter.drawRoundedRect(ground, 3, 3)
        painter.setPen(QColor(colours.text))
        painter.setFont(self.font())
        words = self.rect().adjusted(px(CLOSE), 0, -px(CLOSE) - px(_BADGE), 0)
        painter.drawText(words, int(_WRAPPED), entry.words)
        badge = QRect(self.width() - px(_BADGE) - px(TIGHT), 0, px(_BADGE), self.height())
        if entry.wrong or entry.missing:
            painter.setPen(QColor(colours.danger if entry.wrong else colours.text))
            painter.setFont(font(SMALL, strong=True))
            text = f"! {entry.wrong}" if entry.wrong else str(entry.missing)
            painter.drawText(badge, int(Qt.AlignmentFlag.AlignCenter), text)
        elif entry.visited:
            side = px(NEAR) + 2
            box = QRectF(badge.center().x() - side / 2, badge.center().y() - side / 2, side, side)
            paint_tick(painter, box, colours.quiet)
        painter.end()


def _spoken(entry: Entry) -> str:
    """The page and how it stands, for screen readers."""
    if entry.wrong:
        state = say_number("{number} answer cannot be right", "{number} answers cannot be right", entry.wrong)
    elif entry.missing:
        state = say_number("{number} answer is missing", "{number} answers are missing", entry.missing)
    elif entry.visited:
        state = say("complete")
    else:
        return entry.words
    return f"{entry.words}: {state}"
