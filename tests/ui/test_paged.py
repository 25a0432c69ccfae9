"""A long list, fetched page by page."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from fieldapp.errors import FieldappError, Trouble
from tests.helpers.keys import press, type_text
from ui.jobs import Jobs
from ui.models.listed import Column
from ui.models.paged import PAGE, PagedModel
from ui.widgets.table import ListTable

CODE: Column[str] = Column("Code", lambda row: row, 160, strong=True)
WHAT: Column[str] = Column("What", lambda row: f"case {row}")
COLUMNS = [CODE, WHAT]


class Numbers:
    """A source of the numbers from 0, whose marks are the last number of a page."""

    def __init__(self, length: int) -> None:
        self.rows = [f"{number:06}" for number in range(length)]
        self.asked: list[str | None] = []
        self.broken: FieldappError | None = None

    def count(self) -> int:
        if self.broken is not None:
            raise self.broken
        return len(self.rows)

    def page(self, after: str | None, size: int) -> tuple[Sequence[str], str | None]:
        self.asked.append(after)
        rows = [row for row in self.rows if after is None or row > after][: size + 1]
        return rows[:size], rows[size - 1] if len(rows) > size else None


@pytest.fixture
def model(jobs: Jobs) -> PagedModel[str, str]:
    return PagedModel(COLUMNS, str, jobs)


def text(model: PagedModel[str, str], row: int) -> str:
    return str(model.data(model.index(row, 0)))


def show(model: PagedModel[str, str], source: Numbers, qtbot: QtBot) -> None:
    with qtbot.waitSignal(model.loaded):
        model.show(source)


def fetched(model: PagedModel[str, str], row: int, qtbot: QtBot) -> str:
    """What stands in a row once it has come."""
    if model.row(row) is None:
        with qtbot.waitSignal(model.loaded):
            assert text(model, row) == "…"
    return text(model, row)


def test_a_list_keeps_the_rules_of_item_models(model: PagedModel[str, str], qtbot: QtBot) -> None:
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    source = Numbers(250)

    show(model, source, qtbot)
    fetched(model, 249, qtbot)
    source.rows = source.rows[:120]
    with qtbot.waitSignal(model.loaded):
        model.renew()

    assert tester.model() is model
    assert model.rowCount() == 120


def test_only_pages_that_are_looked_at_are_fetched(model: PagedModel[str, str], qtbot: QtBot) -> None:
    source = Numbers(100_000)
    show(model, source, qtbot)

    assert model.rowCount() == 100_000
    assert text(model, 0) == "000000"
    assert source.asked == [None]


def test_a_jump_far_down_walks_along_the_marks_once(model: PagedModel[str, str], qtbot: QtBot) -> None:
    source = Numbers(30 * PAGE)
    show(model, source, qtbot)

    assert fetched(model, 29 * PAGE + 5, qtbot) == f"{29 * PAGE + 5:06}"
    walked = len(source.asked)
    assert fetched(model, 28 * PAGE, qtbot) == f"{28 * PAGE:06}"

    assert walked == 30
    assert len(source.asked) == walked + 1


def test_few_pages_are_kept_in_memory(model: PagedModel[str, str], qtbot: QtBot) -> None:
    source = Numbers(40 * PAGE)
    show(model, source, qtbot)
    for page in range(40):
        fetched(model, page * PAGE, qtbot)

    assert sum(model.row(page * PAGE) is not None for page in range(40)) <= 12


def test_a_list_that_is_renewed_stays_where_it_was(jobs: Jobs, qtbot: QtBot) -> None:
    model: PagedModel[str, str] = PagedModel(COLUMNS, str, jobs)
    table = ListTable(model, "Cases")
    qtbot.addWidget(table)
    source = Numbers(50)
    show(model, source, qtbot)
    table.choose("000020")

    source.rows.insert(3, "000002b")
    with qtbot.waitSignal(model.loaded):
        model.renew()

    assert table.key() == "000020"
    assert table.currentIndex().row() == 21


def test_what_keeps_a_list_from_being_fetched_is_told(model: PagedModel[str, str], qtbot: QtBot) -> None:
    source = Numbers(3)
    source.broken = Trouble("The file is damaged.")

    with qtbot.waitSignal(model.failed) as told:
        model.show(source)

    assert told.args == [source.broken]


def test_enter_opens_the_row_and_letters_go_to_the_search(jobs: Jobs, qtbot: QtBot) -> None:
    model: PagedModel[str, str] = PagedModel(COLUMNS, str, jobs)
    table = ListTable(model, "Cases")
    qtbot.addWidget(table)
    table.show()
    table.activateWindow()
    table.setFocus()
    show(model, Numbers(5), qtbot)

    press(Qt.Key.Key_Down)
    with qtbot.waitSignal(table.opened) as opened:
        press(Qt.Key.Key_Return)
    with qtbot.waitSignal(table.typed) as typed:
        type_text("a")

    assert opened.args == ["000001"]
    assert typed.args == ["a"]


def test_rows_are_as_high_as_a_finger(jobs: Jobs, qtbot: QtBot) -> None:
    model: PagedModel[str, str] = PagedModel(COLUMNS, str, jobs)
    table = ListTable(model, "Cases")
    qtbot.addWidget(table)
    show(model, Numbers(5), qtbot)
    table.selectionModel().setCurrentIndex(model.index(1, 0), QItemSelectionModel.SelectionFlag.ClearAndSelect)

    assert table.rowHeight(0) == 32
