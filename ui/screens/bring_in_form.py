"""A workbook is read and its form brought in, after a look at what a new version changes; or all is said that must be
mended first, place by place."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QWidget

from fieldapp.errors import FieldappError
from fieldapp.forms.mapping import Renames
from fieldapp.forms.problems import FormRefused, Problem
from fieldapp.words import Language, Sentence, say_number, spoken
from fieldapp.work.desk import Desk
from fieldapp.work.importing import BroughtIn, read_form
from fieldapp.work.previewing import Preview, preview
from fieldapp.work.sharing import Sent, bring_in_for_all
from ui.files import choose_file
from ui.jobs import Where
from ui.room import Room
from ui.screen import Address, Screen
from ui.screens.form_words import title, told, versions
from ui.screens.forms import WORKBOOKS
from ui.screens.version_preview import VersionPreview
from ui.theme.sizes import CLOSE, px
from ui.widgets.banner import DANGER, NOTE
from ui.widgets.buttons import Button, plain, primary
from ui.widgets.pages import Body, Foot, Heading
from ui.widgets.said import Label, Words, show_if
from ui.widgets.under_way import UnderWay

#: So many problems are shown; who mends these sees the others.
MOST: Final = 200


class BringInFormScreen(Screen):
    """Begins by itself. Nothing is brought in as long as one thing is wrong; after mending she tries again.

    A version that leaves answers without a place, or asks something new, comes in only once she has seen that.
    """

    name = "bring_in_form"

    def __init__(self, address: Address, room: Room) -> None:
        """The address's key is the path of the workbook."""
        super().__init__(address)
        self._room = room
        self._file = Path(address.key)
        self._problems: Sequence[Problem] = ()
        self.heading = Heading(Sentence("Bring in a form"), back_to=Sentence("Imported forms"))
        self.heading.back.connect(self.left)
        self.under_way = UnderWay()
        self.advice = Label()
        self.body = Body()
        self.body.column.setSpacing(px(CLOSE))
        self.body.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.body.setObjectName("problems")
        self.foot = Foot()
        self.other = plain(Sentence("Choose another file"))
        self.other.setObjectName("otherFile")
        self.other.clicked.connect(self._on_other)
        self.again = primary(Sentence("Try again"))
        self.again.setObjectName("tryAgain")
        self.again.clicked.connect(self._on_again)
        self.foot.add(self.other, self.again)
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
        return (self.again, self.body) if self._problems else (self.again,)

    def main_button(self) -> Button:
        return self.again if self.seen is None else self.preview.bring_in

    def retranslate(self) -> None:
        if self.seen is None:
            self._show_problems(self._problems)
        else:
            work = partial(preview, self._room.desk, self.seen.form, spoken())
            self._room.jobs.run(work, done=self._show_preview, failed=self._on_failed)

    def _read(self) -> None:
        self.told.emit("", NOTE)
        self._show_problems(())
        self._set_busy(busy=True)
        self.under_way.begin(Sentence("Reading “{file}”.", {"file": self._file.name}))
        work = partial(_read, self._room.desk, self._file, spoken())
        self._room.jobs.run(work, done=self._on_read, failed=self._on_failed, where=Where.BESIDE)

    def _on_read(self, found: Preview) -> None:
        if found.is_plain:
            self._bring_in(found, {})
        else:
            self.under_way.end()
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

    def _on_failed(self, error: FieldappError) -> None:
        self.under_way.end()
        if self.seen is not None:
            self.preview.setEnabled(True)
            self.told.emit(error.sentence, DANGER)
            return
        self._set_busy(busy=False)
        if isinstance(error, FormRefused):
            self._show_problems(error.problems)
        else:
            self.told.emit(error.sentence, DANGER)
        self.again.setFocus()

    def _show_problems(self, problems: Sequence[Problem]) -> None:
        self._problems = problems
        while (item := self.body.column.takeAt(0)) is not None:
            if (shown := item.widget()) is not None:
                shown.hide()
                shown.deleteLater()
        for problem in problems[:MOST]:
            self.body.column.addWidget(Label(problem.told(spoken())))
        self.body.column.addStretch(1)
        self.body.setAccessibleName(self.advice.text())
        self.advice.say(_advice(self._file, len(problems)) if problems else "")
        show_if(self.advice, bool(problems))
        left = len(problems) - MOST
        self.foot.note.say(say_number("and {number} more", "and {number} more", left) if left > 0 else "")

    def _set_busy(self, *, busy: bool) -> None:
        for button in (self.other, self.again):
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


def _read(desk: Desk, file: Path, language: Language) -> Preview:
    return preview(desk, read_form(desk, file), language)


def _advice(file: Path, number: int) -> str:
    return say_number(
        "{number} place in “{file}” must be mended; nothing was brought in. Mend it in the workbook, save it, and "
        "try again. What is not supported must be taken out or asked in another way.",
        "{number} places in “{file}” must be mended; nothing was brought in. Mend them in the workbook, save it, "
        "and try again. What is not supported must be taken out or asked in another way.",
        number,
        file=file.name,
    )
