"""A new file on a disk or stick: whole under its name, or not there at all."""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import IO, Final

from fieldapp.errors import Trouble
from fieldapp.words import sentence

_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_IN_USE: Final = frozenset({errno.EACCES, errno.EPERM, errno.EBUSY, errno.EROFS, errno.ETXTBSY})


class NotWritten(Trouble):
    """The disk or stick did not take the file; nothing of it is left."""


class NewFile:
    """Written beside its place under another name, and renamed when it is whole. Raises NotWritten at each step."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._beside = path.with_name(f"{path.name}.part")

    def write(self, work: Callable[[IO[bytes]], None]) -> None:
        """Let `work` write it, and force it to the disk. What `work` raises goes on, and the file does not stay."""
        try:
            with self._beside.open("wb") as file:
                work(file)
                file.flush()
                os.fsync(file.fileno())
        except BaseException as wrong:
            self.drop()
            if isinstance(wrong, OSError):
                raise _trouble(wrong, self.path) from wrong
            raise

    def take_place(self) -> None:
        """It gets its name; a file that bore it is gone."""
        try:
            self._beside.replace(self.path)
        except OSError as wrong:
            self.drop()
            raise _trouble(wrong, self.path) from wrong

    def drop(self) -> None:
        """Nobody wants it: nothing stays."""
        with contextlib.suppress(OSError):
            self._beside.unlink(missing_ok=True)


def make_folder(folder: Path) -> None:
    """The folder, if it is not there yet. Raises NotWritten."""
    try:
        folder.mkdir(exist_ok=True)
    except OSError as wrong:
        raise _trouble(wrong, folder) from wrong


def _trouble(wrong: OSError, path: Path) -> NotWritten:
    if wrong.errno in _FULL:
        return NotWritten(
            sentence(
                "There is no room for “{file}”. Nothing of it was left there, and the records here are safe. "
                "Make room, or choose another disk or stick."
            ),
            file=path.name,
        )
    if wrong.errno in _IN_USE:
        return NotWritten(
            sentence(
                "“{file}” could not be written: another program has it open, or nobody may write there. "
                "The records here are safe. Close it there (Excel holds what it shows), or choose another name."
            ),
            file=path.name,
        )
    return NotWritten(
        sentence(
            "“{file}” could not be written. Is the stick still in? Nothing of it was left there, "
            "and the records here are safe. Put the stick in again, or choose another place."
        ),
        file=path.name,
    )
