"""Files of choices that lie beside a form."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from fieldapp.forms.model import Form
from fieldapp.forms.problems import FormRefused
from fieldapp.forms.xlsform import read_form
from tests.fieldapp.forms.making import at, give, opened

_CSV = "name,label,region\nosh,Ош,south\ntalas,Талас,north\n"


def _form(folder: Path, file: str = "places.csv", parameters: str = "", *, files: tuple[Path, ...] = ()) -> Form:
    path = folder / "form.md"
    path.write_text(
        f"""
        | survey |
        | | type | name | label | choice_filter | parameters |
        | | text | region | Region |
        | | select_one_from_file {file} | place | Place | region = ${{region}} | {parameters} |
        """,
        encoding="utf-8",
    )
    return read_form(path, files).form


def _refused(folder: Path, file: str = "places.csv", parameters: str = "") -> str:
    with pytest.raises(FormRefused) as refused:
        _form(folder, file, parameters)
    return refused.value.problems[0].told()


def _labels(form: Form) -> list[tuple[str, str]]:
    session = opened(form)
    give(session, region="south")
    return [(choice.name, choice.label.said("ru")) for choice in session.choices(at("place"))]


@pytest.mark.parametrize(
    "data",
    [
        _CSV.encode(),
        b"\xef\xbb\xbf" + _CSV.encode(),
        _CSV.encode("utf-16"),
        _CSV.encode("cp1251"),
        _CSV.replace(",", ";").encode(),
        _CSV.replace(",", "\t").replace("\n", "\r\n").encode(),
        (_CSV + "\n,,\n").encode(),
    ],
    ids=["utf-8", "marked", "utf-16", "cp1251", "semicolons", "tabs", "empty lines"],
)
def test_a_csv_is_read_however_excel_wrote_it(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "places.csv").write_bytes(data)
    form = _form(tmp_path)

    assert _labels(form) == [("osh", "Ош")]
    assert [choice.name for choice in form.lists["places"]] == ["osh", "talas"]
    assert form.lists["places"][0].columns == {"name": "osh", "label": "Ош", "region": "south"}


def test_a_file_may_lie_in_the_media_folder_or_be_handed_in(tmp_path: Path) -> None:
    media, elsewhere = tmp_path / "form-media", tmp_path / "elsewhere"
    for folder in (media, elsewhere):
        folder.mkdir()
    (elsewhere / "places.csv").write_text(_CSV, encoding="utf-8")
    assert _labels(_form(tmp_path, files=(elsewhere / "places.csv",))) == [("osh", "Ош")]

    (media / "places.csv").write_text(_CSV.replace("Ош", "Osh"), encoding="utf-8")
    assert _labels(_form(tmp_path)) == [("osh", "Osh")]


def test_parameters_say_which_columns_are_the_code_and_the_words(tmp_path: Path) -> None:
    (tmp_path / "places.csv").write_text("code,Kyrgyz,region\nKG03,Ош,south\n", encoding="utf-8")

    assert _labels(_form(tmp_path, parameters="value=code label=Kyrgyz")) == [("KG03", "Ош")]
    assert _refused(tmp_path) == "survey, row 3, type: “places.csv” has no column “name”."


def test_places_on_a_map_are_choices_with_their_point(tmp_path: Path) -> None:
    features = [
        {
            "type": "Feature",
            "id": "kg03",
            "properties": {"title": "Ош", "region": "south", "people": 322000.0},
            "geometry": {"type": "Point", "coordinates": [72.79, 40.52]},
        }
    ]
    text = json.dumps({"type": "FeatureCollection", "features": features})
    (tmp_path / "places.geojson").write_text(text, encoding="utf-8")
    form = _form(tmp_path, "places.geojson")

    assert _labels(form) == [("kg03", "Ош")]
    assert form.lists["places"][0].columns["geometry"] == "40.52 72.79 0 0"
    assert form.lists["places"][0].columns["people"] == "322000"


def test_an_xml_list_is_read_too(tmp_path: Path) -> None:
    text = "<root><item><name>osh</name><label>Ош</label><region>south</region></item></root>"
    (tmp_path / "places.xml").write_text(text, encoding="utf-8")

    assert _labels(_form(tmp_path, "places.xml")) == [("osh", "Ош")]


@pytest.mark.parametrize(
    ("file", "data", "reason"),
    [
        ("places.csv", b"name,label\nosh,caf\xe9\n", "The letters of “places.csv” cannot be read."),
        ("places.csv", b"name,label\nosh,\x81\x8d\n", "The letters of “places.csv” cannot be read."),
        ("places.csv", _CSV.encode("utf-16-le"), "The letters of “places.csv” cannot be read."),
        ("places.csv", b"name,name\na,b\n", "must name its columns, each in its own way."),
        ("places.csv", b"", "must name its columns, each in its own way."),
        ("places.csv", b'name,label\nosh,"' + b"x" * 200_000, "“places.csv” is damaged"),
        ("places.csv", b"x" * (9 * 2**20), "“places.csv” is larger than a list of choices should be"),
        ("places.csv", b"name\n" + b"a\n" * 2_000_000, "“places.csv” is larger than a list of choices should be"),
        ("places.csv", b",".join(b"%d" % n for n in range(1000)), "“places.csv” is larger than"),
        ("places.geojson", b"{}", "“places.geojson” is damaged"),
        ("places.geojson", b"[" * 100_000, "“places.geojson” is damaged"),
        ("places.xml", b"<root><item></root>", "“places.xml” is damaged"),
        ("places.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a/>', "“places.xml” is damaged"),
    ],
)
def test_a_file_that_cannot_be_used_is_told_with_the_row_that_asks_for_it(
    tmp_path: Path, file: str, data: bytes, reason: str
) -> None:
    (tmp_path / file).write_bytes(data)
    told = _refused(tmp_path, file)

    assert told.startswith("survey, row 3, type: ")
    assert reason in told


def test_a_missing_file_is_told_once_with_what_to_do(tmp_path: Path) -> None:
    assert _refused(tmp_path) == (
        "survey, row 3, type: The file “places.csv” is missing. Put it beside the form and choose the form again."
    )


def test_a_file_outside_the_forms_folder_is_never_opened(tmp_path: Path) -> None:
    inner = tmp_path / "inner"
    inner.mkdir()
    (tmp_path / "places.csv").write_text(_CSV, encoding="utf-8")

    assert "is missing" in _refused(inner, "../places.csv")


def test_a_file_that_an_expression_looks_things_up_in_comes_along(tmp_path: Path) -> None:
    (tmp_path / "places.csv").write_text(_CSV, encoding="utf-8")
    path = tmp_path / "form.md"
    rows = "| survey |\n| | type | name | label |\n| | csv-external | places | |\n| | text | a | A |\n"
    path.write_text(rows, encoding="utf-8")

    assert set(read_form(path).form.lists) == {"places"}


def test_a_list_and_a_file_of_one_name_are_told_apart_or_refused(tmp_path: Path) -> None:
    (tmp_path / "places.csv").write_text(_CSV, encoding="utf-8")
    path = tmp_path / "form.md"
    path.write_text(
        """
        | survey |
        | | type | name | label | parameters |
        | | select_one_from_file places.csv | a | A |
        | | select_one_from_file places.csv | b | B | label=region |
        | | select_one_from_file places.csv | c | C |
        """,
        encoding="utf-8",
    )
    form = read_form(path).form
    a, b, c = (question for _, question in form.questions())

    assert a.choices == c.choices == "places"
    assert form.lists[a.choices][0].label.said("") == "Ош"
    assert form.lists[b.choices][0].label.said("") == "south"
    assert {a.file, b.file} == {"places.csv"}
