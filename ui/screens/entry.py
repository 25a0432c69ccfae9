"""What the screens before the unlock share: a narrow column in the middle, and the language one tap away."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from fieldapp.vault.closing import ClosedDesk
from fieldapp.words import Language, Sentence, say, spoken
from ui.screen import Address, Screen
from ui.screens.closed_notice import ClosedNotice
from ui.theme.sizes import COLUMN, TIGHT, px
from ui.tongue import LANGUAGES
from ui.widgets.buttons import QUIET, Button
from ui.widgets.pages import Body
from ui.widgets.said import Words, title


class LanguageSwitch(QWidget):
    """Each language by its own name; the one spoken now cannot be pressed."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(TIGHT))
        self._buttons: dict[Language, Button] = {}
        for language, name in LANGUAGES.items():
            button = Button(name, QUIET)
            button.setObjectName(f"language={language}")
            button.clicked.connect(self._on_clicked)
            self._buttons[language] = button
            row.addWidget(button)
        self._mark()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._mark()

    def _mark(self) -> None:
        self.setAccessibleName(say("Language"))
        for language, button in self._buttons.items():
            button.setEnabled(language != spoken())

    @Slot()
    def _on_clicked(self) -> None:
        for language, button in self._buttons.items():
            if button is self.sender():
                self.chosen.emit(language)


class EntryScreen(Screen):
    """A screen before the unlock. `speak` asks for another language."""

    #: A Language.
    speak = Signal(str)

    def __init__(self, address: Address, words: Words, *, width: int = COLUMN) -> None:
        """`width` of the column, in pixels at normal text size."""
        super().__init__(address)
        self.language = LanguageSwitch()
        self.language.chosen.connect(self.speak)
        top = QHBoxLayout()
        self.back_button = Button(Sentence("‹ Back"), QUIET)
        self.back_button.clicked.connect(self.left)
        self.back_button.hide()
        top.addWidget(self.back_button)
        top.addStretch(1)
        top.addWidget(self.language)
        self.column.addLayout(top)
        self.body = Body(width=width, centred=True)
        self.title = title(words)
        self.body.column.addWidget(self.title)
        self.column.addWidget(self.body, 1)

    def tell_closed(self, desks: Sequence[ClosedDesk]) -> None:
        """Say below the title which desks on this laptop were closed by their organisations, until she has read it."""
        if desks:
            self.body.column.insertWidget(1, ClosedNotice(desks))

    def add(self, *widgets: QWidget) -> None:
        """Put these under one another in the column."""
        for widget in widgets:
            self.body.column.addWidget(widget)

    def add_row(self, *widgets: QWidget) -> None:
        """Put these beside one another, the first at the left."""
        row = QHBoxLayout()
        if isinstance(widgets[0], Button) and widgets[0].property("kind") == QUIET:
            widgets[0].setProperty("flush", True)
        for widget in widgets:
            row.addWidget(widget, 0, Qt.AlignmentFlag.AlignTop)
        row.addStretch(1)
        self.body.column.addLayout(row)

    def finish(self) -> None:
        """All widgets are in."""
        self.body.column.addStretch(1)
