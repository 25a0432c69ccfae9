"""The server's signed words: receipts, heads, hello."""

from __future__ import annotations

import pytest

from fieldapp.domain.ids import OrganisationId, SpaceId
from sync.protocol import hello, signed
from sync.protocol.agreement import Heads, check_heads, make_heads, read_heads
from sync.protocol.errors import Forged, Malformed, NotAllowed
from sync.protocol.head import EMPTY, Head, head_of, root_of
from sync.protocol.keys import SigningKey
from sync.protocol.receipts import check_receipt, make_receipt, read_receipt
from sync.protocol.statements import organisation_id
from sync.protocol.trust import Trust
from tests.sync.protocol.house import NOON, House, a_house, random_from

A, B = SpaceId("aa" * 16), SpaceId("bb" * 16)


@pytest.fixture
def house() -> House:
    return a_house()


@pytest.fixture
def mallory() -> SigningKey:
    return SigningKey.fresh(random_from("mallory"))


def test_a_receipt_says_up_to_which_chunk_the_server_holds_a_stream(house: House) -> None:
    chunk = house.chunks(3)[2]
    receipt = read_receipt(make_receipt(chunk, seq=41, when=NOON, key=house.server).raw)
    check_receipt(receipt, house.trust)
    assert (receipt.stream, receipt.mark, receipt.seq, receipt.when) == (chunk.stream, chunk.mark, 41, NOON)


def test_a_receipt_that_the_server_did_not_sign_is_forged(house: House, mallory: SigningKey) -> None:
    with pytest.raises(Forged):
        check_receipt(make_receipt(house.chunk(), seq=1, when=NOON, key=mallory), house.trust)
    with pytest.raises(NotAllowed):
        check_receipt(make_receipt(house.chunk(), seq=1, when=NOON, key=mallory), Trust(mallory.verify_key))


def test_a_desk_cannot_pass_a_statement_for_a_receipt(house: House) -> None:
    receipt = make_receipt(house.chunk(), seq=1, when=NOON, key=house.server)
    disguised = signed.sign(signed.STATEMENT, receipt.signed.body, house.server).raw
    with pytest.raises(Malformed):
        read_receipt(disguised)
    with pytest.raises(Forged):
        check_receipt(read_receipt(signed.RECEIPT + disguised[4:]), house.trust)


def test_heads_agree_only_when_the_same_chunks_stand_in_the_same_order(house: House) -> None:
    first, second, third = (chunk.hash for chunk in house.chunks(3))
    head = head_of([first, second, third])
    assert head.count == 3
    assert head == head_of([third], start=head_of([first, second]))
    assert head.hash != head_of([second, first, third]).hash
    assert head_of([]) == EMPTY


def test_one_root_stands_for_all_spaces(house: House) -> None:
    heads = {A: head_of([house.chunk().hash]), B: EMPTY}
    assert root_of(heads) == root_of({A: heads[A]})
    assert root_of(heads) != root_of({B: heads[A]})
    assert root_of({A: heads[A], B: heads[A]}) == root_of({B: heads[A], A: heads[A]})


def heads_of(house: House, spaces: dict[SpaceId, Head]) -> Heads:
    return read_heads(make_heads(house.trust.organisation_id, spaces, 12, house.server).raw)


def test_a_desk_sees_what_it_has_yet_to_fetch_and_what_differs(house: House) -> None:
    first, second, third = (chunk.hash for chunk in house.chunks(3))
    heads = heads_of(house, {A: head_of([first, second])})
    check_heads(heads, house.trust)
    assert heads.documents == 12
    assert heads.root == root_of({A: head_of([first, second])})
    assert heads.behind({A: head_of([first])}) == (A,)
    assert heads.behind({}) == (A,)
    assert heads.behind({A: head_of([first, second])}) == ()
    assert heads.differing({A: head_of([first, second])}) == ()
    assert heads.differing({A: head_of([first])}) == ()
    assert heads.differing({A: head_of([second, first])}) == (A,)
    assert heads.differing({A: head_of([first, second, third])}) == (A,)
    assert heads.differing({A: head_of([first, second]), B: head_of([third])}) == (B,)


def test_heads_that_the_server_did_not_sign_are_forged(house: House, mallory: SigningKey) -> None:
    with pytest.raises(Forged):
        check_heads(make_heads(house.trust.organisation_id, {}, 0, mallory), house.trust)
    with pytest.raises(NotAllowed):
        check_heads(make_heads(OrganisationId("ab" * 16), {}, 0, house.server), house.trust)


def test_heads_whose_root_is_not_theirs_are_malformed(house: House) -> None:
    body = make_heads(house.trust.organisation_id, {A: Head(1, "ab" * 32)}, 0, house.server).signed.body
    with pytest.raises(Malformed):
        read_heads(signed.sign(signed.HEADS, body.replace(b'"count":1', b'"count":2'), house.server).raw)


def test_the_server_proves_that_it_is_ours(house: House) -> None:
    ours, server = house.trust.organisation_id, house.trust.server
    asked = hello.read_challenge(hello.challenge(random_from("challenge")))
    raw = hello.answer(asked, organisation=ours, when=NOON, key=house.server)
    assert hello.check_answer(raw, asked, organisation=ours, server=server) == hello.Hello(ours, NOON)


def test_a_server_that_is_not_ours_is_told_from_one_that_pretends(house: House, mallory: SigningKey) -> None:
    ours, server = house.trust.organisation_id, house.trust.server
    asked = hello.challenge(random_from("challenge"))
    theirs = hello.answer(asked, organisation=organisation_id(mallory.verify_key), when=NOON, key=mallory)
    pretended = hello.answer(asked, organisation=ours, when=NOON, key=mallory)
    replayed = hello.answer("ab" * 32, organisation=ours, when=NOON, key=house.server)
    cases = ((b"<html>", Malformed), (theirs, NotAllowed), (pretended, Forged), (replayed, Forged))
    for raw, why in cases:
        with pytest.raises(why):
            hello.check_answer(raw, asked, organisation=ours, server=server)


@pytest.mark.parametrize("text", ["", "ab", "AB" * 32, "ab" * 33, "щ" * 64])
def test_a_challenge_that_is_none_is_malformed(text: str) -> None:
    with pytest.raises(Malformed):
        hello.read_challenge(text)
