"""The organisation's rules: where its server is, who vouches for the server's certificate, and until when they hold.

An administrator's desk says them and renews them by itself; every desk keeps to the newest that it knows. Nobody is
shut out by rules that have run out: a desk says so, because a server may keep newer ones back.
"""

from __future__ import annotations

import base64
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final, cast

from fieldapp.domain.answers import Json
from fieldapp.domain.clock import Moment
from fieldapp.domain.ids import DeskId
from fieldapp.errors import Mistake
from fieldapp.storage.store import Happened, Reader, Write
from fieldapp.words import Sentence, sentence
from sync.client import facts
from sync.client.believing import Speaker, trust_of
from sync.client.connecting import Vouchers, is_authority
from sync.client.facts import identity_in
from sync.client.station import Station
from sync.client.transport import clean_address
from sync.protocol.said import Policy
from sync.protocol.said_json import PIN, PINS
from sync.protocol.trust import Trust

LASTS: Final = timedelta(days=90)
_RENEWED: Final = LASTS / 2
_FOLLOWED: Final = "sync rules address"
_WANTED: Final = "sync rules wanted"
_PEM: Final = b"-----BEGIN CERTIFICATE-----"


_RAN_OUT: Final = sentence(
    "The organisation's rules have not been renewed since {date}. Perhaps the server keeps newer ones back: ask your "
    "coordinator by telephone. You can go on working."
)
_RENEWS_HERE: Final = sentence(
    "The organisation's rules have not been renewed since {date}. This desk renews them with its next connection."
)
_OVERRULED: Final = sentence(
    "Another coordinator changed the organisation's rules at the same time, and hers were first. If yours shall stand, "
    "keep them again on the page of the server's address."
)


class NoAuthority(Mistake):
    """The file holds no certificate of an authority."""

    def __init__(self) -> None:
        super().__init__(
            sentence(
                "This file holds no certificate of an authority. Ask whoever looks after the server for the one that "
                "signs the server's (a file that ends in .pem, .crt or .cer)."
            )
        )


class TooManyAuthorities(Mistake):
    """Two are enough while one takes the other's place."""

    def __init__(self) -> None:
        super().__init__(
            sentence("There are two already. Take one out first, best one that no server is signed by any more.")
        )


@dataclass(frozen=True, slots=True)
class Rules:
    """As they are now. `overruled`: what this desk said last, a colleague said otherwise first."""

    address: str = ""
    pins: tuple[bytes, ...] = ()
    version: int = 0
    overruled: bool = False


def rules(station: Station) -> Rules:
    """The newest that are known here. Raises NotJoined."""
    with station.store.read() as reader:
        trust = trust_of(reader)
        wanted, now = _wanted(reader), trust.rules
        overruled = wanted is not None and not _says(trust, wanted)
    known = Rules(overruled=overruled)
    return known if now is None else replace(known, address=now.address, pins=now.pins, version=now.version)


def first_rules(write: Write, speaker: Speaker, address: str) -> None:
    """A new organisation's."""
    address = clean_address(address) if address.strip() else ""
    _say(speaker, address, ())
    _follow(write, address)


def say_rules(station: Station, address: str, pins: tuple[bytes, ...]) -> Happened:
    """From now on these, at every desk. Raises NotCoordinator, AddressWrong, TooManyAuthorities."""
    if len(pins) > PINS:
        raise TooManyAuthorities
    address = clean_address(address) if address.strip() else ""

    def write_down(write: Write) -> Happened:
        speaker = Speaker(write, station)
        speaker.require_coordinator()
        said = _say(speaker, address, pins)
        write.remember(_WANTED, _kept(said))
        facts.remember_address(write, address)
        _follow(write, address)
        return write.sync_changed()

    return station.store.write_now(write_down)


def renew(station: Station) -> None:
    """At an administrator's desk: say them once more when less than half of their time is left.

    Where a colleague's desk has only renewed what this one meant to change, this one says again what it meant.
    """
    with station.store.read() as reader:
        trust, me, wanted = trust_of(reader), identity_in(reader).desk, _wanted(reader)
    meant = _overtaken(trust, wanted)
    if not trust.is_administrator(me) or (meant is None and not _is_half_over(trust, station.clock.now())):
        return

    def write_down(write: Write) -> None:
        now = meant or trust.rules or Policy(version=1, expires=station.clock.now())
        said = _say(Speaker(write, station), now.address, now.pins)
        if meant is not None:
            write.remember(_WANTED, _kept(said))

    station.store.write_now(write_down)


