"""The line with a recorder in it: it refuses until it is opened, keeps every byte, and can be cut."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from sync.protocol.requests import DESK
from tests.demo.wire import Traffic, Wire, traffic


@pytest.fixture
def wire(tmp_path: Path) -> Iterator[Wire]:
    line = Wire(tmp_path)
    yield line
    line.close()


@pytest.fixture
def server() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening


def call(wire: Wire) -> socket.socket:
    return socket.create_connection(("127.0.0.1", wire.port), timeout=10)


def test_a_line_that_was_not_opened_or_was_cut_refuses_whoever_calls(wire: Wire, server: socket.socket) -> None:
    with pytest.raises(ConnectionRefusedError):
        call(wire)
    wire.open(server.getsockname()[1])
    call(wire).close()
    wire.cut()
    with pytest.raises(ConnectionRefusedError):
        call(wire)


def test_what_goes_over_the_line_is_kept_and_counted_for_its_desk(
    wire: Wire, server: socket.socket, tmp_path: Path
) -> None:
    wire.open(server.getsockname()[1])
    asked, answered = f"GET /v1/marks HTTP/1.1\r\n{DESK}: {'ab' * 16}\r\n\r\n".encode(), b"HTTP/1.1 200 OK\r\n\r\n"

    with call(wire) as desk:
        desk.sendall(asked)
        with server.accept()[0] as there:
            assert there.recv(1000) == asked
            there.sendall(answered)
        assert desk.recv(1000) == answered
    wire.cut()

    assert [path.read_bytes() for path in sorted(tmp_path.iterdir())] == [answered, asked]
    assert wire.talks() == {"ab" * 16: 1}
    assert traffic(tmp_path, {"ab" * 16: "swallow"}) == {"swallow": Traffic(len(asked), len(answered), 1)}


def test_a_cut_breaks_connections_that_are_open(wire: Wire, server: socket.socket) -> None:
    wire.open(server.getsockname()[1])
    with call(wire) as desk, server.accept()[0] as there:
        desk.sendall(b"hello")
        assert there.recv(100) == b"hello"

        wire.cut()

        assert there.recv(100) == b""
