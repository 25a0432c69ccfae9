"""The line to the server: what can go wrong with it, and that it can be broken off at any moment."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager

import pytest

from sync.client.errors import AddressWrong, LinkCut, ServerDown, ServerSlow
from sync.client.talk.transport import Line, Patience, Unproven, clean_address, own_address

SHORT = Patience(connect=0.2, answer=0.2, exchange=0.2)
LONG = Patience(connect=60, answer=60, exchange=60)


@pytest.mark.parametrize(
    ("typed", "used"),
    [
        ("sync.example.org", "https://sync.example.org"),
        (" https://sync.example.org/ ", "https://sync.example.org"),
        ("http://10.0.0.5:8000", "http://10.0.0.5:8000"),
        ("https://[2001:db8::1]:8000", "https://[2001:db8::1]:8000"),
    ],
)
def test_an_address_is_taken_as_people_type_it(typed: str, used: str) -> None:
    assert clean_address(typed) == used


@pytest.mark.parametrize("typed", ["", "   ", "ftp://example.org", "http://", "https://a b", "http://x:99999", "x/y?z"])
def test_what_is_no_address_is_refused(typed: str) -> None:
    with pytest.raises(AddressWrong):
        clean_address(typed)


def test_the_laptops_own_address_is_asked_without_sending_anything() -> None:
    assert own_address() == own_address()


@contextmanager
def listening(*answers: bytes) -> Iterator[tuple[str, list[bytes]]]:
    """Answers each request with the next of these; its address, and what it heard."""
    heard = list[bytes]()
    with closing(socket.create_server(("127.0.0.1", 0))) as door:

        def answer() -> None:
            connection, rest = None, list(answers)
            while rest:
                if connection is None:
                    connection, _ = door.accept()
                request = connection.recv(65536)
                if not request:
                    connection.close()
                    connection = None
                    continue
                heard.append(request)
                said = rest.pop(0)
                connection.sendall(said)
                if b"Connection: close" in said:
                    connection.close()
                    connection = None
            if connection is not None:
                connection.close()

        thread = threading.Thread(target=answer, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{door.getsockname()[1]}", heard
        thread.join(20)


def ok(body: bytes = b"fine", headers: bytes = b"") -> bytes:
    return b"HTTP/1.1 200 OK\r\n" + headers + b"Content-Length: %d\r\n\r\n" % len(body) + body


def test_one_connection_serves_many_requests_and_no_password_goes_along(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    netrc = tmp_path_factory.mktemp("home") / "netrc"
    netrc.write_text("machine 127.0.0.1 login someone password secret\n", "utf-8")
    monkeypatch.setenv("NETRC", str(netrc))
    with listening(ok(), ok()) as (url, heard), closing(Line(url)) as line:
        assert line.ask("GET", "/a", headers={}).body == b"fine"
        assert line.ask("GET", "/b", headers={}, proven=True).body == b"fine"

    assert [request.split(b" ")[1] for request in heard] == [b"/a", b"/b"]
    assert b"Authorization" not in b"".join(heard)
    assert line.sent == sum(map(len, heard))


def test_over_a_new_connection_nothing_is_sent_before_it_is_proven() -> None:
    with listening(ok(headers=b"Connection: close\r\n"), ok()) as (url, heard), closing(Line(url)) as line:
        with pytest.raises(Unproven):
            line.ask("GET", "/a", headers={}, proven=True)
        line.ask("GET", "/hello", headers={})
        line.proven = True
        with pytest.raises(Unproven):
            line.ask("POST", "/secret", body=b"secret", headers={}, proven=True)
        assert not line.proven
        line.ask("GET", "/hello", headers={})

    assert b"secret" not in b"".join(heard)


def test_an_answer_before_its_time_is_heard() -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as door, ThreadPoolExecutor(1) as beside:
        line = Line(f"http://127.0.0.1:{door.getsockname()[1]}", LONG)
        answering = beside.submit(line.ask, "GET", "/a", headers={})
        connection, _ = door.accept()
        connection.recv(1000)
        assert not line.is_heard()
        connection.sendall(ok())
        answering.result(20)
        connection.sendall(b"more")
        assert line.is_heard()
        connection.close()
        line.close()


def test_nobody_there_is_told_as_a_server_that_cannot_be_reached() -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as door:
        url = f"http://127.0.0.1:{door.getsockname()[1]}"
    with closing(Line(url)) as line, pytest.raises(ServerDown):
        line.ask("GET", "/a", headers={})


@contextmanager
def full_door() -> Iterator[str]:
    """Takes no connection any more, and does not say so: as behind a firewall."""
    with closing(socket.socket()) as door:
        door.bind(("127.0.0.1", 0))
        door.listen(0)
        waiting = [socket.socket() for _ in range(3)]
        for each in waiting:
            each.setblocking(False)
            each.connect_ex(door.getsockname())
        yield f"http://127.0.0.1:{door.getsockname()[1]}"
        for each in waiting:
            each.close()


def test_a_connection_that_nobody_answers_is_given_up_after_a_while() -> None:
    with full_door() as url, closing(Line(url, SHORT)) as line, pytest.raises(ServerDown):
        line.ask("GET", "/a", headers={})


def test_an_answer_that_does_not_come_is_given_up_after_a_while() -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as door:
        line = Line(f"http://127.0.0.1:{door.getsockname()[1]}", SHORT)
        with closing(line), pytest.raises(ServerSlow):
            line.ask("GET", "/a", headers={})


def test_hanging_up_ends_a_wait_for_a_connection() -> None:
    with full_door() as url, ThreadPoolExecutor(1) as beside, closing(Line(url, LONG)) as line:
        asking = beside.submit(line.ask, "GET", "/a", headers={})
        line.hang_up()
        with pytest.raises(LinkCut):
            asking.result(20)


def test_hanging_up_ends_a_wait_for_a_name(monkeypatch: pytest.MonkeyPatch) -> None:
    asked, answer = threading.Event(), threading.Event()

    def look_up(*_: object, **__: object) -> list[object]:
        asked.set()
        answer.wait(20)
        return []

    monkeypatch.setattr("socket.getaddrinfo", look_up)
    with ThreadPoolExecutor(1) as beside, closing(Line("http://sync.example.org", LONG)) as line:
        asking = beside.submit(line.ask, "GET", "/a", headers={})
        assert asked.wait(20)
        line.hang_up()
        with pytest.raises(LinkCut):
            asking.result(20)
    answer.set()


def test_hanging_up_ends_a_wait_for_an_answer() -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as door, ThreadPoolExecutor(1) as beside:
        line = Line(f"http://127.0.0.1:{door.getsockname()[1]}", LONG)
        asking = beside.submit(line.ask, "GET", "/a", headers={})
        connection, _ = door.accept()
        connection.recv(1000)
        line.hang_up()
        with pytest.raises(LinkCut):
            asking.result(20)
        connection.close()
        line.close()


def test_hanging_up_ends_a_handshake_that_nobody_answers() -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as door, ThreadPoolExecutor(1) as beside:
        line = Line(f"https://127.0.0.1:{door.getsockname()[1]}", LONG)
        asking = beside.submit(line.ask, "GET", "/a", headers={})
        connection, _ = door.accept()
        assert connection.recv(1000)  # the hello of TLS
        line.hang_up()
        with pytest.raises(LinkCut):
            asking.result(20)
        connection.close()
        line.close()
