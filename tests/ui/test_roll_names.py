"""The line above a roll: find somebody by the beginning of a name, or put somebody new on the list."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from fieldapp.domain.ids import RecordId
from fieldapp.domain.workshops import Mark
from fieldapp.words import Language
from fieldapp.work.roll import look_at_roll
from fieldapp.work.workshops import begin_session
from tests.fieldapp.work.test_workshops import a_participant, a_workshop
from tests.helpers import looks
from tests.helpers.keys import CTRL, press, type_text
from tests.ui.at_desk import AtDesk
from tests.ui.test_session_screen import open_roll, saved_as
from tests.ui.test_workshop_screens import rows
from ui.tongue import Tongue

P = Mark.PRESENT


@pytest.fixture
def session(at_desk: AtDesk) -> RecordId:
    """A session of a workshop with five people."""
    made, _ = begin_session(at_desk.desk, a_workshop(at_desk.desk, 5))
    return made


def test_a_name_in_any_spelling_finds_somebody_and_enter_goes_on_there(
    at_desk: AtDesk, session: RecordId, qtbot: QtBot
) -> None:
    workshop = look_at_roll(at_desk.desk, session).workshop.record
    a_participant(at_desk.desk, workshop, "Айгүл")
    table = open_roll(at_desk, session)
    press(Qt.Key.Key_F, CTRL)
    type_text("aigul")
    assert [row[1] for row in rows(at_desk, "roll")] == ["Айгүл"]
    press(Qt.Key.Key_Return)
    assert table.hasFocus()
    type_text("p")

    saved_as(at_desk, session, [None] * 5 + [P], qtbot)
    assert len(rows(at_desk, "roll")) == 6


def test_up_from_the_first_line_leads_to_the_names_and_down_back(at_desk: AtDesk, session: RecordId) -> None:
    table = open_roll(at_desk, session)
    press(Qt.Key.Key_Up)
    names = at_desk.see("findParticipant", QLineEdit)
    assert names.hasFocus()
    press(Qt.Key.Key_Down)

    assert table.hasFocus()


def begin_newcomer(at_desk: AtDesk, name: str) -> None:
    """Type a name that nobody has, and Enter."""
    press(Qt.Key.Key_F, CTRL)
    type_text(name)
    press(Qt.Key.Key_Return)
    at_desk.see("newcomer")


def test_somebody_who_is_on_no_list_is_added_in_the_same_line_and_is_present(
    at_desk: AtDesk, session: RecordId, qtbot: QtBot
) -> None:
    open_roll(at_desk, session)
    begin_newcomer(at_desk, "Асанова Зарина")
    type_text("1")
    press(Qt.Key.Key_Return)
    type_text("4")
    press(Qt.Key.Key_Return)
    type_text("1")
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Return)
    saved_as(at_desk, session, [None] * 5 + [P], qtbot)
    at_desk.gone("newcomer")

    person = look_at_roll(at_desk.desk, session).lines[5].participant
    assert (person.name, person.sex, person.age_band, person.listed) == ("Асанова Зарина", "female", "26_35", True)
    qtbot.waitUntil(lambda: len(rows(at_desk, "roll")) == 6)
    assert at_desk.see("roll").hasFocus()


@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_questions_about_a_newcomer_fit_beside_the_roll(
    at_desk: AtDesk, session: RecordId, tongue: Tongue, language: Language, qtbot: QtBot
) -> None:
    open_roll(at_desk, session)
    begin_newcomer(at_desk, "Ғұбайдуллаева-Өмүрбекова")
    tongue.switch(language)

    qtbot.waitUntil(lambda: looks.faults_of(at_desk.window) == [])


def test_whoever_is_not_added_after_all_is_on_no_list(at_desk: AtDesk, session: RecordId) -> None:
    open_roll(at_desk, session)
    begin_newcomer(at_desk, "Nobody")
    press(Qt.Key.Key_Escape)
    at_desk.gone("newcomer")

    assert len(look_at_roll(at_desk.desk, session).lines) == 5
    assert at_desk.see("roll").hasFocus()


def test_a_newcomer_half_typed_is_kept_as_a_draft_when_the_program_locks(
    at_desk: AtDesk, session: RecordId, qtbot: QtBot
) -> None:
    open_roll(at_desk, session)
    begin_newcomer(at_desk, "Zarina")
    at_desk.window.keep()

    def drafts() -> list[str]:
        with at_desk.desk.store.read() as reader:
            return [draft.body for draft in reader.drafts()]

    qtbot.waitUntil(lambda: bool(drafts()))
    assert "Zarina" in drafts()[0]
