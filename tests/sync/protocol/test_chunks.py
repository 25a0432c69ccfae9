"""Chunks: sealed once, chained, and checked before they are believed."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

import pytest

from fieldapp.domain.ids import OrganisationId
from sync.protocol import limits
from sync.protocol.chunks import MAGIC, Chunk, Place, check_chunk, chunk_size, place, read_chunk
from sync.protocol.dictionary import NO_DICTIONARY, compress
from sync.protocol.errors import Forged, Malformed, NotAllowed, NotYet
from sync.protocol.keys import SigningKey
from sync.protocol.names import EpochId
from sync.protocol.payloads import Payload, Seen, TooBig, write_payload
from sync.protocol.sealing import Sealer, open_chunk
from sync.protocol.streams import START
from sync.protocol.trust import Trust
from tests.sync.protocol.house import SEEN, House, a_house, change, random_from


@pytest.fixture
def house() -> House:
    return a_house()


def signed_anew(chunk: Chunk, key: SigningKey, alter: Callable[[dict[str, object]], object]) -> bytes:
    """The chunk with another header, rightly signed."""
    header = json.loads(chunk.head[6:])
    alter(header)
    text = json.dumps(header).encode()
    start = MAGIC + len(text).to_bytes(2, "big") + text + chunk.sealed
    return start + key.sign(start)


def test_what_the_worker_sealed_the_supervisor_opens(house: House) -> None:
    seen = Seen(7, "ab" * 16, house.trust.policy(house.caseload))
    stream = house.worker.stream(house.caseload)
    changes = (change(1), change(2))
    sealed = house.sealer(house.worker, house.caseload).seal(changes, seen, stream, START)
    arrived = read_chunk(sealed.raw)
    check_chunk(arrived, house.trust)
    assert arrived == sealed
    assert open_chunk(arrived, house.keys) == Payload(seen, changes)


def test_a_chunk_says_nothing_of_its_changes_in_clear(house: House) -> None:
    raw = house.chunk().raw
    assert "говорит".encode() not in raw
    assert b"follow_up" not in raw
    assert b"form" not in raw


def test_the_same_changes_sealed_again_are_another_chunk(house: House) -> None:
    sealer = Sealer(
        organisation=house.trust.organisation_id, space_key=house.key_of(house.caseload), key=house.worker.key
    )
    stream = house.worker.stream(house.caseload)
    assert sealer.seal([change(1)], SEEN, stream, START).hash != sealer.seal([change(1)], SEEN, stream, START).hash


def test_a_printed_sealer_shows_no_key(house: House) -> None:
    shown = repr(house.sealer(house.worker, house.caseload))
    assert house.worker.key.seed.hex() not in shown
    assert repr(house.key_of(house.caseload).secret.raw) not in shown


def test_a_chunk_without_its_epochs_key_waits(house: House) -> None:
    with pytest.raises(NotYet):
        open_chunk(house.chunk(), {})


def test_a_chunk_compressed_with_a_newer_dictionary_waits(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sync.protocol.sealing.compress", lambda *_: b"something newer")
    sealer = replace(house.sealer(house.worker, house.caseload), dictionary="changes-v9")
    chunk = sealer.seal([change(1)], SEEN, house.worker.stream(house.caseload), START)
    check_chunk(chunk, house.trust)
    with pytest.raises(NotYet):
        open_chunk(chunk, house.keys)


def test_every_changed_byte_is_found(house: House) -> None:
    raw = house.chunk().raw
    for position in range(len(raw)):
        changed = bytearray(raw)
        changed[position] ^= 1
        with pytest.raises((Forged, Malformed, NotYet, NotAllowed)):
            check_chunk(read_chunk(bytes(changed)), house.trust)


@pytest.mark.parametrize(
    "alter",
    [
        lambda header: header.update(n=header["n"] + 1, prev="ab" * 32),
        lambda header: header.update(lane="urgent"),
        lambda header: header.update(inc="ab" * 8),
        lambda header: header.update(nonce="ab" * 12),
        lambda header: header.update(dict="changes-v9"),
        lambda header: header.update(newer=True),
    ],
)
def test_a_sealed_text_cannot_be_given_another_header(
    house: House, alter: Callable[[dict[str, object]], object]
) -> None:
    chunk = read_chunk(signed_anew(house.chunk(), house.worker.key, alter))
    check_chunk(chunk, house.trust)
    with pytest.raises(Forged):
        open_chunk(chunk, house.keys)


@pytest.mark.parametrize(
    "alter",
    [
        lambda header: header.update(v=2),
        lambda header: header.update(n=0),
        lambda header: header.update(n=2),
        lambda header: header.update(prev="ab" * 32),
        lambda header: header.update(size=15),
        lambda header: header.update(size=header["size"] + 1),
        lambda header: header.update(size=limits.CHUNK_SEALED + 1),
        lambda header: header.update(lane=""),
        lambda header: header.pop("space"),
    ],
)
def test_a_header_that_breaks_the_format_is_malformed(
    house: House, alter: Callable[[dict[str, object]], object]
) -> None:
    with pytest.raises(Malformed):
        read_chunk(signed_anew(house.chunk(), house.worker.key, alter))


def test_only_a_desk_that_may_write_to_the_space_is_believed(house: House) -> None:
    check_chunk(house.chunk(by=house.supervisor), house.trust)
    for stranger in (house.trainer, house.coordinator):
        with pytest.raises(NotAllowed):
            check_chunk(house.chunk(by=stranger), house.trust)


def test_a_chunk_under_another_spaces_epoch_is_not_allowed(house: House) -> None:
    other = house.key_of(house.programme).epoch
    raw = signed_anew(house.chunk(), house.worker.key, lambda header: header.update(epoch=other))
    with pytest.raises(NotAllowed):
        check_chunk(read_chunk(raw), house.trust)


def test_a_chunk_waits_for_its_desk_and_its_epoch(house: House) -> None:
    unknown = EpochId("ab" * 32)
    raw = signed_anew(house.chunk(), house.worker.key, lambda header: header.update(epoch=unknown))
    with pytest.raises(NotYet):
        check_chunk(read_chunk(raw), house.trust)
    with pytest.raises(NotYet):
        check_chunk(house.chunk(), Trust(house.root.verify_key))


def test_a_chunk_of_another_organisation_is_not_allowed(house: House) -> None:
    other = OrganisationId("ab" * 16)
    raw = signed_anew(house.chunk(), house.worker.key, lambda header: header.update(org=other))
    with pytest.raises(NotAllowed):
        check_chunk(read_chunk(raw), house.trust)


def test_a_streams_next_chunk_is_recognised_and_so_is_all_else(house: House) -> None:
    first, second, third = house.chunks(3)
    assert place(first) is Place.NEXT
    assert place(second, first.mark) is Place.NEXT
    assert place(third, first.mark) is Place.AHEAD
    assert place(second, second.mark) is Place.REPEATED
    assert place(first, second.mark, first.hash) is Place.REPEATED


def test_a_copied_desk_is_recognised_by_its_fork(house: House) -> None:
    first, second, _ = house.chunks(3)
    other = house.chunk(9)
    other_second = house.chunk(8, other.mark)
    assert place(other, first.mark) is Place.FORKED
    assert place(other, second.mark, first.hash) is Place.FORKED
    assert place(other_second, first.mark) is Place.FORKED


def test_the_first_bytes_tell_how_long_a_chunk_is(house: House) -> None:
    raw = house.chunk().raw
    told = [chunk_size(raw[:end]) for end in range(len(raw) + 1)]
    assert told[:6] == [None] * 6
    assert set(told) == {None, len(raw)}
    assert told == sorted(told, key=lambda size: size is not None)


def test_a_change_too_big_for_any_chunk_is_refused_when_sealing(house: House) -> None:
    with pytest.raises(TooBig):
        write_payload(SEEN, [change(1, "щ" * 600_000)])


def test_a_chunk_as_big_as_they_come_is_sealed_and_opened(house: House) -> None:
    noise = random_from("noise")(500_000).hex()
    sealer = house.sealer(house.worker, house.caseload)
    chunk = sealer.seal([change(1, noise)], SEEN, house.worker.stream(house.caseload), START)
    assert open_chunk(read_chunk(chunk.raw), house.keys).changes == (change(1, noise),)


def sealed_bytes(house: House, inside: bytes, monkeypatch: pytest.MonkeyPatch) -> Chunk:
    """A chunk with anything inside, as a member who means harm could make it."""
    monkeypatch.setattr("sync.protocol.sealing.compress", lambda *_: inside)
    return house.chunk()


def test_a_chunk_that_would_unpack_to_more_than_a_chunk_holds_is_malformed(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    bomb = compress(b" " * (limits.PAYLOAD + 1), NO_DICTIONARY)
    assert len(bomb) < 100
    for inside in (bomb, b"", b"no zstd", compress(b"[]", NO_DICTIONARY), compress(b"{", NO_DICTIONARY)):
        with pytest.raises(Malformed):
            open_chunk(sealed_bytes(house, inside, monkeypatch), house.keys)
