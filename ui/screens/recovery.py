"""The recovery code: shown once, written on paper, typed back once, so that the paper is known to be right."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from fieldapp.errors import Mistake
from fieldapp.words import Sentence
from ui.screen import Address
from ui.screens.entry import EntryScreen
from ui.widgets.buttons import Button, plain, primary
from ui.widgets.buttons import quiet as quiet_button
from ui.widgets.field import Field
from ui.widgets.groups import GroupsShown
from ui.widgets.lines import TextLine
from ui.widgets.said import Label


class RecoveryScreen(EntryScreen):
    """First shows the code; then hides it and asks for it. `confirmed` only after it was typed back without a slip."""

    confirmed = Signal()
    #: Print the sheet with the code.
    print_asked = Signal()
    name = "recovery"

    def __init__(self, address: Address, groups: tuple[str, ...], confirm: Callable[[str], None]) -> None:
        super().__init__(address, Sentence("Your recovery code"))
        self._confirm = confirm
        self._shown = True
        self.why = Label(
            Sentence(
                "If you forget the passphrase, this code opens your desk, and nothing else does. Write it on paper or "
                "print it, and keep it where nobody looks, not with the laptop."
            )
        )
        self.code = GroupsShown(groups)
        self.typed = TextLine("typed-back")
        self.field = Field(
            Sentence("Type the code from your paper"),
            self.typed,
            hint=Sentence("Capitals and dashes do not matter. This makes sure that the paper is right."),
        )
        self.field.hide()
        self.go_on = primary(Sentence("It is on paper"))
        self.go_on.setObjectName("go-on")
        self.go_on.clicked.connect(self._on_go_on)
        self.print_button = plain(Sentence("Print"), key="Ctrl+P")
        self.print_button.setObjectName("print")
        self.print_button.clicked.connect(self.print_asked)
        self.again = quiet_button(Sentence("Show the code again"))
        self.again.setObjectName("show-again")
        self.again.clicked.connect(self._on_again)
        self.again.hide()
        self.add(self.why, self.code, self.field)
        self.add_row(self.go_on, self.print_button, self.again)
        self.finish()

    def panes(self) -> tuple[QWidget, ...]:
        return (self.go_on if self._shown else self.typed,)

    def main_button(self) -> Button:
        return self.go_on

    def print_out(self) -> bool:
        self.print_asked.emit()
        return True

    @Slot()
    def _on_go_on(self) -> None:
        if self._shown:
            self._show(shown=False)
            self.typed.setFocus()
            self.typed.selectAll()
            return
        try:
            self._confirm(self.typed.text())
        except Mistake as slip:
            self.field.say_wrong(slip.sentence)
            self.typed.setFocus()
            return
        self.typed.clear()
        self.confirmed.emit()

    @Slot()
    def _on_again(self) -> None:
        self._show(shown=True)
        self.go_on.setFocus()

    def _show(self, *, shown: bool) -> None:
        self._shown = shown
        self.code.setVisible(shown)
        self.print_button.setVisible(shown)
        self.field.setVisible(not shown)
        self.again.setVisible(not shown)
        self.field.say_wrong(None)
        self.go_on.say(Sentence("It is on paper") if shown else Sentence("The paper is right"))
