"""What was put aside, and what waits for a key: why, what she can do about it, a look inside, and her decision."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from fieldapp.errors import FieldappError
from fieldapp.storage.values import Happened
from fieldapp.words import Sentence, spoken
from fieldapp.work.aside_contents import Inside
from sync.client.records.aside import AsidePage, PutAside, file_of, let_go, look, open_file
from sync.client.records.taking_in import Tried, look_inside, take_in, try_again
from sync.protocol import limits
from ui import times
from ui.files import FileKind
from ui.models.held import HeldModel
from ui.models.listed import Column
from ui.panes import focus_into
from ui.room import Room
from ui.screen import Address
from ui.screens.aside_details import AsideDetails
from ui.screens.live import LiveScreen
from ui.screens.sync_words import key_wait
from ui.sticks import Stick
from ui.widgets.ask import Ask
from ui.widgets.banner import DANGER, NOTE, WARNING
from ui.widgets.buttons import PLAIN, PRIMARY, Button, plain, primary, quiet
from ui.widgets.list_box import ListBox
from ui.widgets.pages import Foot, Heading, side_by_side
from ui.widgets.said import Label, Words, said, show_if

_TITLE: Final = Sentence("Put aside")
_FILE: Final = FileKind(Sentence("What was put aside"), ("*.aside",))
_WHEN: Final = 128
_WHO: Final = 124
_WHY: Final = 168


class AsideScreen(LiveScreen[AsidePage]):
    """Nothing is decided without her word, and no name of a case is seen."""

    name = "aside"

    def __init__(self, address: Address, room: Room) -> None:
        super().__init__(address, room)
        self._day = room.desk.today()
        self.stick = Stick(self, room)
        self.heading = Heading(_TITLE)
        self.open = quiet(Sentence("Open a file that was put aside"), name="open-aside")
        self.keys = Label()
        self.keys.setObjectName("aside-keys")
        self.model: HeldModel[PutAside] = HeldModel(self._columns(), _key, self)
        self.box = ListBox(
            self.model,
            _TITLE,
            object_name="aside-list",
            empty=Sentence("Nothing was put aside."),
            more=Sentence("What cannot be used stands here, with what to do about it. All else flows on."),
            titled=False,
        )
        self.details = AsideDetails()
        self.drop = plain(Sentence("Let go"), name="let-go")
        self.save_it = plain(Sentence("Save to a file"), name="save-aside")
        self.inside = plain(Sentence("Look inside"), name="look-inside")
        self.again = plain(Sentence("Try again"), name="try-again")
        self.take = primary(Sentence("Take in"), name="take-in")
        self.foot = Foot()
        self._lay_out()
        self._connect()
        self.refresh()

    def _lay_out(self) -> None:
        self.heading.add(self.open)
        self.foot.add(self.drop, self.save_it, self.inside, self.again, self.take)
        self.column.addWidget(self.heading)
        self.column.addWidget(self.keys)
        self.column.addLayout(side_by_side(self.box, self.details), 1)
        self.column.addWidget(self.foot)
        for part in (self.open, self.keys, self.details, *self._buttons()):
            part.hide()

    def _connect(self) -> None:
        self.heading.back.connect(self.left)
        self.box.table.moved.connect(self._on_moved)
        self.box.table.opened.connect(self._on_inside)
        self.stick.saved.connect(self._on_saved)
        self.stick.read.connect(self._on_read)
        self.open.clicked.connect(self._on_open)
        self.drop.clicked.connect(self._on_let_go)
        self.save_it.clicked.connect(self._on_save)
        self.inside.clicked.connect(self._on_inside)
        self.again.clicked.connect(self._on_again)
        self.take.clicked.connect(self._on_take_in)

    def _buttons(self) -> tuple[Button, ...]:
        return self.drop, self.save_it, self.inside, self.again, self.take

    def _columns(self) -> list[Column[PutAside]]:
        return [
            Column(Sentence("When"), self._when, _WHEN, quiet=True),
            Column(Sentence("From"), _writer, _WHO),
            Column(Sentence("Space"), _space),
            Column(Sentence("Why"), _why, _WHY, strong=True),
        ]

    def words(self) -> Words:
        return _TITLE

    def lead_back(self, words: Words) -> None:
        self.heading.say(_TITLE, back_to=words)

    def panes(self) -> Sequence[QWidget]:
        return (self.heading,) if self.box.table.isHidden() else (self.box.table, self.foot, self.heading)

    def main_button(self) -> Button | None:
        return next((button for button in (self.take, self.again, self.inside) if not button.isHidden()), None)

    def question(self) -> Callable[[], AsidePage]:
        return partial(look, self.room.station)

    def concerns(self, happened: Happened) -> bool:
        return happened.sync

    def show_found(self, found: AsidePage) -> None:
        self._day = self.room.desk.today()
        self.model.show(found.aside)
        self.keys.say("\n".join(map(key_wait, found.keys)))
        show_if(self.keys, bool(found.keys))
        show_if(self.open, found.may_open)
        self._on_moved()

    @Slot()
    def _on_moved(self) -> None:
        chosen = self._chosen()
        self.details.show_one(chosen)
        if chosen is None:
            had_focus = any(button.hasFocus() for button in self._buttons())
            for button in self._buttons():
                button.hide()
            if had_focus:
                focus_into(self.panes()[0])
            return
        for button in (self.drop, self.save_it, self.inside):
            button.show()
        show_if(self.again, chosen.may_come_right)
        show_if(self.take, chosen.may_take_in)
        self.again.dress(PLAIN if chosen.may_take_in else PRIMARY)

    def _chosen(self) -> PutAside | None:
        key = self.box.table.key()
        return next((one for one in self.model.rows if _key(one) == key), None)

    def _when(self, one: PutAside) -> str:
        return times.lately(one.came, self._day)

    # What can be done

    @Slot()
    def _on_inside(self) -> None:
        if (one := self._chosen()) is not None:
            desk, packs = self.room.desk, self.room.packs
            work = partial(look_inside, self.room.station, desk, packs, one.number, spoken())
            self.room.jobs.run(work, done=self._on_seen, failed=self._on_failed)

    def _on_seen(self, found: tuple[Inside, ...]) -> None:
        self.details.show_inside(found, self._day)

    @Slot()
    def _on_again(self) -> None:
        if (one := self._chosen()) is not None:
            self.room.jobs.run(
                partial(try_again, self.room.station, one.number), done=self._on_tried, failed=self._on_failed
            )

    def _on_tried(self, tried: Tried) -> None:
        self.room.board.tell(tried.happened)
        if tried.used:
            self.told.emit(Sentence("It could be used now: it is where it belongs."), NOTE)
        else:
            self.told.emit(Sentence("It still cannot be used, and stays here."), WARNING)

    @Slot()
    def _on_take_in(self) -> None:
        if (one := self._chosen()) is not None:
            work = partial(take_in, self.room.station, one.number)
            self.room.jobs.run(work, done=self._on_taken_in, failed=self._on_failed)

    def _on_taken_in(self, happened: Happened) -> None:
        self.room.board.tell(happened)
        self.told.emit(
            Sentence("It was taken in. All who belong to this space get it after the next connection."), NOTE
        )

    @Slot()
    def _on_save(self) -> None:
        if (one := self._chosen()) is not None:
            work = partial(file_of, self.room.station, one.number)
            self.stick.save(Sentence("Where shall it go?"), _FILE, f"{one.number}.aside", work)

    @Slot(object)
    def _on_saved(self, _path: object) -> None:
        self.told.emit(Sentence("It is saved. Only desks that belong to this space can look inside."), NOTE)

    @Slot()
    def _on_open(self) -> None:
        work = partial(open_file, self.room.station)
        self.stick.read_one(Sentence("Open a file that was put aside"), _FILE, work, most=limits.PUT_ASIDE)

    @Slot(object)
    def _on_read(self, happened: object) -> None:
        assert isinstance(happened, Happened)
        self.room.board.tell(happened)
        self.told.emit(Sentence("What was in the file stands in this list now."), NOTE)

    @Slot()
    def _on_let_go(self) -> None:
        if self._chosen() is None:
            return
        ask = Ask(
            self,
            Sentence("Let it go?"),
            Sentence("It is deleted from this laptop. Save it to a file first if somebody shall look at it."),
            Sentence("Delete"),
        )
        ask.agreed.connect(self._on_agreed)
        ask.open()

    @Slot()
    def _on_agreed(self) -> None:
        if (one := self._chosen()) is not None:
            work = partial(let_go, self.room.station, one.number)
            self.room.jobs.run(work, done=self.room.board.tell, failed=self._on_failed)

    def _on_failed(self, error: FieldappError) -> None:
        self.told.emit(error.sentence, DANGER)
        self.refresh()


def _key(one: PutAside) -> str:
    return str(one.number)


def _writer(one: PutAside) -> str:
    return one.writer or said(Sentence("not known"))


def _space(one: PutAside) -> str:
    return one.title


def _why(one: PutAside) -> str:
    return said(one.short)
