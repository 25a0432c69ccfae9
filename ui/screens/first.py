"""The very first start: was she given a code, does she set up an organisation, or does she want to practise?"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from fieldapp.words import Sentence
from ui.screen import Address
from ui.screens.entry import EntryScreen
from ui.widgets.buttons import Button, primary, quiet
from ui.widgets.choices import ChoiceList, Option
from ui.widgets.said import Label

JOIN: Final = "join"
FOUND: Final = "found"
PRACTISE: Final = "practise"

_EXPLAINED: Final = {
    JOIN: Sentence(
        "You can record at once, also without internet. The code joins your desk to your organisation when its server "
        "is in reach, or by a file from a USB stick. You can type the code now or later."
    ),
    FOUND: Sentence(
        "For the coordinator who begins: it takes about 20 minutes and needs a printer, because the organisation's key "
        "is kept on paper. Afterwards you give each colleague a code."
    ),
    PRACTISE: Sentence(
        "A filled example organisation with made-up people, marked SAMPLE everywhere. It has a folder of its own and "
        "can never reach a real server."
    ),
}


class FirstScreen(EntryScreen):
    """Three ways in; the first is chosen already."""

    #: JOIN, FOUND or PRACTISE.
    chosen = Signal(str)
    #: Bring a desk back from a copy on a stick.
    copy_there = Signal()
    name = "first"

    def __init__(self, address: Address) -> None:
        super().__init__(address, Sentence("How do you begin?"))
        self.ways = ChoiceList(
            [
                Option(JOIN, Sentence("I was given a code")),
                Option(FOUND, Sentence("Set up an organisation")),
                Option(PRACTISE, Sentence("Practise")),
            ],
            name="way",
        )
        self.ways.show_values([JOIN])
        self.ways.chosen.connect(self._on_way)
        self.explained = Label(_EXPLAINED[JOIN], tone="quiet")
        self.go_on = primary(Sentence("Go on"))
        self.go_on.setObjectName("go-on")
        self.go_on.clicked.connect(self._on_go_on)
        self.add(self.ways, self.explained)
        self.bring_back = quiet(Sentence("I have a copy on a stick"))
        self.bring_back.setObjectName("bring-back")
        self.bring_back.clicked.connect(self.copy_there)
        self.add_row(self.go_on, self.bring_back)
        self.finish()

    def panes(self) -> tuple[QWidget, ...]:
        return (self.ways.rows()[0],)

    def main_button(self) -> Button:
        return self.go_on

    @Slot(tuple)
    def _on_way(self, values: tuple[str, ...]) -> None:
        self.go_on.setEnabled(bool(values))
        self.explained.say(_EXPLAINED[values[0]] if values else "")

    @Slot()
    def _on_go_on(self) -> None:
        self.chosen.emit(self.ways.values()[0])
