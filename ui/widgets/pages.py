"""The frame of a screen's content: a heading, a body that scrolls when it must, and the buttons at the bottom right."""

from __future__ import annotations

from typing import cast

import shiboken6
from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from fieldapp.words import Sentence
from ui.theme.sizes import APART, CLOSE, FAR, NEAR, px
from ui.widgets.buttons import Button
from ui.widgets.buttons import quiet as quiet_button
from ui.widgets.said import Label, Words, show_if, title
from ui.widgets.said import quiet as quiet_label


class Heading(QWidget):
    """One line on top of a screen: the way back, what this is, a few words of its state, and what can be done."""

    back = Signal()

    def __init__(self, words: Words = "", *, back_to: Words = "") -> None:
        super().__init__()
        self.back_button = quiet_button(_back_words(back_to), key="Alt+Left")
        self.back_button.setObjectName("back")
        show_if(self.back_button, bool(back_to))
        self.back_button.clicked.connect(self.back)
        self.title = title(words)
        self.title.setWordWrap(False)
        self.title.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Preferred)
        self.state = quiet_label()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(px(NEAR))
        self._row.addWidget(self.back_button)
        self._row.addWidget(self.title)
        self._row.addWidget(self.state, 1)

    def say(self, words: Words, state: Words = "", *, back_to: Words | None = None) -> None:
        """Show this title and state."""
        self.title.say(words)
        self.state.say(state)
        if back_to is not None:
            self.lead_back(back_to)

    def lead_back(self, words: Words) -> None:
        """The way back leads to what is called this; "" hides it."""
        self.back_button.say(_back_words(words))
        show_if(self.back_button, bool(words))

    def add(self, *buttons: QWidget) -> None:
        """Add what can be done, at the right."""
        for button in buttons:
            self._row.addWidget(button)


def _back_words(back_to: Words) -> Words:
    return Sentence("‹ {place}", {"place": back_to}) if back_to else ""


class Body(QScrollArea):
    """A column that scrolls up and down only; whatever gets the focus is scrolled into sight, label included."""

    def __init__(self, *, width: int = 0, centred: bool = False) -> None:
        """`width` in pixels of the column, 0 for all there is."""
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        holder = QWidget()
        holder.setProperty("kind", "body")
        across = QHBoxLayout(holder)
        across.setContentsMargins(0, 0, px(CLOSE), 0)
        inner = QWidget()
        if width:
            inner.setMaximumWidth(px(width))
        inner.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.column = QVBoxLayout(inner)
        self.column.setContentsMargins(px(4), px(4), px(4), px(NEAR))
        self.column.setSpacing(px(APART))
        if centred:
            across.addStretch(1)
        across.addWidget(inner, 100)
        if width:
            across.addStretch(1)
        self.setWidget(holder)
        self._wanted: QWidget | None = None
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.timeout.connect(self._on_settled)
        cast("QApplication", QApplication.instance()).focusChanged.connect(self._on_focus)
        self.verticalScrollBar().rangeChanged.connect(self._on_grown)

    @Slot()
    def _on_grown(self) -> None:
        """What came above or below it must not push out of sight where she types."""
        if self._wanted is not None and shiboken6.isValid(self._wanted) and self._wanted.hasFocus():
            self._settle.start(0)

    @Slot(QWidget, QWidget)
    def _on_focus(self, _old: QWidget | None, new: QWidget | None) -> None:
        """Wait until the layout has settled, then scroll."""
        if new is not None and self.isAncestorOf(new):
            self._wanted = new
            self._settle.start(0)

    @Slot()
    def _on_settled(self) -> None:
        if self._wanted is not None and shiboken6.isValid(self._wanted):
            self.show_whole(self._whole(self._wanted))

    def _whole(self, widget: QWidget) -> QWidget:
        """The part of the column this stands in, if it can be seen whole: a field with its label and hint."""
        part = widget
        while (above := part.parentWidget()) is not None and above is not self.column.parentWidget():
            part = above
        return part if part.height() < self.viewport().height() - px(FAR) else widget

    def show_whole(self, widget: QWidget) -> None:
        """Scroll so that this is seen with some room around it."""
        self.ensureWidgetVisible(widget, 0, px(NEAR))


def stack(part: QWidget, *widgets: QWidget) -> None:
    """Put these under one another in the part; a text takes three quarters of the line."""
    column = QVBoxLayout(part)
    column.setContentsMargins(0, px(CLOSE), 0, 0)
    column.setSpacing(px(APART))
    for widget in widgets:
        if isinstance(widget, Label):
            row = QHBoxLayout()
            row.addWidget(widget, 3)
            row.addStretch(1)
            column.addLayout(row)
        else:
            column.addWidget(widget)


def side_by_side(left: QWidget | QLayout, right: QWidget | QLayout, shares: tuple[int, int] = (3, 2)) -> QHBoxLayout:
    """Two parts of a page beside each other."""
    across = QHBoxLayout()
    across.setSpacing(px(FAR))
    for part, share in zip((left, right), shares, strict=True):
        if isinstance(part, QWidget):
            across.addWidget(part, share)
        else:
            across.addLayout(part, share)
    return across


class Foot(QFrame):
    """The bottom line: quiet ways at the left, the primary button at the right end."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "foot")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, px(NEAR), 0, 0)
        self._row.setSpacing(px(NEAR))
        self.note = quiet_label()
        self._row.addWidget(self.note, 1)

    def add(self, *buttons: Button) -> None:
        """Buttons from left to right; the primary one last."""
        for button in buttons:
            self._row.addWidget(button)


class EmptyState(QWidget):
    """Stands where a list would: what will stand here, and how to begin."""

    def __init__(self, words: Words, more: Words = "", button: Button | None = None) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(px(APART), px(FAR), px(APART), px(FAR))
        column.setSpacing(px(CLOSE))
        self.label = Label(words, strong=True)
        self.more = Label(more, tone="quiet")
        column.addWidget(self.label)
        column.addWidget(self.more)
        if button is not None:
            column.addWidget(button)
        column.addStretch(1)

    def say(self, words: Words, more: Words = "") -> None:
        """Say something else."""
        self.label.say(words)
        self.more.say(more)
