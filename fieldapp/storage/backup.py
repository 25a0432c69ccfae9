"""Copies on a USB stick: made while work goes on, read again before they are believed (the way back: `restoring`).

A copy is written into a folder of its own, whose name it gets only when every byte has been read back. So whatever
happens to the stick, copies made before are as they were.
"""

from __future__ import annotations

import contextlib
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from fieldapp.domain.clock import Moment
from fieldapp.errors import FieldappError
from fieldapp.storage.attachments import sealed_files
from fieldapp.storage.engine import DatabaseError
from fieldapp.storage.manifest import (
    ATTACHMENTS,
    KEYSTORE,
    RECORDS,
    Beside,
    Manifest,
    check_files,
    copy_out,
    force_out,
    key_of_copy,
    measure,
    read_manifest,
)
from fieldapp.storage.opening import PAGE, assert_encrypted, is_sound, open_snapshot
from fieldapp.storage.standing import LAST_COPY
from fieldapp.storage.store import Store, Write
from fieldapp.storage.troubles import (
    COPY_DAMAGED,
    COPY_FAILED,
    NO_COPY_THERE,
    CopyDamaged,
    CopyFailed,
    DiskFull,
    NoCopyThere,
    StoreUnwritable,
)

_UNFINISHED: Final = ".unfinished"
_BEGINS: Final = "copy-"


@dataclass(frozen=True, slots=True)
class CopyOnStick:
    """A copy that can be chosen; what it says of itself is believed when it is restored."""

    folder: Path
    made: Moment


def back_up(
    store: Store, backup_key: bytes, stick: Path, when: Moment, progress: Callable[[int, int], None] | None = None
) -> CopyOnStick:
    """Copy the whole desk into a new folder on the stick, read it back, and remember that it was done.

    `progress` is told the pages left of records and attachments, and all; once more when they are read back; what it
    raises ends the copy. Raises CopyFailed, and StoreDamaged when the desk itself cannot be read; then neither the desk
    nor any earlier copy has changed.
    """
    name = f"{_BEGINS}{when.local:%Y%m%d-%H%M%S}"
    unfinished, finished = stick / (name + _UNFINISHED), stick / name
    with _stick_trouble():
        for left_over in stick.glob(f"{_BEGINS}*{_UNFINISHED}"):
            shutil.rmtree(left_over)
        if finished.exists():
            raise FileExistsError(finished)
        unfinished.mkdir()
        try:
            manifest = _write_copy(store, backup_key, unfinished, when, progress)
            _read_back(unfinished, backup_key)
            if progress is not None:
                progress(0, (unfinished / RECORDS).stat().st_size // PAGE)
            unfinished.rename(finished)
        except BaseException:
            with contextlib.suppress(OSError):
                shutil.rmtree(unfinished)
            raise
    store.write_now(lambda write: _remember(write, when, manifest.upto))
    return CopyOnStick(finished, when)


def copies_on(stick: Path) -> tuple[CopyOnStick, ...]:
    """The copies in this folder, or the one that this folder is, the newest first. Raises CopyFailed."""
    found = []
    with _stick_trouble():
        for folder in [stick, *stick.glob(f"{_BEGINS}*")]:
            if folder.suffix != _UNFINISHED:
                with contextlib.suppress(FieldappError):
                    found.append(CopyOnStick(folder, read_manifest(folder).made))
    return tuple(sorted(found, key=lambda copy: copy.made, reverse=True))


def why_none(stick: Path) -> FieldappError:
    """What keeps `copies_on` from finding one here: a newer program made it, it is damaged, or there is none."""
    with _stick_trouble():
        for folder in [stick, *sorted(stick.glob(f"{_BEGINS}*"))]:
            try:
                read_manifest(folder)
            except NoCopyThere:
                continue
            except FieldappError as wrong:
                return wrong
    return NoCopyThere(NO_COPY_THERE)


def _write_copy(
    store: Store, backup_key: bytes, folder: Path, when: Moment, progress: Callable[[int, int], None] | None
) -> Manifest:
    salt, desk = secrets.token_hex(32), store.path.parent
    beside = Beside(sum(path.stat().st_size for path in sealed_files(desk)), progress)
    upto = store.snapshot(folder / RECORDS, key_of_copy(backup_key, salt), beside.records)
    assert_encrypted(folder / RECORDS)
    force_out(folder / RECORDS)
    files = {RECORDS: measure(folder / RECORDS), KEYSTORE: copy_out(desk / KEYSTORE, folder / KEYSTORE)}
    for source in sealed_files(desk):  # whatever the records name is there by now, and perhaps more
        name = f"{ATTACHMENTS}/{source.name}"
        (folder / name).parent.mkdir(exist_ok=True)
        files[name] = copy_out(source, folder / name)
        beside.copied(files[name][0])
    manifest = Manifest(when, salt, upto, files)
    manifest.write(folder, backup_key)
    return manifest


def _read_back(folder: Path, backup_key: bytes) -> None:
    """Every byte again, from the stick: the hashes of the files, and the seal on each page of the records."""
    manifest = read_manifest(folder, backup_key)
    check_files(folder, manifest)
    with closing(open_snapshot(folder / RECORDS, key_of_copy(backup_key, manifest.salt))) as records:
        if not is_sound(records):
            raise CopyDamaged(COPY_DAMAGED)


def _remember(write: Write, when: Moment, upto: int) -> None:
    write.remember(LAST_COPY, [when.text, upto])
    write.sync_changed()


@contextmanager
def _stick_trouble() -> Iterator[None]:
    """What happens to the stick is no trouble of the desk's."""
    try:
        yield
    except (OSError, DatabaseError, DiskFull, StoreUnwritable, CopyDamaged) as error:
        raise CopyFailed(COPY_FAILED) from error
