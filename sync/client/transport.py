"""The line to the server: HTTP, with every way it can fail told in one of our own errors.

The only place that uses `requests`. A clock that is a year off is no reason not to talk: nothing here asks what time it
is, and certificates are checked without their dates.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import ConnectionPool, HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import HTTPError, MaxRetryError, ReadTimeoutError, SSLError

from fieldapp.errors import FieldappError
from sync.client.errors import (
    AddressWrong,
    Connection,
    LinkCut,
    ServerDown,
    ServerNonsense,
    ServerNotOurs,
    ServerSlow,
)
from sync.protocol import limits
from sync.protocol.paths import CONTENT_TYPE

#: Bytes that wait in the system for a slow link: what is there counts as sent, so it must not be much.
_SEND_BUFFER: Final = 64 * 1024
#: OpenSSL's X509_V_FLAG_NO_CHECK_TIME; `ssl` has no name for it.
_NO_CHECK_TIME: Final = 0x200000
_LONGEST: Final = limits.SEALED_PAPER
_PIECE: Final = 16 * 1024


@dataclass(frozen=True, slots=True)
class Patience:
    """For how many seconds nothing may happen: while connecting, before a short answer, during an exchange."""

    connect: float = 15.0
    answer: float = 30.0
    exchange: float = 120.0


#: Of a desk's own talks.
PATIENCE: Final = Patience()


@dataclass(frozen=True, slots=True)
class Reply:
    """A short answer, whole. Header names are in lower case."""

    status: int
    body: bytes
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class LongReply:
    """An answer that comes in pieces; reading them raises what the line's other methods raise."""

    status: int
    pieces: Iterator[bytes]


def clean_address(typed: str) -> str:
    """The server's address as it is used: scheme, host and port. Raises AddressWrong."""
    text = typed.strip()
    try:
        parts = urlsplit(text if "://" in text else f"https://{text}")
        port = f":{parts.port}" if parts.port else ""
    except ValueError as wrong:
        raise AddressWrong from wrong
    host = parts.hostname or ""
    if parts.scheme not in ("http", "https") or not host or parts.path not in ("", "/") or parts.query or " " in host:
        raise AddressWrong
    return f"{parts.scheme}://{f'[{host}]' if ':' in host else host}{port}"


def own_address() -> str:
    """This laptop's address in the network, "" without one. Changes when a cable or a Wi-Fi comes up; sends nothing."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe, suppress(OSError):
        probe.connect(("192.0.2.1", 9))  # an address of documents: only asks which way would be taken
        return str(probe.getsockname()[0])
    return ""


class Line:
    """One desk's line to one server. Keeps its connection open between talks; `hang_up` may come from any thread.

    `sent` and `received` count the bytes that went through it, headers included.
    """

    def __init__(self, address: str, patience: Patience = PATIENCE) -> None:
        """Raises AddressWrong."""
        self.address = clean_address(address)
        self.sent = 0
        self.received = 0
        self._patience = patience
        self._sockets: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._hung_up = False
        self._session = requests.Session()
        self._session.headers.clear()
        self._session.headers["User-Agent"] = "fieldapp"
        self._session.trust_env = not _is_here(self.address)  # an office's proxy is used, but not for this laptop
        self._session.auth = _no_login
        for scheme in ("http://", "https://"):
            self._session.mount(scheme, _Adapter(self))

    def ask(
        self, method: str, path: str, *, query: str = "", body: bytes | None = None, headers: Mapping[str, str]
    ) -> Reply:
        """A short talk. Raises ServerDown, ServerSlow, LinkCut, ServerNonsense, ServerNotOurs."""
        url = f"{self.address}{path}{f'?{query}' if query else ''}"
        wait = (self._patience.connect, self._patience.answer)
        with self._told(), self._request(method, url, body, headers, wait) as answer:
            raw = bytearray()
            for piece in answer.iter_content(_PIECE):
                raw += piece
                if len(raw) > _LONGEST:
                    raise ServerNonsense
            self.received += len(raw)
            names = {name.lower(): value for name, value in answer.headers.items()}
            return Reply(answer.status_code, bytes(raw), names)

    @contextmanager
    def talk(self, path: str, body: Iterator[bytes], headers: Mapping[str, str]) -> Iterator[LongReply]:
        """A long talk: all of `body` is sent, then the answer comes as it is read. Raises what `ask` raises."""
        wait = (self._patience.connect, self._patience.exchange)
        with self._told(), self._request("POST", f"{self.address}{path}", body, headers, wait) as answer:
            yield LongReply(answer.status_code, self._pieces(answer))

    def hang_up(self) -> None:
        """Break off whatever is under way, and talk no more: a talk that waits raises LinkCut at once."""
        with self._lock:
            self._hung_up = True
            for each in self._sockets:
                with suppress(OSError):
                    each.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Give the connection back."""
        self._session.close()

    def connected(self, opened: socket.socket) -> None:
        """A connection was made. Raises OSError after `hang_up`."""
        opened.settimeout(self._patience.exchange)
        with self._lock:
            self._sockets = {each for each in self._sockets if each.fileno() >= 0} | {opened}
            if self._hung_up:
                raise ConnectionAbortedError("hung up")

    def _request(
        self,
        method: str,
        url: str,
        body: bytes | Iterator[bytes] | None,
        headers: Mapping[str, str],
        wait: tuple[float, float],
    ) -> requests.Response:
        typed = {"Content-Type": CONTENT_TYPE} if body is not None else {}
        answer = self._session.request(
            method, url, data=body, headers={**headers, **typed}, timeout=wait, stream=True, allow_redirects=False
        )
        self.received += sum(len(name) + len(value) + 4 for name, value in answer.headers.items())
        return answer

    def _pieces(self, answer: requests.Response) -> Iterator[bytes]:
        with self._told():
            for piece in answer.iter_content(None):
                self.received += len(piece)
                yield piece

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except FieldappError:
            raise
        except (requests.RequestException, HTTPError, http.client.HTTPException, OSError) as wrong:
            raise (LinkCut() if self._hung_up else _told_as(wrong)) from wrong


