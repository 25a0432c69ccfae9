"""Receipts: the server's signed word that it holds a stream up to a chunk.

One covers all earlier chunks of the stream, because each names the hash of the one before. Nothing is taken out of a
desk's outbox without one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from fieldapp.domain.clock import Moment
from fieldapp.domain.ids import OrganisationId
from sync.protocol import signed
from sync.protocol.chunks import Chunk
from sync.protocol.errors import NotAllowed
from sync.protocol.keys import SigningKey
from sync.protocol.names import ChunkHash
from sync.protocol.reading import Fields, encode
from sync.protocol.signed import Signed
from sync.protocol.streams import Mark, Stream
from sync.protocol.trust import Trust

VERSION: Final = 1


@dataclass(frozen=True, slots=True)
class Receipt:
    """One receipt as it came; `check_receipt` says whether the server signed it.

    The server holds `stream` up to `mark`, whose chunk stands at `seq` in the space's log. `when` is for reading.
    """

    signed: Signed
    organisation: OrganisationId
    stream: Stream
    mark: Mark
    seq: int
    when: Moment

    @property
    def raw(self) -> bytes:
        """The bytes that travel and are stored."""
        return self.signed.raw


def make_receipt(chunk: Chunk, *, seq: int, when: Moment, key: SigningKey) -> Receipt:
    """The server has stored `chunk` at `seq` of its space's log, in a transaction that is done."""
    body = encode(
        {
            **chunk.stream.to_json(),
            "v": VERSION,
            "org": chunk.organisation,
            "upto": chunk.n,
            "hash": chunk.hash,
            "seq": seq,
            "when": when.text,
        }
    )
    return read_receipt(signed.sign(signed.RECEIPT, body, key).raw)


def read_receipt(raw: bytes) -> Receipt:
    """A receipt from outside. Raises Malformed; does not look at the signature."""
    whole = signed.split(raw, signed.RECEIPT)
    fields = Fields.parsed(whole.body, len(whole.body), "receipt")
    fields.number("v", VERSION, VERSION)
    return Receipt(
        signed=whole,
        organisation=OrganisationId(fields.hex("org", 32)),
        stream=Stream.read(fields),
        mark=Mark(fields.number("upto", 1), ChunkHash(fields.hex("hash", 64))),
        seq=fields.number("seq", 1),
        when=fields.moment("when"),
    )


def check_receipt(receipt: Receipt, trust: Trust) -> None:
    """Raises Forged unless the organisation's server signed it, NotAllowed if it is another organisation's.

    Whether its mark is one of one's own chunks (number and hash) is for the desk to compare.
    """
    if receipt.organisation != trust.organisation_id:
        raise NotAllowed("of another organisation")
    receipt.signed.check(trust.server)
