"""A desk's keystore: made once, opened by passphrase or recovery code, rewrapped when either changes.

    secret ─Argon2id→ key ─unwraps→ user key ─unwraps→ vault key ─HKDF→ database, backup and audit keys, keystore MAC
                                             └unwraps→ the desk's signing key and the key others seal to

An old copy of the file goes on opening with the old passphrase, because a change of passphrase wraps the same user key
anew: after a passphrase was learnt by somebody who may have copied the file, only a new vault key shuts him out.
`Vault.revision` counts the changes: a lower one than was seen before is an old file put back.
"""

from __future__ import annotations

import errno
import secrets
from dataclasses import replace
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from fieldapp.vault.errors import (
    KeystoreExists,
    KeystoreForeign,
    KeystoreMissing,
    KeystoreNotRead,
    KeystoreNotWritten,
    NoRoomForKeystore,
    WrongPassphrase,
    WrongRecoveryCode,
    WrongUserKey,
)
from fieldapp.vault.keyfile import LARGEST_FILE, Keyfile, decode, encode
from fieldapp.vault.nicknames import clean_nickname
from fieldapp.vault.pace import FLOOR, Pace
from fieldapp.vault.passphrases import passphrase_bytes, refuse_weak
from fieldapp.vault.recovery import RecoveryCode
from fieldapp.vault.sealing import KEY_BYTES, NotThisKey, unwrap, wipe, wrap
from fieldapp.vault.slots import PASSPHRASE, RECOVERY, make_slot, open_slot, place_of_key
from fieldapp.vault.unlocked import HPKE_KEY, SIGNING_KEY, VAULT_KEY, Vault
from fieldapp.vault.writing import replace_file

__all__ = [
    "KEYSTORE_NAME",
    "Vault",
    "begin_again",
    "change_passphrase",
    "change_recovery_code",
    "create",
    "open_with_passphrase",
    "open_with_recovery",
    "open_with_user_key",
    "read_keystore",
    "rename",
]

KEYSTORE_NAME: Final = "keystore"
_NO_ROOM: Final = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))


def create(folder: Path, nickname: str, passphrase: str, pace: Pace | None = None) -> tuple[Vault, RecoveryCode]:
    """A new desk's keystore with fresh keys, open; and the code to be written on paper and typed back.

    Without `pace` it finds out what this laptop can do, which takes seconds. Raises NicknameRefused, PassphraseTooWeak,
    KeystoreExists, KeystoreNotWritten, NoRoomForKeystore.
    """
    name = clean_nickname(nickname)
    refuse_weak(passphrase, name)
    if (folder / KEYSTORE_NAME).exists():
        raise KeystoreExists
    code = RecoveryCode.fresh()
    user_key = bytearray(secrets.token_bytes(KEY_BYTES))
    keyfile = _fresh(name, passphrase_bytes(passphrase), pace or Pace.calibrated(), code, user_key)
    vault = Vault(folder, keyfile, None, user_key)
    _write(vault, keyfile)
    return vault, code


def open_with_passphrase(folder: Path, passphrase: str) -> Vault:
    """Raises WrongPassphrase, or the Trouble that keeps the keystore from being opened at all."""
    keyfile, mac = read_keystore(folder)
    try:
        user_key = open_slot(keyfile.identity, keyfile.passphrase, passphrase_bytes(passphrase))
    except NotThisKey as wrong:
        raise WrongPassphrase from wrong
    return Vault(folder, keyfile, mac, user_key)


def open_with_recovery(folder: Path, code: RecoveryCode | str) -> Vault:
    """For her who forgot the passphrase; `change_passphrase` comes next.

    Raises RecoveryCodeMistyped, WrongRecoveryCode, or the Trouble that keeps the keystore from being opened at all.
    """
    known = code if isinstance(code, RecoveryCode) else RecoveryCode.read(code)
    keyfile, mac = read_keystore(folder)
    try:
        user_key = open_slot(keyfile.identity, keyfile.recovery, known.text.encode())
    except NotThisKey as wrong:
        raise WrongRecoveryCode from wrong
    return Vault(folder, keyfile, mac, user_key)


def open_with_user_key(folder: Path, user_key: bytes) -> Vault:
    """For her whom a recovery officer helps; `begin_again` comes next.

    Raises WrongUserKey, or the Trouble that keeps the keystore from being opened at all.
    """
    keyfile, mac = read_keystore(folder)
    try:
        wipe(unwrap(user_key, keyfile.vault_key, place_of_key(keyfile.identity, VAULT_KEY)))
    except (NotThisKey, ValueError) as wrong:
        raise WrongUserKey from wrong
    return Vault(folder, keyfile, mac, bytearray(user_key))


