"""Attach a file to an answer: take it in sealed, look at it again, save a copy of it where she says.

In clear a file is only in memory. It is never written anywhere but where she asks for a copy.
"""

from __future__ import annotations

import errno
import io
import os
from collections.abc import Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from stat import S_ISREG
from typing import Final

from fieldapp.domain.attachments import SIZE_LIMIT, UNKNOWN_TYPE, Attachment, tidy_name
from fieldapp.errors import Trouble
from fieldapp.vault.attached import new_attachment_key, open_attachment, seal_attachment
from fieldapp.vault.errors import NoRoomForStream, StreamDamaged, StreamForeign, StreamInterrupted, StreamNewer
from fieldapp.vault.streams import Source
from fieldapp.work.desk import Desk
from fieldapp.work.file_troubles import (
    EmptyFile,
    FileComesAgain,
    FileDamaged,
    FileNotRead,
    NoRoomToAttach,
    NotHere,
    NotKept,
    NotSavedThere,
    TooLarge,
)

_FULL: Final = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))
#: Media types of what is attached most, by how the name ends.
_TYPES: Final[Mapping[str, str]] = {
    ".pdf": "application/pdf",
    ".txt": "text/plain",
    ".csv": "text/csv",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".mp3": "audio/mpeg",
    ".m4a": "audio/mp4",
    ".ogg": "audio/ogg",
    ".wav": "audio/wav",
    ".mp4": "video/mp4",
    ".zip": "application/zip",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
}


def take_in_file(desk: Desk, path: Path) -> Attachment:
    """Seal the file as it is. One that is too large is refused before it is read.

    Raises TooLarge, EmptyFile, FileNotRead, NoRoomToAttach, NotKept; then nothing of it is here.
    """
    size = size_of(path)
    try:
        with path.open("rb") as file:
            return _take_in(desk, file, path.name, size)
    except OSError as wrong:
        raise FileNotRead(path.name) from wrong


def take_in(desk: Desk, content: bytes, name: str) -> Attachment:
    """Seal what is in memory: a picture that was made smaller, pasted or drawn. Raises as `take_in_file` does."""
    _weigh(name, len(content))
    return _take_in(desk, io.BytesIO(content), name, len(content))


def size_of(path: Path) -> int:
    """How large the file is. Raises TooLarge, EmptyFile, FileNotRead."""
    try:
        found = path.stat()
    except (OSError, ValueError) as wrong:
        raise FileNotRead(path.name) from wrong
    if not S_ISREG(found.st_mode):
        raise FileNotRead(path.name)
    _weigh(path.name, found.st_size)
    return found.st_size


def read_whole(path: Path) -> bytes:
    """The file in memory, as a picture must be before it is taken in. Raises as `take_in_file` does."""
    size_of(path)
    try:
        with path.open("rb") as file:
            content = file.read(SIZE_LIMIT + 1)
    except OSError as wrong:
        raise FileNotRead(path.name) from wrong
    _weigh(path.name, len(content))
    return content


def is_here(desk: Desk, attachment: Attachment) -> bool:
    """Whether the file itself is on this laptop."""
    return desk.store.attachments.has(attachment.id)


def contents(desk: Desk, attachment: Attachment) -> bytes:
    """The file, in memory. Raises NotHere, FileDamaged, FileComesAgain."""
    try:
        with desk.store.attachments.path(attachment.id).open("rb") as sealed:
            found = open_attachment(attachment.key, sealed, attachment.size)
    except FileNotFoundError as wrong:
        raise NotHere(attachment.name) from wrong
    except (OSError, StreamDamaged, StreamForeign, StreamNewer, StreamInterrupted) as wrong:
        raise _damaged(desk, attachment) from wrong
    if len(found) != attachment.size:
        raise FileDamaged(attachment.name)
    return found


def _damaged(desk: Desk, attachment: Attachment) -> Trouble:
    """Where the server has the file, the damaged one makes room for it."""
    with desk.store.read() as reader:
        is_there = reader.files.is_delivered(attachment.id)
    comes_again = is_there and desk.store.attachments.give_up(attachment.id)
    return (FileComesAgain if comes_again else FileDamaged)(attachment.name)


def save_copy(desk: Desk, attachment: Attachment, target: Path) -> None:
    """The file in clear at the place she chose, over what is there (she was asked). Raises NotSavedThere and others."""
    found = contents(desk, attachment)
    unfinished = target.with_name(target.name + ".part")
    try:
        with unfinished.open("wb") as file:
            file.write(found)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(target)
    except OSError as wrong:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)
        raise NotSavedThere(attachment.name) from wrong


def _weigh(name: str, size: int) -> None:
    if size > SIZE_LIMIT:
        raise TooLarge(name, size)
    if not size:
        raise EmptyFile(name)


class _Watched:
    """A source that counts, never gives more than may be attached, and says whose trouble it is when it breaks."""

    def __init__(self, source: Source, name: str) -> None:
        self._source = source
        self._name = name
        self.size = 0

    def read(self, size: int, /) -> bytes:
        try:
            piece = self._source.read(size)
        except OSError as wrong:
            raise FileNotRead(self._name) from wrong
        self.size += len(piece)
        _weigh(self._name, self.size)
        return piece


def _take_in(desk: Desk, source: Source, name: str, size: int) -> Attachment:
    files, tidy, key = desk.store.attachments, tidy_name(name), new_attachment_key()
    watched = _Watched(source, tidy)
    try:
        if not files.has_room(size):
            raise NoRoomToAttach(tidy)
        sealed = files.keep(partial(seal_attachment, key, watched))
    except NoRoomForStream as wrong:
        raise NoRoomToAttach(tidy) from wrong
    except StreamInterrupted as wrong:
        raise NotKept(tidy) from wrong
    except OSError as wrong:
        raise (NoRoomToAttach if wrong.errno in _FULL else NotKept)(tidy) from wrong
    media = _TYPES.get(Path(tidy).suffix.lower(), UNKNOWN_TYPE)
    return Attachment(sealed, key, watched.size, media, tidy)
