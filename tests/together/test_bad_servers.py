"""Whatever answers at the server's address: she is told what it means, nothing is lost, and later all arrives."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from sync.client.errors import (
    Connection,
    LinkCut,
    ServerDown,
    ServerFull,
    ServerNonsense,
    ServerNotOurs,
    ServerSlow,
    ServerStrange,
)
from sync.client.transport import Patience
from sync.protocol.keys import SigningKey
from tests.helpers.line import Wire
from tests.sync.client.making import CASE, Person, Team, found_by
from tests.sync.protocol.house import random_from
from tests.together.conftest import Lay, Seat
from tests.together.talking import Server, Talker

SHORT = Patience(connect=0.3, answer=0.3, exchange=0.3)
LOGIN = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 34\r\n\r\n<html><body>Welcome!</body></html>"
REDIRECT = b"HTTP/1.1 302 Found\r\nLocation: http://192.0.2.1/login\r\nContent-Length: 0\r\n\r\n"
FAULT = b"HTTP/1.1 500 Internal Server Error\r\nContent-Length: 4\r\n\r\noops"
NO_HTTP = b"SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n"
HALF = b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\nhalf"
ENDLESS = b"HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n" + b"x" * 1_000_000


class Impostor:
    """Answers every request with the same bytes, and keeps what it was sent."""

    def __init__(self, answer: bytes, *, silent: bool = False) -> None:
        self.heard = bytearray()
        outer = self

        class Handler(socketserver.BaseRequestHandler):
            def handle(self) -> None:
                outer.heard += self.request.recv(65536)
                if silent:
                    self.request.recv(1)
                self.request.sendall(answer)

        class Listening(socketserver.ThreadingTCPServer):
            daemon_threads = True

            def handle_error(self, request: object, client_address: object) -> None:
                """The desk hung up."""

        self._server = Listening(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def close(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


@contextmanager
def impostor(answer: bytes, *, silent: bool = False) -> Iterator[Impostor]:
    """Somebody else, for as long as the block lasts."""
    somebody = Impostor(answer, silent=silent)
    try:
        yield somebody
    finally:
        somebody.close()


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (LOGIN, ServerNonsense),
        (REDIRECT, ServerNonsense),
        (FAULT, ServerFull),
        (NO_HTTP, ServerNonsense),
        (HALF, LinkCut),
        (b"", LinkCut),
        (ENDLESS, ServerNonsense),
    ],
)
def test_somebody_else_at_the_address_gets_nothing_of_hers(team: Team, answer: bytes, error: type[Connection]) -> None:
    case = team.worker.create(CASE, code="A")
    with impostor(answer) as somebody, Talker(team.worker, somebody.url) as worker:
        told = worker.breaks_off(error)

        assert_she_is_told(told)
        assert somebody.heard.startswith(b"GET /v1/hello?challenge=")
        assert b"POST" not in somebody.heard
    assert team.worker.record(case).not_sent


def test_a_server_that_is_down_is_told_of_and_found_again(
    team: Team, server: Server, seat: Seat, all_met: None
) -> None:
    worker, supervisor = seat(team.worker), seat(team.supervisor)
    case = team.worker.create(CASE, code="A")
    server.stop()

    assert_she_is_told(worker.breaks_off(ServerDown))
    server.start()
    worker.talk()
    supervisor.talk()

    assert team.supervisor.has(case)


def test_an_address_that_nobody_knows_is_a_server_that_cannot_be_reached(team: Team) -> None:
    with Talker(team.worker, "http://nobody.invalid", SHORT) as worker:
        assert_she_is_told(worker.breaks_off(ServerDown))


def test_a_server_that_says_nothing_is_given_up_after_a_while(team: Team) -> None:
    with impostor(b"", silent=True) as somebody, Talker(team.worker, somebody.url, SHORT) as worker:
        assert_she_is_told(worker.breaks_off(ServerSlow))


def test_another_organisations_server_gets_nothing_of_hers(team: Team, tmp_path: Path, home: Path) -> None:
    other = Person("other", home / "other")
    try:
        kit = found_by(other).kit
        case = team.worker.create(CASE, code="A")
        with Server(kit, tmp_path / "other") as foreign, Talker(team.worker, foreign.url) as worker:
            assert_she_is_told(worker.breaks_off(ServerNotOurs))
            assert foreign.heads() == {}
        assert team.worker.record(case).not_sent
    finally:
        other.close()


def test_a_server_that_takes_the_place_of_ours_after_a_cut_gets_nothing_of_hers(
    team: Team, seat: Seat, lay: Lay, tmp_path: Path, home: Path, all_met: None
) -> None:
    other, wire = Person("other", home / "other"), lay()
    try:
        with Server(found_by(other).kit, tmp_path / "other") as foreign:
            worker = seat(team.worker, wire)
            case = team.worker.create(CASE, code="A", note=random_from("note")(5000).hex())
            wire.cut_after(up=2000)
            worker.breaks_off()
            wire.server = foreign.port

            assert_she_is_told(worker.breaks_off(ServerNotOurs))

            assert foreign.heads() == {}
        assert team.worker.record(case).not_sent
    finally:
        other.close()


def test_over_a_new_connection_news_and_proof_are_asked_for_at_once_and_one_without_the_other_is_not_believed(
    team: Team, seat: Seat, lay: Lay, all_met: None
) -> None:
    wire = lay(listen=True)
    worker = seat(team.worker, wire)
    worker.talk()
    before = len(heard(wire))
    worker._exchange.drop()
    worker.talk()
    (asked,) = heard(wire)[before:].split(b"\r\n\r\n")[:-1]
    with impostor(b"HTTP/1.1 204 No Content\r\n\r\n") as somebody:
        wire.server = int(somebody.url.rpartition(":")[2])
        worker._exchange.drop()
        worker.breaks_off(ServerNonsense)

    assert asked.startswith(b"GET /v1/news/")
    assert b"?challenge=" in asked


def heard(wire: Wire) -> bytes:
    """All that has gone to the server."""
    assert wire.up.heard is not None
    return bytes(wire.up.heard)


def test_a_desk_that_comes_before_its_coordinator_makes_itself_known(team: Team, seat: Seat, server: Server) -> None:
    seat(team.supervisor).talk()

    assert server.centre.register.now().trust.may_read(team.supervisor.station.identity().desk, team.caseload)


def test_a_desk_with_another_key_than_its_certificate_says_is_told_that_it_is_not_known(
    team: Team, seat: Seat, all_met: None
) -> None:
    team.worker.signing = SigningKey.fresh()
    case = team.worker.create(CASE, code="A")

    assert_she_is_told(seat(team.worker).breaks_off(ServerStrange))

    assert team.worker.record(case).not_sent


def assert_she_is_told(told: Connection) -> None:
    """What happened, and that nothing is lost."""
    assert "safe" in str(told.sentence) or "Nothing is lost" in str(told.sentence)
