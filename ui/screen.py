"""What every screen is to the window that shows it. A screen knows no other screen: it says where it wants to go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QVBoxLayout, QWidget

from ui.theme.sizes import APART, FAR, NEAR, px
from ui.widgets.choice_rows import ENTER
from ui.widgets.said import Words


@dataclass(frozen=True, slots=True)
class Address:
    """Where one can go: a screen, what it shows, and what about it. The window's way back is a list of these.

    `sought`: what was typed into a search there. It may be a name, so no other process is ever told of it.
    """

    screen: str
    key: str = ""
    more: str = ""
    sought: str = ""


@dataclass(frozen=True, slots=True)
class Leaving:
    """What is asked before a page is left: the question, what will be gone, and the verb on the button."""

    question: Words
    more: Words
    verb: Words


class Screen(QWidget):
    """A page of the window. Half-typed work is kept by `keep`, so a screen can be left or locked at any moment."""

    #: An Address to go to.
    go = Signal(object)
    #: An Address to go to instead of this page: the way back skips it.
    turned = Signal(object)
    #: Done here: go back to where she came from.
    left = Signal()
    #: (words, kind) for the banner under the top bar; ("", ...) puts it away.
    told = Signal(object, str)

    #: Names the help page: resources/help/<language>/<name>.md.
    name = ""

    def __init__(self, address: Address) -> None:
        super().__init__()
        self.setObjectName(address.screen)
        self._address = address
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(px(FAR), px(APART), px(FAR), px(APART))
        self.column.setSpacing(px(NEAR))

    def address(self) -> Address:
        """Where one comes back to: the same, with what was searched and picked since."""
        return self._address

    def words(self) -> Words:
        """What this page is called on the way back to it."""
        return ""

    def lead_back(self, words: Words) -> None:
        """The way back leads to a page that is called this; "" when it leads nowhere."""

    def panes(self) -> Sequence[QWidget]:
        """Its parts, for F6; the first gets the keyboard when the screen opens."""
        return (self,)

    def main_button(self) -> QAbstractButton | None:
        """What Ctrl+Enter presses."""
        return None

    def new(self) -> bool:
        """Ctrl+N: begin something new here; False if nothing can be begun."""
        return False

    def save(self) -> bool:
        """Ctrl+S; False if there is nothing to save here."""
        return False

    def print_out(self) -> bool:
        """Ctrl+P; False if there is nothing to print here."""
        return False

    def keep(self) -> None:
        """Write down what is half typed, now: the screen is being left or the program is about to lock."""

    def leaving(self) -> Leaving | None:
        """What to ask before she leaves for another page; None when nothing would be gone. A lock asks nothing."""
        return None

    def give_up(self) -> None:
        """She has agreed to what `leaving` asked."""

    def retranslate(self) -> None:
        """Say all texts that do not follow the language by themselves."""

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter that nothing else wanted presses the main button."""
        button = self.main_button()
        if event.key() in ENTER and button is not None and button.isEnabled():
            button.click()
            return
        super().keyPressEvent(event)
