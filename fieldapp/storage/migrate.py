"""Bring a store to the shape this version of the program knows: forward only, whole or not at all.

`migrations/NNNN_name.sql` are the steps. Each runs in one transaction with the version number it leads to. Before a
store that holds anything is touched, the encrypted file is copied beside itself; the copy is deleted at the next
opening, when the new shape has proved good for a whole session.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from fieldapp.storage import engine
from fieldapp.storage.engine import Connection
from fieldapp.storage.troubles import FULL, NEWER, DiskFull, StoreNewer, troubles_told

#: How the copy's name ends.
BEFORE: Final = ".before"
_FOLDER: Final = Path(__file__).parent / "migrations"


def _nothing_more(database: Connection) -> None:
    """Most steps are SQL alone."""


@dataclass(frozen=True, slots=True)
class Step:
    """One version's change of shape: SQL, then what SQL cannot say."""

    version: int
    sql: str
    then: Callable[[Connection], None] = _nothing_more


def shipped_steps() -> tuple[Step, ...]:
    """Every step this program knows, in order."""
    files = sorted(_FOLDER.glob("[0-9][0-9][0-9][0-9]_*.sql"))
    return tuple(Step(int(file.name[:4]), file.read_text("utf-8")) for file in files)


def bring_up_to_date(database: Connection, path: Path, steps: Sequence[Step]) -> bool:
    """Run what is missing; says whether anything ran. Raises StoreNewer, DiskFull; the store is then as it was."""
    version = version_of(database)
    if version > steps[-1].version:
        raise StoreNewer(NEWER)
    copy = path.with_suffix(BEFORE)
    if version == steps[-1].version:
        copy.unlink(missing_ok=True)
        return False
    if version:
        _copy(database, path, copy)
    for step in steps[version:]:
        _run(database, step)
    return True


def version_of(database: Connection) -> int:
    """The version of the store's shape; 0 for a new file."""
    (version,) = database.execute("PRAGMA user_version").fetchone()
    return int(version)


def statements(script: str) -> Iterator[str]:
    """The statements of an SQL script, one by one (`executescript` would commit what is open)."""
    statement = ""
    for part in script.split(";")[:-1]:
        statement += part + ";"
        if engine.complete(statement):
            yield statement
            statement = ""


def _run(database: Connection, step: Step) -> None:
    with troubles_told():
        database.execute("BEGIN IMMEDIATE")
        try:
            for statement in statements(step.sql):
                database.execute(statement)
            step.then(database)
            database.execute(f"PRAGMA user_version={step.version}")
            database.execute("COMMIT")
        finally:
            if database.in_transaction:
                database.execute("ROLLBACK")


def _copy(database: Connection, path: Path, copy: Path) -> None:
    """Everything into the one file, then the file as it is: the copy is as encrypted as the store."""
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    try:
        shutil.copyfile(path, copy)
        with copy.open("rb+") as file:
            os.fsync(file.fileno())
    except OSError as error:
        copy.unlink(missing_ok=True)
        raise DiskFull(FULL) from error
