"""The rows of a repeat as a table: what each cell says, and how what is put into it becomes an answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics

from fieldapp.domain.answers import Answer
from fieldapp.domain.ids import RecordId
from fieldapp.errors import Mistake
from fieldapp.forms.filling.session import FormSession
from fieldapp.forms.model import SELECTS, Kind, Question, Repeat
from fieldapp.forms.places import Place, State, Touched
from fieldapp.words import Sentence, say
from ui.forms.reading import Reads, Today
from ui.forms.row_words import beside_words, cell_words
from ui.forms.sheets import fits_a_cell, shown_in
from ui.forms.wording import briefly
from ui.theme.dress import worn
from ui.theme.sizes import CLOSE, font, px

Index = QModelIndex | QPersistentModelIndex
NOWHERE: Final = QModelIndex()
_TEXTS: Final = frozenset({Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole, Qt.ItemDataRole.ToolTipRole})
#: Pixels of a table, of the column of numbers and of the last one, which stands for all that has no column.
WIDTH: Final = 756
NUMBER: Final = 62
MORE: Final = 136
_WIDTHS: Final = {
    Kind.INTEGER: 96,
    Kind.DECIMAL: 96,
    Kind.RANGE: 96,
    Kind.TIME: 90,
    Kind.DATE: 120,
    Kind.ACKNOWLEDGE: 96,
}
_WIDE: Final = 150


class RowsModel(QAbstractTableModel):
    """Nothing is kept here but text that cannot be read yet; everything else is asked of the session."""

    #: A Touched of the session.
    touched = Signal(object)

    def __init__(self, session: FormSession, repeat: Repeat, place: Place, today: Today, *, read_only: bool) -> None:
        super().__init__()
        self.session = session
        self.repeat = repeat
        self.place = place
        self.rows: tuple[RecordId, ...] = ()
        self._today = today
        self._read_only = read_only
        self._shown_widths: dict[int, int] = {}
        self._half: dict[Place, tuple[str, Sentence]] = {}
        self.questions, self.whole = _columns(repeat)

    def look_again(self, touched: Touched | None) -> None:
        """The session was told something: rows may have come, gone or moved, cells say something else."""
        rows = self.session.rows(self.place)
        if rows != self.rows:
            self._take(rows)
        if touched is None:
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, self.columnCount() - 1)
            self._changed(range(len(rows)))
        else:
            self._changed(self._touched_rows(touched))

    def _touched_rows(self, touched: Touched) -> Iterable[int]:
        """A row within a row shows in the last cell of the outer one."""
        known = {row: number for number, row in enumerate(self.rows)}
        rows = {place.row for place in touched.places if place.row is not None}
        return {known[row] for row in rows} if rows <= known.keys() else range(len(self.rows))

    def _changed(self, rows: Iterable[int]) -> None:
        for number in rows:
            self.dataChanged.emit(self.index(number, 0), self.index(number, self.columnCount() - 1))

    def _take(self, rows: tuple[RecordId, ...]) -> None:
        """One row more or less keeps the table where it is."""
        old = self.rows
        added = next((at for at, row in enumerate(rows) if at >= len(old) or row != old[at]), len(rows))
        if len(rows) == len(old) + 1 and rows[:added] + rows[added + 1 :] == old:
            self.beginInsertRows(NOWHERE, added, added)
            self.rows = rows
            self.endInsertRows()
            return
        gone = next((at for at, row in enumerate(old) if at >= len(rows) or row != rows[at]), len(old))
        if len(rows) == len(old) - 1 and old[:gone] + old[gone + 1 :] == rows:
            self.beginRemoveRows(NOWHERE, gone, gone)
            self.rows = rows
            self.endRemoveRows()
            return
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def question(self, index: Index) -> Question | None:
        """The question of a cell; None for the first column and the last."""
        column = index.column() - 1
        return self.questions[column] if index.isValid() and 0 <= column < len(self.questions) else None

    def place_of(self, index: Index) -> Place:
        """Where the answer of a cell stands."""
        question = self.question(index)
        assert question is not None, "this cell has no question"
        return Place(self.rows[index.row()], question.id)

    def index_of(self, place: Place) -> QModelIndex:
        """The cell of this question; invalid if there is none."""
        column = next((at for at, question in enumerate(self.questions, 1) if question.id == place.field), 0)
        return self.index(self.rows.index(place.row), column) if column and place.row in self.rows else QModelIndex()

    @property
    def first_beside(self) -> str:
        """The first question that has no column, "" if there is none."""
        shown = {question.id for question in self.questions}
        asked = (item for item in shown_in(self.repeat.children) if isinstance(item, Question) and item.asked)
        return next((item.id for item in asked if item.id not in shown), "")

    def state(self, index: Index) -> State:
        """How the question of a cell stands."""
        return self.session.state(self.place_of(index))

    def open(self, index: Index) -> bool:
        """Whether she may answer in this cell."""
        question = self.question(index)
        if question is None or self._read_only or question.calculated:
            return False
        state = self.state(index)
        return state.relevant and not state.read_only and (state.answer is None or isinstance(state.answer, str))

    def wrong(self, index: Index) -> str:
        """What is wrong in a cell, "" if nothing."""
        if self.question(index) is None:
            return ""
        half = self._half.get(self.place_of(index))
        state = self.state(index)
        return half[1].said() if half is not None and state.relevant else state.error

    def unlikely(self, index: Index) -> str:
        """What is asked about in a cell, "" if nothing."""
        return self.state(index).unlikely if self.question(index) is not None else ""

    def standing_wrong(self) -> dict[Place, str]:
        """Cells with text that cannot be read."""
        return {place: wrong.said() for place, (_, wrong) in self._half.items() if place.row in self.rows}

    def answer(self, index: Index, answer: Answer | None) -> None:
        """Answer in a cell, or take the answer back."""
        place = self.place_of(index)
        self._half.pop(place, None)
        try:
            touched = self.session.set(place, answer)
        except Mistake as mistake:
            self._half[place] = str(answer), mistake.sentence
            touched = Touched(frozenset({place}))
        self.touched.emit(touched)

    def _text(self, index: Index) -> str:
        row = self.rows[index.row()]
        if index.column() == 0:
            return str(index.row() + 1)
        question = self.question(index)
        if question is None:
            return beside_words(self.session, self.repeat, row, {question.id for question in self.questions})
        half = self._half.get(self.place_of(index))
        if half is not None:
            return half[0]
        state = self.state(index)
        if not state.relevant:
            return "–"
        return cell_words(self.session, question, state.answer)

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled
        question = self.question(index)
        if question is None or question.kind in SELECTS | {Kind.ACKNOWLEDGE} or not self.open(index):
            return flags
        return flags | Qt.ItemFlag.ItemIsEditable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self.rows):
            return None
        if role in _TEXTS:
            return self._text(index)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            parts = (self.heading(index.column()), self._text(index), self.wrong(index))
            return ": ".join(part for part in parts if part)
        if role == Qt.ItemDataRole.ForegroundRole:
            return self._colour(index)
        return None

    def _colour(self, index: Index) -> QColor | None:
        if self.question(index) is None:
            return QColor(worn().quiet)
        if self.wrong(index):
            return QColor(worn().danger)
        return None if self.state(index).relevant else QColor(worn().quiet)

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        question = self.question(index)
        if question is None or role != Qt.ItemDataRole.EditRole:
            return False
        try:
            answer = Reads(question, self._today)(str(value)) if str(value).strip() else None
        except Mistake as mistake:
            self._half[self.place_of(index)] = str(value), mistake.sentence
            self.dataChanged.emit(index, index)
            return True
        self.answer(index, answer)
        return True

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.questions) + (1 if self.whole else 2)

    def heading(self, column: int) -> str:
        """What a column is called, in full."""
        if column == 0:
            return say("Row")
        if column > len(self.questions):
            return say("More answers")
        question = self.questions[column - 1]
        words = briefly(question.label.said(self.session.language, self.session.form.default_language))
        return f"{words or question.name} *" if question.required == "true()" else words or question.name

    def width(self, column: int) -> int:
        """How wide a column is, in pixels at normal text size, before what is left is shared out."""
        if column == 0:
            return NUMBER
        return MORE if column > len(self.questions) else _WIDTHS.get(self.questions[column - 1].kind, _WIDE)

    def has_width(self, column: int, pixels: int) -> None:
        """A column was given this width, into which its heading is to fit."""
        if self._shown_widths.get(column) != pixels:
            self._shown_widths[column] = pixels
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, column, column)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            room = self._shown_widths.get(section, px(self.width(section))) - 3 * px(CLOSE) - 8
            return QFontMetrics(font()).elidedText(self.heading(section), Qt.TextElideMode.ElideRight, room)
        if role in {Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole}:
            return self.heading(section)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None


def _columns(repeat: Repeat) -> tuple[Sequence[Question], bool]:
    """The questions that fit beside one another, fewer in large text, and whether these are all that a row asks."""
    room = WIDTH * 100 // px(100) - NUMBER - MORE
    found, every = list[Question](), list(shown_in(repeat.children))
    for item in every:
        width = _WIDTHS.get(item.kind, _WIDE) if isinstance(item, Question) else 0
        if isinstance(item, Question) and fits_a_cell(item) and width <= room:
            room -= width
            found.append(item)
    return tuple(found), len(found) == len(every)
