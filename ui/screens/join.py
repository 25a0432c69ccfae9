"""Join an organisation: the code now or later, the wait for the coordinator in words, everything by a stick as well."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from fieldapp.errors import FieldappError
from fieldapp.storage.values import Happened
from fieldapp.words import Sentence
from sync.client.organisation.belonging import Belonging, Stage, belonging
from sync.client.organisation.joining import Joining, begin, join_request, take_file
from ui.room import Room
from ui.screen import Address
from ui.screens.join_parts import CodePart, InsidePart, WaitingPart
from ui.screens.live import LiveScreen
from ui.sticks import PAPERS, Stick
from ui.widgets.banner import DANGER, NOTE
from ui.widgets.buttons import Button, plain, primary
from ui.widgets.buttons import quiet as quiet_button
from ui.widgets.pages import Body, Foot, Heading
from ui.widgets.said import Words, show_if

_WIDTH: Final = 880
_TITLE: Final = Sentence("Join your organisation")


class JoinScreen(LiveScreen[Belonging]):
    """Shows how far this desk is, and what comes next. Nothing here keeps her from working."""

    name = "join"

    def __init__(self, address: Address, room: Room) -> None:
        super().__init__(address, room)
        self._stage: Stage | None = None
        self._again = False
        self.stick = Stick(self, room)
        self.stick.saved.connect(self._on_saved)
        self.stick.read.connect(self._on_read)
        self.code_part, self.waiting, self.inside = CodePart(), WaitingPart(), InsidePart()
        self.parts = {Stage.ALONE: self.code_part, Stage.ASKS: self.waiting, Stage.IN: self.inside}
        self.join = primary(Sentence("Join"), name="join-now")
        self.later = plain(Sentence("Later"), name="later")
        self.begin = primary(Sentence("Go on working"), name="go-on")
        self.save_request = plain(Sentence("Save the request"), name="save-request")
        self.read_file = plain(Sentence("Read the coordinator's file"), name="read-file")
        self.other_code = quiet_button(Sentence("Type another code"), name="other-code")
        self.colleagues = plain(Sentence("Colleagues"), name="colleagues")
        self.found_one = quiet_button(Sentence("Set up an organisation instead"), name="found-instead")
        self._lay_out()
        self._connect()
        self.refresh()

    def _lay_out(self) -> None:
        self.heading = Heading(_TITLE)
        body = Body(width=_WIDTH)
        for part in self.parts.values():
            body.column.addWidget(part)
            part.hide()
        body.column.addStretch(1)
        self.foot = Foot()
        self.foot.add(
            self.found_one,
            self.other_code,
            self.save_request,
            self.read_file,
            self.colleagues,
            self.later,
            self.join,
            self.begin,
        )
        for button in (*self._buttons(), self.colleagues):
            button.hide()
        for widget in (self.heading, body, self.foot):
            self.column.addWidget(widget, 1 if widget is body else 0)

    def _connect(self) -> None:
        self.join.clicked.connect(self._on_join)
        self.later.clicked.connect(self.left)
        self.begin.clicked.connect(self.left)
        self.save_request.clicked.connect(self._on_save_request)
        self.read_file.clicked.connect(self._on_read_file)
        self.other_code.clicked.connect(self._on_other_code)
        self.found_one.clicked.connect(self._on_found_one)
        self.colleagues.clicked.connect(self._on_colleagues)

    def _buttons(self) -> dict[Button, set[Stage]]:
        """Which buttons there are at which stage."""
        alone, asks, inside = Stage.ALONE, Stage.ASKS, Stage.IN
        return {
            self.found_one: {alone},
            self.other_code: {asks},
            self.save_request: {asks},
            self.read_file: {asks},
            self.later: {alone},
            self.join: {alone},
            self.begin: {asks, inside},
        }

    def words(self) -> Words:
        return _TITLE

    def panes(self) -> Sequence[QWidget]:
        return (self.code_part.name if self._stage is Stage.ALONE else self.begin,)

    def main_button(self) -> Button:
        return self.join if self._stage is Stage.ALONE else self.begin

    def question(self) -> Callable[[], Belonging]:
        return partial(belonging, self.room.station)

    def concerns(self, happened: Happened) -> bool:
        return happened.sync

    def show_found(self, found: Belonging) -> None:
        self.waiting.show_state(found)
        self.inside.show_state(found)
        self.heading.say(_TITLE if found.stage is not Stage.IN else Sentence("Your organisation"))
        show_if(self.colleagues, found.coordinates)
        if found.stage is not self._stage and not (self._again and found.stage is Stage.ASKS):
            self._again = False
            self._show(found.stage)

    def _show(self, stage: Stage) -> None:
        self._stage = stage
        for of, part in self.parts.items():
            part.setVisible(of is stage)
        for button, stages in self._buttons().items():
            button.setVisible(stage in stages)
        (self.code_part.name if stage is Stage.ALONE else self.begin).setFocus()

    @Slot()
    def _on_join(self) -> None:
        part = self.code_part
        wrong = part.code.complaint()
        if wrong is not None:
            part.code_field.say_wrong(wrong)
            return
        self._set_busy(busy=True)
        name, address = part.name.value() or "", part.address.value() or ""
        work = partial(begin, self.room.station, part.code.text(), name=name, address=address)
        self.room.jobs.run(work, done=self._on_begun, failed=self._on_not_begun)

    def _on_begun(self, _joining: Joining) -> None:
        self._set_busy(busy=False)
        self._again = False
        self.code_part.code.clear()
        self.room.board.tell(Happened(sync=True))

    def _on_not_begun(self, error: FieldappError) -> None:
        self._set_busy(busy=False)
        if not self.code_part.complain(error):
            self.told.emit(error.sentence, DANGER)

    def _set_busy(self, *, busy: bool) -> None:
        self.code_part.setEnabled(not busy)
        self.join.setEnabled(not busy)

    @Slot()
    def _on_save_request(self) -> None:
        name = f"request-{self.waiting.mark.text()[:4].lower()}.paper"
        self.stick.save(Sentence("Where shall the request go?"), PAPERS, name, partial(join_request, self.room.station))

    @Slot(object)
    def _on_saved(self, _path: object) -> None:
        words = Sentence("The request is saved. Give the stick to your coordinator. Nobody else can read it.")
        self.told.emit(words, NOTE)

    @Slot()
    def _on_read_file(self) -> None:
        self.stick.read_one(
            Sentence("Which file did the coordinator give you?"), PAPERS, partial(take_file, self.room.station)
        )

    @Slot(object)
    def _on_read(self, happened: object) -> None:
        self.told.emit("", NOTE)
        self.room.board.tell(happened)

    @Slot()
    def _on_other_code(self) -> None:
        self._again = True
        self._show(Stage.ALONE)

    @Slot()
    def _on_colleagues(self) -> None:
        self.go.emit(Address("colleagues"))

    @Slot()
    def _on_found_one(self) -> None:
        self.turned.emit(Address("found"))
