"""An open desk in its window: a real store, the real screens, a tray where the printer would be."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TypeVar, overload

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from fieldapp.domain.answers import Answer
from fieldapp.domain.ids import RecordId
from fieldapp.vault.unlocked import Vault
from fieldapp.work.opening import open_desk
from fieldapp.work.packs import built_in_packs
from sync.client.talk.courier import Courier
from tests.fieldapp.work.conftest import saved
from tests.helpers.clock import StandingClock
from tests.ui.printer import PaperTray
from ui.board import Board
from ui.desk import DeskOffice
from ui.jobs import Jobs
from ui.office import Parts
from ui.room import Room
from ui.screen import Address, Screen
from ui.window import LEAST, Window

W = TypeVar("W", bound=QWidget)


class AtDesk:
    """A worker at her open desk, and what one sees of it."""

    def __init__(self, vault: Vault, home: Path, clock: StandingClock, qtbot: QtBot) -> None:
        vault.folder = home
        self._qtbot = qtbot
        self.clock = clock
        self.tray = PaperTray()
        self.desk = open_desk(vault, clock, create=True)
        self.jobs, self.board = Jobs(), Board()
        parts = Parts(home, clock, self.jobs, self.board, lambda _language: None, lambda: self.tray)
        self.room = Room(self.desk, built_in_packs(), vault, parts)
        self.office = DeskOffice(self.room)
        self.window = Window(self.jobs)
        qtbot.addWidget(self.window)
        self.jobs.failed.connect(self.window.say_trouble)
        self.tray.failed.connect(self.window.say_trouble)
        furniture = self.office.furniture()
        self.window.serve(self.office.make)
        self.window.furnish(furniture.ways, furniture.actions, furniture.search)
        self.window.resize(*LEAST)

    def employ(self, courier: Courier) -> None:
        """From now on this one would carry; it begins when it is told to."""
        self.room = replace(self.room, courier=courier)
        self.office = DeskOffice(self.room)
        self.window.serve(self.office.make)

    def go(self, address: Address) -> None:
        """Open the window at this address, and wait until it has the keyboard."""
        self.window.restart(address)
        self.window.show()
        self.window.activateWindow()
        self._qtbot.waitUntil(self.window.isActiveWindow)

    def saved(self, form: str, parent: RecordId | None = None, **answers: Answer | None) -> RecordId:
        """A record of this form with these answers."""
        return saved(self.desk, form, parent, **answers)

    @overload
    def see(self, name: str) -> QWidget: ...

    @overload
    def see(self, name: str, kind: type[W]) -> W: ...

    def see(self, name: str, kind: type[QWidget] = QWidget) -> QWidget:
        """The widget of this name, as soon as it can be seen in any of the program's windows."""
        self._qtbot.waitUntil(lambda: bool(self._seen(name)))
        found = self._seen(name)[0]
        if isinstance(found.window(), QDialog):
            self._qtbot.waitUntil(found.window().isActiveWindow)
        assert isinstance(found, kind)
        return found

    def gone(self, name: str) -> None:
        """Wait until no widget of this name is seen any more."""
        self._qtbot.waitUntil(lambda: not self._seen(name))

    def says(self, words: str) -> None:
        """Wait until the banner says this."""
        self._qtbot.waitUntil(lambda: self.window.banner.isVisible() and words in self.window.banner.label.text())

    def settle(self) -> None:
        """Wait until nothing is being worked out any more."""
        self._qtbot.waitUntil(lambda: not self.jobs._under_way)
        QCoreApplication.processEvents()

    def close(self) -> None:
        """As when the program ends."""
        for other in QApplication.topLevelWidgets():
            if other is not self.window and other.isVisible():
                other.close()
        self.window.empty()
        self.jobs.close()
        self.desk.store.close()

    def _seen(self, name: str) -> list[QWidget]:
        windows = [window for window in QApplication.topLevelWidgets() if window.isVisible()]
        parts = [part for window in windows for part in window.findChildren(QWidget, name)]
        seen = [part for part in parts if part.isVisible()]
        return [part for part in seen if not isinstance(part, Screen)] or seen
