"""BEGIN, REFUSED and marks: the JSON of an exchange."""

from __future__ import annotations

import json

import pytest

from fieldapp.domain.ids import SpaceId
from sync.protocol.beginning import Begin, Documents, Fetched, digest_of
from sync.protocol.errors import Contradicts, Malformed
from sync.protocol.head import head_of
from sync.protocol.marks import Kept, Marks
from sync.protocol.names import EDITS, URGENT, ChunkHash
from sync.protocol.refusals import FORKED, Refusal, What
from tests.sync.protocol.house import House, a_house


@pytest.fixture
def house() -> House:
    return a_house()


def begin(house: House) -> Begin:
    return Begin(
        organisation=house.trust.organisation_id,
        desk=house.worker.desk,
        incarnation=house.worker.incarnation,
        cursors={house.caseload: 3, SpaceId("ab" * 16): 0},
        documents=Documents(14, digest_of(statement.id for statement in house.statements)),
        receipts={(house.caseload, EDITS): 2, (house.caseload, URGENT): 0},
        fetched=Fetched(house.caseload, 4, 1024),
    )


def test_a_beginning_comes_back_as_it_was_sent(house: House) -> None:
    full = begin(house)
    bare = Begin(organisation=full.organisation, desk=full.desk, incarnation=full.incarnation, documents=full.documents)
    for message in (full, bare):
        assert Begin.decode(message.encode()) == message


def test_a_beginning_with_more_in_it_than_we_know_is_understood(house: House) -> None:
    body = json.loads(begin(house).encode())
    assert Begin.decode(json.dumps({**body, "newer": {"a": [1]}}).encode()) == begin(house)


@pytest.mark.parametrize("key", ["v", "org", "desk", "inc", "documents"])
def test_a_beginning_without_what_it_needs_is_malformed(house: House, key: str) -> None:
    body = json.loads(begin(house).encode())
    del body[key]
    with pytest.raises(Malformed):
        Begin.decode(json.dumps(body).encode())


def test_the_digest_of_documents_knows_no_order() -> None:
    assert digest_of(["a", "b"]) == digest_of(["b", "a", "a"]) != digest_of(["a"])


def test_a_refusal_names_what_was_refused_and_why() -> None:
    refusal = Refusal.of(What.STATEMENT, "ab" * 32, Contradicts("the number is taken"))
    assert refusal.why == "contradicts"
    assert Refusal.decode(refusal.encode()) == refusal
    assert Refusal.decode(Refusal(What.EXCHANGE, "", FORKED).encode()).why == FORKED


def test_a_refusal_from_a_newer_server_is_still_understood() -> None:
    raw = b'{"what":"attachment","id":"","why":"too_late","more":1}'
    assert Refusal.decode(raw) == Refusal(What.EXCHANGE, "", "too_late")


def test_marks_come_back_as_they_were_sent(house: House) -> None:
    chunk = house.chunk()
    full = Marks(
        organisation=house.trust.organisation_id,
        streams={chunk.stream: chunk.mark},
        kept=Kept(ChunkHash("cd" * 32), 4096),
        heads={house.caseload: head_of([chunk.hash])},
        documents=14,
    )
    for marks in (full, Marks(organisation=full.organisation)):
        assert Marks.decode(marks.encode()) == marks


@pytest.mark.parametrize("raw", [b"", b"<html>nothing here</html>", b"[]", b"{}", b'{"v":1}', b'{"v":2}'])
def test_nonsense_from_a_server_is_malformed(raw: bytes) -> None:
    for decode in (Marks.decode, Begin.decode, Refusal.decode):
        with pytest.raises(Malformed):
            decode(raw)
