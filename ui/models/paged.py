"""A long list that is never wholly in memory: its length is known, its rows come page by page from the background.

Pages follow one another by marks (where the last one ended), so a row that is added or goes meanwhile shifts nothing
twice. Rows that are not here yet show "…".
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final, Generic, Protocol, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from fieldapp.errors import FieldappError
from ui.jobs import Job, Jobs
from ui.widgets.said import Words, said

T = TypeVar("T")
R_co = TypeVar("R_co", covariant=True)
M = TypeVar("M")

PAGE: Final = 100
_KEPT: Final = 12
_NOWHERE: Final = QModelIndex()
_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Column(Generic[T]):
    """One column: its heading, what it says of a row, its width in pixels (0: what is left), strong or not."""

    heading: Words
    words: Callable[[T], str]
    width: int = 0
    strong: bool = False


class Source(Protocol[R_co, M]):
    """Asked in the background."""

    def count(self) -> int:
        """How long the whole list is."""

    def page(self, after: M | None, size: int) -> tuple[Sequence[R_co], M | None]:
        """The rows after this mark (None: the first ones), and the mark for the next page, None at the end."""


@dataclass(frozen=True, slots=True)
class _Fetched(Generic[T, M]):
    """What one trip to the background brought: the length, pages by number, marks by number of the page they begin."""

    count: int
    pages: dict[int, tuple[T, ...]]
    marks: dict[int, M]


class PagedModel(QAbstractTableModel, Generic[T, M]):
    """Shows a source. `renew` asks again for what is shown and keeps rows in place; `show` begins a new list."""

    #: The list is here (or here again): how many rows it has.
    loaded = Signal(int)
    #: A FieldappError kept it from being fetched.
    failed = Signal(object)

    def __init__(
        self, columns: Sequence[Column[T]], key: Callable[[T], str], jobs: Jobs, parent: QObject | None = None
    ) -> None:
        """`key` tells rows apart."""
        super().__init__(parent)
        self._columns = tuple(columns)
        self._key = key
        self._jobs = jobs
        self._source: Source[T, M] | None = None
        self._count = 0
        self._pages: OrderedDict[int, tuple[T, ...]] = OrderedDict()
        self._marks: dict[int, M] = {}
        self._wanted: set[int] = set()
        self._job: Job | None = None

    @property
    def columns(self) -> Sequence[Column[T]]:
        """How it is shown."""
        return self._columns

    def show(self, source: Source[T, M]) -> None:
        """Begin with another list."""
        self._stop()
        self._source = source
        self.beginResetModel()
        self._count = 0
        self._pages.clear()
        self._marks.clear()
        self.endResetModel()
        self._wanted = {0}
        self._fetch()

    def renew(self) -> None:
        """Something changed: ask again for the pages that are here. Until they come the old ones stay."""
        if self._source is not None:
            self._stop()
            self._wanted = set(self._pages) | {0}
            self._marks.clear()
            self._fetch()

    def row(self, number: int) -> T | None:
        """The row, if it is here."""
        page = self._pages.get(number // PAGE)
        return page[number % PAGE] if page is not None and number % PAGE < len(page) else None

    def find(self, key: str) -> int | None:
        """The number of the row with this key, if it is here."""
        for page, rows in self._pages.items():
            for number, row in enumerate(rows):
                if self._key(row) == key:
                    return page * PAGE + number
        return None

    def key_of(self, number: int) -> str:
        """The key of a row, "" if it is not here."""
        row = self.row(number)
        return "" if row is None else self._key(row)

    def retranslate(self) -> None:
        """Say headings and rows in the language spoken now."""
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self._columns) - 1)
        self._all_changed()

    def _fetch(self) -> None:
        """Bring what is wanted, in one trip; what is wanted meanwhile comes with the next."""
        if self._job is None and self._wanted and self._source is not None:
            work = partial(_bring, self._source, frozenset(self._wanted), dict(self._marks))
            self._wanted = set()
            self._job = self._jobs.run(work, done=self._on_fetched, failed=self._on_failed)

    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self._job = None

    def _on_fetched(self, fetched: _Fetched[T, M]) -> None:
        self._job = None
        self._marks.update(fetched.marks)
        for page, rows in fetched.pages.items():
            self._pages[page] = rows
            self._pages.move_to_end(page)
        while len(self._pages) > _KEPT:
            self._pages.popitem(last=False)
        for page in [page for page in self._pages if page * PAGE >= fetched.count]:
            del self._pages[page]
        self._grow(fetched.count)
        self._all_changed()
        self.loaded.emit(self._count)
        self._fetch()

    def _on_failed(self, error: FieldappError) -> None:
        self._job = None
        self.failed.emit(error)

    def _grow(self, count: int) -> None:
        """Add or take rows at the end: what is selected and scrolled to stays where it is."""
        if count > self._count:
            self.beginInsertRows(_NOWHERE, self._count, count - 1)
            self._count = count
            self.endInsertRows()
        elif count < self._count:
            self.beginRemoveRows(_NOWHERE, count, self._count - 1)
            self._count = count
            self.endRemoveRows()

    def _all_changed(self) -> None:
        if self._count:
            self.dataChanged.emit(self.index(0, 0), self.index(self._count - 1, len(self._columns) - 1))

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else self._count

    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or role not in _TEXTS:
            return None
        row = self.row(index.row())
        if row is not None:
            return self._columns[index.column()].words(row)
        page = index.row() // PAGE
        if page not in self._pages and page not in self._wanted:
            self._wanted.add(page)
            self._fetch()
        return "…" if role == Qt.ItemDataRole.DisplayRole else ""

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Horizontal and role in _TEXTS and 0 <= section < len(self._columns):
            return said(self._columns[section].heading)
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None


_TEXTS: Final = frozenset(
    {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole}
)


def _bring(source: Source[T, M], wanted: frozenset[int], known: dict[int, M]) -> _Fetched[T, M]:
    """In the background: from the nearest known mark walk on to each wanted page, keeping the marks passed."""
    count = source.count()
    last = max(count - 1, 0) // PAGE
    marks, pages = dict(known), {}
    for page in sorted(number for number in wanted if number <= last):
        at = max((number for number in marks if number <= page), default=0)
        while at <= page:
            if at and at not in marks:
                break
            rows, following = source.page(marks.get(at), PAGE)
            if following is not None:
                marks[at + 1] = following
            if at in wanted:
                pages[at] = tuple(rows)
            at += 1
    return _Fetched(count, pages, marks)
