"""A workbook is read and its form brought in, after a look at what a new version changes; or all is said that must be
mended first, place by place."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from fieldapp.errors import FieldappError
from fieldapp.forms.checking.aside import CheckCancelled
from fieldapp.forms.checking.outcome import Checked
from fieldapp.forms.model import Form
from fieldapp.forms.problems import FormRefused, Problem
from fieldapp.forms.versions.mapping import Renames
from fieldapp.words import Sentence, say_number, spoken
from fieldapp.work.desk import Desk
from fieldapp.work.importing import BroughtIn, check_form
from fieldapp.work.previewing import Preview, preview
from fieldapp.work.sharing import Sent, bring_in_for_all
from ui.files import choose_file
from ui.jobs import Job
from ui.room import Room
from ui.screen import Address, Screen
from ui.screens.form_problems import MOST, FormProblems, advice, errors_in
from ui.screens.form_words import title, told, versions
from ui.screens.forms import WORKBOOKS
from ui.screens.version_preview import VersionPreview
from ui.widgets.banner import DANGER, NOTE
from ui.widgets.buttons import PLAIN, PRIMARY, Button, plain, primary
from ui.widgets.pages import Foot, Heading
from ui.widgets.said import Label, Words, show_if
from ui.widgets.under_way import UnderWay


class BringInFormScreen(Screen):
    """Begins by itself. Nothing is brought in before she has seen what is wrong; what can be used she may bring in so.

    A version that leaves answers without a place, or asks something new, comes in only once she has seen that.
    """

    name = "bring_in_form"

    def __init__(self, address: Address, room: Room) -> None:
        """The address's key is the path of the workbook."""
        super().__init__(address)
        self._room = room
        self._file = Path(address.key)
        self._problems: Sequence[Problem] = ()
        self._usable: Form | None = None
        self._job: Job | None = None
        self.heading = Heading(Sentence("Bring in a form"), back_to=Sentence("Imported forms"))
        self.heading.back.connect(self.left)
        self.under_way = UnderWay()
        self.advice = Label()
        self.body = FormProblems()
        self.foot = Foot()
        self.other = plain(Sentence("Choose another file"))
        self.other.setObjectName("otherFile")
        self.other.clicked.connect(self._on_other)
        self.again = primary(Sentence("Try again"))
        self.again.setObjectName("tryAgain")
        self.again.clicked.connect(self._on_again)
        self.anyway = plain(Sentence("Bring in all the same"), name="bringInAllTheSame")
        self.anyway.clicked.connect(self._on_anyway)
        self.stop = plain(Sentence("Stop"), name="stopReading")
        self.stop.clicked.connect(self._on_stop)
        self.foot.add(self.stop, self.other, self.anyway, self.again)
        for button in (self.anyway, self.stop):
            button.hide()
        self.seen: Preview | None = None
        self.preview = VersionPreview()
        self.preview.agreed.connect(self._on_agreed)
        self.preview.declined.connect(self.left)
        self.preview.hide()
        for part in (self.heading, self.under_way, self.advice):
            self.column.addWidget(part)
        self.column.addWidget(self.body, 1)
        self.column.addWidget(self.foot)
        self.column.addWidget(self.preview, 1)
        self._read()

    def address(self) -> Address:
        """Not this page: coming back to it would read the file again."""
        return Address("forms")

    def words(self) -> Words:
        return Sentence("Bring in a form")

    def panes(self) -> Sequence[QWidget]:
        if self.seen is not None:
            return self.preview.panes()
        if self._job is not None:
            return (self.stop,)
        return (self.main_button(), self.body) if self._problems else (self.again,)

    def main_button(self) -> Button:
        if self.seen is not None:
            return self.preview.bring_in
        return self.anyway if self._only_warnings() else self.again

    def keep(self) -> None:
        """She leaves: what is read is not wanted any more."""
        if self._job is not None:
            self._job.cancel()

    def retranslate(self) -> None:
        if self.seen is None:
            self._show_problems(self._problems, self._usable)
        else:
            work = partial(preview, self._room.desk, self.seen.form, spoken())
            self._room.jobs.run(work, done=self._show_preview, failed=self._on_failed)

    def _read(self) -> None:
        self.told.emit("", NOTE)
        self._show_problems(())
        self._set_busy(busy=True)
        self.stop.show()
        self.stop.setFocus()
        self.under_way.begin(Sentence("Reading “{file}”.", {"file": self._file.name}))
        work = partial(_check, self._room.desk, self._file)
        self._job = self._room.jobs.run_long(
            work, done=self._on_checked, failed=self._on_failed, progressed=self.under_way.tell
        )

    def _on_checked(self, checked: Checked) -> None:
        self._not_reading()
        if checked.problems or checked.form is None:
            self._idle()
            self._show_problems(checked.problems, checked.form)
            self.main_button().setFocus()
        else:
            self._look_at(checked.form)

    @Slot()
    def _on_anyway(self) -> None:
        if self._usable is not None:
            self._set_busy(busy=True)
            self._look_at(self._usable)

    def _look_at(self, form: Form) -> None:
        work = partial(preview, self._room.desk, form, spoken())
        self._room.jobs.run(work, done=self._on_read, failed=self._on_failed)

    @Slot()
    def _on_stop(self) -> None:
        if self._job is not None:
            self._job.cancel()
        self._idle()
        self.told.emit(CheckCancelled().sentence, NOTE)
        self.again.setFocus()

    def _on_read(self, found: Preview) -> None:
        if found.is_plain:
            self._bring_in(found, {})
        else:
            self._idle()
            self._show_preview(found)
            self.preview.bring_in.setFocus()

    def _show_preview(self, found: Preview) -> None:
        self.seen = found
        for part in (self.advice, self.body, self.foot):
            part.hide()
        self.heading.say(title(found), versions(found))
        self.preview.show_preview(found)
        self.preview.show()

    @Slot()
    def _on_agreed(self) -> None:
        if self.seen is not None:
            self.preview.setEnabled(False)
            self._bring_in(self.seen, self.preview.accepted())

    def _bring_in(self, found: Preview, accepted: Renames) -> None:
        work = partial(bring_in_for_all, self._room.desk, found.form, accepted)
        self._room.jobs.run(work, done=self._on_brought_in, failed=self._on_failed)

    def _on_brought_in(self, came: tuple[BroughtIn, Sent]) -> None:
        brought, sent = came
        self._room.board.tell(brought.happened)
        self.turned.emit(Address("formRecords", brought.form))
        self.told.emit(*told(brought, sent))

    def _not_reading(self) -> None:
        """From here on there is nothing to stop."""
        self._job = None
        self.stop.hide()

    def _idle(self) -> None:
        self._not_reading()
        self.under_way.end()
        self._set_busy(busy=False)

    def _on_failed(self, error: FieldappError) -> None:
        self._idle()
        if self.seen is not None:
            self.preview.setEnabled(True)
            self.told.emit(error.sentence, DANGER)
            return
        if isinstance(error, FormRefused):
            self._show_problems(error.problems)
        else:
            self.told.emit(error.sentence, DANGER)
        self.again.setFocus()

    def _show_problems(self, problems: Sequence[Problem], usable: Form | None = None) -> None:
        self._problems, self._usable = problems, usable
        self.body.show_problems(problems)
        self.advice.say(advice(self._file, problems, usable=usable is not None) if problems else "")
        show_if(self.advice, bool(problems))
        show_if(self.anyway, usable is not None)
        for button in (self.anyway, self.again):
            button.dress(PRIMARY if button is self.main_button() else PLAIN)
        left = len(problems) - MOST
        self.foot.note.say(say_number("and {number} more", "and {number} more", left) if left > 0 else "")

    def _only_warnings(self) -> bool:
        return self._usable is not None and not errors_in(self._problems)

    def _set_busy(self, *, busy: bool) -> None:
        for button in (self.other, self.anyway, self.again):
            button.setEnabled(not busy)

    @Slot()
    def _on_again(self) -> None:
        self._read()

    @Slot()
    def _on_other(self) -> None:
        choose_file(self, Sentence("The workbook of the form"), [WORKBOOKS], self._on_chosen)

    @Slot(object)
    def _on_chosen(self, file: Path) -> None:
        self._file = file
        self._read()


def _check(desk: Desk, file: Path, job: Job) -> Checked:
    return check_form(desk, file, lambda share: job.progress(round(share * 100), 100), job.cancelled.is_set)
