"""Figures that may be given away: no cell from which a person could be guessed.

A count of 1 to 4 is hidden, and so is a second cell wherever the hidden one could be worked out from a total.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

SMALLEST_CELL: Final = 5


@dataclass(frozen=True, slots=True)
class Table:
    """Counts by row and column with their totals; None is a figure that is hidden."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: Mapping[tuple[str, str], int | None]
    row_totals: Mapping[str, int | None]
    column_totals: Mapping[str, int | None]
    total: int | None


def give_away(counts: Mapping[tuple[str, str], int], rows: Sequence[str], columns: Sequence[str]) -> Table:
    """The table of `counts` (row, column) with every figure hidden that could point at a person.

    Totals stand where a border cell would: a border is a line of the table like any other.
    """
    total = "\0total"
    every_row, every_column = [*rows, total], [*columns, total]
    figures = {(row, column): counts.get((row, column), 0) for row in rows for column in columns}
    for row in rows:
        figures[row, total] = sum(figures[row, column] for column in columns)
    for column in every_column:
        figures[total, column] = sum(figures[row, column] for row in rows)
    hidden = {place for place, figure in figures.items() if 0 < figure < SMALLEST_CELL}
    lines = [[(row, column) for column in every_column] for row in every_row]
    lines += [[(row, column) for row in every_row] for column in every_column]
    while weak := next((line for line in lines if _can_be_worked_out(line, hidden)), None):
        left = [place for place in weak if place not in hidden]
        hidden.add(min(left, key=lambda place: (figures[place] == 0, total in place, figures[place], place)))
    shown = {place: None if place in hidden else figure for place, figure in figures.items()}
    return Table(
        rows=tuple(rows),
        columns=tuple(columns),
        cells={(row, column): shown[row, column] for row in rows for column in columns},
        row_totals={row: shown[row, total] for row in rows},
        column_totals={column: shown[total, column] for column in columns},
        total=shown[total, total],
    )


def give_away_one(count: int) -> int | None:
    """A single figure, or None when it is too small to be shown."""
    return None if 0 < count < SMALLEST_CELL else count


def _can_be_worked_out(line: Sequence[tuple[str, str]], hidden: set[tuple[str, str]]) -> bool:
    """One hidden figure in a line that adds up is no secret."""
    return len(hidden.intersection(line)) == 1 and len(line) > 1
