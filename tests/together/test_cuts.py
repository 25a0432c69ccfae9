"""A line that breaks, at any byte: everything arrives once, and what has arrived is not sent again."""

from __future__ import annotations

from pathlib import Path

import pytest

from fieldapp.domain.ids import RecordId
from sync.client.errors import LinkCut, ServerDown, ServerSlow
from sync.client.transport import Patience
from sync.server.opening import KIT
from tests.helpers.line import Shape, wire_to
from tests.helpers.server import ServerProcess
from tests.sync.client.making import CASE, Person, Team
from tests.sync.protocol.house import random_from
from tests.together.conftest import Lay, Seat
from tests.together.talking import Server, Talker

pytestmark = pytest.mark.usefixtures("all_met")

#: Bytes that a cut costs at most: who is there, how far we are, and what was under way.
A_CUT = 4500


def fill(person: Person, number: int, size: int = 100) -> list[RecordId]:
    """That many cases with so many bytes that no compression makes smaller."""
    return [person.create(CASE, code=f"{each}", note=random_from(f"note {each}")(size).hex()) for each in range(number)]


def talk_until_done(talker: Talker, most: int) -> None:
    """As a courier does, only without waiting."""
    for _ in range(most):
        try:
            talker.talk()
        except LinkCut:
            continue
        return
    pytest.fail(f"not done after {most} talks")


def test_an_upload_that_breaks_every_few_kilobytes_goes_on_at_the_byte(
    team: Team, seat: Seat, lay: Lay, server: Server
) -> None:
    wire = lay(Shape(kbit=4000, cut_every=6000, seed=3))
    fill(team.worker, 300)
    worker, supervisor = seat(team.worker, wire), seat(team.supervisor)

    talk_until_done(worker, 60)
    supervisor.talk()

    stored = server.size(team.caseload)
    assert wire.cuts > stored / 10_000
    assert wire.up.bytes < stored + wire.cuts * A_CUT
    assert worker.not_sent() == 0
    assert supervisor.agreement(team.caseload) == worker.agreement(team.caseload)
    assert worker.heads() == {space: head for space, head in server.heads().items() if space in worker.heads()}


def test_a_download_that_breaks_every_few_kilobytes_goes_on_at_the_byte(
    team: Team, seat: Seat, lay: Lay, server: Server
) -> None:
    wire = lay(Shape(kbit=4000, cut_every=6000, seed=4))
    fill(team.worker, 300)
    worker, supervisor = seat(team.worker), seat(team.supervisor, wire)
    worker.talk()

    talk_until_done(supervisor, 60)

    stored = server.size(team.caseload)
    assert wire.cuts > stored / 10_000
    assert wire.down.bytes < stored + wire.cuts * A_CUT
    assert supervisor.agreement(team.caseload) == worker.agreement(team.caseload)


@pytest.mark.parametrize("way", ["up", "down"])
def test_wherever_an_exchange_breaks_the_next_one_brings_everything_once(
    team: Team, seat: Seat, lay: Lay, server: Server, way: str
) -> None:
    wire = lay()
    worker, supervisor = seat(team.worker, wire), seat(team.supervisor, wire)
    cases = list[RecordId]()
    for offset in range(1, 4200, 97):
        cases += [team.worker.create(CASE, code="A"), team.supervisor.create(CASE, code="B")]
        wire.cut_after(up=offset if way == "up" else None, down=offset if way == "down" else None)
        for talker in (worker, supervisor):
            talk_until_done(talker, 3)
        wire.cut_after()
    for talker in (worker, supervisor, worker):
        talker.talk()

    assert wire.cuts > 20
    for person in (team.worker, team.supervisor):
        assert all(person.has(case) for case in cases)
    assert worker.agreement(team.caseload) == supervisor.agreement(team.caseload)
    assert worker.heads()[team.caseload] == supervisor.heads()[team.caseload] == server.heads()[team.caseload]
    assert server.heads()[team.caseload].count == len(cases)


def test_an_answer_that_is_lost_after_all_was_stored_costs_no_second_upload(
    team: Team, seat: Seat, lay: Lay, server: Server
) -> None:
    wire = lay()
    worker = seat(team.worker, wire)
    worker.talk()
    fill(team.worker, 100)
    before = wire.up.bytes

    wire.cut_after(down=1)
    worker.talk()

    assert (wire.cuts, worker.not_sent()) == (1, 0)
    assert wire.up.bytes - before < server.size(team.caseload) + 5000


def test_a_program_that_was_killed_while_it_sent_goes_on_at_the_byte(
    team: Team, seat: Seat, lay: Lay, server: Server
) -> None:
    wire = lay()
    fill(team.worker, 150)
    wire.cut_after(up=15_000)
    seat(team.worker, wire).breaks_off()
    server.broken.wait()
    team.worker.reopen()
    before = wire.up.bytes

    worker = seat(team.worker, wire)
    worker.talk()

    assert worker.not_sent() == 0
    assert wire.up.bytes - before < server.size(team.caseload) - 10_000


def test_a_line_that_carries_nothing_any_more_is_given_up_after_a_while(team: Team, seat: Seat, lay: Lay) -> None:
    wire = lay()
    worker = seat(team.worker, wire, Patience(connect=0.3, answer=0.3, exchange=0.3))
    worker.talk()
    case = team.worker.create(CASE, code="A")

    wire.die()
    told = worker.breaks_off(ServerSlow)
    wire.revive()
    worker.talk()

    assert "too slow" in str(told.sentence)
    assert not team.worker.record(case).not_sent


def test_hanging_up_ends_a_talk_that_nobody_answers(team: Team, seat: Seat, lay: Lay) -> None:
    wire = lay()
    worker = seat(team.worker, wire)
    fill(team.worker, 100)
    wire.cut_after(up=3000, do=worker.hang_up)

    worker.breaks_off()

    assert worker.not_sent() == 100
    worker.breaks_off()


def test_a_server_killed_while_it_receives_has_what_it_had_taken_and_takes_the_rest(
    team: Team, seat: Seat, tmp_path: Path
) -> None:
    fill(team.worker, 400)
    folder = tmp_path / "other"
    folder.mkdir()
    (folder / KIT).write_bytes(team.founded.kit)
    with ServerProcess(folder) as process, wire_to(process.port) as wire:
        worker, supervisor = seat(team.worker, wire), seat(team.supervisor, wire)
        supervisor.talk()
        wire.cut_after(up=20_000, do=process.kill)
        worker.breaks_off()
        with pytest.raises((ServerDown, LinkCut)):
            worker.talk()
        assert worker.not_sent() == 400

        process.start()
        worker.talk()
        supervisor.talk()

        assert worker.not_sent() == 0
        assert supervisor.agreement(team.caseload) == worker.agreement(team.caseload)
