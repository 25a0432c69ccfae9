"""Records of a form, or the form itself, as a file for other programs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from fieldapp.storage.values import Happened
from fieldapp.words import Sentence, say_number, spoken
from fieldapp.work.exporting import Exportable, count_records, exportable, neutral_name
from ui.jobs import Job
from ui.room import Room
from ui.screen import Address, Leaving
from ui.screens.export_choices import FORM_ENDINGS, ExportChoices
from ui.screens.export_writing import ExportWriting
from ui.screens.live import LiveScreen
from ui.widgets.buttons import Button, plain, primary
from ui.widgets.choices import Option
from ui.widgets.field import Field
from ui.widgets.field_parts import Remark
from ui.widgets.pages import Body, Foot, Heading
from ui.widgets.said import Label, Words, show_if
from ui.widgets.search_choice import SearchChoice

_WIDTH: Final = 560


class ExportScreen(LiveScreen[tuple[Exportable, ...]]):
    """What may not go is said at once, in place of the button; before anything goes she is told who can read it."""

    name = "export"

    def __init__(self, address: Address, room: Room) -> None:
        """The address's key is the form, "" to choose one here."""
        super().__init__(address, room)
        self._forms: dict[str, Exportable] = {}
        self._counting: Job | None = None
        self._number = 0
        self.heading = Heading(Sentence("Records as a file"))
        self.forms = SearchChoice(name="exportForm")
        self.remark = Remark("warning")
        self.withheld = Label(tone="quiet")
        self.choices = ExportChoices()
        self.writing = ExportWriting(self, room)
        self.foot = Foot()
        self.stop = plain(Sentence("Stop"), name="stopExport")
        self.write = primary(Sentence("Write the file"), name="writeFile")
        self._lay_out()
        self._connect()
        self._show_writing()
        self.refresh()

    def _lay_out(self) -> None:
        body = Body(width=_WIDTH)
        body.column.addWidget(Field(Sentence("Which form?"), self.forms))
        for part in (self.remark, self.withheld, self.choices):
            body.column.addWidget(part)
        body.column.addStretch(1)
        self.foot.add(self.stop, self.write)
        self.column.addWidget(self.heading)
        self.column.addWidget(body, 1)
        self.column.addWidget(self.writing.under_way)
        self.column.addWidget(self.foot)

    def _connect(self) -> None:
        self.heading.back.connect(self.left)
        self.forms.chosen.connect(self._on_form)
        self.choices.changed.connect(self._look)
        self.write.clicked.connect(self._on_write)
        self.stop.clicked.connect(self._on_stop)
        self.writing.changed.connect(self._show_writing)

    def words(self) -> Words:
        return Sentence("Records as a file")

    def lead_back(self, words: Words) -> None:
        self.heading.lead_back(words)

    def panes(self) -> Sequence[QWidget]:
        return (self.choices.kinds if self._form else self.forms, self.write)

    def main_button(self) -> Button:
        return self.write

    def question(self) -> Callable[[], tuple[Exportable, ...]]:
        return partial(exportable, self.room.desk, self.room.packs, spoken())

    def concerns(self, happened: Happened) -> bool:
        return bool(happened.forms)

    def leaving(self) -> Leaving | None:
        if not self.writing.is_going_on:
            return None
        return Leaving(
            Sentence("Leave before the file is finished?"),
            Sentence("It is not written then, and nothing of it is left. The records are as they were."),
            Sentence("Stop and leave"),
        )

    def give_up(self) -> None:
        self.writing.give_up()

    def keep(self) -> None:
        """Nothing waits for a stick: what is half written is taken away again."""
        self.writing.give_up()

    @property
    def _form(self) -> Exportable | None:
        return self._forms.get((*self.forms.values(), "")[0])

    def show_found(self, found: tuple[Exportable, ...]) -> None:
        self._forms = {each.form: each for each in found}
        self.forms.offer([Option(each.form, each.title) for each in found])
        if not self.forms.values() and self.address().key in self._forms:
            self.forms.show_values([self.address().key])
        self._show_form()

    @Slot(tuple)
    def _on_form(self, _values: tuple[str, ...]) -> None:
        self._show_form()

    def _show_form(self) -> None:
        form = self._form
        self.choices.offer_languages(form.languages if form is not None else {})
        self._look()

    @Slot()
    def _look(self) -> None:
        """Say what would go, or why it may not."""
        form, records = self._form, self.choices.is_of_records
        refused = form.refused if form is not None and records else None
        self.remark.say(refused or "")
        self.choices.let_go(records=refused is None)
        held = form.withheld if form is not None and records and refused is None else 0
        self.withheld.say(
            say_number(
                "{number} question stays here: its answers could say who somebody is.",
                "{number} questions stay here: their answers could say who somebody is.",
                held,
            )
            if held
            else ""
        )
        show_if(self.withheld, bool(held))
        if self._counting is not None:
            self._counting.cancel()
            self._counting = None
        if form is not None and records and refused is None:
            work = partial(count_records, self.room.desk, self.choices.wanted(form.form))
            self._counting = self.room.jobs.run(work, done=self._say_number, failed=self._on_failed)
        else:
            self._say_number(0)

    def _say_number(self, number: int) -> None:
        self._number = number
        self.foot.note.say(say_number("{number} record", "{number} records", number) if self._is_allowed() else "")
        self._judge()

    def _is_allowed(self) -> bool:
        return self._form is not None and self.choices.is_of_records and self._form.refused is None

    def _judge(self) -> None:
        can = self._number > 0 if self.choices.is_of_records else self._form is not None
        self.write.setEnabled(can and not self.writing.is_going_on)

    @Slot()
    def _on_write(self) -> None:
        form = self._form
        if form is None:
            return
        if self.choices.is_of_records:
            wanted = self.choices.wanted(form.form)
            self.writing.write_records(wanted, neutral_name(self.room.desk, wanted))
        else:
            self.writing.write_form(form.form, f"{form.form}{FORM_ENDINGS[self.choices.kind]}")

    @Slot()
    def _on_stop(self) -> None:
        self.writing.stop()

    @Slot()
    def _show_writing(self) -> None:
        """The keyboard stays on the page: what is written can be stopped, and what was written written again."""
        going_on, focus = self.writing.is_going_on, self.window().focusWidget()
        hers = focus is not None and self.isAncestorOf(focus)
        if going_on:
            self.stop.show()
        if going_on and hers:
            self.stop.setFocus()
        self.choices.setEnabled(not going_on)
        self.forms.setEnabled(not going_on)
        self._judge()
        if not going_on:
            if focus is self.stop:
                self.write.setFocus()
            self.stop.hide()
