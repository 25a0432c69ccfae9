"""Forms of others: brought in whole or not at all, kept in the desk, replaced by later versions of themselves."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from fieldapp.domain.ids import FormId
from fieldapp.forms.library import NameTaken, NoSuchForm
from fieldapp.forms.problems import FormRefused, FormUnreadable
from fieldapp.storage.engine import Connection
from fieldapp.storage.troubles import DiskFull
from fieldapp.vault.desks import new_desk_folder
from fieldapp.vault.keystore import create
from fieldapp.vault.pace import FLOOR
from fieldapp.vault.unlocked import Vault
from fieldapp.work.desk import Desk
from fieldapp.work.filling import Impossible, begin, keep_draft, reopen, resume, save
from fieldapp.work.importing import OlderForm, RecordsOfForm, bring_in_form, imported_forms
from fieldapp.work.opening import open_desk
from fieldapp.work.packs import built_in_packs
from fieldapp.work.undoing import delete_as_mistake
from tests.fieldapp.work.conftest import answer, saved, told
from tests.helpers.clock import StandingClock
from tests.helpers.workbooks import VISIT, broken, without, workbook

VISIT_FORM = FormId("visit")


@pytest.fixture
def vault(home: Path) -> Vault:
    made, _ = create(new_desk_folder(home), "Swallow", "river lamp seven quiet stone", FLOOR)
    return made


def test_a_form_is_there_after_the_next_unlock_without_its_workbook(
    vault: Vault, clock: StandingClock, tmp_path: Path
) -> None:
    desk = open_desk(vault, clock, create=True)
    file = workbook(tmp_path / "visit.xlsx")
    brought = bring_in_form(desk, file)
    record = saved(desk, "visit", None, visited_on="2026-03-12", place="school")
    filling = answer(begin(desk, VISIT_FORM), people="7")
    keep_draft(desk, filling)
    desk.store.close()
    file.unlink()

    desk = open_desk(vault, clock)
    try:
        (listed,) = imported_forms(desk)
        again = reopen(desk, record)
        with desk.store.read() as reader:
            draft = resume(desk, reader.drafts()[0])
        assert (brought.title, brought.before) == ("Visit", None)
        assert (listed.form, listed.title, listed.version, listed.records) == ("visit", "Visit", "2026031201", 1)
        assert again.session.label(next(again.session.asked())) == "When were you there?"
        assert {place.field: draft.session.answer(place) for place in draft.session.asked()}["people"] == "7"  # type: ignore[index]
        assert built_in_packs().rule(VISIT_FORM, desk.library).called("ru") == "Visit"  # type: ignore[arg-type]
    finally:
        desk.store.close()


def test_its_rules_hold(desk: Desk, tmp_path: Path) -> None:
    bring_in_form(desk, workbook(tmp_path / "visit.xlsx"))

    with pytest.raises(Impossible):
        saved(desk, "visit", None, people="500")


def test_every_problem_is_told_with_its_place_and_nothing_is_kept(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(FormRefused) as refused:
        bring_in_form(desk, workbook(tmp_path / "visit.xlsx", broken()))

    told_ = [(problem.sheet, problem.row, problem.column) for problem in refused.value.problems]
    assert told_ == [
        ("survey", 2, "type"),
        ("survey", 3, "type"),
        ("survey", 4, "constraint"),
        ("choices", 2, "list_name"),
    ]
    assert imported_forms(desk) == ()
    with pytest.raises(NoSuchForm):
        desk.library.form(VISIT_FORM)


def test_a_file_that_is_no_form_is_told(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "holiday.xlsx").write_bytes(b"\xff\xd8 a photograph")

    with pytest.raises(FormUnreadable, match="is no form"):
        bring_in_form(desk, tmp_path / "holiday.xlsx")


def test_a_form_cannot_take_the_name_of_a_built_in_one(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(NameTaken, match="gbv_case"):
        bring_in_form(desk, workbook(tmp_path / "case.xlsx", form_id="gbv_case"))

    assert imported_forms(desk) == ()


def test_a_later_version_takes_the_place_of_the_one_before_and_its_records_open_in_it(
    desk: Desk, tmp_path: Path
) -> None:
    bring_in_form(desk, workbook(tmp_path / "visit.xlsx"))
    record = saved(desk, "visit", None, visited_on="2026-03-12", people="7")
    brought = bring_in_form(desk, workbook(tmp_path / "visit.xlsx", without(VISIT, "people"), version="2026041501"))

    assert brought.before == "2026031201"
    assert [each.version for each in imported_forms(desk)] == ["2026041501"]
    filling = reopen(desk, record)
    assert {place.field for place in filling.session.asked()} == {"visited_on", "place"}
    save(desk, answer(filling, place="library"))
    assert told(desk, record, "people") == "7"


def test_an_older_version_does_not_take_the_place_of_a_later_one(desk: Desk, tmp_path: Path) -> None:
    bring_in_form(desk, workbook(tmp_path / "visit.xlsx"))

    with pytest.raises(OlderForm, match="2025010101"):
        bring_in_form(desk, workbook(tmp_path / "old.xlsx", version="2025010101"))

    assert [each.version for each in imported_forms(desk)] == ["2026031201"]


def test_versions_that_are_no_numbers_are_not_compared(desk: Desk, tmp_path: Path) -> None:
    bring_in_form(desk, workbook(tmp_path / "visit.xlsx", version="vSmt4GQA3C9"))

    assert bring_in_form(desk, workbook(tmp_path / "visit.xlsx", version="aB7")).before == "vSmt4GQA3C9"


def test_on_a_full_disk_nothing_of_the_form_is_there(desk: Desk, tmp_path: Path) -> None:
    def fill(database: Connection) -> None:
        database.execute("PRAGMA max_page_count=1").fetchall()

    many = [["list_name", "name", "label::English (en)", "label::Русский (ru)"]]
    many += [["place", f"village_{number}", f"Village {number}" * 20, ""] for number in range(500)]
    desk.store._writer.run_outside(fill).result()

    with pytest.raises(DiskFull):
        bring_in_form(desk, workbook(tmp_path / "visit.xlsx", {**VISIT, "choices": many}))

    assert imported_forms(desk) == ()
    assert desk.library.imported == ()


def test_a_form_that_this_program_cannot_read_any_more_keeps_no_desk_from_opening(
    vault: Vault, clock: StandingClock, tmp_path: Path
) -> None:
    desk = open_desk(vault, clock, create=True)
    bring_in_form(desk, workbook(tmp_path / "visit.xlsx"))
    saved(desk, "visit", None, place="school")
    desk.store.write_now(lambda write: write.remember("imported form visit", "of another time"))
    desk.store.close()

    desk = open_desk(vault, clock)
    (before,) = imported_forms(desk)
    bring_in_form(desk, workbook(tmp_path / "visit.xlsx"))
    (after,) = imported_forms(desk)
    desk.store.close()

    assert (before.readable, before.records) == (False, 1)
    assert (after.readable, after.records) == (True, 1)


def test_its_records_are_listed_with_the_last_changed_first_and_without_what_they_say(
    desk: Desk, tmp_path: Path, clock: StandingClock
) -> None:
    bring_in_form(desk, workbook(tmp_path / "visit.xlsx"))
    first = saved(desk, "visit", None, place="school")
    clock.pass_(days=1)
    second = saved(desk, "visit", None, place="library")
    gone = saved(desk, "visit", None, place="school")
    delete_as_mistake(desk, gone)
    clock.pass_(days=1)
    save(desk, answer(reopen(desk, first), people="3"))
    rows, further = RecordsOfForm(desk, VISIT_FORM).page(None, 50)

    assert RecordsOfForm(desk, VISIT_FORM).count() == 2
    assert [row.record for row in rows] == [first, second]
    assert rows[0].changed == clock.now()
    assert (str(rows[0].who), rows[0].not_sent, further) == ("you", True, None)


def test_a_colleagues_record_of_a_form_that_is_not_here_waits_for_the_form(
    make_desk: Callable[[str], Desk], tmp_path: Path
) -> None:
    one, other = make_desk("one"), make_desk("other")
    bring_in_form(one, workbook(tmp_path / "visit.xlsx"))
    record = saved(one, "visit", None, place="school")
    with one.store.read() as reader:
        changes = reader.changes(record)
    other.store.write_now(lambda write: write.receive(changes))
    with pytest.raises(NoSuchForm):
        reopen(other, record)

    bring_in_form(other, workbook(tmp_path / "visit.xlsx"))

    assert [row.record for row in RecordsOfForm(other, VISIT_FORM).page(None, 50)[0]] == [record]
    assert reopen(other, record).form.title == "Visit"
