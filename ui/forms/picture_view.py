"""A picture looked at: as large as the window lets it be, over the page, never in another program."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from fieldapp.words import Sentence
from ui.theme.sizes import APART, CLOSE, px
from ui.widgets.ask import lay_over
from ui.widgets.buttons import plain
from ui.widgets.said import section


class PictureView(QDialog):
    """Esc or Enter puts it away; covering and locking work while it is open."""

    def __init__(self, parent: QWidget, name: str, image: QImage) -> None:
        super().__init__(parent)
        self.setObjectName("picture")
        self.setWindowTitle(name)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        picture = QLabel()
        picture.setPixmap(QPixmap.fromImage(image))
        picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        picture.setAccessibleName(name)
        close = plain(Sentence("Go back"), name="picture.close")
        close.clicked.connect(self.accept)
        foot = QHBoxLayout()
        foot.addWidget(section(name), 1)
        foot.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(APART), px(APART), px(APART), px(APART))
        column.setSpacing(px(CLOSE))
        column.addWidget(picture, 1)
        column.addLayout(foot)
        close.setFocus()
        lay_over(self, parent)

    def open(self) -> None:
        """Show it; not as Qt would, which forgets the window below once the dialog was covered for a while."""
        self.show()


def room_in(window: QWidget) -> QSize:
    """How large a picture may be so that all of it is seen over this window."""
    return (window.size() - QSize(px(80), px(150))).expandedTo(QSize(px(160), px(110)))
