"""Replacing a small file so that a pulled plug leaves the old one or the new one, whole."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from fieldapp.paths import settle_folder


def replace_file(path: Path, data: bytes) -> None:
    """Write beside it, force to disk, rename over it, force the folder to disk. Raises OSError; then nothing changed.

    The name beside it is fixed, so that what a power cut leaves behind is overwritten the next time.
    """
    beside = path.with_name(path.name + ".new")
    try:
        _write_out(beside, data)
        beside.replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)
        raise
    settle_folder(path.parent)


def _write_out(path: Path, data: bytes) -> None:
    flags = os.O_CREAT | os.O_WRONLY | os.O_TRUNC | getattr(os, "O_BINARY", 0)
    with open(os.open(path, flags, 0o600), "wb") as file:  # noqa: PTH123  only `open` takes a file that is open
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
