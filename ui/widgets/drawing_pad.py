"""A white sheet to draw or sign on with the mouse, a pen or a finger on the touchpad."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme.colours import LIGHT
from ui.theme.dress import worn
from ui.theme.sizes import COLUMN, px

#: Dots of the picture for each dot of the screen: a signature stays smooth on paper.
_FINE: Final = 2
_PEN: Final = 2.2


class DrawingPad(QWidget):
    """Keeps strokes until they are cleared. Ink on white, in the dark too: it is a picture, no part of the window."""

    #: Something stands on it now, or nothing does.
    drawn = Signal(bool)

    def __init__(self, *, height: int) -> None:
        super().__init__()
        self._strokes: list[QPolygonF] = []
        self.setFixedHeight(px(height))
        self.setMinimumWidth(px(COLUMN) // 2)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.CrossCursor)

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands on it."""
        return not self._strokes

    def clear(self) -> None:
        """A fresh sheet."""
        self._strokes = []
        self.drawn.emit(False)
        self.update()

    def picture(self) -> QImage:
        """What stands on it, on white."""
        picture = QImage(self.size() * _FINE, QImage.Format.Format_RGB32)
        picture.fill(Qt.GlobalColor.white)
        painter = QPainter(picture)
        painter.scale(_FINE, _FINE)
        self._ink(painter)
        painter.end()
        return picture

    def _ink(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(LIGHT.text), _PEN, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        for stroke in self._strokes:
            if stroke.size() == 1:
                painter.drawPoint(stroke.at(0))
            else:
                painter.drawPolyline(stroke)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), Qt.GlobalColor.white)
        painter.setPen(QColor(worn().border))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        self._ink(painter)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is not Qt.MouseButton.LeftButton:
            super().mousePressEvent(event)
            return
        self._strokes.append(QPolygonF([event.position()]))
        self.drawn.emit(True)
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton and self._strokes:
            self._strokes[-1].append(self._inside(event.position()))
            self.update()

    def _inside(self, point: QPointF) -> QPointF:
        return QPointF(min(max(point.x(), 0.0), self.width() - 1.0), min(max(point.y(), 0.0), self.height() - 1.0))
