"""Merge, read as rules: who deletes, restores, moves or puts in order what somebody else changes meanwhile."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest

from fieldapp.domain.changes import CREATE, DELETE, MOVE, RESTORE, Change
from fieldapp.domain.ids import FieldId
from fieldapp.domain.merge import ALIVE, DELETED, LIFE, ORDER, SPACE, Folded, fold
from tests.fieldapp.domain.histories import PROTECTIVE, change

CREATED = change(1, 1, CREATE, space="naryn", phone="1")


def folded(*changes: Change) -> Folded:
    """The record, after making sure that every order of arrival makes the same."""
    every = {repr(_plain(fold(order, PROTECTIVE))) for order in itertools.permutations([CREATED, *changes])}
    assert len(every) == 1
    record = fold([CREATED, *changes], PROTECTIVE)
    assert record is not None
    return record


def _plain(record: Folded | None) -> object:
    assert record is not None
    return sorted(record.answers.items()), record.deleted, record.space, sorted(record.heads), record.conflicts


def put(who: int, place: str) -> Change:
    """The row is moved to another place among its sisters."""
    return replace(change(who, 2, after=(CREATED,)), fields={ORDER: place})


def asked(record: Folded) -> list[str]:
    """What a person is asked about."""
    return [conflict.field for conflict in record.conflicts]


def test_two_who_delete_the_same_record_apart_agree() -> None:
    record = folded(change(1, 2, DELETE, after=(CREATED,)), change(2, 1, DELETE, after=(CREATED,)))

    assert record.deleted
    assert asked(record) == []


def test_an_edit_made_before_the_deletion_arrived_keeps_the_record_until_somebody_chooses() -> None:
    edited = change(2, 1, after=(CREATED,), phone="2")
    deleted = change(1, 2, DELETE, after=(CREATED,), lamport=50)

    record = folded(edited, deleted)

    assert not record.deleted
    assert asked(record) == [LIFE]
    assert [side.answer for side in record.conflicts[0].sides] == [ALIVE, DELETED]


def test_once_a_person_has_chosen_the_deletion_it_is_deleted() -> None:
    edited = change(2, 1, after=(CREATED,), phone="2")
    deleted = change(1, 2, DELETE, after=(CREATED,))
    chosen = change(1, 3, DELETE, after=(edited, deleted))

    record = folded(edited, deleted, chosen)

    assert record.deleted
    assert asked(record) == []


def test_a_restored_record_that_somebody_deletes_again_without_knowing_is_asked_about() -> None:
    deleted = change(1, 2, DELETE, after=(CREATED,))
    restored = change(2, 1, RESTORE, after=(deleted,))
    deleted_again = change(3, 1, DELETE, after=(deleted,), lamport=40)

    record = folded(deleted, restored, deleted_again)

    assert not record.deleted
    assert asked(record) == [LIFE]


def test_two_who_restore_a_record_apart_agree() -> None:
    deleted = change(1, 2, DELETE, after=(CREATED,))

    record = folded(deleted, change(1, 3, RESTORE, after=(deleted,)), change(2, 1, RESTORE, after=(deleted,)))

    assert not record.deleted
    assert asked(record) == []


def test_an_edit_goes_along_when_somebody_moves_the_record_meanwhile() -> None:
    moved = change(1, 2, MOVE, after=(CREATED,), space="osh")
    edited = change(2, 1, after=(CREATED,), phone="2")

    record = folded(moved, edited)

    assert (record.space, record.answers) == ("osh", {"phone": "2"})
    assert asked(record) == []


def test_two_who_move_a_record_to_the_same_place_agree() -> None:
    here, there = (change(who, 2, MOVE, after=(CREATED,), space="osh") for who in (1, 2))

    record = folded(here, there)

    assert record.space == "osh"
    assert asked(record) == []


def test_two_who_move_a_record_to_different_places_are_asked_and_it_stands_in_one_of_them() -> None:
    here = change(1, 2, MOVE, after=(CREATED,), space="osh")
    there = change(2, 1, MOVE, after=(CREATED,), space="talas")

    record = folded(here, there)

    assert record.space == record.conflicts[0].sides[0].answer == "talas"
    assert asked(record) == [SPACE]


def test_a_deletion_that_did_not_know_of_a_move_deletes_the_record_where_it_is_now() -> None:
    moved = change(2, 1, MOVE, after=(CREATED,), space="osh")
    deleted = change(1, 2, DELETE, after=(CREATED,))

    record = folded(moved, deleted)

    assert (record.deleted, record.space) == (True, "osh")
    assert asked(record) == []


def test_a_row_that_two_put_in_different_places_stands_in_one_of_them_and_nobody_is_asked() -> None:
    up, down = put(1, "B"), put(2, "X")

    record = folded(up, down)

    assert record.answers[ORDER] == "X", "the greater (lamport, writer)"
    assert asked(record) == []


def test_a_row_deleted_here_and_changed_there_is_kept_and_asked_about() -> None:
    moved_up = put(2, "B")
    deleted = change(1, 2, DELETE, after=(CREATED,), lamport=9)

    record = folded(moved_up, deleted)

    assert not record.deleted
    assert asked(record) == [LIFE]


def test_three_who_change_one_answer_apart_make_one_conflict_of_three_sides() -> None:
    apart = [change(who, 9, after=(CREATED,), phone=str(who)) for who in (1, 2, 3)]

    record = folded(*apart)

    assert asked(record) == ["phone"]
    assert [side.answer for side in record.conflicts[0].sides] == ["3", "2", "1"]


def test_a_third_side_that_did_not_know_of_the_choice_is_asked_about_against_the_choice() -> None:
    one, other = (change(who, 2, after=(CREATED,), phone=str(who)) for who in (1, 2))
    chosen = change(1, 3, after=(one, other), phone="1")
    third = change(3, 1, after=(CREATED,), phone="3")

    record = folded(one, other, chosen, third)

    assert {side.change for side in record.conflicts[0].sides} == {chosen.id, third.id}


def test_two_who_choose_differently_apart_are_asked_once_more() -> None:
    one, other = (change(who, 2, after=(CREATED,), phone=str(who)) for who in (1, 2))
    choices = [change(who, 3, after=(one, other), phone=str(who)) for who in (1, 2)]

    assert {side.change for side in folded(one, other, *choices).conflicts[0].sides} == {each.id for each in choices}


def test_two_who_choose_the_same_apart_have_settled_it() -> None:
    one, other = (change(who, 2, after=(CREATED,), phone=str(who)) for who in (1, 2))

    assert asked(folded(one, other, *(change(who, 3, after=(one, other), phone="1") for who in (1, 2)))) == []


def test_an_edit_of_another_answer_does_not_settle_a_conflict() -> None:
    one, other = (change(who, 2, after=(CREATED,), phone=str(who)) for who in (1, 2))

    assert asked(folded(one, other, change(1, 3, after=(one, other), note="met"))) == ["phone"]


@pytest.mark.parametrize("kind", [DELETE, MOVE, RESTORE])
def test_an_open_conflict_over_an_answer_stays_open_whatever_becomes_of_the_record(kind: str) -> None:
    one, other = (change(who, 2, after=(CREATED,), phone=str(who)) for who in (1, 2))

    record = folded(one, other, change(1, 3, kind, after=(one, other), space="osh"))

    assert asked(record) == ["phone"]
    assert record.answers[FieldId("phone")] == "2"
