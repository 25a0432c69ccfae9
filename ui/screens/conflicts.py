"""Someone else changed this: one thing at a time, every answer with who gave it and when, and a person chooses."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from fieldapp.domain.answers import Answer
from fieldapp.domain.ids import RecordId
from fieldapp.domain.settling import May, OnlySupervisor
from fieldapp.errors import FieldappError
from fieldapp.storage.values import Happened
from fieldapp.words import Sentence, say, spoken
from fieldapp.work.conflicts import settle
from fieldapp.work.disputes import Dispute, Opinion, look_at_disputes
from ui import times
from ui.places import place_of
from ui.room import Room
from ui.screen import Address
from ui.screens.live import LiveScreen
from ui.theme.sizes import COLUMN
from ui.widgets.banner import DANGER, NOTE
from ui.widgets.buttons import Button, plain, primary, quiet
from ui.widgets.choices import ChoiceList, Option
from ui.widgets.field import Field
from ui.widgets.lines import TextArea
from ui.widgets.pages import Body, EmptyState, Foot, Heading
from ui.widgets.said import Label, Words, said, show_if

#: The choice of one's own words in the place of the texts that stand there.
_OWN: Final = "own"


class ConflictsScreen(LiveScreen[tuple[Dispute, ...]]):
    """Blocks nothing: what waits can wait. `address.key`: only those of one case or workshop."""

    name = "conflicts"

    def __init__(self, address: Address, room: Room) -> None:
        super().__init__(address, room)
        self._root = RecordId(address.key) if address.key else None
        self._waiting: tuple[Dispute, ...] = ()
        self._current: Dispute | None = None
        self.heading = Heading(self.words())
        self.heading.back.connect(self.left)
        self.where = Label(tone="quiet")
        self.whose = Label(tone="quiet")
        self.whose.setObjectName("whoChooses")
        self.choices = ChoiceList(name="opinion")
        self.choices.chosen.connect(self._on_chosen)
        self.field = Field("", self.choices)
        self.own = TextArea("ownWords")
        self.own_field = Field(Sentence("Your words"), self.own)
        self.body = Body(width=COLUMN + 160)
        self.empty = EmptyState(
            Sentence("Nothing waits for a choice."),
            Sentence("When you and a colleague change the same answer apart, both answers will stand here."),
        )
        self.look = quiet(Sentence("Look at the record"))
        self.look.setObjectName("lookAtRecord")
        self.later = plain(Sentence("Later"))
        self.later.setObjectName("later")
        self.keep_it = primary(Sentence("Keep this answer"))
        self.keep_it.setObjectName("keepAnswer")
        self.foot = Foot()
        self._lay_out()
        self.look.clicked.connect(self._on_look)
        self.later.clicked.connect(self._on_later)
        self.keep_it.clicked.connect(self._on_keep)
        self.refresh()

    def _lay_out(self) -> None:
        for part in (self.where, self.field, self.own_field, self.whose):
            self.body.column.addWidget(part)
        self.body.column.addStretch(1)
        self.foot.add(self.look, self.later, self.keep_it)
        self.column.addWidget(self.heading)
        self.column.addWidget(self.body, 1)
        self.column.addWidget(self.empty, 1)
        self.column.addWidget(self.foot)
        for hidden in (self.body, self.empty, self.foot):
            hidden.hide()

    def words(self) -> Words:
        return Sentence("Someone else changed this")

    def lead_back(self, words: Words) -> None:
        self.heading.say(self.words(), back_to=words)

    def panes(self) -> Sequence[QWidget]:
        return (self.choices.rows()[0], self.foot) if self._current is not None else (self,)

    def main_button(self) -> Button:
        return self.keep_it

    def question(self) -> Callable[[], tuple[Dispute, ...]]:
        return partial(look_at_disputes, self.room.desk, self.room.packs, self._root, spoken())

    def concerns(self, happened: Happened) -> bool:
        return bool(happened.records)

    def show_found(self, found: tuple[Dispute, ...]) -> None:
        self._waiting = found
        key = self._current.key if self._current is not None else ""
        self._show(next((each for each in found if each.key == key), found[0] if found else None))

    def _show(self, dispute: Dispute | None) -> None:
        fresh = dispute is not None and (self._current is None or dispute.seen != self._current.seen)
        self._current = dispute
        show_if(self.body, dispute is not None)
        show_if(self.foot, dispute is not None)
        show_if(self.empty, dispute is None)
        if dispute is None:
            self.heading.say(self.words())
            return
        number = self._waiting.index(dispute) + 1
        counted = Sentence("{number} of {all}", {"number": number, "all": len(self._waiting)})
        self.heading.say(self.words(), counted if len(self._waiting) > 1 else "")
        self.where.say(f"{dispute.code}  {dispute.record}".strip())
        self.field.say_label(dispute.question, "")
        self.choices.offer(_options(dispute))
        if fresh:
            self.choices.show_values(())
            self.own.show_value(dispute.joined)
        show_if(self.later, len(self._waiting) > 1)
        show_if(self.keep_it, dispute.may is not May.NOTHING)
        self._on_chosen()

    def _answer(self) -> Answer | None:
        assert self._current is not None
        (value,) = self.choices.values()
        return self.own.value() if value == _OWN else self._current.opinions[int(value)].answer

    @Slot()
    def _on_chosen(self) -> None:
        chosen = self.choices.values()
        show_if(self.own_field, chosen == (_OWN,))
        self.keep_it.setEnabled(bool(chosen) and self._is_hers(chosen))
        self._say_whose(chosen)

    def _is_hers(self, chosen: Sequence[str]) -> bool:
        assert self._current is not None
        return all(value == _OWN or self._current.opinions[int(value)].mine for value in chosen)

    def _say_whose(self, chosen: Sequence[str]) -> None:
        """Where it is not hers to choose, whose it is."""
        assert self._current is not None
        if self._current.may is May.NOTHING:
            whose: Words = Sentence(self._current.who)
        else:
            whose = "" if self._is_hers(chosen) else OnlySupervisor().sentence
        self.whose.say(whose)
        show_if(self.whose, bool(whose))

    @Slot()
    def _on_keep(self) -> None:
        if self._current is not None and self.choices.values():
            self.keep_it.setEnabled(False)
            work = partial(settle, self.room.desk, self._current.seen, self._answer())
            self.room.jobs.run(work, done=self._on_settled, failed=self._on_not_settled)

    def _on_settled(self, happened: Happened) -> None:
        self._current = None
        self.told.emit(Sentence("Kept. Your colleague sees it after the next connection."), NOTE)
        self.room.board.tell(happened)

    def _on_not_settled(self, error: FieldappError) -> None:
        self.told.emit(error.sentence, DANGER)
        self.refresh()

    @Slot()
    def _on_later(self) -> None:
        if self._current is not None:
            after = self._waiting.index(self._current) + 1
            self._show(self._waiting[after % len(self._waiting)])
            self.choices.setFocus()

    @Slot()
    def _on_look(self) -> None:
        if self._current is not None:
            self.go.emit(place_of(self._current.seen.form, self._current.seen.record))


def _options(dispute: Dispute) -> list[Option]:
    options = [Option(str(number), _words(each)) for number, each in enumerate(dispute.opinions)]
    if dispute.own_words:
        options.append(Option(_OWN, Sentence("Both, or in your own words")))
    return options


def _words(opinion: Opinion) -> str:
    who = say("{who}, {when}", who=said(opinion.who), when=times.moment(opinion.when))
    if opinion.stands:
        who = say("{who}; stands in lists until someone chooses", who=who)
    beside = say("next to it then: {answers}", answers=" · ".join(opinion.beside)) if opinion.beside else ""
    return "\n".join(filter(None, (opinion.words or say("no answer"), who, beside)))
