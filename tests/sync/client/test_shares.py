"""The root key on three papers."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldapp.papers.secret import secret_page
from fieldapp.words import ENGLISH
from sync.client.shares import (
    GROUPS,
    Share,
    ShareMistyped,
    SharesDoNotFit,
    draw_papers,
    group_is_right,
    join,
    share_page,
    split,
)
from sync.protocol.keys import SigningKey
from sync.protocol.statements import organisation_id
from tests.sync.protocol.house import random_from


@given(seed=st.binary(min_size=32, max_size=32))
def test_any_two_of_three_papers_bring_the_key_back(seed: bytes) -> None:
    root = SigningKey(seed)
    papers = [" ".join(share.groups) for share in split(root)]

    for one, other in permutations(papers, 2):
        assert join(Share.read(one), Share.read(other)).seed == seed


def test_one_paper_holds_only_chance() -> None:
    root = SigningKey(bytes(32))
    first, _, _ = split(root, random_from("a"))
    again, _, _ = split(SigningKey(bytes([7] * 32)), random_from("a"))

    assert first.parts == again.parts  # the same chance, another key: paper 1 cannot tell them apart


def test_a_slip_of_the_pen_is_found_in_its_group() -> None:
    groups = list(split(SigningKey(bytes(32)), random_from("slip"))[0].groups)
    assert all(group_is_right(number, group) for number, group in enumerate(groups, 1))
    for number in (1, 14, GROUPS):
        wrong = groups.copy()
        wrong[number - 1] = ("1" if wrong[number - 1][0] != "1" else "2") + wrong[number - 1][1:]

        with pytest.raises(ShareMistyped) as slip:
            Share.read("-".join(wrong))

        assert slip.value.groups == (number,)


def test_two_groups_that_changed_places_are_both_found() -> None:
    groups = list(split(SigningKey(bytes(32)), random_from("places"))[1].groups)
    groups[3], groups[9] = groups[9], groups[3]

    with pytest.raises(ShareMistyped) as slip:
        Share.read(" ".join(groups))

    assert slip.value.groups == (4, 10)


@pytest.mark.parametrize("typed", ["", "K7QM", "0" * 200, "ЙЦУКЕ" * 27])
def test_what_is_no_paper_is_refused_in_words(typed: str) -> None:
    with pytest.raises(ShareMistyped):
        Share.read(typed)


def test_papers_of_two_organisations_or_the_same_one_twice_do_not_fit() -> None:
    ours, theirs = split(SigningKey(bytes(32))), split(SigningKey(bytes([1] * 32)))

    for one, other in ((ours[0], theirs[1]), (ours[0], ours[0]), (ours[2], theirs[0])):
        with pytest.raises(SharesDoNotFit):
            join(one, other)


def test_a_paper_can_be_printed() -> None:
    root = SigningKey(bytes(32))
    share = split(root)[2]

    page = share_page(share, organisation_id(root.verify_key), ENGLISH)

    assert page.groups == share.groups
    assert secret_page(page, ENGLISH).startswith(b"%PDF")


def test_papers_of_an_earlier_try_do_not_bring_the_new_key_back() -> None:
    spoilt, papers = draw_papers(), draw_papers()

    with pytest.raises(SharesDoNotFit):
        papers.bring_back(spoilt.shares[0], spoilt.shares[1])
