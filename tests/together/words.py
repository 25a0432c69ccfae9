"""What an organisation says in the tests, and what a desk has heard of it."""

from __future__ import annotations

from fieldapp.domain.ids import DeskId, SpaceId
from fieldapp.storage.store import Write
from sync.client.believing import Speaker, trust_of
from sync.client.records.spaces import open_epochs
from sync.protocol.said import Ending, EpochOpening, Grant, Said
from sync.protocol.statements import Statement, read_statement
from sync.protocol.trust import Trust
from tests.sync.client.making import Person, Team
from tests.together.talking import Talker


def me(person: Person) -> DeskId:
    return person.station.identity().desk


def trust(person: Person) -> Trust:
    with person.store.read() as reader:
        return trust_of(reader)


def say(person: Person, said: Said) -> Statement:
    """An administrator's word, queued for the server."""
    return person.store.write_now(lambda write: Speaker(write, person.station).say(said))


def end_grants(team: Team, person: Person) -> Statement:
    """The coordinator takes her out of the caseload."""
    known = trust(team.coordinator)
    hers = tuple(
        name for name, each in known.given.items() if (each.worker, each.space) == (person.worker, team.caseload)
    )
    return say(team.coordinator, Ending(worker=person.worker, space=team.caseload, grants=hers))


def hear(person: Person, said: Statement, read: SpaceId) -> None:
    """By word of mouth, before the server says it, at a desk that has read all of this space."""

    def write_down(write: Write) -> None:
        speaker = Speaker(write, person.station)
        speaker.publish(said)
        open_epochs(write, person.station, speaker, {read})

    person.store.write_now(write_down)


def both_open_an_epoch(
    team: Team, coordinator: Talker, worker: Talker, supervisor: Talker
) -> tuple[Statement, Statement]:
    """Somebody is taken out of the caseload; both of its members open the next epoch before either has sent hers."""
    say(team.coordinator, Grant(worker=team.trainer.worker, space=team.caseload, from_epoch=1, write=True))
    for talker in (coordinator, worker, supervisor, worker, supervisor):
        talker.talk()
    ending = end_grants(team, team.trainer)
    coordinator.talk()
    for person in (team.worker, team.supervisor):
        hear(person, ending, read=team.caseload)
    return opened_by(team.worker, team), opened_by(team.supervisor, team)


def opened_by(person: Person, team: Team) -> Statement:
    """The second epoch of the caseload, as this desk opened it."""
    with person.store.read() as reader:
        found = [read_statement(each.body) for each in reader.sync.statements()]
    (opening,) = [
        each
        for each in found
        if isinstance(each.said, EpochOpening) and each.said.number == 2 and each.said.space == team.caseload
    ]
    return opening
