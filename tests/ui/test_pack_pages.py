"""The built-in forms on the screen: every page is whole at 1093 × 540, grids are grids, batteries take a key a line."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from fieldapp.domain.answers import Special
from fieldapp.domain.ids import FieldId, FormId
from fieldapp.forms.filling.session import FormSession
from fieldapp.forms.library import Library, form_ids
from fieldapp.forms.places import Place
from fieldapp.words import Language
from tests.helpers import looks
from tests.helpers.clock import StandingClock
from tests.helpers.keys import press
from tests.ui.form_pages import asked, field, settle
from tests.ui.sample_form import today
from ui.board import Board
from ui.forms import grid
from ui.forms.page import FormPage
from ui.forms.rows_box import RowsBox
from ui.forms.sheets import Grid, parts, sheets
from ui.jobs import Jobs
from ui.screen import Address
from ui.screens.filling import Deeds, FillingScreen, Opened
from ui.theme.sizes import choose_text_size
from ui.tongue import Tongue
from ui.widgets.choices import ChoiceList
from ui.window import LEAST, Window

LIBRARY = Library()
each_form = pytest.mark.parametrize("form", sorted(form_ids()))
#: Answers that bring more questions onto the page.
TELLING = {
    "gbv_closure": {"closure_no_contact": "true", "closure_left_area": "true", "closure_supervisor_review": "false"},
    "gbv_consent": {"interpreter_used": "true", "consent_under_18": "true", "consent_keep_record": "true"},
    "gbv_follow_up": {"followup_contact": "phone", "safe_now": "false", "gbv_assessment_progress_safety": "met"},
    "gbv_incident": {"gbv_sexual_violence_type": "rape", "gbv_reported_elsewhere": "gbvims-org", "age": "16"},
    "gbv_referral": {"basis": "danger", "status": "done"},
    "gbv_survivor": {"age": "16", "maritial_status": "widowed"},
    "wks_participant": {"age_band": "12_17"},
}
#: The grids, by their first lines.
GRIDS = {
    "gbv_closure": ["closure_needs_met", "closure_safety_plan"],
    "gbv_follow_up": ["gbv_assessment_progress_safety"],
    "gbv_incident": ["service_medical_referral"],
}


@pytest.fixture
def large_text() -> Iterator[None]:
    """Everything at 130 per cent."""
    choose_text_size(130)
    yield
    choose_text_size(100)


def a_session(form: str, language: str = "en") -> FormSession:
    """A new record of the form."""
    found = LIBRARY.form(FormId(form))
    return FormSession(found, clock=StandingClock(), user="w1", device="d1", language=Language(language))


def a_telling_session(form: str, language: str) -> FormSession:
    """A new record that shows much of its form."""
    made = a_session(form, language)
    for name, answer in TELLING.get(form, {}).items():
        made.set(Place(None, FieldId(name)), answer)
    return made


def in_window(session: FormSession, qtbot: QtBot, jobs: Jobs) -> Window:
    """The form as it stands in the window of a small laptop."""
    window = Window(jobs)
    qtbot.addWidget(window)
    opened = Opened(session, session.form.title, "K7QM-3ZTP-4H", StandingClock())
    deeds = Deeds(lambda: None, lambda *_: None)
    window.serve(lambda _address: FillingScreen(Address("filling", "1"), opened, deeds, jobs, Board()))
    window.resize(*LEAST)
    window.restart(Address("filling", "1"))
    window.show()
    settle()
    return window


def faults(window: Window, page: FormPage) -> list[str]:
    """What is cut or lies over something, on every page, and on the page of a row of every table."""
    found: list[str] = []
    for number in range(len(page.stack.sheets)):
        if not page.stack.relevant(number):
            continue
        page.stack.open(number)
        page.stack.view.build_all()
        for box in page.stack.view.findChildren(RowsBox):
            box.add.click()
            settle()
            if page.stack.rows:
                page.stack.view.build_all()
                settle()
                found += looks.faults_of(window)
                page.stack.close_row()
        settle()
        found += looks.faults_of(window)
    return found


@each_form
@pytest.mark.parametrize("language", ["en", "ru"])
def test_no_page_of_a_built_in_form_cuts_a_word(
    form: str, language: Language, qtbot: QtBot, jobs: Jobs, tongue: Tongue
) -> None:
    tongue.switch(language)
    window = in_window(a_telling_session(form, language), qtbot, jobs)
    screen = window.findChild(FillingScreen)
    assert screen is not None

    assert faults(window, screen.page) == []


@each_form
def test_each_battery_of_questions_stands_as_a_grid(form: str, qtbot: QtBot) -> None:
    assert first_lines(form) == GRIDS.get(form, [])


@pytest.mark.parametrize("form", GRIDS)
def test_each_battery_of_questions_stands_as_a_grid_in_large_text_too(
    form: str, large_text: None, qtbot: QtBot
) -> None:
    assert first_lines(form) == GRIDS[form]


def first_lines(form: str) -> list[str]:
    """The first line of each grid that has room for its choices in every language."""
    read = LIBRARY.form(FormId(form))
    found = [part for sheet in sheets(read) for part in parts(sheet.children) if isinstance(part, Grid)]
    return [each.lines[0].name for each in found if grid.fits(read, each)]


def open_at(form: str, question: str, qtbot: QtBot) -> FormPage:
    """The form, with the keyboard at this question, nothing answered."""
    page = FormPage(a_session(form), today=today)
    qtbot.addWidget(page)
    page.resize(1045, 440)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    page.stack.show_place(Place(None, FieldId(question)))
    settle()
    assert asked() == question
    return page


def answers(page: FormPage, *names: str) -> list[object]:
    return [page.session.answer(Place(None, FieldId(name))) for name in names]


def test_why_a_case_is_closed_takes_a_key_a_line_and_asks_for_more_where_she_says_yes(qtbot: QtBot) -> None:
    page = open_at("gbv_closure", "closure_needs_met", qtbot)
    for key in (Qt.Key.Key_2, Qt.Key.Key_2, Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_2, Qt.Key.Key_2):
        press(key)
        settle()

    assert answers(page, "closure_no_contact", "closure_survivor_request", "closure_funding") == [
        "false", "true", "false",
    ]  # fmt: skip
    assert asked() == "closure_survivor_request_explain"


def test_a_line_of_a_grid_takes_not_known_by_f4_and_by_the_right_mouse_button(qtbot: QtBot) -> None:
    page = open_at("gbv_closure", "closure_left_area", qtbot)
    press(Qt.Key.Key_F4)
    press(Qt.Key.Key_1)
    line = field(page, "closure_funding")
    line.focus()
    assert isinstance(line.control, ChoiceList)
    row = line.control.rows()[0]
    at = row.rect().center()
    QApplication.sendEvent(row, QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, row.mapToGlobal(at)))
    press(Qt.Key.Key_2)

    assert answers(page, "closure_left_area", "closure_funding") == [Special.NOT_KNOWN, Special.DECLINED]


def test_the_last_line_leads_to_the_next_page_and_the_last_question_to_saving(qtbot: QtBot) -> None:
    page = open_at("gbv_closure", "closure_funding", qtbot)
    press(Qt.Key.Key_2)
    assert QApplication.focusWidget() is page.next_button

    page = open_at("gbv_closure", "closure_timing", qtbot)
    press(Qt.Key.Key_3)
    assert answers(page, "closure_timing") == ["31_minutes_1_hour"]
    assert QApplication.focusWidget() is page.save_button


def test_a_contact_without_a_record_is_counted_with_a_key_for_each_choice(qtbot: QtBot) -> None:
    page = open_at("gbv_contact_count", "contact_place", qtbot)
    for key in (Qt.Key.Key_1, Qt.Key.Key_1, Qt.Key.Key_4):
        press(key)
        settle()

    assert answers(page, "contact_place", "sex", "age_band") == ["visit", "female", "26_35"]
    assert asked() == "services_told"


def test_a_table_of_needs_shows_what_is_needed_whether_she_was_referred_and_when(qtbot: QtBot) -> None:
    page = open_at("gbv_action_plan", "plan_date", qtbot)
    page.stack.open(1)
    page.stack.view.build_all()
    (box,) = page.stack.view.findChildren(RowsBox)

    assert [question.name for question in box.model.questions] == [
        "service_type", "service_referral", "service_appointment_date", "service_appointment_time",
    ]  # fmt: skip
