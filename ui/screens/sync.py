"""Sending and receiving: how it stands in words and time, what waits and why, receipts, the log, and Send now."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import Final

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fieldapp.storage.values import Happened
from fieldapp.words import Sentence
from sync.client.keeping.compacting import wish
from sync.client.talk.status import LogLine, SpaceStatus, Status, status
from ui import times
from ui.models.held import HeldModel
from ui.models.listed import Column
from ui.room import Room
from ui.screen import Address
from ui.screens import packing_words
from ui.screens import sync_words as words_of
from ui.screens.live import LiveScreen
from ui.status_line import live_of
from ui.theme.sizes import NEAR, ROW, px
from ui.widgets.buttons import Button, plain, primary
from ui.widgets.list_box import ListBox
from ui.widgets.pages import Body, Foot, Heading, side_by_side
from ui.widgets.said import Label, Words, show_if
from ui.widgets.said import quiet as quiet_label

_TITLE: Final = Sentence("Sending and receiving")
_WHEN: Final = 128
#: So many spaces are seen without scrolling.
_MOST: Final = 5


class SyncScreen(LiveScreen[Status]):
    """Says what is so, and when; the courier does the work, with or without this page."""

    name = "sync"

    def __init__(self, address: Address, room: Room) -> None:
        super().__init__(address, room)
        self._day: date = room.desk.today()
        self.heading = Heading(_TITLE)
        self.state = _label("sync-state", strong=True)
        self.progress = _label("sync-progress")
        self.clock = Label(tone="warning")
        self.clock.setObjectName("sync-clock")
        self.doubt = Label(tone="warning")
        self.doubt.setObjectName("sync-doubt")
        self.rules = Label(tone="warning")
        self.rules.setObjectName("sync-rules")
        self.receipts = _label("sync-receipts")
        self.files = _label("sync-files")
        self.keys = _label("sync-keys")
        self.packing = _label("sync-packing")
        self.pack = plain(Sentence("Put packets together"), name="pack")
        self.aside = plain("", name="aside")
        self.spaces: HeldModel[SpaceStatus] = HeldModel(self._space_columns(), _space_key, self)
        self.log: HeldModel[tuple[int, LogLine]] = HeldModel(
            [Column(Sentence("When"), self._log_when, _WHEN, quiet=True), Column(Sentence("What"), _log_what)],
            _log_key,
            self,
        )
        self.spaces_box = ListBox(self.spaces, Sentence("Spaces"), object_name="sync-spaces", empty="", titled=False)
        self.log_box = ListBox(
            self.log,
            Sentence("Log"),
            object_name="sync-log",
            empty=Sentence("Nothing yet."),
            more=Sentence("What was sent and received will stand here, with its time."),
            headings=False,
        )
        self.line = quiet_label()
        self.line.setObjectName("sync-line")
        self.server = plain(Sentence("Address of the server"), name="server")
        self.asking = plain("", name="asking")
        self.join = primary(Sentence("Join your organisation"), name="join")
        self.send = primary(Sentence("Send now"), name="send-now")
        self.send.setEnabled(False)  # until it is known; switched off later, it would lose the keyboard to the bar
        self._lay_out()
        self._connect()
        self.refresh()

    def _lay_out(self) -> None:
        body = Body()
        notes = (self.state, self.doubt, self.clock, self.rules)
        for widget in (*notes, self.progress, self.receipts, self.files, self.keys, self.packing):
            body.column.addWidget(widget)
        body.column.addWidget(self.spaces_box)
        body.column.addStretch(1)
        body.column.setSpacing(px(NEAR))
        right = QVBoxLayout()
        right.addWidget(self.log_box, 1)
        right.addWidget(self.line)
        self.foot = Foot()
        self.foot.add(self.pack, self.aside, self.asking, self.server, self.join, self.send)
        for button in (self.pack, self.aside, self.asking, self.join):
            button.hide()
        self.column.addWidget(self.heading)
        self.column.addLayout(side_by_side(body, right), 1)
        self.column.addWidget(self.foot)

    def _connect(self) -> None:
        self.log_box.table.moved.connect(self._on_line)
        self.send.clicked.connect(self._on_send)
        self.join.clicked.connect(self._on_join)
        self.server.clicked.connect(self._on_server)
        self.asking.clicked.connect(self._on_asking)
        self.aside.clicked.connect(self._on_aside)
        self.pack.clicked.connect(self._on_pack)
        self.spaces_box.table.moved.connect(self._on_space)

    def _space_columns(self) -> list[Column[SpaceStatus]]:
        return [
            Column(Sentence("Space"), words_of.space, strong=True),
            Column(Sentence("Receipts"), words_of.with_server, 110),
            Column(Sentence("Compared"), self._compared, 140),
            Column(Sentence("Not sent"), words_of.not_sent, 144),
        ]

    def words(self) -> Words:
        return _TITLE

    def panes(self) -> Sequence[QWidget]:
        lists = [box.table for box in (self.spaces_box, self.log_box) if not box.table.isHidden()]
        return (self.main_button() if self.main_button().isEnabled() else self.foot, *lists)

    def main_button(self) -> Button:
        return self.send if self.join.isHidden() else self.join

    def question(self) -> Callable[[], Status]:
        return partial(status, self.room.station, live_of(self.room))

    def concerns(self, happened: Happened) -> bool:
        return happened.sync or bool(happened.written)

    def show_found(self, found: Status) -> None:
        self._day = self.room.desk.today()
        self.heading.say(_TITLE, found.organisation)
        self.state.say(words_of.state(found, self._day))
        for label, text in (
            (self.doubt, words_of.doubt(found, self._day)),
            (self.progress, words_of.progress(found, self._day)),
            (self.receipts, words_of.receipts(found, self._day)),
            (self.files, words_of.files(found)),
            (self.keys, words_of.waits(found)),
            (self.packing, packing_words.packing(found)),
        ):
            label.say(text)
            show_if(label, bool(text))
        self.clock.say(found.glance.live.clock or "")
        show_if(self.clock, found.glance.live.clock is not None)
        self.rules.say(found.rules or "")
        show_if(self.rules, found.rules is not None)
        self.spaces.show(found.spaces)
        show_if(self.spaces_box, bool(found.spaces))
        self.spaces_box.setFixedHeight(px(ROW) * (min(len(found.spaces), _MOST) + 1) + px(NEAR))
        self._on_space("")
        self.log.show(tuple(enumerate(found.log)))
        self._on_line(self.log_box.table.key())
        self._show_buttons(found)

    def _show_buttons(self, found: Status) -> None:
        outside = not found.glance.joined and not found.glance.practice
        had_focus = self.main_button().hasFocus()
        show_if(self.join, outside and not found.asks)
        show_if(self.send, not outside or found.asks)
        self.send.setEnabled(self.room.courier is not None and bool(found.glance.address) and not found.glance.practice)
        if had_focus:
            self.main_button().setFocus()
        show_if(self.aside, bool(found.aside))
        self.aside.say(Sentence("Put aside: {number}", {"number": len(found.aside)}))
        show_if(self.asking, bool(found.asking))
        self.asking.say(Sentence("Ask to be let in: {number}", {"number": len(found.asking)}))

    def _chosen(self) -> SpaceStatus | None:
        key = self.spaces_box.table.key()
        return next((each for each in self.spaces.rows if each.space == key), None)

    @Slot(str)
    def _on_space(self, _key: str) -> None:
        chosen = self._chosen()
        show_if(self.pack, chosen is not None and packing_words.may_pack(chosen))

    def _compared(self, space: SpaceStatus) -> str:
        return words_of.compared(space, self._day)

    def _log_when(self, row: tuple[int, LogLine]) -> str:
        return times.lately(row[1].at, self._day)

    @Slot(str)
    def _on_line(self, key: str) -> None:
        """The chosen line in full, for one that is longer than the list is wide."""
        self.line.say(next((_log_what(row) for row in self.log.rows if _log_key(row) == key), ""))

    @Slot()
    def _on_send(self) -> None:
        if self.room.courier is not None:
            self.room.courier.nudge()

    @Slot()
    def _on_join(self) -> None:
        self.go.emit(Address("join"))

    @Slot()
    def _on_server(self) -> None:
        self.go.emit(Address("server"))

    @Slot()
    def _on_asking(self) -> None:
        self.go.emit(Address("colleagues"))

    @Slot()
    def _on_pack(self) -> None:
        chosen = self._chosen()
        if chosen is not None:
            work = partial(wish, self.room.station, chosen.space)
            self.room.jobs.run(work, done=self._on_wished, failed=self.could_not)

    def _on_wished(self, happened: Happened) -> None:
        self.room.board.tell(happened)
        self._on_send()

    @Slot()
    def _on_aside(self) -> None:
        self.go.emit(Address("aside"))


def _label(name: str, *, strong: bool = False) -> Label:
    label = Label(strong=strong)
    label.setObjectName(name)
    return label


def _space_key(space: SpaceStatus) -> str:
    return space.space


def _log_key(row: tuple[int, LogLine]) -> str:
    return str(row[0])


def _log_what(row: tuple[int, LogLine]) -> str:
    return words_of.line(row[1])
