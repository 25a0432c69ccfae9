"""An open desk in the window: which places it has, and which screen stands at which address."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Final

from fieldapp.vault.keystore import change_passphrase
from fieldapp.words import Sentence
from fieldapp.work.opening import open_desk
from fieldapp.work.packs import built_in_packs
from ui import settings
from ui.entrance import Entered
from ui.office import Furniture, Office, Parts
from ui.room import Room
from ui.screen import Address, Screen
from ui.screens.blanks import BlanksScreen
from ui.screens.figures import FiguresScreen
from ui.screens.letterhead import LetterheadScreen
from ui.screens.referral import ReferralScreen
from ui.screens.service import ServiceScreen
from ui.screens.service_form import service_form
from ui.screens.services import ServicesScreen
from ui.screens.session import SessionScreen
from ui.screens.settings import SettingsScreen, Wishes
from ui.screens.start import StartScreen
from ui.screens.workshop import WorkshopScreen
from ui.screens.workshops import WorkshopsScreen
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
    "workshops": WorkshopsScreen,
    "workshop": WorkshopScreen,
    "session": SessionScreen,
    "figures": FiguresScreen,
    "settings": _settings,
    "refer": ReferralScreen,
    "referral": ReferralScreen,
    "letterhead": LetterheadScreen,
    "blanks": BlanksScreen,
    "services": ServicesScreen,
    "service": ServiceScreen,
    "serviceForm": service_form,
}

#: The places of the bar.
WAYS: Final = (
    Way(Sentence("Today"), START),
    Way(Sentence("Workshops"), Address("workshops")),
    Way(Sentence("Services"), Address("services")),
    Way(Sentence("Reports"), Address("figures")),
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
    return DeskOffice(Room(desk, built_in_packs(), vault, parts))


class DeskOffice:
    """Holds the store and the keys from unlock to lock."""

    def __init__(self, room: Room) -> None:
        self._room = room

    def furniture(self) -> Furniture:
        """Its places, actions and search."""
        return Furniture(WAYS, [], None, START)

    def make(self, address: Address) -> Screen:
        """The screen at this address; an unknown one, of a newer program, is the first place."""
        make = SCREENS.get(address.screen)
        return StartScreen(START, self._room) if make is None else make(address, self._room)

    def move_in(self, window: Window) -> None:
        """The window is furnished."""
        window.bar.say_status("")

    def close(self) -> None:
        """Close the store and wipe the keys."""
        self._room.desk.store.close()
        self._room.vault.close()
