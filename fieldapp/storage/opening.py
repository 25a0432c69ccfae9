"""The one function that opens a desk's file, and the lock that lets one process at a time have it.

SQLCipher has two traps that this file closes: without a key it silently writes plain text, and a raw key of the wrong
length is silently taken for a passphrase. So the key must be 64 hex digits, and the file is looked at before and after.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from pathlib import Path
from typing import Final

from fieldapp.storage import engine
from fieldapp.storage.engine import Connection, DatabaseError, connect
from fieldapp.storage.troubles import (
    BUSY,
    DAMAGED,
    FOREIGN,
    MISSING,
    UNPROTECTED,
    UNWRITABLE,
    StoreBusy,
    StoreDamaged,
    StoreForeign,
    StoreMissing,
    StoreUnprotected,
    StoreUnwritable,
    troubles_told,
)

PAGE: Final = 4096
WRITER_CACHE_KIB: Final = 65536
_KEY: Final = re.compile(r"[0-9a-f]{64}")
_PLAIN_HEADER: Final = b"SQLite format 3\x00"
_EXPECTED: Final = {
    "cipher_page_size": str(PAGE),
    "cipher_use_hmac": "1",
    "cipher_plaintext_header_size": "0",
    "cipher_hmac_algorithm": "HMAC_SHA512",
}


def open_database(path: Path, key_hex: str, *, create: bool = False, cache_kib: int = WRITER_CACHE_KIB) -> Connection:
    """A connection to the encrypted file at `path`, with the settings of `build/decisions/0005-storage.md`.

    `create`: a file that is missing or empty is made. Raises StoreMissing, StoreForeign (another key),
    StoreUnprotected, StoreDamaged, StoreUnwritable; ValueError, a bug of the caller, for a key that is not 64 hex
    digits.
    """
    if not _KEY.fullmatch(key_hex):
        raise ValueError("a database key is 64 lower-case hex digits")
    try:
        _look_at(path, create=create)
    except OSError as error:
        raise StoreUnwritable(UNWRITABLE) from error
    with troubles_told():
        database = connect(path)
        try:
            _prepare(database, key_hex, cache_kib)
        except DatabaseError as error:
            database.close()
            if engine.code_of(error) == engine.NOT_A_DATABASE and not _some_page_bears(path, key_hex):
                raise StoreForeign(FOREIGN) from error
            raise
    return database


def open_snapshot(path: Path, key_hex: str) -> Connection:
    """A connection to a file that is written at once and read at once: a copy on a stick. No journal beside it."""
    if not _KEY.fullmatch(key_hex):
        raise ValueError("a database key is 64 lower-case hex digits")
    database = connect(path)
    try:
        _give_key(database, key_hex)
        for setting in ("journal_mode=OFF", "synchronous=OFF", "temp_store=MEMORY", "cache_size=-8192"):
            database.execute(f"PRAGMA {setting}").fetchall()
    except DatabaseError:
        database.close()
        raise
    return database


def bears_its_seals(database: Connection) -> bool:
    """Whether every page of the file is as it was written; reads the whole file."""
    return not database.execute("PRAGMA cipher_integrity_check").fetchall()


def is_sound(database: Connection) -> bool:
    """Whether every page bears its seal and the whole hangs together; reads the whole file twice."""
    return bears_its_seals(database) and database.execute("PRAGMA quick_check").fetchall() == [("ok",)]


def lock_desk(path: Path) -> Connection:
    """Hold the desk for this process until the connection is closed or the process dies. Raises StoreBusy.

    The lock is SQLite's own on an empty file beside the store: it is the same on every system, and no crash leaves it.
    """
    with troubles_told():
        lock = connect(path.with_suffix(".lock"), wait_seconds=0)
        try:
            lock.execute("PRAGMA journal_mode=OFF")
            lock.execute("BEGIN EXCLUSIVE")
        except DatabaseError as error:
            lock.close()
            if engine.code_of(error) == engine.BUSY:
                raise StoreBusy(BUSY) from error
            raise
    return lock


def assert_encrypted(path: Path) -> None:
    """Raises StoreUnprotected when the file on disk is a plain SQLite file."""
    with path.open("rb") as file:
        if file.read(len(_PLAIN_HEADER)) == _PLAIN_HEADER:
            raise StoreUnprotected(UNPROTECTED)


def _look_at(path: Path, *, create: bool) -> None:
    if not path.exists():
        if not create:
            raise StoreMissing(MISSING)
        return
    assert_encrypted(path)
    if path.stat().st_size < PAGE and not create:
        raise StoreDamaged(DAMAGED)


def _give_key(database: Connection, key_hex: str) -> None:
    database.execute("PRAGMA cipher_log_level=NONE")  # else errors go to stderr
    database.execute(f"PRAGMA key=\"x'{key_hex}'\"")
    settings = {line.split()[1]: line.split()[3].rstrip(";") for (line,) in database.execute("PRAGMA cipher_settings")}
    if any(settings.get(name) != value for name, value in _EXPECTED.items()):
        raise RuntimeError(f"this build of SQLCipher has other settings: {settings}")
    database.execute("SELECT count(*) FROM sqlite_schema").fetchone()  # the first page is read: a wrong key shows here


def _prepare(database: Connection, key_hex: str, cache_kib: int) -> None:
    _give_key(database, key_hex)
    for setting in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "wal_autocheckpoint=0",  # the writer does it in idle time
        f"journal_size_limit={16 * 1024 * 1024}",
        f"cache_size=-{cache_kib}",
        "secure_delete=ON",
        "temp_store=MEMORY",  # nothing plain may spill to a disk
        "trusted_schema=OFF",
        "foreign_keys=ON",
    ):
        database.execute(f"PRAGMA {setting}").fetchall()


def _some_page_bears(path: Path, key_hex: str) -> bool:
    """Whether any of the file's first pages carries this key's seal: then it is ours, and damaged.

    SQLCipher says "not a database" to both; each page ends in an HMAC-SHA512 over what stands before it and its number.
    """
    with path.open("rb") as file:
        pages = file.read(64 * PAGE)
    salt = bytes(byte ^ 0x3A for byte in pages[:16])
    key = hashlib.pbkdf2_hmac("sha512", bytes.fromhex(key_hex), salt, 2, 32)
    for start in range(PAGE, len(pages) - PAGE + 1, PAGE):
        page, number = pages[start : start + PAGE], start // PAGE + 1
        seal = hmac.digest(key, page[:-64] + number.to_bytes(4, "little"), "sha512")
        if hmac.compare_digest(seal, page[-64:]):
            return True
    return False
