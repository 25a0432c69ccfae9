"""Figures that leave the house."""

from hypothesis import given
from hypothesis import strategies as st

from fieldapp.domain.figures import Table, give_away, give_away_one

ROWS, COLUMNS = ("female", "male"), ("0-17", "18-25", "26+")
TABLES = st.dictionaries(
    st.tuples(st.sampled_from(ROWS), st.sampled_from(COLUMNS)), st.integers(0, 12), min_size=0, max_size=6
)


def lines(table: Table) -> list[list[int | None]]:
    found = [[*(table.cells[row, column] for column in COLUMNS), table.row_totals[row]] for row in ROWS]
    found += [[*(table.cells[row, column] for row in ROWS), table.column_totals[column]] for column in COLUMNS]
    found.append([*(table.row_totals[row] for row in ROWS), table.total])
    found.append([*(table.column_totals[column] for column in COLUMNS), table.total])
    return found


@given(TABLES)
def test_no_cell_under_five_is_ever_shown(counts: dict[tuple[str, str], int]) -> None:
    assert not any(
        figure is not None and 0 < figure < 5 for line in lines(give_away(counts, ROWS, COLUMNS)) for figure in line
    )


@given(TABLES)
def test_no_hidden_cell_can_be_worked_out_from_its_line_alone(counts: dict[tuple[str, str], int]) -> None:
    assert all(line.count(None) != 1 for line in lines(give_away(counts, ROWS, COLUMNS)))


def test_what_is_large_enough_is_shown_with_its_totals() -> None:
    table = give_away({("female", "18-25"): 9, ("female", "26+"): 7, ("male", "26+"): 5}, ROWS, COLUMNS)

    assert table.cells["female", "18-25"] == 9
    assert table.total == 21


def test_a_small_cell_takes_a_second_one_with_it() -> None:
    table = give_away({("female", "18-25"): 2, ("female", "26+"): 7, ("male", "26+"): 8}, ROWS, COLUMNS)

    assert table.cells["female", "18-25"] is None
    assert table.cells["female", "26+"] is None or table.row_totals["female"] is None


def test_a_single_small_figure_is_hidden_but_none_is_none() -> None:
    assert [give_away_one(count) for count in (0, 1, 4, 5)] == [0, None, None, 5]
