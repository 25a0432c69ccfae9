"""A line on the start page: this desk is not in, or shut out; who asks; a space that is hers no more; rules run out."""

from __future__ import annotations

from functools import partial

from fieldapp.words import Sentence, say_number
from sync.client.organisation.belonging import Belonging, Stage, belonging
from sync.client.organisation.leaving import seen_removed
from ui.room import Room
from ui.screen import Address
from ui.screens import parting_words
from ui.screens.start_notice import StartNotice
from ui.widgets.said import Words, show_if


class HouseNotice(StartNotice):
    """Nothing is said in practice."""

    def __init__(self, room: Room) -> None:
        super().__init__(room, "house-notice", "house-notice-go")
        self._leads_to = "join"

    def look(self) -> None:
        if not self.room.desk.practice:
            self.room.jobs.run(partial(belonging, self.room.station), done=self._on_seen)

    def _on_seen(self, seen: Belonging) -> None:
        words, way = _said(seen)
        self.label.say(words)
        self.action.say(way)
        self.action.show()
        self._leads_to = _way(seen)
        show_if(self, bool(words))

    def follow(self) -> None:
        if self._leads_to:
            self.go.emit(Address(self._leads_to))
        else:
            self.room.jobs.run(partial(seen_removed, self.room.station), done=self.room.board.tell)


def _said(seen: Belonging) -> tuple[Words, Words]:
    """What is said, and what the button says."""
    if seen.end is not None:
        return parting_words.end(seen.end), Sentence("Look")
    if seen.stage is Stage.ALONE:
        words = Sentence("This desk has not joined an organisation yet. You can record all the same.")
        return words, Sentence("Type the code")
    if seen.stage is Stage.ASKS:
        return Sentence("Waits for your coordinator to let this desk in"), Sentence("Look")
    return _said_inside(seen)


def _said_inside(seen: Belonging) -> tuple[Words, Words]:
    """At a desk that belongs to its organisation."""
    if seen.asking:
        return say_number("{number} asks to be let in.", "{number} ask to be let in.", seen.asking), Sentence("Look")
    if seen.left:
        one = seen.left[0]
        return parting_words.left(one), Sentence("Look") if one.removed is None else Sentence("I have read it")
    return ("", "") if seen.rules is None else (seen.rules, Sentence("Look"))


def _way(seen: Belonging) -> str:
    """Where the button leads; "" where it says that she has read it."""
    if seen.end is not None:
        return "sync"
    if seen.stage is not Stage.IN:
        return "join"
    if seen.asking:
        return "colleagues"
    return "" if seen.left and seen.left[0].removed is not None else "sync"
