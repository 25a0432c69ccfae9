"""Lists that records fill: written with the record, corrected with it, chosen from in other forms."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from fieldapp.domain.ids import FormId, RecordId
from fieldapp.forms.model import Choice, Entity, Form, Kind, Text
from fieldapp.forms.places import Place
from fieldapp.storage.values import StoredRecord
from fieldapp.words import ENGLISH
from fieldapp.work.desk import Desk
from fieldapp.work.disputes import look_at_disputes
from fieldapp.work.filling import begin, keep_draft, reopen, resume, save
from fieldapp.work.looking import look
from fieldapp.work.packs import built_in_packs
from fieldapp.work.past import look_at_past
from fieldapp.work.undoing import delete_as_mistake
from tests.fieldapp.forms.making import at, form_with, question, repeat
from tests.fieldapp.work.conftest import a_case, answer, saved, told

_REGISTER = form_with(
    question("head", save_to="head_of", entity="household"),
    question("people", Kind.INTEGER, save_to="people", entity="household"),
    question("secret"),
    question("met", Kind.SELECT_ONE, choices="yes_no"),
    repeat(
        "child",
        question("called", save_to="called", entity="child"),
        question("age", Kind.INTEGER, save_to="age", entity="child"),
    ),
    lists={"yes_no": (Choice("yes"), Choice("no"))},
    entities=(
        Entity(list="household", label="concat(${head}, ', ', ${people})", create_if="${met} != 'no'"),
        Entity(list="child", label="${called}", repeat=at("child").field),
    ),
)
_VISIT = Form(
    id=FormId("visit"),
    children=(
        question("which", Kind.SELECT_ONE, choices="household", file="household.csv"),
        question("typed"),
        question("child", Kind.SELECT_ONE, choices="child", file="child.csv", choice_filter="age > 5"),
        question("now", Kind.INTEGER, save_to="people", entity="household"),
        question("moved", Kind.SELECT_ONE, choices="yes_no"),
    ),
    lists={"yes_no": (Choice("yes"), Choice("no")), "household": (Choice("old", Text({"": "Of the file"})),)},
    entities=(Entity(list="household", id="coalesce(${which}, ${typed})", update_if="${moved} != 'yes'"),),
)


@pytest.fixture
def desk(desk: Desk) -> Desk:
    desk.library.add(_REGISTER)
    desk.library.add(_VISIT)
    return desk


def _lines(desk: Desk, name: str = "household") -> list[StoredRecord]:
    with desk.store.read() as reader:
        stored = [reader.record(row.id) for row in reader.rows_called(f"#{name}")]
    return [record for record in stored if record is not None]


def _name(line: StoredRecord) -> str:
    return f"{line.id[:8]}-{line.id[8:12]}-{line.id[12:16]}-{line.id[16:20]}-{line.id[20:]}"


def _send(from_desk: Desk, to_desk: Desk, *records: RecordId) -> None:
    """What one desk knows of these records comes to the other."""
    with from_desk.store.read() as reader:
        changes = [change for record in records for change in reader.changes(record)]
    to_desk.store.write_now(lambda writing: writing.receive(changes))


def _offered(desk: Desk, name: str = "which") -> list[tuple[str, str]]:
    filling = begin(desk, FormId("visit"))
    return [(filling.session.text(at(name), choice.label), choice.name) for choice in filling.session.choices(at(name))]


def _register(desk: Desk, **answers: str) -> RecordId:
    return saved(desk, "household", None, **{"head": "A", "people": "4", "met": "yes", **answers})


def test_a_record_writes_its_line_when_it_is_saved_and_other_forms_choose_from_it(desk: Desk) -> None:
    assert _offered(desk) == [("Of the file", "old")]

    record = _register(desk, secret="hers")

    (line,) = _lines(desk)
    assert (line.parent, line.root, line.space) == (record, record, "")
    assert line.answers == {"label": "A, 4", "head_of": "A", "people": "4"}
    assert _offered(desk) == [("Of the file", "old"), ("A, 4", _name(line))]


def test_nothing_is_written_where_the_form_says_so(desk: Desk) -> None:
    _register(desk, met="no")

    assert _lines(desk) == []


def test_a_correction_changes_the_line_and_makes_no_second_one(desk: Desk) -> None:
    record = _register(desk)

    for people in ("5", "6"):
        save(desk, answer(reopen(desk, record), people=people))

    (line,) = _lines(desk)
    assert line.answers["people"] == "6"  # type: ignore[index]
    assert line.answers["label"] == "A, 6"  # type: ignore[index]


def test_what_a_correction_did_not_touch_stays_as_another_record_wrote_it(desk: Desk) -> None:
    record = _register(desk)
    (line,) = _lines(desk)
    saved(desk, "visit", None, which=_name(line), now="9", moved="no")
    assert told(desk, line.id, "people") == "9"

    save(desk, answer(reopen(desk, record), head="B"))

    assert told(desk, line.id, "head_of") == "B"
    assert told(desk, line.id, "people") == "9"


def test_another_record_changes_the_line_it_names_and_no_other_record(desk: Desk) -> None:
    record = _register(desk)
    (line,) = _lines(desk)

    saved(desk, "visit", None, which=_name(line), now="9", moved="yes")
    assert told(desk, line.id, "people") == "4"
    saved(desk, "visit", None, typed=line.id.upper(), now="5", moved="no")
    assert told(desk, line.id, "people") == "5"
    for odd in (record, "no such line", "0" * 32):
        saved(desk, "visit", None, typed=odd, now="1", moved="no")

    assert told(desk, line.id, "people") == "5"
    assert told(desk, record, "people") == "4"
    assert len(_lines(desk)) == 1


def test_each_row_of_a_repeat_writes_a_line_that_goes_with_the_row(desk: Desk) -> None:
    filling = answer(begin(desk, FormId("household")), head="A", met="yes")
    rows = [filling.session.add_row(at("child"))[0] for _ in range(2)]
    for row, (called, age) in zip(rows, (("C", "4"), ("D", "9")), strict=True):
        filling.session.set(at("called", row), called)
        filling.session.set(at("age", row), age)
    save(desk, filling)

    assert [line.parent for line in _lines(desk, "child")] == rows
    assert [label for label, _ in _offered(desk, "child")] == ["D"]

    again = reopen(desk, filling.record)
    assert again.session.lost == ()
    again.session.remove_row(rows[1])
    save(desk, again)
    assert [line.answers["label"] for line in _lines(desk, "child")] == ["C"]  # type: ignore[index]


def test_a_draft_of_a_correction_still_knows_what_the_record_wrote(desk: Desk) -> None:
    record = _register(desk)
    (line,) = _lines(desk)
    filling = answer(reopen(desk, record), head="B")
    keep_draft(desk, filling)
    saved(desk, "visit", None, which=_name(line), now="9", moved="no")

    with desk.store.read() as reader:
        (draft,) = reader.drafts()
    save(desk, resume(desk, draft))

    assert (told(desk, line.id, "head_of"), told(desk, line.id, "people")) == ("B", "9")


def test_a_colleagues_edit_that_arrived_meanwhile_stands_against_hers(
    desk: Desk, make_desk: Callable[[str], Desk]
) -> None:
    hers = make_desk("two")
    hers.library.add(_REGISTER)
    record = _register(desk)
    (line,) = _lines(desk)
    _send(desk, hers, record, line.id)
    mine, theirs = reopen(desk, record), reopen(hers, record)
    save(hers, answer(theirs, people="7"))
    _send(hers, desk, line.id)

    save(desk, answer(mine, people="5"))

    with desk.store.read() as reader:
        (other,) = [each for each in reader.conflicts(record=line.id) if each.conflict.field == "people"]
    assert {side.answer for side in other.conflict.sides} == {"5", "7"}
    disputes = look_at_disputes(desk, built_in_packs(), record, mine.session.language)
    assert {each.question for each in disputes} == {"people", "household"}


def test_two_desks_that_write_the_line_of_a_record_apart_make_one(desk: Desk, make_desk: Callable[[str], Desk]) -> None:
    hers = make_desk("two")
    hers.library.add(_REGISTER)
    record = _register(desk, met="no")
    _send(desk, hers, record)
    for each in (desk, hers):
        save(each, answer(reopen(each, record), met="yes"))
    (line,) = _lines(hers)
    _send(hers, desk, record, line.id)

    assert [(each.id, each.conflicts, told(desk, each.id, "label")) for each in _lines(desk)] == [(line.id, 0, "A, 4")]
    save(desk, answer(reopen(desk, record), people="5"))
    assert told(desk, line.id, "people") == "5"


def test_a_line_is_gone_with_its_record_and_no_more_offered(desk: Desk) -> None:
    record = _register(desk)

    delete_as_mistake(desk, record)

    assert _lines(desk) == []
    assert _offered(desk) == [("Of the file", "old")]


def test_what_was_chosen_is_told_in_the_words_of_its_line(desk: Desk) -> None:
    _register(desk)
    (line,) = _lines(desk)
    visit = saved(desk, "visit", None, which=_name(line), now="9", moved="no")

    (edit,) = look_at_past(desk, built_in_packs(), visit, ENGLISH).edits

    assert [change.new for change in edit.changed if change.question == "which"] == ["A, 4"]


def test_lines_stand_in_no_time_line(desk: Desk) -> None:
    case = a_case(desk)
    filling = answer(begin(desk, FormId("household"), case), head="A", people="4", met="yes")
    save(desk, filling)
    (line,) = _lines(desk)

    entries = look(desk, built_in_packs(), case, filling.session.language).entries

    assert line.root == case
    assert [entry.record for entry in entries if entry.form == "household"] == [filling.record]


def test_a_line_with_a_name_from_outside_is_made_once_and_then_changed(desk: Desk) -> None:
    form = Form(
        id=FormId("upsert"),
        children=(question("code"), question("crop", save_to="crop", entity="farm")),
        entities=(Entity(list="farm", label="${crop}", id="${code}", create_if="true()", update_if="true()"),),
    )
    desk.library.add(form)

    for crop in ("wheat", "maize"):
        saved(desk, "upsert", None, code="F-7", crop=crop)

    (line,) = _lines(desk, "farm")
    assert line.answers == {"label": "maize", "crop": "maize"}


def test_rows_of_a_repeat_that_is_not_asked_write_nothing(desk: Desk) -> None:
    form = form_with(
        question("any"),
        repeat("goat", question("called", save_to="called", entity="goat"), relevant="${any} = 'yes'"),
        entities=(Entity(list="goat", label="${called}", repeat=at("goat").field),),
    )
    desk.library.add(Form(id=FormId("goats"), children=form.children, entities=form.entities))
    filling = answer(begin(desk, FormId("goats")), any="yes")
    row, _ = filling.session.add_row(Place(None, at("goat").field))
    filling.session.set(at("called", row), "G")
    answer(filling, any="no")

    save(desk, filling)

    assert _lines(desk, "goat") == []
