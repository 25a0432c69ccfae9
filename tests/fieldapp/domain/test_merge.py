"""Merge: what a record is when several people wrote it."""

from __future__ import annotations

import itertools
import random

from hypothesis import given, settings
from hypothesis import strategies as st

from fieldapp.domain.answers import Special
from fieldapp.domain.changes import CREATE, DELETE, MOVE, RESTORE, UPDATE, Change
from fieldapp.domain.ids import FieldId
from fieldapp.domain.merge import LIFE, SPACE, Folded, fold, follow
from tests.fieldapp.domain.histories import PROTECTIVE, change, circles, histories
from tests.fieldapp.domain.oracle import truth


def folded(*changes: Change) -> Folded:
    record = fold(changes, PROTECTIVE)
    assert record is not None
    return record


def test_a_record_does_not_exist_before_its_creation_has_arrived() -> None:
    created = change(1, 1, CREATE, phone="1")
    corrected = change(1, 2, after=(created,), phone="2")

    assert fold([corrected]) is None


def test_a_later_correction_by_someone_who_saw_the_first_answer_replaces_it() -> None:
    created = change(1, 1, CREATE, phone="1")
    corrected = change(2, 1, after=(created,), phone="2")

    record = folded(corrected, created)

    assert record.answers == {"phone": "2"}
    assert not record.conflicts


def test_edits_of_different_fields_made_apart_both_stand() -> None:
    created = change(1, 1, CREATE, phone="1")
    hers = change(1, 2, after=(created,), phone="2")
    theirs = change(2, 1, after=(created,), note="met")

    record = folded(created, theirs, hers)

    assert record.answers == {"phone": "2", "note": "met"}
    assert not record.conflicts
    assert record.heads == {hers.id, theirs.id}


def test_edits_of_one_field_made_apart_are_a_conflict_and_both_values_are_kept() -> None:
    created = change(1, 1, CREATE, phone="1")
    hers = change(1, 2, after=(created,), phone="2")
    theirs = change(2, 1, after=(created,), phone="3")

    record = folded(created, theirs, hers)

    (conflict,) = record.conflicts
    assert conflict.field == "phone"
    assert {side.answer for side in conflict.sides} == {"2", "3"}
    assert record.answers[FieldId("phone")] == conflict.sides[0].answer == "3", "the greater (lamport, writer) stands"


def test_the_same_answer_given_twice_apart_is_no_conflict() -> None:
    created = change(1, 1, CREATE, phone="1")
    hers = change(1, 2, after=(created,), phone="2")
    theirs = change(2, 1, after=(created,), phone="2")

    assert not folded(created, theirs, hers).conflicts


def test_a_choice_made_after_both_settles_a_conflict() -> None:
    created = change(1, 1, CREATE, phone="1")
    hers = change(1, 2, after=(created,), phone="2")
    theirs = change(2, 1, after=(created,), phone="3")
    chosen = change(1, 3, after=(hers, theirs), phone="2")

    record = folded(chosen, theirs, created, hers)

    assert record.answers[FieldId("phone")] == "2"
    assert not record.conflicts


def test_a_withdrawn_consent_beats_a_grant_until_a_person_chooses() -> None:
    created = change(1, 1, CREATE, consent="yes")
    withdrawn = change(1, 2, after=(created,), consent="no")
    confirmed_apart = change(2, 1, after=(created,), lamport=99, consent=None)
    granted_apart = change(3, 1, after=(created,), lamport=100, consent="later")

    record = folded(created, withdrawn, confirmed_apart, granted_apart)

    assert record.answers[FieldId("consent")] == "no"
    assert len(record.conflicts[0].sides) == 3


def test_who_declines_to_say_has_not_agreed() -> None:
    created = change(1, 1, CREATE, consent="no")
    declined = change(1, 2, after=(created,), consent=Special.DECLINED)
    agreed_apart = change(2, 1, after=(created,), lamport=99, consent="yes")

    assert folded(created, declined, agreed_apart).answers[FieldId("consent")] is Special.DECLINED


def test_what_follows_an_edit_that_is_not_here_yet_waits_and_changes_nothing() -> None:
    created = change(1, 1, CREATE, phone="1")
    missing = change(2, 1, after=(created,), phone="2")
    follower = change(2, 2, after=(missing,), phone="3", note="x")

    before = folded(created, follower)
    after = folded(created, follower, missing)

    assert before.answers == {"phone": "1"}
    assert before.waiting == {follower.id}
    assert after.answers == {"phone": "3", "note": "x"}
    assert after.waiting == frozenset()


