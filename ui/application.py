"""Makes the QApplication: neutral name and icon, our look, the person's language, and ears for mishaps."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QApplication

from ui.theme.colours import LIGHT

NAME = "Fieldapp"


def make_application(arguments: Sequence[str] = ()) -> QApplication:
    """The one QApplication of this process, without its look: `Dress` puts that on."""
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
    app = QApplication([NAME.lower(), *arguments])
    app.setApplicationName(NAME)
    app.setApplicationDisplayName("")
    app.setDesktopFileName(NAME.lower())
    app.setQuitOnLastWindowClosed(False)
    app.setWindowIcon(neutral_icon())
    return app


def neutral_icon() -> QIcon:
    """A plain square that says nothing."""
    icon = QIcon()
    for side in (16, 32, 64):
        picture = QPixmap(side, side)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(LIGHT.accent))
        edge = side / 8
        painter.drawRoundedRect(QRectF(edge, edge, side - 2 * edge, side - 2 * edge), edge, edge)
        painter.end()
        icon.addPixmap(picture)
    return icon
