"""Texts that follow the language: a label or button of ours is given a sentence and says it again when asked to."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget

from fieldapp.words import Sentence
from ui.theme.sizes import BODY, SECTION, SMALL, TITLE, font

#: A sentence to be said in the reader's language, or a text that is the same in all (a code, a name).
Words = str | Sentence


class Retold(Protocol):
    """Whatever has texts of its own to say again."""

    def retranslate(self) -> None:
        """Say all texts in the language spoken now."""


def said(words: Words) -> str:
    """The words in the language spoken now."""
    return words.said() if isinstance(words, Sentence) else words


def marked(widget: QWidget, **properties: object) -> None:
    """Set properties that the style sheet looks at, and have it look again."""
    for name, value in properties.items():
        widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def announce(widget: QWidget, text: str) -> None:
    """Have a screen reader say this now."""
    QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, text))


class Label(QLabel):
    """A text that wraps and is never cut."""

    def __init__(
        self, words: Words = "", *, size: float = BODY, strong: bool = False, tone: str = "", wraps: bool = True
    ) -> None:
        super().__init__()
        self._words: Words = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(font(size, strong=strong))
        self.setProperty("tone", tone)
        if wraps:
            self.setWordWrap(True)
            self.setSizePolicy(_wrapping())
        self.say(words)

    def say(self, words: Words) -> None:
        """Show these words from now on."""
        self._words = words
        self.setText(said(words))

    def dress(self, tone: str) -> None:
        """Say it in this tone from now on."""
        if self.property("tone") != tone:
            marked(self, tone=tone)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.setText(said(self._words))
        super().changeEvent(event)


def _wrapping() -> QSizePolicy:
    policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
    policy.setHeightForWidth(True)
    return policy


def title(words: Words = "") -> Label:
    """What this screen is."""
    return Label(words, size=TITLE, strong=True)


def section(words: Words = "") -> Label:
    """What this part of a screen is."""
    return Label(words, size=SECTION, strong=True)


def quiet(words: Words = "") -> Label:
    """Something to read only if needed."""
    return Label(words, size=SMALL, tone="quiet")


class Rule(QFrame):
    """A thin line between two parts."""

    def __init__(self, *, upright: bool = False) -> None:
        super().__init__()
        self.setProperty("kind", "rule")
        if upright:
            self.setFixedWidth(1)
        else:
            self.setFixedHeight(1)


def show_if(widget: QWidget, wanted: bool) -> None:  # noqa: FBT001  # reads as a sentence
    """Show or hide a part. One that has no parent yet is left as it is born, unhidden: shown, it would be a window."""
    if wanted and widget.parentWidget() is None:
        assert not widget.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide), "hidden before it had a parent"
        return
    widget.setVisible(wanted)
