"""The attendance sheet: who was expected, a place to sign for each day, lines for those who come unexpected.

It is handed round in a room, so it bears no code of any case and nothing that is not asked of everybody.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from fieldapp.papers.drawing import draw
from fieldapp.papers.entries import letterhead, to_sign
from fieldapp.papers.letters import Face
from fieldapp.papers.marks import MM
from fieldapp.papers.pages import Document, Sheet, lay_out, whole
from fieldapp.papers.strips import (
    BODY,
    HAIR,
    STRONG,
    Column,
    Strip,
    Style,
    beside,
    framed,
    gap,
    kept,
    stacked,
    text,
)
from fieldapp.words import Language, say, say_about

_ROW: Final = 6.8 * MM
_CELL: Final = Style(Face.TEXT, 9.5, 12.5)
_HEAD: Final = Style(Face.STRONG, 8.5, 11.5)
_NAME_OF_IT: Final = Style(Face.STRONG, 16, 21)
_MOST_DAYS: Final = 5  # a column to sign in is 24 mm wide at least
_PAD: Final = 1.2 * MM
#: So many lines stand on the page of the totals: a signature alone on a sheet belongs to nothing.
_WITH_THE_END: Final = 3


@dataclass(frozen=True, slots=True)
class Attendee:
    """One who is expected."""

    name: str
    sex: str = ""
    age_band: str = ""
    comes_from: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AttendanceSheet:
    """What stands on the sheets of one session. `sexes` and `age_bands` head the table of totals."""

    title: str
    days: tuple[date, ...]
    attendees: tuple[Attendee, ...] = ()
    sexes: tuple[str, ...] = ()
    age_bands: tuple[str, ...] = ()
    session: str = ""
    place: str = ""
    trainer: str = ""
    letterhead: str = ""
    blank_rows: int = 5
    sample: bool = False


def attendance_sheet(sheet: AttendanceSheet, language: Language) -> bytes:
    """The sheets as a PDF. Raises CannotPrint."""
    return draw(lay_out_attendance(sheet, language))


def lay_out_attendance(sheet: AttendanceSheet, language: Language) -> Document:
    """Where everything stands on them. More days than fit across go on further sheets, with everybody again."""
    column = whole(landscape=True)
    stamp = say("SAMPLE", language=language) if sheet.sample else ""
    head = stacked([letterhead(sheet.letterhead, "", column, stamp), *_about(sheet, column, language)])
    days = sheet.days or (None,)
    strips: list[Strip] = []
    for start in range(0, len(days), _MOST_DAYS):
        table = _table(sheet, days[start : start + _MOST_DAYS], column, language)
        strips += [replace(table[0], first=True), *table[1:]]
    strips[-_WITH_THE_END:] = [replace(row, keep=True) for row in strips[-_WITH_THE_END:]]
    strips += _ending(sheet, column, language)
    return lay_out(strips, Sheet(language, head, "", landscape=True, sample=sheet.sample))


def _about(sheet: AttendanceSheet, column: Column, language: Language) -> list[Strip]:
    """What it is a sheet of; on every page, for pages part."""
    title, facts = column.split([3, 2], 6 * MM)
    lines = [
        *([say("Place: {place}", language=language, place=sheet.place)] if sheet.place else []),
        *([say("Trainer: {trainer}", language=language, trainer=sheet.trainer)] if sheet.trainer else []),
    ]
    left = [*text(sheet.title, title, _NAME_OF_IT), *(text(sheet.session, title, BODY) if sheet.session else [])]
    right = [strip for line in lines for strip in text(line, facts, BODY)]
    return [*beside([stacked(left)], [stacked(right)]), gap(2.5 * MM)]


def _columns(days: int, column: Column) -> list[Column]:
    """Number, name, sex, age, where from, then the days; with few days the names have more room."""
    sign = min(60.0, max(24.0, 120 / days))
    rest = column.room / MM - sign * days - 9 - 14 - 20
    return column.split([9, rest * 0.58, 14, 20, rest * 0.42, *[sign] * days], 0)


def _table(sheet: AttendanceSheet, days: Sequence[date | None], column: Column, language: Language) -> list[Strip]:
    columns = _columns(len(days), column)
    titles = [
        say_about("number of a line", "No", language=language),
        say("Name", language=language),
        say("Sex", language=language),
        say("Age", language=language),
        say("Village or organisation", language=language),
        *(_signed_on(day, language) for day in days),
    ]
    header = replace(_row(titles, columns, _HEAD), keep=True)
    blank = [Attendee("")] * sheet.blank_rows
    rows = [
        replace(_row(_cells(number, each, len(days)), columns, _CELL), under=(header,))
        for number, each in enumerate([*sheet.attendees, *blank], 1)
    ]
    return [header, *rows]


def _signed_on(day: date | None, language: Language) -> str:
    if day is None:
        return say("Signature", language=language)
    return say("Signature {day}", language=language, day=f"{day:%d.%m.%Y}")


def _cells(number: int, each: Attendee, days: int) -> list[str]:
    return [str(number), each.name, each.sex, each.age_band, each.comes_from, *[""] * days]


def _row(cells: Sequence[str], columns: Sequence[Column], style: Style) -> Strip:
    """Framed cells as high as the fullest of them needs."""
    said = [
        stacked(text(cell, Column(place.left + _PAD, place.right - _PAD), style))
        for cell, place in zip(cells, columns, strict=True)
    ]
    height = max(_ROW, max(strip.height for strip in said) + 1 * MM)
    return stacked(beside(*([_cell(strip, place, height)] for strip, place in zip(said, columns, strict=True))))


def _cell(inside: Strip, place: Column, height: float) -> Strip:
    return framed(inside, place, HAIR, pad=(height - inside.height) / 2, height=height)


def _ending(sheet: AttendanceSheet, column: Column, language: Language) -> list[Strip]:
    """Totals to count by hand, and the trainer's word for them."""
    left, right = column.split([3, 2], 8 * MM)
    counted = [
        *text(say("How many came, by sex and age", language=language), left, STRONG),
        gap(1 * MM),
        *_totals(sheet, left, language),
    ]
    signed = [
        *text(say("The trainer confirms this list", language=language), right, STRONG),
        gap(1 * MM),
        *to_sign([say("Name", language=language)], right, [1], 11 * MM),
        *to_sign([say("Signature", language=language), say("Date", language=language)], right, [2, 1], 13 * MM),
    ]
    return kept([gap(3.5 * MM), *beside([stacked(counted)], [stacked(signed)])])


def _totals(sheet: AttendanceSheet, column: Column, language: Language) -> Iterator[Strip]:
    total = say("Total", language=language)
    heads = ["", *sheet.age_bands, total]
    columns = column.split([2, *[1] * len(heads[1:])], 0)
    yield _row(heads, columns, _HEAD)
    for name in (*sheet.sexes, total):
        yield _row([name, *[""] * len(heads[1:])], columns, _HEAD)
