"""A copy from a USB stick becomes a desk again: beside what is there, never over it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

from fieldapp.domain.answers import Json, canonical
from fieldapp.domain.clock import Moment
from fieldapp.storage import engine
from fieldapp.storage.engine import Connection, DatabaseError
from fieldapp.storage.manifest import RECORDS, Beside, check_files, copy_out, force_out, key_of_copy, read_manifest
from fieldapp.storage.migrate import shipped_steps, version_of
from fieldapp.storage.opening import assert_encrypted, is_sound, open_snapshot
from fieldapp.storage.outbox import Outbox
from fieldapp.storage.standing import LAST_COPY, PRACTICE
from fieldapp.storage.store import told
from fieldapp.storage.troubles import (
    COPY_DAMAGED,
    COPY_NEWER,
    DESK_THERE,
    NOT_RESTORED,
    PRACTICE_ONLY,
    REAL_ONLY,
    CopyDamaged,
    CopyNewer,
    DeskThere,
    NotItsHome,
    NotRestored,
)

#: The desk's fact that it was restored from a copy: when.
RESTORED: Final = "restored"


def restore(
    copy: Path,
    backup_key: bytes,
    database_key: str,
    desk: Path,
    when: Moment,
    *,
    practice: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> None:
    """Make the folder `desk` from a copy: a desk of its own that knows it was restored, and will tell the server so.

    The keys come from the copy's own keystore, opened with her passphrase. `desk` must be missing or empty: DeskThere.
    `progress` is told the pages left of records and files, and all. Raises CopyDamaged, CopyNewer, NoCopyThere,
    NotItsHome, NotRestored; then there is no new desk, and nothing else has changed.
    """
    if desk.exists() and any(desk.iterdir()):
        raise DeskThere(DESK_THERE)
    with _restore_trouble():
        manifest = read_manifest(copy, backup_key)
        making = desk.with_name(desk.name + ".restoring")
        shutil.rmtree(making, ignore_errors=True)
        making.mkdir(parents=True)
        try:
            check_files(copy, manifest)
            names = [name for name in manifest.files if name != RECORDS]
            beside = Beside(sum(manifest.files[name][0] for name in names), progress)
            _restore_records(copy, key_of_copy(backup_key, manifest.salt), making, database_key, beside.records)
            with closing(open_snapshot(making / RECORDS, database_key)) as records:
                refuse_elsewhere(_is_practice(records), practice=practice)
                _note(records, {RESTORED: when.text, LAST_COPY: [manifest.made.text, manifest.upto]})
                Outbox(records).begin_incarnation()
            force_out(making / RECORDS)
            for name in names:
                (making / name).parent.mkdir(exist_ok=True)
                beside.copied(copy_out(copy / name, making / name)[0])
            if desk.exists():
                desk.rmdir()
            making.rename(desk)
        except BaseException:
            shutil.rmtree(making, ignore_errors=True)
            raise


def refuse_elsewhere(made_in_practice: bool, *, practice: bool) -> None:  # noqa: FBT001  # reads as a sentence
    """Raises NotItsHome for a desk of practice in a real home, and the reverse."""
    if made_in_practice != practice:
        raise NotItsHome(PRACTICE_ONLY if made_in_practice else REAL_ONLY)


def _is_practice(records: Connection) -> bool:
    return records.execute("SELECT 1 FROM fact WHERE key = ?", (PRACTICE,)).fetchone() is not None


def _restore_records(copy: Path, key: str, desk: Path, database_key: str, progress: Callable[[int, int], None]) -> None:
    source, target = open_snapshot(copy / RECORDS, key), open_snapshot(desk / RECORDS, database_key)
    with closing(source), closing(target):
        if version_of(source) > shipped_steps()[-1].version:
            raise CopyNewer(COPY_NEWER)
        source.backup(target, pages=1024, progress=told(progress))
        if not is_sound(target):
            raise CopyDamaged(COPY_DAMAGED)
    assert_encrypted(desk / RECORDS)


def _note(records: Connection, facts: Mapping[str, Json]) -> None:
    records.executemany(
        "INSERT OR REPLACE INTO fact (key, value) VALUES (?, ?)",
        [(key, canonical(value)) for key, value in facts.items()],
    )


@contextmanager
def _restore_trouble() -> Iterator[None]:
    try:
        yield
    except DatabaseError as error:
        damaged = engine.code_of(error) in (engine.CORRUPT, engine.NOT_A_DATABASE)
        raise (CopyDamaged(COPY_DAMAGED) if damaged else NotRestored(NOT_RESTORED)) from error
    except OSError as error:
        raise NotRestored(NOT_RESTORED) from error
