"""An open desk in the window: which places it has, and which screen stands at which address."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Final

from fieldapp.vault.keystore import change_passphrase
from fieldapp.words import Sentence
from fieldapp.work.duties import UNKNOWN, Duties, duties
from fieldapp.work.opening import open_desk
from fieldapp.work.packs import built_in_packs
from ui import settings
from ui.entrance import Entered
from ui.offered import ACTIONS, Refurnisher, actions_for, ways_for
from ui.office import Furniture, Office, Parts
from ui.room import Room
from ui.screen import Address, Screen
from ui.screens.case import CaseScreen
from ui.screens.cases import CasesScreen
from ui.screens.record import RecordScreen
from ui.screens.settings import SettingsScreen, Wishes
from ui.screens.start import StartScreen
from ui.searching import find_anything
from ui.topbar import Way
from ui.window import Window

#: Makes the screen at an address of an open desk.
MakeScreen = Callable[[Address, Room], Screen]

START: Final = Address("start")


def _settings(address: Address, room: Room) -> Screen:
    home, vault = room.parts.home, room.vault
    wishes = Wishes(
        vault.nickname,
        settings.read(home).text_size,
        partial(_keep_text_size, home),
        partial(change_passphrase, vault),
    )
    screen = SettingsScreen(address, wishes, room.jobs)
    screen.speak.connect(room.parts.speak)
    return screen


def _keep_text_size(home: Path, percent: int) -> None:
    settings.change(home, text_size=percent)


#: Every screen of an open desk, by the name in its address.
SCREENS: Final[Mapping[str, MakeScreen]] = {
    "start": StartScreen,
    "cases": CasesScreen,
    "case": CaseScreen,
    "record": RecordScreen,
    "newCase": RecordScreen,
    "noRecord": RecordScreen,
    "add": RecordScreen,
    "settings": _settings,
}

#: The places of the bar.
WAYS: Final = (
    Way(Sentence("Today"), START),
    Way(Sentence("Cases"), Address("cases")),
    Way(Sentence("Settings"), Address("settings")),
)


def open_office(entered: Entered, parts: Parts) -> Office:
    """Open the desk's file with the vault's key. Runs in the background; raises Trouble."""
    vault = entered.vault
    try:
        desk = open_desk(vault, parts.clock, create=bool(entered.way), practice=parts.practice)
    except BaseException:
        vault.close()
        raise
    return DeskOffice(Room(desk, built_in_packs(), vault, parts), duties(desk))


class DeskOffice:
    """Holds the store and the keys from unlock to lock."""

    def __init__(self, room: Room, hers: Duties = UNKNOWN) -> None:
        """`hers`: what she has to do with."""
        self._room = room
        self._hers = hers
        self._refurnisher: Refurnisher | None = None

    def furniture(self) -> Furniture:
        """Its places, actions and search."""
        hers = self._refurnisher.hers if self._refurnisher is not None else self._hers
        search = partial(find_anything, self._room.desk, self._room.packs)
        return Furniture(ways_for(WAYS, hers), actions_for(WAYS, ACTIONS, hers), search, START)

    def make(self, address: Address) -> Screen:
        """The screen at this address; an unknown one, of a newer program, is the first place."""
        make = SCREENS.get(address.screen)
        return StartScreen(START, self._room) if make is None else make(address, self._room)

    def move_in(self, window: Window) -> None:
        """The window is furnished."""
        window.bar.say_status("")
        self._refurnisher = Refurnisher(self, window, self._room, self._hers)

    def close(self) -> None:
        """Close the store and wipe the keys."""
        self._room.desk.store.close()
        self._room.vault.close()
