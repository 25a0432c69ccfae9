"""One choice of several: a radio button or check box whose words wrap, with the number key that picks it.

It stands in a line with its words, above them (in a scale), or without them (under the heading of a grid).
"""

from __future__ import annotations

from enum import Enum
from typing import Final

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QRadioButton, QSizePolicy

from ui.theme.dress import worn
from ui.theme.sizes import CLOSE, SMALL, TARGET, TIGHT, font, px
from ui.widgets.marks import paint_tick
from ui.widgets.said import Words, said

_WRAPPED: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap
_UNDER: Final = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
_INDICATOR: Final = 18
_KEY: Final = 16
#: Enter moves on in a form, on every system: it never picks a row.
ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
#: In a grid these lead to the line above or below.
_UP_DOWN: Final = (Qt.Key.Key_Up, Qt.Key.Key_Down)


class Stands(Enum):
    """How a choice stands to its words."""

    BESIDE = "beside"
    OVER = "over"
    ALONE = "alone"


class _Row:
    """What both kinds of row share: geometry and paint. `number` 0 shows no number key."""

    def __init__(self, row: QAbstractButton, words: Words, number: int, stands: Stands) -> None:
        self.row = row
        self.words = words
        self.number = number if stands is Stands.BESIDE else 0
        self.stands = stands
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
        if self.stands is not Stands.BESIDE:
            return px(TARGET) + (self._under_height(width) if self.stands is Stands.OVER else 0)
        room = QRect(0, 0, max(width - self.left() - px(TIGHT), 1), 10_000)
        needed = self.row.fontMetrics().boundingRect(room, _WRAPPED, said(self.words)).height()
        return max(needed + 2 * px(TIGHT), px(TARGET))

    def _under_height(self, width: int) -> int:
        room = QRect(0, 0, max(width - px(TIGHT), 1), 10_000)
        return self.row.fontMetrics().boundingRect(room, _UNDER, said(self.words)).height() + px(TIGHT)

    def size(self) -> QSize:
        if self.stands is not Stands.BESIDE:
            width = px(TARGET) if self.stands is Stands.ALONE else px(80)
            return QSize(width, self.height_for(width))
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
        if self.stands is Stands.BESIDE:
            words = row.rect().adjusted(self.left(), 0, -px(TIGHT), 0)
            painter.drawText(words, int(_WRAPPED), said(self.words))
        elif self.stands is Stands.OVER:
            words = row.rect().adjusted(px(TIGHT) // 2, px(TARGET) - 2, -px(TIGHT) // 2, 0)
            painter.drawText(words, int(_UNDER), said(self.words))
        painter.end()

    def _key_box(self) -> QRect:
        return QRect(px(TIGHT), 0, px(_KEY), self.row.height())

    def _paint_indicator(self, painter: QPainter, *, is_round: bool) -> None:
        row, colours, side = self.row, worn(), px(_INDICATOR)
        left: float = px(TIGHT) + (px(_KEY) if self.number else 0)
        top = (row.height() - side) / 2
        if self.stands is not Stands.BESIDE:
            left, top = (row.width() - side) / 2, (px(TARGET) - side) / 2
        box = QRectF(left, top, side, side).adjusted(1, 1, -1, -1)
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
    """One of several, of which one holds. `stepping`: the arrows are picking another one."""

    def __init__(self, words: Words, number: int = 0, stands: Stands = Stands.BESIDE) -> None:
        super().__init__()
        self._row = _Row(self, words, number, stands)
        self.stepping = False

    def sizeHint(self) -> QSize:
        return self._row.size()

    def minimumSizeHint(self) -> QSize:
        return QSize(px(TARGET), px(TARGET))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._row.height_for(width)

    def hitButton(self, at: QPoint) -> bool:
        return self.rect().contains(at)

    def paintEvent(self, _event: QPaintEvent) -> None:
        self._row.paint(is_round=True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER or (self._row.stands is Stands.ALONE and event.key() in _UP_DOWN):
            event.ignore()
            return
        self.stepping = True
        super().keyPressEvent(event)
        self.stepping = False

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._row.retranslate()
        super().changeEvent(event)


class CheckRow(QCheckBox):
    """One of several, of which any number holds."""

    def __init__(self, words: Words, number: int = 0, stands: Stands = Stands.BESIDE) -> None:
        super().__init__()
        self._row = _Row(self, words, number, stands)

    def sizeHint(self) -> QSize:
        return self._row.size()

    def minimumSizeHint(self) -> QSize:
        return QSize(px(TARGET), px(TARGET))

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
