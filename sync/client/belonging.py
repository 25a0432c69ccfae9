"""Whether this desk belongs to an organisation, and how far it is on its way in: what her screens say of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from fieldapp.words import Sentence
from sync.client.believing import trust_of
from sync.client.facts import identity, identity_in, server_seed
from sync.client.inviting import fingerprint, who_asks
from sync.client.joining import is_joined, joining
from sync.client.leaving import Left, left
from sync.client.people import NamedSpace, colleagues, named_spaces
from sync.client.rules import rules_warning
from sync.client.station import Station
from sync.client.wiping import OwnEnd, own_end_in


class Stage(Enum):
    """How far a desk is on its way in."""

    ALONE = "alone"
    ASKS = "asks"
    IN = "in"


@dataclass(frozen=True, slots=True, kw_only=True)
class Belonging:
    """`organisation` is "" until its invitation was read, `name` until she has given one.

    `spaces`: hers, but for the one that everybody shares. `coordinates`: this desk may invite. `has_kit`: the server's
    file can be saved here. `asking`: desks that want in. `end`: this desk was shut out. `left`: spaces hers no more.
    `rules`: what must be said of the organisation's rules.
    """

    stage: Stage
    fingerprint: tuple[str, ...]
    organisation: str = ""
    name: str = ""
    address: str = ""
    spaces: tuple[NamedSpace, ...] = ()
    coordinates: bool = False
    has_kit: bool = False
    asking: int = 0
    end: OwnEnd | None = None
    left: tuple[Left, ...] = ()
    rules: Sentence | None = None


def belonging(station: Station) -> Belonging:
    """As it is now."""
    who = identity(station.store)
    mark = fingerprint(who.desk, station.signing.verify_key, station.opening.seal_key)
    asking, gone = len(who_asks(station)), left(station)
    with station.store.read() as reader:
        asked, address = joining(reader), identity_in(reader).address
        if asked is not None:
            return Belonging(
                stage=Stage.ASKS, fingerprint=mark, organisation=asked.organisation, name=asked.name, address=address
            )
        if not is_joined(reader):
            return Belonging(stage=Stage.ALONE, fingerprint=mark, address=address)
        trust = trust_of(reader)
        return Belonging(
            stage=Stage.IN,
            fingerprint=mark,
            organisation=trust.organisation.name,
            name=colleagues(reader).get(who.worker, ""),
            address=address,
            spaces=named_spaces(reader, trust, who.worker),
            coordinates=trust.is_administrator(who.desk),
            has_kit=server_seed(reader) is not None,
            asking=asking,
            end=own_end_in(reader),
            left=gone,
            rules=rules_warning(reader, trust, who.desk, station.clock.now()),
        )
