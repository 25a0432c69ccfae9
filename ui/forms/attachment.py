"""A question that is answered with a picture or a file: chosen, dropped, pasted or drawn; looked at, saved, removed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final, TypeVar

from PySide6.QtCore import QSize, Slot
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QWidget

from fieldapp.domain.answers import Answer, Foreign
from fieldapp.domain.attachments import Attachment, attachment_in, size_words, to_text
from fieldapp.errors import FieldappError
from fieldapp.forms.filling.session import FormSession
from fieldapp.forms.model import Kind, Question
from fieldapp.forms.places import Place
from fieldapp.storage.values import Happened
from fieldapp.words import Sentence
from fieldapp.work.attaching import is_here, save_copy
from fieldapp.work.desk import Desk
from ui.board import Board
from ui.files import FileKind, choose_file, save_file
from ui.forms.attached_view import THUMB, AttachmentView, Seen, file_in
from ui.forms.cabinet import cabinet_of
from ui.forms.control import Control
from ui.forms.intake import look_at, take_file, take_image
from ui.forms.picture_view import PictureView, room_in
from ui.jobs import Where
from ui.theme.sizes import px
from ui.widgets.ask import Ask
from ui.widgets.said import announce

T = TypeVar("T")
Failed = Callable[[FieldappError], None]

_PICTURES: Final = FileKind(
    Sentence("Pictures"), ("*.jpg", "*.jpeg", "*.png", "*.webp", "*.bmp", "*.gif", "*.tif", "*.tiff")
)
_ANY: Final = FileKind(Sentence("All files"), ("*",))
_BUSY: Final = Sentence("The file is still being taken in. Wait a moment.")
_NOT_YET: Final = Sentence("The file is not on this laptop yet. It comes by itself after the records.")


class AttachmentControl(Control):
    """What takes time runs in the background. The answer comes when the file is on the disk, sealed; not before."""

    def __init__(self, session: FormSession, question: Question, place: Place) -> None:
        super().__init__(session, question, place)
        self._answer: Answer | None = None
        self._attachment: Attachment | None = None
        self._is_fetched = False
        self._is_busy = False
        self._is_missing = False
        self._board: Board | None = None
        self.view = AttachmentView(question, str(place.field))
        self.setParent(self.view)  # whatever comes back from the background after the page is gone is not heard
        self.view.choose.clicked.connect(self._on_choose)
        self.view.paste.clicked.connect(self.paste)
        self.view.pasted.connect(self.paste)
        self.view.dropped.connect(self.take)
        self.view.keep.clicked.connect(self._on_keep)
        self.view.look.clicked.connect(self._on_look)
        self.view.save.clicked.connect(self._on_save)
        self.view.remove.clicked.connect(self._on_remove)
        self.view.removed.connect(self._on_remove)
        self.view.appeared.connect(self._fetch)

    @property
    def widget(self) -> QWidget:
        return self.view

    @property
    def wrong(self) -> Sentence | None:
        return _BUSY if self._is_busy else None

    def show(self, answer: Answer | None) -> None:
        if answer == self._answer:
            return
        attachment = attachment_in(answer)
        self._answer, self._attachment, self._is_fetched, self._is_missing = answer, attachment, False, False
        if attachment is not None:
            self.view.see(Seen(attachment.name, size_words(attachment.size), is_here=True))
            self._fetch()
        else:
            self.view.see(Seen(answer.json if isinstance(answer, Foreign) else str(answer or "")))

    def set_read_only(self, read_only: bool) -> None:  # noqa: FBT001  # a state, as in Qt
        self.view.set_read_only(read_only)

    @Slot(object)
    def take(self, path: Path) -> None:
        """Take this file in."""
        self._take(partial(take_file, path=path, question=self.question))

    @Slot()
    def paste(self) -> None:
        """Take in the file or the picture on the clipboard."""
        found = QGuiApplication.clipboard().mimeData()
        path = file_in(found)
        if path is not None:
            self.take(path)
        elif found.hasImage():
            image = QImage(found.imageData())
            self._take(partial(take_image, image=image, name="picture.png", question=self.question))
        else:
            self.refused.emit(Sentence("There is no picture and no file to paste. Copy one first."))

    def _run(self, work: Callable[[Desk], T], done: Callable[[T], None], failed: Failed) -> bool:
        cabinet = cabinet_of(self.view)
        if cabinet is None:
            return False
        cabinet.jobs.run(partial(work, cabinet.desk), done=done, failed=failed, where=Where.BESIDE)
        return True

    def _take(self, work: Callable[[Desk], Attachment]) -> None:
        if not self._is_busy and self._run(work, self._on_taken, self._on_not_taken):
            self._busy(busy=True)

    def _busy(self, *, busy: bool) -> None:
        self._is_busy = busy
        self.view.set_busy(busy=busy)
        self.misread.emit(self.wrong)

    def _on_taken(self, attachment: Attachment) -> None:
        if self.view.pad is not None:
            self.view.pad.clear()
        focus = QApplication.focusWidget()
        had_keyboard = focus is not None and self.view.isAncestorOf(focus)
        self._busy(busy=False)
        self.answered.emit(to_text(attachment))
        self.show(to_text(attachment))
        announce(self.view, attachment.name)
        if had_keyboard:
            self.view.setFocus()

    def _on_not_taken(self, error: FieldappError) -> None:
        self._busy(busy=False)
        self.refused.emit(error.sentence)

    @Slot()
    def _fetch(self) -> None:
        """Once it is seen: whether the file is here, and how the picture looks."""
        if self._attachment is None or self._is_fetched or not self.view.isVisible():
            return
        cabinet = cabinet_of(self.view)
        if self._board is None and cabinet is not None:
            self._board = cabinet.board
            self._board.happened.connect(self._on_happened)
        size = QSize(px(THUMB.width()), px(THUMB.height()))
        glimpse = partial(_glimpse, attachment=self._attachment, size=size)
        self._is_fetched = self._run(glimpse, self._on_fetched, self._on_not_seen)

    def _on_fetched(self, found: _Glimpse) -> None:
        if found.attachment == self._attachment:
            self._is_missing = not found.is_here
            note = size_words(found.attachment.size) if found.is_here else _NOT_YET
            self.view.see(Seen(found.attachment.name, note, is_here=found.is_here, image=found.image))

    @Slot(object)
    def _on_happened(self, happened: object) -> None:
        """A file that was missing may have come."""
        if isinstance(happened, Happened) and happened.sync and self._is_missing:
            self._is_fetched = False
            self._fetch()

    def _on_not_seen(self, error: FieldappError) -> None:
        """The answer stands, but its file cannot be shown, unless it comes again."""
        self._is_missing = True
        if self._attachment is not None:
            self.view.see(Seen(self._attachment.name, error.sentence))

    @Slot()
    def _on_choose(self) -> None:
        is_picture = self.question.kind is Kind.IMAGE
        title = Sentence("Choose a picture…") if is_picture else Sentence("Choose a file…")
        choose_file(self.view, title, (_PICTURES if is_picture else _ANY,), self.take)

    @Slot()
    def _on_keep(self) -> None:
        if self.view.pad is not None and not self.view.pad.is_empty:
            name = "signature.png" if self.looks("signature") else "drawing.png"
            self._take(partial(take_image, image=self.view.pad.picture(), name=name, question=self.question))

    @Slot()
    def _on_look(self) -> None:
        if self._attachment is not None:
            glimpse = partial(_glimpse, attachment=self._attachment, size=room_in(self.view.window()))
            self._run(glimpse, self._on_looked, self._on_not_seen)

    def _on_looked(self, found: _Glimpse) -> None:
        if found.image is not None:
            PictureView(self.view, found.attachment.name, found.image).open()

    @Slot()
    def _on_remove(self) -> None:
        if self._attachment is None:
            return
        ask = Ask(
            self.view,
            Sentence("Remove “{name}” from this answer?", {"name": self._attachment.name}),
            Sentence("A file that you chose stays where you chose it. What was pasted or drawn here is gone."),
            Sentence("Remove it"),
        )
        ask.agreed.connect(self._on_remove_agreed)
        ask.open()

    @Slot()
    def _on_remove_agreed(self) -> None:
        self.answered.emit(None)
        self.show(None)
        self.view.setFocus()

    @Slot()
    def _on_save(self) -> None:
        if self._attachment is None:
            return
        ask = Ask(
            self.view,
            Sentence("Save “{name}” outside Fieldapp?", {"name": self._attachment.name}),
            Sentence(
                "There it is not encrypted: whoever gets hold of that disk or stick can open it. Delete it there when "
                "you do not need it any more."
            ),
            Sentence("Choose a place"),
            destroys=False,
        )
        ask.agreed.connect(self._on_save_agreed)
        ask.open()

    @Slot()
    def _on_save_agreed(self) -> None:
        if self._attachment is not None:
            name = self._attachment.name
            kind = FileKind(Sentence("This file"), (f"*{Path(name).suffix}",))
            save_file(self.view, Sentence("Save a copy…"), kind, name, self._on_place)

    @Slot(object)
    def _on_place(self, target: Path) -> None:
        if self._attachment is not None:
            self._run(partial(_save, attachment=self._attachment, target=target), self._on_saved, self._on_not_saved)

    def _on_saved(self, target: Path) -> None:
        self.view.note.say(Sentence("A copy was saved as {file}.", {"file": target.name}))
        announce(self.view, self.view.note.text())

    def _on_not_saved(self, error: FieldappError) -> None:
        self.refused.emit(error.sentence)


@dataclass(frozen=True, slots=True)
class _Glimpse:
    attachment: Attachment
    is_here: bool
    image: QImage | None


def _glimpse(desk: Desk, attachment: Attachment, size: QSize) -> _Glimpse:
    here = is_here(desk, attachment)
    image = look_at(desk, attachment, size) if here and attachment.is_picture else None
    return _Glimpse(attachment, here, image)


def _save(desk: Desk, attachment: Attachment, target: Path) -> Path:
    save_copy(desk, attachment, target)
    return target
