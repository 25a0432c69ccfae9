"""Sealing changes into a chunk, and opening one.

changes → zstd → AES-256-GCM under a key for this one chunk → Ed25519 over all of it. Compressing after encryption
would cost eight times the bytes.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from fieldapp.domain.changes import Change
from fieldapp.domain.erasing import Erasure
from fieldapp.domain.ids import OrganisationId
from sync.protocol import limits
from sync.protocol.chunks import MAGIC, VERSION, Chunk, read_chunk
from sync.protocol.dictionary import CHANGES, compress, decompress
from sync.protocol.epochs import SpaceKey
from sync.protocol.errors import NotYet
from sync.protocol.keys import NONCE_SIZE, TAG_SIZE, Random, SigningKey, context
from sync.protocol.names import EpochId
from sync.protocol.payloads import Payload, Seen, read_payload, write_payload
from sync.protocol.reading import encode
from sync.protocol.streams import Mark, Stream


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealer:
    """What a desk needs to seal for one space; the printed form shows no key."""

    organisation: OrganisationId
    space_key: SpaceKey
    key: SigningKey = field(repr=False)
    dictionary: str = CHANGES
    random: Random = field(default=secrets.token_bytes, repr=False)

    def seal(
        self,
        changes: Sequence[Change],
        seen: Seen,
        stream: Stream,
        after: Mark,
        erased: Sequence[Erasure] = (),
        roots: int = 0,
    ) -> Chunk:
        """The chunk that follows `after` in the stream. Keep its bytes until their receipt: sealing again gives others.

        Raises TooBig for changes that no chunk may hold; `payloads.cut` makes batches of the right size.
        """
        assert stream.space == self.space_key.space
        packed = compress(write_payload(seen, changes, erased, roots), self.dictionary)
        nonce = self.random(NONCE_SIZE)
        header = encode(
            {
                **stream.to_json(),
                "v": VERSION,
                "org": self.organisation,
                "n": after.n + 1,
                "prev": after.hash,
                "epoch": self.space_key.epoch,
                "nonce": nonce.hex(),
                "dict": self.dictionary,
                "size": len(packed) + TAG_SIZE,
            }
        )
        head = MAGIC + len(header).to_bytes(2, "big") + header
        purpose = _purpose(self.space_key.epoch, stream, after.n + 1)
        start = head + self.space_key.secret.seal(packed, purpose=purpose, nonce=nonce, beside=head)
        return read_chunk(start + self.key.sign(start))


def open_chunk(chunk: Chunk, keys: Mapping[EpochId, SpaceKey]) -> Payload:
    """The changes inside. Does not check the signature: `chunks.check_chunk` must have passed.

    Raises NotYet (its epoch's key or its dictionary is not here: keep the chunk), Forged, or Malformed.
    """
    space_key = keys.get(chunk.epoch)
    if space_key is None:
        raise NotYet("the key of its epoch is not here")
    purpose = _purpose(chunk.epoch, chunk.stream, chunk.n)
    packed = space_key.secret.open(chunk.sealed, purpose=purpose, nonce=chunk.nonce, beside=chunk.head)
    return read_payload(decompress(packed, chunk.dictionary, limits.PAYLOAD))


def _purpose(epoch: EpochId, stream: Stream, n: int) -> bytes:
    return context("fieldapp chunk v1", epoch, stream.desk, stream.incarnation, stream.lane, str(n))
