"""A new organisation, at its coordinator's desk, without any connection.

Its root key is on three papers before it signs anything, and comes from two of them to sign who the coordinator is:
an organisation whose papers are not right cannot come to be. She is its first recovery officer too, so that a laptop
may be lost and a passphrase forgotten from the first day on.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from fieldapp.domain.ids import OrganisationId, new_space_id
from fieldapp.domain.spaces import Role, SpaceKind
from fieldapp.storage.store import Happened, Write
from sync.client import facts
from sync.client.believing import Speaker
from sync.client.errors import AlreadyJoined, NameMissing, NotCoordinator
from sync.client.facts import Identity
from sync.client.membership import settle_in
from sync.client.people import space_record, staff_record
from sync.client.rules import first_rules
from sync.client.spaces import make_envelopes, open_epochs
from sync.client.station import Station
from sync.client.transport import clean_address
from sync.protocol.keys import SigningKey
from sync.protocol.kits import write_kit
from sync.protocol.recovery_keys import RecoveryOpening
from sync.protocol.said import Administrator, DeskCertificate, Grant, Officer, Organisation, Said, Space
from sync.protocol.statements import Statement, organisation_id, read_statement, state
from sync.protocol.trust import Trust


@dataclass(frozen=True, slots=True)
class Founded:
    """A new organisation, and the kit for its server."""

    organisation: OrganisationId
    kit: bytes = field(repr=False)
    happened: Happened


def found(station: Station, root: SigningKey, *, organisation: str, name: str, address: str = "") -> Founded:
    """Found the organisation; `name` is what colleagues call its coordinator, `root` came from two papers.

    Raises AlreadyJoined, NameMissing, AddressWrong.
    """
    if not organisation.strip() or not name.strip():
        raise NameMissing
    server, who = SigningKey.fresh(), station.identity()
    charter = Organisation(name=organisation.strip(), root=root.verify_key, server=server.verify_key)
    verify, recovery = station.signing.verify_key, RecoveryOpening.of_desk(station.opening).recovery_key
    head = Administrator(worker=who.worker, desk=who.desk, verify=verify)
    officer = Officer(worker=who.worker, desk=who.desk, verify=verify, recovery=recovery)

    def write_down(write: Write) -> Happened:
        if facts.identity_in(write).root is not None:
            raise AlreadyJoined
        facts.remember_root(write, root.verify_key)
        facts.remember_server_seed(write, server.seed)
        facts.remember_address(write, address)
        speaker = Speaker(write, station, Trust(root.verify_key))
        for said in (charter, head, officer):
            speaker.publish(_by_root(said, root, speaker))
        first_rules(write, speaker, address)
        _open_house(speaker, station, who)
        open_epochs(write, station, speaker)
        make_envelopes(write, station, speaker)
        (space,) = speaker.trust.spaces
        names = [
            staff_record(who.worker, name.strip(), Role.COORDINATOR, space),
            space_record(space, organisation.strip(), SpaceKind.ORGANISATION, space),
        ]
        write.sync.note(speaker.when, "founded")
        return write.save(names, who.worker, speaker.when)

    happened = station.store.write_now(write_down)
    happened |= settle_in(station)
    return Founded(organisation_id(root.verify_key), server_kit(station), happened)


def check(organisation: str, name: str, address: str) -> None:
    """Before anything is printed. Raises NameMissing, AddressWrong."""
    if not organisation.strip() or not name.strip():
        raise NameMissing
    if address.strip():
        clean_address(address)


def server_kit(station: Station) -> bytes:
    """The file that makes a server the organisation's, once more. Raises NotCoordinator but at the founder's desk."""
    with station.store.read() as reader:
        seed = facts.server_seed(reader)
        if seed is None:
            raise NotCoordinator
        kept = [*reader.sync.statements("organisation"), *reader.sync.statements("administrator")]
    return write_kit(tuple(read_statement(each.body) for each in kept), SigningKey(seed))


def _by_root(said: Said, root: SigningKey, speaker: Speaker) -> Statement:
    return state(said, organisation=speaker.trust.organisation_id, by=None, when=speaker.when, key=root)


def _open_house(speaker: Speaker, station: Station, who: Identity) -> None:
    """The coordinator's own desk, and the space that everybody shares."""
    space = new_space_id()
    speaker.say(
        DeskCertificate(
            desk=who.desk,
            worker=who.worker,
            roles=(Role.COORDINATOR.value,),
            verify=station.signing.verify_key,
            seal=station.opening.seal_key,
        )
    )
    speaker.say(Space(space=space, kind=SpaceKind.ORGANISATION.value, opener=who.worker))
    speaker.say(Grant(worker=who.worker, space=space, from_epoch=1, write=True))
