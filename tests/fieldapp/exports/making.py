"""Forms and records to write out, and what other programs see of the files."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from openpyxl import load_workbook
from pyxform.xls2xform import convert

from fieldapp.domain.answers import Answer
from fieldapp.domain.clock import Moment
from fieldapp.domain.ids import FieldId, RecordId
from fieldapp.exports.cells import Cell
from fieldapp.exports.filled import Filled
from fieldapp.exports.harmless import Washed
from fieldapp.exports.tables import Table
from fieldapp.exports.wishes import Wishes
from fieldapp.exports.workbook import Workbook
from fieldapp.words import ENGLISH
from tests.helpers.clock import BEGINNING

#: A household: groups, a repeat in a group, a repeat in that, every kind of answer that tables treat in its own way.
HOUSEHOLD = """
| survey |
| | type | name | label::English (en) | label::Русский (ru) | relevant | calculation |
| | begin_group | home | Home | Дом |
| | date | visited | When? | Когда? |
| | time | came_at | At what time? | В котором часу? |
| | datetime | written | Written down | Записано |
| | integer | rooms | How many rooms? | Сколько комнат? |
| | decimal | land | How much land? | Сколько земли? |
| | select_one water | water | Where is water from? | Откуда вода? |
| | select_multiple animal | animals | Which animals? | Какие животные? |
| | text | story | What else? | Что ещё? | ${rooms} > 0 |
| | begin_repeat | people | People | Люди |
| | text | name | Name | Имя |
| | integer | age | Age | Возраст |
| | begin_repeat | papers | Papers | Документы |
| | text | paper | Which? | Какой? |
| | end_repeat |
| | end_repeat |
| | end_group |
| | calculate | heads | | | | count(${people}) |
| | note | thanks | Thank you. | Спасибо. |

| choices |
| | list_name | name | label::English (en) | label::Русский (ru) |
| | water | well | A well | Колодец |
| | water | pipe | A pipe | Водопровод |
| | animal | sheep | Sheep | Овцы |
| | animal | cow | Cows | Коровы |

| settings |
| | form_title | form_id | version | default_language | instance_name |
| | Household | household | 3 | English (en) | concat(${water}, ' ', ${rooms}) |
"""


def record_id(number: int) -> RecordId:
    return RecordId(f"{number:032x}")


def a_record(number: int = 1, *, when: Moment = BEGINNING, **answers: Answer) -> Filled:
    """A record with these answers."""
    told = {FieldId(name): answer for name, answer in answers.items()}
    return Filled(record=record_id(number), created=when, changed=when, version="3", answers=told)


def wishes(**more: Any) -> Wishes:
    return Wishes(**{"language": ENGLISH, **more})


def column(table: Table, lines: Iterable[Sequence[Cell]], heading: str) -> list[Cell]:
    """What stands under this heading."""
    at = table.headings.index(heading)
    return [line[at] for line in lines]


def in_excel(data: bytes) -> dict[str, list[list[Any]]]:
    """The sheets as a spreadsheet reads them."""
    book = load_workbook(io.BytesIO(data))
    return {sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in book}


def workbook_of(name: str, headings: Sequence[str], *lines: Sequence[Cell], washed: Washed | None = None) -> bytes:
    """A workbook of one sheet."""
    file = io.BytesIO()
    with Workbook(file, washed or Washed()) as book:
        book.add_sheet(name, headings, lines)
    return file.getvalue()


def in_csv(data: bytes, divider: str) -> list[list[str]]:
    """The lines, as a program reads them that knows how they are parted."""
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=divider))


def paths(element: ET.Element, above: str = "") -> Iterator[str]:
    """Where each element stands, without its namespace."""
    here = f"{above}/{element.tag.rpartition('}')[2]}"
    yield here
    for child in element:
        yield from paths(child, here)


def model_of(markdown: str, folder: Path) -> ET.Element:
    """The instance that pyxform makes of the form."""
    path = folder / "form.md"
    path.write_text(markdown, encoding="utf-8")
    form = ET.fromstring(convert(path, validate=False).xform)
    instance = form.find(".//{http://www.w3.org/2002/xforms}instance/*")
    assert instance is not None
    return instance
