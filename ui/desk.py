"""An open desk in the window: which places it has, and which screen stands at which address."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Final

from fieldapp.domain.ids import FormId
from fieldapp.vault.keystore import change_passphrase
from fieldapp.words import Sentence
from fieldapp.work.opening import open_desk
from fieldapp.work.packs import built_in_packs
from fieldapp.work.wrong_clock import doubt_the_clock
from ui import settings
from ui.entrance import Entered
from ui.finder import Hit
from ui.newcomers import Newcomers
from ui.office import Furniture, Office, Parts
from ui.room import Room
from ui.screen import Address, Screen
from ui.screens.bring_in_form import BringInFormScreen
from ui.screens.copy import CopyScreen
from ui.screens.form_records import FormRecordsScreen
from ui.screens.forms import FormsScreen
from ui.screens.settings import SettingsScreen, Wishes
from ui.screens.start import StartScreen
from ui.topbar import Way
from ui.widgets.said import Words
from ui.window import Window

#: Makes the screen at an address of an open desk.
MakeScreen = Callable[[Address, Room], Screen]

START: Final = Address("start")


def _start(address: Address, room: Room) -> Screen:
    return StartScreen(address, room, Address("copy"))


def _settings(address: Address, room: Room) -> Screen:
    home, vault = room.parts.home, room.vault
    wishes = Wishes(
        vault.nickname,
        settings.read(home).text_size,
        partial(_keep_text_size, home),
        partial(change_passphrase, vault),
        room.parts.go_elsewhere,
        room.parts.practice,
    )
    screen = SettingsScreen(address, wishes, room.jobs)
    screen.speak.connect(room.parts.speak)
    return screen


def _keep_text_size(home: Path, percent: int) -> None:
    settings.change(home, text_size=percent)


#: Every screen of an open desk, by the name in its address.
SCREENS: Final[Mapping[str, MakeScreen]] = {
    "start": _start,
    "settings": _settings,
    "copy": CopyScreen,
    "forms": FormsScreen,
    "formRecords": FormRecordsScreen,
    "bringInForm": BringInFormScreen,
}

#: The places of the bar.
WAYS: Final = (
    Way(Sentence("Today"), START),
    Way(Sentence("Settings"), Address("settings")),
)
#: Stands on the bar once a form was brought in.
FORMS: Final = Way(Sentence("Forms"), Address("forms"))

#: What Ctrl+K finds besides records.
ACTIONS: Final = (
    Hit(Sentence("A copy on a stick"), Address("copy")),
    Hit(Sentence("Imported forms"), Address("forms")),
)


def open_office(entered: Entered, parts: Parts) -> Office:
    """Open the desk's file with the vault's key. Runs in the background; raises Trouble."""
    vault = entered.vault
    try:
        desk = open_desk(vault, parts.clock, create=bool(entered.way), practice=parts.practice)
    except BaseException:
        vault.close()
        raise
    return DeskOffice(Room(desk, built_in_packs(), vault, parts), doubt_the_clock(desk) or "")


class DeskOffice:
    """Holds the store and the keys from unlock to lock."""

    def __init__(self, room: Room, told: Words = "") -> None:
        """`told`: what she must hear when her first page opens."""
        self._room = room
        self._told = told

    def furniture(self) -> Furniture:
        """Its places, actions and search."""
        forms = self._room.desk.library.imported
        ways = [*WAYS[:-1], FORMS, WAYS[-1]] if forms else WAYS
        return Furniture(ways, [*ACTIONS, *map(self._new_record, forms)], None, START, self._told)

    def make(self, address: Address) -> Screen:
        """The screen at this address; an unknown one, of a newer program, is the first place."""
        make = SCREENS.get(address.screen)
        return _start(START, self._room) if make is None else make(address, self._room)

    def move_in(self, window: Window) -> None:
        """The window is furnished."""
        window.bar.say_status("")
        Newcomers(self, window, self._room.board)

    def close(self) -> None:
        """Close the store and wipe the keys."""
        self._room.desk.store.close()
        self._room.vault.close()

    def _new_record(self, form: FormId) -> Hit:
        title = self._room.desk.library.form(form).title
        return Hit(Sentence("New record: {form}", {"form": title}), Address("add", "", form))
