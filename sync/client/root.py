"""Who leads the organisation, as its root key says: the key comes from two papers, names and retires, and is forgotten.

Any desk may do it: after a fire the two papers may meet at a colleague's. Their key is the right to it, not the desk.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from fieldapp.domain.ids import DeskId, WorkerId
from fieldapp.domain.spaces import Role
from fieldapp.errors import Refused
from fieldapp.storage.store import Happened, Write
from fieldapp.words import sentence
from sync.client.believing import Speaker, trust_of
from sync.client.facts import identity_in
from sync.client.hearing import power_in
from sync.client.log import note
from sync.client.people import colleagues, roles
from sync.client.shares import Share, SharesDoNotFit, join
from sync.client.spaces import make_envelopes
from sync.client.station import Station
from sync.protocol.judging import powers
from sync.protocol.keys import SigningKey
from sync.protocol.recovery_keys import RecoveryKey, RecoveryOpening
from sync.protocol.said import Administrator, DeskCertificate, Offer, Officer, Retirement, Said
from sync.protocol.statements import state
from sync.protocol.trust import Trust


class LastAdministrator(Refused):
    """Without one nobody could be invited any more."""

    def __init__(self) -> None:
        super().__init__(
            sentence("She is the only coordinator. Name another one first; then her power can be taken back.")
        )


class RetiredForGood(Refused):
    """What its desk might say could not be told from what it said before."""

    def __init__(self) -> None:
        super().__init__(
            sentence(
                "This desk's power was taken back for good. If she comes back, let her in with a new desk, and name "
                "that one."
            )
        )


class NotOffered(Refused):
    """Her desk's recovery key is not known."""

    def __init__(self) -> None:
        super().__init__(
            sentence(
                "Her desk has not offered to keep a recovery key. Ask her to open this page at her own desk, to offer "
                "it there, and to send; then name her here."
            )
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """A colleague's desk, and what it has the power to do. `retired`: it had some, and will never have any again."""

    desk: DeskId
    name: str
    role: Role | None
    administrator: bool
    officer: bool
    offers: bool
    retired: bool
    is_me: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    """Everybody's desks, those with power first. `offered`: this one would keep a recovery key."""

    organisation: str
    seats: tuple[Seat, ...]
    offered: bool
    officer: bool


def lead(station: Station) -> Lead:
    """As it is known here. Raises NotJoined."""
    with station.store.read() as reader:
        trust, me = trust_of(reader), identity_in(reader).desk
        names, hired = colleagues(reader), roles(reader)
        seats = [_seat(trust, desk, me, names, hired) for desk in trust.desks if trust.is_certified(desk)]
        seats.sort(key=lambda each: (not each.administrator, not each.officer, not each.offers, each.name.casefold()))
        return Lead(
            organisation=trust.organisation.name,
            seats=tuple(seats),
            offered=me in trust.offers,
            officer=trust.is_officer(me),
        )


def root_from(station: Station, one: Share, other: Share) -> SigningKey:
    """The root key from two papers. Raises SharesDoNotFit, also for those of another organisation, and NotJoined."""
    root = join(one, other)
    with station.store.read() as reader:
        if trust_of(reader).root != root.verify_key:
            raise SharesDoNotFit(_STRANGE)
    return root


def name_administrator(station: Station, root: SigningKey, desk: DeskId) -> Happened:
    """From now on this desk may invite, grant and revoke. Raises RetiredForGood."""

    def said(trust: Trust) -> Said:
        one = _to_name(trust, desk)
        return Administrator(worker=one.worker, desk=desk, verify=one.verify)

    return _by_root(station, root, said)


def name_officer(station: Station, root: SigningKey, desk: DeskId) -> Happened:
    """From now on every space's key is sealed to this desk's recovery key, too. Raises NotOffered, RetiredForGood."""

    def said(trust: Trust) -> Said:
        one, recovery = _to_name(trust, desk), trust.offers.get(desk)
        if desk == station.identity().desk:
            recovery = _own_key(station)
        if recovery is None:
            raise NotOffered
        return Officer(worker=one.worker, desk=desk, verify=one.verify, recovery=recovery)

    return _by_root(station, root, said)


def retire(station: Station, root: SigningKey, desk: DeskId) -> Happened:
    """This desk is no administrator's and no officer's any more; what it said until now stands.

    Raises LastAdministrator.
    """

    def said(trust: Trust) -> Said:
        if {each for each in trust.administrators if trust.is_administrator(each)} == {desk}:
            raise LastAdministrator
        return Retirement(desk=desk, stands=powers(trust, desk))

    return _by_root(station, root, said)


def offer(station: Station) -> Happened:
    """Tell all desks this one's recovery key, so that it can be named an officer's. Raises NotJoined."""

    def write_down(write: Write) -> Happened:
        speaker = Speaker(write, station)
        if speaker.who.desk not in speaker.trust.offers:
            speaker.say(Offer(desk=speaker.who.desk, recovery=_own_key(station)))
        return write.sync_changed()

    return station.store.write_now(write_down)


def _by_root(station: Station, root: SigningKey, say: Callable[[Trust], Said]) -> Happened:
    def write_down(write: Write) -> Happened:
        speaker = Speaker(write, station)
        said, organisation = say(speaker.trust), speaker.trust.organisation_id
        speaker.publish(state(said, organisation=organisation, by=None, when=speaker.when, key=root))
        make_envelopes(write, station, speaker)
        if (power := power_in(said, speaker.trust)) is not None:
            note(write, speaker.when, power[0], {"worker": power[1]})
        return write.sync_changed()

    return station.store.write_now(write_down)


def _to_name(trust: Trust, desk: DeskId) -> DeskCertificate:
    if desk in trust.stands:
        raise RetiredForGood
    return trust.desk(desk)


def _own_key(station: Station) -> RecoveryKey:
    return RecoveryOpening.of_desk(station.opening).recovery_key


def _seat(
    trust: Trust, desk: DeskId, me: DeskId, names: Mapping[WorkerId, str], hired: Mapping[WorkerId, Role]
) -> Seat:
    worker = trust.desks[desk].worker
    return Seat(
        desk=desk,
        name=names.get(worker, ""),
        role=hired.get(worker),
        administrator=trust.is_administrator(desk),
        officer=trust.is_officer(desk),
        offers=desk in trust.offers,
        retired=desk in trust.stands,
        is_me=desk == me,
    )


_STRANGE: Final = sentence("These papers are another organisation's, not that of this desk.")
