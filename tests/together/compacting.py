"""A space that is put together by its keeper, step by step as in the waits of a courier."""

from __future__ import annotations

from sqlalchemy import func, select

from fieldapp.domain.ids import SpaceId
from fieldapp.domain.spaces import Role
from sync.client.compacting import Compacting, Step, wish
from sync.client.inviting import Invitee, invite
from sync.server import schema
from tests.sync.client.making import Person, Team, join_by_files
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
