"""A desk that its organisation closed: everything of it is destroyed, its keys first, and a note says by whom and when.

The note is written before anything goes, and what is left is destroyed at the next start: whenever the power fails,
either the desk opens as before, or nothing of it can be opened any more.
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from fieldapp.domain.answers import Json, canonical
from fieldapp.domain.clock import Moment
from fieldapp.errors import Trouble
from fieldapp.vault.desks import desk_folders
from fieldapp.vault.keystore import KEYSTORE_NAME, read_keystore
from fieldapp.vault.unlocked import Vault
from fieldapp.vault.writing import replace_file

_NOTE: Final = "closed"
_LARGEST: Final = 64 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedDesk:
    """What is left of a desk: what it was called on this laptop, which organisation closed it, and when."""

    folder: Path
    nickname: str
    organisation: str
    when: Moment


def close_for_good(vault: Vault, organisation: str, when: Moment, copies: Path | None = None) -> None:
    """Destroy the desk of this vault, whose store is closed; and what was copied of it into the folder `copies`.

    What cannot be removed now is removed at the next start. A full disk keeps no desk from being closed.
    """
    kept: dict[str, Json] = {
        "v": 1,
        "nickname": vault.nickname,
        "organisation": organisation,
        "when": when.text,
        "identity": vault.identity,
        "copies": [str(copy) for copy in _copies_of(vault.identity, copies)],
    }
    with contextlib.suppress(OSError):
        replace_file(vault.folder / _NOTE, canonical(kept).encode())
    _destroy(vault.folder)
    if not (vault.folder / _NOTE).is_file():
        with contextlib.suppress(OSError):  # there is room now
            replace_file(vault.folder / _NOTE, canonical(kept).encode())


def finish_closing(home: Path) -> None:
    """Destroy what is left of desks that were being closed when the program ended."""
    for folder in desk_folders(home):
        if (folder / _NOTE).is_file():
            _destroy(folder)


def closed_in(home: Path) -> tuple[ClosedDesk, ...]:
    """The desks on this laptop that were closed, and nobody has been told of yet."""
    return tuple(closed for folder in desk_folders(home) if (closed := _closed(folder)) is not None)


def forget_closed(desk: ClosedDesk) -> None:
    """She has read it: the note goes too, unless the desk could not be destroyed wholly."""
    if [path.name for path in desk.folder.iterdir()] == [_NOTE]:
        with contextlib.suppress(OSError):
            (desk.folder / _NOTE).unlink()
            desk.folder.rmdir()


def _destroy(folder: Path) -> None:
    """Keys first: without them the rest is noise. What somebody holds open stays for the next start."""
    _destroy_keystore(folder / KEYSTORE_NAME)
    for path in list(folder.iterdir()):
        if path.name != _NOTE:
            _remove(path)
    kept = _read(folder)
    copies = kept.get("copies")
    for copy in map(Path, map(str, copies)) if isinstance(copies, list) else ():
        if _is_copy_of(str(kept.get("identity")), copy) or not (copy / KEYSTORE_NAME).exists():
            _destroy_keystore(copy / KEYSTORE_NAME)
            _remove(copy)


def _destroy_keystore(path: Path) -> None:
    """Written over, then removed: on most disks what was written over is gone."""
    with contextlib.suppress(OSError), path.open("r+b") as file:
        file.write(secrets.token_bytes(path.stat().st_size))
        file.flush()
        os.fsync(file.fileno())
    with contextlib.suppress(OSError):
        path.unlink()


def _copies_of(identity: str, stick: Path | None) -> list[Path]:
    """Those of this desk alone: her colleagues' may lie beside them. A stick that is not in keeps what is on it."""
    with contextlib.suppress(OSError):
        return [path for path in stick.iterdir() if _is_copy_of(identity, path)] if stick is not None else []
    return []


def _is_copy_of(identity: str, folder: Path) -> bool:
    with contextlib.suppress(Trouble):
        return read_keystore(folder)[0].identity == identity
    return False


def _remove(path: Path) -> None:
    with contextlib.suppress(OSError):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()


def _read(folder: Path) -> Mapping[str, Json]:
    try:
        with (folder / _NOTE).open("rb") as file:
            kept = json.loads(file.read(_LARGEST))
    except (OSError, ValueError, RecursionError):
        return {}
    return kept if isinstance(kept, dict) else {}


def _closed(folder: Path) -> ClosedDesk | None:
    kept = _read(folder)
    try:
        when, nickname = Moment.from_text(str(kept["when"])), str(kept["nickname"])
        return ClosedDesk(folder=folder, nickname=nickname, organisation=str(kept["organisation"]), when=when)
    except (KeyError, ValueError):
        return None
