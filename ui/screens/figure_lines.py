"""The figures of a month as lines of words: the same on the screen and in what is copied."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from fieldapp.domain.figures import Table, Total
from fieldapp.words import Sentence, say
from fieldapp.work.month_figures import MEN, NOT_SAID, SEXES, WOMEN, CaseFigures, CourseFigures, MonthFigures
from ui import times
from ui.widgets.said import Words, said

HIDDEN: Final = "…"
#: What the two tables are called.
TABLES: Final = (
    Sentence("Participants who came, each once in a workshop"),
    Sentence("People counted without a list, each time they came"),
)


@dataclass(frozen=True, slots=True)
class Figure:
    """One number and what it counts."""

    words: Words
    number: str


@dataclass(frozen=True, slots=True)
class TableRow:
    """One line of a table: whom it is about, a number for each age group, the total."""

    words: Words
    numbers: tuple[str, ...]


def case_lines(cases: CaseFigures) -> tuple[Figure, ...]:
    """Work with survivors."""
    return (
        Figure(Sentence("Cases opened"), _one(cases.opened)),
        Figure(Sentence("Incidents told"), _one(cases.incidents)),
        Figure(Sentence("Referrals made"), _one(cases.referrals)),
        Figure(Sentence("Contacts without a record"), _one(cases.without_record)),
    )


def course_lines(courses: CourseFigures) -> tuple[Figure, ...]:
    """Work with groups."""
    return (
        Figure(Sentence("Sessions held"), str(courses.sessions)),
        Figure(Sentence("Participants who came"), _total(courses.people.total)),
        Figure(Sentence("Counted without a list"), _total(courses.counted.total)),
    )


def headings(bands: Sequence[str]) -> tuple[Words, ...]:
    """What stands over the numbers of a row: 12–17, 61+."""
    return (*(_band(band) for band in bands), Sentence("not said"), Sentence("Total"))


def table_rows(table: Table) -> tuple[TableRow, ...]:
    """By sex; those who did not say only if there are any."""
    rows = [_row(table, sex) for sex in SEXES]
    kept = [row for row, sex in zip(rows, SEXES, strict=True) if sex != NOT_SAID or set(row.numbers) != {"0"}]
    below = (*(_total(table.column_totals[column]) for column in table.columns), _total(table.total))
    return (*kept, TableRow(Sentence("Total"), below))


def places_shown(table: Table) -> tuple[int, ...]:
    """Which numbers of its rows are worth showing: of those whose age nobody said only if there are any."""
    unsaid = any(table.cells[sex, NOT_SAID] != 0 for sex in table.rows)
    places = range(len(table.columns) + 1)
    return tuple(place for place in places if unsaid or place != table.columns.index(NOT_SAID))


def aloud(number: str) -> str:
    """A number for a screen reader."""
    if number == HIDDEN:
        return say("hidden")
    return say("at least {number}", number=number[:-1]) if number.endswith("+") else number


def as_text(found: MonthFigures, bands: Sequence[str]) -> str:
    """All of it as a table that a spreadsheet takes: cells apart by tabs."""
    return "\n".join("\t".join(line) for line in _text_lines(found, bands)) + "\n"


def _text_lines(found: MonthFigures, bands: Sequence[str]) -> Iterator[tuple[str, ...]]:
    yield (times.month(found.month),)
    if found.cases is not None:
        yield from ((said(each.words), each.number) for each in case_lines(found.cases))
    if found.courses is not None:
        yield from ((said(each.words), each.number) for each in course_lines(found.courses))
        for name, table in zip(TABLES, (found.courses.people, found.courses.counted), strict=True):
            places = places_shown(table)
            heads = headings(bands)
            yield (said(name), *(said(heads[place]) for place in places))
            for row in table_rows(table):
                yield (said(row.words), *(row.numbers[place] for place in places))
    for words in explained(found):
        yield (said(words),)


def explained(found: MonthFigures) -> tuple[Sentence, ...]:
    """What a reader must know so as not to misread it."""
    hides = Sentence("… and “under 5” stand for 1 to 4, who could be recognised; at “+” the hidden ones come on top.")
    if found.cases is None:
        return (hides,)
    told = Sentence("Cases that were told to us and whose consent allows it; not all that happens.")
    return told, hides


def _row(table: Table, sex: str) -> TableRow:
    words = {WOMEN: Sentence("Women"), MEN: Sentence("Men"), NOT_SAID: Sentence("not said")}[sex]
    cells = (table.cells[sex, column] for column in table.columns)
    shown = (HIDDEN if cell is None else str(cell) for cell in cells)
    return TableRow(words, (*shown, _total(table.row_totals[sex])))


def _band(band: str) -> str:
    return f"{band.removesuffix('_plus')}+" if band.endswith("_plus") else band.replace("_", "–")


def _one(number: int | None) -> str:
    return say("under 5") if number is None else str(number)


def _total(total: Total) -> str:
    if total.exact:
        return str(total.number)
    return f"{total.number}+" if total.number else HIDDEN
