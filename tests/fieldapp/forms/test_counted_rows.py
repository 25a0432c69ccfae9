"""Repeats whose rows are counted by an answer: they follow it, and a slip of a number loses nothing."""

from __future__ import annotations

import pytest

from fieldapp.domain.changes import CREATE, DELETE
from fieldapp.domain.ids import ChangeId, FieldId, RecordId, WriterId
from fieldapp.forms.filling.counting import ROWS_LIMIT, RowsCounted
from fieldapp.forms.filling.session import FormSession
from fieldapp.forms.model import Kind
from fieldapp.forms.places import SavedRow
from tests.fieldapp.forms.making import at, form_with, give, opened, question, repeat, resumed

_HEADS = frozenset({ChangeId(WriterId("00" * 8), 4)})
_FAMILY = form_with(
    question("children", Kind.INTEGER),
    repeat(
        "child",
        question("name", required="true()"),
        question("seen", Kind.DATE, default="today()", default_runs=True),
        question("number", Kind.CALCULATE, calculation="position(..)"),
        question("toys", Kind.INTEGER),
        repeat("toy", question("what"), count="${toys}"),
        count="${children}",
    ),
    question("all", Kind.CALCULATE, calculation="count(${child})"),
    question("first", Kind.CALCULATE, calculation="once(concat('rows ', count(${child})))"),
)
_SAVED = tuple(
    SavedRow(
        record=RecordId(f"{number:032x}"),
        repeat=FieldId("child"),
        order=order,
        answers={FieldId("name"): name},
        after=_HEADS,
    )
    for number, name, order in ((1, "A", "F"), (2, "B", "V"), (3, "C", "k"))
)


def _names(session: FormSession) -> list[object]:
    return [session.answer(at("name", row)) for row in session.rows(at("child"))]


def test_as_many_rows_stand_there_as_the_answer_says_each_with_its_defaults() -> None:
    session = opened(_FAMILY)
    assert session.rows(at("child")) == ()

    touched = session.set(at("children"), "3")

    rows = session.rows(at("child"))
    assert [session.answer(at("number", row)) for row in rows] == ["1", "2", "3"]
    assert {session.answer(at("seen", row)) for row in rows} == {"2026-03-12"}
    assert session.answer(at("all")) == "3"
    assert at("child") in touched.repeats
    assert session.missing() == tuple(at("name", row) for row in rows)


def test_rows_beyond_the_number_come_back_with_all_that_was_typed_when_it_grows_again() -> None:
    session = opened(_FAMILY)
    give(session, children="3")
    first, second, third = session.rows(at("child"))
    session.set(at("name", third), "C")
    session.set(at("toys", third), "1")
    (toy,) = session.rows(at("toy", third))
    session.set(at("what", toy), "ball")

    touched = session.set(at("children"), "1")
    assert session.rows(at("child")) == (first,)
    assert session.answer(at("all")) == "1"
    assert not {place.row for place in touched.places} & {second, third, toy}
    assert [delta.record for delta in session.delta()] == [None, first]

    give(session, children=None)
    give(session, children="3")

    assert session.rows(at("child")) == (first, second, third)
    assert session.answer(at("name", third)) == "C"
    assert session.answer(at("what", toy)) == "ball"
    assert [delta.record for delta in session.delta()] == [None, first, second, third, toy]


def test_saved_rows_beyond_the_number_are_deleted_by_saving_with_all_inside_them() -> None:
    toy = SavedRow(record=RecordId("f" * 32), repeat=FieldId("toy"), parent=_SAVED[2].record, after=_HEADS)
    session = opened(_FAMILY, answers={FieldId("children"): "3"}, rows=(*_SAVED, toy))

    give(session, children="2")

    gone = [delta for delta in session.delta() if delta.kind == DELETE]
    assert {(delta.record, delta.after) for delta in gone} == {(_SAVED[2].record, _HEADS), (toy.record, _HEADS)}


def test_rows_that_a_merge_left_beyond_the_number_are_neither_shown_nor_deleted() -> None:
    session = opened(_FAMILY, answers={FieldId("children"): "2", FieldId("first"): "rows 2"}, rows=_SAVED)

    assert _names(session) == ["A", "B"]
    assert session.delta() == ()
    give(session, children="1")
    assert [(delta.record, delta.kind) for delta in session.delta()][1:] == [(_SAVED[1].record, DELETE)]


