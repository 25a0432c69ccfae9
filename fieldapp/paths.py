"""Where the program keeps things, and where it finds what was shipped with it. All names are neutral."""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path

import platformdirs

RESOURCES = Path(__file__).resolve().parent.parent / "resources"


def default_home() -> Path:
    """The folder of this user on this laptop; needs no administrator."""
    return Path(platformdirs.user_data_dir("Fieldapp", appauthor=False))


def practice_home(home: Path) -> Path:
    """The home of practice mode: its own, below the real one."""
    return home / "practice"


def desks(home: Path) -> Path:
    """One folder below this for each desk."""
    return home / "desks"


def settle_folder(folder: Path) -> None:
    """Force a renaming to disk where the system can: Windows cannot, nor can some sticks.

    What the file holds is on the disk already: without this a power cut may at worst bring back the old name.
    """
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        with contextlib.suppress(OSError):
            os.fsync(handle)
    finally:
        os.close(handle)
