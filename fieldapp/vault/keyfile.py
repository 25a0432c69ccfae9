"""The key file's one encoding, version 1: what stands in it, and how it is read without trusting it.

Three lines of UTF-8, each ended by a newline:

    1  the body: canonical JSON, beginning {"format":"fieldapp keystore", and holding "version"
    2  HMAC-SHA-256 of line 1 under a key derived from the vault key, in hex: nobody without a secret of hers can
       change, add, remove or swap anything in the body unnoticed
    3  SHA-256 of lines 1 and 2, in hex: tells a damaged file from a wrong passphrase before any secret is known

Every later version keeps the beginning of line 1 and the rule of the last line, so that this one can say "newer".
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Final

from fieldapp.domain.answers import Json, canonical
from fieldapp.vault.errors import KeystoreDamaged, KeystoreForeign, KeystoreNewer
from fieldapp.vault.nicknames import LONGEST
from fieldapp.vault.pace import SALT_BYTES, Pace
from fieldapp.vault.sealing import KEY_BYTES, NONCE_BYTES, TAG_BYTES, Wrapped
from fieldapp.vault.slots import FORMAT, PASSPHRASE, RECOVERY, RESET, VERSION, Slot

#: Far above what it ever needs; a greater file is not read at all.
LARGEST_FILE: Final = 64 * 1024
_BEGINNING: Final = canonical({"format": FORMAT}).encode()[:-1] + b","
_HASH_HEX: Final = 64
_GREATEST: Final = 2**53 - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Keyfile:
    """The body of a key file. `reset` is an administrator's slot as canonical JSON, kept as it came."""

    identity: str
    revision: int
    nickname: str
    passphrase: Slot
    recovery: Slot
    reset: str = ""
    vault_key: Wrapped
    signing_key: Wrapped
    hpke_key: Wrapped

    @property
    def body(self) -> bytes:
        """Line 1 without its newline."""
        slots = [_slot_to_json(self.passphrase), _slot_to_json(self.recovery)]
        if self.reset:
            slots.append(json.loads(self.reset))
        keys: dict[str, Json] = {
            "vault": _wrapped_to_json(self.vault_key),
            "signing": _wrapped_to_json(self.signing_key),
            "hpke": _wrapped_to_json(self.hpke_key),
        }
        every: dict[str, Json] = {
            "format": FORMAT,
            "version": VERSION,
            "id": self.identity,
            "revision": self.revision,
            "nickname": self.nickname,
            "slots": slots,
            "keys": keys,
        }
        return canonical(every).encode()


def encode(keyfile: Keyfile, mac: bytes) -> bytes:
    """The whole file."""
    vouched = keyfile.body + b"\n" + mac.hex().encode() + b"\n"
    return vouched + hashlib.sha256(vouched).hexdigest().encode() + b"\n"


def decode(data: bytes) -> tuple[Keyfile, bytes]:
    """The body and its MAC, which only a secret of hers can verify.

    Raises KeystoreForeign, KeystoreDamaged or KeystoreNewer. It accepts no two encodings of one content: what it
    returns encodes to the bytes it read.
    """
    if not data.strip(b"\0"):
        raise KeystoreDamaged  # what some file systems leave of a file after a power cut
    if not data.startswith(_BEGINNING):
        raise KeystoreForeign
    vouched, check = data[: -_HASH_HEX - 1], data[-_HASH_HEX - 1 :]
    if check != hashlib.sha256(vouched).hexdigest().encode() + b"\n":
        raise KeystoreDamaged
    try:
        body = _object(json.loads(vouched.split(b"\n", 1)[0]))
        if _number(body["version"]) > VERSION:
            raise KeystoreNewer
        keyfile, mac = _read(body), bytes.fromhex(vouched[-_HASH_HEX - 1 : -1].decode())
        if encode(keyfile, mac) != data:
            raise KeystoreDamaged
    except (ValueError, TypeError, KeyError, RecursionError) as wrong:
        raise KeystoreDamaged from wrong
    return keyfile, mac


def _read(body: dict[str, Json]) -> Keyfile:
    slots, keys = body["slots"], _object(body["keys"])
    if not isinstance(slots, list) or not 2 <= len(slots) <= 3:
        raise TypeError("not the slots of a keystore")
    return Keyfile(
        identity=_hex(body["id"], 16).hex(),
        revision=_number(body["revision"]),
        nickname=_nickname(body["nickname"]),
        passphrase=_slot(slots[0], PASSPHRASE),
        recovery=_slot(slots[1], RECOVERY),
        reset=_reset(slots[2]) if len(slots) == 3 else "",
        vault_key=_wrapped(keys["vault"]),
        signing_key=_wrapped(keys["signing"]),
        hpke_key=_wrapped(keys["hpke"]),
    )


def _slot(value: Json, kind: str) -> Slot:
    slot = _object(value)
    if slot["kind"] != kind:
        raise ValueError("not the slot that belongs here")
    pace = Pace(_number(slot["memory_kib"]), _number(slot["passes"]), _number(slot["lanes"]))
    return Slot(kind, _hex(slot["salt"], SALT_BYTES), pace, _wrapped(slot["wrapped"]))


def _reset(value: Json) -> str:
    if _object(value)["kind"] != RESET:
        raise ValueError("not the slot that belongs here")
    return canonical(value)


def _slot_to_json(slot: Slot) -> Json:
    return {
        "kind": slot.kind,
        "salt": slot.salt.hex(),
        "memory_kib": slot.pace.memory_kib,
        "passes": slot.pace.passes,
        "lanes": slot.pace.lanes,
        "wrapped": _wrapped_to_json(slot.wrapped),
    }


def _wrapped(value: Json) -> Wrapped:
    wrapped = _object(value)
    return Wrapped(_hex(wrapped["nonce"], NONCE_BYTES), _hex(wrapped["sealed"], KEY_BYTES + TAG_BYTES))


def _wrapped_to_json(wrapped: Wrapped) -> Json:
    return {"nonce": wrapped.nonce.hex(), "sealed": wrapped.sealed.hex()}


def _nickname(value: Json) -> str:
    nickname = _text(value)
    if not 0 < len(nickname) <= LONGEST:
        raise ValueError("not a nickname")
    return nickname


def _object(value: Json) -> dict[str, Json]:
    if not isinstance(value, dict):
        raise TypeError("not an object")
    return value


def _text(value: Json) -> str:
    if not isinstance(value, str):
        raise TypeError("not a text")
    return value


def _number(value: Json) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 < value <= _GREATEST:
        raise TypeError("not a number from 1")
    return value


def _hex(value: Json, length: int) -> bytes:
    data = bytes.fromhex(_text(value))
    if len(data) != length:
        raise ValueError("not of the right length")
    return data
