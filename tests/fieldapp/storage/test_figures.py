"""Figures are read from typed columns and cover what is shown, nothing else."""

from __future__ import annotations

import pytest

from fieldapp.domain.answers import Special
from fieldapp.domain.ids import FormId
from fieldapp.storage.list_values import Counted, FigureQuery
from fieldapp.storage.projection import typed
from fieldapp.storage.values import ColumnKind, FormFacts
from tests.fieldapp.storage.making import CASE, ELSEWHERE, HOME, INCIDENT, SURVIVOR, WORKER, Desk, at, field

MARCH = FigureQuery(form=CASE, when=field("opened_on"), first="2026-03", last="2026-03-31")


def test_cases_of_a_month_are_counted_by_status(desk: Desk) -> None:
    for day, status in (("2026-03-01", "open"), ("2026-03-31", "closed"), ("2026-03", "open"), ("2026-04-01", "open")):
        desk.create(opened_on=day, status=status)
    desk.create(opened_on="2026", status="open")
    desk.create(status="open")

    with desk.look() as reader:
        assert reader.count_by(MARCH, field("status")) == (Counted(("closed",), 1), Counted(("open",), 2))
        assert reader.count_by(MARCH) == (Counted((), 3),)


def test_an_answer_that_is_none_counts_as_none(desk: Desk) -> None:
    desk.create(SURVIVOR, age="27")
    desk.create(SURVIVOR, age=Special.DECLINED)
    desk.create(SURVIVOR, age="about thirty")
    desk.create(SURVIVOR)

    with desk.look() as reader:
        assert reader.count_by(FigureQuery(form=SURVIVOR), field("age")) == (Counted((None,), 3), Counted((27,), 1))


def test_deleted_records_count_no_more(desk: Desk) -> None:
    case = desk.create()
    desk.create(INCIDENT, parent=case)
    query = FigureQuery(form=INCIDENT)

    desk.delete(case)
    with desk.look() as reader:
        assert reader.count_by(query) == (Counted((), 0),)
    desk.restore(case)

    with desk.look() as reader:
        assert reader.count_by(query) == (Counted((), 1),)


def test_without_a_date_question_the_day_of_recording_counts(desk: Desk) -> None:
    desk.create(INCIDENT, kind="a")
    desk.now = at("2026-04-01T00:30:00.000+06:00")
    desk.create(INCIDENT, kind="b")

    with desk.look() as reader:
        april = FigureQuery(form=INCIDENT, first="2026-04-01", last="2026-04-30")
        assert reader.count_by(april, field("kind")) == (Counted(("b",), 1),)


def test_figures_of_a_space_leave_out_the_others(desk: Desk) -> None:
    desk.create(status="open")
    desk.space = ELSEWHERE
    desk.create(status="closed")

    with desk.look() as reader:
        query = FigureQuery(form=CASE, spaces=frozenset({HOME}))
        assert reader.count_by(query, field("status")) == (Counted(("open",), 1),)


def test_figures_of_some_answers_leave_out_the_others(desk: Desk) -> None:
    for status, day in (("open", "2026-03-01"), ("open", None), ("closed", None), ("referred", None), (None, None)):
        desk.create(status=status, opened_on=day)

    with desk.look() as reader:
        some = FigureQuery(form=CASE, answers={field("status"): ("open", "referred"), field("opened_on"): ()})
        assert reader.count_by(some, field("status")) == (Counted(("open",), 1), Counted(("referred",), 1))


def test_typed_rows_name_their_record_its_root_and_its_author(desk: Desk) -> None:
    case = desk.create()
    survivor = desk.create(SURVIVOR, parent=case, age="27", weight="61.5")

    with desk.look() as reader:
        (row,) = reader.typed_rows(FigureQuery(form=SURVIVOR), field("weight"), field("age"))

    assert (row.record, row.root, row.author, row.created) == (survivor, case, WORKER, "2026-03-12")
    assert row.answers == (61.5, 27)


def test_figures_of_what_stands_below_some_records_leave_out_the_others(desk: Desk) -> None:
    one, other = desk.create(), desk.create()
    desk.create(INCIDENT, parent=one, kind="a")
    desk.create(INCIDENT, parent=other, kind="b")

    with desk.look() as reader:
        below_one = FigureQuery(form=INCIDENT, below=frozenset({one}))
        assert reader.count_by(below_one, field("kind")) == (Counted(("a",), 1),)
        assert reader.count_by(FigureQuery(form=INCIDENT, below=frozenset())) == (Counted((), 0),)


def test_each_root_is_told_with_the_number_of_its_records(desk: Desk) -> None:
    one, other = desk.create(), desk.create()
    for case in (one, one, other):
        desk.create(INCIDENT, parent=case)
    desk.delete(desk.create(INCIDENT, parent=other))

    with desk.look() as reader:
        assert reader.count_by_root(FigureQuery(form=INCIDENT)) == {one: 2, other: 1}
        assert reader.count_by_root(FigureQuery(form=FormId("unknown"))) == {}


def test_a_form_without_figures_has_none(desk: Desk) -> None:
    with desk.look() as reader:
        assert reader.count_by(FigureQuery(form=FormId("unknown"))) == (Counted((), 0),)
        assert reader.count_by(FigureQuery(form=FormId("unknown")), field("x")) == ()
        assert list(reader.typed_rows(FigureQuery(form=FormId("unknown")), field("x"))) == []


def test_a_question_that_becomes_reportable_is_counted_for_old_records_too(desk: Desk) -> None:
    desk.create(INCIDENT, kind="a", place="home")

    desk.store.learn([FormFacts(form=INCIDENT, reportable={field("place"): ColumnKind.TEXT})])

    with desk.look() as reader:
        assert reader.count_by(FigureQuery(form=INCIDENT), field("place")) == (Counted(("home",), 1),)


def test_a_report_reads_its_index_alone(desk: Desk) -> None:
    desk.create(opened_on="2026-03-01", status="open")

    with desk.look() as reader:
        seen: list[str] = []
        reader._database.set_trace_callback(seen.append)
        reader.count_by(MARCH, field("status"))
        reader._database.set_trace_callback(None)
        plan = [row[3] for row in reader._database.execute(f"EXPLAIN QUERY PLAN {seen[-1]}")]

    assert "COVERING INDEX" in plan[0]


@pytest.mark.parametrize(
    ("answer", "kind", "expected"),
    [
        ("27", ColumnKind.INTEGER, 27),
        ("-3", ColumnKind.INTEGER, -3),
        ("27.5", ColumnKind.INTEGER, None),
        ("9" * 30, ColumnKind.INTEGER, None),
        ("12.50", ColumnKind.DECIMAL, 12.5),
        ("nan", ColumnKind.DECIMAL, None),
        ("1e999", ColumnKind.DECIMAL, None),
        ("2026-03-12", ColumnKind.DATE, "2026-03-12"),
        ("2026-03-12T10:00:00.000+06:00", ColumnKind.DATE, "2026-03-12"),
        ("2026-03", ColumnKind.DATE, "2026-03"),
        ("March", ColumnKind.DATE, None),
        ("health police", ColumnKind.TEXT, "health police"),
        (Special.NOT_KNOWN, ColumnKind.TEXT, None),
        (None, ColumnKind.TEXT, None),
    ],
)
def test_an_answer_is_kept_typed_or_not_at_all(answer: str | None, kind: ColumnKind, expected: object) -> None:
    assert typed(answer, kind) == expected
