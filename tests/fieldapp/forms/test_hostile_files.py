"""Files that are no forms, or would harm whoever opens them."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fieldapp.errors import Mistake
from fieldapp.forms.problems import FormRefused, FormUnreadable
from fieldapp.forms.sheets import workbook
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


def _instead(path: Path, target: Path, part: str, data: bytes) -> Path:
    """The same workbook with another content of one part."""
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name in source.namelist():
            package.writestr(name, data if name == part else source.read(name))
    return target


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.xlsx", b"", "“a.xlsx” is empty."),
        ("a.xlsx", b"   \n", "“a.xlsx” is empty."),
        ("a.xlsx", b"%PDF-1.7 not a workbook", "“a.xlsx” is no form."),
        ("a.xlsx", b"PK\x03\x04 cut off", "“a.xlsx” is no form."),
        ("a.xlsx", b"\x89PNG\r\n\x1a\n picture", "“a.xlsx” is no form."),
        ("a.xls", b"\x89PNG\r\n\x1a\n picture", "“a.xls” is no form."),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 4096, "“a.xls” is no form."),
        ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "with a password"),
        ("a.md", "сорок".encode("cp1251") * 9, "Save it again as UTF-8"),
        ("a.md", b"\xff\xfe|s|u|r|v|e|y|", "Save it again as UTF-8"),
        ("a.md", b"no table at all", "“a.md” is no form."),
        ("a.csv", "survey\n,type,name,label\n,text,имя,Имя\n".encode("cp1251"), "Save it again as UTF-8"),
        ("a.csv", "survey\n,type,name,label\n".encode("utf-16"), "Save it again as UTF-8"),
        ("a.csv", b"name;year\nAnn;1990\n", "“a.csv” is no form."),
        ("a.csv", b'survey,"' + b"x" * 200_000, "“a.csv” is no form."),
        ("a.docx", b"PK", "Save the form as an Excel workbook"),
        ("a.ods", b"PK", "Save the form as an Excel workbook"),
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


def test_a_sheet_that_says_to_be_small_and_is_not_is_no_form(good: Path) -> None:
    _with_parts(good, {"xl/worksheets/sheet9.xml": b"<worksheet>" + b" " * (60 * 2**20)})
    whole = bytearray(good.read_bytes())
    place = whole.rindex(b"xl/worksheets/sheet9.xml")
    whole[place - 46 + 24 : place - 46 + 28] = (1000).to_bytes(4, "little")
    good.write_bytes(whole)

    assert "“good.xlsx” is no form." in _reason(good)


def test_a_bomb_within_a_bomb_is_not_unpacked(good: Path) -> None:
    inner = BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("zeros", bytes(20 * 2**20))
    parts = {f"xl/media/image{number}.zip": inner.getvalue() * 20 for number in range(140)}

    assert "larger than any form should be" in _reason(_with_parts(good, parts))


@pytest.mark.parametrize("name", ["../evil.xml", "/etc/passwd", "C:\\evil.xml", "xl/../../evil.xml"])
def test_a_workbook_with_parts_that_lead_out_of_it_is_not_opened(good: Path, name: str) -> None:
    assert "was not made by a spreadsheet program" in _reason(_with_parts(good, {name: b"<evil/>"}))


@pytest.mark.parametrize("coding", ["utf-8", "utf-16"])
def test_a_workbook_that_declares_entities_is_not_opened(good: Path, tmp_path: Path, coding: str) -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 9))
    bomb = f'<?xml version="1.0" encoding="{coding}"?><!DOCTYPE b [<!ENTITY l0 "ha">{laughs}]><b>&l8;</b>'

    path = _instead(good, tmp_path / "bomb.xlsx", "xl/workbook.xml", bomb.encode(coding))

    assert "was not made by a spreadsheet program" in _reason(path)


def test_a_million_rows_or_cells_are_not_read(good: Path, tmp_path: Path) -> None:
    sheet = "xl/worksheets/sheet1.xml"
    rows = b"<worksheet><sheetData>" + b"<row/>" * 1_000_000 + b"</sheetData></worksheet>"
    cells = b"<worksheet><sheetData><row>" + b"<c/>" * 1_000_000 + b"</row></sheetData></worksheet>"

    for number, content in enumerate((rows, cells)):
        path = _instead(good, tmp_path / f"long{number}.xlsx", sheet, content)
        assert "larger than any form should be" in _reason(path)


def test_shared_texts_of_a_hundred_megabytes_are_not_read(good: Path) -> None:
    texts = b"<sst><si><t>" + b"a" * 100 * 2**20 + b"</t></si></sst>"

    assert "larger than any form should be" in _reason(_with_parts(good, {"xl/sharedStrings9.xml": texts}))


def test_a_text_of_ten_megabytes_is_refused_where_it_stands(tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    path.write_text(f"survey,type,name,label\n,text,a,{'ө' * 100_000}\n", encoding="utf-8")
    with pytest.raises(FormRefused) as refused:
        read_xlsform(path)
    assert [problem.told() for problem in refused.value.problems] == [
        "survey, row 2, label: This cell holds more text than a form can show."
    ]

    path.write_text(f"survey,type,name,label\n,text,a,{'ө' * 10 * 2**20}\n", encoding="utf-8")
    assert "larger than any form should be" in _reason(path)


def test_ten_thousand_groups_within_each_other_are_refused(tmp_path: Path) -> None:
    rows = "".join(f"| | begin_group | g{number} | G |\n" for number in range(10_000))
    path = tmp_path / "deep.md"
    ends = "| | end_group | | |\n" * 10_000
    path.write_text(f"| survey |\n| | type | name | label |\n{rows}{ends}", encoding="utf-8")

    with pytest.raises(FormRefused, match="more groups within groups"):
        read_xlsform(path)


def test_a_sheet_of_thousands_of_columns_is_refused(good: Path) -> None:
    wide: list[list[str | int | float | bool | None]] = [["type", "name", "label", *map(str, range(2_000))]]

    assert "larger than any form should be" in _reason(a_workbook(good, survey=[*wide, ["text", "a", "A"]]))


def test_macros_are_left_alone_and_the_form_is_read(good: Path, tmp_path: Path) -> None:
    path = tmp_path / "macros.xlsm"
    path.write_bytes(good.read_bytes())
    _with_parts(path, {"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0 Sub Auto_Open()"})

    assert [question.name for _, question in read_xlsform(path).questions()] == ["a"]


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


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.data())
def test_a_workbook_with_a_damaged_part_is_refused_and_nothing_else(good: Path, data: st.DataObject) -> None:
    with zipfile.ZipFile(good) as package:
        name = data.draw(st.sampled_from(package.namelist()))
        part = bytearray(package.read(name))
    at = data.draw(st.integers(0, len(part) - 1))
    part[at : at + data.draw(st.integers(0, 40))] = data.draw(
        st.sampled_from(
            (b"", b"<", b"&#0;", b"</c>", b'"', b"<row r='-1'>", b"t='s'", b"<v>99999</v>", b"\xff", b"1e999")
        )
    )
    path = _instead(good, good.with_name("damaged.xlsx"), name, bytes(part))

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
