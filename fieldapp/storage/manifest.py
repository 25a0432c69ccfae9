"""What a copy on a stick says of itself: its files, their sizes and hashes; vouched for by the desk's backup key.

A copy is a folder: `desk.db` (the records under a key of this copy alone), `keystore` and `attachments` as they
stood on the desk, and `manifest`. Her passphrase opens the keystore, that has the backup key, and that gives the key of
the copy.
Nothing in clear tells more than sizes and dates.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from fieldapp.domain.answers import canonical
from fieldapp.domain.clock import Moment
from fieldapp.storage.troubles import (
    COPY_DAMAGED,
    COPY_NEWER,
    NO_COPY_THERE,
    CopyDamaged,
    CopyNewer,
    NoCopyThere,
)

MANIFEST: Final = "manifest"
RECORDS: Final = "desk.db"
KEYSTORE: Final = "keystore"
ATTACHMENTS: Final = "attachments"
_VERSION: Final = 1
_PIECE: Final = 1 << 20
_PAGE: Final = 4096


@dataclass(frozen=True, slots=True)
class Manifest:
    """`files`: name within the folder → size and SHA-256. `upto`: the row of the last change in the copy."""

    made: Moment
    salt: str
    upto: int
    files: Mapping[str, tuple[int, str]]

    def write(self, folder: Path, backup_key: bytes) -> None:
        """The copy's last file: without it the folder is no copy."""
        body = canonical(
            {
                "v": _VERSION,
                "made": self.made.text,
                "salt": self.salt,
                "upto": self.upto,
                "files": {name: [size, hash_] for name, (size, hash_) in self.files.items()},
            }
        )
        write_out(folder / MANIFEST, f"{body}\n{_vouch(backup_key, body)}\n".encode())


class Beside:
    """Tells how far a copy is where files come after the records: pages left, and all."""

    def __init__(self, size: int, progress: Callable[[int, int], None] | None) -> None:
        """`size`: the bytes of the files together."""
        self._left = size
        self._files = -(-size // _PAGE)
        self._all = self._files
        self._tell = progress

    def records(self, left: int, pages: int) -> None:
        """So many pages of the records are left."""
        self._all = pages + self._files
        if self._tell is not None:
            self._tell(left + self._files, self._all)

    def copied(self, size: int) -> None:
        """One file more is there."""
        self._left -= size
        if self._tell is not None:
            self._tell(max(0, -(-self._left // _PAGE)), self._all)


def read_manifest(folder: Path, backup_key: bytes | None = None) -> Manifest:
    """What the copy says of itself; believed only with the key. Raises NoCopyThere, CopyDamaged, CopyNewer."""
    try:
        body, mac, _ = (folder / MANIFEST).read_text("utf-8").split("\n")
        parts = json.loads(body)
        if int(parts["v"]) > _VERSION:
            raise CopyNewer(COPY_NEWER)
        files = {str(name): (int(size), str(hash_)) for name, (size, hash_) in parts["files"].items()}
        read = Manifest(Moment.from_text(parts["made"]), str(parts["salt"]), int(parts["upto"]), files)
    except FileNotFoundError as error:
        raise NoCopyThere(NO_COPY_THERE) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise CopyDamaged(COPY_DAMAGED) from error
    if backup_key is not None and not hmac.compare_digest(mac, _vouch(backup_key, body)):
        raise CopyDamaged(COPY_DAMAGED)
    return read


def key_of_copy(backup_key: bytes, salt: str) -> str:
    """The key of a copy's records: fresh for each copy, because its salt is."""
    return hmac.digest(backup_key, b"fieldapp copy records v1" + bytes.fromhex(salt), "sha256").hex()


def measure(path: Path) -> tuple[int, str]:
    """Size and SHA-256 of what the disk gives back now."""
    whole, size = hashlib.sha256(), 0
    with path.open("rb") as file:
        forget_what_was_read(file.fileno())
        while piece := file.read(_PIECE):
            whole.update(piece)
            size += len(piece)
    return size, whole.hexdigest()


def check_files(folder: Path, manifest: Manifest) -> None:
    """Raises CopyDamaged unless every file is there as the manifest says."""
    for name, expected in manifest.files.items():
        if not (folder / name).exists() or measure(folder / name) != expected:
            raise CopyDamaged(COPY_DAMAGED)


def copy_out(source: Path, target: Path) -> tuple[int, str]:
    """Copy a file and force it to the disk; size and SHA-256 of what was read."""
    whole, size = hashlib.sha256(), 0
    with source.open("rb") as reading, target.open("xb") as writing:
        while piece := reading.read(_PIECE):
            writing.write(piece)
            whole.update(piece)
            size += len(piece)
        writing.flush()
        os.fsync(writing.fileno())
    return size, whole.hexdigest()


def write_out(path: Path, content: bytes) -> None:
    """Write a new file and force it to the disk."""
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def force_out(path: Path) -> None:
    """Force what was written into a file to the disk."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def forget_what_was_read(handle: int) -> None:
    """Let what is read next come from the stick and not from memory, where the system can."""
    if hasattr(os, "posix_fadvise"):
        os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)


def _vouch(backup_key: bytes, body: str) -> str:
    key = hmac.digest(backup_key, b"fieldapp copy manifest v1", "sha256")
    return hmac.digest(key, body.encode(), "sha256").hex()
