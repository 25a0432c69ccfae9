"""A line on the start page that looks again whenever what it tells of may have changed."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot

from fieldapp.storage.values import Happened
from ui.room import Room
from ui.widgets.banner import NOTE, Banner


class StartNotice(Banner):
    """Takes no room while there is nothing to say: whoever is one looks, shows itself, and hears its button."""

    #: An Address.
    go = Signal(object)

    def __init__(self, room: Room, name: str, button: str, kind: str = NOTE) -> None:
        super().__init__(kind=kind, lasting=True)
        self.room = room
        self.setObjectName(name)
        self.action.setObjectName(button)
        self.pressed.connect(self._on_pressed)
        self.hide()
        room.board.happened.connect(self._on_happened)
        self.look()

    def look(self) -> None:
        """Ask in the background what there is to say."""
        raise NotImplementedError

    def follow(self) -> None:
        """Its button was pressed."""
        raise NotImplementedError

    def concerns(self, happened: Happened) -> bool:
        """Whether there may be something else to say by now."""
        return happened.sync

    @Slot()
    def _on_pressed(self) -> None:
        self.follow()

    @Slot(object)
    def _on_happened(self, happened: object) -> None:
        if isinstance(happened, Happened) and self.concerns(happened):
            self.look()
