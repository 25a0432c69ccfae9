"""Records as a file: only what a rule lets go, whole or not at all, and remembered like a printed paper."""

from __future__ import annotations

import errno
from dataclasses import replace
from pathlib import Path

import pytest

from fieldapp.domain.giving_out import NotGivenOut
from fieldapp.domain.ids import FieldId, FormId, new_space_id
from fieldapp.domain.spaces import Membership, SpaceKind
from fieldapp.exports.new_file import NotWritten
from fieldapp.forms.library import form_ids
from fieldapp.forms.xlsform import read_xlsform
from fieldapp.storage.engine import Connection
from fieldapp.storage.troubles import DiskFull
from fieldapp.words import Language
from fieldapp.work.desk import Desk, remember_memberships
from fieldapp.work.export_files import FileKind
from fieldapp.work.exporting import (
    ExportStopped,
    NothingToGive,
    Which,
    count_records,
    export_form,
    export_records,
    exportable,
    neutral_name,
)
from fieldapp.work.importing import bring_in_form
from tests.fieldapp.work.conftest import a_case, saved
from tests.fieldapp.work.giving_out import (
    OURS,
    PACKS,
    all_text,
    given,
    lines,
    notes,
    wanted,
)
from tests.helpers.clock import StandingClock
from tests.helpers.workbooks import workbook

VISIT_FORM = FormId("visit")
#: Forms whose records tell of a person at risk, or of colleagues: no right opens them.
CLOSED = sorted(form for form in form_ids() if not form.startswith("wks_"))


def test_records_of_an_imported_form_go_out_and_that_is_remembered(visits: Desk, tmp_path: Path) -> None:
    out = given(visits, tmp_path / "out.xlsx", wanted())

    assert [line["place"] for line in lines(tmp_path / "out.xlsx", "visit")] == ["School", "Library", "School"]
    assert [line["people"] for line in lines(tmp_path / "out.xlsx", "visit")] == [7, 12, None]
    assert (out.records, out.kept_back, out.unplaced, out.cleaned, out.cut) == (3, 0, 0, 0, 0)
    (note,) = notes(visits)
    told = {name: note.answers[FieldId(name)] for name in ("paper_kind", "paper_form", "paper_records", "came_out")}
    assert told == {"paper_kind": "file", "paper_form": "Visit", "paper_records": "3", "came_out": "yes"}
    assert note.author == visits.worker
    assert note.id in out.happened.records


@pytest.mark.parametrize("kind", list(FileKind))
@pytest.mark.parametrize("form", CLOSED)
def test_no_byte_of_a_case_a_colleague_or_a_service_leaves_in_a_file(
    desk: Desk, tmp_path: Path, form: str, kind: FileKind
) -> None:
    case = a_case(desk)
    saved(desk, form, case if form != "gbv_case" else None)
    with pytest.raises(NotGivenOut, match="do not leave in a file"):
        given(desk, tmp_path / "out", wanted(form, kind=kind))
    with pytest.raises(NotGivenOut):
        count_records(desk, wanted(form, kind=kind))

    assert not list(tmp_path.glob("out*"))
    assert not [note for note in notes(desk) if note.answers.get(FieldId("paper_kind")) == "file"]


def test_a_record_of_an_imported_form_that_belongs_to_a_case_stays(visits: Desk, tmp_path: Path) -> None:
    saved(visits, "visit", a_case(visits), people="99")
    out = given(visits, tmp_path / "out.xlsx", wanted())

    assert (out.records, out.kept_back) == (3, 1)
    assert 99 not in [line["people"] for line in lines(tmp_path / "out.xlsx", "visit")]


