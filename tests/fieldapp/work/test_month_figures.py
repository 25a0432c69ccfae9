"""The figures of a month: whom they count, whom never, and what they hide."""

from __future__ import annotations

from datetime import date

import pytest

from fieldapp.domain.answers import Special
from fieldapp.domain.figures import Total
from fieldapp.domain.ids import RecordId, new_space_id
from fieldapp.domain.spaces import Membership, SpaceKind
from fieldapp.domain.workshops import Mark
from fieldapp.work.cases import begin_case, open_case
from fieldapp.work.desk import Desk, remember_memberships
from fieldapp.work.filling import reopen, save
from fieldapp.work.month_figures import (
    CaseFigures,
    CourseFigures,
    MonthFigures,
    month_after,
    month_before,
    month_figures,
)
from fieldapp.work.roll import look_at_roll, mark, mark_others_present
from fieldapp.work.undoing import delete_as_mistake
from fieldapp.work.workshops import begin_session
from tests.fieldapp.work.conftest import AGREED, a_case, answer, saved
from tests.fieldapp.work.test_workshops import a_participant, a_workshop
from tests.helpers.clock import StandingClock

MARCH = date(2026, 3, 1)


def cases(desk: Desk, month: date = MARCH) -> CaseFigures:
    found = month_figures(desk, month).cases
    assert found is not None
    return found


def courses(desk: Desk, month: date = MARCH) -> CourseFigures:
    found = month_figures(desk, month).courses
    assert found is not None
    return found


def many_cases(desk: Desk, number: int = 5) -> list[RecordId]:
    return [a_case(desk) for _ in range(number)]


def test_cases_incidents_and_referrals_of_a_month_are_counted(desk: Desk) -> None:
    for case in many_cases(desk, 6):
        saved(desk, "gbv_incident", case, date_of_first_report="2026-03-10")
        saved(desk, "gbv_referral", case, created_at="2026-03-11", status="sent")
        saved(desk, "gbv_referral", case, created_at="2026-03-11", status="draft")

    assert cases(desk) == CaseFigures(opened=6, incidents=6, referrals=6, without_record=0)
    assert cases(desk, date(2026, 2, 1)) == CaseFigures(opened=0, incidents=0, referrals=0, without_record=0)


def test_whoever_did_not_agree_to_figures_is_in_none(desk: Desk) -> None:
    many_cases(desk, 5)
    silent = open_case(desk, answer(begin_case(desk), **AGREED | {"consent_reporting": "false"})).case
    saved(desk, "gbv_incident", silent, date_of_first_report="2026-03-10")
    saved(desk, "gbv_referral", silent, created_at="2026-03-10", status="sent")

    assert cases(desk) == CaseFigures(opened=5, incidents=0, referrals=0, without_record=0)


def test_whoever_took_her_consent_back_is_counted_no_more(desk: Desk) -> None:
    some = many_cases(desk, 6)
    with desk.store.read() as reader:
        (consent,) = [each.id for each in reader.children(some[0]) if each.form == "gbv_consent"]
    save(desk, answer(reopen(desk, consent), consent_withdrawn_on="2026-03-12"))

    assert cases(desk).opened == 5


def test_incidents_recorded_twice_or_counted_elsewhere_are_left_out(desk: Desk) -> None:
    some = many_cases(desk, 7)
    for case in some[:5]:
        saved(desk, "gbv_incident", case)
    saved(desk, "gbv_incident", some[5], status="duplicate")
    saved(desk, "gbv_incident", some[6], gbv_reported_elsewhere="gbvims-org")

    assert cases(desk).incidents == 5


@pytest.mark.parametrize(("number", "told"), [(0, 0), (1, None), (4, None), (5, 5)])
def test_contacts_without_a_record_are_counted_from_five_on(desk: Desk, number: int, told: int | None) -> None:
    for _ in range(number):
        saved(desk, "gbv_contact_count", None, contact_date="2026-03-05")

    assert cases(desk).without_record == told


def test_participants_are_counted_once_in_a_workshop_however_often_they_came(desk: Desk, clock: StandingClock) -> None:
    workshop = a_workshop(desk, people=6)
    for _ in range(2):
        session, _ = begin_session(desk, workshop)
        mark_others_present(desk, session, look_at_roll(desk, session).lines)
        clock.pass_(days=1)

    found = courses(desk)
    assert found.sessions == 2
    assert found.people.cells["female", "26_35"] == 6
    assert found.people.total == Total(6, exact=True)


