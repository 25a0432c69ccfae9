"""Connections to the server: broken off at any moment, counted byte by byte, and sealed by certificates without dates.

A certificate's dates are not looked at, because a laptop's clock may be a year off.
"""

from __future__ import annotations

import errno
import ipaddress
import os
import queue
import selectors
import socket
import ssl
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

from requests.adapters import HTTPAdapter
from urllib3 import PoolManager
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import ConnectionPool, HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError

#: Bytes that wait in the system for a slow link: what is there counts as sent, so it must not be much.
_SEND_BUFFER: Final = 64 * 1024
#: OpenSSL's X509_V_FLAG_NO_CHECK_TIME; `ssl` has no name for it.
_NO_CHECK_TIME: Final = 0x200000
#: While connecting it is looked so often, in seconds, whether somebody has hung up.
_LOOK_EVERY: Final = 0.1
_UNDER_WAY: Final = {errno.EINPROGRESS, errno.EWOULDBLOCK, getattr(errno, "WSAEWOULDBLOCK", errno.EWOULDBLOCK)}

#: What `socket.getaddrinfo` tells of one address: how to open a socket for it, and the address.
_Address = tuple[socket.AddressFamily, socket.SocketKind, int, str, Any]
HungUp = Callable[[], bool]


class Ends(Protocol):
    """What connections ask and tell the line that they belong to."""

    @property
    def wait_to_send(self) -> float:
        """For how many seconds nothing may go out."""

    def hung_up(self) -> bool:
        """Whether there is to be no more talk."""

    def connecting(self) -> None:
        """A new connection is about to be made. May raise, then it is not."""

    def connected(self, opened: socket.socket) -> None:
        """This socket is the connection now: `hang_up` breaks it."""

    def went(self, size: int) -> None:
        """So many bytes are about to go out."""


@dataclass(frozen=True, slots=True)
class Vouchers:
    """Whose word on the server's certificate counts: these authorities and no other; the system's where none is named.

    `unmet`: nobody's, because the organisation is not known yet. What is asked for then opens with the one-time code
    alone, whoever answers.
    """

    pins: tuple[bytes, ...] = field(default=(), repr=False)
    unmet: bool = False


#: Those of the system.
BY_THE_SYSTEM: Final = Vouchers()


class Adapter(HTTPAdapter):
    """Makes the line's connections for `requests`, to a proxy as well."""

    def __init__(self, line: Ends, vouchers: Vouchers) -> None:
        self._vouchers = vouchers
        self._pools = _pools(line, vouchers)
        super().__init__(max_retries=0)

    def init_poolmanager(self, connections: int, maxsize: int, block: bool = False, **kwargs: Any) -> None:  # noqa: FBT001, FBT002 - as requests has it
        super().init_poolmanager(connections, maxsize, block=block, **_options(self._vouchers), **kwargs)
        self.poolmanager.pool_classes_by_scheme = self._pools

    def proxy_manager_for(self, proxy: str, **kwargs: Any) -> PoolManager:
        manager: PoolManager = super().proxy_manager_for(proxy, **_options(self._vouchers), **kwargs)
        manager.pool_classes_by_scheme = self._pools
        return manager

    def build_connection_pool_key_attributes(self, request: Any, _verify: Any, cert: Any = None) -> Any:
        """No file that the environment names is believed."""
        return super().build_connection_pool_key_attributes(request, not self._vouchers.unmet, cert)

    def cert_verify(self, conn: Any, url: str, _verify: Any, cert: Any) -> None:
        """Where authorities are named, `requests` adds none of its own."""
        if not self._vouchers.pins and not self._vouchers.unmet:
            super().cert_verify(conn, url, verify=True, cert=cert)


def open_socket(host: str, port: int, seconds: float, hung_up: HungUp) -> socket.socket:
    """Connect to the first address that answers. Raises OSError: TimeoutError, or ConnectionAbortedError if hung up."""
    until, trouble = time.monotonic() + seconds, OSError(errno.EHOSTUNREACH, os.strerror(errno.EHOSTUNREACH))
    for family, kind, protocol, _, address in _addresses(host, port, until, hung_up):
        opened = socket.socket(family, kind, protocol)
        try:
            opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            opened.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _SEND_BUFFER)
            _connect(opened, address, until, hung_up)
        except ConnectionAbortedError:
            opened.close()
            raise
        except OSError as wrong:
            opened.close()
            trouble = wrong
        else:
            opened.settimeout(seconds)
            return opened
    raise trouble


