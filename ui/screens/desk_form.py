"""A form of the open desk being filled in: where it leads once saved, and what else can be done with it."""

from __future__ import annotations

from functools import partial
from typing import cast

from PySide6.QtCore import Slot

from fieldapp.errors import FieldappError
from fieldapp.storage.values import Happened
from fieldapp.words import Language, Sentence, spoken
from fieldapp.work.cases import CASE, CONTACT_COUNT, NotToBeKept, keep_no_record
from fieldapp.work.filling import drop_draft, keep_draft
from fieldapp.work.form_languages import choose_language
from fieldapp.work.taking import Kept, Taken, put_away
from fieldapp.work.undoing import RESTORABLE, delete_as_mistake
from ui.forms.cabinet import Cabinet
from ui.room import Room
from ui.screen import Address
from ui.screens.filling import Deeds, FillingScreen, Opened
from ui.widgets.ask import Ask
from ui.widgets.banner import NOTE
from ui.widgets.buttons import quiet
from ui.widgets.drop import DropButton, Line
from ui.widgets.said import Words, said


class DeskForm(FillingScreen):
    """What is typed is known to the desk by its record's id from the first draft on: there one comes back to it."""

    def __init__(self, address: Address, taken: Taken, room: Room) -> None:
        desk, filling = room.desk, taken.filling
        title, only_read = taken.rule.called(spoken()), taken.rule.by_program
        opened = Opened(filling.session, title, "", desk.clock, read_only=only_read, beside=filling.kept)
        deeds = Deeds(partial(put_away, desk, taken), partial(_keep, room, taken))
        super().__init__(address, opened, deeds, room.jobs, room.board)
        self.cabinet = Cabinet(desk, room.jobs, room.board)
        self.setObjectName("form")
        self.page.language_chosen.connect(self._on_language)
        self.column.setContentsMargins(0, 0, 0, 0)
        self._room = room
        self._taken = taken
        self._begun = taken.half_typed or not filling.new
        self._half_typed = taken.half_typed
        self.heading.state.say(taken.code)
        self.more = DropButton(Sentence("More ▾"), name="more")
        self.more.chosen.connect(self._on_more)
        self.directory = quiet(Sentence("Directory of services"))
        self.directory.setObjectName("directory")
        self.directory.clicked.connect(self._on_directory)
        self.heading.add(self.directory, self.more)
        self.directory.setVisible(filling.form.id == CONTACT_COUNT)
        self._offer()
        room.board.happened.connect(self._on_happened)

    def address(self) -> Address:
        if self._begun or self.page.unkept:
            return Address("record", self._taken.filling.record, self.page.where)
        return self._address

    def keep(self) -> None:
        self._begun = self._begun or self.page.unkept
        super().keep()

    def lead_back(self, words: Words) -> None:
        super().lead_back(words)
        if said(words) == self._taken.code:
            self.heading.state.say("")

    def done(self, saved: object) -> None:
        kept = cast("Kept", saved)
        self._board.tell(kept.happened)
        if kept.opened is not None:
            self.turned.emit(Address("case", kept.opened))
            return
        self.left.emit()
        if self._taken.filling.form.id == CONTACT_COUNT:
            self.told.emit(Sentence("The contact was counted. Nothing else was kept."), NOTE)

    def refused(self, error: FieldappError) -> None:
        if not isinstance(error, NotToBeKept):
            super().refused(error)
            return
        ask = Ask(
            self,
            Sentence("She does not want a record here. Count the contact alone?"),
            Sentence("Everything typed here goes at once. You can help her all the same: the directory stays open."),
            Sentence("Count the contact"),
            destroys=False,
        )
        ask.agreed.connect(self._on_no_record)
        ask.open()

    def retranslate(self) -> None:
        self.heading.title.say(_title(self._taken))

    def _offer(self) -> None:
        filling, rule = self._taken.filling, self._taken.rule
        lines = []
        if not filling.new:
            lines.append(Line("history", Sentence("History")))
        if self._half_typed:
            lines.append(Line("drop", Sentence("Throw away what is half typed")))
        if not filling.new and not rule.by_program and filling.form.id != CASE:
            lines.append(Line("delete", Sentence("Delete as a mistake")))
        self.more.offer(lines)
        self.more.setVisible(bool(lines))

    def _on_kept(self, happened: object) -> None:
        super()._on_kept(happened)
        if not self._half_typed:
            self._half_typed = True
            self._offer()

    @Slot(str)
    def _on_more(self, what: str) -> None:
        match what:
            case "history":
                self.go.emit(Address("history", self._taken.filling.record))
            case "drop":
                self._ask_to_drop()
            case "delete":
                self._ask_to_delete()

    @Slot(str)
    def _on_language(self, language: str) -> None:
        form = self._taken.filling.form.id
        self._jobs.run(partial(choose_language, self._room.desk, form, Language(language)), failed=self._on_failed)

    @Slot()
    def _on_directory(self) -> None:
        self.go.emit(Address("services"))

    def _ask_to_drop(self) -> None:
        new = Sentence("Nothing of it was saved, so it cannot be brought back.")
        old = Sentence("What was saved before stays as it is.")
        more = new if self._taken.filling.new else old
        ask = Ask(self, Sentence("Throw away what is half typed?"), more, Sentence("Throw it away"))
        ask.agreed.connect(self._on_drop)
        ask.open()

    def _ask_to_delete(self) -> None:
        until = (self._room.desk.clock.now().utc + RESTORABLE).date()
        what = Sentence("Delete {what} as a mistake?", {"what": self._taken.rule.called(spoken())})
        more = Sentence(
            "It leaves every list, at your colleagues too after the next connection. Until {day} it can be brought "
            "back from “Deleted lately”.",
            {"day": f"{until:%d.%m.%Y}"},
        )
        ask = Ask(self, what, more, Sentence("Delete the record"))
        ask.agreed.connect(self._on_delete)
        ask.open()

    @Slot()
    def _on_no_record(self) -> None:
        self._over = True
        self._jobs.run(partial(keep_no_record, self._room.desk, self._taken.filling), done=self._on_let_go)

    def _on_let_go(self, _count: object) -> None:
        self._board.tell(Happened(drafts=frozenset({self._taken.filling.record})))
        self.turned.emit(Address("noRecord"))

    @Slot()
    def _on_drop(self) -> None:
        self._over = True
        self._jobs.run(partial(drop_draft, self._room.desk, self._taken.filling.record), done=self._on_dropped)

    def _on_dropped(self, happened: object) -> None:
        self._board.tell(happened)
        self.left.emit()

    @Slot()
    def _on_delete(self) -> None:
        self._over = True
        self._jobs.run(partial(_delete, self._room, self._taken), done=self._on_deleted)

    def _on_deleted(self, happened: object) -> None:
        self._board.tell(happened)
        self.left.emit()
        self.told.emit(Sentence("It was deleted. “Deleted lately” under Cases brings it back."), NOTE)

    @Slot(object)
    def _on_happened(self, happened: object) -> None:
        """A colleague's change came in: it is not known to this form, so nothing can overwrite it."""
        here = isinstance(happened, Happened) and self._taken.filling.record in happened.records
        if here and not self._over and not self._taken.filling.new:
            words = Sentence(
                "Someone else changed this record meanwhile. Go on: both are kept, and you can choose later."
            )
            self.told.emit(words, NOTE)


def _title(taken: Taken) -> Words:
    """What the form is called; the case's own form by what one comes to it for."""
    return Sentence("Risk and next step") if taken.filling.form.id == CASE else taken.rule.called(spoken())


def _keep(room: Room, taken: Taken, body: str, where: str) -> Happened:
    return keep_draft(room.desk, taken.filling, where, body)


def _delete(room: Room, taken: Taken) -> Happened:
    """With what is half typed of it."""
    return drop_draft(room.desk, taken.filling.record) | delete_as_mistake(room.desk, taken.filling.record)
