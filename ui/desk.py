"""An open desk in the window: its store, its keys and its courier, from unlock to lock."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import Final

from fieldapp.domain.ids import FormId
from fieldapp.errors import Trouble
from fieldapp.words import Sentence
from fieldapp.work.duties import UNKNOWN, Duties, duties
from fieldapp.work.opening import open_desk
from fieldapp.work.packs import built_in_packs
from fieldapp.work.wrong_clock import doubt_the_clock
from sync.client.courier import Courier
from sync.client.recovery_notices import note_begun_again
from sync.client.station import Station
from sync.client.wiping import own_end
from ui.closing import CLOSING, Closing
from ui.desk_screens import ACTIONS, FORMS, SCREENS, START, WAYS, start
from ui.entrance import Entered
from ui.finder import Hit
from ui.offered import Refurnisher, actions_for, ways_for
from ui.office import Furniture, Office, Parts
from ui.room import Room
from ui.screen import Address, Screen
from ui.screens.first import FOUND, JOIN
from ui.searching import find_anything
from ui.status_line import StatusLine
from ui.widgets.said import Words
from ui.window import Window

#: Where a new desk goes first, by what she said at the first start.
FIRST_STEPS: Final[Mapping[str, Address]] = {JOIN: Address("join"), FOUND: Address("found")}

#: Seconds that closing waits for the courier to let go of the network.
PATIENCE: Final = 0.3


def open_office(entered: Entered, parts: Parts) -> Office:
    """Open the desk's file with the vault's key. Runs in the background; raises Trouble."""
    vault = entered.vault
    try:
        desk = open_desk(vault, parts.clock, create=bool(entered.way), practice=parts.practice)
    except BaseException:
        vault.close()
        raise
    if entered.helped:
        note_begun_again(Station.of(desk, vault))
    courier = Courier(Station.of(desk, vault), tell=parts.board.bring, crashed=parts.jobs.crashed.emit)
    room = Room(desk, built_in_packs(), vault, parts, courier)
    end = own_end(room.station)
    is_closed = end is not None and end.wipe
    told = doubt_the_clock(desk) or ""
    return DeskOffice(room, duties(desk), way=entered.way, told=told, is_closed=is_closed)


class DeskOffice:
    """Holds the store, the keys and the courier from unlock to lock."""

    def __init__(
        self, room: Room, hers: Duties = UNKNOWN, *, way: str = "", told: Words = "", is_closed: bool = False
    ) -> None:
        """`hers`: what she has to do with. `way`: how she came in at the very first start, "" if the desk was there
        before. `told`: what she must hear when her first page opens. `is_closed`: her organisation closed the desk, so
        nothing of it is shown."""
        self._room = room
        self._hers = hers
        self._way = way
        self._told = told
        self._line: StatusLine | None = None
        self._refurnisher: Refurnisher | None = None
        self._is_closed = is_closed
        self._closing: Closing | None = None

    def furniture(self) -> Furniture:
        """Its places, actions and search."""
        if self._shows_nothing():
            return Furniture((), (), None, CLOSING)
        hers = self._refurnisher.hers if self._refurnisher is not None else self._hers
        forms = self._room.desk.library.imported
        ways = [*WAYS[:-1], FORMS, WAYS[-1]] if forms else WAYS
        actions = actions_for(ways, [*ACTIONS, *map(self._new_record, forms)], hers)
        search = partial(find_anything, self._room.desk, self._room.packs)
        return Furniture(ways_for(ways, hers), actions, search, START, self._told)

    def make(self, address: Address) -> Screen:
        """The screen at this address; an unknown one, of a newer program, is the first place."""
        if self._shows_nothing():
            address = CLOSING
        make = SCREENS.get(address.screen)
        return start(START, self._now()) if make is None else make(address, self._now())

    def move_in(self, window: Window) -> None:
        """The window is furnished: a new desk goes on to its organisation, and the courier begins."""
        self._line = StatusLine(window, self._room)
        self._refurnisher = Refurnisher(self, window, self._room, self._hers)
        self._closing = Closing(window, self._room, is_on=self._is_closed)
        if self._way in FIRST_STEPS and not self._room.desk.practice:
            window.open(FIRST_STEPS[self._way])
        if self._room.courier is not None:
            self._room.courier.start()

    def close(self) -> bool:
        """Stop the courier, close the store and wipe the keys. A line that does not answer keeps nobody waiting."""
        if self._line is not None:
            self._line.stop()
        if self._closing is not None:
            self._closing.stop()
        is_idle = self._room.courier is None or self._room.courier.stop(PATIENCE)
        self._room.desk.store.close()
        self._room.vault.close()
        return is_idle

    def _shows_nothing(self) -> bool:
        return self._is_closed if self._closing is None else self._closing.is_on

    def _now(self) -> Room:
        """With the worker she is by now. A store that cannot be read is the screen's to tell."""
        with suppress(Trouble):
            return replace(self._room, desk=self._room.desk.now())
        return self._room

    def _new_record(self, form: FormId) -> Hit:
        title = self._room.desk.library.form(form).title
        return Hit(Sentence("New record: {form}", {"form": title}), Address("add", "", form))