def follow(station: Station) -> Happened:
    """Go to the server that the rules name, if they name another than before: it was moved."""
    with station.store.read() as reader:
        now = trust_of(reader).rules
        before = reader.recall(_FOLLOWED)
    if now is None or not now.address or now.address == before:
        return Happened()
    address = now.address

    def write_down(write: Write) -> Happened:
        facts.remember_address(write, address)
        _follow(write, address)
        return write.sync_changed()

    return station.store.write_now(write_down)


def follow_invitation(write: Write, trust: Trust) -> None:
    """The invitation has told the address already: another one that she sets by hand stays."""
    if trust.rules is not None:
        _follow(write, trust.rules.address)


def ran_out(reader: Reader, now: Moment) -> Moment | None:
    """Since when the rules were not renewed, if their time is over; None while all is well."""
    if identity_in(reader).root is None:
        return None
    trust = trust_of(reader)
    newest = trust.rules
    if newest is None or newest.expires.utc > now.utc:
        return None
    return next(each.when for each in trust.statements.values() if each.said == newest)


def rules_warning(reader: Reader, trust: Trust, desk: DeskId, now: Moment) -> Sentence | None:
    """What to tell her: the rules have run out, or a colleague's were first; None while all is well."""
    since, wanted = ran_out(reader, now), _wanted(reader)
    if since is not None:
        said = _RENEWS_HERE if trust.is_administrator(desk) else _RAN_OUT
        return Sentence(said, {"date": f"{since.local:%d.%m.%Y}"})
    if wanted is not None and trust.is_administrator(desk) and not _says(trust, wanted):
        return Sentence(_OVERRULED)
    return None


def vouchers(reader: Reader) -> Vouchers:
    """Whose word on the server's certificate counts at this desk."""
    if identity_in(reader).root is None:
        return Vouchers(unmet=True)
    newest = trust_of(reader).rules
    return Vouchers(newest.pins if newest is not None else ())


def authority_in(raw: bytes) -> bytes:
    """The authority's certificate (DER) from a file, PEM or DER. Raises NoAuthority."""
    try:
        start = raw.index(_PEM) if _PEM in raw else 0
        certificate = ssl.PEM_cert_to_DER_cert(_first(raw[start:])) if _PEM in raw else raw
    except ValueError as wrong:
        raise NoAuthority from wrong
    if len(certificate) > PIN or not is_authority(certificate):
        raise NoAuthority
    return certificate


def _first(raw: bytes) -> str:
    text = raw.decode("ascii")
    end = "-----END CERTIFICATE-----"
    return text[: text.index(end) + len(end)]


def _say(speaker: Speaker, address: str, pins: tuple[bytes, ...]) -> Policy:
    newest = speaker.trust.rules
    version = 1 if newest is None else newest.version + 1
    expires = Moment(speaker.when.utc + LASTS, speaker.when.offset_minutes)
    said = Policy(version=version, expires=expires, address=address, pins=pins)
    speaker.say(said)
    return said


def _follow(write: Write, address: str) -> None:
    write.remember(_FOLLOWED, address or None)


def _is_half_over(trust: Trust, now: Moment) -> bool:
    return trust.rules is None or trust.rules.expires.utc - now.utc < _RENEWED


def _overtaken(trust: Trust, wanted: Policy | None) -> Policy | None:
    """What this desk meant, if whoever came first only renewed what was there before."""
    if wanted is None or _says(trust, wanted):
        return None
    first, before = trust.policies.get(wanted.version), trust.policies.get(wanted.version - 1)
    only_renewed = first is not None and before is not None and _means(first, before)
    return wanted if only_renewed and trust.rules == first else None


def _says(trust: Trust, wanted: Policy) -> bool:
    said = trust.policies.get(wanted.version)
    return said is None or _means(said, wanted)


def _means(one: Policy, other: Policy) -> bool:
    return (one.address, one.pins) == (other.address, other.pins)


def _wanted(reader: Reader) -> Policy | None:
    kept = cast("Mapping[str, Json] | None", reader.recall(_WANTED))
    if kept is None:
        return None
    pins = tuple(base64.b64decode(str(each)) for each in cast("list[Json]", kept["pins"]))
    expires = Moment.from_text(str(kept["expires"]))
    return Policy(version=cast("int", kept["version"]), expires=expires, address=str(kept["address"]), pins=pins)


def _kept(said: Policy) -> Json:
    pins: list[Json] = [base64.b64encode(pin).decode() for pin in said.pins]
    return {"version": said.version, "expires": said.expires.text, "address": said.address, "pins": pins}
