"""What sending takes on a bad line: `python -m tests.bench.sync [--json] [--records N]`.

The server is a process, the desks are real, and between them lies a wire of 100 kbit/s each way with 0.6 s there and
back. Beside each figure stands its floor, measured on the same wire: all records packed in one piece as hard as zstd
can, neither sealed nor signed, sent down a bare connection. It takes four minutes.
"""

from __future__ import annotations

import argparse
import random
import socket
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Final
from unittest.mock import patch

import zstandard

from fieldapp.domain.ids import FormId
from fieldapp.storage.store import Happened
from fieldapp.storage.values import NewChange
from sync.client.courier import Courier
from sync.client.exchange import Exchange
from sync.client.facts import remember_address
from sync.client.outgoing import seal_waiting
from sync.client.rules import say_rules
from sync.client.transport import Patience
from sync.protocol.dictionary import NO_DICTIONARY
from sync.protocol.payloads import cut
from sync.protocol.sealing import Sealer
from sync.server.opening import KIT
from tests.bench._figures import Figure, show
from tests.bench._records import caseload, corrections
from tests.helpers.authority import Authority
from tests.helpers.line import Shape, Wire, wire_to
from tests.helpers.server import ServerProcess
from tests.sync.client.making import Person, Team, a_team

RTT: Final = 0.6
SLOW: Final = Shape(kbit=100, rtt=RTT)
BREAKING: Final = Shape(kbit=100, rtt=RTT, cut_every=20_000)
RECORDS: Final = 1000
EDITS: Final = 100
_CORRECTED: Final = ("gbv_case", "gbv_incident", "gbv_follow_up")
_PATIENCE: Final = 900.0


@dataclass(frozen=True, slots=True)
class Took:
    """What something cost: seconds, and bytes on the wire, both ways."""

    seconds: float
    bytes: int


@dataclass(frozen=True, slots=True)
class Place:
    """An organisation whose desks have met their server once, over a good line."""

    team: Team
    port: int


def figures(records: int) -> Iterator[Figure]:
    """All of them, each as soon as it is measured."""
    full = records == RECORDS

    def both(name: str, took: Took, least: Took, reach: tuple[float, float]) -> Iterator[Figure]:
        seconds, kilobytes = reach if full else (None, None)
        yield Figure(name=name, unit="s", measured=took.seconds, reach=seconds, floor=least.seconds)
        sent, floor = took.bytes / 1000, least.bytes / 1000
        yield Figure(name=f"{name}, bytes", unit="KB", measured=sent, reach=kilobytes, floor=floor)

    with a_place() as place, wire_to(place.port, SLOW) as wire:
        worker, supervisor = place.team.worker, place.team.supervisor
        write(worker, records)
        least = floor(packed(worker, 0))
        yield from both(f"send {records} records", talk(worker, wire), least, (27, 315))
        yield from both("a colleague's desk fetches them", talk(supervisor, wire), least, (27, 315))
        yield from _nothing_new(worker, wire)
        before = last_row(worker)
        correct(worker)
        least = floor(packed(worker, before))
        yield from both(f"send {EDITS} edits", talk(worker, wire), least, (2.5, 9))
    with a_sealed_place() as place, wire_to(place.port, SLOW) as wire:
        yield from _nothing_new(place.team.worker, wire, sealed=True)
    with a_place() as place, wire_to(place.port, SLOW) as wire, without_dictionary():
        worker = place.team.worker
        write(worker, records)
        least = floor(packed(worker, 0))
        yield from both(f"without the dictionary: send {records} records", talk(worker, wire), least, (27, 315))
        before = last_row(worker)
        correct(worker)
        least = floor(packed(worker, before))
        yield from both(f"without the dictionary: send {EDITS} edits", talk(worker, wire), least, (2.5, 9))
    with a_place() as place, wire_to(place.port, BREAKING) as wire:
        worker = place.team.worker
        write(worker, records)
        least, payload = floor(packed(worker, 0)), sealed(worker)
        took = insist(worker, wire)
        name, reach = f"send {records} records, cut every 20 KB", 65 if full else None
        yield Figure(name=name, unit="s", measured=took.seconds, reach=reach, floor=least.seconds)
        yield Figure(name=f"{name}, bytes", unit="×", measured=took.bytes / payload, reach=1.35)
        yield Figure(name=f"{name}, how often it was cut", unit="", measured=wire.cuts)


def _nothing_new(worker: Person, wire: Wire, *, sealed: bool = False) -> Iterator[Figure]:
    """A process begins with a whole exchange; what follows it is one short question."""
    with connected(worker, wire, sealed=sealed) as exchange:
        anew = measured(wire, exchange.talk)
        open_still = measured(wire, exchange.talk)
        exchange.drop()
        again = measured(wire, exchange.talk)
    for name, took, trips, reach in (
        ("open connection", open_still, 1, 0.5),
        ("new connection", again, 3, 2.5),
        ("new process", anew, None, None),
    ):
        title = f"nothing new, {name}{', with TLS' if sealed else ''}"
        waited = took.seconds - took.bytes * 8 / 1000 / SLOW.kbit
        yield Figure(name=f"{title}, round trips", unit="", measured=waited / RTT, reach=trips)
        yield Figure(name=f"{title}, bytes", unit="KB", measured=took.bytes / 1000, reach=reach)


