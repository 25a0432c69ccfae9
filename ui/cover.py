"""The cover: one key and nothing of the work can be seen. A plain empty page, with no sign of what lies below."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QWidget


class Cover(QWidget):
    """Lies over the whole window; while it is on, everything else of the program is hidden, from screen readers too."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("cover")
        self.setProperty("kind", "cover")
        self.setProperty("overlay", True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Fieldapp")
        self._window = window
        self._focus: QWidget | None = None
        self._hidden: list[QWidget] = []
        self.hide()
        window.installEventFilter(self)

    @property
    def on(self) -> bool:
        """Whether the screen is covered."""
        return not self.isHidden()

    def put_on(self) -> None:
        """Cover everything; painted before this returns."""
        if self.on:
            return
        self._focus = QApplication.focusWidget()
        while (popup := QApplication.activePopupWidget()) is not None:
            popup.close()
        self.setGeometry(self._window.rect())
        self.raise_()
        self.show()
        self.setFocus()
        self._hidden = [part for part in self._others() if part.isVisible()]
        for part in self._hidden:
            part.hide()
        self._window.repaint()

    def take_off(self) -> None:
        """Show again what was seen before, with the keyboard where it was."""
        for part in self._hidden:
            part.show()
        self._hidden = []
        self.hide()
        if self._focus is not None:
            self._focus.setFocus()
        self._focus = None

    def _others(self) -> list[QWidget]:
        """The other parts of the window, and the program's other windows."""
        direct = Qt.FindChildOption.FindDirectChildrenOnly
        parts = [part for part in self._window.findChildren(QWidget, options=direct) if part is not self]
        return parts + [other for other in QApplication.topLevelWidgets() if other is not self._window]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.setGeometry(self._window.rect())
        return super().eventFilter(watched, event)
