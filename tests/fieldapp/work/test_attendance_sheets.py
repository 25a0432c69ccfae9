"""Attendance sheets: a name only of those who agreed to stand on one."""

from __future__ import annotations

from io import BytesIO

import pytest
from pypdf import PdfReader

from fieldapp.domain.ids import FieldId
from fieldapp.papers.wording import WordGivesAway
from fieldapp.words import ENGLISH, Language
from fieldapp.work.attendance_sheets import name_of_session, session_sheet, workshop_sheet
from fieldapp.work.desk import Desk
from fieldapp.work.letterheads import Letterhead, keep_letterhead, letterhead_of
from fieldapp.work.printed import CameOut, was_printed
from fieldapp.work.roll import look_at_roll
from fieldapp.work.workshops import begin_session
from tests.fieldapp.work.conftest import saved
from tests.fieldapp.work.test_workshops import a_participant, a_workshop

RUSSIAN = Language("ru")


def words(pdf: bytes) -> str:
    return " ".join("\n".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


def test_the_sheet_bears_the_names_of_those_who_agreed_and_of_nobody_else(desk: Desk) -> None:
    workshop = a_workshop(desk, people=2)
    a_participant(desk, workshop, "Canaryname", consent_to_list="false", village="Canaryvillage")
    session, _ = begin_session(desk, workshop)

    pdf = session_sheet(desk, session, ENGLISH)

    said = words(pdf)
    assert "participant 1" in said
    assert "participant 2" in said
    assert "Canary" not in said
    assert b"Canary" not in pdf


def test_the_sheet_of_a_course_has_a_column_for_each_day(desk: Desk) -> None:
    workshop = a_workshop(desk)
    saved(desk, "wks_session", workshop, session_date="2026-03-14")
    saved(desk, "wks_session", workshop, session_date="2026-03-21")

    said = words(workshop_sheet(desk, workshop, ENGLISH))

    assert "14.03.2026" in said
    assert "21.03.2026" in said


def test_the_sheet_speaks_the_language_asked_for(desk: Desk) -> None:
    session, _ = begin_session(desk, a_workshop(desk))

    assert "Подпись" in words(session_sheet(desk, session, RUSSIAN))


def test_the_letterhead_typed_once_stands_on_the_next_sheet(desk: Desk) -> None:
    workshop = a_workshop(desk)
    keep_letterhead(
        desk, Letterhead(organisation=" Community centre ", lines=("", " Naryn office "), return_to="Box 1")
    )

    assert letterhead_of(desk) == Letterhead(
        organisation="Community centre", lines=("Naryn office",), return_to="Box 1"
    )
    assert "Community centre" in words(workshop_sheet(desk, workshop, ENGLISH))


def test_a_letterhead_that_tells_what_it_is_about_is_refused(desk: Desk) -> None:
    with pytest.raises(WordGivesAway):
        keep_letterhead(desk, Letterhead(organisation="Centre against violence"))

    assert letterhead_of(desk) == Letterhead()


def test_a_session_is_called_by_its_number_of_how_many_and_its_title(desk: Desk) -> None:
    workshop = a_workshop(desk, sessions_planned="4")
    session = saved(desk, "wks_session", workshop, session_number="2", session_title="Rights at work")

    roll = look_at_roll(desk, session)

    assert name_of_session(roll.session, 4) == "Session 2 of 4: Rights at work"
    assert name_of_session(roll.session, None) == "Session 2: Rights at work"


def test_a_printed_sheet_is_remembered_with_what_she_saw_at_the_printer(desk: Desk) -> None:
    session, _ = begin_session(desk, a_workshop(desk))

    was_printed(desk, "attendance", session, CameOut.PARTLY)

    with desk.store.read() as reader:
        (paper,) = reader.children(session)
    assert paper.answers[FieldId("paper_kind")] == "attendance"
    assert paper.answers[FieldId("came_out")] == "partly"
