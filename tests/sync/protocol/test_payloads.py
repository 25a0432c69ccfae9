"""Payloads, their cutting into chunks, and their compression."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest
import zstandard

from fieldapp.domain.answers import Foreign
from fieldapp.domain.ids import FieldId, RecordId, SpaceId, WorkerId
from sync.protocol import dictionary, limits
from sync.protocol.dictionary import CHANGES, NO_DICTIONARY, compress, decompress
from sync.protocol.errors import Malformed, NotYet
from sync.protocol.head import head_of
from sync.protocol.payloads import Seen, cut, read_payload, write_payload
from sync.protocol.wholes import NO_WHOLE, MovedOn, Whole
from tests.sync.protocol.house import NOON, SEEN, a_house, change, random_from

CHANGES_V1 = "f27532391af11ea70eb5bcb09c46031437543961f3a9362cf7dfd6f9f5d16ecb"


def test_changes_come_back_as_they_were_written() -> None:
    seen = Seen(12, "ab" * 16, "cd" * 16)
    payload = read_payload(write_payload(seen, [change(1), change(2)]))
    assert payload.seen == seen
    assert payload.changes == (change(1), change(2))
    assert not payload.unreadable


def test_what_a_snapshot_tells_beside_changes_comes_back_as_it_was_written() -> None:
    moved = MovedOn(RecordId("11" * 16), SpaceId("22" * 16), WorkerId("33" * 16), NOON)
    whole = Whole((), 340, (moved, replace(moved, root=RecordId("44" * 16))))

    assert read_payload(write_payload(SEEN, [change(1)], whole)).whole == whole
    assert read_payload(write_payload(SEEN, [change(1)])).whole == NO_WHOLE


def test_a_sender_who_was_shown_another_history_is_noticed() -> None:
    first, second = (chunk.hash for chunk in a_house().chunks(2))
    seen = Seen.at(head_of([first, second]), ())
    assert read_payload(write_payload(seen, [])).seen.agrees_with(head_of([first, second]))
    assert not seen.agrees_with(head_of([second, first]))
    assert not seen.agrees_with(head_of([first]))


def test_what_a_newer_program_wrote_is_kept() -> None:
    raw = write_payload(SEEN, [change(1)])
    newer = raw.replace(b'"safe_now":"true"', b'"safe_now":{"new":[1]}').replace(b'"kind":"create"', b'"kind":"bless"')
    newer = newer.replace(b'"changes"', b'"besides":{"a":1},"changes"')
    (kept,) = read_payload(newer).changes
    assert kept.kind == "bless"
    assert kept.fields[FieldId("safe_now")] == Foreign('{"new":[1]}')


def test_one_bad_change_is_set_aside_and_the_others_flow_on() -> None:
    raw = write_payload(SEEN, [change(1), change(2), change(3)])
    broken = raw.replace(b'"lamport":2,', b'"lamport":-2,')
    payload = read_payload(broken)
    assert payload.changes == (change(1), change(3))
    (aside,) = payload.unreadable
    assert '"lamport":-2' in aside.json
    assert "lamport" in aside.why


@pytest.mark.parametrize("raw", [b"{}", b"[]", b'{"changes":[]}', b'{"changes":5,"seen":{}}', b'{"changes":[1.5]}'])
def test_a_payload_that_is_none_is_malformed(raw: bytes) -> None:
    with pytest.raises(Malformed):
        read_payload(raw)


def test_batches_keep_the_order_and_make_chunks_of_the_size_aimed_at() -> None:
    house, chance = a_house(), random_from("notes")
    changes = [change(number, chance(60).hex()) for number in range(1, 2400)]
    batches = list(cut(changes))
    assert [one for batch in batches for one in batch] == changes
    sealer, stream = house.sealer(house.worker, house.caseload), house.worker.stream(house.caseload)
    sizes = [len(sealer.seal(batch, SEEN, stream, house.chunk().mark).raw) for batch in batches]
    assert len(sizes) > 5
    assert all(0.7 * limits.CHUNK_TARGET < size < 1.3 * limits.CHUNK_TARGET for size in sizes[:-1])


def test_nothing_is_cut_into_no_batches_and_a_giant_stands_alone() -> None:
    assert list(cut([])) == []
    small, giant = change(1), change(2, "щ" * 600_000)
    assert [len(batch) for batch in cut([small, giant, small])] == [1, 1, 1]


def test_changes_that_compress_well_are_still_cut_before_they_are_too_big() -> None:
    changes = [change(number, "а" * 30_000) for number in range(1, 60)]
    for batch in cut(changes):
        write_payload(SEEN, batch)


@pytest.mark.parametrize("name", [CHANGES, NO_DICTIONARY])
@pytest.mark.parametrize("size", [0, 1, 1000, limits.PAYLOAD])
def test_what_is_compressed_opens_within_the_limit_and_not_beyond(name: str, size: int) -> None:
    raw = random_from("raw")(size)
    packed = compress(raw, name)
    assert decompress(packed, name, size) == raw
    if size:
        with pytest.raises(Malformed):
            decompress(packed, name, size - 1)


def test_a_frame_that_asks_for_a_great_window_is_refused() -> None:
    greedy = zstandard.ZstdCompressionParameters(window_log=27)
    packed = zstandard.ZstdCompressor(compression_params=greedy, level=1).compress(b"\0" * (1 << 28))
    with pytest.raises(Malformed):
        decompress(packed, NO_DICTIONARY, limits.PAYLOAD)


def test_an_unknown_dictionary_came_with_a_newer_program() -> None:
    for name in ("changes-v9", "../../secret", CHANGES.upper()):
        with pytest.raises(NotYet):
            decompress(b"", name, 10)


def test_the_dictionary_never_changes_under_its_name() -> None:
    raw = Path(dictionary.__file__).parents[2].joinpath("resources", "sync", "changes-v1.dict").read_bytes()
    assert hashlib.sha256(raw).hexdigest() == CHANGES_V1


def test_the_dictionary_makes_a_small_edit_smaller() -> None:
    raw = write_payload(SEEN, [change(1)])
    assert len(compress(raw, CHANGES)) < 0.6 * len(compress(raw, NO_DICTIONARY))
