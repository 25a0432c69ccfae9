"""Take a code back: asked first, because whoever has it can use it no more."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Slot

from fieldapp.errors import FieldappError
from fieldapp.storage.values import Happened
from fieldapp.words import Sentence
from sync.client.organisation.inviting import withdraw
from sync.protocol.names import InvitationId
from ui.room import Room
from ui.screen import Screen
from ui.widgets.ask import Ask
from ui.widgets.banner import DANGER


class Withdrawal(QObject):
    """Of one invitation, from the screen that shows it; the screen is left when it is done."""

    def __init__(self, screen: Screen, room: Room, invitation: InvitationId) -> None:
        super().__init__(screen)
        self._screen = screen
        self._room = room
        self._invitation = invitation

    @Slot()
    def ask(self) -> None:
        """Is she sure?"""
        ask = Ask(
            self._screen.window(),
            Sentence("Take the code back?"),
            Sentence("It lets nobody in any more. A desk that is in already stays in. You can invite her anew."),
            Sentence("Take it back"),
        )
        ask.agreed.connect(self._on_agreed)
        ask.open()

    @Slot()
    def _on_agreed(self) -> None:
        work = partial(withdraw, self._room.station, self._invitation)
        self._room.jobs.run(work, done=self._on_withdrawn, failed=self._on_failed)

    def _on_withdrawn(self, happened: Happened) -> None:
        self._room.board.tell(happened)
        self._screen.left.emit()

    def _on_failed(self, error: FieldappError) -> None:
        self._screen.told.emit(error.sentence, DANGER)
