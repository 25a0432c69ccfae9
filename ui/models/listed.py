"""What every list on the screen is to its table: columns that say something of a row, and rows told apart by keys."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor

from ui.theme.dress import worn
from ui.theme.sizes import font
from ui.widgets.said import Words, said

T = TypeVar("T")

NOWHERE: Final = QModelIndex()
Index = QModelIndex | QPersistentModelIndex
TEXTS: Final = frozenset({Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole})


@dataclass(frozen=True, slots=True)
class Column(Generic[T]):
    """One column: its heading, what it says of a row, its width in pixels (0: what is left), how loudly.

    `spoken`: what a screen reader says instead, where the words are a sign.
    """

    heading: Words
    words: Callable[[T], str]
    width: int = 0
    strong: bool = False
    quiet: bool = False
    spoken: Callable[[T], str] | None = None


class ListModel(QAbstractTableModel, Generic[T]):
    """Rows of one kind. `row` gives None for one that is not here yet."""

    #: The list is here (or here again): how many rows it has.
    loaded = Signal(int)

    def __init__(self, columns: Sequence[Column[T]], key: Callable[[T], str], parent: QObject | None = None) -> None:
        """`key` tells rows apart."""
        super().__init__(parent)
        self._columns = tuple(columns)
        self._key = key

    @property
    def columns(self) -> Sequence[Column[T]]:
        """How it is shown."""
        return self._columns

    def row(self, number: int) -> T | None:
        """The row, if it is here."""
        raise NotImplementedError

    def find(self, key: str) -> int | None:
        """The number of the row with this key, if it is here."""
        raise NotImplementedError

    def key_of(self, number: int) -> str:
        """The key of a row, "" if it is not here."""
        row = self.row(number)
        return "" if row is None else self._key(row)

    def retranslate(self) -> None:
        """Say headings and rows in the language spoken now."""
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self._columns) - 1)
        self.all_changed()

    def all_changed(self) -> None:
        """Every row may say something else now."""
        if self.rowCount():
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, len(self._columns) - 1))

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.row(index.row()) if index.isValid() else None
        return None if row is None else self._shown(row, self._columns[index.column()], role)

    def _shown(self, row: T, column: Column[T], role: int) -> Any:
        if role in TEXTS:
            aloud = role != Qt.ItemDataRole.DisplayRole and column.spoken is not None
            return column.spoken(row) if aloud and column.spoken is not None else column.words(row)
        if role == Qt.ItemDataRole.FontRole and column.strong:
            return font(strong=True)
        if role == Qt.ItemDataRole.ForegroundRole and column.quiet:
            return QColor(worn().quiet)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Horizontal and role in TEXTS and 0 <= section < len(self._columns):
            return said(self._columns[section].heading)
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None
