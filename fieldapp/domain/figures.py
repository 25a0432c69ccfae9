"""Figures that may be given away: no cell from which a person could be guessed, and no total that gives one away.

A count of 1 to 4 is hidden. Whoever knows this rule and all that is shown must still be in doubt about each hidden
figure, so nothing that is shown may depend on hidden figures but through their sum and their number.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

SMALLEST_CELL: Final = 5


@dataclass(frozen=True, slots=True)
class Total:
    """What a line adds up to; if not `exact`, only what its shown cells add up to: the hidden ones come on top."""

    number: int
    exact: bool


@dataclass(frozen=True, slots=True)
class Table:
    """Counts by row and column with their totals; None is a figure that is hidden."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: Mapping[tuple[str, str], int | None]
    row_totals: Mapping[str, Total]
    column_totals: Mapping[str, Total]
    total: Total


def give_away(counts: Mapping[tuple[str, str], int], rows: Sequence[str], columns: Sequence[str]) -> Table:
    """The table of `counts` (row, column) with every figure hidden that could point at a person.

    Exact totals of rows are shown if that leaves every row with hidden figures in doubt, else the total of the whole
    table if that leaves the table in doubt. Totals of columns never count hidden figures.
    """
    figures = {(row, column): counts.get((row, column), 0) for row in rows for column in columns}
    hidden = {row: [figure for column in columns if _is_small(figure := figures[row, column])] for row in rows}
    every_row = all(_leaves_doubt(small) for small in hidden.values())
    whole = every_row or _leaves_doubt([figure for small in hidden.values() for figure in small])
    shown = {place: 0 if _is_small(figure) else figure for place, figure in figures.items()}
    by_column = {column: sum(shown[row, column] for row in rows) for column in columns}
    return Table(
        rows=tuple(rows),
        columns=tuple(columns),
        cells={place: None if _is_small(figure) else figure for place, figure in figures.items()},
        row_totals={
            row: _total(sum(shown[row, column] for column in columns), hidden[row], exact=every_row) for row in rows
        },
        column_totals={
            column: Total(number, not any(_is_small(figures[row, column]) for row in rows))
            for column, number in by_column.items()
        },
        total=_total(sum(by_column.values()), [figure for small in hidden.values() for figure in small], exact=whole),
    )


def give_away_one(count: int) -> int | None:
    """A single figure, or None when it is too small to be shown."""
    return None if _is_small(count) else count


def _is_small(figure: int) -> bool:
    return 0 < figure < SMALLEST_CELL


def _total(shown: int, hidden: Sequence[int], *, exact: bool) -> Total:
    return Total(shown + sum(hidden), exact=True) if exact or not hidden else Total(shown, exact=False)


def _leaves_doubt(hidden: Sequence[int]) -> bool:
    """Whether their sum may be known: it is no small figure itself, and neither all 1 nor all 4 alone make it.

    Then each of them could be one more or one less, with another one making up for it.
    """
    least, most = len(hidden), len(hidden) * (SMALLEST_CELL - 1)
    return not hidden or (sum(hidden) >= SMALLEST_CELL and least < sum(hidden) < most)
