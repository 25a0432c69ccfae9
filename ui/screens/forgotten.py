"""The passphrase is forgotten: the recovery code, or a way in from the organisation, by telephone or by a file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from fieldapp.errors import FieldappError, Mistake
from fieldapp.words import Sentence
from sync.protocol.resets import ANSWER_GROUPS, ResetRequest
from sync.protocol.spoken import GROUP_SIGNS, group_is_right
from ui.files import FileKind, choose_file, save_file
from ui.jobs import Jobs, Where
from ui.screen import Address
from ui.screens.entry import EntryScreen
from ui.widgets.banner import DANGER, NOTE
from ui.widgets.buttons import Button, plain, primary
from ui.widgets.buttons import quiet as quiet_button
from ui.widgets.field import Field
from ui.widgets.groups import READ_OUT, GroupsEdit, GroupsShown
from ui.widgets.pages import Foot
from ui.widgets.said import Label, show_if

_WIDTH: Final = 1000
_ACROSS: Final = 7
#: Requests and answers; their names say nothing to others.
PAPERS: Final = FileKind(Sentence("Files for a new passphrase"), ("*.paper",))


@dataclass(frozen=True, slots=True)
class Helpline:
    """How a locked desk asks and is answered; all run in the background. They raise Mistake or Trouble.

    `asked` tells what stands there, None for nothing. What `by_groups` and `by_file` give, `answered` then tells.
    """

    asked: Callable[[], ResetRequest | None]
    ask: Callable[[], ResetRequest]
    withdraw: Callable[[], object]
    by_groups: Callable[[str], object]
    by_file: Callable[[Path], object]
    save: Callable[[Path, bytes], object]


class ForgottenScreen(EntryScreen):
    """What was asked stands here until it is answered or withdrawn, also after the program was closed."""

    #: What the helpline gave: the desk is open.
    answered = Signal(object)
    #: She has the recovery code after all.
    by_code = Signal()
    name = "forgotten"

    def __init__(self, address: Address, line: Helpline, jobs: Jobs) -> None:
        super().__init__(address, Sentence("The passphrase is forgotten"), width=_WIDTH)
        self._line = line
        self._jobs = jobs
        self._request: ResetRequest | None = None
        self.why = Label(
            Sentence(
                "If you have the paper with the recovery code, type it. If not, a recovery officer of your "
                "organisation, as a rule your coordinator, can let you in: this desk asks with eleven groups, and she "
                "reads you an answer. Your records stay as they are."
            )
        )
        self.ask = primary(Sentence("Ask your organisation"), name="ask")
        self.code = plain(Sentence("I have a recovery code"), name="by-code")
        self.asks = Label(
            Sentence("1. Call a recovery officer. When she calls you back, read her these groups"), strong=True
        )
        self.groups = GroupsShown((), across=_ACROSS, name="request")
        self.save_file = plain(Sentence("Save the request"), name="save-request")
        self.withdraw = quiet_button(Sentence("Withdraw the request"), name="withdraw")
        self.groups_of_answer = GroupsEdit(
            ANSWER_GROUPS, GROUP_SIGNS, group_is_right, across=_ACROSS, name="answer", slip=READ_OUT
        )
        self.answer = Field(Sentence("2. Then type the groups that she reads to you"), self.groups_of_answer)
        self.groups_of_answer.slipped.connect(self.answer.say_wrong)
        self.open = primary(Sentence("Open my desk"), name="open-desk")
        self.read = plain(Sentence("Read the answer from a file"), name="read-answer")
        self.back_button.show()
        self._lay_out()
        self._connect()
        self._show(None)
        self._jobs.run(line.asked, done=self._on_asked, failed=self._on_failed, where=Where.BESIDE)

    def _lay_out(self) -> None:
        self.add(self.why, self.asks, self.groups, self.answer)
        self.finish()
        self.foot = Foot()
        self.foot.add(self.withdraw, self.save_file, self.read, self.open, self.code, self.ask)
        self.column.addWidget(self.foot)

    def _connect(self) -> None:
        self.ask.clicked.connect(self._on_ask)
        self.code.clicked.connect(self.by_code)
        self.save_file.clicked.connect(self._on_save)
        self.withdraw.clicked.connect(self._on_withdraw)
        self.open.clicked.connect(self._on_open)
        self.read.clicked.connect(self._on_read)

    def panes(self) -> tuple[QWidget, ...]:
        return (self.ask,) if self._request is None else (self.groups_of_answer, self.save_file)

    def main_button(self) -> Button:
        return self.ask if self._request is None else self.open

    def _show(self, request: ResetRequest | None) -> None:
        self._request = request
        self.groups.show_groups(() if request is None else request.groups)
        first: tuple[QWidget, ...] = (self.why, self.ask, self.code)
        for widget in first:
            show_if(widget, request is None)
        second: tuple[QWidget, ...] = (self.asks, self.groups, self.save_file, self.withdraw)
        for widget in (*second, self.answer, self.open, self.read):
            show_if(widget, request is not None)

    def _on_asked(self, request: ResetRequest | None) -> None:
        self._set_busy(busy=False)
        self._show(request)
        self.panes()[0].setFocus()

    @Slot()
    def _on_ask(self) -> None:
        self._set_busy(busy=True)
        self._jobs.run(self._line.ask, done=self._on_asked, failed=self._on_failed, where=Where.BESIDE)

    @Slot()
    def _on_withdraw(self) -> None:
        self._set_busy(busy=True)
        self._jobs.run(self._line.withdraw, done=self._on_withdrawn, failed=self._on_failed, where=Where.BESIDE)

    def _on_withdrawn(self, _nothing: object) -> None:
        self.groups_of_answer.clear()
        self._on_asked(None)
        self.told.emit(Sentence("The request is withdrawn: an answer to it opens nothing any more."), NOTE)

    @Slot()
    def _on_save(self) -> None:
        if self._request is not None:
            name = f"request-{self._request.key.hex[:4]}.paper"
            save_file(self, Sentence("Where shall the request go?"), PAPERS, name, self._on_place)

    @Slot(object)
    def _on_place(self, path: Path) -> None:
        if self._request is not None:
            work = partial(self._line.save, path, self._request.raw)
            self._jobs.run(work, done=self._on_saved, failed=self._on_failed, where=Where.BESIDE)

    def _on_saved(self, _nothing: object) -> None:
        words = Sentence("The request is saved. Give the stick to the officer; it opens nothing by itself.")
        self.told.emit(words, NOTE)

    @Slot()
    def _on_open(self) -> None:
        wrong = self.groups_of_answer.complaint()
        if wrong is not None:
            self.answer.say_wrong(wrong)
            return
        self._take(partial(self._line.by_groups, self.groups_of_answer.text()))

    @Slot()
    def _on_read(self) -> None:
        choose_file(self, Sentence("Which file did the officer give you?"), [PAPERS], self._on_file)

    @Slot(object)
    def _on_file(self, path: Path) -> None:
        self._take(partial(self._line.by_file, path))

    def _take(self, work: Callable[[], object]) -> None:
        self.told.emit("", NOTE)
        self.answer.say_wrong(None)
        self._set_busy(busy=True)
        self._jobs.run(work, done=self._on_answered, failed=self._on_failed, where=Where.BESIDE)

    def _on_answered(self, what: object) -> None:
        self.groups_of_answer.clear()
        self.answered.emit(what)

    def _on_failed(self, error: FieldappError) -> None:
        self._set_busy(busy=False)
        if isinstance(error, Mistake) and self._request is not None:
            self.answer.say_wrong(error.sentence)
            self.groups_of_answer.setFocus()
        else:
            self.told.emit(error.sentence, DANGER)

    def _set_busy(self, *, busy: bool) -> None:
        for widget in (self.ask, self.code, self.save_file, self.withdraw, self.answer, self.open, self.read):
            widget.setEnabled(not busy)
        self.foot.note.say(Sentence("Opening…") if busy else "")
