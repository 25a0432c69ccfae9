"""One-time codes: typed from paper, and the group with the slip is named."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldapp.domain.crockford import ALPHABET
from sync.protocol.codes import GROUPS, CodeMistyped, OneTimeCode, group_is_right
from tests.sync.protocol.house import random_from

codes = st.binary(min_size=16, max_size=16).map(OneTimeCode)


def slip(typed: str) -> tuple[int, ...]:
    with pytest.raises(CodeMistyped) as error:
        OneTimeCode.read(typed)
    return error.value.groups


@given(codes)
def test_a_code_typed_from_paper_is_the_code(code: OneTimeCode) -> None:
    text = code.text
    assert [len(group) for group in text.split("-")] == [5] * GROUPS
    for typed in (text, text.lower(), text.replace("-", ""), text.replace("-", " "), f" {text.replace('0', 'o')}\n"):
        assert OneTimeCode.read(typed) == code


def test_letters_typed_on_a_russian_keyboard_are_understood() -> None:
    code = OneTimeCode.fresh(random_from("russian"))
    assert OneTimeCode.read(code.text.translate(str.maketrans("ABEKMHPCTX", "АВЕКМНРСТХ"))) == code


@given(codes, st.integers(0, 34), st.sampled_from(ALPHABET))
def test_a_wrong_sign_is_found_in_its_group(code: OneTimeCode, place: int, sign: str) -> None:
    signs = code.text.replace("-", "")
    if signs[place] != sign:
        assert slip(signs[:place] + sign + signs[place + 1 :]) == (place // 5 + 1,)


@given(codes, st.integers(0, 33))
def test_two_signs_of_a_group_that_changed_places_are_found(code: OneTimeCode, place: int) -> None:
    signs = code.text.replace("-", "")
    swapped = signs[:place] + signs[place + 1] + signs[place] + signs[place + 2 :]
    if swapped != signs and place % 5 != 4:
        assert slip(swapped) == (place // 5 + 1,)


@given(codes, st.integers(0, 5))
def test_two_groups_that_changed_places_are_both_found(code: OneTimeCode, first: int) -> None:
    groups = code.text.split("-")
    groups[first], groups[first + 1] = groups[first + 1], groups[first]
    assert slip("-".join(groups)) == (first + 1, first + 2)


def test_a_sign_left_out_is_found_in_its_group() -> None:
    groups = OneTimeCode.fresh(random_from("left out")).text.split("-")
    groups[3] = groups[3][1:]
    assert slip("-".join(groups)) == (4,)
    assert slip("".join(groups))[0] in (4, 5)


def test_too_little_and_too_much_are_told_apart() -> None:
    code = OneTimeCode.fresh(random_from("length"))
    assert slip("") == (1,)
    assert slip(code.text[:20])
    assert slip(code.text + "-" + code.text[:5]) == ()


def test_the_sentence_names_the_group() -> None:
    groups = OneTimeCode.fresh(random_from("sentence")).text.split("-")
    groups[2] = groups[2][::-1]
    with pytest.raises(CodeMistyped, match="Group 3 is not as on the paper"):
        OneTimeCode.read("-".join(groups))


def test_a_code_made_up_group_by_group_is_found_by_the_check_of_the_whole() -> None:
    first, second = (OneTimeCode.fresh(random_from(seed)).text.split("-") for seed in ("one", "two"))
    assert slip("-".join([*first[:3], *second[3:]])) == (1, 2, 3, 4, 5, 6, 7)


def test_each_group_can_be_checked_while_it_is_typed() -> None:
    groups = OneTimeCode.fresh(random_from("typed")).text.split("-")
    assert all(group_is_right(number, group.lower()) for number, group in enumerate(groups, start=1))
    assert not group_is_right(2, groups[0])
    assert not group_is_right(1, groups[0][:4])
    assert not group_is_right(1, "Щ" * 5)


def test_the_invitations_name_and_the_printed_form_do_not_give_the_code_away() -> None:
    code = OneTimeCode.fresh(random_from("away"))
    assert code.secret.hex() not in repr(code)
    assert repr(code.secret) not in repr(code)
    assert code.invitation != code.secret.hex()
    assert code.invitation == OneTimeCode.read(code.text).invitation


@given(st.text(max_size=60))
def test_anything_else_that_is_typed_is_a_mistake_with_a_sentence(typed: str) -> None:
    with pytest.raises(CodeMistyped) as slip:
        OneTimeCode.read(typed)
    assert slip.value.sentence.said()
