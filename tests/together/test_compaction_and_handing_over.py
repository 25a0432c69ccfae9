"""Where a space is put together after a case has left it: nobody goes on with a case that is a colleague's by now."""

from __future__ import annotations

import pytest

from fieldapp.domain.ids import RecordId
from sync.client.records.moved_on import moved_on_from
from tests.sync.client.making import CASE
from tests.together.caseloads import Two, half_type, known_case, move
from tests.together.compacting import compact
from tests.together.conftest import Seat
from tests.together.talking import Talker

pytestmark = pytest.mark.usefixtures("all_met")


def put_together_without_her(two: Two, case: RecordId) -> None:
    """The case is handed over, and the log of the space that it left put together, while the worker has no line."""
    two.team.supervisor.create(CASE, code="stays")
    move(two.team.supervisor, case, two.second)
    talk(two.supervisor, two.colleague, two.supervisor)
    compact(two.supervisor, two.team.caseload)


def talk(*talkers: Talker) -> None:
    for talker in talkers:
        talker.talk()


def test_a_desk_that_comes_by_a_snapshot_lets_go_of_what_has_left_the_space_before(two: Two) -> None:
    case, incident = known_case(two)
    put_together_without_her(two, case)

    two.all_talk()

    worker = two.team.worker
    assert not worker.has(case)
    assert not worker.has(incident)
    with worker.store.read() as reader:
        (gone,) = reader.departed()
    assert (gone.code, gone.to, gone.who) == ("A", two.second, two.team.supervisor.worker)
    assert two.other.has(case)
    two.agree()


def test_what_she_wrote_in_it_meanwhile_goes_after_it_first(apart: Two) -> None:
    case, incident = known_case(apart)
    put_together_without_her(apart, case)
    assert not apart.team.supervisor.has(case)
    apart.team.worker.change(incident, what="written in the valley")

    apart.all_talk()
    apart.all_talk()

    assert apart.other.answers(incident)["what"] == "written in the valley"
    assert not apart.team.worker.has(case)
    assert not apart.team.supervisor.has(case)
    assert apart.worker.not_sent() == 0


def test_a_case_that_has_come_back_stays(two: Two) -> None:
    case, _ = known_case(two)
    put_together_without_her(two, case)
    move(two.team.supervisor, case, two.team.caseload)
    talk(two.supervisor, two.colleague)

    two.all_talk()
    two.all_talk()

    assert two.team.worker.record(case).space == two.team.caseload
    two.agree()


def test_the_next_keeper_tells_what_she_was_told(two: Two, seat: Seat) -> None:
    case, _ = known_case(two)
    put_together_without_her(two, case)
    two.all_talk()
    worker = two.team.worker
    later = worker.create(CASE, code="later")
    compact(two.worker, two.team.caseload)

    with worker.store.read() as reader:
        told = moved_on_from(reader, two.team.caseload, (later,))
    assert [(each.root, each.to) for each in told] == [(case, two.second)]


def test_a_form_that_stands_half_typed_keeps_it_until_it_is_saved_or_dropped(two: Two) -> None:
    case, _ = known_case(two)
    half_type(two.team.worker, case)
    put_together_without_her(two, case)

    two.all_talk()
    assert two.team.worker.has(case)

    two.team.worker.store.write_now(lambda write: write.drop_draft(case))
    two.all_talk()
    assert not two.team.worker.has(case)
