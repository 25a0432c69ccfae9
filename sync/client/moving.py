"""Tell all desks where the server is and who vouches for it: only once it has proven itself there in this very way.

A slip here would cut every desk off, and none could be told better.
"""

from __future__ import annotations

import hashlib
import ssl
from contextlib import closing
from dataclasses import dataclass
from typing import cast

from fieldapp.errors import Trouble
from fieldapp.storage.store import Happened
from fieldapp.words import Sentence, sentence
from sync.client import rules
from sync.client.believing import trust_of
from sync.client.belonging import Belonging, belonging
from sync.client.calling import Caller
from sync.client.connecting import Vouchers
from sync.client.errors import Connection
from sync.client.station import Station
from sync.client.transport import PATIENCE, Line, Patience, clean_address


class ServerNotProven(Trouble):
    """The server does not answer there as the organisation's, or nobody does."""

    def __init__(self, address: str, why: Sentence) -> None:
        super().__init__(
            sentence("At {address} the server could not be met in this way, so nothing was changed. {why}"),
            address=address,
            why=why,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """What the page of the server's address shows; `rules` are None outside an organisation."""

    belonging: Belonging
    rules: rules.Rules | None = None


def where(station: Station) -> Where:
    """As it is now."""
    known = belonging(station)
    return Where(belonging=known, rules=rules.rules(station) if known.coordinates else None)


def tell_all(station: Station, address: str, pins: tuple[bytes, ...], patience: Patience = PATIENCE) -> Happened:
    """From now on this holds at every desk; "" for no server.

    Raises AddressWrong, TooManyAuthorities, NotCoordinator, ServerNotProven.
    """
    if address.strip():
        _meet(station, clean_address(address), pins, patience)
    return rules.say_rules(station, address, pins)


def called(pin: bytes) -> tuple[str, str]:
    """What an authority calls itself, and the first digits of its certificate's hash, as others show it."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(cadata=pin)
    (certificate,) = context.get_ca_certs()
    parts = dict(cast("tuple[tuple[str, str]]", part)[0] for part in cast("tuple[object, ...]", certificate["subject"]))
    digits = hashlib.sha256(pin).hexdigest()[:16].upper()
    name = parts.get("commonName") or parts.get("organizationName") or ""
    return name, " ".join(digits[start : start + 4] for start in range(0, len(digits), 4))


def _meet(station: Station, address: str, pins: tuple[bytes, ...], patience: Patience) -> None:
    with station.store.read() as reader:
        trust = trust_of(reader)
    with closing(Line(address, patience, Vouchers(pins))) as line:
        try:
            Caller(station, line).prove(trust)
        except Connection as wrong:
            raise ServerNotProven(address, wrong.sentence) from wrong
