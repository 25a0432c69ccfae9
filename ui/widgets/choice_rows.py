"""One choice of several: a radio button or check box whose words wrap, with the number key that picks it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QRadioButton, QSizePolicy

from ui.theme.dress import worn
from ui.theme.sizes import CLOSE, SMALL, TARGET, TIGHT, font, px
from ui.widgets.marks import paint_tick
from ui.widgets.said import Words, said

_WRAPPED: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap
_INDICATOR: Final = 18
_KEY: Final = 16
#: Enter moves on in a form, on every system: it never picks a row.
ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class _Row:
    """What both kinds of row share: geometry and paint. `number` 0 shows no number key."""

    def __init__(self, row: QAbstractButton, words: Words, number: int) -> None:
        self.row = row
        self.words = words
        self.number = number
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        row.setSizePolicy(policy)
        row.setMinimumHeight(px(TARGET))
        self.retranslate()

    def retranslate(self) -> None:
        text = said(self.words)
        self.row.setText(text.replace("&", "&&"))
        self.row.setAccessibleName(text)
        self.row.updateGeometry()

    def left(self) -> int:
        key = px(_KEY) if self.number else 0
        return px(TIGHT) + key + px(_INDICATOR) + px(CLOSE)

    def height_for(self, width: int) -> int:
        room = QRect(0, 0, max(width - self.left() - px(TIGHT), 1), 10_000)
        needed = self.row.fontMetrics().boundingRect(room, _WRAPPED, said(self.words)).height()
        return max(needed + 2 * px(TIGHT), px(TARGET))

    def size(self) -> QSize:
        words = self.row.fontMetrics().horizontalAdvance(said(self.words))
        width = min(words + self.left() + 2 * px(TIGHT), px(520))
        return QSize(width, self.height_for(width))

    def paint(self, *, is_round: bool) -> None:
        row, colours = self.row, worn()
        painter = QPainter(row)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = QRectF(row.rect()).adjusted(1, 1, -1, -1)
        if row.hasFocus():
            painter.setPen(QPen(QColor(colours.accent), 2))
            painter.setBrush(QColor(colours.base))
            painter.drawRoundedRect(ground, 3, 3)
        elif row.underMouse() and row.isEnabled():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.hover))
            painter.drawRoundedRect(ground, 3, 3)
        if self.number:
            painter.setPen(QColor(colours.quiet))
            painter.setFont(font(SMALL))
            painter.drawText(self._key_box(), Qt.AlignmentFlag.AlignCenter, str(self.number))
        self._paint_indicator(painter, is_round=is_round)
        painter.setPen(QColor(colours.text if row.isEnabled() else colours.quiet))
        painter.setFont(row.font())
        words = row.rect().adjusted(self.left(), 0, -px(TIGHT), 0)
        painter.drawText(words, int(_WRAPPED), said(self.words))
        painter.end()

    def _key_box(self) -> QRect:
        return QRect(px(TIGHT), 0, px(_KEY), self.row.height())

    def _paint_indicator(self, painter: QPainter, *, is_round: bool) -> None:
        row, colours, side = self.row, worn(), px(_INDICATOR)
        left = px(TIGHT) + (px(_KEY) if self.number else 0)
        box = QRectF(left, (row.height() - side) / 2, side, side).adjusted(1, 1, -1, -1)
        edge = colours.accent if row.isChecked() else colours.border
        painter.setPen(QPen(QColor(edge if row.isEnabled() else colours.border), 1.5))
        filled = row.isChecked() and not is_round
        painter.setBrush(QColor(edge if filled and row.isEnabled() else colours.base))
        if is_round:
            painter.drawEllipse(box)
        else:
            painter.drawRoundedRect(box, 2, 2)
        if not row.isChecked():
            return
        if is_round:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(edge if row.isEnabled() else colours.quiet))
            dot = side / 4.5
            painter.drawEllipse(box.adjusted(dot, dot, -dot, -dot))
        else:
            paint_tick(painter, box, colours.on_accent if row.isEnabled() else colours.quiet)


class RadioRow(QRadioButton):
    """One of several, of which one holds."""

    def __init__(self, words: Words, number: int = 0) -> None:
        super().__init__()
        self._row = _Row(self, words, number)

    def sizeHint(self) -> QSize:
        return self._row.size()

    def minimumSizeHint(self) -> QSize:
        return QSize(px(60), px(TARGET))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._row.height_for(width)

    def hitButton(self, at: QPoint) -> bool:
        return self.rect().contains(at)

    def paintEvent(self, _event: QPaintEvent) -> None:
        self._row.paint(is_round=True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER:
            event.ignore()
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._row.retranslate()
        super().changeEvent(event)


class CheckRow(QCheckBox):
    """One of several, of which any number holds."""

    def __init__(self, words: Words, number: int = 0) -> None:
        super().__init__()
        self._row = _Row(self, words, number)

    def sizeHint(self) -> QSize:
        return self._row.size()

    def minimumSizeHint(self) -> QSize:
        return QSize(px(60), px(TARGET))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._row.height_for(width)

    def hitButton(self, at: QPoint) -> bool:
        return self.rect().contains(at)

    def paintEvent(self, _event: QPaintEvent) -> None:
        self._row.paint(is_round=False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER:
            event.ignore()
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._row.retranslate()
        super().changeEvent(event)
