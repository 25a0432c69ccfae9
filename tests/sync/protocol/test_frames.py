"""Frames, and chunks that come in pieces: any cutting of the stream gives the same."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldapp.domain.ids import SpaceId
from sync.protocol import limits
from sync.protocol.errors import Malformed
from sync.protocol.frames import Decoder, Frame, FrameType, encode
from sync.protocol.names import ChunkHash
from sync.protocol.pieces import Delivery, Growing, Piece, Placed
from tests.sync.protocol.house import House, a_house

SPACE = SpaceId("ab" * 16)


@pytest.fixture
def house() -> House:
    return a_house()


@given(
    st.lists(st.tuples(st.sampled_from(FrameType), st.binary(max_size=40)), max_size=6),
    st.lists(st.integers(0, 300), max_size=8),
)
def test_frames_come_out_whole_however_the_stream_is_cut(
    frames: list[tuple[FrameType, bytes]], cuts: list[int]
) -> None:
    stream = b"".join(encode(kind, body) for kind, body in frames)
    edges = sorted({0, *(cut for cut in cuts if cut < len(stream)), len(stream)})
    decoder = Decoder()
    got = [frame for start, end in pairwise(edges) for frame in decoder.feed(stream[start:end])]
    assert got == frames
    assert decoder.unfinished() is None


def test_a_frame_of_a_type_not_known_is_given_out_to_be_passed_over() -> None:
    assert Decoder().feed(b"\xfe\0\0\0\1x" + encode(FrameType.END)) == [Frame(254, b"x"), Frame(FrameType.END, b"")]


def test_a_frame_that_says_it_is_too_long_is_refused_before_its_bytes_come() -> None:
    decoder = Decoder()
    decoder.feed(b"\1" + limits.FRAME.to_bytes(4, "big"))
    with pytest.raises(Malformed):
        Decoder().feed(b"\1" + (limits.FRAME + 1).to_bytes(4, "big"))


def test_what_stands_before_a_frame_that_is_too_long_is_given_out_first() -> None:
    decoder = Decoder()
    assert decoder.feed(encode(FrameType.BEGIN, b"{}") + b"\1\xff\xff\xff\xff") == [Frame(FrameType.BEGIN, b"{}")]
    with pytest.raises(Malformed):
        decoder.feed(b"")


def test_what_had_come_when_the_link_broke_is_given_out() -> None:
    stream = encode(FrameType.BEGIN, b"{}") + encode(FrameType.PIECE, b"0123456789")
    decoder = Decoder()
    assert decoder.feed(stream[:-4]) == [Frame(FrameType.BEGIN, b"{}")]
    assert decoder.unfinished() == Frame(FrameType.PIECE, b"012345")
    early = Decoder()
    early.feed(stream[:9])
    assert early.unfinished() is None


def test_pieces_deliveries_and_places_come_back_as_they_were_sent() -> None:
    piece = Piece(ChunkHash("cd" * 32), 4096, b"bytes")
    delivery = Delivery(SPACE, 77, 12, b"bytes")
    placed = Placed(SPACE, 78, ChunkHash("cd" * 32))
    assert Piece.decode(piece.encode()) == piece
    assert Delivery.decode(delivery.encode()) == delivery
    assert Placed.decode(placed.encode()) == placed


@pytest.mark.parametrize("size", [0, 27, 35, 55, 57])
def test_pieces_that_are_too_short_or_name_no_place_are_malformed(size: int) -> None:
    with pytest.raises(Malformed):
        Placed.decode(bytes(size))
    if size < 28:
        with pytest.raises(Malformed):
            Delivery.decode(bytes(size))
    if size < 36:
        with pytest.raises(Malformed):
            Piece.decode(bytes(size))


@pytest.mark.parametrize("seq", [0, 2**53, 2**64 - 1])
def test_a_sequence_number_out_of_range_is_malformed(seq: int) -> None:
    with pytest.raises(Malformed):
        Delivery.decode(Delivery(SPACE, seq, 0, b"").encode())


def test_a_chunk_grows_whole_from_wherever_it_was_cut(house: House) -> None:
    chunk = house.chunk()
    for cut in range(len(chunk.raw)):
        begun = Growing().with_more(0, chunk.raw[:cut])
        assert begun.whole() is None
        assert begun.with_more(cut, chunk.raw[cut:]).whole() == chunk


def test_bytes_that_come_twice_are_passed_over(house: House) -> None:
    raw = house.chunk().raw
    begun = Growing().with_more(0, raw[:300])
    assert begun.with_more(100, raw[100:200]) == begun
    assert begun.with_more(100, raw[100:]).data == raw


def test_a_hole_too_many_bytes_or_no_chunk_at_all_is_malformed(house: House) -> None:
    raw = house.chunk().raw
    for offset, data in ((1, raw), (0, raw + b"\0"), (0, b"no chunk"), (0, raw[:4] + b"\xff\xff")):
        with pytest.raises(Malformed):
            Growing().with_more(offset, data)
