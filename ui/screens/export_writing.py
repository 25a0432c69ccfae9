"""Writes the file of the page “Records as a file”: warns, asks where, writes, and tells what came of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from threading import Event
from typing import Final

from PySide6.QtCore import QObject, Signal, Slot

from fieldapp.domain.ids import FormId
from fieldapp.errors import FieldappError
from fieldapp.words import Sentence, say, say_number
from fieldapp.work.exporting import ExportStopped, GivenOut, Wanted, export_form, export_records
from ui.files import FileKind, save_file
from ui.jobs import Job, Where
from ui.room import Room
from ui.screen import Screen
from ui.widgets.ask import Ask
from ui.widgets.banner import DANGER, NOTE
from ui.widgets.under_way import UnderWay

_FILES: Final = {
    ".xlsx": FileKind(Sentence("Excel workbooks"), ("*.xlsx",)),
    ".csv": FileKind(Sentence("CSV files"), ("*.csv",)),
    ".zip": FileKind(Sentence("Packed files"), ("*.zip",)),
    ".md": FileKind(Sentence("Tables in Markdown"), ("*.md",)),
}

#: Begins to write into this file.
_Begin = Callable[[Path], Job]


class ExportWriting(QObject):
    """One file at a time. Nothing is written before she has said that anyone may read it."""

    #: It begins to write, or has ended.
    changed = Signal()

    def __init__(self, screen: Screen, room: Room) -> None:
        super().__init__(screen)
        self.under_way = UnderWay()
        self.under_way.setObjectName("exportState")
        self._screen = screen
        self._room = room
        self._begin: _Begin | None = None
        self._ending = self._name = ""
        self._job: Job | None = None
        self._path = Path()
        self._unwanted = Event()

    @property
    def is_going_on(self) -> bool:
        """Whether a file is being written."""
        return self._job is not None

    def write_form(self, form: FormId, name: str) -> None:
        """The form tells of nobody: she is only asked where."""
        self._begin = partial(self._begin_form, form)
        self._name, self._ending = name, Path(name).suffix
        self._ask_where()

    def write_records(self, wanted: Wanted, name: str) -> None:
        """After she has read who could read it."""
        self._begin = partial(self._begin_records, wanted)
        self._name, self._ending = name, Path(name).suffix
        ask = Ask(
            self._screen,
            Sentence("Anyone who holds this file can read it"),
            Sentence(
                "The file is not encrypted, and neither is a stick. Give it only to somebody who may know all that it "
                "says, and delete it when it has been used. That it was written, by whom and with how many records, "
                "is remembered."
            ),
            Sentence("Write it all the same"),
        )
        ask.agreed.connect(self._ask_where)
        ask.open()

    def stop(self) -> None:
        """It may be finished before it hears: then it is told as written, and as stopped otherwise."""
        if self._job is not None:
            self._unwanted.set()
            self.under_way.go_on(Sentence("Stopping."))

    def give_up(self) -> None:
        """Nobody is there any more who could hear of it: what is half written is taken away again."""
        if self._job is not None:
            self._job.cancel()
            self._job = None

    @Slot()
    def _ask_where(self) -> None:
        title, kind = Sentence("Where does the file go?"), _FILES[self._ending]
        save_file(self._screen, title, kind, self._name, self._on_path)

    @Slot(object)
    def _on_path(self, path: Path) -> None:
        if self._begin is None or self._job is not None:
            return
        self._screen.told.emit("", NOTE)
        self._path = path
        self._unwanted.clear()
        self._job = self._begin(path)
        self.under_way.begin(Sentence("Writing the file."))
        self.changed.emit()

    def _begin_form(self, form: FormId, path: Path) -> Job:
        work = partial(export_form, self._room.desk, form, path)
        return self._room.jobs.run(work, done=self._on_form_written, failed=self._on_not_written)

    def _begin_records(self, wanted: Wanted, path: Path) -> Job:
        return self._room.jobs.run_long(
            partial(_write, self._room, wanted, path, self._unwanted),
            done=self._on_written,
            failed=self._on_not_written,
            progressed=self.under_way.tell,
            where=Where.BESIDE,
        )

    def _on_written(self, out: GivenOut) -> None:
        self._finish()
        self._room.board.tell(out.happened)
        self._screen.told.emit(_told(out), NOTE)

    def _on_form_written(self, _nothing: None) -> None:
        self._finish()
        self._screen.told.emit(Sentence("The form is written as “{file}”.", {"file": self._path.name}), NOTE)

    def _on_not_written(self, error: FieldappError) -> None:
        self._finish()
        self._screen.told.emit(error.sentence, NOTE if isinstance(error, ExportStopped) else DANGER)

    def _finish(self) -> None:
        self._job = None
        self.under_way.end()
        self.changed.emit()


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
