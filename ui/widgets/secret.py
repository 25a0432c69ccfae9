"""A field for a passphrase: hidden unless asked, with the keyboard's language and Caps Lock said below it."""

from __future__ import annotations

import sys
from typing import Final

from PySide6.QtCore import QEvent, QLocale, QObject, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from fieldapp.words import Sentence, say
from ui.theme.sizes import CLOSE, TIGHT, px
from ui.widgets.buttons import quiet as quiet_button
from ui.widgets.said import quiet as quiet_label

_HINTS: Final = (
    Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText | Qt.InputMethodHint.ImhNoAutoUppercase
)


class SecretLine(QWidget):
    """Types a secret. Hidden until she presses Show; the system is told to remember none of it."""

    entered = Signal()
    changed = Signal()

    def __init__(self, name: str, *, shown: bool = False) -> None:
        super().__init__()
        self.edit = QLineEdit()
        self.edit.setObjectName(name)
        self.edit.setMaxLength(200)
        self.edit.setInputMethodHints(_HINTS)
        self.edit.returnPressed.connect(self.entered)
        self.edit.textChanged.connect(self.changed)
        self.edit.installEventFilter(self)
        self.show_button = quiet_button(Sentence("Show"))
        self.show_button.setObjectName(f"{name}-show")
        self.show_button.setCheckable(True)
        self.show_button.setChecked(shown)
        self.show_button.toggled.connect(self._on_show)
        self.keyboard = quiet_label()
        self._caps = _caps_lock()
        QGuiApplication.inputMethod().localeChanged.connect(self._look)
        row = QHBoxLayout()
        row.setSpacing(px(CLOSE))
        row.addWidget(self.edit, 1)
        row.addWidget(self.show_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(TIGHT))
        column.addLayout(row)
        column.addWidget(self.keyboard)
        self.setFocusProxy(self.edit)
        self._on_show(shown)
        self._look()

    def setAccessibleName(self, name: str) -> None:
        """A field's label names what one types into."""
        self.edit.setAccessibleName(name)

    def setAccessibleDescription(self, text: str) -> None:
        self.edit.setAccessibleDescription(text)

    def text(self) -> str:
        """What was typed."""
        return self.edit.text()

    def clear(self) -> None:
        """Forget what was typed."""
        self.edit.clear()

    def put(self, text: str) -> None:
        """Fill the field, for a proposal."""
        self.edit.setText(text)

    @Slot(bool)
    def _on_show(self, shown: bool) -> None:  # noqa: FBT001  # a slot
        self.edit.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
        self.show_button.say(Sentence("Hide") if shown else Sentence("Show"))

    @Slot()
    def _look(self) -> None:
        """Say which language the keyboard types, and whether Caps Lock is on."""
        locale = QGuiApplication.inputMethod().locale()
        language = locale.nativeLanguageName() or (locale.name() if locale != QLocale.c() else "")
        if not language:
            self.keyboard.say(Sentence("Caps Lock is on.") if self._caps else "")
        elif self._caps:
            self.keyboard.say(say("Keyboard: {keyboard}. Caps Lock is on.", keyboard=language))
        else:
            self.keyboard.say(say("Keyboard: {keyboard}", keyboard=language))

    def _watch_caps(self, event: QKeyEvent) -> None:
        """Where the system does not tell, a capital without Shift (or the reverse) does."""
        text, shift = event.text(), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if sys.platform == "win32":
            self._caps = _caps_lock()
        elif event.key() == Qt.Key.Key_CapsLock:
            self._caps = not self._caps
        elif len(text) == 1 and text.lower() != text.upper():
            self._caps = text.isupper() != shift
        self._look()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            self._watch_caps(event)
        return super().eventFilter(watched, event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._look()


def _caps_lock() -> bool:
    """Whether Caps Lock is on, where the system can be asked."""
    on = False
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415  # of use on Windows alone

        on = bool(ctypes.windll.user32.GetKeyState(0x14) & 1)
    return on
