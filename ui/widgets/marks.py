"""Small painted signs that stand beside words, never alone: note, warning, danger, done."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from ui.theme.dress import worn
from ui.theme.sizes import SMALL, font, px

DONE: Final = "done"


class Mark(QWidget):
    """A sign of 16 pixels. Screen readers read the words beside it instead."""

    def __init__(self, kind: str) -> None:
        super().__init__()
        self._kind = kind
        self.setFixedSize(px(18), px(18))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def show_as(self, kind: str) -> None:
        """Be this sign from now on."""
        self._kind = kind
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        colours = worn()
        if self._kind == DONE:
            _tick(painter, box, QColor(colours.quiet))
            return
        colour = {"warning": colours.warning, "danger": colours.danger}.get(self._kind, colours.accent)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colour))
        if self._kind == "warning":
            corners = (box.center().x(), box.top()), (box.right(), box.bottom()), (box.left(), box.bottom())
            painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in corners]))
            box.adjust(0, box.height() / 5, 0, 0)
        else:
            painter.drawEllipse(box)
        painter.setPen(QColor(colours.base))
        painter.setFont(font(SMALL, strong=True))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, "i" if self._kind == "note" else "!")


def _tick(painter: QPainter, box: QRectF, colour: QColor) -> None:
    """A tick that fills the box."""
    painter.setPen(QPen(colour, box.width() / 8, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    left, top, side = box.left(), box.top(), box.width()
    points = [QPointF(left + side * x, top + side * y) for x, y in ((0.18, 0.52), (0.42, 0.76), (0.84, 0.26))]
    painter.drawPolyline(QPolygonF(points))


def paint_tick(painter: QPainter, box: QRectF, colour: str) -> None:
    """Draw a tick in this box; for lists and check boxes that paint themselves."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _tick(painter, box, QColor(colour))
    painter.restore()
