"""Paring: what of a history may go, and that nothing of what a record is, or may become, goes with it."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from fieldapp.domain.answers import Foreign
from fieldapp.domain.changes import CREATE, DELETE, Change, decode, encode
from fieldapp.domain.ids import FieldId, FormId
from fieldapp.domain.merge import fold
from fieldapp.domain.paring import no_longer_kept, pare
from tests.fieldapp.domain.histories import PROTECTIVE, change, circles, histories

PHONE = FieldId("phone")


def test_an_answer_that_somebody_corrected_who_had_seen_it_goes_and_its_change_says_so() -> None:
    created = change(1, 1, CREATE, phone="1", note="met")
    corrected = change(2, 1, after=(created,), phone="2")

    first, second = pare([created, corrected])

    assert first.fields == {"note": "met"}
    assert no_longer_kept(first) == (PHONE,)
    assert (first.id, first.who, first.when, first.lamport) == (
        created.id,
        created.who,
        created.when,
        created.lamport,
    )
    assert second == corrected


def test_both_sides_of_an_open_conflict_are_kept() -> None:
    created = change(1, 1, CREATE, phone="1")
    hers, theirs = change(1, 2, after=(created,), phone="2"), change(2, 1, after=(created,), phone="3")

    first, *sides = pare([created, hers, theirs])

    assert sides == [hers, theirs]
    assert no_longer_kept(first) == (PHONE,)


def test_both_sides_and_the_choice_between_them_are_kept_and_what_came_before_goes() -> None:
    created = change(1, 1, CREATE, phone="1")
    hers, theirs = change(1, 2, after=(created,), phone="2"), change(2, 1, after=(created,), phone="3")
    choice = change(1, 3, after=(hers, theirs), phone="3")
    later = change(1, 4, after=(choice,), phone="4")

    first, *kept = pare([created, hers, theirs, choice, later])

    assert no_longer_kept(first) == (PHONE,)
    assert kept == [hers, theirs, choice, later]


def test_what_waits_and_what_a_newer_program_wrote_is_kept_whole() -> None:
    created = change(1, 1, CREATE, phone="1")
    missing = change(3, 1, after=(created,), phone="x")
    waiting = change(2, 1, after=(missing,), phone="2")
    newer = change(2, 2, "newer_kind", after=(created,), phone="3")
    strange = replace(change(2, 3, after=(created,)), fields={PHONE: Foreign('{"signed":"…"}')})
    last = change(1, 2, after=(created, newer, strange), phone="4")

    kept = {each.id: each for each in pare([created, waiting, newer, strange, last])}

    assert kept[waiting.id] == waiting
    assert kept[newer.id] == newer
    assert kept[strange.id] == strange
    assert kept[created.id].fields == {}


def test_a_deletion_takes_no_answer_away() -> None:
    created = change(1, 1, CREATE, phone="1")
    deleted = change(1, 2, DELETE, after=(created,))

    assert pare([created, deleted]) == (created, deleted)


def test_what_was_pared_before_keeps_its_mark_and_loses_only_what_was_corrected_since() -> None:
    created = change(1, 1, CREATE, phone="1", note="met")
    corrected = change(1, 2, after=(created,), phone="2")
    again = change(1, 3, after=(corrected,), note="seen")

    first, second, third = pare([*pare([created, corrected]), again])

    assert no_longer_kept(first) == (FieldId("note"), PHONE)
    assert (second, third) == (corrected, again)
    assert decode(encode(first)) == first


@given(st.one_of(histories(), circles()), st.data())
def test_with_whatever_still_comes_a_pared_history_folds_to_the_same_record(
    every: list[Change], data: st.DataObject
) -> None:
    here = data.draw(st.lists(st.sampled_from(every), unique_by=lambda each: each.id))
    later = [each for each in every if each not in here]
    comes = data.draw(st.lists(st.sampled_from(later), unique_by=lambda each: each.id)) if later else []

    assert fold([*pare(here), *comes], PROTECTIVE) == fold([*here, *comes], PROTECTIVE)


@given(histories(), st.data())
def test_pared_and_whole_changes_mix_as_they_come(every: list[Change], data: st.DataObject) -> None:
    pared = data.draw(st.lists(st.sampled_from(pare(every)), unique_by=lambda each: each.id))
    ids = {each.id for each in pared}

    assert fold([*pared, *(each for each in every if each.id not in ids)], PROTECTIVE) == fold(every, PROTECTIVE)


@given(histories())
def test_paring_twice_is_paring_once_and_names_each_change_as_it_was(every: list[Change]) -> None:
    pared = pare(every)

    assert pare(pared) == pared
    assert [each.id for each in pared] == [each.id for each in every]
    assert all(each.form == FormId("gbv_case") for each in pared)
    for before, after in zip(every, pared, strict=True):
        assert {*after.fields, *no_longer_kept(after)} == {*before.fields}
