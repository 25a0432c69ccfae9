"""Chunks under way: bodies of the PIECE, CHUNK and PLACED frames, and a chunk that grows from what has come.

A chunk is sent whole in one frame. If the link breaks off, the next exchange sends the rest: the receiver says how
many bytes it has, the sender goes on from there. The chunk's hash is its name on the way to the server.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from fieldapp.domain.ids import SpaceId
from sync.protocol import limits
from sync.protocol.chunks import Chunk, chunk_size, read_chunk
from sync.protocol.errors import Malformed
from sync.protocol.names import ChunkHash

_PIECE: Final = 36
_DELIVERY: Final = 28
_PLACED: Final = 56


@dataclass(frozen=True, slots=True)
class Piece:
    """To the server: a chunk's bytes from `offset` on. 32 bytes of hash, u32 offset, data."""

    chunk: ChunkHash
    offset: int
    data: bytes

    def encode(self) -> bytes:
        """The frame's body."""
        return bytes.fromhex(self.chunk) + self.offset.to_bytes(4, "big") + self.data

    @classmethod
    def decode(cls, body: bytes) -> Piece:
        """From a frame's body, or from what had come of it when the link broke off. Raises Malformed."""
        if len(body) < _PIECE:
            raise Malformed("piece: too short")
        return cls(ChunkHash(body[:32].hex()), int.from_bytes(body[32:_PIECE], "big"), body[_PIECE:])


@dataclass(frozen=True, slots=True)
class Delivery:
    """To a desk: the bytes from `offset` on of the chunk at `seq` of a space's log. 16 + 8 + 4 bytes, data."""

    space: SpaceId
    seq: int
    offset: int
    data: bytes

    def encode(self) -> bytes:
        """The frame's body."""
        where = bytes.fromhex(self.space) + self.seq.to_bytes(8, "big") + self.offset.to_bytes(4, "big")
        return where + self.data

    @classmethod
    def decode(cls, body: bytes) -> Delivery:
        """From a frame's body, or from what had come of it when the link broke off. Raises Malformed."""
        if len(body) < _DELIVERY:
            raise Malformed("delivery: too short")
        offset = int.from_bytes(body[24:_DELIVERY], "big")
        return cls(SpaceId(body[:16].hex()), _seq(body), offset, body[_DELIVERY:])


@dataclass(frozen=True, slots=True)
class Placed:
    """To a desk: its own chunk, which it holds already, stands at `seq` of the space's log. 16 + 8 + 32 bytes."""

    space: SpaceId
    seq: int
    chunk: ChunkHash

    def encode(self) -> bytes:
        """The frame's body."""
        return bytes.fromhex(self.space) + self.seq.to_bytes(8, "big") + bytes.fromhex(self.chunk)

    @classmethod
    def decode(cls, body: bytes) -> Placed:
        """From a frame's body. Raises Malformed."""
        if len(body) != _PLACED:
            raise Malformed("placed: not of its length")
        return cls(SpaceId(body[:16].hex()), _seq(body), ChunkHash(body[24:].hex()))


@dataclass(frozen=True, slots=True)
class Growing:
    """The first bytes of a chunk, as far as they have come. Never longer than the chunk that they begin."""

    data: bytes = b""

    def with_more(self, offset: int, data: bytes) -> Growing:
        """With `data` that starts at `offset`; bytes that are here already are passed over.

        Raises Malformed if it leaves a hole, or runs past the chunk's end: what has come is then to be thrown away.
        """
        if offset > len(self.data):
            raise Malformed(f"the rest starts at {offset}, but only {len(self.data)} bytes are here")
        grown = self.data[:offset] + data if offset + len(data) > len(self.data) else self.data
        size = chunk_size(grown)
        if len(grown) > (size if size is not None else limits.CHUNK):
            raise Malformed("more bytes than the chunk has")
        return Growing(grown)

    def whole(self) -> Chunk | None:
        """The chunk, once all of it is here; None before. Raises Malformed."""
        return read_chunk(self.data) if self.data and chunk_size(self.data) == len(self.data) else None


def _seq(body: bytes) -> int:
    seq = int.from_bytes(body[16:24], "big")
    if not 0 < seq <= limits.NUMBER:
        raise Malformed("no sequence number")
    return seq
