"""Attached files, sealed: a folder for each space, and at most one file of each desk that has come only in part.

A file gets its name when all of it is on the disk and bears the hash it goes by. Several servers may share the folder:
whoever writes the same bytes to the same place twice does no harm.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import Final

from fieldapp.domain.attachments import SealedId
from fieldapp.domain.ids import DeskId, SpaceId
from fieldapp.paths import settle_folder
from sync.protocol.errors import Forged

_PARTIAL: Final = "partial"


class Files:
    """What lies in the folder. Raises OSError where the disk does."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def size(self, space: SpaceId, file: SealedId) -> int | None:
        """How large a file is that is here whole; None for one that is not."""
        try:
            return self._whole(space, file).stat().st_size
        except FileNotFoundError:
            return None

    def read(self, space: SpaceId, file: SealedId, offset: int, size: int) -> bytes | None:
        """At most `size` bytes from `offset` on; None if it is not here whole."""
        try:
            with self._whole(space, file).open("rb") as found:
                found.seek(offset)
                return found.read(size)
        except FileNotFoundError:
            return None

    def destroy(self, space: SpaceId, file: SealedId) -> bool:
        """Delete it, and what has come of it in part; whether it was here whole."""
        for part in (self._folder / _PARTIAL).glob(f"*.{space}.{file}"):
            part.unlink(missing_ok=True)
        was_here = self._whole(space, file).exists()
        self._whole(space, file).unlink(missing_ok=True)
        return was_here

    def begun(self, space: SpaceId, file: SealedId, desk: DeskId) -> int:
        """How many bytes have come from the desk of a file that is not whole."""
        try:
            return self._part(space, file, desk).stat().st_size
        except FileNotFoundError:
            return 0

    def add(self, space: SpaceId, file: SealedId, desk: DeskId, offset: int, data: bytes) -> None:
        """More of it. Another file of the desk that has come only in part is given up."""
        part = self._part(space, file, desk)
        part.parent.mkdir(parents=True, exist_ok=True)
        for other in part.parent.glob(f"{desk}.*"):
            if other != part:
                other.unlink(missing_ok=True)
        with part.open("r+b" if part.exists() else "xb") as growing:
            growing.seek(offset)
            growing.write(data)

    def finish(self, space: SpaceId, file: SealedId, desk: DeskId) -> None:
        """All of it has come. Raises Forged, and forgets it, if it is not what it goes by."""
        part, whole = self._part(space, file, desk), self._whole(space, file)
        with part.open("r+b") as come:
            is_right = hashlib.file_digest(come, "sha256").hexdigest() == file
            os.fsync(come.fileno())
        if not is_right:
            part.unlink(missing_ok=True)
            raise Forged("another file than was announced")
        whole.parent.mkdir(exist_ok=True)
        part.replace(whole)
        settle_folder(whole.parent)

    def _whole(self, space: SpaceId, file: SealedId) -> Path:
        return self._folder / space / file

    def _part(self, space: SpaceId, file: SealedId, desk: DeskId) -> Path:
        return self._folder / _PARTIAL / f"{desk}.{space}.{file}"
