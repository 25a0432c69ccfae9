"""What one sees of a question for a picture or a file: the file if there is one, else the ways to give one."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtCore import QMimeData, QSize, Qt, Signal, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage, QKeyEvent, QKeySequence, QPixmap, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from fieldapp.forms.model import Kind, Question
from fieldapp.words import Sentence
from ui.theme.sizes import CLOSE, NEAR, TIGHT, px
from ui.widgets.buttons import plain, quiet
from ui.widgets.drawing_pad import DrawingPad
from ui.widgets.said import Label, Words, show_if
from ui.widgets.said import quiet as quiet_label

#: A picture in the form is no larger than this.
THUMB: Final = QSize(160, 110)
#: Heights of the sheet to draw on, by what the form asks for.
_PADS: Final = {"signature": 120, "draw": 200}


@dataclass(frozen=True, slots=True)
class Seen:
    """`name`: of the file, "" where there is none. `note`: its size, or what is to be said of it."""

    name: str = ""
    note: Words = ""
    is_here: bool = False
    image: QImage | None = None


class AttachmentView(QWidget):
    """Shows what it is told to, and tells what is dropped or pasted. Ctrl+V pastes, Delete removes."""

    #: The Path of a file that was dropped.
    dropped = Signal(object)
    pasted = Signal()
    removed = Signal()
    #: It can be seen, perhaps for the first time.
    appeared = Signal()

    def __init__(self, question: Question, name: str) -> None:
        super().__init__()
        is_picture = question.kind is Kind.IMAGE
        self._seen, self._read_only, self._busy = Seen(), False, False
        self.setObjectName(name)
        self.setAcceptDrops(True)
        self.thumb = QLabel()
        self.named = Label()
        self.note = quiet_label()
        self.look = plain(Sentence("Look at it"), name=f"{name}.look")
        self.save = plain(Sentence("Save a copy…"), name=f"{name}.save")
        self.remove = quiet(Sentence("Remove"), key="Del", name=f"{name}.remove")
        choose = Sentence("Choose a picture…") if is_picture else Sentence("Choose a file…")
        self.choose = plain(choose, name=f"{name}.choose")
        self.paste = plain(Sentence("Paste"), key="Ctrl+V", name=f"{name}.paste")
        self.keep = plain(Sentence("Keep the drawing"), name=f"{name}.keep")
        self.clear = quiet(Sentence("Begin again"), name=f"{name}.clear")
        self.pad = _pad(question)
        self.remark = quiet_label(
            Sentence("The place where a photo was taken is not kept.")
            if is_picture
            else Sentence("Of a photo the place where it was taken is not kept. Other files are kept as they are.")
        )
        self._lay_out()
        if self.pad is not None:
            self.clear.clicked.connect(self.pad.clear)
            self.pad.drawn.connect(self._show_parts)
        self._show_parts()

    def see(self, seen: Seen) -> None:
        """Show this from now on."""
        self._seen = seen
        self.named.say(seen.name)
        self.note.say(seen.note)
        self.thumb.setAccessibleName(seen.name)
        self.thumb.setPixmap(QPixmap() if seen.image is None else QPixmap.fromImage(seen.image))
        self._show_parts()

    def set_busy(self, *, busy: bool) -> None:
        """A file is being taken in; no button is switched off for that moment, since the keyboard would go astray."""
        self._busy = busy
        self.note.say(Sentence("Taking it in…") if busy else self._seen.note)
        self._show_parts()

    def set_read_only(self, read_only: bool) -> None:  # noqa: FBT001  # a state, as in Qt
        """Whether the file may be replaced or removed; looked at it may be always."""
        self._read_only = read_only
        self._show_parts()

    def _lay_out(self) -> None:
        about = QVBoxLayout()
        about.setSpacing(px(TIGHT))
        about.addWidget(self.named)
        about.addWidget(self.note)
        about.addStretch(1)
        top = QHBoxLayout()
        top.setSpacing(px(NEAR))
        top.addWidget(self.thumb, 0, Qt.AlignmentFlag.AlignTop)
        top.addLayout(about, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(CLOSE))
        column.addLayout(top)
        if self.pad is not None:
            column.addWidget(self.pad)
        column.addLayout(_line(self.keep, self.clear))
        column.addLayout(_line(self.look, self.save, self.remove, self.choose, self.paste))
        column.addWidget(self.remark)

    @Slot()
    def _show_parts(self) -> None:
        seen, there = self._seen, bool(self._seen.name)
        gives = not there and not self._read_only
        draws = gives and self.pad is not None
        for part, wanted in (
            (self.thumb, seen.image is not None),
            (self.named, there),
            (self.note, bool(self.note.text())),
            (self.look, seen.image is not None),
            (self.save, there and seen.is_here),
            (self.remove, there and not self._read_only),
            (self.choose, gives),
            (self.paste, gives),
            (self.remark, gives and not draws),
            (self.keep, draws),
            (self.clear, draws),
        ):
            show_if(part, wanted)
        if self.pad is not None:
            show_if(self.pad, draws)
            for button in (self.keep, self.clear):
                button.setEnabled(not self.pad.is_empty)
        self.setFocusProxy(self._first())

    def _first(self) -> QWidget:
        """Where the keyboard goes."""
        ways = (self.look, self.save, self.remove, self.choose)
        return next((way for way in ways if not way.isHidden()), self.choose)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self._takes() and file_in(event.mimeData()) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        path = file_in(event.mimeData())
        if self._takes() and path is not None:
            event.acceptProposedAction()
            self.dropped.emit(path)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste) and self._takes():
            self.pasted.emit()
        elif event.key() == Qt.Key.Key_Delete and not self.remove.isHidden():
            self.removed.emit()
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.appeared.emit()

    def _takes(self) -> bool:
        return not self._seen.name and not self._read_only and not self._busy


def _line(*buttons: QWidget) -> QHBoxLayout:
    line = QHBoxLayout()
    line.setSpacing(px(CLOSE))
    for button in buttons:
        line.addWidget(button)
    line.addStretch(1)
    return line


def _pad(question: Question) -> DrawingPad | None:
    looks = question.appearance.split()
    found = next((height for look, height in _PADS.items() if look in looks and question.kind is Kind.IMAGE), 0)
    return DrawingPad(height=found) if found else None


def file_in(mime: QMimeData) -> Path | None:
    """The one file that is being dropped or pasted."""
    urls = mime.urls()
    return Path(urls[0].toLocalFile()) if len(urls) == 1 and urls[0].isLocalFile() else None
