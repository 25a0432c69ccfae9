"""Workbooks: what a spreadsheet reads back is what was answered, and nothing in it is run or lost in silence."""

from __future__ import annotations

import io
import string
import tempfile
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.utils.escape import unescape

from fieldapp.exports.cells import Cell
from fieldapp.exports.harmless import CELL_LIMIT, FORBIDDEN, Washed
from fieldapp.exports.workbook import MOST_COLUMNS, TooLarge, Workbook, column_letters, sheet_name
from tests.fieldapp.exports.making import in_excel, workbook_of

RTL = "\u0645\u0631\u062d\u0628\u0627 \u200f(\u06af)"


def test_cyrillic_numbers_days_and_times_come_back_as_what_they_are() -> None:
    when = datetime(2026, 3, 12, 14, 2, 5)  # noqa: DTZ001 - cells know no zones
    line: list[Cell] = ["Айгүл Ёлкина", 27, Decimal("12.5"), date(2026, 3, 12), when, time(9, 30), None, RTL]
    book = in_excel(workbook_of("Люди", list("abcdefgh"), line))

    assert book["Люди"][0] == list("abcdefgh")
    assert book["Люди"][1] == [
        *("Айгүл Ёлкина", 27, 12.5),
        *(datetime(2026, 3, 12), when, time(9, 30), None, RTL),  # noqa: DTZ001
    ]


def test_days_before_excel_began_to_count_stay_readable() -> None:
    assert in_excel(workbook_of("s", ["a", "b"], [date(1850, 1, 1), date(9999, 12, 31)]))["s"][1] == [
        "1850-01-01",
        datetime(9999, 12, 31),  # noqa: DTZ001
    ]


@pytest.mark.parametrize("text", ["=1+1", "+996555", "-5", "@SUM(A1)", "\t=1", '=HYPERLINK("http://x")'])
def test_what_looks_like_a_formula_is_a_text(text: str) -> None:
    cell = load_workbook(io.BytesIO(workbook_of("s", ["a"], [text])))["s"]["A2"]

    assert (cell.value, cell.data_type, cell.number_format) == (text, "s", "@")


def test_signs_that_no_file_can_hold_are_taken_out_and_counted() -> None:
    washed = Washed()
    book = in_excel(
        workbook_of("s", ["a", "b"], ["a\x00b\x0b\ufffe", "half \ud800"], ["line\r\nline", "ok"], washed=washed)
    )

    assert book["s"][1:] == [["ab", "half "], ["line\nline", "ok"]]
    assert washed.removed == 2


def test_a_text_too_long_for_a_cell_is_cut_with_a_sign_and_counted() -> None:
    washed = Washed()
    book = in_excel(workbook_of("s", ["a", "b"], ["я" * (CELL_LIMIT + 5), "𝄞" * CELL_LIMIT], washed=washed))
    first, second = book["s"][1]

    assert len(first) == CELL_LIMIT
    assert first.endswith("я…")
    assert len(second.encode("utf-16-le")) // 2 <= CELL_LIMIT
    assert washed.cut == 2


def test_a_text_that_excel_would_take_for_a_code_of_its_own_is_kept() -> None:
    (value,) = in_excel(workbook_of("s", ["a"], ["_x0041_"]))["s"][1]

    assert unescape(value) == "_x0041_"


@given(st.text())
def test_any_text_comes_back(text: str) -> None:
    (value,) = in_excel(workbook_of("s", ["a"], [text]))["s"][1] if text else ("",)
    kept = FORBIDDEN.sub("", text).replace("\r\n", "\n").replace("\r", "\n")

    assert unescape(value or "") == kept


@given(st.text(alphabet=string.printable + "Ёё[]:*?/\\'", max_size=60))
def test_any_name_becomes_one_that_a_sheet_may_bear(name: str) -> None:
    found = sheet_name(name)

    assert 1 <= len(found) <= 31
    assert not set(found) & set("[]:*?/\\")
    assert not found.startswith("'")
    assert not found.endswith("'")


def test_sheets_whose_names_are_cut_alike_get_numbers() -> None:
    file = io.BytesIO()
    with Workbook(file, Washed()) as book:
        for name in ("people_of_the_household_who_work_abroad", "PEOPLE_of_the_household_who_work_at_home", "история"):
            book.add_sheet(name, ["a"], [])

    assert list(in_excel(file.getvalue())) == [
        "people_of_the_household_who_wor",
        "PEOPLE_of_the_household_who_w 2",
        "история",
    ]


def test_columns_are_lettered_as_spreadsheets_do() -> None:
    assert [column_letters(number) for number in (0, 25, 26, 701, 702, 16_383)] == ["A", "Z", "AA", "ZZ", "AAA", "XFD"]


def test_more_columns_than_a_sheet_has_are_refused() -> None:
    with pytest.raises(TooLarge, match="16384 columns"), Workbook(io.BytesIO(), Washed()) as book:
        book.add_sheet("s", ["a"] * (MOST_COLUMNS + 1), [])


def test_nothing_lies_in_the_folder_for_temporary_files_meanwhile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    seen: list[str] = []

    def lines() -> object:
        for number in range(500):
            yield [f"name {number}"]
            seen.extend(path.name for path in tmp_path.iterdir())

    with Workbook(io.BytesIO(), Washed()) as book:
        book.add_sheet("s", ["a"], lines())  # type: ignore[arg-type]

    assert seen == []
