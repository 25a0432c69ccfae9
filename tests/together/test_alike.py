"""Desks that share a caseload hold the same records: a difference is found, named and mended, and none is made up."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import cast

import pytest

from fieldapp.domain.changes import decode, encode
from fieldapp.domain.ids import ChangeId, FieldId, RecordId
from fieldapp.storage.store import Write
from sync.client.alike import doubt_of
from sync.client.log import Event
from tests.sync.client.making import CASE, INCIDENT, Person, Team
from tests.together.conftest import Seat
from tests.together.talking import Talker

pytestmark = pytest.mark.usefixtures("all_met")

Pair = tuple[Talker, Talker]


@pytest.fixture
def pair(team: Team, seat: Seat) -> Pair:
    """Worker and supervisor of one caseload."""
    return seat(team.worker), seat(team.supervisor)


@pytest.fixture
def case(team: Team, pair: Pair) -> RecordId:
    """A case with two incidents that both have."""
    case = team.worker.create(CASE, code="K7QM3ZTP4H", status="open")
    for name in ("first", "second"):
        team.worker.create(INCIDENT, case, what=name)
    meet(pair)
    return case


def meet(pair: Pair, times: int = 1) -> None:
    for _ in range(times):
        for talker in pair:
            talker.talk()


def work_on(person: Person, pair: Pair, case: RecordId, times: int = 3) -> None:
    """Days on which she changes something, and both desks talk with the server."""
    for number in range(times):
        person.change(case, next_step=f"{person.name} {number} {person.record(case).heads}")
        meet(pair)


def at_desk(person: Person, work: Callable[[Write], object]) -> None:
    person.store.write_now(work)


def lose(person: Person, record: RecordId, change: ChangeId) -> None:
    """A row of her changes is gone, and the record was worked out without it since."""

    def forget(write: Write) -> None:
        database = write._database
        database.execute("DELETE FROM change WHERE writer = ? AND counter = ?", change)
        write.put_right([int(record[:2], 16)], person.record(record).space)

    at_desk(person, forget)


def corrupt(person: Person, record: RecordId, **answers: str) -> None:
    """Something wrote into what was worked out from her changes."""

    def spoil(write: Write) -> None:
        database = write._database
        text = json.dumps({**person.answers(record), **answers}, sort_keys=True, separators=(",", ":"))
        database.execute("UPDATE record SET answers = ? WHERE id = ?", (text, record))

    at_desk(person, spoil)


def named(person: Person, event: Event) -> list[RecordId]:
    """The cases that lines of the log name."""
    with person.store.read() as reader:
        told = [entry.details for entry in reader.sync.log() if entry.event == event.value]
    return [root for details in told for root in cast("dict[str, list[RecordId]]", details)["roots"]]


def assert_alike(team: Team, pair: Pair) -> None:
    worker, supervisor = pair
    assert worker.agreement(team.caseload) == supervisor.agreement(team.caseload)


def assert_no_alarm(team: Team, pair: Pair) -> None:
    for talker in pair:
        assert not talker.has_noted(Event.DIFFERENT)
        with talker.person.store.read() as reader:
            assert doubt_of(reader, team.caseload) is None


def test_a_change_lost_at_one_desk_is_noticed_found_and_brought_back_by_a_colleague(
    team: Team, pair: Pair, case: RecordId
) -> None:
    lost = team.worker.change(case, phone="+996555123456")
    meet(pair)
    lose(team.supervisor, case, lost)
    assert "phone" not in team.supervisor.answers(case)

    work_on(team.worker, pair, case, times=3)
    meet(pair, 5)

    assert pair[1].has_noted(Event.DIFFERENT)
    assert team.supervisor.answers(case)["phone"] == "+996555123456"
    assert named(team.supervisor, Event.PUT_RIGHT) == [case]
    assert_alike(team, pair)


def test_the_desk_that_lost_a_change_need_not_be_the_one_that_notices(team: Team, pair: Pair, case: RecordId) -> None:
    lost = team.worker.change(case, phone="+996555123456")
    team.worker.create(INCIDENT, case)
    meet(pair)
    lose(team.worker, case, lost)

    work_on(team.worker, pair, case, times=3)
    meet(pair, 5)

    assert team.worker.answers(case)["phone"] == "+996555123456"
    assert_alike(team, pair)


def test_what_was_worked_out_wrongly_at_one_desk_is_worked_out_anew(team: Team, pair: Pair, case: RecordId) -> None:
    corrupt(team.supervisor, case, status="closed")

    work_on(team.worker, pair, case, times=3)
    meet(pair, 5)

    assert team.supervisor.answers(case)["status"] == "open"
    assert named(team.supervisor, Event.PUT_RIGHT) == [case]
    assert_alike(team, pair)


def test_once_both_hold_the_same_again_that_is_said_and_nothing_more(team: Team, pair: Pair, case: RecordId) -> None:
    lost = team.worker.change(case, phone="+996555123456")
    meet(pair)
    lose(team.supervisor, case, lost)
    work_on(team.worker, pair, case, times=3)
    meet(pair, 5)

    work_on(team.worker, pair, case, times=3)
    work_on(team.supervisor, pair, case, times=3)

    assert pair[1].log().count(Event.DIFFERENT.value) == 1
    assert pair[1].has_noted(Event.ALIKE)
    assert [talker.not_sent() for talker in pair] == [0, 0]


def test_ordinary_days_raise_no_alarm(team: Team, pair: Pair, case: RecordId) -> None:
    for _ in range(3):
        work_on(team.worker, pair, case, times=2)
        work_on(team.supervisor, pair, case, times=2)
        team.worker.create(INCIDENT, case, what="another")
        meet(pair)

    assert_no_alarm(team, pair)


def test_unsent_edits_of_one_and_edits_apart_raise_no_alarm(team: Team, pair: Pair, case: RecordId) -> None:
    worker, supervisor = pair
    for number in range(4):
        team.worker.change(case, phone=f"w{number}")
        team.supervisor.change(case, phone=f"s{number}", next_step=f"{number}")
        worker.talk()
        team.worker.change(case, status=f"{number}")
        supervisor.talk()
        worker.talk()
        supervisor.talk()

    assert_no_alarm(team, pair)


def test_what_a_newer_program_wrote_raises_no_alarm(team: Team, pair: Pair, case: RecordId) -> None:
    with team.worker.store.read() as reader:
        written = json.loads(encode(reader.changes(case)[0]))
    newer = {
        **written,
        "id": ["77" * 8, 1],
        "kind": "braid",
        "lamport": 400,
        "after": [written["id"]],
        "fields": {"map": {"points": [1, 2]}},
        "key of tomorrow": True,
    }

    def say(write: Write) -> None:
        write.receive([decode(json.dumps(newer))])
        write.pass_on(ChangeId(*newer["id"]), team.caseload)

    at_desk(team.worker, say)
    meet(pair)
    work_on(team.worker, pair, case)
    work_on(team.supervisor, pair, case)

    assert_no_alarm(team, pair)
    assert FieldId("map") not in team.supervisor.record(case).answers


def test_while_a_desk_waits_for_a_key_nothing_is_compared(team: Team, pair: Pair, case: RecordId) -> None:
    worker, supervisor = pair

    def hold_a_chunk(write: Write) -> None:
        database = write._database
        database.execute(
            "INSERT INTO held (space, seq, epoch, desk, body) VALUES (?, 999, 'e', 'd', x'00')", (team.caseload,)
        )

    with team.supervisor.store.read() as reader:
        before = reader.recall(f"sync standing {team.caseload}")
    at_desk(team.supervisor, hold_a_chunk)
    team.worker.change(case, phone="1")
    worker.talk()
    supervisor.talk()

    with team.supervisor.store.read() as reader:
        assert reader.recall(f"sync standing {team.caseload}") == before
