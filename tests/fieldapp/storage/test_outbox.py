"""What waits for the server waits until the server has answered for it, and no longer."""

from __future__ import annotations

import json

import pytest

from fieldapp.domain.changes import CREATE, UPDATE
from fieldapp.domain.ids import RecordId
from fieldapp.storage.store import Write
from fieldapp.storage.sync_values import SealedChunk, StreamName
from fieldapp.storage.values import Lane, NewChange
from tests.fieldapp.storage.making import CASE, ELSEWHERE, HOME, INCIDENT, SURVIVOR, Desk

EDITS = StreamName("aa" * 8, HOME, Lane.EDITS)


def seal(desk: Desk, n: int, limit: int = 100, name: StreamName = EDITS) -> list[int]:
    """The next changes in a chunk; the rows it holds."""

    def work(write: Write) -> list[int]:
        rows = [unsent.row for unsent in write.outbox.unsent(name.space, name.lane, limit)]
        write.outbox.seal(SealedChunk(name, n, f"hash{n}", f"body{n}".encode()), rows)
        return rows

    return desk.store.write_now(work)


def receipt(desk: Desk, upto: int, name: StreamName = EDITS) -> None:
    """The server's word."""
    desk.store.write_now(lambda write: write.outbox.receipted(name, upto, b"signed"))


def not_sent(desk: Desk) -> int:
    """Records the server has not answered for."""
    with desk.look() as reader:
        return reader.standing().not_sent


def test_changes_wait_in_the_order_they_were_made(desk: Desk) -> None:
    case = desk.create(code="K7QM3ZTP4H")
    desk.change(case, status="open")

    with desk.look() as reader:
        unsent = reader.outbox.unsent(HOME, Lane.EDITS, 10)
        assert [json.loads(one.text)["kind"] for one in unsent] == ["create", "update"]
        assert {one.record for one in unsent} == {case}
        assert reader.outbox.unsent(HOME, Lane.EDITS, 1) == unsent[:1]
        assert reader.outbox.unsent(ELSEWHERE, Lane.EDITS, 10) == ()


def test_a_sealed_chunk_is_kept_until_its_receipt(desk: Desk) -> None:
    desk.create()
    desk.create()
    seal(desk, 1, limit=1)
    seal(desk, 2, limit=1)

    with desk.look() as reader:
        assert [chunk.body for chunk in reader.outbox.sealed(EDITS)] == [b"body1", b"body2"]
        assert [chunk.n for chunk in reader.outbox.sealed(EDITS, after=1)] == [2]
        assert reader.outbox.waiting() == {}
    assert not_sent(desk) == 2

    receipt(desk, 1)

    assert not_sent(desk) == 1
    with desk.look() as reader:
        assert [chunk.n for chunk in reader.outbox.sealed(EDITS)] == [2]
        stream = reader.outbox.stream(EDITS)
    assert (stream.last, stream.last_hash, stream.receipted, stream.receipt) == (2, "hash2", 1, b"signed")


def test_one_receipt_covers_all_chunks_before_it(desk: Desk) -> None:
    for number in (1, 2, 3):
        desk.create()
        seal(desk, number)

    receipt(desk, 3)

    assert not_sent(desk) == 0


def test_an_old_receipt_that_comes_late_takes_nothing_back(desk: Desk) -> None:
    for number in (1, 2):
        desk.create()
        seal(desk, number)
    receipt(desk, 2)

    receipt(desk, 1)

    with desk.look() as reader:
        assert reader.outbox.stream(EDITS).receipted == 2


def test_a_record_edited_after_its_chunk_was_sealed_is_still_not_sent(desk: Desk) -> None:
    case = desk.create()
    seal(desk, 1)
    desk.change(case, status="open")

    receipt(desk, 1)

    assert not_sent(desk) == 1
    with desk.look() as reader:
        stored = reader.record(case)
    assert stored is not None
    assert stored.not_sent


@pytest.mark.parametrize("number", [0, 1, 3])
def test_chunks_are_numbered_without_a_gap(desk: Desk, number: int) -> None:
    desk.create()
    seal(desk, 1)

    with pytest.raises(ValueError, match="cannot follow"):
        seal(desk, number)


