"""A colleague has forgotten her passphrase: an officer hears whose desk asks, makes sure of her, and answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import Enum
from functools import partial
from typing import Final

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from fieldapp.domain.ids import WorkerId
from fieldapp.errors import FieldappError, Mistake
from fieldapp.words import Sentence
from sync.client.recovery_answering import ResetGiven, ResetWanted, answer, heard, read, require_officer
from sync.protocol.resets import REQUEST_GROUPS
from sync.protocol.spoken import GROUP_SIGNS, group_is_right
from ui.room import Room
from ui.screen import Address, Screen
from ui.screens.forgotten import PAPERS
from ui.sticks import Stick
from ui.widgets.banner import DANGER, NOTE
from ui.widgets.buttons import Button, plain, primary
from ui.widgets.field import Field
from ui.widgets.groups import READ_OUT, GroupsEdit, GroupsShown
from ui.widgets.pages import Body, EmptyState, Foot, Heading, stack
from ui.widgets.said import Label, Words, section, show_if

_TITLE: Final = Sentence("A forgotten passphrase")
_WIDTH: Final = 1000
_ACROSS: Final = 7


class _Step(Enum):
    ASKED = "asked"
    SURE = "sure"
    GIVEN = "given"


class ResetScreen(Screen):
    """Answers the one request that was compared; the answer stands here until the page is left, and nowhere after."""

    name = "reset"

    def __init__(self, address: Address, room: Room) -> None:
        """The address's key names the colleague, "" for whoever it turns out to be."""
        super().__init__(address)
        self.room = room
        self._worker = WorkerId(address.key) if address.key else None
        self._wanted: ResetWanted | None = None
        self._given: ResetGiven | None = None
        self.stick = Stick(self, room)
        self.stick.read.connect(self._on_wanted)
        self.stick.saved.connect(self._on_saved)
        self.groups = GroupsEdit(
            REQUEST_GROUPS, GROUP_SIGNS, group_is_right, across=_ACROSS, name="request", slip=READ_OUT
        )
        self.field = Field(
            Sentence("The groups that stand on her screen"),
            self.groups,
            hint=Sentence("She finds them at “I have forgotten my passphrase”, before she unlocks."),
        )
        self.groups.slipped.connect(self.field.say_wrong)
        self.whose = section()
        self.whose.setObjectName("whose-desk")
        self.answer = GroupsShown((), across=_ACROSS, name="answer")
        self.read = plain(Sentence("Read her request from a file"), name="read-request")
        self.look = primary(Sentence("Look whose desk it is"), name="look")
        self.not_her = plain(Sentence("I am not sure: give no answer"), name="not-sure")
        self.sure = primary(Sentence("It is her: make the answer"), name="sure")
        self.save_file = plain(Sentence("Save it as a file"), name="save-answer")
        self.done = primary(Sentence("Done"), name="done")
        self._lay_out()
        self._connect()
        self._show(_Step.ASKED)
        room.jobs.run(partial(require_officer, room.station), failed=self._on_may_not)

    def _lay_out(self) -> None:
        self.heading = Heading(_TITLE)
        self.parts = {_Step.ASKED: QWidget(), _Step.SURE: QWidget(), _Step.GIVEN: QWidget()}
        stack(self.parts[_Step.ASKED], Label(_BEFORE), self.field)
        stack(self.parts[_Step.SURE], self.whose, Label(_HOW_TO_BE_SURE), Label(_WHAT_IT_DOES, tone="quiet"))
        stack(self.parts[_Step.GIVEN], Label(_READ_OUT), self.answer, Label(_AFTER, tone="quiet"))
        self.refused = EmptyState("")
        self.refused.hide()
        body = self.body = Body(width=_WIDTH)
        for part in self.parts.values():
            body.column.addWidget(part)
        body.column.addStretch(1)
        self.foot = Foot()
        self.foot.add(self.read, self.look, self.not_her, self.sure, self.save_file, self.done)
        for widget in (self.heading, body, self.refused, self.foot):
            self.column.addWidget(widget, 1 if widget in (body, self.refused) else 0)

    def _connect(self) -> None:
        self.heading.back.connect(self.left)
        self.read.clicked.connect(self._on_read)
        self.look.clicked.connect(self._on_look)
        self.not_her.clicked.connect(self.left)
        self.sure.clicked.connect(self._on_sure)
        self.save_file.clicked.connect(self._on_save)
        self.done.clicked.connect(self.left)

    def words(self) -> Words:
        return _TITLE

    def lead_back(self, words: Words) -> None:
        self.heading.lead_back(words)

    def panes(self) -> Sequence[QWidget]:
        return {_Step.ASKED: (self.groups,), _Step.SURE: (self.not_her,), _Step.GIVEN: (self.done,)}[self._step]

    def main_button(self) -> Button:
        return {_Step.ASKED: self.look, _Step.SURE: self.sure, _Step.GIVEN: self.done}[self._step]

    def _show(self, step: _Step) -> None:
        self._step = step
        for of, part in self.parts.items():
            show_if(part, of is step)
        for button, of in (
            (self.read, _Step.ASKED),
            (self.look, _Step.ASKED),
            (self.not_her, _Step.SURE),
            (self.sure, _Step.SURE),
            (self.save_file, _Step.GIVEN),
            (self.done, _Step.GIVEN),
        ):
            show_if(button, of is step)

    def _on_may_not(self, error: FieldappError) -> None:
        self.refused.say(error.sentence)
        for widget in (self.body, self.foot):
            widget.hide()
        self.refused.show()

    @Slot()
    def _on_look(self) -> None:
        wrong = self.groups.complaint()
        if wrong is not None:
            self.field.say_wrong(wrong)
            return
        self._run(partial(heard, self.room.station, self.groups.text(), self._worker), self._on_wanted)

    @Slot()
    def _on_read(self) -> None:
        title = Sentence("Which file did your colleague give you?")
        self.stick.read_one(title, PAPERS, self._from_file)

    def _from_file(self, raw: bytes) -> ResetWanted:
        """In the background."""
        return read(self.room.station, raw, self._worker)

    @Slot(object)
    def _on_wanted(self, wanted: ResetWanted) -> None:
        self.foot.setEnabled(True)
        self.told.emit("", NOTE)
        self._wanted = wanted
        name = wanted.name or Sentence("a colleague")
        self.whose.say(Sentence("This is the laptop of {name}. Is it really her who asks?", {"name": name}))
        self._show(_Step.SURE)
        self.not_her.setFocus()

    @Slot()
    def _on_sure(self) -> None:
        if self._wanted is not None:
            self._run(partial(answer, self.room.station, self._wanted), self._on_given)

    def _on_given(self, given: ResetGiven) -> None:
        self.foot.setEnabled(True)
        self._given = given
        self.answer.show_groups(given.answer.groups)
        self._show(_Step.GIVEN)
        self.done.setFocus()
        self.room.board.tell(given.happened)

    @Slot()
    def _on_save(self) -> None:
        if self._given is not None:
            name = f"answer-{self._given.answer.request.key.hex[:4]}.paper"
            self.stick.save(Sentence("Where shall the answer go?"), PAPERS, name, self._file)

    def _file(self) -> bytes:
        assert self._given is not None
        return self._given.answer.raw

    @Slot(object)
    def _on_saved(self, _path: object) -> None:
        self.told.emit(Sentence("The answer is saved. It opens her laptop alone, for this one request."), NOTE)

    def _run(self, work: Callable[[], object], done: Callable[..., object]) -> None:
        self.field.say_wrong(None)
        self.foot.setEnabled(False)
        self.room.jobs.run(work, done=done, failed=self._on_failed)

    def _on_failed(self, error: FieldappError) -> None:
        self.foot.setEnabled(True)
        if self._step is _Step.ASKED and isinstance(error, Mistake):
            self.field.say_wrong(error.sentence)
            self.groups.setFocus()
        else:
            self.told.emit(error.sentence, DANGER)


_BEFORE: Final = Sentence(
    "Somebody calls and says that she forgot her passphrase. Hang up, and call her back on a number that you know. "
    "Let her read you the eleven groups on her screen."
)
_HOW_TO_BE_SURE: Final = Sentence(
    "Whoever has her laptop can call you and say her name. Do you know her voice, and did you call her on a number "
    "that you had before? Is the laptop in her hands, and is nobody beside her who makes her ask? If you are in doubt, "
    "meet her, or let somebody who knows her look."
)
_WHAT_IT_DOES: Final = Sentence(
    "The answer lets her choose a new passphrase. She is told that it was you, and the logs of all coordinators and "
    "recovery officers keep it."
)
_READ_OUT: Final = Sentence("Read her these groups, each one twice. She types them, and her screen finds every slip.")
_AFTER: Final = Sentence(
    "They are of use at her laptop alone and for this one request. She chooses a new passphrase and gets a new "
    "recovery code. When you leave this page the answer is gone; she can ask again at any time."
)