def begin_again(vault: Vault, passphrase: str, pace: Pace | None = None) -> RecoveryCode:
    """A new passphrase and a new recovery code, written at once: neither old one opens the desk any more.

    Raises PassphraseTooWeak, KeystoreNotWritten, NoRoomForKeystore; then nothing has changed.
    """
    refuse_weak(passphrase, vault.nickname)
    keyfile = _verified(vault)
    code = RecoveryCode.fresh()
    known = vault.new_slot(PASSPHRASE, passphrase_bytes(passphrase), pace or keyfile.passphrase.pace)
    written = vault.new_slot(RECOVERY, code.text.encode(), FLOOR)
    revision = max(keyfile.revision, vault.revision) + 1
    _write(vault, replace(keyfile, passphrase=known, recovery=written, revision=revision))
    return code


def change_passphrase(vault: Vault, new: str, pace: Pace | None = None) -> None:
    """From now on `new` opens the desk; the keys stay. Raises PassphraseTooWeak, and then nothing has changed."""
    refuse_weak(new, vault.nickname)
    keyfile = _verified(vault)
    slot = vault.new_slot(PASSPHRASE, passphrase_bytes(new), pace or keyfile.passphrase.pace)
    _write(vault, replace(keyfile, passphrase=slot, revision=max(keyfile.revision, vault.revision) + 1))


def change_recovery_code(vault: Vault) -> RecoveryCode:
    """A new code for a new paper; the old paper opens nothing any more."""
    keyfile = _verified(vault)
    code = RecoveryCode.fresh()
    slot = vault.new_slot(RECOVERY, code.text.encode(), FLOOR)
    _write(vault, replace(keyfile, recovery=slot, revision=max(keyfile.revision, vault.revision) + 1))
    return code


def rename(vault: Vault, nickname: str) -> None:
    """From now on the unlock screen calls this desk so. Raises NicknameRefused."""
    name = clean_nickname(nickname)
    keyfile = _verified(vault)
    _write(vault, replace(keyfile, nickname=name, revision=max(keyfile.revision, vault.revision) + 1))
    vault.nickname = name


def read_keystore(folder: Path) -> tuple[Keyfile, bytes]:
    """What stands in the file, not yet vouched for by any key.

    Raises KeystoreMissing, KeystoreNotRead, KeystoreForeign, KeystoreDamaged, KeystoreNewer.
    """
    try:
        with (folder / KEYSTORE_NAME).open("rb") as file:
            data = file.read(LARGEST_FILE + 1)
    except FileNotFoundError as gone:
        raise KeystoreMissing from gone
    except OSError as wrong:
        raise KeystoreNotRead(wrong.strerror or type(wrong).__name__) from wrong
    if len(data) > LARGEST_FILE:
        raise KeystoreForeign
    return decode(data)


def _fresh(nickname: str, secret: bytes, pace: Pace, code: RecoveryCode, user_key: bytearray) -> Keyfile:
    """All slots and keys of a new keystore. The code needs no slow stretching, being random; it gets the floor."""
    identity = secrets.token_hex(16)
    return Keyfile(
        identity=identity,
        revision=1,
        nickname=nickname,
        passphrase=make_slot(identity, PASSPHRASE, secret, pace, user_key),
        recovery=make_slot(identity, RECOVERY, code.text.encode(), FLOOR, user_key),
        vault_key=wrap(user_key, secrets.token_bytes(KEY_BYTES), place_of_key(identity, VAULT_KEY)),
        signing_key=wrap(
            user_key, Ed25519PrivateKey.generate().private_bytes_raw(), place_of_key(identity, SIGNING_KEY)
        ),
        hpke_key=wrap(user_key, X25519PrivateKey.generate().private_bytes_raw(), place_of_key(identity, HPKE_KEY)),
    )


def _verified(vault: Vault) -> Keyfile:
    keyfile, mac = read_keystore(vault.folder)
    vault.verify(keyfile, mac)
    return keyfile


def _write(vault: Vault, keyfile: Keyfile) -> None:
    try:
        vault.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        replace_file(vault.folder / KEYSTORE_NAME, encode(keyfile, vault.mac_of(keyfile)))
    except OSError as wrong:
        if wrong.errno in _NO_ROOM:
            raise NoRoomForKeystore from wrong
        raise KeystoreNotWritten(wrong.strerror or type(wrong).__name__) from wrong
    vault.revision = keyfile.revision
