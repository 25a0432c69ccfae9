"""Fields one types in: a line, several lines, and a line that is read as a number, date or time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QMimeData, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QSizePolicy

from fieldapp.errors import Mistake
from fieldapp.forms.reading import cleaned
from fieldapp.forms.typed import LENGTH_LIMIT
from fieldapp.words import Sentence
from ui.theme.sizes import NEAR, px
from ui.widgets.choice_rows import ENTER

#: The longest text that is read as a number, date, time or place.
_READ_LIMIT: Final = 500
TOO_MUCH: Final = Sentence("This is too much text for one answer: nothing of it was put in. Take a part of it.")


class _Line(QLineEdit):
    """A line that takes what fits into an answer; of what is more, pasted or dropped, it takes nothing and says so."""

    #: A Sentence about what was not taken.
    refused = Signal(object)

    def __init__(self, name: str, most: int) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setMaxLength(most)
        self._before = ""
        self._saying = QTimer(self)
        self._saying.setSingleShot(True)
        self._saying.setInterval(0)
        self._saying.timeout.connect(self._on_saying)
        self.inputRejected.connect(self._saying.start)
        self.textEdited.connect(self._on_text_edited)
        self.textChanged.connect(self._on_text_changed)

    def take(self) -> None:
        """Somebody typed: tell it."""
        raise NotImplementedError

    @Slot()
    def _on_text_edited(self) -> None:
        if self._saying.isActive():
            self.setText(self._before)
        else:
            self.take()

    @Slot()
    def _on_text_changed(self) -> None:
        if not self._saying.isActive():
            self._before = self.text()

    @Slot()
    def _on_saying(self) -> None:
        self.refused.emit(TOO_MUCH)


class TextLine(_Line):
    """One line of text, kept as typed but for spaces at its ends and signs that cannot be seen."""

    #: The text, None when empty; told at each keystroke.
    changed = Signal(object)

    def __init__(self, name: str = "") -> None:
        super().__init__(name, LENGTH_LIMIT)

    def value(self) -> str | None:
        """What was typed, None if nothing."""
        return cleaned(self.text()) or None

    def show_value(self, value: str | None) -> None:
        """Show this, without saying so; what means the same as already stands there is left as typed."""
        if value != self.value():
            self.setText(value or "")
            self.setCursorPosition(0)

    def take(self) -> None:
        """Tell what stands there."""
        self.changed.emit(self.value())


class TextArea(QPlainTextEdit):
    """Several lines; grows with its text up to a third of a page. Ctrl+Enter leaves it, Tab too."""

    changed = Signal(object)
    #: A Sentence about what was not taken.
    refused = Signal(object)

    def __init__(self, name: str = "", *, lines: int = 3, most: int = 9) -> None:
        super().__init__()
        self.setObjectName(name)
        self._lines = lines
        self._most = most
        self._showing = False
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.textChanged.connect(self._on_changed)
        self._fit()

    def value(self) -> str | None:
        """What was typed, None if nothing."""
        return cleaned(self.toPlainText()) or None

    def show_value(self, value: str | None) -> None:
        """Show this, without saying so."""
        if value != self.value():
            self._showing = True
            self.setPlainText(value or "")
            self._showing = False

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Whatever is pasted or dropped comes through here."""
        if len(source.text()) + self.document().characterCount() > LENGTH_LIMIT:
            self.refused.emit(TOO_MUCH)
        else:
            self.insertPlainText(source.text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()
            return
        super().keyPressEvent(event)

    @Slot()
    def _on_changed(self) -> None:
        self._fit()
        if not self._showing:
            self.changed.emit(self.value())

    def _fit(self) -> None:
        shown = min(max(self.document().lineCount(), self._lines), self._most)
        self.setFixedHeight(self.fontMetrics().lineSpacing() * shown + px(NEAR) + 2 * self.frameWidth() + px(NEAR))


#: Reads what was typed; a Mistake says in words what is wrong with it.
Reader = Callable[[str], str | None]
#: Writes an answer as a person would.
Writer = Callable[[str], str]


class ReadLine(_Line):
    """A line that is read as something: forgiving in, strict out.

    While one types, only what can be read is told; what cannot is said to be wrong when the field is left.
    """

    #: What was read, None when empty.
    changed = Signal(object)
    #: A Sentence about what cannot be read, or None when that is over.
    misread = Signal(object)

    def __init__(self, read: Reader, write: Writer = str, *, name: str = "") -> None:
        super().__init__(name, _READ_LIMIT)
        self._read = read
        self._write = write
        self._value: str | None = None
        self._wrong: Sentence | None = None
        self.editingFinished.connect(self.settle)

    def value(self) -> str | None:
        """What was read last."""
        return self._value

    @property
    def wrong(self) -> Sentence | None:
        """What is wrong with the text, once the field was left."""
        return self._wrong

    def show_value(self, value: str | None) -> None:
        """Show this, without saying so; while it is typed in, its text is left alone."""
        if value != self._value or not self.text():
            self._value = value
            self.setText(self._write(value) if value else "")
            self._say_wrong(None)

    def type_in(self, text: str) -> None:
        """Put this text there as if she had typed it."""
        self.setText(text)
        self.take()

    @Slot()
    def settle(self) -> None:
        """Read what stands there as final: show it in full, or say what is wrong.

        What was written here is not read again: it may say less than the answer has.
        """
        if self._value is not None and self.text() == self._write(self._value):
            return
        try:
            value = self._try()
        except Mistake as mistake:
            self._say_wrong(mistake.sentence)
            return
        self._say_wrong(None)
        self._hold(value)
        shown = self._write(value) if value else ""
        if shown != self.text():
            self.setText(shown)

    def take(self) -> None:
        """Tell what can be read."""
        try:
            value = self._try()
        except Mistake:
            return
        self._say_wrong(None)
        self._hold(value)

    def _try(self) -> str | None:
        text = self.text().strip()
        return self._read(text) if text else None

    def _hold(self, value: str | None) -> None:
        if value != self._value:
            self._value = value
            self.changed.emit(value)

    def _say_wrong(self, wrong: Sentence | None) -> None:
        if wrong != self._wrong:
            self._wrong = wrong
            self.misread.emit(wrong)
