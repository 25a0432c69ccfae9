"""Invite a colleague: who she is, what she opens, what she joins. Or let a colleague have one more laptop."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from fieldapp.domain.ids import SpaceId, WorkerId
from fieldapp.domain.spaces import Role, SpaceKind
from fieldapp.errors import FieldappError, Mistake
from fieldapp.storage.values import Happened
from fieldapp.words import Sentence
from sync.client.organisation.inviting import Invited, Invitee, NewSpace, invite
from sync.client.organisation.staff import Colleague, Presence, Staff, staff
from ui.room import Room
from ui.screen import Address
from ui.screens import colleague_words as say_of
from ui.screens.live import LiveScreen
from ui.theme.sizes import COLUMN
from ui.widgets.banner import DANGER
from ui.widgets.buttons import Button, plain, primary
from ui.widgets.choices import ChoiceList, Option
from ui.widgets.field import Field
from ui.widgets.lines import TextLine
from ui.widgets.pages import Body, Foot, Heading
from ui.widgets.said import Label, Words, show_if
from ui.widgets.search_choice import SearchChoice

_TITLE: Final = Sentence("Invite a colleague")
_NOTHING: Final = "nothing"
#: A longer list is searched.
_SHORT: Final = 7
_ROLES: Final = (Role.OUTREACH, Role.TRAINER, Role.SUPERVISOR)
#: What somebody usually begins with.
_USUAL: Final = {Role.OUTREACH: SpaceKind.CASELOAD.value, Role.TRAINER: SpaceKind.PROGRAMME.value}


class InviteScreen(LiveScreen[Staff]):
    """Nothing is made before the button is pressed; then the code stands on the next page."""

    name = "invite"

    def __init__(self, address: Address, room: Room) -> None:
        """The address's key names a colleague who gets another laptop."""
        super().__init__(address, room)
        self._staff: Staff | None = None
        self._whom: Colleague | None = None
        self._chose = False
        self.her_name = TextLine("colleague-name")
        self.her_name.setMaxLength(80)
        self.name_field = Field(
            Sentence("What is she called at work?"),
            self.her_name,
            hint=Sentence("All colleagues see the name; the server cannot read it."),
            width=320,
        )
        self.role = ChoiceList([Option(each.value, say_of.ROLES[each]) for each in _ROLES], name="role")
        self.role.show_values([Role.OUTREACH.value])
        self.role.chosen.connect(self._on_role)
        self.opens = ChoiceList(_openings(), name="opens")
        self.opens.show_values([SpaceKind.CASELOAD.value])
        self.opens.chosen.connect(self._on_opens)
        self.space_title = TextLine("space-title")
        self.space_title.setMaxLength(80)
        self.title_field = Field(
            Sentence("What is it called?"),
            self.space_title,
            hint=Sentence("A place or a number, never somebody's name: such as “Naryn 2”."),
            width=320,
        )
        self.others_field: Field | None = None
        self.joins_field: Field | None = None
        self.another = Label()
        self._lay_out()
        self.refresh()

    def _lay_out(self) -> None:
        self.heading = Heading(_TITLE, back_to=Sentence("Colleagues"))
        self.heading.back.connect(self.left)
        self.body = Body(width=COLUMN)
        self.role_field = Field(Sentence("What does she do?"), self.role)
        self.opens_field = Field(Sentence("What does she begin with?"), self.opens)
        self._fields = [self.name_field, self.role_field, self.opens_field, self.title_field]
        for widget in (self.another, *self._fields):
            self.body.column.addWidget(widget)
            widget.hide()
        self.body.column.addStretch(1)
        self.foot = Foot()
        self.make = primary(Sentence("Make the code"))
        self.make.setObjectName("make-code")
        self.make.setEnabled(False)
        self.make.clicked.connect(self._on_make)
        self.cancel = plain(Sentence("Go back"))
        self.cancel.setObjectName("go-back")
        self.cancel.clicked.connect(self.left)
        self.foot.add(self.cancel, self.make)
        self.column.addWidget(self.heading)
        self.column.addWidget(self.body, 1)
        self.column.addWidget(self.foot)

    def words(self) -> Words:
        return _TITLE

    def panes(self) -> Sequence[QWidget]:
        return (self.foot,) if self.name_field.isHidden() else (self.her_name, self.foot)

    def main_button(self) -> Button:
        return self.make

    def question(self) -> Callable[[], Staff]:
        return partial(staff, self.room.station)

    def concerns(self, happened: Happened) -> bool:
        return self._staff is None and happened.sync

    def show_found(self, found: Staff) -> None:
        if self._staff is not None:
            return
        self._staff = found
        self.make.setEnabled(True)
        self._whom = next((each for each in found.colleagues if each.worker == self._address.key), None)
        if self._whom is None:
            self._offer(found)
        else:
            self._show_another(self._whom)

    def _offer(self, found: Staff) -> None:
        """A new colleague: with whom she may share, and what she may join."""
        people = [
            Option(each.worker, say_of.name(each)) for each in found.colleagues if each.presence is not Presence.LEFT
        ]
        if people:
            hint = Sentence("Such as her supervisor. They read and write everything in it.")
            self.others_field = self._add(Sentence("Who else belongs to it?"), people, "others", hint)
        if found.spaces:
            spaces = [Option(each.space, say_of.called(each)) for each in found.spaces]
            self.joins_field = self._add(Sentence("Which spaces does she join?"), spaces, "joins", "")
        for field in self._fields:
            field.show()
        self._fit()
        self.her_name.setFocus()

    def _show_another(self, whom: Colleague) -> None:
        self.heading.say(Sentence("Another laptop for {name}", {"name": say_of.name(whom)}))
        self.another.say(
            Sentence(
                "She makes a desk on the other laptop and types the code there. The desk opens the same spaces as her "
                "first one."
            )
        )
        self.another.show()

    def _add(self, question: Sentence, options: Sequence[Option], name: str, hint: Words) -> Field:
        short = len(options) <= _SHORT
        choice = ChoiceList(options, many=True, name=name) if short else SearchChoice(options, many=True, name=name)
        field = Field(question, choice, hint=hint)
        self.body.column.insertWidget(self.body.column.count() - 1, field)
        return field

    @Slot()
    def _on_role(self) -> None:
        if not self._chose:
            self.opens.show_values([_USUAL.get(self._role(), _NOTHING)])
        self._fit()

    @Slot()
    def _on_opens(self) -> None:
        self._chose = True
        self._fit()

    def _fit(self) -> None:
        """Ask about a space of her own only where she gets one."""
        begins = self._opening() is not None
        show_if(self.title_field, begins)
        if self.others_field is not None:
            show_if(self.others_field, begins)

    def _role(self) -> Role:
        return Role(next(iter(self.role.values()), Role.OUTREACH.value))

    def _opening(self) -> SpaceKind | None:
        chosen = next(iter(self.opens.values()), _NOTHING)
        return None if chosen == _NOTHING else SpaceKind(chosen)

    def _invitee(self) -> Invitee:
        if self._whom is not None:
            return Invitee(name=self._whom.name, role=self._whom.role or Role.OUTREACH, worker=self._whom.worker)
        kind = self._opening()
        others = tuple(map(WorkerId, _values(self.others_field)))
        title = self.space_title.value() or ""
        return Invitee(
            name=self.her_name.value() or "",
            role=self._role(),
            opens=() if kind is None else (NewSpace(kind=kind, title=title, others=others),),
            joins=tuple(map(SpaceId, _values(self.joins_field))),
        )

    @Slot()
    def _on_make(self) -> None:
        for field in (self.name_field, self.title_field):
            field.say_wrong(None)
        self._set_busy(busy=True)
        work = partial(invite, self.room.station, self._invitee())
        self.room.jobs.run(work, done=self._on_made, failed=self._on_failed)

    def _on_made(self, invited: Invited) -> None:
        self.room.board.tell(invited.happened)
        self.turned.emit(Address("invited", invited.paper.invitation))

    def _on_failed(self, error: FieldappError) -> None:
        self._set_busy(busy=False)
        if not isinstance(error, Mistake):
            self.told.emit(error.sentence, DANGER)
            return
        field = self.title_field if self.her_name.value() else self.name_field
        field.say_wrong(error.sentence)
        field.focus()

    def _set_busy(self, *, busy: bool) -> None:
        self.body.setEnabled(not busy)
        self.foot.setEnabled(not busy)


def _openings() -> list[Option]:
    return [
        Option(SpaceKind.CASELOAD.value, Sentence("a caseload of her own")),
        Option(SpaceKind.PROGRAMME.value, Sentence("a programme of her own")),
        Option(_NOTHING, Sentence("nothing of her own: she only joins")),
    ]


def _values(field: Field | None) -> tuple[str, ...]:
    control = field.control if field is not None and not field.isHidden() else None
    return control.values() if isinstance(control, ChoiceList | SearchChoice) else ()
