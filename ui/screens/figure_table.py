"""A table of figures, as high as its rows: it never scrolls, the page around it does."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final, Generic, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fieldapp.domain.figures import Table
from fieldapp.words import Sentence
from ui.models.held import HeldModel
from ui.models.listed import Column
from ui.screens import figure_lines as lines
from ui.screens.figure_lines import Figure, TableRow
from ui.theme.sizes import CLOSE, ROW, px
from ui.widgets.said import Words, said, section
from ui.widgets.table import ListTable

T = TypeVar("T")

_NUMBER: Final = 104
_WHO, _CELL, _NOT_SAID, _ALL = 112, 65, 98, 66


class FigureTable(QWidget, Generic[T]):
    """Its name above it. Arrows go through the rows, for whoever has them read out."""

    def __init__(self, name: Words, columns: Sequence[Column[T]], *, object_name: str, headed: bool) -> None:
        """`headed`: the columns bear names."""
        super().__init__()
        self.model: HeldModel[T] = HeldModel(columns, repr, self)
        self.table = ListTable(self.model, name)
        self.table.setObjectName(object_name)
        self.table.horizontalHeader().setVisible(headed)
        self.table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.title = section(name)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(CLOSE))
        column.addWidget(self.title)
        column.addWidget(self.table)

    def show_rows(self, rows: Sequence[T]) -> None:
        """Show these, and take the room they need."""
        self.model.show(rows)
        header = self.table.horizontalHeader()
        above = 0 if header.isHidden() else header.sizeHint().height()
        self.table.setFixedHeight(above + len(rows) * px(ROW) + 2 * self.table.frameWidth())


def show_table(shown: FigureTable[TableRow], table: Table) -> None:
    """This table of women and men."""
    places = lines.places_shown(table)
    for place in range(len(table.columns) + 1):
        shown.table.setColumnHidden(place + 1, place not in places)
    shown.show_rows(lines.table_rows(table))


def figures(name: Words, object_name: str) -> FigureTable[Figure]:
    """What is counted, and how many."""
    columns: list[Column[Figure]] = [
        Column(Sentence("What is counted"), _words),
        Column(Sentence("How many"), _number, _NUMBER, strong=True, spoken=_number_aloud),
    ]
    return FigureTable(name, columns, object_name=object_name, headed=False)


def by_sex_and_age(name: Words, object_name: str, bands: Sequence[str]) -> FigureTable[TableRow]:
    """Women and men, a column for each age group."""
    heads = lines.headings(bands)
    widths = [*[_CELL] * len(bands), _NOT_SAID, _ALL]
    columns: list[Column[TableRow]] = [Column(Sentence("Who"), _who, _WHO, strong=True)]
    for at, (head, width) in enumerate(zip(heads, widths, strict=True)):
        columns.append(Column(head, partial(_cell, at), width, spoken=partial(_cell_aloud, at)))
    columns.append(Column("", _nothing))
    return FigureTable(name, columns, object_name=object_name, headed=True)


def _words(figure: Figure) -> str:
    return said(figure.words)


def _number(figure: Figure) -> str:
    return figure.number


def _number_aloud(figure: Figure) -> str:
    return lines.aloud(figure.number)


def _who(row: TableRow) -> str:
    return said(row.words)


def _cell(at: int, row: TableRow) -> str:
    return row.numbers[at]


def _cell_aloud(at: int, row: TableRow) -> str:
    return lines.aloud(row.numbers[at])


def _nothing(_row: TableRow) -> str:
    return ""
