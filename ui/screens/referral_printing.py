"""Print a referral: her copy or the recipient's; before she carries one, ask whether that is safe for her."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, Slot

from fieldapp.words import Language, Sentence
from fieldapp.work.filling import Filling
from fieldapp.work.referring import ReferralPrint
from ui.printout import Printout
from ui.room import Room
from ui.screen import Screen
from ui.screens.referral_file import ReferralFile
from ui.screens.referral_questions import session_text
from ui.widgets.ask import AskWhich
from ui.widgets.choices import Option

#: What leaves: the recipient's sheet on paper, hers, or a file.
SHEET: Final = "print"
HER_COPY: Final = "herCopy"
FILE: Final = "file"
_SAFE: Final = (
    Option("false", Sentence("No, or I do not know")),
    Option("true", Sentence("Yes, it is safe")),
)


class ReferralPrinting(QObject):
    """Whether it is safe is asked at every print anew, and the answer is no until she says yes."""

    def __init__(self, screen: Screen, room: Room) -> None:
        super().__init__(screen)
        self._screen = screen
        self._desk = room.desk
        self._sheet: ReferralPrint | None = None
        self.printout = Printout(screen, room)
        self.file = ReferralFile(screen, room)

    def print_out(self, filling: Filling, which: str, language: Language) -> None:
        """Print what was saved, or write it into a file."""
        if which == FILE:
            self.file.save(filling, language)
            return
        self._sheet = ReferralPrint(
            desk=self._desk, referral=filling.record, language=language, her_copy=which == HER_COPY
        )
        if which == HER_COPY or session_text(filling.session, "handover") == "by_her":
            more = Sentence("Somebody could find the sheet on her, at home or on the way.")
            ask = AskWhich(
                self._screen.window(), Sentence("Is it safe for her to carry this?"), more, _SAFE, name="safe"
            )
            ask.chosen.connect(self._on_safe)
            ask.open()
        else:
            self._print()

    @Slot(str)
    def _on_safe(self, value: str) -> None:
        if self._sheet is not None:
            self._sheet.safe_to_carry = value == "true"
            self._print()

    def _print(self) -> None:
        if self._sheet is not None:
            self.printout.print_out(self._sheet.make, self._sheet.remember)
