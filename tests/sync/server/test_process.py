"""The server as whoever runs it meets it: started, stopped, pulled out of the wall, started wrongly."""

from __future__ import annotations

import http.client
import re
import socket
import sqlite3
import ssl
import stat
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path
from threading import Semaphore, Thread
from time import monotonic

import pytest

from fieldapp.domain.clock import Moment, SystemClock
from sync.protocol import paths
from sync.protocol.hello import challenge
from sync.protocol.keys import SigningKey
from sync.protocol.kits import write_kit
from sync.protocol.receipts import Receipt
from sync.protocol.said import Organisation
from sync.protocol.statements import organisation_id, state
from sync.server.__main__ import main
from sync.server.backups import NOTE, last_backup
from sync.server.opening import KIT
from tests.helpers.authority import Authority
from tests.helpers.server import ServerProcess
from tests.sync.protocol.house import NOON, House, random_from
from tests.sync.server.conftest import empty_database
from tests.sync.server.served import PATIENCE, Server, piece

#: How often the server is killed, and after how many further receipts each time.
KILLS, RECEIPTS = 3, 6


@pytest.fixture
def folder(house: House, home: Path) -> Path:
    """A server's folder with its kit, under a name as people have."""
    made = home / "server"
    made.mkdir()
    (made / KIT).write_bytes(write_kit(house.statements, house.server))
    return made


def at(process: ServerProcess, house: House) -> Server:
    return Server(house=house, port=process.port)


def until(true: Callable[[], bool]) -> None:
    """Ask again and again."""
    end = monotonic() + PATIENCE
    while not true():
        assert monotonic() < end


# Pulled out of the wall


def test_everything_receipted_is_there_after_the_server_was_killed(
    folder: Path, house: House, database: str | None
) -> None:
    chunks, receipts, heard = house.chunks(200), list[Receipt](), Semaphore(0)

    def send(server: Server, counter: int) -> None:
        """One chunk after the other, each time from the last receipt on, until nobody answers."""
        desk = server.desk(house.worker)
        desk.counter = counter
        with suppress(OSError, http.client.HTTPException):
            for chunk in chunks[receipts[-1].mark.n if receipts else 0 :]:
                receipts.extend(desk.send([chunk]).receipts)
                heard.release()

    for kill in range(KILLS):
        with ServerProcess(folder, database) as process:
            sending = Thread(target=send, args=(at(process, house), 1_000_000 * (kill + 1)))
            sending.start()
            for _ in range(RECEIPTS):
                assert heard.acquire(timeout=PATIENCE)
            process.kill()
            sending.join()

    assert KILLS * RECEIPTS <= receipts[-1].mark.n < len(chunks)
    with ServerProcess(folder, database) as process:
        supervisor = at(process, house).desk(house.supervisor)
        supervisor.exchange()
    assert supervisor.got[: receipts[-1].mark.n] == chunks[: receipts[-1].mark.n]
    assert supervisor.got == chunks[: len(supervisor.got)]


def test_a_server_killed_while_it_receives_goes_on_where_the_chunk_was_saved(
    folder: Path, house: House, database: str | None
) -> None:
    first, second = house.chunks(2, size=400)
    assert len(second.raw) > 8_000
    with ServerProcess(folder, database) as process:
        desk = at(process, house).desk(house.worker)
        with desk.sending(piece(first), piece(second), cut=100):
            supervisor = at(process, house).desk(house.supervisor)
            until(lambda: bool(supervisor.exchange() and supervisor.got))
            until(lambda: desk.marks().kept is not None)  # saved by the way: the link still holds
            process.kill()

    with ServerProcess(folder, database) as process:
        desk.served = at(process, house)
        marks = desk.marks()
        assert marks.streams == {first.stream: first.mark}
        assert marks.kept is not None
        assert marks.kept.chunk == second.hash
        said = desk.exchange(piece(second, marks.kept.offset))

    assert [receipt.mark for receipt in said.receipts] == [second.mark]


