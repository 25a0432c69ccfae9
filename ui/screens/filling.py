"""A form being filled in or corrected: its heading, its pages, the draft every few seconds, the save."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

import shiboken6
from PySide6.QtCore import Slot
from PySide6.QtWidgets import QApplication, QWidget

from fieldapp.domain.clock import Clock, Moment
from fieldapp.errors import FieldappError
from fieldapp.forms.filling.session import FormSession
from fieldapp.words import Sentence
from ui.board import Board
from ui.forms.kept_view import Beside, nothing
from ui.forms.page import FormPage
from ui.jobs import Jobs
from ui.screen import Address, Screen
from ui.widgets.banner import DANGER
from ui.widgets.buttons import Button
from ui.widgets.pages import Heading
from ui.widgets.said import Words


@dataclass(frozen=True, slots=True)
class Deeds:
    """What can be done with the form; all of it runs in the background."""

    #: Save what the session holds; `done` hears what came of it. The form is switched off meanwhile.
    save: Callable[[], object]
    #: Keep a draft: the session's JSON, and where in the form she is. Gives a Happened.
    keep: Callable[[str, str], object]


@dataclass(frozen=True, slots=True)
class Opened:
    """A form and what is said about it: its title, whose it is, whether it is only read, what is kept beside it."""

    session: FormSession
    title: Words
    back_to: Words
    clock: Clock
    read_only: bool = False
    beside: Beside = nothing


class FillingScreen(Screen):
    """Nothing typed is lost: it is in a draft within seconds, at leaving and at locking, until it is saved."""

    name = "filling"

    def __init__(self, address: Address, opened: Opened, deeds: Deeds, jobs: Jobs, board: Board) -> None:
        """`address.more` is where in the form to go on."""
        super().__init__(address)
        self._opened = opened
        self._deeds = deeds
        self._jobs = jobs
        self._board = board
        self._over = opened.read_only
        self._before: QWidget | None = None
        self.heading = Heading(opened.title, back_to=opened.back_to)
        self.heading.back.connect(self.left)
        self.page = FormPage(opened.session, today=self._today, read_only=opened.read_only, beside=opened.beside)
        self.page.save_asked.connect(self._on_save)
        self.page.draft_due.connect(self.keep)
        self.column.addWidget(self.heading)
        self.column.addWidget(self.page, 1)
        if address.more:
            self.page.stack.come_back(address.more)

    def address(self) -> Address:
        return Address(self._address.screen, self._address.key, self.page.where)

    def words(self) -> Words:
        return self._opened.title

    def lead_back(self, words: Words) -> None:
        self.heading.lead_back(words)

    def panes(self) -> Sequence[QWidget]:
        return self.page.first_target(), self.page.side.current()

    def main_button(self) -> Button:
        return self.page.main_button()

    def save(self) -> bool:
        if not self._opened.read_only:
            self.page.ask_to_save()
        return True

    def keep(self) -> None:
        """Put the draft away now, if anything was typed since the last one."""
        if self.page.unkept and not self._over:
            self.page.kept()
            body, where = self._opened.session.draft_json(), self.page.where
            self._jobs.run(partial(self._deeds.keep, body, where), done=self._on_kept, failed=self._on_failed)

    def _today(self) -> date:
        return self._opened.clock.now().day

    @Slot()
    def _on_save(self) -> None:
        self._before = QApplication.focusWidget()
        self.page.setEnabled(False)
        self._over = True
        self._jobs.run(self._deeds.save, done=self._on_saved, failed=self._on_not_saved)

    def done(self, saved: object) -> None:
        """It is saved: say so to everybody, and leave."""
        self._board.tell(saved)
        self.left.emit()

    def refused(self, error: FieldappError) -> None:
        """It could not be saved; everything typed is still here."""
        self.told.emit(error.sentence, DANGER)

    def _on_saved(self, saved: object) -> None:
        self.done(saved)

    def _on_not_saved(self, error: FieldappError) -> None:
        self._over = False
        self.page.setEnabled(True)
        if self._before is not None and shiboken6.isValid(self._before):
            self._before.setFocus()
        self.page.draft_due.emit()
        self.refused(error)

    def _on_kept(self, happened: object) -> None:
        self._board.tell(happened)
        now: Moment = self._opened.clock.now()
        self.heading.state.say(Sentence("kept as a draft {time}", {"time": f"{now.local:%H:%M}"}))

    def _on_failed(self, error: FieldappError) -> None:
        self.told.emit(error.sentence, DANGER)
