"""A server that lies: it keeps the organisation's key, answers as a good one would, and changes what it likes.

What it cannot do is sign for anybody but itself. Each lie is told to one desk, and goes on until it is taken back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest

from fieldapp.domain.ids import DeskId, SpaceId
from sync.protocol.agreement import make_heads, read_heads
from sync.protocol.beginning import Begin
from sync.protocol.frames import Decoder, Frame, FrameType, encode
from sync.protocol.head import EMPTY, Head
from sync.protocol.keys import sha256
from sync.protocol.names import ChunkHash
from sync.protocol.pieces import Delivery, Placed
from sync.server import app
from sync.server.answer import answer as honest
from sync.server.centre import Centre
from sync.server.incoming import Taken

#: The frames of an answer as they would be, and as they are said instead.
Lie = Callable[[list[Frame]], list[Frame]]


@dataclass
class Liar:
    """Tells lies, per desk, in their order; and knows how to make its own heads fit them."""

    lies: dict[DeskId, list[Lie]] = field(default_factory=dict)
    _heads: dict[tuple[DeskId, SpaceId], Head] = field(default_factory=dict)

    def tell(self, desk: DeskId, lie: Lie) -> None:
        self.lies.setdefault(desk, []).append(lie)

    def be_honest(self) -> None:
        """From now on it says what is so."""
        self.lies.clear()
        self._heads.clear()

    def answer(self, centre: Centre, begin: Begin, taken: Taken) -> Iterator[bytes]:
        if begin.desk not in self.lies:
            yield from honest(centre, begin, taken)
            return
        frames = Decoder().feed(b"".join(honest(centre, begin, taken)))
        for lie in self.lies[begin.desk]:
            frames = lie(frames)
        yield b"".join(encode(FrameType(frame.type), frame.body) for frame in self._fitting(centre, begin, frames))

    def _fitting(self, centre: Centre, begin: Begin, frames: list[Frame]) -> Iterator[Frame]:
        """The heads are those of the rows that this desk was ever shown."""
        for frame in frames:
            if frame.type in (FrameType.CHUNK, FrameType.PLACED):
                space, seq, chunk = shown(frame)
                before = self._heads.get((begin.desk, space), EMPTY)
                if seq == before.count + 1:
                    self._heads[begin.desk, space] = before.after(chunk)
            if frame.type == FrameType.HEADS:
                said = read_heads(frame.body)
                spaces = {space: self._heads.get((begin.desk, space), EMPTY) for space in said.spaces}
                yield Frame(frame.type, make_heads(said.organisation, spaces, said.documents, centre.key).raw)
            else:
                yield frame

    def remember(self, desk: DeskId, heads: dict[SpaceId, Head]) -> None:
        """What the desk has been shown before the lies begin."""
        self._heads.update({(desk, space): head for space, head in heads.items()})


def shown(frame: Frame) -> tuple[SpaceId, int, ChunkHash]:
    """Which chunk a frame puts where."""
    if frame.type == FrameType.PLACED:
        placed = Placed.decode(frame.body)
        return placed.space, placed.seq, placed.chunk
    part = Delivery.decode(frame.body)
    return part.space, part.seq, ChunkHash(sha256(part.data))


@contextmanager
def lying(monkeypatch: pytest.MonkeyPatch) -> Iterator[Liar]:
    """The servers of this process lie, until the block ends."""
    liar = Liar()
    with monkeypatch.context() as patch:
        patch.setattr(app, "answer", liar.answer)
        yield liar


# Lies


def without(*bodies: bytes) -> Lie:
    """Keeps statements and envelopes back."""
    return lambda frames: [frame for frame in frames if frame.body not in bodies]


def besides(kind: FrameType, *bodies: bytes) -> Lie:
    """Adds documents of its own, before all others."""
    return lambda frames: [*(Frame(kind, body) for body in bodies), *frames]


def instead(old: bytes, new: bytes) -> Lie:
    """Gives one document in another's place."""
    return lambda frames: [frame._replace(body=new) if frame.body == old else frame for frame in frames]


def dropping(space: SpaceId, seq: int) -> Lie:
    """Leaves one chunk out and closes the gap."""

    def lie(frames: list[Frame]) -> list[Frame]:
        kept = list[Frame]()
        for frame in frames:
            if frame.type not in (FrameType.CHUNK, FrameType.PLACED) or shown(frame)[0] != space:
                kept.append(frame)
            elif (at := shown(frame)[1]) != seq:
                kept.append(at_number(frame, at - (at > seq)))
        return kept

    return lie


def leaving_a_hole(space: SpaceId, seq: int) -> Lie:
    """Leaves one chunk out and says so by the numbers."""
    return lambda frames: [
        frame
        for frame in frames
        if frame.type not in (FrameType.CHUNK, FrameType.PLACED) or shown(frame)[:2] != (space, seq)
    ]


def swapping(space: SpaceId, seq: int) -> Lie:
    """Two chunks that stand beside each other change places."""

    def lie(frames: list[Frame]) -> list[Frame]:
        places = {
            shown(frame)[1]: number
            for number, frame in enumerate(frames)
            if frame.type in (FrameType.CHUNK, FrameType.PLACED) and shown(frame)[0] == space
        }
        told = list(frames)
        if {seq, seq + 1} <= places.keys():
            one, other = places[seq], places[seq + 1]
            told[one], told[other] = at_number(frames[other], seq), at_number(frames[one], seq + 1)
        return told

    return lie


def at_number(frame: Frame, seq: int) -> Frame:
    """The same chunk elsewhere in the row."""
    if frame.type == FrameType.PLACED:
        placed = Placed.decode(frame.body)
        return frame._replace(body=Placed(placed.space, seq, placed.chunk).encode())
    part = Delivery.decode(frame.body)
    return frame._replace(body=Delivery(part.space, seq, part.offset, part.data).encode())