def test_two_servers_that_start_at_once_on_an_empty_database_make_its_tables_once(
    folder: Path, house: House, postgres: str
) -> None:
    with empty_database(postgres) as address:
        with ThreadPoolExecutor(2) as threads:
            first, second = threads.map(lambda _: ServerProcess(folder, address), range(2))
        with first, second:
            assert at(first, house).desk(house.worker).send(house.chunks(1)).refused == []
            supervisor = at(second, house).desk(house.supervisor)
            supervisor.exchange()
            assert supervisor.got == house.chunks(1)


# Started and stopped


def test_it_says_where_it_listens_and_stops_when_told(folder: Path, house: House) -> None:
    with ServerProcess(folder) as process:
        assert process.said == f"The server listens at http://127.0.0.1:{process.port}. Ctrl-C stops it."
        link = http.client.HTTPConnection("127.0.0.1", process.port, timeout=PATIENCE)
        link.request("GET", f"{paths.HELLO}?challenge={'ab' * 32}")
        assert link.getresponse().read().startswith(b"FAH1")  # and the connection stays open

        assert process.stop() == 0

    link.close()
    assert process.log == ""
    assert sorted(each.name for each in folder.iterdir()) == [KIT, "server.db"]


def test_it_stops_when_told_the_moment_it_has_started(folder: Path) -> None:
    with ServerProcess(folder) as process:
        assert process.port
        assert process.stop() == 0


def test_nothing_of_what_desks_send_stands_in_its_log(folder: Path, house: House) -> None:
    (chunk,) = house.chunks(1, size=30)
    stranger = replace(house.trainer, key=SigningKey.fresh(random_from("stranger")))
    with ServerProcess(folder) as process:
        server = at(process, house)
        desk = server.desk(house.worker)
        desk.send([chunk])
        desk.send([house.chunk(9)])
        with desk.sending(piece(house.chunk(2, chunk.mark)), cut=9):
            pass
        server.desk(stranger).exchange()
        desk.ask("POST", paths.JOIN, b"a name, a telephone number")
        desk.ask("GET", "/v1/join/name/invitation?name=name")
        process.stop()

    lines = process.log.splitlines()
    assert len(lines) == 3, lines
    for line in lines:
        assert re.fullmatch(r"[-\d]+ [\d:,]+ sync\.server INFO exchange[a-z:]*( broke off:)? \d chunks taken.*", line)
        assert not re.search(r"[0-9a-f]{8}|127\.0\.0\.1|name", line)


def test_its_operator_notes_a_backup_and_nobody_else_can_know_of_one(folder: Path) -> None:
    assert last_backup(folder) is None
    before = Moment.from_text(SystemClock().now().text)  # in thousandths of a second, as it is noted

    assert main(["--data", str(folder), "--note-backup"]) == 0

    noted = last_backup(folder)
    assert noted is not None
    assert before.text <= noted.text <= SystemClock().now().text
    (folder / NOTE).write_text("last week\n", "utf-8")
    assert last_backup(folder) is None


def test_strangers_on_the_same_computer_cannot_look_into_its_folder(folder: Path, house: House) -> None:
    folder.chmod(0o755)
    with ServerProcess(folder) as process:
        at(process, house).desk(house.worker).send(house.chunks(1))

        rights = {each.name: stat.S_IMODE(each.stat().st_mode) & 0o077 for each in folder.glob("server.db*")}
        assert sorted(rights) == ["server.db", "server.db-shm", "server.db-wal"]
        assert sys.platform == "win32" or (set(rights.values()), stat.S_IMODE(folder.stat().st_mode)) == ({0}, 0o750)


# Started wrongly


def no_kit(folder: Path, house: House) -> None:
    (folder / KIT).unlink()


def damaged_kit(folder: Path, house: House) -> None:
    raw = (folder / KIT).read_bytes()
    (folder / KIT).write_bytes(raw[:200] + bytes([raw[200] ^ 1]) + raw[201:])


def no_kit_at_all(folder: Path, house: House) -> None:
    (folder / KIT).write_bytes(b"A shopping list")


