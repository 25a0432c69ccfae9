"""A sheet as it will be printed, beside what it is made from: small or large, in the language its reader has."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from fieldapp.words import Language, Sentence, spoken
from ui.paper import Paper, PaperView
from ui.theme.sizes import CLOSE, px
from ui.tongue import LANGUAGES
from ui.widgets.buttons import QUIET
from ui.widgets.buttons import quiet as quiet_button
from ui.widgets.drop import DropButton, Line
from ui.widgets.said import quiet, show_if


class PreviewPane(QWidget):
    """The page that was drawn last stays until the next one is there."""

    #: It is to be drawn in another language.
    turned = Signal()
    #: Whether it wants all the room there is.
    grown = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self._pdf = b""
        self.language: Language = spoken()
        self.view = PaperView(Sentence("The sheet as it will be printed"))
        self.view.setObjectName("preview")
        self.languages = DropButton("", QUIET, name="paperLanguage")
        self.languages.offer([Line(code, name) for code, name in LANGUAGES.items()])
        self.languages.chosen.connect(self._on_language)
        self.large = quiet_button(Sentence("Larger"))
        self.large.setObjectName("larger")
        self.large.setCheckable(True)
        self.large.toggled.connect(self._on_large)
        self.none = quiet(Sentence("The sheet is shown here as soon as it can be made."))
        row = QHBoxLayout()
        row.setSpacing(px(CLOSE))
        row.addWidget(self.languages)
        row.addStretch(1)
        row.addWidget(self.large)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(CLOSE))
        column.addLayout(row)
        column.addWidget(self.none)
        column.addWidget(self.view, 1)
        column.addStretch(0)
        self.view.hide()
        self._say_language()

    def begin_like(self, before: PreviewPane) -> None:
        """In the same language and size as one that stood here before, with its sheet until the new one is drawn."""
        self.language = before.language
        self._say_language()
        self.large.setChecked(before.large.isChecked())
        self.show_pdf(before._pdf)

    def panes(self) -> Sequence[QWidget]:
        """For F6."""
        return (self.view,) if not self.view.isHidden() else ()

    def show_pdf(self, pdf: bytes) -> None:
        """Show this sheet; empty: none can be made now."""
        if pdf and pdf != self._pdf:
            self.view.show_paper(Paper(pdf))
        self._pdf = pdf
        show_if(self.view, bool(pdf))
        show_if(self.none, not pdf)

    def _say_language(self) -> None:
        self.languages.say(Sentence("Sheet in {tongue} ▾", {"tongue": LANGUAGES[self.language]}))

    @Slot(str)
    def _on_language(self, language: str) -> None:
        self.language = Language(language)
        self._say_language()
        self.turned.emit()

    @Slot(bool)
    def _on_large(self, large: bool) -> None:  # noqa: FBT001  # a slot
        self.large.say(Sentence("Smaller") if large else Sentence("Larger"))
        self.grown.emit(large)
