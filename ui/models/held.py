"""A short list that is wholly here: a time line, what is due today, what was deleted lately."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QObject

from ui.models.listed import NOWHERE, Column, Index, ListModel

T = TypeVar("T")


class HeldModel(ListModel[T], Generic[T]):
    """Shows what it was given last. What is chosen stays chosen: rows are added and taken at the end, then renewed."""

    def __init__(self, columns: Sequence[Column[T]], key: Callable[[T], str], parent: QObject | None = None) -> None:
        super().__init__(columns, key, parent)
        self._rows: tuple[T, ...] = ()

    @property
    def rows(self) -> Sequence[T]:
        """What it shows."""
        return self._rows

    def show(self, rows: Sequence[T]) -> None:
        """Show these from now on."""
        before, now = len(self._rows), len(rows)
        if now > before:
            self.beginInsertRows(NOWHERE, before, now - 1)
            self._rows = tuple(rows)
            self.endInsertRows()
        elif now < before:
            self.beginRemoveRows(NOWHERE, now, before - 1)
            self._rows = tuple(rows)
            self.endRemoveRows()
        self._rows = tuple(rows)
        self.all_changed()
        self.loaded.emit(now)

    def row(self, number: int) -> T | None:
        return self._rows[number] if 0 <= number < len(self._rows) else None

    def find(self, key: str) -> int | None:
        return next((number for number, row in enumerate(self._rows) if self._key(row) == key), None)

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)