def foreign_kit(folder: Path, house: House) -> None:
    with ServerProcess(folder) as process:
        assert process.stop() == 0
    root = SigningKey.fresh(random_from("another root"))
    said = Organisation(name="Another organisation", root=root.verify_key, server=house.server.verify_key)
    other = state(said, organisation=organisation_id(root.verify_key), by=None, when=NOON, key=root)
    (folder / KIT).write_bytes(write_kit((other,), house.server))


def newer_database(folder: Path, house: House) -> None:
    with ServerProcess(folder) as process:
        assert process.stop() == 0
    with closing(sqlite3.connect(folder / "server.db")) as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
        database.commit()


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (no_kit, "There is no file organisation.kit in"),
        (damaged_kit, "cannot be used: it is damaged, or it is no kit of an organisation"),
        (no_kit_at_all, "cannot be used: it is damaged, or it is no kit of an organisation"),
        (foreign_kit, "belongs to another organisation than the server's database. Nothing was changed."),
        (newer_database, "was last used by a newer version of this program. Nothing was changed."),
    ],
    ids=lambda each: getattr(each, "__name__", ""),
)
def test_what_is_wrong_at_the_start_is_said_in_a_sentence(
    folder: Path, house: House, spoil: Callable[[Path, House], None], said: str
) -> None:
    spoil(folder, house)
    before = contents(folder)

    with ServerProcess(folder) as process:
        assert process.wait() == 2

    assert said in process.log
    assert len(process.log.splitlines()) == 1
    assert contents(folder) == before


def contents(folder: Path) -> dict[str, bytes]:
    """Every file, for good: what SQLite keeps for the time being aside."""
    return {each.name: each.read_bytes() for each in folder.iterdir() if not each.name.endswith(("-wal", "-shm"))}


def test_with_a_certificate_it_is_met_over_https(folder: Path, home: Path) -> None:
    authority = Authority()
    seal = authority.seal(home / "seal")
    with ServerProcess(folder, more=["--certificate", str(seal.certificate), "--key", str(seal.key)]) as process:
        assert process.said.startswith(f"The server listens at https://127.0.0.1:{process.port}.")
        context = ssl.create_default_context(cadata=authority.pin)
        link = http.client.HTTPSConnection("127.0.0.1", process.port, timeout=PATIENCE, context=context)
        with closing(link):
            link.request("GET", f"{paths.HELLO}?challenge={challenge()}")
            assert link.getresponse().status == 200


def test_a_certificate_it_cannot_use_is_said_in_a_sentence(folder: Path, home: Path) -> None:
    one, other = Authority().seal(home / "one"), Authority().seal(home / "other")
    pairs = {
        "belong together: please give both, or none.": ["--certificate", str(one.certificate)],
        "the two do not belong together": ["--certificate", str(one.certificate), "--key", str(other.key)],
        "cannot be read": ["--certificate", str(home / "nowhere"), "--key", str(one.key)],
    }
    for said, options in pairs.items():
        with ServerProcess(folder, more=options) as process:
            assert process.wait() == 2
        assert said in process.log.splitlines()[-1]


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("127.0.0.1:{taken}", "The server cannot listen at 127.0.0.1:{taken}: another program may use it"),
        ("8000", "--listen takes an address such as 127.0.0.1:8000, not 8000."),
        ("127.0.0.1:70000", "--listen takes an address such as 127.0.0.1:8000, not 127.0.0.1:70000."),
    ],
)
def test_an_address_it_cannot_have_is_said_in_a_sentence(folder: Path, address: str, said: str) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as other:
        taken = other.getsockname()[1]

        with ServerProcess(folder, listen=address.format(taken=taken)) as process:
            assert process.wait() == 2

    assert process.log.startswith(said.format(taken=taken))
    assert sorted(each.name for each in folder.iterdir()) == [KIT]


def test_a_database_that_cannot_be_reached_is_said_in_a_sentence(folder: Path) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as nobody:
        port = nobody.getsockname()[1]

    with ServerProcess(folder, f"postgresql://someone:secret@127.0.0.1:{port}/cases") as process:
        assert process.wait() == 2

    assert process.log.startswith("The server's database cannot be opened. Nothing was changed.")
    assert "secret" not in process.log
