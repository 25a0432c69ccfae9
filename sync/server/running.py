"""Running the server: the socket it listens at, and its clean end."""

from __future__ import annotations

import logging
import signal
import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import uvicorn

from fieldapp.errors import Mistake
from fieldapp.words import sentence
from sync.server.app import make_app
from sync.server.centre import Centre

#: How many seconds exchanges may go on when the server is told to stop. What came of a chunk by then is kept.
_GRACE: Final = 5


class CannotListen(Mistake):
    """The address is taken, is not this computer's, or may not be used."""


class NoAddress(Mistake):
    """What was given is not HOST:PORT."""


class SealWrong(Mistake):
    """The certificate and its key cannot be used."""


@dataclass(frozen=True, slots=True)
class Seal:
    """What the server proves itself with to TLS: files of a certificate, with those between it and its authority, and
    of its key."""

    certificate: Path
    key: Path


def seal_of(certificate: Path | None, key: Path | None) -> Seal | None:
    """Both or none. Raises SealWrong."""
    if certificate is None and key is None:
        return None
    if certificate is None or key is None:
        raise SealWrong(sentence("--certificate and --key belong together: please give both, or none."))
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(certificate, key, password="")
    except (OSError, ValueError) as wrong:
        raise SealWrong(
            sentence(
                "The certificate {certificate} and the key {key} cannot be used: one of them cannot be read or is no "
                "PEM file, the key has a passphrase, or the two do not belong together. Please look at both files and "
                "start again."
            ),
            certificate=certificate,
            key=key,
        ) from wrong
    return Seal(certificate, key)


def listen(address: str) -> socket.socket:
    """A socket that accepts connections from now on; port 0 takes a free one. Raises NoAddress or CannotListen."""
    host, _, port = address.rpartition(":")
    if not host or not port.isascii() or not port.isdigit() or int(port) > 65535:
        raise NoAddress(sentence("--listen takes an address such as 127.0.0.1:8000, not {address}."), address=address)
    host = host.strip("[]")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listening = socket.create_server((host, int(port)), family=family, backlog=256)
    except OSError as wrong:
        raise CannotListen(
            sentence(
                "The server cannot listen at {address}: another program may use it, or it is not an address of this "
                "computer. Please give another one after --listen."
            ),
            address=address,
        ) from wrong
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)  # each connection of a desk that is gone ends, too
    return listening


def url_of(listening: socket.socket, seal: Seal | None = None) -> str:
    """The server's address as a desk needs it."""
    host, port = listening.getsockname()[:2]
    return f"{'http' if seal is None else 'https'}://{f'[{host}]' if ':' in host else host}:{port}"


def server_of(centre: Centre, seal: Seal | None = None) -> uvicorn.Server:
    """A web server for the centre. It writes no line of its own about a request."""
    return uvicorn.Server(
        uvicorn.Config(
            make_app(centre),
            http="h11",
            ws="none",
            lifespan="off",
            log_config=None,
            log_level=logging.WARNING,
            access_log=False,
            server_header=False,
            timeout_keep_alive=75,
            timeout_graceful_shutdown=_GRACE,
            ssl_certfile=None if seal is None else seal.certificate,
            ssl_keyfile=None if seal is None else seal.key,
        )
    )


def serve(centre: Centre, listening: socket.socket, ready: Callable[[], None], seal: Seal | None = None) -> None:
    """Call `ready`, then answer until SIGTERM, Ctrl-C or Ctrl-Break; then finish what has begun, and return."""
    server = server_of(centre, seal)

    def stop(_number: int, _frame: object) -> None:
        server.should_exit = True

    # uvicorn listens for them while it runs, and raises them once more at its end; this is for before and after it.
    before = {each: signal.signal(each, stop) for each in _stopping()}
    try:
        ready()
        server.run(sockets=[listening])
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
        listening.close()
        centre.database.close()


def _stopping() -> list[signal.Signals]:
    """What tells it to stop; the last one is Windows' own."""
    return [each for each in signal.Signals if each.name in ("SIGINT", "SIGTERM", "SIGBREAK")]
