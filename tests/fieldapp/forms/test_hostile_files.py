"""Files that are no forms, or would harm whoever opens them."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fieldapp.errors import Mistake
from fieldapp.forms import workbook
from fieldapp.forms.problems import FormRefused, FormUnreadable
from fieldapp.forms.xlsform import read_xlsform
from tests.fieldapp.forms.test_xlsform import a_workbook

_ROWS: list[list[str | int | float | bool | None]] = [["type", "name", "label"], ["text", "a", "A"]]


@pytest.fixture
def good(tmp_path: Path) -> Path:
    return a_workbook(tmp_path / "good.xlsx", survey=_ROWS)


def _reason(path: Path) -> str:
    with pytest.raises(FormUnreadable) as refused:
        read_xlsform(path)
    return str(refused.value)


def _with_parts(path: Path, parts: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return path


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.xlsx", b"", "“a.xlsx” is empty."),
        ("a.xlsx", b"   \n", "“a.xlsx” is empty."),
        ("a.xlsx", b"%PDF-1.7 not a workbook", "“a.xlsx” is no form."),
        ("a.xlsx", b"PK\x03\x04 cut off", "“a.xlsx” is no form."),
        ("a.md", "сорок".encode("cp1251") * 9, "“a.md” is no form."),
        ("a.md", b"\xff\xfe|s|u|r|v|e|y|", "“a.md” is no form."),
        ("a.xls", b"\xd0\xcf\x11\xe0", "Save the form as an Excel workbook"),
        ("a.csv", b"survey,type,name", "Save the form as an Excel workbook"),
        ("a.docx", b"PK", "Save the form as an Excel workbook"),
    ],
)
def test_a_file_that_is_no_form_is_told_as_such(tmp_path: Path, name: str, data: bytes, reason: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)

    assert reason in _reason(path)


def test_a_file_that_is_gone_is_told_as_such(tmp_path: Path) -> None:
    assert "Is it still there?" in _reason(tmp_path / "gone.xlsx")
    assert "Is it still there?" in _reason(tmp_path)


def test_another_kind_of_package_is_no_form(tmp_path: Path) -> None:
    path = tmp_path / "letter.xlsx"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("word/document.xml", "<w/>")

    assert "“letter.xlsx” is no form." in _reason(path)


def test_a_workbook_that_would_fill_the_memory_is_not_unpacked(good: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def unpacked(*_: object) -> None:
        raise AssertionError("it was unpacked")

    _with_parts(good, {"xl/worksheets/sheet9.xml": b" " * (49 * 2**20)})
    assert good.stat().st_size < 2**20
    monkeypatch.setattr(zipfile.ZipFile, "open", unpacked)

    assert "larger than any form should be" in _reason(good)


def test_a_workbook_of_thousands_of_parts_or_of_many_megabytes_is_not_opened(good: Path) -> None:
    _with_parts(good, {f"xl/part{n}.xml": b"" for n in range(2001)})
    assert "larger than any form should be" in _reason(good)

    good.write_bytes(b"PK" + b"\x00" * 17 * 2**20)
    assert "larger than any form should be" in _reason(good)


def test_a_workbook_that_asks_other_workbooks_is_not_opened(good: Path) -> None:
    _with_parts(good, {"xl/externalLinks/externalLink1.xml": b"<externalLink/>"})

    assert "takes values from other workbooks" in _reason(good)


def test_a_workbook_with_an_entity_bomb_is_no_form(good: Path, tmp_path: Path) -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE b [<!ENTITY a "aaaa"><!ENTITY c "&a;&a;&a;&a;">]><workbook>&c;</workbook>'
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(good) as source, zipfile.ZipFile(path, "w") as target:
        for name in source.namelist():
            target.writestr(name, bomb if name == "xl/workbook.xml" else source.read(name))

    assert "“bomb.xlsx” is no form." in _reason(path)


def test_a_formula_without_its_outcome_is_refused_where_it_stands(tmp_path: Path) -> None:
    path = a_workbook(
        tmp_path / "formula.xlsx",
        survey=[["type", "name", "label"], ["text", "a", '="A" & "B"'], ["text", "b", "=C2"]],
        notes=[["=1+1"]],
    )

    with pytest.raises(FormRefused) as refused:
        read_xlsform(path)

    assert [problem.told() for problem in refused.value.problems] == [
        "survey, row 2, C: This cell holds a formula without its outcome. Write the outcome.",
        "survey, row 3, C: This cell holds a formula without its outcome. Write the outcome.",
    ]


def test_a_workbook_without_a_survey_sheet_is_no_form(tmp_path: Path) -> None:
    path = a_workbook(tmp_path / "budget.xlsx", budget=[["item", "price"], ["paper", 3]], plan=[["a"]])

    assert "“budget.xlsx” is no form." in _reason(path)


def test_a_list_of_a_hundred_thousand_lines_is_refused(good: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "_ROWS_LIMIT", 10)
    rows: list[list[str | int | float | bool | None]] = [["list_name", "name", "label"]]
    rows += [["village", f"v{n}", "V"] for n in range(11)]

    assert "larger than any form should be" in _reason(a_workbook(good, survey=_ROWS, choices=rows))


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_damaged_workbook_is_refused_and_nothing_else(good: Path, data: st.DataObject) -> None:
    whole = good.read_bytes()
    damaged = bytearray(whole)
    for _ in range(data.draw(st.integers(1, 6))):
        damaged[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    path = good.with_name("damaged.xlsx")
    path.write_bytes(damaged[: data.draw(st.integers(1, len(whole)))])

    try:
        read_xlsform(path)
    except Mistake as refused:
        assert str(refused)  # noqa: PT017 - most damage is noticed, some is harmless


_WORDS = (
    "survey choices settings type name label text integer a b c yes ${a} ${ . >= ( begin_group end_group begin_repeat "
    "end_repeat relevant calculation choice_filter default hidden calculate list_name :: label:: \\| # -- —"
)
_CELLS = st.sampled_from(["select_one yes", "", *_WORDS.split(" ")])


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(_CELLS, min_size=1, max_size=6), max_size=8))
def test_any_table_is_a_form_or_refused(tmp_path: Path, rows: list[list[str]]) -> None:
    path = tmp_path / "any.md"
    path.write_text("\n".join("|" + "|".join(f" {cell} " for cell in row) + "|" for row in rows), encoding="utf-8")

    try:
        read_xlsform(path)
    except Mistake as refused:
        assert str(refused)  # noqa: PT017 - a few tables are forms


def test_nothing_is_written_beside_the_file(good: Path) -> None:
    before = {path.name for path in good.parent.iterdir()}
    read_xlsform(good)

    assert {path.name for path in good.parent.iterdir()} == before
    with zipfile.ZipFile(BytesIO(good.read_bytes())) as package:
        assert package.testzip() is None
