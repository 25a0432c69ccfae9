"""Another version of a form comes: what it changes is told beforehand, and every record and draft opens in it whole."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest

from fieldapp.domain.answers import Answer
from fieldapp.domain.changes import UPDATE
from fieldapp.domain.ids import FieldId, FormId, RecordId
from fieldapp.forms.encoding import form_to_json
from fieldapp.forms.places import Place
from fieldapp.forms.versions.mapping import renames_of
from fieldapp.storage.values import NewChange
from fieldapp.storage.write import Write
from fieldapp.vault.desks import new_desk_folder
from fieldapp.vault.keystore import create
from fieldapp.vault.pace import FLOOR
from fieldapp.words import ENGLISH, Language
from fieldapp.work import versions
from fieldapp.work.desk import Desk
from fieldapp.work.filling import Filling, begin, keep_draft, reopen, save
from fieldapp.work.importing import SameForm, bring_in, bring_in_form, imported_forms, read_form
from fieldapp.work.opening import open_desk
from fieldapp.work.packs import built_in_packs
from fieldapp.work.past import look_at_past
from fieldapp.work.previewing import Preview, Why, preview
from fieldapp.work.taking import cross, take_up
from tests.fieldapp.work.conftest import answer, saved, told
from tests.helpers.clock import StandingClock
from tests.helpers.workbooks import VISIT, Rows, later, without, workbook

VISIT_FORM = FormId("visit")
RUSSIAN = Language("ru")


def sheets(*survey: list[str], version: str = "2026041501", **more: list[list[str]]) -> dict[str, Rows]:
    """A version of the form with these questions."""
    settings = [["form_title", "form_id", "version"], ["Visit", "visit", version]]
    return {"survey": [["type", "name", "label"], *survey], "settings": settings, **more}


def bring(desk: Desk, folder: Path, written: dict[str, Rows]) -> None:
    bring_in_form(desk, workbook(folder / "form.xlsx", written))


def looked_at(desk: Desk, folder: Path, written: dict[str, Rows]) -> Preview:
    return preview(desk, read_form(desk, workbook(folder / "next.xlsx", written)), ENGLISH)


def said(filling: Filling) -> list[tuple[str, str, str]]:
    return [(each.where, each.question, each.answer) for each in filling.kept()]


def given(filling: Filling, name: str) -> Answer | None:
    return filling.session.answer(Place(None, FieldId(name)))


@pytest.fixture
def visits(desk: Desk, tmp_path: Path) -> list[RecordId]:
    """Two records and a draft of the first version."""
    bring_in_form(desk, workbook(tmp_path / "visit.xlsx"))
    records = [
        saved(desk, "visit", None, visited_on="2026-03-12", place="school", people="7"),
        saved(desk, "visit", None, visited_on="2026-03-13", place="library"),
    ]
    keep_draft(desk, answer(begin(desk, VISIT_FORM), place="school", people="3"))
    return records


def test_the_preview_says_what_maps_what_is_new_and_how_many_answers_lose_their_place(
    desk: Desk, tmp_path: Path, visits: list[RecordId]
) -> None:
    found = looked_at(desk, tmp_path, later())

    assert (found.before, found.records, found.drafts, found.touched) == ("2026031201", 2, 1, 1)
    assert found.stay == 2
    assert [(each.why, each.label, each.choices, each.answers) for each in found.unplaced] == [
        (Why.CHOICES, "Where?", ("School",), 1)
    ]
    assert [(each.before, each.now, each.answers) for each in found.suggested] == [
        ("How many people came?", "How many people came there?", 1)
    ]
    assert [(each.label, each.required) for each in found.added] == [
        ("How many people came there?", False),
        ("What was said?", True),
    ]
    assert not found.is_plain
    assert [each.version for each in imported_forms(desk)] == ["2026031201"]


def test_rows_whose_table_is_gone_and_questions_of_another_kind_are_counted(desk: Desk, tmp_path: Path) -> None:
    first = sheets(
        ["select_one yes", "help", "Did they ask for help?"],
        ["text", "number", "How many?"],
        ["begin_repeat", "child", "Children"],
        ["text", "what", "What does it need?"],
        ["end_repeat", "", ""],
        version="1",
        choices=[["list_name", "name", "label"], ["yes", "1", "Yes"], ["yes", "2", "No"]],
    )
    bring(desk, tmp_path, first)
    filling = answer(begin(desk, VISIT_FORM), help="1", number="seven")
    row, _ = filling.session.add_row(Place(None, FieldId("child")))
    filling.session.set(Place(row, FieldId("what")), "a coat")
    save(desk, filling)
    saved(desk, "visit", None, number="8")
    second = sheets(["integer", "help", "How much help?"], ["integer", "number", "How many?"], version="2")
    found = looked_at(desk, tmp_path, second)

    assert [(each.why, each.label, each.answers) for each in found.unplaced] == [
        (Why.REPEAT, "Children", 1),
        (Why.KIND, "How much help?", 1),
        (Why.KIND, "How many?", 1),
    ]
    assert found.touched == 1
    bring(desk, tmp_path, second)
    again = reopen(desk, filling.record)
    assert given(again, "help") is None
    assert said(again) == [
        ("", "Did they ask for help?", "Yes"),
        ("", "How many?", "seven"),
        ("Children 1", "What does it need?", "a coat"),
    ]


def test_a_version_in_which_everything_has_its_place_needs_no_look(desk: Desk, tmp_path: Path) -> None:
    bring_in_form(desk, workbook(tmp_path / "visit.xlsx"))

    assert looked_at(desk, tmp_path, {**VISIT, "settings": later()["settings"]}).is_plain


def test_the_same_form_again_and_another_under_the_same_number_are_told_apart(desk: Desk, tmp_path: Path) -> None:
    bring_in_form(desk, workbook(tmp_path / "visit.xlsx"))

    with pytest.raises(SameForm, match="in this very version"):
        read_form(desk, workbook(tmp_path / "again.xlsx"))
    found = looked_at(desk, tmp_path, without(VISIT, "people"))
    assert found.same_number
    assert not found.is_plain


def test_a_record_of_before_opens_with_what_has_no_place_beside_it_in_the_words_of_then(
    desk: Desk, tmp_path: Path, visits: list[RecordId]
) -> None:
    bring(desk, tmp_path, later())
    filling = reopen(desk, visits[0], RUSSIAN)
    crossing = filling.crossing()

    assert said(filling) == [("", "Где?", "Школа"), ("", "Сколько людей пришло?", "7")]
    assert crossing is not None
    assert (crossing.version, crossing.now, crossing.asked) == ("2026031201", "2026041501", ("Что было сказано?",))
    save(desk, answer(filling, said="thanks", place="library"))
    assert [told(desk, visits[0], name) for name in ("people", "place", "#kept place")] == ["7", "library", "school"]
    again = reopen(desk, visits[0])
    assert again.crossing() is None
    assert sorted(said(again)) == [("", "How many people came?", "7"), ("", "Where?", "School")]


def test_what_has_no_place_is_told_once_for_a_record(desk: Desk, tmp_path: Path, visits: list[RecordId]) -> None:
    bring(desk, tmp_path, later())
    packs = built_in_packs()
    first = take_up(desk, packs, visits[0], ENGLISH)
    cross(desk, first)

    assert first.crosses
    assert not take_up(desk, packs, visits[0], ENGLISH).crosses
    assert take_up(desk, packs, visits[1], ENGLISH).crosses


def test_a_draft_of_before_goes_on_and_is_saved_with_all_that_was_typed(
    desk: Desk, tmp_path: Path, visits: list[RecordId]
) -> None:
    bring(desk, tmp_path, later())
    with desk.store.read() as reader:
        (draft,) = reader.drafts()
    keep_draft(desk, answer(reopen(desk, draft.record), said="thanks"))
    save(desk, filling := reopen(desk, draft.record))

    assert filling.new is False
    assert [told(desk, draft.record, name) for name in ("people", "#kept place", "said")] == ["3", "school", "thanks"]


def test_an_accepted_name_carries_the_answers_over_in_records_and_drafts(
    desk: Desk, tmp_path: Path, visits: list[RecordId]
) -> None:
    found = looked_at(desk, tmp_path, later())
    bring_in(desk, found.form, renames_of(each.pair for each in found.suggested))
    with desk.store.read() as reader:
        (draft,) = reader.drafts()

    assert given(reopen(desk, visits[0]), "participants") == "7"
    assert given(reopen(desk, draft.record), "participants") == "3"
    save(desk, answer(reopen(desk, visits[0]), said="thanks"))
    assert [told(desk, visits[0], name) for name in ("people", "participants")] == [None, "7"]


def test_the_history_names_questions_and_choices_that_are_gone(
    desk: Desk, tmp_path: Path, visits: list[RecordId]
) -> None:
    bring(desk, tmp_path, later())
    past = look_at_past(desk, built_in_packs(), visits[0], ENGLISH)

    assert {(each.question, each.new) for each in past.edits[0].changed} == {
        ("When were you there", "12.03.2026"),
        ("Where", "School"),
        ("How many people came", "7"),
    }


def test_a_code_given_before_is_no_number_even_after_the_record_was_saved_again(desk: Desk, tmp_path: Path) -> None:
    yes = [["list_name", "name", "label"], ["yes", "1", "Yes"], ["yes", "2", "No"]]
    bring(
        desk, tmp_path, sheets(["select_one yes", "help", "Help?"], ["text", "note", "Note"], version="1", choices=yes)
    )
    record = saved(desk, "visit", None, help="1")
    bring(desk, tmp_path, sheets(["integer", "help", "How much help?"], ["text", "note", "Note"], version="2"))
    save(desk, answer(reopen(desk, record), note="came again"))

    assert said(reopen(desk, record)) == [("", "Help?", "Yes")]
    save(desk, answer(reopen(desk, record), help="1"))
    again = reopen(desk, record)
    assert given(again, "help") == "1"
    assert said(again) == [("", "Help?", "Yes")]


def test_every_version_stays_and_names_what_was_asked_two_versions_ago(
    desk: Desk, tmp_path: Path, visits: list[RecordId]
) -> None:
    bring(desk, tmp_path, without(later(), "participants"))
    bring(desk, tmp_path, sheets(["text", "said", "What?"], version="2026050101"))

    assert ("", "How many people came?", "7") in said(reopen(desk, visits[0]))


def test_a_later_version_here_is_read_in_the_one_that_is_here(
    desk: Desk, tmp_path: Path, visits: list[RecordId]
) -> None:
    """A colleague is ahead: what she answered is kept, under the name of the question."""
    with desk.store.read() as reader:
        heads = reader.record(visits[0])
    assert heads is not None
    change = NewChange(
        record=visits[0],
        kind=UPDATE,
        form=VISIT_FORM,
        version="2026090901",
        fields={FieldId("weather"): "rain"},
        after=heads.heads,
    )
    desk.store.write_now(lambda write: write.save([change], desk.worker, desk.clock.now()))
    filling = reopen(desk, visits[0])

    assert said(filling) == [("", "weather", "rain")]
    crossing = filling.crossing()
    assert crossing is not None
    assert crossing.version == "2026090901"


def test_a_new_program_keeps_the_words_of_the_built_in_forms_that_the_one_before_had(
    home: Path, clock: StandingClock
) -> None:
    vault, _ = create(new_desk_folder(home), "Swallow", "river lamp seven quiet stone", FLOOR)
    form = FormId("gbv_contact_count")
    desk = open_desk(vault, clock, create=True)
    earlier = replace(desk.library.form(form), version="0", title="As it was")

    def as_before(write: Write) -> None:
        versions.keep_version(write, form, "0", form_to_json(earlier), clock.now())
        known = cast("dict[str, str]", write.recall("built-in versions"))
        write.remember("built-in versions", {**known, form: "0"})

    desk.store.write_now(as_before)
    desk.store.close()
    desk = open_desk(vault, clock)
    with desk.store.read() as reader:
        lineage = versions.lineage_of(desk, reader, form)
        kept = reader.recall(f"form versions {form}")
    desk.store.close()

    assert [each.version for each in lineage.before] == ["0"]
    assert [version for version, _, _ in cast("list[list[str]]", kept)] == ["0", lineage.now.version]


def test_what_a_version_before_asked_is_still_found_by_a_search(desk: Desk, tmp_path: Path) -> None:
    head = ["type", "name", "label", "bind::fieldapp:search"]
    written: dict[str, Rows] = {
        "survey": [head, ["text", "who", "Who came?", "yes"], ["text", "note", "Note", ""]],
        "settings": [
            ["form_title", "form_id", "version", "namespaces"],
            ["Visit", "visit", "1", 'fieldapp="urn:fieldapp:xlsform"'],
        ],
    }
    bring(desk, tmp_path, written)
    record = saved(desk, "visit", None, who="Aigul Asanova")
    bring(desk, tmp_path, sheets(["text", "note", "Note"], version="2"))
    save(desk, answer(reopen(desk, record), note="came again"))

    with desk.store.read() as reader:
        assert [hit.record for hit in reader.search("asanova").hits] == [record]


def test_words_that_may_mean_another_thing_are_shown_side_by_side(desk: Desk, tmp_path: Path) -> None:
    bring_in_form(desk, workbook(tmp_path / "visit.xlsx"))
    rows = [["place", "library", "Market", "Базар"] if row[1] == "library" else row for row in VISIT["choices"]]
    found = looked_at(desk, tmp_path, {**VISIT, "choices": rows, "settings": later()["settings"]})

    assert [(each.question, each.before, each.now) for each in found.reworded] == [("Where?", "Library", "Market")]
    assert not found.is_plain