def a_workshop(desk: Desk) -> None:
    """With one participant who said everything."""
    workshop = saved(desk, "wks_workshop", None, workshop_title="Know your rights", workshop_notes="about Aigul")
    participant = saved(
        desk,
        "wks_participant",
        workshop,
        family_name="Asanova",
        given_name="Aigul",
        village="Ak-Suu",
        phone_number="0555123456",
        age_band="26_35",
        sex="female",
        organisation="School 5",
        trained_by="Bermet",
        disability="some",
        consent_to_list="true",
    )
    session = saved(desk, "wks_session", workshop, session_title="First", session_notes="Aigul cried")
    saved(desk, "wks_attendance", session, participant=participant, mark="present")
    saved(desk, "wks_head_count", session, female_26_35="3")


@pytest.mark.parametrize("kind", list(FileKind))
def test_of_participants_nothing_goes_out_that_says_who_they_are(desk: Desk, tmp_path: Path, kind: FileKind) -> None:
    a_workshop(desk)
    out = given(desk, tmp_path / "out", wanted("wks_participant", kind=kind))
    text = all_text(tmp_path / "out")

    assert out.records == 1
    assert "26–35" in text or "26_35" in text
    for word in ("Asanova", "Aigul", "Ak-Suu", "0555123456", "School 5", "Bermet", "difficulty", "some"):
        assert word not in text


@pytest.mark.parametrize("form", ["wks_workshop", "wks_session", "wks_attendance", "wks_head_count"])
def test_the_rest_of_a_workshop_goes_out_without_what_was_noted_freely(desk: Desk, tmp_path: Path, form: str) -> None:
    a_workshop(desk)

    assert given(desk, tmp_path / "out.xlsx", wanted(form)).records == 1
    assert "Aigul" not in all_text(tmp_path / "out.xlsx")


def test_a_session_names_its_workshop_and_a_head_count_adds_up(desk: Desk, tmp_path: Path) -> None:
    a_workshop(desk)
    given(desk, tmp_path / "workshops.xlsx", wanted("wks_workshop"))
    given(desk, tmp_path / "sessions.xlsx", wanted("wks_session"))
    given(desk, tmp_path / "counts.xlsx", wanted("wks_head_count"))
    (workshop,) = lines(tmp_path / "workshops.xlsx", "wks_workshop")
    (session,) = lines(tmp_path / "sessions.xlsx", "wks_session")
    (count,) = lines(tmp_path / "counts.xlsx", "wks_head_count")

    assert session["PARENT_KEY"] == workshop["KEY"]
    assert "PARENT_KEY" not in workshop
    assert (count["women-female_total"], count["all-head_total"]) == (3, 3)


@pytest.mark.parametrize("form", ["wks_workshop", "wks_participant", "wks_head_count"])
def test_whoever_belongs_to_no_programme_gives_out_none_of_its_workshops(desk: Desk, tmp_path: Path, form: str) -> None:
    a_workshop(desk)
    remember_memberships(desk.store, desk.worker, [Membership(new_space_id(), SpaceKind.CASELOAD, opener=True)])

    with pytest.raises(NotGivenOut, match="no programme"):
        given(desk, tmp_path / "out.csv", wanted(form, kind=FileKind.CSV))
    assert not (tmp_path / "out.csv").exists()


