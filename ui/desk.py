"""An open desk in the window: which places it has, and which screen stands at which address."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Final

from fieldapp.storage.store import Store
from fieldapp.vault.keystore import change_passphrase
from fieldapp.words import Sentence, spoken
from ui import settings
from ui.entrance import Entered
from ui.office import Furniture, Office, Parts
from ui.screen import Address, Screen
from ui.screens.settings import SettingsScreen, Wishes
from ui.topbar import Way
from ui.window import Window

SETTINGS: Final = Address("settings")
DATABASE: Final = "desk.db"


def open_office(entered: Entered, parts: Parts) -> Office:
    """Open the desk's file with the vault's key. Runs in the background; raises Trouble."""
    vault = entered.vault
    try:
        store = Store.open(vault.folder / DATABASE, vault.database_key, language=spoken(), create=bool(entered.way))
    except BaseException:
        vault.close()
        raise
    return DeskOffice(entered, parts, store)


class DeskOffice:
    """Holds the store and the keys from unlock to lock."""

    def __init__(self, entered: Entered, parts: Parts, store: Store) -> None:
        self._vault = entered.vault
        self._parts = parts
        self._store = store

    def furniture(self) -> Furniture:
        """Its places, actions and search."""
        ways = [Way(Sentence("Settings"), SETTINGS)]
        return Furniture(ways, [], None, SETTINGS)

    def make(self, address: Address) -> Screen:
        """The screen at this address; an unknown one, of a newer program, is the first place."""
        return self._settings(address)

    def move_in(self, window: Window) -> None:
        """The window is furnished."""
        window.bar.say_status("")

    def close(self) -> None:
        """Close the store and wipe the keys."""
        self._store.close()
        self._vault.close()

    def _settings(self, address: Address) -> Screen:
        home = self._parts.home
        wishes = Wishes(
            self._vault.nickname,
            settings.read(home).text_size,
            partial(_keep_text_size, home),
            partial(change_passphrase, self._vault),
        )
        screen = SettingsScreen(address, wishes, self._parts.jobs)
        screen.speak.connect(self._parts.speak)
        return screen


def _keep_text_size(home: Path, percent: int) -> None:
    settings.change(home, text_size=percent)
