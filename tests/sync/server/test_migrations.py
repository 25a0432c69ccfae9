"""The server's tables: made step by step, the same as the schema says, and never by an older program."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, create_engine, inspect, text
from sqlalchemy.engine import URL

from fieldapp.domain.clock import SystemClock
from sync.protocol.kits import write_kit
from sync.server import schema
from sync.server.database import Database, DatabaseClosed, DatabaseNewer, database_url
from sync.server.opening import KIT, open_centre
from tests.sync.protocol.house import House


@pytest.fixture
def address(database: str | None, tmp_path: Path) -> URL:
    """Of a database that nobody has used."""
    return database_url(tmp_path, database)


@pytest.fixture
def engine(address: URL) -> Iterator[Engine]:
    """Another way into it, to look and to spoil."""
    made = create_engine(address)
    yield made
    made.dispose()


def migrated(address: URL) -> None:
    database = Database(address)
    try:
        database.migrate()
    finally:
        database.close()


def described(connection: Connection) -> dict[str, object]:
    """Everything there is to say of the tables, but their version."""
    looking = inspect(connection)
    return {
        table: (
            [{**each, "type": str(each["type"])} for each in looking.get_columns(table)],
            looking.get_pk_constraint(table)["constrained_columns"],
            sorted((each["name"], each["column_names"]) for each in looking.get_unique_constraints(table)),
            sorted((each["name"], each["column_names"]) for each in looking.get_indexes(table)),
            looking.get_foreign_keys(table),
        )
        for table in looking.get_table_names()
        if table != "alembic_version"
    }


def test_from_nothing_they_make_exactly_the_tables_of_the_schema(address: URL, engine: Engine) -> None:
    with engine.begin() as connection:
        schema.metadata.create_all(connection)
        wanted = described(connection)
        schema.metadata.drop_all(connection)

    migrated(address)

    with engine.connect() as connection:
        assert described(connection) == wanted
    assert len(wanted) == len(schema.metadata.tables)


def test_a_second_start_changes_nothing(address: URL, engine: Engine) -> None:
    migrated(address)
    with engine.begin() as connection:
        before = described(connection)
        connection.execute(text("INSERT INTO caller VALUES ('organisation', 'desk', 7)"))

    migrated(address)

    with engine.connect() as connection:
        assert described(connection) == before
        assert connection.execute(text("SELECT counter FROM caller")).scalars().all() == [7]


def test_a_database_of_a_newer_server_is_refused_and_left_alone(
    database: str | None, house: House, tmp_path: Path, engine: Engine
) -> None:
    (tmp_path / KIT).write_bytes(write_kit(house.statements, house.server))
    open_centre(tmp_path, database, SystemClock()).database.close()
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE paper ADD COLUMN later INTEGER"))
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        before = described(connection)

    with pytest.raises(DatabaseNewer, match="newer version of this program"):
        open_centre(tmp_path, database, SystemClock())

    with engine.connect() as connection:
        assert described(connection) == before
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalars().all() == ["9999"]


def test_a_step_that_cannot_be_taken_leaves_nothing_behind(address: URL, engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE paper (somebody INTEGER)"))  # another program's, in the way

    with pytest.raises(DatabaseClosed):
        migrated(address)

    with engine.connect() as connection:
        assert list(described(connection)) == ["paper"]


def test_a_file_that_is_no_database_is_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "server.db"
    path.write_bytes(b"no database " * 1000)

    with pytest.raises(DatabaseClosed, match="cannot be opened"):
        migrated(database_url(tmp_path, None))

    assert path.read_bytes() == b"no database " * 1000