def test_a_deletion_by_someone_who_had_not_seen_an_edit_is_asked_about_and_the_record_stays() -> None:
    created = change(1, 1, CREATE, phone="1")
    edited = change(2, 1, after=(created,), phone="2")
    deleted = change(1, 2, DELETE, after=(created,), lamport=50)

    record = folded(created, edited, deleted)

    assert not record.deleted
    assert [conflict.field for conflict in record.conflicts] == [LIFE]


def test_a_deletion_of_what_one_has_seen_holds_until_it_is_restored() -> None:
    created = change(1, 1, CREATE, phone="1")
    deleted = change(1, 2, DELETE, after=(created,))
    restored = change(2, 1, RESTORE, after=(deleted,))

    assert folded(created, deleted).deleted
    assert not folded(created, deleted, restored).deleted


def test_two_moves_made_apart_are_a_conflict_over_the_space() -> None:
    created = change(1, 1, CREATE, space="a")
    here = change(1, 2, MOVE, after=(created,), space="b")
    there = change(2, 1, MOVE, after=(created,), space="c")

    record = folded(created, here, there)

    assert [conflict.field for conflict in record.conflicts] == [SPACE]
    assert folded(created, here).space == "b"


def test_a_change_of_a_kind_from_a_newer_program_is_a_head_but_sets_nothing() -> None:
    created = change(1, 1, CREATE, phone="1")
    newer = change(2, 1, "braid", after=(created,), phone="2")

    record = folded(created, newer)

    assert record.heads == {newer.id}
    assert record.answers == {"phone": "1"}


def test_an_answer_taken_back_is_gone_and_a_special_answer_stays_itself() -> None:
    created = change(1, 1, CREATE, phone="1", note="x")
    edited = change(1, 2, after=(created,), phone=None, note=Special.DECLINED)

    assert folded(created, edited).answers == {FieldId("note"): Special.DECLINED}


def test_changes_that_claim_to_be_their_own_ancestors_wait_for_ever_and_harm_nothing() -> None:
    created = change(1, 1, CREATE, phone="1")
    one = change(2, 1, after=(created,), phone="2")
    two = change(2, 2, after=(one,), phone="3")
    looped = Change(
        id=one.id, record=one.record, kind=one.kind, form=one.form, version="1", fields=one.fields,
        after=frozenset({two.id}), lamport=1, who=one.who, when=one.when,
    )  # fmt: skip

    assert folded(created, looped, two).waiting == {one.id, two.id}


@given(st.one_of(histories(), circles()), st.randoms(use_true_random=False), st.data())
@settings(max_examples=400, deadline=None)
def test_the_fold_is_what_brute_force_finds_whatever_arrived_in_whatever_order(
    made: list[Change], chance: random.Random, data: st.DataObject
) -> None:
    arrived = data.draw(st.lists(st.sampled_from(made), unique_by=lambda c: c.id)) if made else []
    doubled = arrived + arrived[:2]
    chance.shuffle(doubled)

    record, expected = (
        fold(doubled, PROTECTIVE),
        truth(arrived, {str(name): ranks for name, ranks in PROTECTIVE.items()}),
    )

    assert (record is None) == (expected is None)
    if record is not None and expected is not None:
        assert record.answers == expected.answers
        assert record.heads == expected.heads
        assert record.waiting == expected.waiting
        assert (record.deleted, record.space) == (expected.deleted, expected.space)
        assert {
            c.field: frozenset((s.change, s.answer) for s in c.sides) for c in record.conflicts
        } == expected.conflicts


@given(histories())
@settings(max_examples=60, deadline=None)
def test_every_order_of_arrival_makes_the_same_record(made: list[Change]) -> None:
    orders = itertools.islice(itertools.permutations(made), 24)

    assert len({repr(sorted_out(fold(order, PROTECTIVE))) for order in orders}) == 1


@given(histories(), st.sampled_from([UPDATE, DELETE, RESTORE, MOVE, "newer_kind"]), st.sampled_from(["no", None]))
@settings(max_examples=200, deadline=None)
def test_a_change_that_knew_all_is_put_on_top_without_reading_what_came_before(
    made: list[Change], kind: str, answer: str | None
) -> None:
    before = fold(made, PROTECTIVE)
    assert before is not None
    fields = {} if kind == DELETE else {"consent": answer}
    known = tuple(each for each in made if each.id in before.heads)
    on_top = change(3, 99, kind, after=known, space="s3", lamport=before.lamport + 1, **fields)

    if not before.conflicts:
        assert follow(before, on_top) == fold([*made, on_top], PROTECTIVE)


def sorted_out(record: Folded | None) -> object:
    assert record is not None
    return (sorted(record.answers.items()), sorted(record.heads), record.conflicts, record.created, record.version)
