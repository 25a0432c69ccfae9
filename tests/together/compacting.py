"""A space that is put together by its keeper, step by step as in the waits of a courier."""

from __future__ import annotations

from contextlib import suppress
from random import Random

from sqlalchemy import func, select

from fieldapp.domain.ids import RecordId, SpaceId
from fieldapp.domain.spaces import Role
from sync.client.errors import LinkCut
from sync.client.keeping.compacting import Compacting, Step, wish
from sync.client.organisation.inviting import Invitee, invite
from sync.server import schema
from tests.sync.client.making import CASE, INCIDENT, Person, Team, join_by_files
from tests.together.talking import Server, Talker


def gather(person: Person) -> None:
    """All steps, up to the word that goes out with the next talk."""
    compacting, step = Compacting(person.station), Step.MORE
    while step is Step.MORE:
        step = compacting.step()
    assert step is Step.TO_SEND


def compact(talker: Talker, space: SpaceId) -> None:
    """She asks for it, and the next talks carry it."""
    talker.talk()
    wish(talker.person.station, space)
    gather(talker.person)
    talker.talk()


def joins(team: Team, newcomer: Person, role: Role = Role.OUTREACH) -> None:
    """Somebody new in the caseload, whose desk has met nobody yet."""
    invited = invite(team.coordinator.station, Invitee(name="New 1", role=role, joins=(team.caseload,)))
    join_by_files(team.coordinator, newcomer, invited)


def bytes_left(server: Server, space: SpaceId, lane: str = "") -> int:
    """How many bytes of chunks the server holds of a space."""
    chunk = schema.chunk.c
    with server.centre.database.reading() as connection:
        found = select(func.coalesce(func.sum(func.length(chunk.raw)), 0)).where(chunk.space == space)
        return int(connection.execute(found.where(chunk.lane == lane) if lane else found).scalar_one())


def deleted(server: Server, space: SpaceId) -> list[int]:
    """The numbers in the log of which the bytes are gone."""
    chunk = schema.chunk.c
    with server.centre.database.reading() as connection:
        found = connection.execute(select(chunk.seq, chunk.raw).where(chunk.space == space).order_by(chunk.seq))
        return [int(seq) for seq, raw in found if not raw]


def written(person: Person, cases: int = 6, size: int = 80) -> list[RecordId]:
    """Cases, each corrected twice, with an incident below; none of it can be packed well."""
    chance = Random(cases)
    made = [
        person.create(CASE, code=f"C{number}", phone="1", note=chance.randbytes(size).hex()) for number in range(cases)
    ]
    for case in made:
        person.create(INCIDENT, case, note="at home")
        for phone in ("2", "3"):
            person.change(case, phone=phone)
    return made


def talk(*talkers: Talker) -> None:
    for talker in talkers:
        talker.talk()


def talks_to_its_end(talker: Talker) -> bool:
    with suppress(LinkCut):
        talker.talk()
        return True
    return False


def assert_alike(team: Team, server: Server, *talkers: Talker) -> None:
    assert len({talker.agreement(team.caseload) for talker in talkers}) == 1
    assert {talker.heads()[team.caseload] for talker in talkers} == {server.heads()[team.caseload]}
