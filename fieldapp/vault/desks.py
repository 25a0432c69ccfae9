"""The desks on this laptop: one folder each, named by chance, told apart by nicknames.

    HOME/desks/<8 hex digits>/keystore

Nothing here needs a key, and nothing here is vouched for: a nickname is only believed once the desk is open.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from fieldapp.errors import Trouble
from fieldapp.vault.errors import KeystoreNotWritten
from fieldapp.vault.keystore import KEYSTORE_NAME, read_keystore

_DESKS: Final = "desks"
_NEUTRAL: Final = re.compile(r"[0-9a-f]{8}")


@dataclass(frozen=True, slots=True)
class DeskOnLaptop:
    """A desk that can be chosen on the unlock screen; one whose keystore cannot be read is called by its folder."""

    folder: Path
    nickname: str


def desks_in(home: Path) -> tuple[DeskOnLaptop, ...]:
    """Every folder with something to open, by nickname; what is wrong with one is said when it is opened."""
    found = [desk_at(path) for path in desk_folders(home) if _is_desk(path)]
    return tuple(sorted(found, key=lambda desk: (desk.nickname.casefold(), desk.folder.name)))


def desk_folders(home: Path) -> tuple[Path, ...]:
    """Every folder of a desk, whatever is in it."""
    folder = home / _DESKS
    found = [path for path in folder.iterdir() if _NEUTRAL.fullmatch(path.name)] if folder.is_dir() else []
    return tuple(sorted(path for path in found if path.is_dir()))


def new_desk_folder(home: Path) -> Path:
    """An empty folder for one more desk; its name says nothing. Raises KeystoreNotWritten."""
    folder = home / _DESKS / secrets.token_hex(4)
    try:
        folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.mkdir(mode=0o700)
    except OSError as wrong:
        raise KeystoreNotWritten(wrong.strerror or type(wrong).__name__) from wrong
    return folder


def desk_at(path: Path) -> DeskOnLaptop:
    """What this folder's key file says of itself: of a desk, or of the copy of one."""
    try:
        keyfile, _ = read_keystore(path)
    except Trouble:
        return DeskOnLaptop(path, path.name)
    # nobody has vouched for it yet: what could turn a line round or draw over it is not shown
    return DeskOnLaptop(path, "".join(sign if sign.isprintable() else "·" for sign in keyfile.nickname))


def _is_desk(path: Path) -> bool:
    """A making that was cut short leaves a folder without a keystore, and nothing in it worth a name on the screen."""
    return (path / KEYSTORE_NAME).is_file() or any(path.glob("*.db"))
