"""Records of a form, or the form itself, as a file for other programs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from threading import Event
from typing import Final

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from fieldapp.domain.ids import FormId
from fieldapp.errors import FieldappError
from fieldapp.storage.values import Happened
from fieldapp.words import Sentence, say, say_number, spoken
from fieldapp.work.exporting import (
    Exportable,
    ExportStopped,
    GivenOut,
    Wanted,
    count_records,
    export_form,
    export_records,
    exportable,
    neutral_name,
)
from ui.files import FileKind, save_file
from ui.jobs import Job, Where
from ui.room import Room
from ui.screen import Address, Leaving
from ui.screens.export_choices import FORM_ENDINGS, ExportChoices
from ui.screens.live import LiveScreen
from ui.widgets.ask import Ask
from ui.widgets.banner import DANGER, NOTE
from ui.widgets.buttons import Button, plain, primary
from ui.widgets.choices import Option
from ui.widgets.field import Field
from ui.widgets.field_parts import Remark
from ui.widgets.pages import Body, Foot, Heading
from ui.widgets.said import Label, Words, show_if
from ui.widgets.search_choice import SearchChoice
from ui.widgets.under_way import UnderWay

_WIDTH: Final = 560
_FILES: Final = {
    ".xlsx": FileKind(Sentence("Excel workbooks"), ("*.xlsx",)),
    ".csv": FileKind(Sentence("CSV files"), ("*.csv",)),
    ".zip": FileKind(Sentence("Packed files"), ("*.zip",)),
    ".md": FileKind(Sentence("Tables in Markdown"), ("*.md",)),
}


class ExportScreen(LiveScreen[tuple[Exportable, ...]]):
    """What may not go is said at once, in place of the button; before anything goes she is told who can read it."""

    name = "export"

    def __init__(self, address: Address, room: Room) -> None:
        """The address's key is the form, "" to choose one here."""
        super().__init__(address, room)
        self._forms: dict[str, Exportable] = {}
        self._counting: Job | None = None
        self._writing: Job | None = None
        self._number = 0
        self._path = Path()
        self._unwanted = Event()
        self.heading = Heading(Sentence("Records as a file"))
        self.forms = SearchChoice(name="exportForm")
        self.remark = Remark("warning")
        self.withheld = Label(tone="quiet")
        self.choices = ExportChoices()
        self.under_way = UnderWay()
        self.under_way.setObjectName("exportState")
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
        self.column.addWidget(self.under_way)
        self.column.addWidget(self.foot)

    def _connect(self) -> None:
        self.heading.back.connect(self.left)
        self.forms.chosen.connect(self._on_form)
        self.choices.changed.connect(self._look)
        self.write.clicked.connect(self._on_write)
        self.stop.clicked.connect(self._on_stop)

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
        if self._writing is None:
            return None
        return Leaving(
            Sentence("Leave before the file is finished?"),
            Sentence("It is not written then, and nothing of it is left. The records are as they were."),
            Sentence("Stop and leave"),
        )

    def keep(self) -> None:
        """Nothing waits for a stick: what is half written is taken away again."""
        if self._writing is not None:
            self._writing.cancel()

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
            work = partial(count_records, self.room.desk, self._wanted(form))
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
        self.write.setEnabled(can and self._writing is None)

    def _wanted(self, form: Exportable) -> Wanted:
        return self.choices.wanted(form.form)

    @Slot()
    def _on_write(self) -> None:
        if self._form is None:
            return
        if not self.choices.is_of_records:
            ending = FORM_ENDINGS[self.choices.kind]
            self._ask_where(f"{self._form.form}{ending}", ending)
            return
        ask = Ask(
            self,
            Sentence("Anyone who holds this file can read it"),
            Sentence(
                "The file is not encrypted, and neither is a stick. Give it only to somebody who may know all that it "
                "says, and delete it when it has been used. That it was written, by whom and with how many records, "
                "is remembered."
            ),
            Sentence("Write it all the same"),
        )
        ask.agreed.connect(self._on_agreed)
        ask.open()

    @Slot()
    def _on_agreed(self) -> None:
        if self._form is not None:
            wanted = self._wanted(self._form)
            self._ask_where(neutral_name(self.room.desk, wanted), self._form.endings[wanted.kind])

    def _ask_where(self, name: str, ending: str) -> None:
        save_file(self, Sentence("Where does the file go?"), _FILES[ending], name, self._on_path)

    @Slot(object)
    def _on_path(self, path: Path) -> None:
        form = self._form
        if form is None or self._writing is not None:
            return
        self.told.emit("", NOTE)
        self._path = path
        self._unwanted.clear()
        if not self.choices.is_of_records:
            work = partial(export_form, self.room.desk, FormId(form.form), path)
            self._writing = self.room.jobs.run(work, done=self._on_form_written, failed=self._on_not_written)
        else:
            self._writing = self.room.jobs.run_long(
                partial(_write, self.room, self._wanted(form), path, self._unwanted),
                done=self._on_written,
                failed=self._on_not_written,
                progressed=self.under_way.tell,
                where=Where.BESIDE,
            )
        self.under_way.begin(Sentence("Writing the file."))
        self._show_writing()

    @Slot()
    def _on_stop(self) -> None:
        """It may be finished before it hears: then it is told as written, and as stopped otherwise."""
        if self._writing is not None:
            self._unwanted.set()
            self.under_way.go_on(Sentence("Stopping."))

    def _on_written(self, out: GivenOut) -> None:
        self._finish()
        self.room.board.tell(out.happened)
        self.told.emit(_told(out), NOTE)

    def _on_form_written(self, _nothing: None) -> None:
        self._finish()
        self.told.emit(Sentence("The form is written as “{file}”.", {"file": self._path.name}), NOTE)

    def _on_not_written(self, error: FieldappError) -> None:
        self._finish()
        self.told.emit(error.sentence, NOTE if isinstance(error, ExportStopped) else DANGER)

    def _finish(self) -> None:
        self._writing = None
        self.under_way.end()
        self._show_writing()

    def _show_writing(self) -> None:
        """The keyboard stays on the page: what is written can be stopped, and what was written written again."""
        going_on, focus = self._writing is not None, self.window().focusWidget()
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


def _write(room: Room, wanted: Wanted, path: Path, unwanted: Event, job: Job) -> GivenOut:
    """In the background."""

    def still_wanted() -> bool:
        return not unwanted.is_set() and not job.cancelled.is_set()

    return export_records(room.desk, room.packs, wanted, path, job.progress, still_wanted)


def _told(out: GivenOut) -> str:
    """What is in the file, and what she should know of it."""
    number, file = out.records, out.path.name
    also = {
        say_number("{number} of a case stays here.", "{number} of cases stay here.", out.kept_back): out.kept_back,
        say_number(
            "About {number} record two people do not agree yet.",
            "About {number} records two people do not agree yet.",
            out.contested,
        ): out.contested,
        say_number(
            "{number} answer has no place in this version of the form and is not in the file.",
            "{number} answers have no place in this version of the form and are not in the file.",
            out.unplaced,
        ): out.unplaced,
        say_number(
            "{number} text is too long for Excel and was cut.",
            "{number} texts are too long for Excel and were cut.",
            out.cut,
        ): out.cut,
        say_number(
            "Signs that nobody can see were taken out of {number} text.",
            "Signs that nobody can see were taken out of {number} texts.",
            out.cleaned,
        ): out.cleaned,
    }
    return " ".join(
        (
            say_number("{number} record is in “{file}”.", "{number} records are in “{file}”.", number, file=file),
            *(words for words, how_many in also.items() if how_many),
            say("Delete the file when it has been used."),
        )
    )
