"""Parts of the settings that lead elsewhere: to copies and forms, into practice and out of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from fieldapp.words import Sentence
from ui.elsewhere import Elsewhere
from ui.screen import Address
from ui.screens.unlock import ask_afresh
from ui.theme.sizes import CLOSE, NEAR, px
from ui.widgets.buttons import Button, plain
from ui.widgets.said import quiet, section

#: Where each button leads, under its heading; the button bears the name.
ORGANISATION: Final = (
    ("organisation-link", Sentence("Your organisation"), Address("join")),
    ("sync-link", Sentence("Sending and receiving"), Address("sync")),
    ("server-link", Sentence("Address of the server"), Address("server")),
)
PAPERS: Final = (
    ("letterhead", Sentence("Letterhead"), Address("letterhead")),
    ("blanks", Sentence("Blank papers"), Address("blanks")),
)
COPIES_AND_FORMS: Final = (
    ("copy", Sentence("A copy on a stick"), Address("copy")),
    ("forms", Sentence("Imported forms"), Address("forms")),
)


class Links(QWidget):
    """Buttons under a heading, each to a page of its own."""

    #: An Address.
    go = Signal(object)

    def __init__(self, heading: Sentence, ways: Sequence[tuple[str, Sentence, Address]]) -> None:
        super().__init__()
        self._addresses: dict[Button, Address] = {}
        for name, words, address in ways:
            button = plain(words, name=name)
            button.clicked.connect(self._on_clicked)
            self._addresses[button] = address
        column = _column(self)
        column.addWidget(section(heading))
        column.addLayout(_row(*self._addresses))

    @Slot()
    def _on_clicked(self) -> None:
        for button, address in self._addresses.items():
            if button is self.sender():
                self.go.emit(address)


class PracticeWays(QWidget):
    """From real work into practice; in practice, begin anew or leave."""

    def __init__(self, go_elsewhere: Callable[[Elsewhere], object], *, practice: bool) -> None:
        super().__init__()
        self._go_elsewhere = go_elsewhere
        self.practise = plain(Sentence("Practise"))
        self.practise.setObjectName("practise")
        self.practise.clicked.connect(self._on_practise)
        self.afresh = plain(Sentence("Begin the practice again"))
        self.afresh.setObjectName("practice-afresh")
        self.afresh.clicked.connect(self._on_afresh)
        self.real_work = plain(Sentence("Leave practice"))
        self.real_work.setObjectName("leave-practice")
        self.real_work.clicked.connect(self._on_real_work)
        column = _column(self)
        column.addWidget(section(Sentence("Practice")))
        if practice:
            column.addLayout(_row(self.afresh, self.real_work))
        else:
            column.addWidget(quiet(Sentence("An example organisation to try everything in. Your desk locks first.")))
            column.addLayout(_row(self.practise))

    @Slot()
    def _on_practise(self) -> None:
        self._go_elsewhere(Elsewhere.PRACTICE)

    @Slot()
    def _on_afresh(self) -> None:
        ask = ask_afresh(self)
        ask.agreed.connect(self._on_afresh_agreed)
        ask.open()

    @Slot()
    def _on_afresh_agreed(self) -> None:
        self._go_elsewhere(Elsewhere.PRACTICE_AFRESH)

    @Slot()
    def _on_real_work(self) -> None:
        self._go_elsewhere(Elsewhere.REAL_WORK)


def _column(widget: QWidget) -> QVBoxLayout:
    column = QVBoxLayout(widget)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(px(NEAR))
    return column


def _row(*buttons: Button) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(px(CLOSE))
    for button in buttons:
        row.addWidget(button)
    row.addStretch(1)
    return row
