"""What the bar leads to and what Ctrl+K can begin, for somebody with these duties."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, Slot

from fieldapp.storage.values import Happened
from fieldapp.work.duties import Duties, duties
from ui.finder import Hit
from ui.office import Office
from ui.room import Room
from ui.screen import Address
from ui.topbar import Way
from ui.window import Window

#: Screens for those who work with cases, and for those who hold workshops; the others are for all.
_CASES: Final = frozenset({"cases", "newCase", "noRecord", "conflicts", "deleted", "erased"})
_WORKSHOPS: Final = frozenset({"workshops"})


def ways_for(ways: Iterable[Way], hers: Duties) -> tuple[Way, ...]:
    """The places that she has to do with."""
    return tuple(way for way in ways if _fits(way.address, hers))


def actions_for(ways: Iterable[Way], actions: Iterable[Hit], hers: Duties) -> tuple[Hit, ...]:
    """What she can begin, then the places she can go to."""
    begins = (hit for hit in actions if _fits(hit.address, hers))
    return (*begins, *(Hit(way.words, way.address) for way in ways_for(ways, hers)))


def _fits(address: Address, hers: Duties) -> bool:
    if address.screen in _CASES:
        return hers.cases
    return hers.workshops if address.screen in _WORKSHOPS else True


class Refurnisher(QObject):
    """When she joins, comes to other spaces or brings in a form, the bar and Ctrl+K offer what fits from then on."""

    def __init__(self, office: Office, window: Window, room: Room, hers: Duties) -> None:
        super().__init__(window)
        self._office = office
        self._window = window
        self._room = room
        self._forms = room.desk.library.imported
        self.hers = hers
        room.board.happened.connect(self._on_happened)

    @Slot(object)
    def _on_happened(self, happened: object) -> None:
        if isinstance(happened, Happened) and happened.sync:
            self._room.jobs.run(partial(duties, self._room.desk), done=self._on_known)
        if self._room.desk.library.imported != self._forms:
            self._forms = self._room.desk.library.imported
            self._furnish()

    def _on_known(self, hers: Duties) -> None:
        if hers != self.hers:
            self.hers = hers
            self._furnish()

    def _furnish(self) -> None:
        furniture = self._office.furniture()
        self._window.furnish(furniture.ways, furniture.actions, furniture.search)
        if self._window.screen_shown is not None:
            self._window.bar.mark(self._window.screen_shown.address())
