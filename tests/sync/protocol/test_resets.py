"""A locked desk asks for a way in, and an officer answers: by groups on the telephone, or by a file."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldapp.domain.crockford import ALPHABET
from sync.protocol.errors import Forged, Malformed, Unacceptable
from sync.protocol.keys import OpeningKey
from sync.protocol.recovery_keys import RecoveryOpening
from sync.protocol.resets import (
    ANSWER_GROUPS,
    REQUEST_GROUPS,
    OtherRequest,
    ResetRequest,
    hear_answer,
    hear_request,
    is_answer,
    is_request,
    open_escrow,
    read_answer,
    read_request,
    seal_escrow,
)
from sync.protocol.said import Officer
from sync.protocol.spoken import Misheard, group_is_right, groups_for, spell, unspell
from tests.sync.protocol.house import a_house, random_from

HOUSE = a_house()
OURS = HOUSE.trust.organisation_id
KEYSTORE, OTHER = "0a" * 16, "0b" * 16
USER_KEY = random_from("user key")(32)
ONE_TIME = OpeningKey.fresh(random_from("one-time"))
REQUEST = ResetRequest(KEYSTORE, ONE_TIME.seal_key)
OPENING = RecoveryOpening.of_desk(HOUSE.supervisor.opening)
OFFICER = Officer(
    worker=HOUSE.supervisor.worker,
    desk=HOUSE.supervisor.desk,
    verify=HOUSE.supervisor.key.verify_key,
    recovery=OPENING.recovery_key,
)


def misheard(typed: str, size: int) -> tuple[int, ...]:
    with pytest.raises(Misheard) as error:
        unspell(typed, size)
    return error.value.groups


@given(st.binary(min_size=1, max_size=80), st.binary(max_size=20))
def test_what_is_read_out_and_typed_is_what_was_meant(raw: bytes, known: bytes) -> None:
    groups = spell(raw, known)

    assert [len(group) for group in groups] == [6] * groups_for(len(raw))
    for typed in ("-".join(groups), "".join(groups).lower(), "  ".join(groups).replace("0", "o").replace("1", "l")):
        heard = unspell(typed, len(raw))
        assert heard.raw == raw
        assert heard.fits(known)
        assert not heard.fits(known + b"!") or len(raw) < 2  # by chance, one in 256


@given(st.integers(0, 65), st.sampled_from(ALPHABET))
def test_a_wrong_sign_is_found_in_its_group(place: int, sign: str) -> None:
    signs = "".join(REQUEST.groups)
    if signs[place] != sign:
        assert misheard(signs[:place] + sign + signs[place + 1 :], 32) == (place // 6 + 1,)


@given(st.integers(0, REQUEST_GROUPS - 2))
def test_two_groups_that_changed_places_are_both_found(first: int) -> None:
    groups = list(REQUEST.groups)
    groups[first], groups[first + 1] = groups[first + 1], groups[first]

    assert misheard("".join(groups), 32) == (first + 1, first + 2)


def test_a_group_left_out_is_told_by_their_number() -> None:
    assert misheard("".join(REQUEST.groups[:-1]), 32) == ()
    with pytest.raises(Misheard, match="There must be 11 groups of six signs"):
        unspell("", 32)


def test_each_group_can_be_checked_while_it_is_typed() -> None:
    assert all(group_is_right(number, group.lower()) for number, group in enumerate(REQUEST.groups, start=1))
    assert not group_is_right(1, REQUEST.groups[1])


def test_a_request_takes_eleven_groups_and_its_answer_twenty_six() -> None:
    answer = REQUEST.answer(USER_KEY)

    assert (len(REQUEST.groups), len(answer.groups)) == (REQUEST_GROUPS, ANSWER_GROUPS) == (11, 26)


def test_by_telephone_the_answer_opens_what_was_asked_for() -> None:
    asked = hear_request("-".join(REQUEST.groups), [OTHER, KEYSTORE])

    answer = hear_answer(" ".join(asked.answer(USER_KEY).groups), REQUEST)

    assert asked == REQUEST
    assert answer.open(ONE_TIME) == USER_KEY


def test_by_file_the_answer_opens_what_was_asked_for() -> None:
    asked = read_request(REQUEST.raw)

    answer = read_answer(asked.answer(USER_KEY).raw, REQUEST)

    assert is_request(REQUEST.raw)
    assert is_answer(answer.raw)
    assert answer.open(ONE_TIME) == USER_KEY


def test_the_request_of_a_desk_that_is_not_hers_is_refused() -> None:
    with pytest.raises(OtherRequest, match="from no desk that you can help"):
        hear_request("-".join(REQUEST.groups), [OTHER])


def test_an_answer_to_an_older_request_is_refused() -> None:
    older = ResetRequest(KEYSTORE, OpeningKey.fresh(random_from("older")).seal_key).answer(USER_KEY)

    with pytest.raises(OtherRequest, match="an older one"):
        hear_answer("-".join(older.groups), REQUEST)
    with pytest.raises(OtherRequest, match="an older one"):
        read_answer(older.raw, REQUEST)


def test_an_answer_for_another_keystore_is_refused() -> None:
    other = ResetRequest(OTHER, ONE_TIME.seal_key).answer(USER_KEY)

    with pytest.raises(OtherRequest):
        read_answer(other.raw, REQUEST)
    with pytest.raises(Forged):
        type(other)(REQUEST, other.sealed).open(ONE_TIME)


def test_a_forged_answer_is_refused() -> None:
    answer = REQUEST.answer(USER_KEY)
    forged = bytes([answer.sealed[0] ^ 1]) + answer.sealed[1:]

    with pytest.raises(Forged):
        type(answer)(REQUEST, forged).open(ONE_TIME)


def test_neither_request_nor_answer_shows_a_secret() -> None:
    answer = REQUEST.answer(USER_KEY)

    assert ONE_TIME.raw not in REQUEST.raw
    assert USER_KEY not in answer.raw
    assert answer.sealed.hex() not in repr(answer)


def test_an_escrow_opens_for_its_officer_alone() -> None:
    escrow = seal_escrow(OURS, HOUSE.worker.desk, KEYSTORE, USER_KEY, OFFICER)
    other = RecoveryOpening.of_desk(HOUSE.coordinator.opening)

    assert open_escrow(OURS, HOUSE.worker.desk, escrow, OPENING) == USER_KEY
    with pytest.raises(Forged):
        open_escrow(OURS, HOUSE.worker.desk, escrow, other)


def test_an_escrow_for_another_keystore_or_desk_is_refused() -> None:
    escrow = seal_escrow(OURS, HOUSE.worker.desk, KEYSTORE, USER_KEY, OFFICER)
    moved = type(escrow)(officer=escrow.officer, keystore=OTHER, sealed=escrow.sealed)

    with pytest.raises(Forged):
        open_escrow(OURS, HOUSE.worker.desk, moved, OPENING)
    with pytest.raises(Forged):
        open_escrow(OURS, HOUSE.trainer.desk, escrow, OPENING)


def test_the_escrow_travels_as_the_desks_own_word() -> None:
    escrow = seal_escrow(OURS, HOUSE.worker.desk, KEYSTORE, USER_KEY, OFFICER)

    assert HOUSE.say(escrow, HOUSE.worker).said == escrow


@given(st.binary(max_size=200), st.sampled_from((b"", b"FAO1", b"FAP1", REQUEST.raw[:40])))
def test_whatever_a_file_holds_it_is_read_or_refused(raw: bytes, beginning: bytes) -> None:
    for read in (read_request, lambda raw: read_answer(raw, REQUEST)):
        try:
            read(beginning + raw)
        except (Unacceptable, OtherRequest):
            continue


def test_a_key_that_is_none_is_malformed() -> None:
    with pytest.raises(Malformed):
        ResetRequest(KEYSTORE, type(ONE_TIME.seal_key)("00" * 32)).answer(USER_KEY)
