"""Recovery keys: what is sealed to an officer for the day a laptop is lost or a passphrase forgotten.

Hybrid (ML-KEM-768 with X25519, by HPKE as in draft-ietf-hpke-pq), because such seals lie on servers for decades.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from sync.protocol.errors import Forged, Malformed
from sync.protocol.keys import TAG_SIZE, OpeningKey, SecretKey, context

#: An ML-KEM-768 public key and an X25519 one.
RECOVERY_KEY_SIZE: Final = 1184 + 32
#: What HPKE puts around a sealed text: both encapsulated keys and the tag.
RECOVERY_OVERHEAD: Final = 1088 + 32 + TAG_SIZE
_SEED: Final = 64
_SUITE: Final = hpke.Suite(hpke.KEM.MLKEM768_X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_256_GCM)


@dataclass(frozen=True, slots=True)
class RecoveryKey:
    """The public half, known by its hex digits: anyone can seal to it, its officer's desk alone can open."""

    hex: str

    def seal(self, secret: bytes, purpose: bytes) -> bytes:
        """Fresh ephemeral keys each time. Raises Malformed if the key is none."""
        raw = bytes.fromhex(self.hex)
        try:
            lattice = MLKEM768PublicKey.from_public_bytes(raw[:-32])
            key = hpke.MLKEM768X25519PublicKey(lattice, X25519PublicKey.from_public_bytes(raw[-32:]))
            return _SUITE.encrypt(secret, key, info=purpose)
        except ValueError as wrong:
            raise Malformed("no recovery key that can be sealed to") from wrong


class RecoveryOpening:
    """The private half; its printed form shows nothing."""

    __slots__ = ("_lattice", "_point")

    def __init__(self, raw: bytes) -> None:
        """From 96 secret bytes."""
        self._lattice = MLKEM768PrivateKey.from_seed_bytes(raw[:_SEED])
        self._point = X25519PrivateKey.from_private_bytes(raw[_SEED:])

    @classmethod
    def of_desk(cls, opening: OpeningKey) -> RecoveryOpening:
        """The one that follows from a desk's own key, so that the keystore needs no further secret."""
        return cls(SecretKey(opening.raw).derive(context("fieldapp recovery key v1"), _SEED + 32))

    @property
    def recovery_key(self) -> RecoveryKey:
        """Its public half."""
        raw = self._lattice.public_key().public_bytes_raw() + self._point.public_key().public_bytes_raw()
        return RecoveryKey(raw.hex())

    def open(self, sealed: bytes, purpose: bytes) -> bytes:
        """What was sealed to this key for this purpose. Raises Forged."""
        try:
            return _SUITE.decrypt(sealed, hpke.MLKEM768X25519PrivateKey(self._lattice, self._point), info=purpose)
        except (InvalidTag, ValueError) as wrong:
            raise Forged("not sealed to this key for this purpose") from wrong