@contextmanager
def a_place(server: Path | None = None) -> Iterator[Place]:
    """A fresh organisation and its server process, on this folder or on one that goes with it."""
    with tempfile.TemporaryDirectory(prefix="sync-") as folder:
        team = a_team(Path(folder) / "desks")
        server = server or Path(folder) / "server"
        server.mkdir()
        (server / KIT).write_bytes(team.founded.kit)
        try:
            with ServerProcess(server) as process, wire_to(process.port) as wire:
                for person in (*team.everybody, *team.everybody):
                    talk(person, wire)
                yield Place(team, process.port)
        finally:
            for person in team.everybody:
                person.close()


@contextmanager
def a_sealed_place() -> Iterator[Place]:
    """The same, but from its second start on the server has a certificate of the organisation's own authority."""
    with tempfile.TemporaryDirectory(prefix="sync-") as folder, a_place(Path(folder) / "server") as place:
        authority = Authority()
        seal = authority.seal(Path(folder) / "seal")
        say_rules(place.team.coordinator.station, "", (authority.pin,))
        with wire_to(place.port) as wire:
            for person in place.team.everybody:
                talk(person, wire)
        options = ["--certificate", str(seal.certificate), "--key", str(seal.key)]
        with ServerProcess(Path(folder) / "server", more=options) as process:
            yield Place(place.team, process.port)


@contextmanager
def without_dictionary() -> Iterator[None]:
    """Chunks are sealed as if the program came without one."""
    plain, cut_plain = partial(Sealer, dictionary=NO_DICTIONARY), partial(cut, dictionary=NO_DICTIONARY)
    with patch("sync.client.outgoing.Sealer", plain), patch("sync.client.outgoing.cut", cut_plain):
        yield


# What is written


def write(worker: Person, records: int) -> None:
    """So many new records."""
    space = worker.desk.space_for(FormId("gbv_case"))
    _save(worker, list(caseload(random.Random(20260312), space, records)))


def correct(worker: Person) -> None:
    """So many corrections of records that are here."""
    with worker.store.read() as reader:
        found = [each for form in _CORRECTED for each in reader.of_form(FormId(form))]
    chance = random.Random(20260313)
    _save(worker, list(corrections(chance, chance.sample(found, min(EDITS, len(found))))))


def _save(worker: Person, changes: list[NewChange]) -> None:
    who, when = worker.worker, worker.clock.now()
    for change in changes:
        worker.store.write_now(lambda write, change=change: write.save([change], who, when))  # type: ignore[misc]


def packed(worker: Person, after: int) -> bytes:
    """All changes of this desk after a row, in one piece."""
    with worker.store.read() as reader:
        rows = reader._database.execute("SELECT body FROM change WHERE row > ? ORDER BY row", (after,)).fetchall()
    return zstandard.ZstdCompressor(level=19).compress("\n".join(body for (body,) in rows).encode())


def last_row(worker: Person) -> int:
    """Up to where the changes have been written."""
    with worker.store.read() as reader:
        (row,) = reader._database.execute("SELECT max(row) FROM change").fetchone()
    return int(row)


# What it takes


def talk(person: Person, wire: Wire) -> Took:
    """One talk over a new connection."""
    with connected(person, wire) as exchange:
        return measured(wire, exchange.talk)


def insist(person: Person, wire: Wire) -> Took:
    """The program's own courier, until the server has answered for everything."""
    person.store.write_now(lambda write: remember_address(write, wire.url))
    heard = threading.Event()
    courier = Courier(person.station, tell=lambda _: heard.set())

    def work() -> None:
        courier.start()
        while not_sent(person):
            assert heard.wait(_PATIENCE)
            heard.clear()

    try:
        return measured(wire, work)
    finally:
        courier.stop()


@contextmanager
def connected(
    person: Person, wire: Wire, tell: Callable[[Happened], None] = lambda _: None, *, sealed: bool = False
) -> Iterator[Exchange]:
    """A desk that will talk over this wire."""
    url = wire.url.replace("http:", "https:") if sealed else wire.url
    person.store.write_now(lambda write: remember_address(write, url))
    exchange = Exchange(person.station, Patience(), tell=tell, progress=lambda *_: None)
    try:
        yield exchange
    finally:
        exchange.close()


def measured(wire: Wire, work: Callable[[], object]) -> Took:
    """Do it and look at the clock and at the wire."""
    bytes_before, begun = wire.up.bytes + wire.down.bytes, perf_counter()
    work()
    return Took(perf_counter() - begun, wire.up.bytes + wire.down.bytes - bytes_before)


def floor(payload: bytes) -> Took:
    """The same down a bare connection: open it, send, and hear that all has come."""
    with socket.create_server(("127.0.0.1", 0)) as sink, wire_to(sink.getsockname()[1], SLOW) as wire:
        reading = threading.Thread(target=_swallow, args=(sink,))
        reading.start()

        def send() -> None:
            with socket.create_connection(("127.0.0.1", wire.port)) as link:
                link.sendall(payload)
                link.shutdown(socket.SHUT_WR)
                link.recv(1)

        took = measured(wire, send)
        reading.join()
    return took


def _swallow(sink: socket.socket) -> None:
    link, _ = sink.accept()
    with link:
        while link.recv(65536):
            pass


def not_sent(person: Person) -> int:
    """How many records the server has not answered for."""
    with person.store.read() as reader:
        return reader.standing().not_sent


def sealed(person: Person) -> int:
    """Seal what waits; how many bytes of chunks must go over the line in any case."""
    seal_waiting(person.station)
    with person.store.read() as reader:
        return sum(chunk.size for chunk in reader.outbox.unanswered())


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--records", type=int, default=RECORDS)
    asked = parser.parse_args()
    show(figures(asked.records), as_json=asked.json)


if __name__ == "__main__":
    main()
