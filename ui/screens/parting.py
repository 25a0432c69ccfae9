"""What is asked before a colleague is let in, taken out, or shut out: what follows, and what cannot be undone."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Slot

from fieldapp.errors import FieldappError
from fieldapp.storage.values import Happened
from fieldapp.words import Sentence
from sync.client.organisation.colleague import HerDesk, OneColleague
from sync.client.organisation.members import let_into, part_with, revoke, take_out
from ui.room import Room
from ui.screen import Screen
from ui.screens import one_colleague_words as words_of
from ui.screens.one_colleague_words import Place
from ui.widgets.ask import Ask, AskWhich
from ui.widgets.banner import DANGER
from ui.widgets.choices import Option

_BACK, _ONLY, _DELETE = "back", "only", "delete"


class Parting(QObject):
    """Asks over the page of a colleague, and does what was agreed to."""

    def __init__(self, screen: Screen, room: Room) -> None:
        super().__init__(screen)
        self._screen = screen
        self._room = room
        self._work: Callable[[], Happened] | None = None
        self._desk: HerDesk | None = None

    def ask_let_in(self, seen: OneColleague, place: Place) -> None:
        """Into a space that is there already."""
        values = {"name": words_of.her_name(seen), "space": words_of.place(place)}
        ask = Ask(
            self._screen.window(),
            Sentence("Let {name} into “{space}”?", values),
            Sentence(
                "She reads everything in it from its beginning, as soon as a laptop of somebody who belongs to it has "
                "connected, and writes to it. You can take her out again, but not what she has read by then."
            ),
            Sentence("Let her in"),
            destroys=False,
        )
        self._ask(ask, partial(let_into, self._room.station, seen.worker, place.named.space))

    def ask_take_out(self, seen: OneColleague, place: Place) -> None:
        """Of one space."""
        values = {"name": words_of.her_name(seen), "space": words_of.place(place)}
        more = (
            Sentence(
                "Nobody else can read it. Let a colleague in first, and wait until both laptops have connected; else "
                "only a recovery officer can open what is in it."
            )
            if place.hers is not None and place.hers.alone
            else Sentence(
                "What is written from now on she cannot read: her colleagues' laptops make a new key at their next "
                "connection. Hers sends what is unsent, then removes the records. What she has read or printed stays "
                "known to her."
            )
        )
        ask = Ask(
            self._screen.window(), Sentence("Take {name} out of “{space}”?", values), more, Sentence("Take her out")
        )
        self._ask(ask, partial(take_out, self._room.station, seen.worker, place.named.space))

    def ask_shut_out(self, desk: HerDesk) -> None:
        """And whether it shall delete what it holds."""
        self._desk = desk
        answers = [Option(_BACK, Sentence("Go back")), Option(_DELETE, Sentence("Shut out and delete"))]
        if desk.shut_out is None:
            answers.insert(1, Option(_ONLY, Sentence("Only shut out")))
        ask = AskWhich(
            self._screen.window(),
            Sentence("Shut this laptop out?"),
            Sentence(
                "It gets nothing more. What it still sends waits until a colleague has looked at it. This cannot be "
                "undone; a new code lets her in again.\n\nIf it is lost, stolen or given back, let it delete "
                "everything: it does so at its next contact, after it has sent what is unsent. A laptop that never "
                "connects again keeps what is on it, closed by its passphrase."
            ),
            answers,
            name="shut",
        )
        ask.chosen.connect(self._on_shut)
        ask.open()

    def ask_leaves(self, seen: OneColleague) -> None:
        """The organisation."""
        alone = [each.named.title for each in seen.spaces if each.alone and seen.desks]
        more = Sentence(
            "She is taken out of every space. Her laptops are shut out; they send what is unsent at their next "
            "contact, then delete everything. What she wrote stays with her colleagues. This cannot be undone."
        )
        if alone:
            more = Sentence(
                "Nobody else can read {spaces}: let a colleague in first, and wait until both laptops have connected. "
                "Else only a recovery officer can open it.\n\n{more}",
                {"spaces": ", ".join(alone), "more": more},
            )
        ask = Ask(
            self._screen.window(),
            Sentence("{name} leaves the organisation?", {"name": words_of.her_name(seen)}),
            more,
            Sentence("She leaves"),
        )
        self._ask(ask, partial(part_with, self._room.station, seen.worker))

    def _ask(self, ask: Ask, work: Callable[[], Happened]) -> None:
        self._work = work
        ask.agreed.connect(self._on_agreed)
        ask.open()

    @Slot()
    def _on_agreed(self) -> None:
        if self._work is not None:
            self._room.jobs.run(self._work, done=self._room.board.tell, failed=self._on_failed)

    @Slot(str)
    def _on_shut(self, answer: str) -> None:
        if self._desk is not None and answer != _BACK:
            work = partial(revoke, self._room.station, self._desk.desk, wipe=answer == _DELETE)
            self._room.jobs.run(work, done=self._room.board.tell, failed=self._on_failed)

    def _on_failed(self, error: FieldappError) -> None:
        self._screen.told.emit(error.sentence, DANGER)
