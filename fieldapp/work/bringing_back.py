"""Bring a desk back from a copy on a stick: with her passphrase or recovery code, beside what is there."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from fieldapp.domain.clock import Clock, Moment
from fieldapp.storage.backup import CopyOnStick, why_none
from fieldapp.storage.restoring import restore
from fieldapp.storage.troubles import (
    COPY_DAMAGED,
    COPY_NEWER,
    NOT_RESTORED,
    CopyDamaged,
    CopyNewer,
    NotRestored,
)
from fieldapp.vault.desks import desks_in, new_desk_folder
from fieldapp.vault.errors import (
    KeystoreChanged,
    KeystoreDamaged,
    KeystoreForeign,
    KeystoreMissing,
    KeystoreNewer,
    KeystoreNotRead,
)
from fieldapp.vault.keystore import open_with_passphrase, open_with_recovery, rename
from fieldapp.vault.nicknames import LONGEST
from fieldapp.vault.unlocked import Vault
from fieldapp.work.copying import CopyFound, copies_in


@dataclass(frozen=True, slots=True)
class BroughtBack:
    """A desk that stands as it was when the copy was `made`, with its keys, open."""

    vault: Vault
    made: Moment


def find_copies(folder: Path) -> tuple[CopyFound, ...]:
    """The copies in this folder, the newest first. Raises NoCopyThere, CopyDamaged, CopyNewer, CopyFailed."""
    found = copies_in(folder)
    if not found:
        raise why_none(folder)
    return found


def bring_back(  # all but the first three by name
    home: Path,
    copy: CopyOnStick,
    secret: str,
    *,
    by_code: bool,
    practice: bool,
    clock: Clock,
    progress: Callable[[int, int], None],
) -> BroughtBack:
    """Make a desk from the copy. `secret`: the passphrase, or the recovery code if `by_code`, of the desk as copied.

    `progress` is told how many parts of how many are there. A nickname that is taken here gets a number. Raises
    WrongPassphrase, WrongRecoveryCode, RecoveryCodeMistyped, CopyDamaged, CopyNewer, NotItsHome, NotRestored; then
    nothing has changed.
    """
    taken = [desk.nickname for desk in desks_in(home)]
    vault = _open(copy.folder, secret, by_code=by_code)
    try:
        folder = new_desk_folder(home)
        try:
            _clear_away(folder.parent)
            restore(
                copy.folder,
                vault.backup_key,
                vault.database_key,
                folder,
                clock.now(),
                practice=practice,
                progress=lambda left, whole: progress(whole - left, whole),
            )
        except BaseException:
            with suppress(OSError):
                folder.rmdir()
            raise
        vault.folder = folder
        if vault.nickname in taken:
            rename(vault, _another(vault.nickname, taken))
    except BaseException:
        vault.close()
        raise
    return BroughtBack(vault, copy.made)


def _open(copy: Path, secret: str, *, by_code: bool) -> Vault:
    if not copy.is_dir():
        raise NotRestored(NOT_RESTORED)
    try:
        return open_with_recovery(copy, secret) if by_code else open_with_passphrase(copy, secret)
    except KeystoreNewer as newer:
        raise CopyNewer(COPY_NEWER) from newer
    except KeystoreNotRead as pulled_out:
        raise NotRestored(NOT_RESTORED) from pulled_out
    except (KeystoreMissing, KeystoreForeign, KeystoreDamaged, KeystoreChanged) as damaged:
        raise CopyDamaged(COPY_DAMAGED) from damaged


def _clear_away(desks: Path) -> None:
    """What an attempt left that the battery cut short."""
    for left_over in desks.glob("*.restoring"):
        shutil.rmtree(left_over, ignore_errors=True)


def _another(nickname: str, taken: Iterable[str]) -> str:
    """The nickname with the first number that is free."""
    names = set(taken)
    tries = (f"{nickname[: LONGEST - 4]} {number}" for number in count(2))
    return next(name for name in tries if name not in names)
