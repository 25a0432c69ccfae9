"""One page of a form on the screen: its questions, notes, sections, grids and rows, under one another."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget

from fieldapp.domain.ids import RecordId
from fieldapp.forms.filling.session import FormSession
from fieldapp.forms.model import ATTACHED, Group, Item, Kind, Question, Repeat
from fieldapp.forms.places import Place, Touched
from ui.forms import grid
from ui.forms.grid import GridHead
from ui.forms.question import Note, QuestionField, question_of
from ui.forms.reading import Today
from ui.forms.rows_box import RowsBox, box_of
from ui.forms.sheets import Grid, Part, Sheet, parts
from ui.forms.wording import plainly
from ui.theme.sizes import COLUMN
from ui.widgets.pages import Body
from ui.widgets.said import Label, section, show_if

#: So many questions are made at once, as many as a screen shows; and so many at a time afterwards.
_FIRST: Final = 8
_THEN: Final = 8
#: A page that begins with so many notes is read before anything is answered.
_READ_FIRST: Final = 3

Stop = QuestionField | RowsBox


class SheetView(Body):
    """Built once, when it is first seen; `refresh` brings it up to date."""

    #: A Touched of the session.
    touched = Signal(object)
    #: A row to fill in, and the question to begin with, "" for the first.
    row_opened = Signal(str, str)
    row_removed = Signal(str)
    #: She answered a question and goes on by herself.
    passed = Signal()
    #: All of it is there.
    built = Signal()

    def __init__(self, session: FormSession, sheet: Sheet, *, today: Today, read_only: bool) -> None:
        found = list(parts(sheet.children, table=_is_table(sheet)))
        self._wide = any(isinstance(part, Grid | Repeat) for part in found)
        super().__init__(width=grid.WIDTH + 8 if self._wide else COLUMN)
        self.sheet = sheet
        self._session = session
        self._today = today
        self._read_only = read_only
        self._fields: dict[Place, QuestionField] = {}
        self._in_grid: set[QuestionField] = set()
        self._boxes: dict[Place, RowsBox] = {}
        self._stops: list[Stop] = []
        self._words: list[Note | GridHead] = []
        self._sections: list[tuple[Place, Label]] = []
        self._left = deque(found)
        if read_only or all(_is_note(item) for item in sheet.children[:_READ_FIRST]):
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            self.setProperty("kind", "reading")
        self._building = QTimer(self)
        self._building.setInterval(0)
        self._building.timeout.connect(self._build_some)
        self.column.addStretch(1)
        self._build_some()
        self._building.start()

    @property
    def serves_any_row(self) -> bool:
        """Whether the page of one row can become that of another: not where rows stand in the row, or files."""
        plain = not any(field.question.kind in ATTACHED for field in self._fields.values())
        return self.sheet.row is not None and plain and not self._boxes and not self.unread

    @property
    def unread(self) -> bool:
        """Whether text stands on it that no answer was made of: it would be gone with the page."""
        cells = any(box.model.standing_wrong() for box in self._boxes.values())
        return cells or any(field.unread for field in self._fields.values())

    def take(self, sheet: Sheet) -> None:
        """Be the page of another row of the same repeat: asking anew is quicker than building anew."""
        self.sheet, row = sheet, sheet.row
        for field in self._fields.values():
            field.take_row(row)
        self._fields = {field.place: field for field in self._fields.values()}
        for words in self._words:
            words.place = Place(row, words.place.field)
        self._sections = [(Place(row, place.field), label) for place, label in self._sections]
        self.refresh()
        self.verticalScrollBar().setValue(0)

    def build_all(self) -> None:
        """Make what is not there yet, now."""
        while self._left:
            self._build_some()

    @property
    def building(self) -> bool:
        """Whether some of it is still to come."""
        return bool(self._left)

    @Slot()
    def _build_some(self) -> None:
        """Of a very long page the beginning is there at once, the rest a moment later."""
        for _ in range(min(_THEN if self._fields else _FIRST, len(self._left))):
            self._add(self._left.popleft())
        if not self._left:
            self._building.stop()
            self.built.emit()

    def stops(self) -> list[Stop]:
        """Where Enter stops on its way down: the questions and tables that are seen now, in order."""
        self.build_all()
        return [stop for stop in self._stops if not stop.isHidden()]

    def fields(self) -> list[QuestionField]:
        """The questions that are seen now, in order."""
        return [stop for stop in self.stops() if isinstance(stop, QuestionField)]

    def field(self, place: Place) -> QuestionField | None:
        """The frame of this question, if it is on this page."""
        if place not in self._fields:
            self.build_all()
        return self._fields.get(place)

    def box(self, place: Place) -> RowsBox | None:
        """The rows of this repeat, if it is on this page."""
        if place not in self._boxes:
            self.build_all()
        return self._boxes.get(place)

    @property
    def asks_for_answers(self) -> bool:
        """Whether anything on it must be answered."""
        return any(stop.required and not stop.isHidden() for stop in self._stops)

    def first_target(self) -> QWidget | None:
        """What can take the keyboard first: the page itself, where it is there to be read."""
        if self.focusPolicy() is Qt.FocusPolicy.StrongFocus:
            return self
        first = self._first()
        return first.target() if first is not None else None

    def _first(self) -> Stop | None:
        """The first stop where she can do something."""
        return next((stop for stop in self._stops if not stop.isHidden() and not stop.target().isHidden()), None)

    def focus_first(self) -> None:
        """Put the keyboard on the first question."""
        first = self._first()
        if first is not None:
            first.focus()

    def focus_row(self, row: RecordId | None) -> None:
        """Put the keyboard on this row."""
        self.build_all()
        if not any(box.focus_row(row) for box in self._boxes.values()):
            self.focus_first()

    def focus_place(self, place: Place) -> bool:
        """Put the keyboard on this question, in a frame of its own or in a cell; False if it is not here."""
        field = self.field(place)
        if field is not None:
            field.focus()
            return True
        if place in self._boxes:
            self._boxes[place].focus()
            return True
        return any(box.focus_place(place) for box in self._boxes.values())

    def target_of(self, place: Place) -> QWidget | None:
        """What takes the keyboard for this question, if it is here."""
        field = self.field(place)
        if field is not None:
            return field.target()
        return next((box.table for box in self._boxes.values() if place.row in box.model.rows), None)

    def refresh(self, touched: Touched | None = None) -> None:
        """Look again at what was touched, or at everything."""
        places: Iterable[Place] = self._fields if touched is None else touched.places
        for place in places:
            if (field := self._fields.get(place)) is not None:
                field.refresh()
        for box in self._boxes.values():
            box.refresh(touched)
        for words in self._words:
            words.refresh()
        for place, label in self._sections:
            self._name_section(place, label)

    def leave(self) -> None:
        """She goes to another page: whatever is wrong here is said."""
        for stop in self._stops:
            if not stop.isHidden():
                stop.leave()

    def standing_wrong(self) -> dict[Place, str]:
        """What keeps the record from being saved, as far as this page knows."""
        seen = (field for field in self._fields.values() if not field.isHidden())
        found = {field.place: field.standing_wrong for field in seen if field.standing_wrong}
        for box in self._boxes.values():
            found |= box.model.standing_wrong()
        return found

    def _add(self, part: Part) -> None:
        place = Place(self.sheet.row, part.lines[0].id if isinstance(part, Grid) else part.id)
        match part:
            case Question() if part.kind is Kind.NOTE:
                self._add_words(Note(self._session, place))
            case Question():
                self._add_question(part, place)
            case Group():
                label = section()
                self._sections.append((place, label))
                self._name_section(place, label)
                self._put(label)
            case Grid():
                self._add_grid(part, place)
            case Repeat():
                self._add_rows(part, place)

    def _add_words(self, words: Note | GridHead) -> None:
        self._words.append(words)
        self._put(words, wide=isinstance(words, GridHead))

    def _add_question(self, question: Question, place: Place, aside: int = 0) -> QuestionField:
        field = QuestionField(self._session, question, place, today=self._today, read_only=self._read_only, aside=aside)
        field.touched.connect(self.touched)
        field.passed.connect(self.passed)
        self._fields[place] = field
        self._stops.append(field)
        self._put(field, wide=bool(aside))
        return field

    def _add_grid(self, lines: Grid, place: Place) -> None:
        """Where the words of the choices do not fit, each line is a question of its own."""
        fits = grid.fits(self._session.form, lines)
        if fits:
            self._add_words(GridHead(self._session, lines, place))
        elif lines.head is not None:
            self._add_words(Note(self._session, Place(place.row, lines.head.id)))
        for line in lines.lines:
            field = self._add_question(line, Place(place.row, line.id), grid.ASIDE if fits else 0)
            if fits:
                self._in_grid.add(field)

    def _put(self, part: QWidget, *, wide: bool = False) -> None:
        """Above the room that is left at the end; beside a table or a grid what is narrow stays narrow."""
        at = self.column.count() - 1
        if wide or not self._wide:
            self.column.insertWidget(at, part)
            return
        across = QHBoxLayout()
        across.addWidget(part, COLUMN)
        across.addStretch(grid.WIDTH - COLUMN)
        self.column.insertLayout(at, across)

    def _add_rows(self, repeat: Repeat, place: Place) -> None:
        box = RowsBox(self._session, repeat, place, today=self._today, read_only=self._read_only)
        box.touched.connect(self.touched)
        box.opened.connect(self.row_opened)
        box.remove_asked.connect(self.row_removed)
        self._boxes[place] = box
        self._stops.append(box)
        self._put(box, wide=True)

    def _name_section(self, place: Place, label: Label) -> None:
        words = plainly(self._session.label(place))
        label.say(words)
        show_if(label, bool(words) and self._session.state(place).relevant)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """In a grid the arrows lead to the line above and below."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        at = question_of(QApplication.focusWidget())
        if step and at in self._in_grid and not event.modifiers():
            lines = [field for field in self.fields() if field in self._in_grid]
            to = lines.index(at) + step
            if 0 <= to < len(lines):
                lines[to].focus_like(at)
            return
        super().keyPressEvent(event)


def stop_of(widget: QWidget | None) -> Stop | None:
    """The question or table that this is a part of."""
    return question_of(widget) or box_of(widget)


def _is_note(item: Item) -> bool:
    return isinstance(item, Question) and item.kind is Kind.NOTE


def _is_table(sheet: Sheet) -> bool:
    return sheet.item is not None and "table-list" in sheet.item.appearance.split()
