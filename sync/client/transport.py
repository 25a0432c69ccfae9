"""The line to the server: HTTP, with every way it can fail told in one of our own errors.

With `connecting` the only place that uses `requests`. A clock that is a year off is no reason not to talk: nothing here
asks what time it is.
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
from typing import Final
from urllib.parse import urlsplit

import requests
from urllib3.exceptions import HTTPError, MaxRetryError, ReadTimeoutError, SSLError
from urllib3.util.wait import wait_for_read

from fieldapp.errors import FieldappError
from sync.client.connecting import BY_THE_SYSTEM, Adapter, Vouchers
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

_LONGEST: Final = limits.SEALED_PAPER
_PIECE: Final = 16 * 1024
#: What is read at once of a long answer: if the line breaks, at most so much of what has come is lost.
_SIP: Final = 512


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
    headers: Mapping[str, str]
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


class Unproven(Exception):
    """The connection is gone, and nobody has proven yet who is at the other end of a new one. Nothing was sent."""


class Line:
    """One desk's line to one server. Keeps its connection open between talks; `hang_up` may come from any thread.

    `sent` and `received` count the bytes that went through it, headers included. `proven` is for its user to set, once
    the server has proven who it is; it holds for one connection.
    """

    def __init__(self, address: str, patience: Patience = PATIENCE, vouchers: Vouchers = BY_THE_SYSTEM) -> None:
        """Raises AddressWrong."""
        self.address = clean_address(address)
        self.vouchers = vouchers
        self.sent = 0
        self.received = 0
        self.proven = False
        self._must_be_proven = False
        self._patience = patience
        self._open: socket.socket | None = None
        self._lock = threading.Lock()
        self._hung_up = False
        self._session = requests.Session()
        self._session.headers.clear()
        self._session.headers["User-Agent"] = "fieldapp"
        self._session.trust_env = not _is_here(self.address)  # an office's proxy is used, but not for this laptop
        self._session.auth = _no_login
        for scheme in ("http://", "https://"):
            self._session.mount(scheme, Adapter(self, vouchers))

    def ask(
        self,
        method: str,
        path: str,
        *,
        query: str = "",
        body: bytes | None = None,
        headers: Mapping[str, str],
        proven: bool = False,
    ) -> Reply:
        """A short talk; `proven`: over a connection that is proven, or not at all.

        Raises ServerDown, ServerSlow, LinkCut, ServerNonsense, ServerNotOurs, Unproven.
        """
        url = f"{self.address}{path}{f'?{query}' if query else ''}"
        wait = (self._patience.connect, self._patience.answer)
        with self._told(), self._request(method, url, body, headers, wait, proven=proven) as answer:
            raw = bytearray()
            for piece in answer.iter_content(_PIECE):
                raw += piece
                if len(raw) > _LONGEST:
                    raise ServerNonsense
            self.received += len(raw)
            return Reply(answer.status_code, bytes(raw), _names(answer))

    @contextmanager
    def talk(
        self, path: str, body: Iterator[bytes] | None, headers: Mapping[str, str], *, method: str = "POST"
    ) -> Iterator[LongReply]:
        """A long talk over a connection that is proven: all of `body` is sent, then the answer comes as it is read.

        Raises what `ask` raises.
        """
        url, wait = f"{self.address}{path}", (self._patience.connect, self._patience.exchange)
        with self._told(), self._request(method, url, body, headers, wait, proven=True) as answer:
            yield LongReply(answer.status_code, _names(answer), self._pieces(answer))

    def is_heard(self) -> bool:
        """Whether something has come that was not read yet: while sending, an answer before its time."""
        with self._lock:
            here = self._open
        return here is not None and here.fileno() >= 0 and wait_for_read(here, timeout=0.0)

    def hang_up(self) -> None:
        """Break off whatever is under way, and talk no more: a talk that waits raises LinkCut at once."""
        with self._lock:
            self._hung_up = True
            if self._open is not None:
                with suppress(OSError):
                    self._open.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Give the connection back. The next talk makes a new one."""
        self.proven = False
        self._session.close()

    # What its connections ask and tell

    @property
    def wait_to_send(self) -> float:
        """For how many seconds nothing may go out."""
        return self._patience.exchange

    def hung_up(self) -> bool:
        """Whether there is to be no more talk."""
        return self._hung_up

    def connecting(self) -> None:
        """A new connection is about to be made. Raises Unproven."""
        self.proven = False
        if self._must_be_proven:
            raise Unproven

    def connected(self, opened: socket.socket) -> None:
        """This socket is the connection now. Raises OSError after `hang_up`."""
        opened.settimeout(self._patience.connect)
        with self._lock:
            self._open = opened
            if self._hung_up:
                raise ConnectionAbortedError("hung up")

    def went(self, size: int) -> None:
        """So many bytes are about to go out."""
        self.sent += size

    def _request(
        self,
        method: str,
        url: str,
        body: bytes | Iterator[bytes] | None,
        headers: Mapping[str, str],
        wait: tuple[float, float],
        *,
        proven: bool,
    ) -> requests.Response:
        self._must_be_proven = proven
        typed = {"Content-Type": CONTENT_TYPE} if body is not None else {}
        answer = self._session.request(
            method, url, data=body, headers={**headers, **typed}, timeout=wait, stream=True, allow_redirects=False
        )
        self.received += sum(len(name) + len(value) + 4 for name, value in answer.headers.items())
        return answer

    def _pieces(self, answer: requests.Response) -> Iterator[bytes]:
        with self._told():
            for piece in answer.iter_content(_SIP):
                self.received += len(piece)
                yield piece

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except FieldappError:
            raise
        except (requests.RequestException, HTTPError, http.client.HTTPException, OSError) as wrong:
            self.proven = False
            raise (LinkCut() if self._hung_up else _told_as(wrong)) from wrong


def _names(answer: requests.Response) -> dict[str, str]:
    return {name.lower(): value for name, value in answer.headers.items()}


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


#: What a test may put in the place of `own_address`.
AddressProbe = Callable[[], str]
