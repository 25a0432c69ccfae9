"""Slots: each wraps the user key under one secret of hers, her passphrase or her recovery code."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Final

from fieldapp.domain.answers import Json, canonical
from fieldapp.vault.pace import SALT_BYTES, Pace, stretch
from fieldapp.vault.sealing import Wrapped, unwrap, wipe, wrap

FORMAT: Final = "fieldapp keystore"
VERSION: Final = 1

PASSPHRASE: Final = "passphrase"  # noqa: S105  the name of a slot
RECOVERY: Final = "recovery"
#: An administrator's way back in; the format has a place for it, this version keeps what stands there.
RESET: Final = "reset"


@dataclass(frozen=True, slots=True)
class Slot:
    """The user key under a stretched secret. Its kind, salt and pace are authenticated with it."""

    kind: str
    salt: bytes
    pace: Pace
    wrapped: Wrapped


def make_slot(keystore: str, kind: str, secret: bytes, pace: Pace, user_key: bytearray) -> Slot:
    """A slot of this keystore that `secret` opens; about as slow as `pace` says."""
    salt = secrets.token_bytes(SALT_BYTES)
    key = stretch(secret, salt, pace)
    try:
        return Slot(kind, salt, pace, wrap(key, user_key, _place(keystore, kind, salt, pace)))
    finally:
        wipe(key)


def open_slot(keystore: str, slot: Slot, secret: bytes) -> bytearray:
    """The user key. Raises NotThisKey, KdfRefused, NotEnoughMemory."""
    key = stretch(secret, slot.salt, slot.pace)
    try:
        return unwrap(key, slot.wrapped, _place(keystore, slot.kind, slot.salt, slot.pace))
    finally:
        wipe(key)


def place_of_key(keystore: str, name: str) -> bytes:
    """What a key wrapped under the user key is bound to."""
    return canonical({"format": FORMAT, "version": VERSION, "id": keystore, "key": name}).encode()


def _place(keystore: str, kind: str, salt: bytes, pace: Pace) -> bytes:
    header: dict[str, Json] = {
        "format": FORMAT,
        "version": VERSION,
        "id": keystore,
        "kind": kind,
        "salt": salt.hex(),
        "memory_kib": pace.memory_kib,
        "passes": pace.passes,
        "lanes": pace.lanes,
    }
    return canonical(header).encode()
