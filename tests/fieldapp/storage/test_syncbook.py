"""What the desk keeps of its talks with the server."""

from __future__ import annotations

from fieldapp.domain.ids import SpaceId
from fieldapp.storage.store import Write
from fieldapp.storage.sync_values import (
    HeldChunk,
    KeptEnvelope,
    KeptStatement,
    LogEntry,
    Parked,
    Reach,
    SpaceKey,
)
from tests.fieldapp.storage.making import ELSEWHERE, HOME, Desk, at, open_desk

NOON = at("2026-03-12T12:00:00.000+06:00")


def test_a_chunk_without_its_key_is_held_and_the_reach_moves_on(desk: Desk) -> None:
    def arrive(write: Write) -> None:
        for seq in (2, 1):
            write.sync.hold(HeldChunk(HOME, seq, "epoch1", "desk7", b"sealed"))
            write.sync.hold(HeldChunk(HOME, seq, "epoch1", "desk7", b"again"))
        write.sync.hold(HeldChunk(ELSEWHERE, 1, "epoch2", "desk7", b"other"))
        write.sync.read_upto(Reach(HOME, 2, "hash2"))

    desk.store.write_now(arrive)

    with desk.look() as reader:
        assert reader.sync.reach(HOME) == Reach(HOME, 2, "hash2")
        assert reader.sync.reach(SpaceId("")) == Reach(SpaceId(""), 0, "")
        assert reader.sync.held_count() == {(HOME, "epoch1"): 2, (ELSEWHERE, "epoch2"): 1}
        assert [(chunk.seq, chunk.body) for chunk in reader.sync.held("epoch1")] == [(1, b"sealed"), (2, b"sealed")]
        assert len(reader.sync.held()) == 3
        assert reader.standing().held == 3

    desk.store.write_now(lambda write: write.sync.release(HOME, 1))

    with desk.look() as reader:
        assert [chunk.seq for chunk in reader.sync.held("epoch1")] == [2]
        assert reader.sync.reaches() == (Reach(HOME, 2, "hash2"),)


def test_what_was_refused_is_parked_with_its_reason(desk: Desk) -> None:
    refused = Parked(0, HOME, "desk7", "signature", NOON, b"bytes")

    number = desk.store.write_now(lambda write: write.sync.park(refused))

    with desk.look() as reader:
        assert reader.sync.parked() == (Parked(number, HOME, "desk7", "signature", NOON, b"bytes"),)
        assert reader.standing().parked == 1
    desk.store.write_now(lambda write: write.sync.unpark(number))
    with desk.look() as reader:
        assert reader.sync.parked() == ()


def test_signed_words_are_kept_as_received_in_their_order(desk: Desk) -> None:
    words = [KeptStatement("2", "desk", b"\x00two"), KeptStatement("1", "space", b"one")]

    new = [desk.store.write_now(lambda write, word=word: write.sync.keep_statement(word)) for word in words]  # type: ignore[misc]
    again = desk.store.write_now(lambda write: write.sync.keep_statement(words[0]))

    assert (new, again) == ([True, True], False)
    with desk.look() as reader:
        assert reader.sync.statements() == tuple(words)
        assert reader.sync.statements("space") == (words[1],)


def test_an_envelope_is_kept_until_the_server_has_it(desk: Desk) -> None:
    made = KeptEnvelope("e1", HOME, "epoch1", "desk7", b"sealed key", sent=False)
    sent = KeptEnvelope("e1", HOME, "epoch1", "desk7", b"sealed key", sent=True)
    for envelope in (made, sent, made):
        desk.store.write_now(lambda write, one=envelope: write.sync.keep_envelope(one))  # type: ignore[misc]

    with desk.look() as reader:
        assert reader.sync.envelopes() == (sent,)
        assert reader.sync.envelopes(unsent=True) == ()


def test_keys_of_a_space_are_kept_by_epoch(desk: Desk) -> None:
    keys = (SpaceKey(HOME, 1, "epoch1", b"k" * 32), SpaceKey(HOME, 2, "epoch2", b"l" * 32))
    for key in reversed(keys):
        desk.store.write_now(lambda write, one=key: write.sync.keep_key(one))  # type: ignore[misc]

    with desk.look() as reader:
        assert reader.sync.space_keys(HOME) == reader.sync.space_keys() == keys
        assert reader.sync.space_keys(ELSEWHERE) == ()


def test_the_log_tells_the_newest_first_and_does_not_grow_for_ever(desk: Desk) -> None:
    def talk(write: Write) -> None:
        for number in range(1005):
            write.sync.note(NOON, "received", {"changes": number})

    desk.store.write_now(talk)

    with desk.look() as reader:
        assert reader.sync.log(2) == (
            LogEntry(NOON, "received", {"changes": 1004}),
            LogEntry(NOON, "received", {"changes": 1003}),
        )
        assert len(reader.sync.log(2000)) == 1000


def test_a_request_number_is_never_drawn_twice(desk: Desk) -> None:
    path = desk.store.path
    first = desk.store.write_now(lambda write: write.sync.next_number("request"))
    block = desk.store.write_now(lambda write: write.sync.next_number("request", step=100))
    desk.store.close()

    with open_desk(path.parent) as again:
        after = again.store.write_now(lambda write: write.sync.next_number("request"))

    assert (first, block, after) == (1, 2, 102)