def test_a_record_opened_with_too_few_rows_shows_the_missing_ones_and_has_nothing_to_save_yet() -> None:
    session = opened(_FAMILY, answers={FieldId("children"): "3", FieldId("first"): "rows 2"}, rows=_SAVED[:2])

    assert _names(session) == ["A", "B", None]
    assert session.delta() == ()
    assert resumed(_FAMILY, session.draft_json()).delta() == ()
    new = session.rows(at("child"))[2]
    session.set(at("name", _SAVED[0].record), "D")
    assert (new, CREATE) in {(delta.record, delta.kind) for delta in session.delta()}


def test_a_draft_keeps_rows_beyond_the_number() -> None:
    session = opened(_FAMILY, answers={FieldId("children"): "3"}, rows=_SAVED)
    give(session, children="4")
    new = session.rows(at("child"))[3]
    session.set(at("name", new), "D")
    give(session, children="1")

    again = resumed(_FAMILY, session.draft_json())

    assert again.draft_json() == session.draft_json()
    assert again.delta() == session.delta()
    give(again, children="4")
    assert _names(again) == ["A", "B", "C", "D"]
    assert [delta.record for delta in again.delta() if delta.kind == CREATE] == [new]


def test_nobody_adds_or_takes_away_rows_that_the_form_counts() -> None:
    session = opened(_FAMILY)
    give(session, children="1")
    (row,) = session.rows(at("child"))
    assert not session.may_add(at("child"))

    with pytest.raises(RowsCounted, match="counts these rows itself"):
        session.add_row(at("child"))
    with pytest.raises(RowsCounted):
        session.remove_row(row)

    assert session.rows(at("child")) == (row,)


def test_a_count_of_a_million_is_refused_with_a_sentence_and_what_was_typed_stays() -> None:
    session = opened(_FAMILY)
    give(session, children="2")
    rows = session.rows(at("child"))
    session.set(at("name", rows[1]), "B")

    touched = session.set(at("children"), "1000000")

    assert session.rows(at("child")) == rows
    assert at("child") in touched.repeats
    assert "1000000 rows" in session.state(at("child")).error
    assert at("child") in session.problems()
    session.set(at("children"), str(ROWS_LIMIT))
    assert session.state(at("child")).error != ""
    give(session, children="3")
    assert session.state(at("child")).error == ""
    assert session.problems() == ()
    assert len(session.rows(at("child"))) == 3


def test_a_count_that_is_no_number_or_below_nought_asks_for_no_row() -> None:
    form = form_with(question("how_many"), repeat("child", question("name"), count="${how_many}"))
    session = opened(form)

    for answer in ("some", "-2", None):
        give(session, how_many=answer)
        assert session.rows(at("child")) == ()


def test_one_more_row_stands_there_as_long_as_the_last_one_says_so() -> None:
    form = form_with(
        question("so_far", Kind.CALCULATE, calculation="count(${child})"),
        repeat(
            "child",
            question("name"),
            question("more"),
            count="if(${so_far} = 0 or indexed-repeat(${more}, ${child}, ${so_far}) = 'yes', ${so_far} + 1, ${so_far})",
        ),
    )
    session = opened(form)
    (first,) = session.rows(at("child"))

    session.set(at("more", first), "yes")

    (_, second) = session.rows(at("child"))
    session.set(at("more", second), "no")
    assert len(session.rows(at("child"))) == 2
    assert len(resumed(form, session.draft_json()).rows(at("child"))) == 2


def test_a_count_that_never_settles_stops_and_is_named() -> None:
    form = form_with(repeat("child", question("name"), count="count(${child}) + 1"))

    session = opened(form)

    assert [fault.place for fault in session.faults()] == [at("child")]


def test_a_row_moved_among_counted_ones_stays_before_those_that_were_put_aside() -> None:
    session = opened(_FAMILY)
    give(session, children="3")
    first, second, third = session.rows(at("child"))
    give(session, children="2")

    session.move_row(first, 1)
    give(session, children="3")

    assert session.rows(at("child")) == (second, first, third)
    again = resumed(_FAMILY, session.draft_json())
    assert again.rows(at("child")) == (second, first, third)
