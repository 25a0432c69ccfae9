"""A line and a server that lie: what they change is found out, put aside or mended, and the rest flows on."""

from __future__ import annotations

from contextlib import suppress

import pytest
from sqlalchemy import select, update

from fieldapp.domain.ids import RecordId
from sync.client.errors import Connection
from sync.client.log import Event
from sync.protocol.head import head_of
from sync.protocol.keys import sha256
from sync.protocol.names import ChunkHash
from sync.server import schema
from tests.sync.client.making import CASE, Team
from tests.together.conftest import Lay, Seat
from tests.together.talking import Server

pytestmark = pytest.mark.usefixtures("all_met")


def test_a_chunk_that_the_server_forged_is_put_aside_and_the_rest_flows_on(
    team: Team, seat: Seat, server: Server
) -> None:
    worker, supervisor = seat(team.worker), seat(team.supervisor)
    first = team.worker.create(CASE, code="A")
    worker.talk()
    second = team.worker.create(CASE, code="B")
    worker.talk()
    forge(server, team, 1)

    supervisor.talk()
    supervisor.talk()

    assert not team.supervisor.has(first)
    assert team.supervisor.has(second)
    with team.supervisor.store.read() as reader:
        assert [parked.reason for parked in reader.sync.parked()] == ["forged"]
    assert supervisor.log().count(Event.PARKED.value) == 1


@pytest.mark.logs("Invalid HTTP request received")
@pytest.mark.parametrize("way", ["up", "down"])
def test_a_byte_that_is_changed_on_its_way_is_found_out_and_all_arrives_in_the_end(
    team: Team, seat: Seat, lay: Lay, server: Server, way: str
) -> None:
    wire = lay()
    worker, supervisor = seat(team.worker, wire), seat(team.supervisor, wire)
    cases = list[RecordId]()
    for offset in range(10, 2600, 130):
        cases += [team.worker.create(CASE, code="A"), team.supervisor.create(CASE, code="B")]
        wire.spoil_after(up=offset if way == "up" else None, down=offset if way == "down" else None)
        for talker in (worker, supervisor):
            with suppress(Connection):
                talker.talk()
        wire.spoil_after()
        for talker in (worker, supervisor, worker, supervisor):
            talker.talk()

    for person in (team.worker, team.supervisor):
        assert all(person.has(case) for case in cases)
    assert [worker.not_sent(), supervisor.not_sent()] == [0, 0]
    assert worker.agreement(team.caseload) == supervisor.agreement(team.caseload)
    assert worker.heads()[team.caseload] == supervisor.heads()[team.caseload] == server.heads()[team.caseload]


def forge(server: Server, team: Team, seq: int) -> None:
    """The server changes a chunk, and its heads so that they fit."""
    chunk, head = schema.chunk, schema.head
    with server.centre.database.writing() as connection:
        where = (chunk.c.space == team.caseload, chunk.c.seq == seq)
        raw = bytearray(connection.execute(select(chunk.c.raw).where(*where)).scalar_one())
        raw[-1] ^= 1
        values = {"raw": bytes(raw), "hash": sha256(bytes(raw))}
        connection.execute(update(chunk).where(*where).values(values))
        row = connection.execute(
            select(chunk.c.hash).where(chunk.c.space == team.caseload).order_by(chunk.c.seq)
        ).scalars()
        rolling = head_of(map(ChunkHash, row)).hash
        connection.execute(update(head).where(head.c.space == team.caseload).values(hash=rolling))
