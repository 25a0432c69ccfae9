"""The letterhead of this desk's papers: typed once, looked at on a sample sheet, changed at any time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QWidget

from fieldapp.errors import FieldappError
from fieldapp.words import Sentence
from fieldapp.work.letterheads import Letterhead, keep_letterhead, letterhead_of, sample_sheet, wrong_with
from ui.jobs import Job
from ui.room import Room
from ui.screen import Address
from ui.screens.live import LiveScreen
from ui.screens.preview_pane import PreviewPane
from ui.widgets.banner import DANGER, NOTE
from ui.widgets.buttons import Button, primary
from ui.widgets.field import Field
from ui.widgets.lines import TextArea, TextLine
from ui.widgets.pages import Body, Foot, Heading, side_by_side
from ui.widgets.said import Words

_LOOK_AFTER: Final = 350


class LetterheadScreen(LiveScreen[Letterhead]):
    """Whoever finds a sheet must learn nothing from its head: a word that tells is refused beside its field."""

    name = "letterhead"

    def __init__(self, address: Address, room: Room) -> None:
        super().__init__(address, room)
        self._kept: Letterhead | None = None
        self._drawing: Job | None = None
        self.organisation, self.worker, self.return_to = (
            TextLine(name) for name in ("organisation", "worker", "returnTo")
        )
        self.lines = TextArea("lines", lines=3, most=5)
        hint = Sentence("As it may be read by anybody: the name of an office or a library, or nothing.")
        self.fields = (
            Field(Sentence("Name of the organisation on papers"), self.organisation, hint=hint),
            Field(Sentence("Who refers"), self.worker, hint=Sentence("A role, such as “outreach desk 1”. No name.")),
            Field(Sentence("Lines below it"), self.lines, hint=Sentence("Address, telephone, hours.")),
            Field(
                Sentence("Where the answer slip is sent back to"),
                self.return_to,
                hint=Sentence("Empty: “give it back to the office that sent the sheet”."),
            ),
        )
        for part in (self.organisation, self.worker, self.lines, self.return_to):
            part.changed.connect(self._on_changed)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_LOOK_AFTER)
        self._pause.timeout.connect(self._draw)
        self.preview = PreviewPane()
        self.preview.turned.connect(self._draw)
        self.save_button = primary(Sentence("Save"))
        self.save_button.setObjectName("save")
        self.save_button.clicked.connect(self._on_save)
        self._lay_out()
        self.refresh()

    def _lay_out(self) -> None:
        heading = Heading(Sentence("Letterhead"), back_to=Sentence("Settings"))
        heading.back.connect(self.left)
        self.body = Body()
        for field in self.fields:
            self.body.column.addWidget(field)
        self.body.column.addStretch(1)
        foot = Foot()
        foot.add(self.save_button)
        self.column.addWidget(heading)
        self.column.addLayout(side_by_side(self.body, self.preview), 1)
        self.column.addWidget(foot)
        self.preview.grown.connect(self._on_grown)

    def words(self) -> Words:
        return Sentence("Letterhead")

    def panes(self) -> Sequence[QWidget]:
        return (self.organisation, *self.preview.panes(), self.save_button)

    def main_button(self) -> Button:
        return self.save_button

    def save(self) -> bool:
        self._on_save()
        return True

    def keep(self) -> None:
        """What was typed holds, unless something is wrong with it."""
        if self._kept is not None and self.typed() != self._kept and self._judge():
            self._kept = self.typed()
            self.room.jobs.run(partial(keep_letterhead, self.room.desk, self._kept), failed=self._on_failed)

    def question(self) -> Callable[[], Letterhead]:
        return partial(letterhead_of, self.room.desk)

    def show_found(self, found: Letterhead) -> None:
        """Once; afterwards what she types stands there."""
        if self._kept is None:
            self._kept = found
            self.organisation.show_value(found.organisation)
            self.worker.show_value(found.worker)
            self.lines.show_value("\n".join(found.lines))
            self.return_to.show_value(found.return_to)
        self._draw()

    def typed(self) -> Letterhead:
        """What stands there now."""
        return Letterhead(
            organisation=self.organisation.value() or "",
            worker=self.worker.value() or "",
            lines=tuple((self.lines.value() or "").splitlines()),
            return_to=self.return_to.value() or "",
        )

    @Slot()
    def _on_changed(self) -> None:
        self._judge()
        self._pause.start()

    def _judge(self) -> bool:
        """Say beside each field what is wrong with it; True if nothing is."""
        fine = True
        for field in self.fields:
            control = field.control
            typed = control.value() if isinstance(control, TextLine | TextArea) else None
            wrong = wrong_with(typed or "")
            field.say_wrong(wrong)
            fine = fine and wrong is None
        return fine

    @Slot()
    def _draw(self) -> None:
        if self._drawing is not None:
            self._drawing.cancel()
            self._drawing = None
        if self._judge():
            work = partial(sample_sheet, self.room.desk, self.typed(), self.preview.language)
            self._drawing = self.room.jobs.run(work, done=self._on_drawn, failed=self._on_failed)

    def _on_drawn(self, pdf: bytes) -> None:
        self._drawing = None
        self.preview.show_pdf(pdf)

    @Slot(bool)
    def _on_grown(self, large: bool) -> None:  # noqa: FBT001  # a slot
        self.body.setVisible(not large)

    @Slot()
    def _on_save(self) -> None:
        if self._judge():
            self._kept = self.typed()
            work = partial(keep_letterhead, self.room.desk, self._kept)
            self.room.jobs.run(work, done=self._on_saved, failed=self._on_failed)
        else:
            next(field for field in self.fields if not field.wrong.isHidden()).focus()

    def _on_saved(self, _nothing: None) -> None:
        self.left.emit()
        self.told.emit(Sentence("From now on papers bear this letterhead."), NOTE)

    def _on_failed(self, error: FieldappError) -> None:
        self.told.emit(error.sentence, DANGER)
