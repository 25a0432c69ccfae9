"""Chunks: sealed changes of one space and lane from one desk, numbered, chained and signed once.

    b"FAC1", u16 header length, header (canonical JSON), sealed changes, 64 bytes of signature over all before it

The server reads the header and nothing else. A chunk is never cut or sealed again: its hash is its name for ever.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final

from fieldapp.domain.ids import OrganisationId
from sync.protocol import limits
from sync.protocol.errors import Malformed, NotAllowed
from sync.protocol.keys import HPKE_OVERHEAD, NONCE_SIZE, SIGNATURE_SIZE, TAG_SIZE, sha256
from sync.protocol.names import ChunkHash, EpochId
from sync.protocol.reading import Fields
from sync.protocol.streams import START, Mark, Stream
from sync.protocol.trust import Trust

MAGIC: Final = b"FAC1"
VERSION: Final = 1
#: What a desk draws for a chunk of a space whose key it does not have.
SECRET_SIZE: Final = 32
_BOX_SIZE: Final = SECRET_SIZE + HPKE_OVERHEAD
_START: Final = 6


@dataclass(frozen=True, slots=True)
class Chunk:
    """One chunk as it came. Nothing is known of its signature until `check_chunk`.

    `prev` is the hash of the stream's chunk before it, `size` that of the sealed changes, `dictionary` may be "".
    `box`: what it is sealed under, itself sealed to the epoch's box by a desk that does not have the space's key.
    """

    raw: bytes
    hash: ChunkHash
    organisation: OrganisationId
    stream: Stream
    n: int
    prev: ChunkHash
    epoch: EpochId
    nonce: bytes
    dictionary: str
    size: int
    box: bytes = b""

    @property
    def head(self) -> bytes:
        """Magic, length and header: what the seal is bound to."""
        return self.raw[: -self.size - SIGNATURE_SIZE]

    @property
    def sealed(self) -> bytes:
        """The sealed changes."""
        return self.raw[-self.size - SIGNATURE_SIZE : -SIGNATURE_SIZE]

    @property
    def mark(self) -> Mark:
        """Where the stream stands after this chunk."""
        return Mark(self.n, self.hash)


class Place(Enum):
    """Where a chunk stands to what is known of its stream."""

    NEXT = "next"  # take it
    REPEATED = "repeated"  # it is here already, the same to the byte
    FORKED = "forked"  # another chunk has its number: the desk was copied or restored, or someone cheats
    AHEAD = "ahead"  # chunks before it are missing


def read_chunk(raw: bytes) -> Chunk:
    """A chunk from outside, whole. Raises Malformed; looks neither at the signature nor inside."""
    if len(raw) > limits.CHUNK:
        raise Malformed(f"chunk: {len(raw)} bytes are more than {limits.CHUNK}")
    whole = chunk_size(raw)
    if whole != len(raw):
        raise Malformed("chunk: not of the length it says")
    fields = _header(raw)
    n, prev = fields.number("n", 1), fields.hex("prev", 64, empty=True)
    if (n == 1) != (prev == ""):
        raise Malformed("chunk: the first of a stream names none before it, every other does")
    box = fields.binary("box", _BOX_SIZE) if "box" in fields else b""
    if "box" in fields and len(box) != _BOX_SIZE:
        raise Malformed("chunk: what is in the box is no key")
    return Chunk(
        raw=raw,
        hash=ChunkHash(sha256(raw)),
        organisation=OrganisationId(fields.hex("org", 32)),
        stream=Stream.read(fields),
        n=n,
        prev=ChunkHash(prev),
        epoch=EpochId(fields.hex("epoch", 64)),
        nonce=bytes.fromhex(fields.hex("nonce", 2 * NONCE_SIZE)),
        dictionary=fields.word("dict", empty=True),
        size=fields.number("size"),
        box=box,
    )


def chunk_size(start: bytes) -> int | None:
    """How long the whole chunk is that begins with these bytes; None while they do not tell. Raises Malformed."""
    if start[:4] != MAGIC[: len(start)]:
        raise Malformed("chunk: does not begin with FAC1")
    if len(start) < _START:
        return None
    header = int.from_bytes(start[4:_START], "big")
    if header > limits.CHUNK_HEADER:
        raise Malformed("chunk: too long a header")
    if len(start) < _START + header:
        return None
    return _START + header + _header(start).number("size", TAG_SIZE, limits.CHUNK_SEALED) + SIGNATURE_SIZE


def check_chunk(chunk: Chunk, trust: Trust) -> None:
    """Whether its desk signed it and may write there, or once might: what it sent before it was shut out counts, what
    it sent later is for a person to look at (`Trust.late_after`). Into the box any desk of the organisation may seal.

    Raises NotYet (desk or epoch not known), Forged, or NotAllowed.
    """
    if chunk.organisation != trust.organisation_id:
        raise NotAllowed("of another organisation")
    trust.key_of(chunk.stream.desk).check(chunk.raw[-SIGNATURE_SIZE:], chunk.raw[:-SIGNATURE_SIZE])
    if trust.opening(chunk.epoch).space != chunk.stream.space:
        raise NotAllowed("the epoch is another space's")
    if chunk.box:
        if trust.opening(chunk.epoch).box is None:
            raise NotAllowed("the epoch has no box")
        trust.desk(chunk.stream.desk)
    elif not trust.belonged(chunk.stream.desk, chunk.stream.space, write=True):
        raise NotAllowed("its desk may not write to the space")


def place(chunk: Chunk, mark: Mark = START, held: ChunkHash | None = None) -> Place:
    """Where the chunk stands in a stream that has come to `mark`; `held` is the hash held under its own number."""
    if chunk.n == mark.n + 1:
        return Place.NEXT if chunk.prev == mark.hash else Place.FORKED
    if chunk.n > mark.n:
        return Place.AHEAD
    known = mark.hash if chunk.n == mark.n else held
    return Place.REPEATED if known == chunk.hash else Place.FORKED


def _header(raw: bytes) -> Fields:
    length = int.from_bytes(raw[4:_START], "big")
    fields = Fields.parsed(raw[_START : _START + length], limits.CHUNK_HEADER, "chunk")
    fields.number("v", VERSION, VERSION)
    return fields