def test_a_question_that_is_secret_stays_here_whatever_the_form(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "ours.md"
    path.write_text(OURS, "utf-8")
    bring_in_form(desk, path)
    saved(desk, "ours", None, where="Ak-Suu", what="a well")
    for kind in FileKind:
        given(desk, tmp_path / kind.value, wanted("ours", kind=kind))
        assert "Ak-Suu" not in all_text(tmp_path / kind.value)
        assert "a well" in all_text(tmp_path / kind.value)


def test_only_this_month_or_only_what_was_not_sent_goes_out(visits: Desk, clock: StandingClock, tmp_path: Path) -> None:
    visits.store._writer.run(lambda database: database.execute("DELETE FROM outbox")).result()
    clock.pass_(days=25)
    late = saved(visits, "visit", None, people="1")

    assert count_records(visits, wanted(which=Which.ALL)) == 4
    assert count_records(visits, wanted(which=Which.NOT_SENT)) == 1
    assert given(visits, tmp_path / "out.xlsx", wanted(which=Which.MONTH)).records == 1
    (line,) = lines(tmp_path / "out.xlsx", "visit")
    assert line["KEY"].replace("-", "") == f"uuid:{late}"


def test_without_a_record_no_file_is_written(desk: Desk, tmp_path: Path) -> None:
    bring_in_form(desk, workbook(tmp_path / "visit.xlsx"))

    with pytest.raises(NothingToGive):
        given(desk, tmp_path / "out.xlsx", wanted())
    assert not (tmp_path / "out.xlsx").exists()
    assert notes(desk) == []


def test_one_that_is_stopped_leaves_nothing_and_is_not_remembered(visits: Desk, tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []

    def still_wanted() -> bool:
        return len(seen) < 2

    with pytest.raises(ExportStopped, match="nothing of it was left"):
        export_records(visits, PACKS, wanted(), tmp_path / "out.xlsx", lambda *told: seen.append(told), still_wanted)

    assert seen == [(1, 3), (2, 3)]
    assert not list(tmp_path.glob("out*"))
    assert notes(visits) == []


def test_a_file_that_excel_holds_is_told_and_the_note_says_that_nothing_came_out(
    visits: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def held(_path: Path, _target: Path) -> None:
        raise PermissionError(errno.EACCES, "in use")

    monkeypatch.setattr(Path, "replace", held)
    with pytest.raises(NotWritten, match="Excel"):
        given(visits, tmp_path / "out.xlsx", wanted())

    assert not list(tmp_path.glob("out*"))
    assert [note.answers[FieldId("came_out")] for note in notes(visits)] == ["no"]


def test_what_cannot_be_remembered_does_not_go_out(visits: Desk, tmp_path: Path) -> None:
    def fill(database: Connection) -> None:
        database.execute("PRAGMA max_page_count=1").fetchall()

    bring_in_form(visits, workbook(tmp_path / "visit.xlsx", version="2026041501", form_title="V" * 30_000))
    visits.store._writer.run_outside(fill).result()
    with pytest.raises(DiskFull):
        given(visits, tmp_path / "out.xlsx", wanted())

    assert not list(tmp_path.glob("out*"))


def test_every_form_is_offered_with_what_may_go_of_it(visits: Desk) -> None:
    offered = {each.form: each for each in exportable(visits, PACKS, Language("ru"))}

    assert next(iter(offered)) == "visit"
    assert (offered[VISIT_FORM].refused, offered[VISIT_FORM].withheld) == (None, 0)
    assert offered[VISIT_FORM].languages == {"en": "English (en)", "ru": "Русский (ru)"}
    assert offered[VISIT_FORM].endings[FileKind.CSV] == ".csv"
    assert {form for form, each in offered.items() if each.refused} == {
        form for form in CLOSED if not PACKS.rules[FormId(form)].by_program
    }
    assert offered[FormId("wks_attendance")].refused is None
    assert offered[FormId("wks_participant")].withheld == 8
    assert offered[FormId("wks_participant")].title == "Участницы и участники"


@pytest.mark.parametrize("form", ["gbv_incident", "visit"])
def test_a_form_itself_tells_of_nobody_and_goes_out_whenever_it_is_wanted(
    visits: Desk, tmp_path: Path, form: str
) -> None:
    export_form(visits, FormId(form), tmp_path / "form.xlsx")

    assert read_xlsform(tmp_path / "form.xlsx").id == form
    assert notes(visits) == []


def test_the_name_of_a_file_says_nothing_and_in_practice_that_it_is_a_sample(visits: Desk) -> None:
    assert neutral_name(visits, wanted()) == "records 2026-03-12.xlsx"
    assert neutral_name(replace(visits, practice=True), wanted()) == "SAMPLE records 2026-03-12.xlsx"
