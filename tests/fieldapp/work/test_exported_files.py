"""What is in files of records: rows and calculations, other versions, lists, what two people do not agree on."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from fieldapp.domain.attachments import to_text
from fieldapp.domain.ids import RecordId
from fieldapp.work.attaching import take_in
from fieldapp.work.desk import Desk
from fieldapp.work.export_files import FileKind
from fieldapp.work.exporting import (
    neutral_name,
)
from fieldapp.work.filling import reopen, save
from fieldapp.work.importing import bring_in_form
from tests.fieldapp.exports.making import in_csv, model_of, paths
from tests.fieldapp.work.conftest import answer, saved
from tests.fieldapp.work.giving_out import (
    OURS,
    PHOTOS,
    SETTINGS,
    TREES,
    a_household,
    all_text,
    given,
    lines,
    wanted,
)
from tests.helpers.workbooks import VISIT, without, workbook


def test_rows_of_repeats_stand_in_sheets_of_their_own_and_calculations_are_worked_out(
    desk: Desk, tmp_path: Path
) -> None:
    record = a_household(desk, tmp_path)
    given(desk, tmp_path / "out.xlsx", wanted("household"))
    (household,) = lines(tmp_path / "out.xlsx", "household")
    people, (paper,) = lines(tmp_path / "out.xlsx", "people"), lines(tmp_path / "out.xlsx", "papers")

    assert household["KEY"].replace("-", "") == f"uuid:{record}"
    assert household["heads"] == 2
    assert [(line["name"], line["PARENT_KEY"]) for line in people] == [
        ("Айгүл", household["KEY"]),
        ("Бермет", household["KEY"]),
    ]
    assert paper["PARENT_KEY"] == people[1]["KEY"]


def test_csv_of_a_form_with_repeats_is_one_packed_file(desk: Desk, tmp_path: Path) -> None:
    a_household(desk, tmp_path)
    what = wanted("household", kind=FileKind.CSV)
    given(desk, tmp_path / "out.zip", what)

    assert neutral_name(desk, what) == "records 2026-03-12.zip"
    with zipfile.ZipFile(tmp_path / "out.zip") as package:
        assert package.namelist() == ["household.csv", "people.csv", "papers.csv"]
        assert in_csv(package.read("people.csv"), ";")[1][0] == "Айгүл"


def test_odks_own_xml_leaves_out_what_is_not_relevant(desk: Desk, tmp_path: Path) -> None:
    record = a_household(desk, tmp_path)
    given(desk, tmp_path / "out.zip", wanted("household", kind=FileKind.ODK))
    with zipfile.ZipFile(tmp_path / "out.zip") as package:
        (name,) = package.namelist()
        root = ET.fromstring(package.read(name))

    assert name.replace("-", "") == f"instances/uuid{record}/submission.xml"
    assert root.findtext("home/rooms") == "0"
    assert root.find("home/story") is None
    assert root.findtext("heads") == "2"
    assert root.findtext("meta/instanceName") == "well 0"
    assert [each.findtext("papers/paper") for each in root.findall("home/people")] == [None, "passport"]


def test_an_answer_without_a_place_in_the_form_of_now_stands_in_words_in_a_column_of_its_own(
    visits: Desk, tmp_path: Path
) -> None:
    bring_in_form(visits, workbook(tmp_path / "visit.xlsx", without(VISIT, "people"), version="2026041501"))
    out = given(visits, tmp_path / "out.xlsx", wanted())

    assert out.unplaced == 0
    assert [line["OtherVersions"] for line in lines(tmp_path / "out.xlsx", "visit")] == [
        *("How many people came?: 7", "How many people came?: 12", None),
    ]
    assert given(visits, tmp_path / "out.zip", wanted(kind=FileKind.ODK)).unplaced == 2


def test_what_was_a_secret_in_a_version_before_is_told_in_no_column(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "ours.md"
    path.write_text(OURS, "utf-8")
    bring_in_form(desk, path)
    saved(desk, "ours", None, where="Ak-Suu", what="a well")
    path.write_text("\n".join(line for line in OURS.splitlines() if "where" not in line) + SETTINGS, "utf-8")
    bring_in_form(desk, path)
    out = given(desk, tmp_path / "out.xlsx", wanted("ours"))

    assert out.unplaced == 1
    assert "Ak-Suu" not in all_text(tmp_path / "out.xlsx")


def test_what_a_record_writes_into_lists_stands_in_its_xml_as_odks_servers_take_it(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "trees.md"
    path.write_text(TREES, "utf-8")
    bring_in_form(desk, path)
    record = saved(desk, "trees", None, species="Juniper")
    given(desk, tmp_path / "one.zip", wanted("trees", kind=FileKind.ODK))
    given(desk, tmp_path / "two.zip", wanted("trees", kind=FileKind.ODK))
    entities = [_submission(tmp_path / name).find("meta/entity") for name in ("one.zip", "two.zip")]

    assert entities[0] is not None
    assert entities[1] is not None
    assert (entities[0].get("dataset"), entities[0].get("create"), entities[0].findtext("label")) == (
        *("trees", "1", "Juniper"),
    )
    assert entities[0].get("id") == entities[1].get("id") != record
    model = {f"/{name}" for name in paths(model_of(TREES, tmp_path))}
    assert {f"/{name}" for name in paths(_submission(tmp_path / "one.zip"))} <= model


def _submission(path: Path) -> ET.Element:
    """The only record in a package."""
    with zipfile.ZipFile(path) as package:
        (name,) = package.namelist()
        return ET.fromstring(package.read(name))


@pytest.mark.parametrize("kind", list(FileKind))
def test_the_key_of_an_attached_file_goes_out_nowhere(desk: Desk, tmp_path: Path, kind: FileKind) -> None:
    path = tmp_path / "photos.md"
    path.write_text(PHOTOS, "utf-8")
    bring_in_form(desk, path)
    kept = to_text(take_in(desk, b"a picture", "house.png"))
    saved(desk, "photos", None, photo=kept)
    given(desk, tmp_path / "out", wanted("photos", kind=kind))

    assert "house.png" in all_text(tmp_path / "out")
    assert kept.split()[2] not in all_text(tmp_path / "out")


def test_records_on_which_two_people_disagree_are_counted(make_desk: Callable[[str], Desk], tmp_path: Path) -> None:
    one, other = make_desk("one"), make_desk("other")
    for each in (one, other):
        bring_in_form(each, workbook(tmp_path / "visit.xlsx"))
    record = saved(one, "visit", None, people="1")
    _carry(one, other, record)
    for each, people in ((one, "2"), (other, "3")):
        save(each, answer(reopen(each, record), people=people))
    _carry(other, one, record)

    assert given(one, tmp_path / "out.xlsx", wanted()).contested == 1


def _carry(here: Desk, there: Desk, record: RecordId) -> None:
    with here.store.read() as reader:
        changes = reader.changes(record)
    there.store.write_now(lambda write: write.receive(changes))