def _addresses(host: str, port: int, until: float, hung_up: HungUp) -> Sequence[_Address]:
    with suppress(ValueError):
        ipaddress.ip_address(host)
        return socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    answer: queue.SimpleQueue[Sequence[_Address] | OSError] = queue.SimpleQueue()
    # The system may take half a minute to say that it knows no such name, and cannot be interrupted.
    threading.Thread(target=_look_up, args=(host, port, answer), daemon=True).start()
    while True:
        with suppress(queue.Empty):
            found = answer.get(timeout=_LOOK_EVERY)
            if isinstance(found, OSError):
                raise found
            return found
        _go_on(until, hung_up)


def _look_up(host: str, port: int, answer: queue.SimpleQueue[Sequence[_Address] | OSError]) -> None:
    try:
        answer.put(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
    except OSError as wrong:
        answer.put(wrong)
    except UnicodeError:  # a name that no network knows
        answer.put(OSError(errno.EHOSTUNREACH, os.strerror(errno.EHOSTUNREACH)))


def _connect(opened: socket.socket, address: Any, until: float, hung_up: HungUp) -> None:
    opened.setblocking(False)
    code = opened.connect_ex(address)
    if code in _UNDER_WAY:
        with selectors.DefaultSelector() as selector:
            selector.register(opened, selectors.EVENT_WRITE)
            while not selector.select(_LOOK_EVERY):
                _go_on(until, hung_up)
        code = opened.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
    if code:
        raise OSError(code, os.strerror(code))


def _go_on(until: float, hung_up: HungUp) -> None:
    if hung_up():
        raise ConnectionAbortedError("hung up")
    if time.monotonic() > until:
        raise TimeoutError("nobody answers")


def _options(vouchers: Vouchers) -> dict[str, Any]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    if vouchers.unmet:
        context.check_hostname = False
    elif vouchers.pins:
        with suppress(ssl.SSLError, ValueError):  # what is no certificate vouches for nobody
            context.load_verify_locations(cadata=b"".join(vouchers.pins))
        context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN  # the one that is named need not be the topmost
    else:
        context.load_default_certs()
    context.verify_flags |= ssl.VerifyFlags(_NO_CHECK_TIME)
    return {"ssl_context": context}


def is_authority(raw: bytes) -> bool:
    """Whether these are the bytes (DER) of a certificate that can vouch for a server's."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    try:
        context.load_verify_locations(cadata=raw)
    except (ssl.SSLError, ValueError):
        return False
    return len(context.get_ca_certs(binary_form=True)) == 1


def _pools(line: Ends, vouchers: Vouchers) -> dict[str, type[ConnectionPool]]:
    class Plain(HTTPConnection):
        #: The same connection while it is being made; sealing takes the first socket away.
        _twin: socket.socket | None = None

        def connect(self) -> None:
            line.connecting()
            try:
                super().connect()
                assert self.sock is not None
                line.connected(self.sock)
            finally:
                if self._twin is not None:
                    self._twin.close()

        def send(self, data: Any) -> None:
            if self.sock is not None:
                self.sock.settimeout(line.wait_to_send)
            line.went(len(data))
            super().send(data)

        def _new_conn(self) -> socket.socket:
            try:
                opened = open_socket(self._dns_host, self.port, float(self.timeout or 0), line.hung_up)
            except TimeoutError as wrong:
                raise ConnectTimeoutError(self, str(wrong)) from wrong
            except OSError as wrong:
                raise NewConnectionError(self, str(wrong)) from wrong
            self._twin = opened.dup()
            try:
                line.connected(self._twin)
            except OSError:
                opened.close()
                raise
            return opened

    class Sealed(Plain, HTTPSConnection):
        def connect(self) -> None:
            super().connect()
            self.is_verified |= vouchers.unmet  # knowingly not, so `urllib3` need not warn

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class SealedPool(HTTPSConnectionPool):
        ConnectionCls = Sealed

    return {"http": PlainPool, "https": SealedPool}
