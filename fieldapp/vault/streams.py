"""Long secrets as streams: what is sealed for a backup or is attached, and how it comes back only when proved whole.

A sealed stream is "FAV1" and Cobblestone-256 (C2SP chunked encryption) under a key and a context. Pieces of it decrypt
before the end is known; cut after a piece, it would look like a shorter secret. So `open_stream` writes beside the
target and gives it its name only after the last byte was proved, `read_stream` gives nothing out before, and there is
no other way to the decrypted bytes. What was written beside the target lies on the disk in clear until then, as the
target does afterwards: seal what is itself encrypted (a database under its own key), or open where that is no harm.
"""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO, Final, Protocol

from cryptography.cobblestone import Cobblestone256Decryptor, Cobblestone256Encryptor
from cryptography.exceptions import InvalidTag

from fieldapp.paths import settle_folder
from fieldapp.vault.errors import (
    NoRoomForStream,
    StreamDamaged,
    StreamForeign,
    StreamInterrupted,
    StreamNewer,
    StreamTargetExists,
)

_KIND: Final = b"FAV"
_VERSION: Final = b"1"
_LABEL: Final = b"fieldapp stream v1\0"
_PIECE: Final = 1 << 20


class Source(Protocol):
    """What can be read piece by piece."""

    def read(self, size: int, /) -> bytes:
        """At most so many bytes; none at the end."""


def seal_stream(key: bytes, context: bytes, source: Source, target: BinaryIO) -> None:
    """Everything that `source` still has goes sealed into `target`, which opens only with the same key and context.

    Forcing it to disk is the caller's. Raises StreamInterrupted, NoRoomForStream.
    """
    with _said_in_words():
        encryptor = Cobblestone256Encryptor(key, _LABEL + context)
        target.write(_KIND + _VERSION)
        while piece := source.read(_PIECE):
            target.write(encryptor.update(piece))
        target.write(encryptor.finalize())


def open_stream(key: bytes, context: bytes, source: Source, target: Path) -> None:
    """Makes the file `target`, whole and proved, from all that `source` still has; or raises and leaves nothing.

    Raises StreamForeign, StreamNewer, StreamDamaged, StreamTargetExists, StreamInterrupted, NoRoomForStream.
    """
    if target.exists():
        raise StreamTargetExists
    with _said_in_words():
        _refuse_other_kinds(source.read(len(_KIND + _VERSION)))
        unproved = target.with_name(target.name + ".unproved")
        try:
            with unproved.open("wb") as file:
                _decrypt(Cobblestone256Decryptor(key, _LABEL + context), source, file.write)
                file.flush()
                os.fsync(file.fileno())
            unproved.rename(target)
            settle_folder(target.parent)
        finally:
            unproved.unlink(missing_ok=True)


def read_stream(key: bytes, context: bytes, source: Source, limit: int) -> bytes:
    """All that `source` still has, whole and proved, in memory; nothing of it touches a disk.

    Raises StreamForeign, StreamNewer, StreamInterrupted, and StreamDamaged, also for more than `limit` bytes.
    """
    with _said_in_words():
        _refuse_other_kinds(source.read(len(_KIND + _VERSION)))
        whole = bytearray()

        def add(piece: bytes) -> None:
            if len(whole) + len(piece) > limit:
                raise StreamDamaged
            whole.extend(piece)

        _decrypt(Cobblestone256Decryptor(key, _LABEL + context), source, add)
        return bytes(whole)


def _refuse_other_kinds(beginning: bytes) -> None:
    if beginning[:-1] != _KIND:
        raise StreamForeign
    if beginning[-1:] != _VERSION:
        raise StreamNewer


def _decrypt(decryptor: Cobblestone256Decryptor, source: Source, write: Callable[[bytes], object]) -> None:
    try:
        while piece := source.read(_PIECE):
            write(decryptor.update(piece))
        write(decryptor.finalize())
    except InvalidTag as wrong:
        raise StreamDamaged from wrong


@contextlib.contextmanager
def _said_in_words() -> Iterator[None]:
    try:
        yield
    except OSError as wrong:
        if wrong.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)):
            raise NoRoomForStream from wrong
        raise StreamInterrupted(wrong.strerror or type(wrong).__name__) from wrong
