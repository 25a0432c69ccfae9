"""Sealing changes into a chunk, and opening one.

changes → zstd → AES-256-GCM under a key for this one chunk → Ed25519 over all of it. Compressing after encryption
would cost eight times the bytes. A desk that does not have the space's key draws a secret instead and seals that to the
space's box.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from fieldapp.domain.answers import Json
from fieldapp.domain.changes import Change
from fieldapp.domain.ids import OrganisationId
from sync.protocol import limits
from sync.protocol.chunks import MAGIC, SECRET_SIZE, VERSION, Chunk, read_chunk
from sync.protocol.dictionary import CHANGES, compress, decompress
from sync.protocol.epochs import Box, SpaceKey
from sync.protocol.errors import NotYet
from sync.protocol.keys import NONCE_SIZE, TAG_SIZE, Random, SecretKey, SigningKey, context
from sync.protocol.names import EpochId
from sync.protocol.payloads import Payload, Seen, read_payload, write_payload
from sync.protocol.reading import base64_text, encode
from sync.protocol.streams import Mark, Stream
from sync.protocol.wholes import NO_WHOLE, Whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealer:
    """What a desk needs to seal for one space: its key, or its box alone. The printed form shows no key."""

    organisation: OrganisationId
    space_key: SpaceKey | Box
    key: SigningKey = field(repr=False)
    dictionary: str = CHANGES
    random: Random = field(default=secrets.token_bytes, repr=False)

    def seal(
        self,
        changes: Sequence[Change],
        seen: Seen,
        stream: Stream,
        after: Mark,
        whole: Whole = NO_WHOLE,
    ) -> Chunk:
        """The chunk that follows `after` in the stream. Keep its bytes until their receipt: sealing again gives others.

        Raises TooBig for changes that no chunk may hold; `payloads.cut` makes batches of the right size.
        """
        assert stream.space == self.space_key.space
        packed = compress(write_payload(seen, changes, whole), self.dictionary)
        nonce = self.random(NONCE_SIZE)
        secret, boxed = self._secret(stream, after.n + 1)
        header = encode(
            {
                **stream.to_json(),
                **boxed,
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
        start = head + secret.seal(packed, purpose=purpose, nonce=nonce, beside=head)
        return read_chunk(start + self.key.sign(start))

    def _secret(self, stream: Stream, n: int) -> tuple[SecretKey, dict[str, Json]]:
        """What this chunk is sealed under, and what its header says of that."""
        if isinstance(self.space_key, SpaceKey):
            return self.space_key.secret, {}
        secret = SecretKey(self.random(SECRET_SIZE))
        purpose = _box_purpose(self.organisation, self.space_key.epoch, stream, n)
        return secret, {"box": base64_text(self.space_key.key.seal(secret.raw, purpose))}


def open_chunk(chunk: Chunk, keys: Mapping[EpochId, SpaceKey]) -> Payload:
    """The changes inside. Does not check the signature: `chunks.check_chunk` must have passed.

    Raises NotYet (its epoch's key or its dictionary is not here: keep the chunk), Forged, or Malformed.
    """
    space_key = keys.get(chunk.epoch)
    if space_key is None:
        raise NotYet("the key of its epoch is not here")
    secret = space_key.secret
    if chunk.box:
        secret = SecretKey(
            space_key.box.open(chunk.box, _box_purpose(chunk.organisation, chunk.epoch, chunk.stream, chunk.n))
        )
    purpose = _purpose(chunk.epoch, chunk.stream, chunk.n)
    packed = secret.open(chunk.sealed, purpose=purpose, nonce=chunk.nonce, beside=chunk.head)
    return read_payload(decompress(packed, chunk.dictionary, limits.PAYLOAD))


def _purpose(epoch: EpochId, stream: Stream, n: int) -> bytes:
    return context("fieldapp chunk v1", epoch, stream.desk, stream.incarnation, stream.lane, str(n))


def _box_purpose(organisation: OrganisationId, epoch: EpochId, stream: Stream, n: int) -> bytes:
    return context("fieldapp box v1", organisation, epoch, stream.desk, stream.incarnation, stream.lane, str(n))
