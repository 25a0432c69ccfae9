"""A line on the start page: this desk has not joined yet, colleagues want to be let in, the rules have run out."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal, Slot

from fieldapp.storage.values import Happened
from fieldapp.words import Sentence, say_number
from sync.client.belonging import Belonging, Stage, belonging
from ui.room import Room
from ui.screen import Address
from ui.widgets.banner import NOTE, Banner
from ui.widgets.said import Words, show_if


class HouseNotice(Banner):
    """Takes no room while there is nothing to say, and in practice."""

    #: An Address.
    go = Signal(object)

    def __init__(self, room: Room) -> None:
        super().__init__(kind=NOTE, lasting=True)
        self._room = room
        self._leads_to = "join"
        self.setObjectName("house-notice")
        self.action.setObjectName("house-notice-go")
        self.pressed.connect(self._on_pressed)
        self.hide()
        room.board.happened.connect(self._on_happened)
        self._look()

    def _look(self) -> None:
        if not self._room.desk.practice:
            self._room.jobs.run(partial(belonging, self._room.station), done=self._on_seen)

    def _on_seen(self, seen: Belonging) -> None:
        words, way = _said(seen)
        self.label.say(words)
        self.action.say(way)
        self.action.show()
        self._leads_to = "colleagues" if seen.asking else "sync" if seen.rules else "join"
        show_if(self, bool(words))

    @Slot()
    def _on_pressed(self) -> None:
        self.go.emit(Address(self._leads_to))

    @Slot(object)
    def _on_happened(self, happened: object) -> None:
        if isinstance(happened, Happened) and happened.sync:
            self._look()


def _said(seen: Belonging) -> tuple[Words, Words]:
    """What is said, and what the button says."""
    if seen.stage is Stage.ALONE:
        words = Sentence("This desk has not joined an organisation yet. You can record all the same.")
        return words, Sentence("Type the code")
    if seen.stage is Stage.ASKS:
        return Sentence("Waits for your coordinator to let this desk in"), Sentence("Look")
    if seen.asking:
        return say_number("{number} asks to be let in.", "{number} ask to be let in.", seen.asking), Sentence("Look")
    if seen.rules is not None:
        return seen.rules, Sentence("Look")
    return "", ""
