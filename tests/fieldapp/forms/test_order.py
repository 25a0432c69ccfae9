"""Keys between keys."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldapp.forms.order import is_key, key_between, keys_around


@given(st.lists(st.integers(0, 10**6), max_size=60))
def test_there_is_room_for_a_row_anywhere_for_ever(places: list[int]) -> None:
    keys: list[str] = []
    for place in places:
        at = place % (len(keys) + 1)
        low, high = keys[at - 1] if at else "", keys[at] if at < len(keys) else ""
        keys.insert(at, key_between(low, high))

    assert keys == sorted(set(keys))
    assert all(key and is_key(key) for key in keys)


def test_a_thousand_rows_one_after_another_have_short_keys() -> None:
    key = ""
    for _ in range(1000):
        key = key_between(key, "")
    assert len(key) < 20


@pytest.mark.parametrize(("low", "high"), [("V", "V"), ("W", "V"), ("V0", ""), ("!", ""), ("", "é")])
def test_no_key_is_made_where_there_is_no_room(low: str, high: str) -> None:
    with pytest.raises(ValueError, match="no room"):
        key_between(low, high)


@given(st.lists(st.sampled_from(["", "1", "V", "V1", "VV", "W", "z"]), max_size=6).map(sorted), st.integers(0, 6))
def test_a_row_put_among_others_stands_there_even_if_two_desks_gave_the_same_keys(keys: list[str], at: int) -> None:
    place = at % (len(keys) + 1)

    made = keys_around([*keys[:place], "new", *keys[place:]], place)

    assert made == sorted(made)
    assert made.count(made[place]) == 1


def test_keys_of_another_kind_are_all_made_anew() -> None:
    assert keys_around(["!", "é", "new"], 2) == ["V", "W", "X"]
