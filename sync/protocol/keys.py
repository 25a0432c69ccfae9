"""Keys: to sign (Ed25519), to seal to one desk (HPKE), and to derive and seal with a shared secret (HKDF, AES-256-GCM).

Primitives are those of `cryptography` alone. Every use names its purpose in a context, so that nothing made for one
purpose is accepted for another.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import hashes, hpke
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from sync.protocol.errors import Forged, Malformed

#: Gives that many random bytes: `secrets.token_bytes`, or a test's own.
Random = Callable[[int], bytes]

SIGNATURE_SIZE: Final = 64
NONCE_SIZE: Final = 12
TAG_SIZE: Final = 16
#: What HPKE puts around a sealed text: the encapsulated key and the tag.
HPKE_OVERHEAD: Final = 32 + TAG_SIZE

_SUITE: Final = hpke.Suite(hpke.KEM.X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_256_GCM)


def sha256(raw: bytes) -> str:
    """The hash that names things, in hex."""
    return hashlib.sha256(raw).hexdigest()


def context(label: str, *parts: str) -> bytes:
    """What a key or a seal is for. No part may contain NUL, so two contexts are alike only part by part."""
    assert not any("\0" in part for part in (label, *parts))
    return "\0".join((label, *parts)).encode()


@dataclass(frozen=True, slots=True)
class VerifyKey:
    """An Ed25519 public key, known by its 64 hex digits."""

    hex: str

    def check(self, signature: bytes, message: bytes) -> None:
        """Raises Forged unless the key's owner signed exactly these bytes."""
        try:
            Ed25519PublicKey.from_public_bytes(bytes.fromhex(self.hex)).verify(signature, message)
        except (InvalidSignature, ValueError) as wrong:
            raise Forged("the signature does not fit") from wrong


class SigningKey:
    """An Ed25519 private key; its printed form shows nothing."""

    __slots__ = ("_key",)

    def __init__(self, seed: bytes) -> None:
        """From the 32 bytes that the keystore keeps; ValueError for another length."""
        self._key = Ed25519PrivateKey.from_private_bytes(seed)

    @classmethod
    def fresh(cls, random: Random = secrets.token_bytes) -> SigningKey:
        """A new key."""
        return cls(random(32))

    @property
    def seed(self) -> bytes:
        """The 32 bytes it is made from."""
        return self._key.private_bytes_raw()

    @property
    def verify_key(self) -> VerifyKey:
        """Its public half."""
        return VerifyKey(self._key.public_key().public_bytes_raw().hex())

    def sign(self, message: bytes) -> bytes:
        """64 bytes; the same message gives the same signature."""
        return self._key.sign(message)


@dataclass(frozen=True, slots=True)
class SealKey:
    """An X25519 public key, known by its 64 hex digits: anyone can seal to it, its owner alone can open."""

    hex: str

    def seal(self, secret: bytes, purpose: bytes) -> bytes:
        """HPKE base mode, a fresh ephemeral key each time (drawn by the library). Malformed if the key is none."""
        try:
            return _SUITE.encrypt(secret, X25519PublicKey.from_public_bytes(bytes.fromhex(self.hex)), info=purpose)
        except ValueError as wrong:
            raise Malformed("no key that can be sealed to") from wrong


class OpeningKey:
    """An X25519 private key; its printed form shows nothing."""

    __slots__ = ("_key",)

    def __init__(self, raw: bytes) -> None:
        """From the 32 bytes that the keystore keeps; ValueError for another length."""
        self._key = X25519PrivateKey.from_private_bytes(raw)

    @classmethod
    def fresh(cls, random: Random = secrets.token_bytes) -> OpeningKey:
        """A new key."""
        return cls(random(32))

    @property
    def raw(self) -> bytes:
        """The 32 bytes it is made from."""
        return self._key.private_bytes_raw()

    @property
    def seal_key(self) -> SealKey:
        """Its public half."""
        return SealKey(self._key.public_key().public_bytes_raw().hex())

    def open(self, sealed: bytes, purpose: bytes) -> bytes:
        """What was sealed to this key for this purpose. Raises Forged."""
        try:
            return _SUITE.decrypt(sealed, self._key, info=purpose)
        except (InvalidTag, ValueError) as wrong:
            raise Forged("not sealed to this key for this purpose") from wrong


@dataclass(frozen=True, slots=True)
class SecretKey:
    """A shared secret of 16 bytes or more, from which keys for single purposes are derived."""

    raw: bytes = field(repr=False)

    def derive(self, purpose: bytes, length: int = 32) -> bytes:
        """HKDF-SHA256 without salt."""
        return HKDF(algorithm=hashes.SHA256(), length=length, salt=None, info=purpose).derive(self.raw)

    def seal(self, secret: bytes, *, purpose: bytes, nonce: bytes, beside: bytes) -> bytes:
        """AES-256-GCM under a key for this purpose alone; `beside` is bound to it, not hidden."""
        return AESGCM(self.derive(purpose)).encrypt(nonce, secret, beside)

    def open(self, sealed: bytes, *, purpose: bytes, nonce: bytes, beside: bytes) -> bytes:
        """The reverse of `seal`. Raises Forged."""
        try:
            return AESGCM(self.derive(purpose)).decrypt(nonce, sealed, beside)
        except (InvalidTag, ValueError) as wrong:
            raise Forged("not sealed under this key for this purpose") from wrong