def test_an_urgent_change_brings_along_all_that_it_builds_on(desk: Desk) -> None:
    def records(lane: Lane) -> list[RecordId]:
        with desk.look() as reader:
            return [unsent.record for unsent in reader.outbox.unsent(HOME, lane, 100)]

    case = desk.create()
    desk.change(case, status="open")
    incident = desk.create(INCIDENT, parent=case)
    desk.create(INCIDENT, parent=case)
    other = desk.create()

    desk.save(_edit(desk, incident), lane=Lane.URGENT)

    assert records(Lane.URGENT) == [case, case, incident, incident]
    assert other in records(Lane.EDITS)


def _edit(desk: Desk, record: RecordId) -> NewChange:
    with desk.look() as reader:
        stored = reader.record(record)
    assert stored is not None
    return NewChange(record=record, kind=UPDATE, form=stored.form, version="1", after=stored.heads)


def test_what_was_sealed_for_an_urgent_chunk_is_not_sealed_again(desk: Desk) -> None:
    urgent = StreamName(EDITS.incarnation, HOME, Lane.URGENT)
    case = desk.create()
    desk.save(_edit(desk, case), lane=Lane.URGENT)

    assert len(seal(desk, 1, name=urgent)) == 2

    with desk.look() as reader:
        assert reader.outbox.waiting() == {}
        assert [stream.name for stream in reader.outbox.streams()] == [urgent]


def test_a_new_incarnation_seals_anew_what_nobody_answered_for(desk: Desk) -> None:
    survivor = desk.create(SURVIVOR)
    seal(desk, 1)
    first = desk.store.write_now(lambda write: write.outbox.incarnation())
    assert desk.store.write_now(lambda write: write.outbox.incarnation()) == first

    second = desk.store.write_now(lambda write: write.outbox.begin_incarnation())

    assert second != first
    assert desk.store.write_now(lambda write: write.outbox.incarnation()) == second
    with desk.look() as reader:
        assert [unsent.record for unsent in reader.outbox.unsent(HOME, Lane.EDITS, 10)] == [survivor]
        assert list(reader.outbox.sealed(EDITS)) == []


def test_what_waits_for_a_receipt_is_told_without_its_bytes(desk: Desk) -> None:
    case = desk.create()
    desk.change(case, status="open")
    desk.create()
    seal(desk, 1, limit=2)
    seal(desk, 2)
    receipt(desk, 1)
    desk.create()

    with desk.look() as reader:
        (chunk,) = reader.outbox.unanswered()
        assert (chunk.stream, chunk.n, chunk.hash, chunk.size, chunk.records) == (EDITS, 2, "hash2", 5, 1)
        assert reader.outbox.not_sent() == {HOME: 2}


def test_a_space_offered_again_waits_with_all_that_is_here_of_it_and_nothing_else(desk: Desk) -> None:
    case = desk.create()
    desk.change(case, status="open")
    seal(desk, 1)
    receipt(desk, 1)
    with desk.store.read() as reader:
        received = reader.changes(case)[0]
    elsewhere = NewChange(record=RecordId("5a" * 16), kind=CREATE, form=CASE, version="1", space=ELSEWHERE)
    desk.save(elsewhere)

    desk.store.write_now(lambda write: write.outbox.offer_again(HOME))
    desk.store.write_now(lambda write: write.outbox.offer_again(HOME))

    with desk.look() as reader:
        assert reader.outbox.waiting() == {(HOME, Lane.HISTORY): 2, (ELSEWHERE, Lane.EDITS): 1}

    desk.store.write_now(lambda write: write.outbox.is_there(HOME, [received.id]))

    with desk.look() as reader:
        assert reader.outbox.waiting() == {(HOME, Lane.HISTORY): 1, (ELSEWHERE, Lane.EDITS): 1}
        assert not_sent(desk) == 2


def test_looking_at_the_incarnation_draws_none(desk: Desk) -> None:
    with desk.look() as reader:
        assert reader.outbox.incarnation() == ""

    drawn = desk.store.write_now(lambda write: write.outbox.incarnation())

    with desk.look() as reader:
        assert reader.outbox.incarnation() == drawn != ""