#: What each kind of failure means for a person; the first line that fits counts. We never retry, so what urllib3 says
#: after its retries is about making the connection.
_MEANINGS: Final[tuple[tuple[tuple[type[BaseException], ...], Callable[[], Connection]], ...]] = (
    ((SSLError, ssl.SSLCertVerificationError), ServerNotOurs),
    ((requests.ReadTimeout, ReadTimeoutError), ServerSlow),
    ((MaxRetryError, requests.ConnectTimeout), ServerDown),
    ((TimeoutError,), ServerSlow),
    ((http.client.RemoteDisconnected, http.client.IncompleteRead), LinkCut),
    ((http.client.HTTPException,), ServerNonsense),
    ((requests.ConnectionError, requests.exceptions.ChunkedEncodingError, ConnectionError), LinkCut),
)


def _told_as(wrong: BaseException) -> FieldappError:
    """What it means for a person. What is inside says more than what is around it."""
    inside = list(_causes(wrong))
    fitting = (meaning() for kinds, meaning in _MEANINGS if any(isinstance(each, kinds) for each in inside))
    return next(fitting, ServerNonsense())


def _causes(wrong: BaseException) -> Iterator[BaseException]:
    """The error, what it was made from, and what these carry."""
    yield wrong
    for inner in (*wrong.args, getattr(wrong, "reason", None), wrong.__cause__):
        if isinstance(inner, BaseException) and inner is not wrong:
            yield from _causes(inner)


def _is_here(address: str) -> bool:
    host = urlsplit(address).hostname or ""
    with suppress(ValueError):
        return ipaddress.ip_address(host).is_loopback
    return host == "localhost"


def _no_login(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """Without it a password in ~/.netrc would go along."""
    return request


class _Adapter(HTTPAdapter):
    """Makes connections that count bytes, can be broken off, and read certificates without their dates."""

    def __init__(self, line: Line) -> None:
        self._line = line
        super().__init__(max_retries=0)

    def init_poolmanager(self, connections: int, maxsize: int, block: bool = False, **kwargs: Any) -> None:  # noqa: FBT001, FBT002 - as requests has it
        context = ssl.create_default_context()
        context.verify_flags |= ssl.VerifyFlags(_NO_CHECK_TIME)
        options = [*HTTPConnection.default_socket_options, (socket.SOL_SOCKET, socket.SO_SNDBUF, _SEND_BUFFER)]
        super().init_poolmanager(
            connections, maxsize, block=block, ssl_context=context, socket_options=options, **kwargs
        )
        self.poolmanager.pool_classes_by_scheme = _pools(self._line)


def _pools(line: Line) -> dict[str, type[ConnectionPool]]:
    class Plain(HTTPConnection):
        def connect(self) -> None:
            super().connect()
            line.connected(self.sock)

        def send(self, data: Any) -> None:
            line.sent += len(data)
            super().send(data)

    class Sealed(HTTPSConnection):
        def connect(self) -> None:
            super().connect()
            assert self.sock is not None
            line.connected(self.sock)

        def send(self, data: Any) -> None:
            line.sent += len(data)
            super().send(data)

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class SealedPool(HTTPSConnectionPool):
        ConnectionCls = Sealed

    return {"http": PlainPool, "https": SealedPool}


#: What a test may put in the place of `own_address`.
AddressProbe = Callable[[], str]
