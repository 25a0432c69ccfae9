"""A file that is the answer to a question: sealed under a key of its own, and opened in memory alone.

The sealed form is a stream (see `streams`): 16 KB pieces, each under the file's key and in its place, the end marked.
"""

from __future__ import annotations

import secrets
from typing import BinaryIO, Final

from fieldapp.vault.sealing import KEY_BYTES
from fieldapp.vault.streams import Source, read_stream, seal_stream

_CONTEXT: Final = b"attachment"


def new_attachment_key() -> bytes:
    """A key for one file alone."""
    return secrets.token_bytes(KEY_BYTES)


def seal_attachment(key: bytes, source: Source, target: BinaryIO) -> None:
    """The file goes sealed into `target`, a megabyte at a time. Raises StreamInterrupted, NoRoomForStream."""
    seal_stream(key, _CONTEXT, source, target)


def open_attachment(key: bytes, sealed: Source, limit: int) -> bytes:
    """The file, proved, in memory alone. Raises StreamDamaged, StreamForeign, StreamNewer, StreamInterrupted."""
    return read_stream(key, _CONTEXT, sealed, limit)
