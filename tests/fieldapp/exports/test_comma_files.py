"""CSV that Excel opens rightly: marked as UTF-8, parted as its settings expect, and never run."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import date, datetime, time
from decimal import Decimal

import pytest

from fieldapp.domain.ids import FieldId
from fieldapp.exports.cells import Cell
from fieldapp.exports.comma_files import CommaFiles, Parted
from fieldapp.exports.harmless import Washed
from fieldapp.exports.tables import Column, Table, tables_of
from tests.fieldapp.exports.making import HOUSEHOLD, a_record, in_csv, wishes
from tests.fieldapp.forms.making import form_of


def written(parted: Parted, *cells: Cell, washed: Washed | None = None) -> bytes:
    """One line with these cells."""
    columns = tuple(
        Column(f"c{number}", FieldId(f"c{number}"), lambda _answer: None) for number in range(len(cells) - 1)
    )
    file = io.BytesIO()
    CommaFiles(parted, washed or Washed()).write(file, Table(name="t", columns=columns), [cells])
    return file.getvalue()


def test_a_file_says_that_it_is_utf_8_and_has_no_line_that_is_no_line_of_the_table() -> None:
    data = written(Parted.SEMICOLON, "Айгүл", "b")

    assert data.startswith(b"\xef\xbb\xbfc0;KEY\r\n")
    assert in_csv(data, ";")[1] == ["Айгүл", "b"]


def test_numbers_have_a_comma_where_semicolons_part_the_columns() -> None:
    assert in_csv(written(Parted.SEMICOLON, Decimal("3.14"), 5), ";")[1] == ["3,14", "5"]
    assert in_csv(written(Parted.COMMA, Decimal("3.14"), 5), ",")[1] == ["3.14", "5"]


def test_days_and_times_are_written_as_every_excel_reads_them() -> None:
    when = datetime(2026, 3, 12, 14, 2)  # noqa: DTZ001 - cells know no zones

    assert in_csv(written(Parted.COMMA, date(2026, 3, 12), when, time(9, 30), None), ",")[1] == [
        *("2026-03-12", "2026-03-12 14:02:00", "09:30:00", ""),
    ]


@pytest.mark.parametrize("text", ["=1+1", "+996 555", "-5", "@a", "\tx", "  =1", "\n=1", "＝1"])
def test_a_text_that_would_be_run_gets_an_apostrophe_in_front(text: str) -> None:
    assert in_csv(written(Parted.SEMICOLON, text), ";")[1] == [f"'{text}"]


@pytest.mark.parametrize("text", ["a=1", "1-2", "a;b", 'she said "no"', "two\nlines", "a,b"])
def test_any_other_text_stays_as_it_is(text: str) -> None:
    assert in_csv(written(Parted.SEMICOLON, text), ";")[1] == [text]
    assert in_csv(written(Parted.COMMA, text), ",")[1] == [text]


def test_a_negative_number_is_a_number() -> None:
    assert in_csv(written(Parted.SEMICOLON, -5, Decimal("-1.5")), ";")[1] == ["-5", "-1,5"]


def test_a_long_text_is_whole_in_csv() -> None:
    washed = Washed()

    assert in_csv(written(Parted.COMMA, "я" * 40_000, washed=washed), ",")[1] == ["я" * 40_000]
    assert washed.cut == 0


def test_several_tables_are_packed_into_one_file() -> None:
    record = replace(a_record(rooms="2"), rows={FieldId("people"): (a_record(2, name="Айгүл"),)})
    file = io.BytesIO()
    tables = tables_of(form_of(HOUSEHOLD), wishes(headings=False))
    CommaFiles(Parted.SEMICOLON, Washed()).pack(file, [(table, table.lines([record])) for table in tables])

    with zipfile.ZipFile(file) as package:
        assert package.namelist() == ["household.csv", "people.csv", "papers.csv"]
        assert in_csv(package.read("people.csv"), ";")[1][0] == "Айгүл"
