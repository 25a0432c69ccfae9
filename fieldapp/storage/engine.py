"""The one door to SQLCipher's Python binding, with the standard library's types: the two have the same face."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from sqlcipher3 import dbapi2

if TYPE_CHECKING:
    from sqlite3 import Connection, Cursor, DatabaseError
else:
    from sqlcipher3.dbapi2 import Connection, Cursor, DatabaseError

__all__ = ["Connection", "Cursor", "DatabaseError", "Scalar", "code_of", "complete", "connect"]

#: What a column holds.
Scalar = str | int | float | bytes | None

CORRUPT: Final[int] = dbapi2.SQLITE_CORRUPT
NOT_A_DATABASE: Final[int] = dbapi2.SQLITE_NOTADB
FULL: Final[int] = dbapi2.SQLITE_FULL
BUSY: Final[int] = dbapi2.SQLITE_BUSY
LOCKED: Final[int] = dbapi2.SQLITE_LOCKED
READ_ONLY: Final[int] = dbapi2.SQLITE_READONLY
NO_PERMISSION: Final[int] = dbapi2.SQLITE_PERM
CANNOT_OPEN: Final[int] = dbapi2.SQLITE_CANTOPEN
IO_ERROR: Final[int] = dbapi2.SQLITE_IOERR


def connect(path: Path, *, wait_seconds: float = 5.0) -> Connection:
    """A bare connection, autocommitting and usable from any one thread at a time; no key has been given yet."""
    found: Connection = dbapi2.connect(
        str(path), timeout=wait_seconds, isolation_level=None, check_same_thread=False, cached_statements=256
    )
    return found


def code_of(error: BaseException) -> int | None:
    """SQLite's primary error code; what stands above the low byte are finer kinds of the same trouble."""
    code = getattr(error, "sqlite_errorcode", None)
    return code & 0xFF if isinstance(code, int) else None


def complete(statement: str) -> bool:
    """Whether this text is a whole SQL statement (a trigger has semicolons inside)."""
    return bool(dbapi2.complete_statement(statement))
