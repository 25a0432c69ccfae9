"""The sealed files of a desk: each under the hash of its bytes in a folder beside the store, whole or not at all.

Nothing here opens one: a file comes sealed and goes sealed, to the disk, a stick or the server. Which of them are still
wanted is written in the store: what a change or a draft names stays, everything else is swept away.
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import shutil
from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, Final

from fieldapp.domain.attachments import SealedId, attachment_in
from fieldapp.domain.changes import Change
from fieldapp.domain.ids import RecordId
from fieldapp.paths import settle_folder
from fieldapp.storage.engine import Connection
from fieldapp.storage.manifest import ATTACHMENTS

#: So much of the disk is left free for the records: no picture takes the room that the next answer needs.
RESERVE: Final = 64 * 1024 * 1024

_SEALED: Final = re.compile(r"[0-9a-f]{64}")
_NAMED: Final = re.compile(r"attachment1 ([0-9a-f]{64}) ")
_UNFINISHED: Final = ".new"
_FETCHED: Final = ".part"
_NOTE: Final = "INSERT OR IGNORE INTO attached (id, record) VALUES (?, ?)"


class Attachments:
    """A file gets its name only when all of it is on the disk. Names are hashes of what is sealed, and tell nothing."""

    def __init__(self, store: Path) -> None:
        """`store`: the file of records beside which they lie."""
        self.folder = store.parent / ATTACHMENTS
        self._wanted: set[str] = set()

    def keep(self, fill: Callable[[BinaryIO], None]) -> SealedId:
        """Make a file of what `fill` writes. Raises what it raises, and OSError; then nothing of it is left.

        It stays at least until the desk is closed, named by a draft or not.
        """
        self.folder.mkdir(exist_ok=True)
        unfinished = self.folder / (secrets.token_hex(8) + _UNFINISHED)
        self._wanted.add(unfinished.stem)
        try:
            with unfinished.open("xb") as file:
                fill(file)
                file.flush()
                os.fsync(file.fileno())
            name = SealedId(hash_of(unfinished))
            self._wanted.add(name)
            unfinished.replace(self.path(name))
        except BaseException:
            with suppress(OSError):
                unfinished.unlink(missing_ok=True)
            raise
        settle_folder(self.folder)
        return name

    def path(self, name: SealedId) -> Path:
        """Where this one lies, or would."""
        return self.folder / name

    def has(self, name: SealedId) -> bool:
        """Whether it is here."""
        return self.path(name).is_file()

    def here(self) -> frozenset[SealedId]:
        """All that are here, whole."""
        return frozenset(SealedId(path.name) for path in sealed_files(self.folder.parent))

    def begun(self, name: SealedId) -> int:
        """How many bytes have come of one that is being fetched."""
        try:
            return self._part(name).stat().st_size
        except FileNotFoundError:
            return 0

    def add(self, name: SealedId, piece: bytes) -> None:
        """More of one that is being fetched; what came stays when the line breaks. Raises OSError."""
        self.folder.mkdir(exist_ok=True)
        with self._part(name).open("ab") as file:
            file.write(piece)

    def finish(self, name: SealedId) -> bool:
        """All of it has come: whether it is what it goes by. If not, it is begun anew. Raises OSError."""
        part = self._part(name)
        with part.open("rb+") as file:
            is_right = hashlib.file_digest(file, "sha256").hexdigest() == name
            os.fsync(file.fileno())
        if not is_right:
            part.unlink()
            return False
        part.replace(self.path(name))
        settle_folder(self.folder)
        return True

    def give_up(self, name: SealedId) -> bool:
        """Remove one whose bytes are not those that were sealed; whether they were not."""
        path = self.path(name)
        with suppress(OSError):
            if hash_of(path) != name:
                path.unlink()
                return True
        return False

    def destroy(self, name: SealedId) -> None:
        """Its record was erased for good."""
        self._wanted.discard(name)
        for path in (self.path(name), self._part(name)):
            with suppress(OSError):  # somebody is reading it: the next opening sweeps it
                path.unlink(missing_ok=True)

    def has_room(self, size: int) -> bool:
        """Whether so many bytes fit on the disk beside what is left for the records."""
        return shutil.disk_usage(self.folder.parent).free - size > RESERVE

    def _part(self, name: SealedId) -> Path:
        return self.folder / (name + _FETCHED)

    def sweep(self, named: Iterable[SealedId]) -> int:
        """Remove what is not among these, was not taken in since the desk was opened, and was never finished."""
        kept = {*named, *self._wanted}
        swept = 0
        for path in list(self.folder.glob("*")):
            if path.stem not in kept and (path.suffix == _UNFINISHED or _SEALED.fullmatch(path.stem)):
                with suppress(OSError):  # somebody is reading it: the next opening sweeps it
                    path.unlink()
                    swept += 1
        return swept


def sealed_files(folder: Path) -> list[Path]:
    """The whole ones of a desk's folder, sorted by name."""
    return sorted(path for path in (folder / ATTACHMENTS).glob("*") if _SEALED.fullmatch(path.name) and path.is_file())


def hash_of(path: Path) -> str:
    """SHA-256 of the file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def note_attached(database: Connection, change: Change) -> None:
    """Write down which sealed files a change names."""
    found = {attachment.id for answer in change.fields.values() if (attachment := attachment_in(answer))}
    database.executemany(_NOTE, [(name, change.record) for name in found])


def files_of_drafts(database: Connection, without: Collection[RecordId]) -> frozenset[SealedId]:
    """What drafts name, but for those of these records."""
    rows = database.execute("SELECT record, root, body FROM draft").fetchall()
    bodies = [body for record, root, body in rows if record not in without and root not in without]
    return frozenset(SealedId(name) for body in bodies for name in _NAMED.findall(body))


def named_somewhere(database: Connection) -> frozenset[SealedId]:
    """What a change that is here or a draft names."""
    named = [name for (name,) in database.execute("SELECT DISTINCT id FROM attached")]
    drafts = [name for (body,) in database.execute("SELECT body FROM draft") for name in _NAMED.findall(body)]
    return frozenset(map(SealedId, [*named, *drafts]))