def test_late_counts_as_present_and_absent_or_unmarked_does_not(desk: Desk) -> None:
    workshop = a_workshop(desk, people=9)
    session, _ = begin_session(desk, workshop)
    lines = look_at_roll(desk, session).lines
    for line, given in zip(lines, [*[Mark.PRESENT] * 4, Mark.LATE, Mark.ABSENT, Mark.EXCUSED], strict=False):
        mark(desk, session, line, given)

    assert courses(desk).people.total == Total(5, exact=True)


def test_few_people_of_one_kind_are_hidden_and_cannot_be_worked_out_from_the_totals(desk: Desk) -> None:
    workshop = a_workshop(desk, people=20)
    for number in range(3):
        a_participant(desk, workshop, f"man {number}", sex="male", age_band="18_25")
    session, _ = begin_session(desk, workshop)
    mark_others_present(desk, session, look_at_roll(desk, session).lines)

    people = courses(desk).people
    assert people.cells["male", "18_25"] is None
    assert people.row_totals["male"] == Total(0, exact=False)
    assert people.column_totals["18_25"] == Total(0, exact=False)
    assert people.total == Total(20, exact=False)


def test_somebody_of_unknown_sex_or_age_is_counted_as_such(desk: Desk) -> None:
    workshop = a_workshop(desk, people=0)
    for number in range(5):
        saved(desk, "wks_participant", workshop, given_name=f"participant {number}", sex=Special.DECLINED)
    session, _ = begin_session(desk, workshop)
    mark_others_present(desk, session, look_at_roll(desk, session).lines)

    assert courses(desk).people.cells["", ""] == 5


def test_a_session_counts_in_the_month_of_its_day_even_when_that_was_corrected(desk: Desk) -> None:
    session, _ = begin_session(desk, a_workshop(desk, people=5))
    mark_others_present(desk, session, look_at_roll(desk, session).lines)

    save(desk, answer(reopen(desk, session), session_date="2026-02-27"))

    assert (courses(desk).sessions, courses(desk).people.total.number) == (0, 0)
    february = courses(desk, date(2026, 2, 1))
    assert (february.sessions, february.people.total.number) == (1, 5)


def test_a_session_that_is_still_to_come_was_not_held(desk: Desk) -> None:
    saved(desk, "wks_session", a_workshop(desk), session_date="2026-03-30")

    assert courses(desk).sessions == 0


def test_what_was_deleted_is_in_no_figure(desk: Desk) -> None:
    workshop = a_workshop(desk, people=6)
    session, _ = begin_session(desk, workshop)
    mark_others_present(desk, session, look_at_roll(desk, session).lines)
    delete_as_mistake(desk, look_at_roll(desk, session).lines[0].participant.record)
    assert courses(desk).people.total.number == 5

    delete_as_mistake(desk, session)

    assert (courses(desk).sessions, courses(desk).people.total.number) == (0, 0)


def test_head_counts_are_added_up_by_sex_and_age(desk: Desk) -> None:
    session, _ = begin_session(desk, a_workshop(desk))
    saved(desk, "wks_head_count", session, female_18_25="4", male_26_35="6")
    saved(desk, "wks_head_count", session, female_18_25="5", male_12_17="2")

    counted = courses(desk).counted
    assert counted.cells["female", "18_25"] == 9
    assert counted.cells["male", "26_35"] == 6
    assert counted.cells["male", "12_17"] is None


@pytest.mark.parametrize(("kind", "shown"), [(SpaceKind.PROGRAMME, "courses"), (SpaceKind.CASELOAD, "cases")])
def test_a_worker_sees_figures_of_the_work_she_has_a_part_in(desk: Desk, kind: SpaceKind, shown: str) -> None:
    remember_memberships(desk.store, desk.worker, [Membership(new_space_id(), kind, opener=True)])

    found = month_figures(desk, MARCH)
    assert found == MonthFigures(
        month=MARCH,
        cases=found.cases if shown == "cases" else None,
        courses=found.courses if shown == "courses" else None,
    )
    assert getattr(found, shown) is not None


def test_months_follow_one_another_over_the_turn_of_the_year() -> None:
    assert month_after(date(2025, 12, 1)) == date(2026, 1, 1)
    assert month_after(date(2026, 1, 1)) == date(2026, 2, 1)
    assert month_before(date(2026, 1, 1)) == date(2025, 12, 1)
