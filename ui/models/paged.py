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

from PySide6.QtCore import QObject, Qt, Signal

from fieldapp.errors import FieldappError
from ui.jobs import Job, Jobs
from ui.models.listed import NOWHERE, TEXTS, Column, Index, ListModel

T = TypeVar("T")
R_co = TypeVar("R_co", covariant=True)
M = TypeVar("M")

PAGE: Final = 100
_KEPT: Final = 12


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


class PagedModel(ListModel[T], Generic[T, M]):
    """Shows a source. `renew` asks again for what is shown and keeps rows in place; `show` begins a new list."""

    #: A FieldappError kept it from being fetched.
    failed = Signal(object)

    def __init__(
        self, columns: Sequence[Column[T]], key: Callable[[T], str], jobs: Jobs, parent: QObject | None = None
    ) -> None:
        super().__init__(columns, key, parent)
        self._jobs = jobs
        self._source: Source[T, M] | None = None
        self._count = 0
        self._pages: OrderedDict[int, tuple[T, ...]] = OrderedDict()
        self._marks: dict[int, M] = {}
        self._wanted: set[int] = set()
        self._job: Job | None = None

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
        page = self._pages.get(number // PAGE)
        return page[number % PAGE] if page is not None and number % PAGE < len(page) else None

    def find(self, key: str) -> int | None:
        for page, rows in self._pages.items():
            for number, row in enumerate(rows):
                if self._key(row) == key:
                    return page * PAGE + number
        return None

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
        self.all_changed()
        self.loaded.emit(self._count)
        self._fetch()

    def _on_failed(self, error: FieldappError) -> None:
        self._job = None
        self.failed.emit(error)

    def _grow(self, count: int) -> None:
        """Add or take rows at the end: what is selected and scrolled to stays where it is."""
        if count > self._count:
            self.beginInsertRows(NOWHERE, self._count, count - 1)
            self._count = count
            self.endInsertRows()
        elif count < self._count:
            self.beginRemoveRows(NOWHERE, count, self._count - 1)
            self._count = count
            self.endRemoveRows()

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else self._count

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or self.row(index.row()) is not None:
            return super().data(index, role)
        page = index.row() // PAGE
        if role in TEXTS and page not in self._pages and page not in self._wanted:
            self._wanted.add(page)
            self._fetch()
        return "…" if role == Qt.ItemDataRole.DisplayRole else None


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
