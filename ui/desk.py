"""An open desk in the window: which places it has, and which screen stands at which address."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Final

from fieldapp.vault.keystore import change_passphrase
from fieldapp.words import Sentence
from fieldapp.work.opening import open_desk
from fieldapp.work.packs import built_in_packs
from sync.client.courier import Courier
from sync.client.station import Station
from ui import settings
from ui.entrance import Entered
from ui.finder import Hit
from ui.office import Furniture, Office, Parts
from ui.room import Room
from ui.screen import Address, Screen
from ui.screens.colleagues import ColleaguesScreen
from ui.screens.first import FOUND, JOIN
from ui.screens.found import FoundScreen
from ui.screens.invite import InviteScreen
from ui.screens.invited import InvitedScreen
from ui.screens.join import JoinScreen
from ui.screens.let_in import LetInScreen
from ui.screens.server import ServerScreen
from ui.screens.settings import SettingsScreen, Wishes
from ui.screens.start import StartScreen
from ui.screens.sync import SyncScreen
from ui.status_line import StatusLine
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
    "settings": _settings,
    "join": JoinScreen,
    "found": FoundScreen,
    "colleagues": ColleaguesScreen,
    "invite": InviteScreen,
    "invited": InvitedScreen,
    "letIn": LetInScreen,
    "sync": SyncScreen,
    "server": ServerScreen,
}

#: Where a new desk goes first, by what she said at the first start.
FIRST_STEPS: Final[Mapping[str, Address]] = {JOIN: Address("join"), FOUND: Address("found")}

#: What Ctrl+K finds besides the places.
ACTIONS: Final = (
    Hit(Sentence("Sending and receiving"), Address("sync")),
    Hit(Sentence("Join your organisation"), Address("join")),
    Hit(Sentence("Colleagues"), Address("colleagues")),
    Hit(Sentence("Address of the server"), Address("server")),
)

#: Seconds that closing waits for the courier to let go of the network.
PATIENCE: Final = 0.3

#: The places of the bar.
WAYS: Final = (
    Way(Sentence("Today"), START),
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
    courier = Courier(Station.of(desk, vault), tell=parts.board.bring, crashed=parts.jobs.crashed.emit)
    return DeskOffice(Room(desk, built_in_packs(), vault, parts, courier), entered.way)


class DeskOffice:
    """Holds the store, the keys and the courier from unlock to lock."""

    def __init__(self, room: Room, way: str = "") -> None:
        """`way`: how she came in at the very first start, "" if the desk was there before."""
        self._room = room
        self._way = way
        self._line: StatusLine | None = None

    def furniture(self) -> Furniture:
        """Its places, actions and search."""
        return Furniture(WAYS, ACTIONS, None, START)

    def make(self, address: Address) -> Screen:
        """The screen at this address; an unknown one, of a newer program, is the first place."""
        make = SCREENS.get(address.screen)
        room = replace(self._room, desk=self._room.desk.now())
        return StartScreen(START, room) if make is None else make(address, room)

    def move_in(self, window: Window) -> None:
        """The window is furnished: a new desk goes on to its organisation, and the courier begins."""
        self._line = StatusLine(window, self._room)
        if self._way in FIRST_STEPS and not self._room.desk.practice:
            window.open(FIRST_STEPS[self._way])
        if self._room.courier is not None:
            self._room.courier.start()

    def close(self) -> bool:
        """Stop the courier, close the store and wipe the keys. A line that does not answer keeps nobody waiting."""
        self._room.board.close()
        if self._line is not None:
            self._line.stop()
        is_idle = self._room.courier is None or self._room.courier.stop(PATIENCE)
        self._room.desk.store.close()
        self._room.vault.close()
        return is_idle
