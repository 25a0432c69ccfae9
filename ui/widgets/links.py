"""A button that reads like a line of text and wraps: for lists of things to jump to."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy

from ui.theme.dress import worn
from ui.theme.sizes import CLOSE, TARGET, TIGHT, px
from ui.widgets.buttons import QUIET, Button
from ui.widgets.said import Words

_WRAPPED: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap


class LinkRow(Button):
    """A whole line that can be pressed; its words are never cut."""

    def __init__(self, words: Words) -> None:
        super().__init__(words, QUIET)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        width = min(self.fontMetrics().horizontalAdvance(self._plain()) + 2 * px(CLOSE), px(520))
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(px(60), px(TARGET))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        room = QRect(0, 0, max(width - 2 * px(CLOSE), 1), 10_000)
        return max(self.fontMetrics().boundingRect(room, _WRAPPED, self._plain()).height() + px(CLOSE), px(TARGET))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.AltModifier:
            event.ignore()  # Alt and an arrow move the row, not the keyboard
            return
        super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        colours = worn()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.setBrush(QColor(colours.hover if self.underMouse() else "transparent"))
        painter.setPen(QPen(QColor(colours.accent), 2) if self.hasFocus() else Qt.PenStyle.NoPen)
        painter.drawRoundedRect(ground, 3, 3)
        painter.setPen(QColor(colours.accent if self.isEnabled() else colours.disabled))
        painter.drawText(self.rect().adjusted(px(CLOSE), px(TIGHT) // 2, -px(CLOSE), 0), int(_WRAPPED), self._plain())
        painter.end()

    def _plain(self) -> str:
        return self.text().replace("&&", "&")
