"""Bytes that somebody signed, in one form: magic, u32 length, body, 64 bytes of Ed25519 signature.

The magic says what it is and is signed too, so a receipt can never pass for a statement.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sync.protocol import limits
from sync.protocol.errors import Malformed
from sync.protocol.keys import SIGNATURE_SIZE, SigningKey, VerifyKey, sha256

STATEMENT: Final = b"FAS1"
ENVELOPE: Final = b"FAV1"
RECEIPT: Final = b"FAR1"
HEADS: Final = b"FAA1"
HELLO: Final = b"FAH1"
REQUEST_TO_JOIN: Final = b"FAQ1"
FILE_RECEIPT: Final = b"FAF1"
CLEARED: Final = b"FAK1"

_START: Final = 8


@dataclass(frozen=True, slots=True)
class Signed:
    """Signed bytes as they came. Nothing is known of the signature until `check`."""

    raw: bytes

    @property
    def body(self) -> bytes:
        """What is said."""
        return self.raw[_START:-SIGNATURE_SIZE]

    @property
    def id(self) -> str:
        """SHA-256 of the whole, signature included."""
        return sha256(self.raw)

    def check(self, key: VerifyKey) -> None:
        """Raises Forged unless the owner of `key` signed it."""
        key.check(self.raw[-SIGNATURE_SIZE:], self.raw[:-SIGNATURE_SIZE])


def sign(magic: bytes, body: bytes, key: SigningKey) -> Signed:
    """Say `body` under this magic and sign it."""
    assert len(body) <= limits.SIGNED_BODY
    start = magic + len(body).to_bytes(4, "big") + body
    return Signed(start + key.sign(start))


def split(raw: bytes, magic: bytes) -> Signed:
    """Exactly one signed thing of this magic. Raises Malformed; does not look at the signature."""
    if raw[:4] != magic:
        raise Malformed(f"does not begin with {magic.decode()}")
    length = int.from_bytes(raw[4:_START], "big")
    if length > limits.SIGNED_BODY or len(raw) != _START + length + SIGNATURE_SIZE:
        raise Malformed(f"{magic.decode()}: not of the length it says")
    return Signed(raw)
