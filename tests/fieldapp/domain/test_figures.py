"""Figures that leave the house."""

from __future__ import annotations

from collections import defaultdict
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldapp.domain.figures import Table, Total, give_away, give_away_one

ROWS, COLUMNS = ("female", "male"), ("0-17", "18-25", "26+")
TABLES = st.dictionaries(
    st.tuples(st.sampled_from(ROWS), st.sampled_from(COLUMNS)), st.integers(0, 12), min_size=0, max_size=6
)


def published(table: Table) -> tuple[object, ...]:
    """Everything that can be read."""
    return (
        tuple(table.cells.values()),
        tuple(table.row_totals.values()),
        tuple(table.column_totals.values()),
        table.total,
    )


@pytest.mark.parametrize(("rows", "columns", "most"), [(2, 2, 6), (1, 4, 5), (3, 1, 6), (2, 3, 4)])
def test_nobody_who_knows_the_rule_can_work_out_a_hidden_figure(rows: int, columns: int, most: int) -> None:
    """All tables there are, sorted by what is shown of them: what looks alike must differ in each hidden figure."""
    row_names, column_names = [f"row {n}" for n in range(rows)], [f"column {n}" for n in range(columns)]
    places = list(product(row_names, column_names))
    alike: dict[tuple[object, ...], list[tuple[int, ...]]] = defaultdict(list)
    hidden: dict[tuple[object, ...], list[int]] = {}
    for figures in product(range(most + 1), repeat=len(places)):
        table = give_away(dict(zip(places, figures, strict=True)), row_names, column_names)
        alike[published(table)].append(figures)
        hidden[published(table)] = [at for at, place in enumerate(places) if table.cells[place] is None]

    certain = [
        (seen, at)
        for seen, tables in alike.items()
        for at in hidden[seen]
        if len({figures[at] for figures in tables}) < 2
    ]
    assert certain == []


@given(TABLES)
def test_no_figure_under_five_is_ever_shown(counts: dict[tuple[str, str], int]) -> None:
    table = give_away(counts, ROWS, COLUMNS)
    totals = [*table.row_totals.values(), *table.column_totals.values(), table.total]

    shown = [figure for figure in table.cells.values() if figure is not None] + [total.number for total in totals]
    assert not any(0 < figure < 5 for figure in shown)


@given(TABLES)
def test_exact_totals_are_right_and_others_leave_out_what_is_hidden(counts: dict[tuple[str, str], int]) -> None:
    table = give_away(counts, ROWS, COLUMNS)
    everything = sum(counts.get((row, column), 0) for row in ROWS for column in COLUMNS)

    assert table.total.number == everything if table.total.exact else table.total.number < everything
    for row in ROWS:
        exact = sum(counts.get((row, column), 0) for column in COLUMNS)
        total = table.row_totals[row]
        assert total.number == exact if total.exact else total.number < exact


def test_what_is_large_enough_is_shown_with_its_totals() -> None:
    table = give_away({("female", "18-25"): 9, ("female", "26+"): 7, ("male", "26+"): 5}, ROWS, COLUMNS)

    assert table.cells["female", "18-25"] == 9
    assert table.total == Total(21, exact=True)
    assert table.column_totals["26+"] == Total(12, exact=True)


def test_one_hidden_figure_makes_its_totals_inexact() -> None:
    table = give_away({("female", "18-25"): 2, ("female", "26+"): 7, ("male", "26+"): 8}, ROWS, COLUMNS)

    assert table.cells["female", "18-25"] is None
    assert table.row_totals == {"female": Total(7, exact=False), "male": Total(8, exact=True)}
    assert table.total == Total(15, exact=False)


def test_hidden_figures_that_leave_doubt_let_the_totals_be_exact() -> None:
    table = give_away({("female", "0-17"): 2, ("female", "18-25"): 3, ("female", "26+"): 19}, ROWS, COLUMNS)

    assert table.row_totals["female"] == Total(24, exact=True)
    assert table.column_totals["0-17"] == Total(0, exact=False)


def test_a_few_men_among_many_women_leave_the_whole_exact_but_not_the_women() -> None:
    counts = {("female", "0-17"): 2, ("female", "18-25"): 3, ("female", "26+"): 19, ("male", "26+"): 3}
    table = give_away(counts, ROWS, COLUMNS)

    assert table.total == Total(27, exact=True)
    assert table.row_totals == {"female": Total(19, exact=False), "male": Total(0, exact=False)}


def test_a_single_small_figure_is_hidden_but_none_is_none() -> None:
    assert [give_away_one(count) for count in (0, 1, 4, 5)] == [0, None, None, 5]
