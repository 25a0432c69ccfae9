"""Frames: how an exchange is cut into messages. One byte of type, four of length, then so many bytes.

The decoder copes with any cutting of the stream, and gives out what had come of the last frame when a link broke off.
"""

from __future__ import annotations

from enum import IntEnum
from typing import Final, NamedTuple

from sync.protocol import limits
from sync.protocol.errors import Malformed

_START: Final = 5


class FrameType(IntEnum):
    """What a frame is. A reader passes over types that it does not know."""

    BEGIN = 1  # to the server, first: beginning.Begin
    STATEMENT = 2  # both ways: a statement's bytes
    ENVELOPE = 3  # both ways: an envelope's bytes
    PIECE = 4  # to the server: pieces.Piece
    CHUNK = 5  # to the desk: pieces.Delivery
    PLACED = 6  # to the desk: pieces.Placed
    RECEIPT = 7  # to the desk: a receipt's bytes
    REFUSED = 8  # to the desk: refusals.Refusal
    HEADS = 9  # to the desk, before END: agreement.Heads
    CLEARED = 11  # to the desk: cleared.Cleared's bytes
    GONE = 12  # to the desk: pieces.Placed, of a chunk that a snapshot made needless
    TAKEN = 13  # to the desk: the id of a statement or envelope that it has just sent, in the place of its bytes
    END = 10  # both ways, last; empty. Without it the exchange broke off


class Frame(NamedTuple):
    """One message; `type` may be one that `FrameType` does not have."""

    type: int
    body: bytes


def encode(type: FrameType, body: bytes = b"") -> bytes:  # noqa: A002 - the word of the format
    """The frame's bytes."""
    assert len(body) <= limits.FRAME
    return bytes([type]) + len(body).to_bytes(4, "big") + body


class Decoder:
    """Gives out whole frames, however the bytes arrive. Holds no more than one frame and what was fed last."""

    def __init__(self) -> None:
        self._rest = bytearray()

    def feed(self, data: bytes) -> list[Frame]:
        """The frames that are whole now, in order. Raises Malformed for one that says it is too long.

        Frames before such a one are given out first: it is told of when nothing stands before it, by `feed(b"")`.
        """
        self._rest += data
        frames, start = list[Frame](), 0
        try:
            while (end := self._end(start)) is not None and end <= len(self._rest):
                frames.append(Frame(self._rest[start], bytes(self._rest[start + _START : end])))
                start = end
        except Malformed:
            if not frames:
                raise
        del self._rest[:start]
        return frames

    @property
    def waiting(self) -> int:
        """How many bytes have come of the frame that is under way."""
        return len(self._rest)

    def unfinished(self) -> Frame | None:
        """What has come of the frame that is under way, if its type and length have: to go on from after a cut."""
        if self._end(0) is None:
            return None
        return Frame(self._rest[0], bytes(self._rest[_START:]))

    def _end(self, start: int) -> int | None:
        if len(self._rest) < start + _START:
            return None
        length = int.from_bytes(self._rest[start + 1 : start + _START], "big")
        if length > limits.FRAME:
            raise Malformed(f"a frame of {length} bytes is too long")
        return start + _START + length
