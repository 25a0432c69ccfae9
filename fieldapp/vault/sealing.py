"""Keys under keys: AES-256-GCM to wrap, HKDF-SHA-256 to derive, HMAC-SHA-256 to vouch."""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES: Final = 32
NONCE_BYTES: Final = 12
TAG_BYTES: Final = 16

Secret = bytes | bytearray


class NotThisKey(Exception):
    """What was wrapped does not open with this key in this place. Caught inside the vault, where it gets its words."""


@dataclass(frozen=True, slots=True)
class Wrapped:
    """A key of 32 bytes under another key."""

    nonce: bytes
    sealed: bytes


def wrap(key: Secret, secret: Secret, place: bytes) -> Wrapped:
    """`secret` under `key`; it opens only together with `place`, which says what it is and where it belongs."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return Wrapped(nonce, AESGCM(key).encrypt(nonce, secret, place))


def unwrap(key: Secret, wrapped: Wrapped, place: bytes) -> bytearray:
    """The reverse of `wrap`. Raises NotThisKey."""
    secret = bytearray(len(wrapped.sealed) - TAG_BYTES)
    try:
        AESGCM(key).decrypt_into(wrapped.nonce, wrapped.sealed, place, secret)
    except InvalidTag as wrong:
        raise NotThisKey from wrong
    return secret


def derive(key: Secret, purpose: bytes) -> bytes:
    """A key for one purpose; keys for other purposes tell nothing about it."""
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=purpose).derive(key)


def vouch(key: Secret, body: bytes) -> bytes:
    """What only a holder of `key` can write below `body`."""
    return hmac.digest(key, body, "sha256")


def is_vouched(key: Secret, body: bytes, mac: bytes) -> bool:
    """Whether a holder of `key` wrote `body`; takes the same time for every wrong answer."""
    return hmac.compare_digest(vouch(key, body), mac)


def wipe(secret: bytearray) -> None:
    """Overwrite this one copy. Others that Python or OpenSSL made live until the process ends."""
    secret[:] = bytes(len(secret))
