"""Desks of an organisation share by the real server what they may share, and nothing else."""

from __future__ import annotations

import pytest

from tests.sync.client.making import CASE, INCIDENT, Team
from tests.together.conftest import Seat
from tests.together.talking import Server

pytestmark = pytest.mark.usefixtures("all_met")


def test_what_she_saves_reaches_her_supervisor_and_the_server_holds_as_much_as_they(
    team: Team, seat: Seat, server: Server
) -> None:
    worker, supervisor = seat(team.worker), seat(team.supervisor)
    case = team.worker.create(CASE, code="A")
    team.worker.create(INCIDENT, parent=case)

    worker.talk()
    supervisor.talk()

    assert team.supervisor.answers(case) == {"code": "A"}
    assert worker.not_sent() == 0
    assert case in supervisor.happened.records
    assert worker.agreement(team.caseload) == supervisor.agreement(team.caseload)
    assert worker.heads()[team.caseload] == supervisor.heads()[team.caseload] == server.heads()[team.caseload]
