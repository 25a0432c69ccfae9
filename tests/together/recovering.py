"""People whose keys lie in a real keystore, and an organisation whose root key is at hand."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from fieldapp.domain.spaces import Role, SpaceKind
from fieldapp.storage.store import Write
from fieldapp.vault.keystore import create
from fieldapp.vault.pace import FLOOR
from fieldapp.vault.recovery import RecoveryCode
from fieldapp.vault.unlocked import Vault
from sync.client.believing import Speaker, trust_of
from sync.client.exchange import Outcome
from sync.client.inviting import Invited, Invitee, NewSpace, invite, let_in, who_asks
from sync.client.joining import begin
from sync.client.recovery_lost import replace_laptop
from sync.client.station import Station
from sync.protocol.envelopes import read_envelope
from sync.protocol.keys import OpeningKey, SigningKey
from sync.protocol.names import EpochId
from sync.protocol.recovery_keys import RecoveryOpening
from sync.protocol.said import Officer, Retirement, Said
from sync.protocol.statements import state
from sync.protocol.trust import Trust
from tests.sync.client.making import Person, Team, join_by_files
from tests.together.talking import Server, Talker

ALONE = Invitee(name="Worker 2", role=Role.OUTREACH, opens=(NewSpace(kind=SpaceKind.CASELOAD, title="Cases 2"),))
PASSPHRASE = "correct horse battery staple cloud"


@dataclass
class Keeper(Person):
    """Somebody whose desk was made as the program makes one: what opens it can lie with an officer."""

    vault: Vault = field(init=False, repr=False)
    code: RecoveryCode = field(init=False, repr=False)

    @classmethod
    def at(cls, name: str, folder: Path) -> Keeper:
        vault, code = create(folder, name, PASSPHRASE, FLOOR)
        keeper = cls(name, folder, signing=SigningKey(vault.signing_key), opening=OpeningKey(vault.hpke_key))
        keeper.vault, keeper.code = vault, code
        return keeper

    @property
    def station(self) -> Station:
        return Station(self.store, self.clock, self.signing, self.opening, vault=self.vault)


def say_by_root(root: SigningKey, at: Person, said: Said) -> None:
    """Two papers are brought to a desk and sign something."""

    def write_down(write: Write) -> None:
        speaker = Speaker(write, at.station)
        made = state(said, organisation=speaker.trust.organisation_id, by=None, when=speaker.when, key=root)
        speaker.publish(made)

    at.store.write_now(write_down)


def officer_at(person: Person) -> Officer:
    """What the root says to make somebody a recovery officer."""
    who = person.station.identity()
    recovery = RecoveryOpening.of_desk(person.opening).recovery_key
    return Officer(worker=who.worker, desk=who.desk, verify=person.signing.verify_key, recovery=recovery)


def retired(person: Person) -> Retirement:
    """What the root says so that she is one no more."""
    return Retirement(desk=person.station.identity().desk, stands=())


#: The root key; the coordinator, a colleague and a worker at their desks; their server.
RootedHouse = tuple[SigningKey, Keeper, Keeper, Keeper, Server]


class Rounds:
    """Several desks that talk one after another."""

    def __init__(self, server: Server, *people: Person) -> None:
        self._talkers = [Talker(person, server.url) for person in people]

    def round(self) -> None:
        for talker in self._talkers:
            talker.talk()

    def close(self) -> None:
        for talker in self._talkers:
            talker.__exit__(None, None, None)


def recovery_epochs(person: Person) -> set[EpochId]:
    """The epochs whose keys lie sealed to this officer's recovery key."""
    me = person.station.identity().desk
    with person.store.read() as reader:
        envelopes = [read_envelope(kept.body) for kept in reader.sync.envelopes()]
    return {each.epoch for each in envelopes if each.is_for_recovery and each.to == me}


def trust_at(person: Person) -> Trust:
    with person.store.read() as reader:
        return trust_of(reader)


def lose(team: Team, coordinator: Talker, newcomer: Person) -> Invited:
    """Her laptop is gone for good; the coordinator hears of it."""
    invited = replace_laptop(team.coordinator.station, newcomer.station.identity().desk)
    coordinator.talk()
    return invited


def come_in(team: Team, coordinator: Talker, person: Person, talker: Talker, invited: Invited) -> None:
    """The code is typed at the new laptop, and the six groups were the same."""
    begin(person.station, invited.code.text, name=person.name)
    while talker.talk() is Outcome.ASKED and not who_asks(team.coordinator.station):
        coordinator.talk()
    (asking,) = who_asks(team.coordinator.station)
    let_in(team.coordinator.station, asking)
    coordinator.talk()
    assert talker.talk() is Outcome.DONE


def invite_alone(team: Team, newcomer: Person) -> Invited:
    first = invite(team.coordinator.station, ALONE)
    join_by_files(team.coordinator, newcomer, first)
    return first
