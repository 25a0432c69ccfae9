"""F1: the help page of the screen one is on, and the keys, in a panel at the right."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QTextBrowser, QVBoxLayout, QWidget

from fieldapp.words import ENGLISH, Sentence, say, spoken
from ui.keys import EVERYWHERE
from ui.theme.sizes import CLOSE, NEAR, px
from ui.widgets.buttons import quiet as quiet_button
from ui.widgets.said import said, section

_PAGES: Final = Path(__file__).resolve().parent.parent / "resources" / "help"


def page(name: str) -> str:
    """The help page of a screen in the language spoken now, else in English, else ""."""
    for language in (spoken(), ENGLISH):
        file = _PAGES / language / f"{name}.md"
        if name and file.is_file():
            return file.read_text("utf-8")
    return ""


def keys_table() -> str:
    """All keys that work everywhere, as a table in Markdown."""
    rows = [f"| {key.shown} | {said(key.does)} |" for key in EVERYWHERE]
    return "\n".join(["", "| | |", "|---|---|", *rows])


class Help(QFrame):
    """Lies over the right part of the window; Esc or F1 puts it away. Nothing in it leads outside the program."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("help")
        self.setProperty("kind", "panel")
        self.setProperty("overlay", True)
        self._window = window
        self._name = ""
        self._before: QWidget | None = None
        self.title = section(Sentence("Help"))
        self.text = QTextBrowser()
        self.text.setOpenLinks(False)
        away = quiet_button(Sentence("Put away"), key="Esc")
        away.clicked.connect(self.close_panel)
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(away)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(NEAR), px(NEAR), px(NEAR), px(NEAR))
        column.setSpacing(px(CLOSE))
        column.addLayout(head)
        column.addWidget(self.text, 1)
        self.hide()

    def open(self, name: str) -> None:
        """Show the page of this screen."""
        self._name = name
        self._before = self._window.focusWidget()
        self.retranslate()
        self.fit()
        self.show()
        self.raise_()
        self.text.setFocus()

    def fit(self) -> None:
        """Take the right part of the window."""
        width = min(px(460), self._window.width())
        self.setGeometry(self._window.width() - width, 0, width, self._window.height())

    def close_panel(self) -> None:
        """Put it away; the keyboard goes back to where it was."""
        if not self.isHidden():
            self.hide()
            if self._before is not None:
                self._before.setFocus()
            self._before = None

    def retranslate(self) -> None:
        """Show the page in the language spoken now."""
        self.text.setAccessibleName(say("Help"))
        none = say("There is no help for this page yet.")
        self.text.setMarkdown("\n\n".join([page(self._name) or none, f"## {say('Keys')}", keys_table()]))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_panel()
            return
        super().keyPressEvent(event)
