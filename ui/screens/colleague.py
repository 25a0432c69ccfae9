"""One colleague: her spaces and her laptops, and what is done when a laptop is lost or she leaves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from fieldapp.domain.ids import WorkerId
from fieldapp.storage.values import Happened
from fieldapp.words import Sentence
from sync.client.organisation.colleague import HerDesk, OneColleague, colleague
from sync.client.organisation.people import STAFF
from ui.models.held import HeldModel
from ui.models.listed import Column
from ui.room import Room
from ui.screen import Address
from ui.screens import one_colleague_words as words_of
from ui.screens.live import LiveScreen
from ui.screens.one_colleague_words import Place
from ui.screens.parting import Parting
from ui.theme.sizes import NEAR, px
from ui.widgets.buttons import Button, plain, primary
from ui.widgets.buttons import quiet as quiet_button
from ui.widgets.list_box import ListBox
from ui.widgets.pages import Foot, Heading, side_by_side
from ui.widgets.said import Label, Words, show_if

_TITLE: Final = Sentence("Colleague")
_STATE: Final = 210


class ColleagueScreen(LiveScreen[OneColleague]):
    """All spaces with hers first, and her laptops; what is chosen in a list is what the button below it is about."""

    name = "colleague"

    def __init__(self, address: Address, room: Room) -> None:
        """The address's key names her."""
        super().__init__(address, room)
        self._worker = WorkerId(address.key)
        self._seen: OneColleague | None = None
        self.parting = Parting(self, room)
        self.places: HeldModel[Place] = HeldModel(
            [
                Column(Sentence("Space"), words_of.place, strong=True),
                Column(Sentence("State"), words_of.belongs, _STATE),
            ],
            words_of.place_key,
            self,
        )
        self.desks: HeldModel[HerDesk] = HeldModel(
            [
                Column(Sentence("Laptop"), words_of.laptop, strong=True),
                Column(Sentence("State"), words_of.standing, _STATE),
            ],
            words_of.desk_key,
            self,
        )
        self.places_box = ListBox(
            self.places,
            Sentence("Spaces"),
            object_name="colleague-spaces",
            empty=Sentence("There is no space yet."),
            more=Sentence("One is made when you invite whoever works in it."),
            headings=False,
        )
        self.desks_box = ListBox(
            self.desks,
            Sentence("Laptops"),
            object_name="colleague-laptops",
            empty=Sentence("No laptop of hers was let in yet."),
            headings=False,
        )
        self.about = Label(tone="quiet")
        self.about.setObjectName("about-laptop")
        self.let_in = plain(Sentence("Let in…"), name="let-into")
        self.take_out = plain(Sentence("Take out…"), name="take-out")
        self.shut_out = plain(Sentence("Shut out this laptop…"), name="shut-out")
        self.lost = plain(Sentence("It is lost…"), name="laptop-lost")
        self.forgot = plain(Sentence("She forgot her passphrase…"), name="forgot-passphrase")
        self.leaves = quiet_button(Sentence("She leaves the organisation…"), name="she-leaves")
        self.code = plain(Sentence("Her code for another laptop"), name="her-code")
        self.another = primary(Sentence("Another laptop"), name="another-laptop")
        #: Rows of buttons that are about the chosen laptop.
        self.laptop_rows = QVBoxLayout()
        self._lay_out()
        self._connect()
        self.refresh()

    def _lay_out(self) -> None:
        self.heading = Heading(_TITLE, back_to=Sentence("Colleagues"))
        left, right = QVBoxLayout(), QVBoxLayout()
        left.addWidget(self.places_box, 1)
        left.addLayout(_row(self.let_in, self.take_out))
        right.addWidget(self.desks_box, 1)
        right.addWidget(self.about)
        self.laptop_rows.addLayout(_row(self.shut_out, self.lost))
        self.laptop_rows.addLayout(_row(self.forgot))
        right.addLayout(self.laptop_rows)
        self.foot = Foot()
        self.foot.add(self.leaves, self.code, self.another)
        self.column.addWidget(self.heading)
        self.column.addLayout(side_by_side(left, right, (1, 1)), 1)
        self.column.addWidget(self.foot)
        of_laptop = (self.shut_out, self.lost, self.forgot)
        for button in (self.let_in, self.take_out, *of_laptop, self.leaves, self.code, self.another):
            button.hide()

    def _connect(self) -> None:
        self.heading.back.connect(self.left)
        self.places_box.table.moved.connect(self._on_chosen)
        self.places_box.table.opened.connect(self._on_place_opened)
        self.desks_box.table.moved.connect(self._on_chosen)
        self.let_in.clicked.connect(self._on_let_in)
        self.take_out.clicked.connect(self._on_take_out)
        self.shut_out.clicked.connect(self._on_shut_out)
        self.lost.clicked.connect(self._on_lost)
        self.forgot.clicked.connect(self._on_forgot)
        self.leaves.clicked.connect(self._on_leaves)
        self.code.clicked.connect(self._on_code)
        self.another.clicked.connect(self._on_another)

    def words(self) -> Words:
        return _TITLE if self._seen is None else words_of.her_name(self._seen)

    def panes(self) -> Sequence[QWidget]:
        tables = [box.table for box in (self.places_box, self.desks_box) if not box.table.isHidden()]
        return (*tables, self.foot)

    def main_button(self) -> Button | None:
        return None if self.another.isHidden() else self.another

    def question(self) -> Callable[[], OneColleague]:
        return partial(colleague, self.room.station, self._worker)

    def concerns(self, happened: Happened) -> bool:
        return happened.sync or STAFF in happened.forms

    def show_found(self, found: OneColleague) -> None:
        self._seen = found
        self.heading.say(words_of.her_name(found), words_of.role(found))
        self.places.show(words_of.places(found))
        self.desks.show(found.desks)
        show_if(self.leaves, not (found.is_me or found.has_left))
        show_if(self.code, found.invitation is not None)
        show_if(self.another, found.invitation is None and not found.has_left)
        self._fit()

    def place(self) -> Place | None:
        """The space that is chosen."""
        key = self.places_box.table.key()
        return next((each for each in self.places.rows if words_of.place_key(each) == key), None)

    def desk(self) -> HerDesk | None:
        """The laptop that is chosen."""
        key = self.desks_box.table.key()
        return next((each for each in self.desks.rows if each.desk == key), None)

    def _fit(self) -> None:
        """Offer what can be done with what is chosen; a button that goes gives the keyboard back to its list."""
        place, desk = self.place(), self.desk()
        by_button = {self.take_out: self.places_box, self.let_in: self.places_box, self.shut_out: self.desks_box}
        box = next((box for button, box in by_button.items() if button.hasFocus()), None)
        left = self._seen is not None and self._seen.has_left
        show_if(self.take_out, place is not None and place.hers is not None)
        show_if(self.let_in, place is not None and place.hers is None and not left)
        show_if(self.shut_out, desk is not None and not desk.is_here and words_of.can_be_shut_out(desk))
        show_if(self.lost, desk is not None and not desk.is_here)
        can_help = self._seen is not None and self._seen.can_help
        show_if(self.forgot, can_help and desk is not None and not desk.is_here and desk.shut_out is None)
        self.about.say("" if desk is None else words_of.about(desk))
        if box is not None and not any(button.hasFocus() for button in by_button):
            box.table.setFocus()

    @Slot()
    def _on_chosen(self) -> None:
        self._fit()

    @Slot()
    def _on_place_opened(self) -> None:
        for button in (self.let_in, self.take_out):
            if not button.isHidden():
                button.click()
                return

    @Slot()
    def _on_let_in(self) -> None:
        place = self.place()
        if self._seen is not None and place is not None:
            self.parting.ask_let_in(self._seen, place)

    @Slot()
    def _on_take_out(self) -> None:
        place = self.place()
        if self._seen is not None and place is not None:
            self.parting.ask_take_out(self._seen, place)

    @Slot()
    def _on_shut_out(self) -> None:
        desk = self.desk()
        if desk is not None:
            self.parting.ask_shut_out(desk)

    @Slot()
    def _on_lost(self) -> None:
        desk = self.desk()
        if desk is not None:
            self.go.emit(Address("lostLaptop", desk.desk))

    @Slot()
    def _on_forgot(self) -> None:
        self.go.emit(Address("reset", self._worker))

    @Slot()
    def _on_leaves(self) -> None:
        if self._seen is not None:
            self.parting.ask_leaves(self._seen)

    @Slot()
    def _on_code(self) -> None:
        if self._seen is not None and self._seen.invitation is not None:
            self.go.emit(Address("invited", self._seen.invitation))

    @Slot()
    def _on_another(self) -> None:
        self.go.emit(Address("invite", self._worker))


def _row(*buttons: Button) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(px(NEAR))
    for button in buttons:
        row.addWidget(button)
    row.addStretch(1)
    return row
