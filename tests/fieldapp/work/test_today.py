"""The page she begins with: what waits, and nothing of what waits for nobody."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

import pytest

from fieldapp.domain.answers import Answer
from fieldapp.domain.changes import CREATE, UPDATE
from fieldapp.domain.ids import FieldId, RecordId, new_record_id
from fieldapp.storage.values import NewChange
from fieldapp.work import today as page
from fieldapp.work.desk import Desk
from fieldapp.work.today import CASE, REFERRAL, Why, today
from tests.fieldapp.storage.test_plans import scans, statements_of
from tests.fieldapp.work.conftest import a_case
from tests.helpers.clock import StandingClock


@pytest.fixture
def case(desk: Desk) -> RecordId:
    return a_case(desk)


def judged(desk: Desk, case: RecordId, **answers: str | None) -> RecordId:
    """The same case with these answers."""
    with desk.store.read() as reader:
        stored = reader.record(case)
    assert stored is not None
    write(desk, NewChange(record=case, kind=UPDATE, form=CASE, version="1", fields=fields(answers), after=stored.heads))
    return case


def refer(desk: Desk, case: RecordId, **answers: str) -> None:
    """A referral with these answers."""
    said = {"created_at": "2026-03-12", "service": "health", **answers}
    new = NewChange(record=new_record_id(), kind=CREATE, form=REFERRAL, version="1", fields=fields(said), parent=case)
    write(desk, new)


def fields(answers: Mapping[str, str | None]) -> dict[FieldId, Answer | None]:
    return {FieldId(name): answer for name, answer in answers.items()}


def write(desk: Desk, change: NewChange) -> None:
    desk.store.write_now(lambda writing: writing.save([change], desk.worker, desk.clock.now()))


def waits(desk: Desk) -> list[tuple[Why, RecordId, str]]:
    return [(todo.why, todo.case, todo.when) for todo in today(desk).todo]


def test_what_is_due_waits_with_the_high_risks_before_all_others(desk: Desk) -> None:
    low = judged(desk, a_case(desk), risk="low", next_due="2026-02-01")
    unjudged = judged(desk, a_case(desk), next_due="2026-02-02")
    high = judged(desk, a_case(desk), risk="high", next_due="2026-03-12")
    judged(desk, a_case(desk), risk="high", next_due="2026-03-13")
    judged(desk, a_case(desk), risk="high", next_due="2026-03-01", status="closed")

    assert waits(desk) == [
        (Why.HIGH_RISK_DUE, high, "2026-03-12"),
        (Why.DUE, low, "2026-02-01"),
        (Why.DUE, unjudged, "2026-02-02"),
    ]


def test_a_high_risk_without_a_next_step_is_seen_however_many_have_one(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page, "MOST", 3)
    for _ in range(4):
        judged(desk, a_case(desk), risk="high", next_due="2026-05-01")
    forgotten = judged(desk, a_case(desk), risk="high")

    assert waits(desk) == [(Why.NO_NEXT_STEP, forgotten, "")]


def test_a_referral_that_nobody_answered_for_a_week_waits(desk: Desk, case: RecordId, clock: StandingClock) -> None:
    refer(desk, case, status="sent")
    refer(desk, case, status="sent", responded_at="2026-03-12")
    refer(desk, case, status="done")

    clock.pass_(days=6)
    assert waits(desk) == []
    clock.pass_(days=1)

    assert waits(desk) == [(Why.NO_ANSWER, case, "2026-03-12")]


def test_whom_she_must_see_today_stands_first(desk: Desk, case: RecordId, clock: StandingClock) -> None:
    high = judged(desk, a_case(desk), risk="high", next_due="2026-03-12")
    now = clock.now()
    until = (now.utc + timedelta(minutes=now.offset_minutes, hours=1)).strftime("%Y-%m-%dT%H:%M:00.000+06:00")
    refer(desk, case, status="accepted", seen_before=until)

    assert waits(desk) == [(Why.SEEN_BEFORE, case, until), (Why.HIGH_RISK_DUE, high, "2026-03-12")]


def test_the_page_reads_no_table_from_end_to_end(desk: Desk, case: RecordId) -> None:
    judged(desk, case, risk="high", next_due="2026-03-12")
    refer(desk, case, status="sent")
    with desk.store.read() as reader:
        database = reader._database

    with statements_of(database) as seen:
        assert len(today(desk).todo) == 1

    assert not [scan for scan in scans(database, seen) if not scan.startswith(("SCAN outbox", "SCAN waiting"))]
