"""The server's database: SQLite in its folder, or PostgreSQL by URL, behind the same few doors."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import Connection, Engine, Table, create_engine, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, IntegrityError, ProgrammingError, SQLAlchemyError

from fieldapp.errors import Mistake, Trouble
from fieldapp.words import sentence

_MIGRATIONS: Final = Path(__file__).resolve().parent / "migrations"
_WRITING: Final = "fieldapp_writing"
_DRIVERS: Final = {"sqlite": "sqlite", "postgresql": "postgresql+psycopg", "postgres": "postgresql+psycopg"}
#: How long a connection waits for its turn, in seconds.
_TURN: Final = 30.0


class DatabaseNewer(Mistake):
    """A newer server has changed the tables already."""


class DatabaseClosed(Trouble):
    """The database does not let us in: wrong address, no rights, full or broken disk."""


class DatabaseUnknown(Mistake):
    """The URL names neither SQLite nor a PostgreSQL that can be spoken to."""


class Database:
    """Short transactions on one of two databases. A writing one is durable when its block ends, or never happened.

    On SQLite writers come one after another (BEGIN IMMEDIATE on a single connection); readers never wait.
    """

    def __init__(self, url: URL) -> None:
        if url.get_backend_name() == "sqlite":
            self._reads: Engine = _sqlite(url, connections=8)
            self._writes: Engine = _sqlite(url, connections=1).execution_options(**{_WRITING: True})
        else:
            self._reads = self._writes = create_engine(
                url,
                pool_size=8,
                max_overflow=8,
                pool_timeout=_TURN,
                pool_pre_ping=True,
                isolation_level="READ COMMITTED",  # who waited for a row sees it as the one before left it
                connect_args={"prepare_threshold": None},  # a pooler may give each transaction another connection
                hide_parameters=True,
            )

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """See what is committed; each statement may see more than the one before it."""
        with self._reads.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Change things: all at the end of the block, or nothing if it raises."""
        with self._writes.begin() as connection:
            yield connection

    def migrate(self) -> None:
        """Bring the tables up to this program. Raises DatabaseNewer or DatabaseClosed."""
        config = Config()
        config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
        config.set_main_option("path_separator", "newline")
        try:
            self._upgrade(config)
        except CommandError as wrong:
            raise DatabaseNewer(
                sentence(
                    "The server's database was last used by a newer version of this program. Nothing was changed. "
                    "Please start that version."
                )
            ) from wrong
        except SQLAlchemyError as wrong:
            raise DatabaseClosed(
                sentence(
                    "The server's database cannot be opened. Nothing was changed. "
                    "Please check its address, its rights and the space on its disk."
                )
            ) from wrong

    def _upgrade(self, config: Config) -> None:
        try:
            self._take_steps(config)
        except (IntegrityError, ProgrammingError):
            self._take_steps(config)  # another server took the same steps at the same time, and was first

    def _take_steps(self, config: Config) -> None:
        with self.writing() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")

    def forget(self) -> None:
        """What was deleted does not lie beside the database either, where SQLite keeps what it wrote last.

        Readers that are in the way are waited for; what is left even so goes the next time.
        """
        if self._writes.dialect.name == "sqlite":
            with closing(self._writes.raw_connection()) as connection:
                connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Let go of all connections."""
        self._writes.dispose()
        self._reads.dispose()


def database_url(folder: Path, text: str | None) -> URL:
    """Where the database is: `text`, or else a file in the server's folder. Raises DatabaseUnknown."""
    if text is None:
        return URL.create("sqlite", database=str(folder / "server.db"))
    try:
        url = make_url(text)
        url = url.set(drivername=_DRIVERS[url.get_backend_name()])
        url.get_dialect().import_dbapi()
    except (ArgumentError, KeyError, ImportError) as wrong:
        raise DatabaseUnknown(
            sentence(
                "--database takes an address such as postgresql://user:password@host/name, and PostgreSQL needs the "
                "package psycopg. Without --database the server keeps everything in its own folder."
            )
        ) from wrong
    return url


def insert_new(connection: Connection, table: Table, values: Mapping[str, object]) -> bool:
    """Insert a row unless its key is there already; whether it was inserted."""
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    return connection.execute(insert(table).values(**values).on_conflict_do_nothing()).rowcount == 1


def _sqlite(url: URL, connections: int) -> Engine:
    engine = create_engine(
        url,
        pool_size=connections,
        max_overflow=0,
        pool_timeout=_TURN,
        connect_args={"timeout": _TURN, "check_same_thread": False},
        hide_parameters=True,
    )
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # Python begins no transactions: `_begin` does
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "trusted_schema=OFF", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}").close()


def _begin(connection: Connection) -> None:
    writing = connection.get_execution_options().get(_WRITING, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")
