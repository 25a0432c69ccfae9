"""The recovery code: read from paper by lamplight, and a slip is found in its group."""

from __future__ import annotations

from itertools import combinations

import pytest

from fieldapp.domain.crockford import ALPHABET
from fieldapp.vault.recovery import RecoveryCode, RecoveryCodeMistyped

CODE = RecoveryCode.read("50JD-0WKY-CPQN-7BC8-Z8ZR-HZ77-R05K-R6TZ")


def slips(typed: str) -> tuple[int, ...]:
    with pytest.raises(RecoveryCodeMistyped) as caught:
        RecoveryCode.read(typed)
    return caught.value.groups


def with_group(number: int, group: str) -> str:
    groups = list(CODE.groups)
    groups[number - 1] = group
    return "-".join(groups)


def test_a_fresh_code_has_eight_groups_of_four_and_is_read_back() -> None:
    codes = [RecoveryCode.fresh() for _ in range(200)]

    assert len({code.text for code in codes}) == 200
    assert all([len(group) for group in code.groups] == [4] * 8 for code in codes)
    assert all(RecoveryCode.read(code.text) == code for code in codes)
    assert set("".join(code.text for code in codes)) == set(ALPHABET) | {"-"}


@pytest.mark.parametrize(
    "typed",
    [
        "50jd0wkycpqn7bc8z8zrhz77r05kr6tz",
        " 50JD 0WKY CPQN 7BC8\nZ8ZR HZ77 R05K R6TZ ",
        "5OJD-OWKY-CPQN-7BC8-Z8ZR-HZ77-RO5K-R6TZ",
        "50JD–0WKY—CPQN_7BC8.Z8ZR,HZ77 R05K-R6TZ",
        "50JD-0WКУ-СРQN-7ВС8-Z8ZR-НZ77-R05К-R6ТZ",  # Cyrillic К У С Р В Н Т
        "50 JD-0W KY-CP QN-7B C8-Z8 ZR-HZ 77-R0 5K-R6 TZ",
    ],
)
def test_case_dashes_spaces_and_look_alikes_do_not_matter(typed: str) -> None:
    assert RecoveryCode.read(typed) == CODE


def test_i_and_l_are_read_as_one() -> None:
    code = next(code for code in iter(RecoveryCode.fresh, None) if code.text.count("1") > 1)

    assert RecoveryCode.read(code.text.replace("1", "I", 1).replace("1", "l")) == code


def test_every_single_wrong_sign_is_found_in_its_group() -> None:
    for number, group in enumerate(CODE.groups, start=1):
        for place in range(4):
            for sign in set(ALPHABET) - {group[place]}:
                assert slips(with_group(number, group[:place] + sign + group[place + 1 :])) == (number,)


def test_any_two_signs_that_changed_places_are_found_in_their_group() -> None:
    for number, group in enumerate(CODE.groups, start=1):
        for one, other in combinations(range(4), 2):
            signs = list(group)
            signs[one], signs[other] = signs[other], signs[one]
            assert signs == list(group) or slips(with_group(number, "".join(signs))) == (number,)


def test_any_two_groups_that_changed_places_are_both_found() -> None:
    for one, other in combinations(range(8), 2):
        groups = list(CODE.groups)
        groups[one], groups[other] = groups[other], groups[one]
        assert slips("-".join(groups)) == (one + 1, other + 1)


def test_a_sign_that_never_stands_in_a_code_is_found() -> None:
    assert slips(with_group(4, "7UC8")) == (4,)
    assert slips(with_group(5, "Z8Ж@")) == (5,)


def test_a_missing_or_doubled_sign_is_found_in_its_group_when_she_typed_the_dashes() -> None:
    assert slips(with_group(3, "CPN")) == (3,)
    assert slips(with_group(6, "HZZ77")) == (6,)


def test_without_dashes_the_first_group_out_of_step_is_named() -> None:
    signs = CODE.text.replace("-", "")

    assert slips(signs[:9] + signs[10:]) == (3,)
    assert slips(signs[:17] + "Z" + signs[17:]) == (5,)


def test_a_code_that_ends_too_early_names_the_group_that_is_missing() -> None:
    assert slips("-".join(CODE.groups[:5])) == (6,)
    assert slips("") == (1,)


def test_too_much_is_told_as_such() -> None:
    assert slips(CODE.text + "-50JD") == ()


def test_one_slip_and_several_are_told_in_sentences_of_their_own() -> None:
    assert str(RecoveryCodeMistyped((3,))) == "Group 3 is not as on the paper. Look at it again."
    assert "Groups 2, 7 are" in str(RecoveryCodeMistyped((2, 7)))
    assert "eight groups of four" in str(RecoveryCodeMistyped(()))


def test_typing_it_back_from_the_paper_confirms_it() -> None:
    CODE.confirm(CODE.text.lower().replace("-", " "))


def test_typing_back_another_right_code_names_every_group_that_differs() -> None:
    other = RecoveryCode.read("-".join([*CODE.groups[:3], *RecoveryCode.fresh().groups[3:]]))

    with pytest.raises(RecoveryCodeMistyped) as caught:
        CODE.confirm(other.text)
    assert set(caught.value.groups) >= {
        number for number in (4, 5, 6, 7, 8) if other.groups[number - 1] != CODE.groups[number - 1]
    }
    assert min(caught.value.groups) > 3


def test_typing_back_with_a_slip_names_the_group() -> None:
    with pytest.raises(RecoveryCodeMistyped, match="Group 2 "):
        CODE.confirm(with_group(2, "0WKZ"))
    with pytest.raises(RecoveryCodeMistyped, match="Group 8 "):
        CODE.confirm("-".join(CODE.groups[:7]))
    with pytest.raises(RecoveryCodeMistyped, match="more than a recovery code"):
        CODE.confirm(CODE.text + "-50JD")
