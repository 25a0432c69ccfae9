"""Fields one types in: a line, several lines, and a line that is read as a number, date or time."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QSizePolicy

from fieldapp.errors import Mistake
from fieldapp.words import Sentence
from ui.theme.sizes import NEAR, px
from ui.widgets.choice_rows import ENTER


class TextLine(QLineEdit):
    """One line of text, kept as typed but for spaces at its ends."""

    #: The text, None when empty; told at each keystroke.
    changed = Signal(object)

    def __init__(self, name: str = "") -> None:
        super().__init__()
        self.setObjectName(name)
        self.textEdited.connect(self._on_edited)

    def value(self) -> str | None:
        """What was typed, None if nothing."""
        return self.text().strip() or None

    def show_value(self, value: str | None) -> None:
        """Show this, without saying so; what means the same as already stands there is left as typed."""
        if value != self.value():
            self.setText(value or "")

    @Slot()
    def _on_edited(self) -> None:
        self.changed.emit(self.value())


class TextArea(QPlainTextEdit):
    """Several lines; grows with its text up to a third of a page. Ctrl+Enter leaves it, Tab too."""

    changed = Signal(object)

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
        return self.toPlainText().strip() or None

    def show_value(self, value: str | None) -> None:
        """Show this, without saying so."""
        if value != self.value():
            self._showing = True
            self.setPlainText(value or "")
            self._showing = False

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


class ReadLine(QLineEdit):
    """A line that is read as something: forgiving in, strict out.

    While one types, only what can be read is told; what cannot is said to be wrong when the field is left.
    """

    #: What was read, None when empty.
    changed = Signal(object)
    #: A Sentence about what cannot be read, or None when that is over.
    misread = Signal(object)

    def __init__(self, read: Reader, write: Writer = str, *, name: str = "") -> None:
        super().__init__()
        self.setObjectName(name)
        self._read = read
        self._write = write
        self._value: str | None = None
        self._wrong: Sentence | None = None
        self.textEdited.connect(self._on_edited)
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

    @Slot()
    def settle(self) -> None:
        """Read what stands there as final: show it in full, or say what is wrong."""
        try:
            value = self._try()
        except Mistake as mistake:
            self._say_wrong(mistake.sentence)
            return
        self._say_wrong(None)
        self._hold(value)
        self.setText(self._write(value) if value else "")

    def _try(self) -> str | None:
        text = self.text().strip()
        return self._read(text) if text else None

    @Slot()
    def _on_edited(self) -> None:
        try:
            value = self._try()
        except Mistake:
            return
        self._say_wrong(None)
        self._hold(value)

    def _hold(self, value: str | None) -> None:
        if value != self._value:
            self._value = value
            self.changed.emit(value)

    def _say_wrong(self, wrong: Sentence | None) -> None:
        if wrong != self._wrong:
            self._wrong = wrong
            self.misread.emit(wrong)
