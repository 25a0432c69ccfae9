"""Before the unlock: which desk on this laptop its organisation closed, and that nothing of it is left."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Slot

from fieldapp.vault.closing import ClosedDesk, forget_closed
from fieldapp.words import Sentence
from ui.widgets.banner import WARNING, Banner

_READ: Final = Sentence("I have read it")


class ClosedNotice(Banner):
    """One desk after the other; at each start again, until somebody has read it."""

    def __init__(self, desks: Sequence[ClosedDesk]) -> None:
        super().__init__(_words(desks[0]), WARNING, action=_READ, lasting=True)
        self._desks = list(desks)
        self.setObjectName("closed-desk")
        self.action.setObjectName("closed-read")
        self.pressed.connect(self._on_read)

    @Slot()
    def _on_read(self) -> None:
        forget_closed(self._desks.pop(0))
        if self._desks:
            self.say(_words(self._desks[0]), WARNING, action=_READ)
        else:
            self.hide()


def _words(desk: ClosedDesk) -> Sentence:
    return Sentence(
        "{organisation} closed the desk “{desk}” on {day}. Everything in it was deleted from this laptop, after what "
        "was saved had been sent. If you have questions, ask your coordinator.",
        {"organisation": desk.organisation, "desk": desk.nickname, "day": f"{desk.when.day:%d.%m.%Y}"},
    )
