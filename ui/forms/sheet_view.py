"""One page of a form on the screen: its questions, notes, sections and rows, under one another."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QWidget

from fieldapp.domain.ids import RecordId
from fieldapp.forms.model import Group, Item, Kind, Question, Repeat
from fieldapp.forms.places import Place, Touched
from fieldapp.forms.session import FormSession
from ui.forms.question import Note, QuestionField
from ui.forms.reading import Today
from ui.forms.rows_box import RowsBox
from ui.forms.sheets import Sheet, visible
from ui.theme.sizes import COLUMN
from ui.widgets.pages import Body
from ui.widgets.said import Label, section, show_if

#: So many questions are made at once, more than a screen shows; and so many at a time afterwards.
_FIRST: Final = 24
_THEN: Final = 8
#: A page that begins with so many notes is read before anything is answered.
_READ_FIRST: Final = 3


class SheetView(Body):
    """Built once, when it is first seen; `refresh` brings it up to date."""

    #: A Touched of the session.
    touched = Signal(object)
    row_opened = Signal(str)
    row_removed = Signal(str)
    #: All of it is there.
    built = Signal()

    def __init__(self, session: FormSession, sheet: Sheet, *, today: Today, read_only: bool) -> None:
        super().__init__(width=COLUMN)
        self.sheet = sheet
        self._session = session
        self._today = today
        self._read_only = read_only
        self._fields: dict[Place, QuestionField] = {}
        self._notes: list[Note] = []
        self._boxes: list[RowsBox] = []
        self._sections: list[tuple[Place, Label]] = []
        self._left = deque(_flat(sheet.children))
        if read_only or all(_is_note(item) for item in sheet.children[:_READ_FIRST]):
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            self.setProperty("kind", "reading")
        self._building = QTimer(self)
        self._building.setInterval(0)
        self._building.timeout.connect(self._build_some)
        self.column.addStretch(1)
        self._build_some()
        self._building.start()

    def build_all(self) -> None:
        """Make what is not there yet, now."""
        while self._left:
            self._build_some()

    @Slot()
    def _build_some(self) -> None:
        """Of a very long page the beginning is there at once, the rest a moment later."""
        for _ in range(min(_THEN if self._fields else _FIRST, len(self._left))):
            self._add(self._left.popleft())
        if not self._left:
            self._building.stop()
            self.built.emit()

    def fields(self) -> list[QuestionField]:
        """The questions that are seen now, in order."""
        self.build_all()
        return [field for field in self._fields.values() if not field.isHidden()]

    def field(self, place: Place) -> QuestionField | None:
        """The frame of this question, if it is on this page."""
        if place not in self._fields:
            self.build_all()
        return self._fields.get(place)

    def first_target(self) -> QWidget | None:
        """What can take the keyboard first: the page itself, where it is there to be read."""
        if self.focusPolicy() is Qt.FocusPolicy.StrongFocus:
            return self
        return self._first_control()

    def _first_control(self) -> QWidget | None:
        first = next((field for field in self._fields.values() if not field.isHidden()), None)
        if first is not None:
            return first.target()
        return next((box.add for box in self._boxes if not box.add.isHidden()), None)

    def focus_first(self) -> None:
        """Put the keyboard on the first question."""
        target = self._first_control()
        if target is not None:
            target.setFocus()

    def focus_row(self, row: RecordId | None) -> None:
        """Put the keyboard on the line of this row."""
        link = self.findChild(QWidget, f"row={row}")
        if link is not None:
            link.setFocus()
        else:
            self.focus_first()

    def refresh(self, touched: Touched | None = None) -> None:
        """Look again at what was touched, or at everything."""
        places: Iterable[Place] = self._fields if touched is None else touched.places
        for place in places:
            if (field := self._fields.get(place)) is not None:
                field.refresh()
        for box in self._boxes:
            box.refresh()
        for note in self._notes:
            note.refresh()
        for place, label in self._sections:
            self._name_section(place, label)

    def leave(self) -> None:
        """She goes to another page: whatever is wrong here is said."""
        for field in self._fields.values():
            if not field.isHidden():
                field.leave()

    def standing_wrong(self) -> dict[Place, str]:
        """What keeps the record from being saved, as far as this page knows."""
        seen = (field for field in self._fields.values() if not field.isHidden())
        return {field.place: field.standing_wrong for field in seen if field.standing_wrong}

    def _add(self, item: Item) -> None:
        row = self.sheet.row
        place = Place(row, item.id)
        match item:
            case Question() if item.kind is Kind.NOTE:
                note = Note(self._session, place)
                self._notes.append(note)
                self._put(note)
            case Question() if visible(item):
                self._add_question(item, place)
            case Group():
                label = section()
                self._sections.append((place, label))
                self._name_section(place, label)
                self._put(label)
            case Repeat():
                self._add_rows(item, place)

    def _add_question(self, question: Question, place: Place) -> None:
        field = QuestionField(self._session, question, place, today=self._today, read_only=self._read_only)
        field.touched.connect(self.touched)
        self._fields[place] = field
        self._put(field)

    def _put(self, part: QWidget) -> None:
        """Above the room that is left at the end."""
        self.column.insertWidget(self.column.count() - 1, part)

    def _add_rows(self, repeat: Repeat, place: Place) -> None:
        box = RowsBox(self._session, repeat, place, read_only=self._read_only)
        box.touched.connect(self.touched)
        box.opened.connect(self.row_opened)
        box.remove_asked.connect(self.row_removed)
        self._boxes.append(box)
        self._put(box)

    def _name_section(self, place: Place, label: Label) -> None:
        words = self._session.label(place)
        label.say(words)
        show_if(label, bool(words) and self._session.state(place).relevant)


def _is_note(item: Item) -> bool:
    return isinstance(item, Question) and item.kind is Kind.NOTE


def _flat(items: Iterable[Item]) -> Iterator[Item]:
    """Groups become headings before what stands in them."""
    for item in items:
        yield item
        if isinstance(item, Group):
            yield from _flat(item.children)


def places(session: FormSession, items: Iterable[Item], row: RecordId | None) -> Iterator[Place]:
    """Every question in these items, those in rows included."""
    for item in items:
        if isinstance(item, Question):
            yield Place(row, item.id)
        elif isinstance(item, Group):
            yield from places(session, item.children, row)
        else:
            for inner in session.rows(Place(row, item.id)):
                yield from places(session, item.children, inner)


def find_repeat(
    session: FormSession, items: Iterable[Item], row: RecordId | None, sought: RecordId
) -> tuple[Repeat, ...]:
    """The repeats around a row, the outermost first; () if there is no such row below these items."""
    for item in items:
        if isinstance(item, Group):
            if found := find_repeat(session, item.children, row, sought):
                return found
        elif isinstance(item, Repeat):
            for inner in session.rows(Place(row, item.id)):
                if inner == sought:
                    return (item,)
                if deeper := find_repeat(session, item.children, inner, sought):
                    return (item, *deeper)
    return ()
