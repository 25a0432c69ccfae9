"""A line on the start page: something was put aside, and somebody should look at it."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot

from fieldapp.storage.list_values import Standing
from fieldapp.words import Sentence, say_number
from ui.screen import Address
from ui.widgets.banner import NOTE, Banner
from ui.widgets.said import show_if


class AsideNotice(Banner):
    """Takes no room while nothing was put aside."""

    #: An Address.
    go = Signal(object)

    def __init__(self) -> None:
        super().__init__(kind=NOTE, action=Sentence("Look"), lasting=True)
        self.setObjectName("aside-notice")
        self.action.setObjectName("aside-notice-go")
        self.pressed.connect(self._on_pressed)
        self.hide()

    def show_standing(self, standing: Standing) -> None:
        """As the desk stands now."""
        self.label.say(
            say_number("{number} packet was put aside.", "{number} packets were put aside.", standing.parked)
        )
        show_if(self, standing.parked > 0)

    @Slot()
    def _on_pressed(self) -> None:
        self.go.emit(Address("aside"))
