"""Every kind of question is answered by keyboard alone, and says what it cannot take."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from fieldapp.forms.filling.session import FormSession
from fieldapp.forms.model import Choice, Form, Kind, Text
from tests.helpers import looks
from tests.helpers.keys import ALT, CTRL, press, type_text
from tests.ui import every_kind
from tests.ui.every_kind import a_session, ask, today
from tests.ui.form_pages import asked, field, go_to, opened, place, settle
from ui.forms.page import FormPage
from ui.widgets.calendar import CalendarPanel
from ui.widgets.choices import ChoiceList
from ui.widgets.rank_list import RankList
from ui.widgets.search_choice import SearchChoice


@pytest.fixture
def session() -> FormSession:
    return a_session()


def of_one(kind: Kind, **more: object) -> Form:
    """A form of one question, called "it"."""
    return replace(every_kind.FORM, children=(ask("it", kind, "It", "Это", "Бул", **more),))


def answered(qtbot: QtBot, form: Form, typed: str) -> object:
    """What typing this and going on leaves as the answer of "it"."""
    session = a_session(form=form)
    page = opened(session, qtbot)
    go_to(page, "it")
    type_text(typed)
    press(Qt.Key.Key_Return)
    return session.answer(place("it"))


def test_what_is_only_confirmed_takes_one_key(session: FormSession, qtbot: QtBot) -> None:
    page = opened(session, qtbot)
    go_to(page, "read")
    press(Qt.Key.Key_Space)
    confirmed = session.answer(place("read"))
    press(Qt.Key.Key_Delete)

    assert confirmed == "OK"
    assert session.answer(place("read")) is None


def test_a_number_of_a_range_is_typed_between_its_ends(session: FormSession, qtbot: QtBot) -> None:
    page = opened(session, qtbot)
    people = go_to(page, "people")
    type_text("21")
    press(Qt.Key.Key_Return)
    said = people.wrong.label.text()
    people.focus()
    press(Qt.Key.Key_A, CTRL)
    type_text("12")

    assert "1" in said
    assert "20" in said
    assert session.answer(place("people")) == "12"


def test_a_rating_is_one_digit(session: FormSession, qtbot: QtBot) -> None:
    page = opened(session, qtbot)
    go_to(page, "safe")
    press(Qt.Key.Key_4)

    assert session.answer(place("safe")) == "4"


def test_choices_are_put_in_order_by_alt_and_arrows_and_by_digits(session: FormSession, qtbot: QtBot) -> None:
    page = opened(session, qtbot)
    go_to(page, "needs")
    press(Qt.Key.Key_Down, ALT)
    first = session.answer(place("needs"))
    press(Qt.Key.Key_4)
    second = session.answer(place("needs"))
    ranked = field(page, "needs").findChild(RankList)
    assert ranked is not None
    numbered = [ranked.item(number).text() for number in range(ranked.count())]
    press(Qt.Key.Key_Delete)

    assert first == "heat food school doctor"
    assert second == "heat school doctor food"
    assert numbered == ["1   Heating", "2   School things", "3   A doctor", "4   Food"]
    assert session.answer(place("needs")) is None


def test_an_order_that_is_right_as_it_stands_is_taken_with_space(session: FormSession, qtbot: QtBot) -> None:
    page = opened(session, qtbot)
    go_to(page, "needs")
    press(Qt.Key.Key_Return)
    passed_by = session.answer(place("needs"))
    go_to(page, "needs")
    press(Qt.Key.Key_Space)

    assert passed_by is None
    assert session.answer(place("needs")) == "food heat school doctor"


def test_a_scanner_types_a_code_and_goes_on_with_enter(session: FormSession, qtbot: QtBot) -> None:
    page = opened(session, qtbot)
    go_to(page, "card")
    type_text("4870001234567")
    press(Qt.Key.Key_Return)

    assert session.answer(place("card")) == "4870001234567"
    assert asked() == "where"


@pytest.mark.parametrize("typed", ["42.8746 74.5698", "42,8746; 74,5698", "42.8746, 74.5698", "42.8746° N 74.5698° E"])
def test_a_place_is_typed_as_it_is_read_from_any_device(typed: str, qtbot: QtBot) -> None:
    answer = answered(qtbot, of_one(Kind.GEOPOINT), typed)

    assert isinstance(answer, str)
    assert answer.split()[:2] == ["42.8746", "74.5698"]


def test_going_past_a_place_does_not_take_its_height_away(qtbot: QtBot) -> None:
    session = a_session(form=of_one(Kind.GEOPOINT))
    session.set(place("it"), "42.8746 74.5698 760 5")
    page = opened(session, qtbot)
    go_to(page, "it")
    press(Qt.Key.Key_Return)

    assert session.answer(place("it")) == "42.8746 74.5698 760 5"


def test_a_day_is_pointed_at_in_a_calendar_that_begins_on_monday(session: FormSession, qtbot: QtBot) -> None:
    page = opened(session, qtbot, 1)
    came = go_to(page, "came")
    press(Qt.Key.Key_Down, ALT)
    panel = QApplication.activePopupWidget()
    assert isinstance(panel, CalendarPanel)
    first = panel.month.firstDayOfWeek()
    press(Qt.Key.Key_Right)
    press(Qt.Key.Key_Return)
    line = came.findChild(QLineEdit)
    assert line is not None

    assert first == Qt.DayOfWeek.Monday
    assert session.answer(place("came")) == "2026-03-13"
    assert line.text() == "13.03.2026"
    assert line.hasFocus()


def test_a_calendar_that_is_put_away_answers_nothing(session: FormSession, qtbot: QtBot) -> None:
    page = opened(session, qtbot, 1)
    go_to(page, "came")
    press(Qt.Key.Key_Down, ALT)
    press(Qt.Key.Key_Escape)

    assert QApplication.activePopupWidget() is None
    assert session.answer(place("came")) is None


def test_of_a_day_with_a_time_the_calendar_gives_the_day(session: FormSession, qtbot: QtBot) -> None:
    page = opened(session, qtbot, 1)
    go_to(page, "seen")
    press(Qt.Key.Key_Down, ALT)
    press(Qt.Key.Key_Return)
    type_text("930")

    assert session.answer(place("seen")) == "2026-03-12T09:30"


@pytest.mark.parametrize(
    ("name", "typed", "kept", "shown"),
    [
        ("came", "04.2025", "2025-04", "04.2025"),
        ("month", "4.2025", "2025-04-01", "04.2025"),
        ("born", "1987", "1987-01-01", "1987"),
        ("income", "12500", "12500", "12\u00a0500"),
    ],
)
def test_what_is_asked_for_in_part_or_in_groups_is_shown_so(
    name: str, typed: str, kept: str, shown: str, session: FormSession, qtbot: QtBot
) -> None:
    page = opened(session, qtbot, 1)
    line = go_to(page, name).findChild(QLineEdit)
    assert line is not None
    type_text(typed)
    press(Qt.Key.Key_Return)

    assert session.answer(place(name)) == kept
    assert line.text() == shown


def test_a_scale_stands_in_one_line_and_choices_in_columns(session: FormSession, qtbot: QtBot) -> None:
    page = opened(session, qtbot, 2)
    settle()
    scale, columns = (field(page, name).findChild(ChoiceList) for name in ("fair", "got"))
    assert scale is not None
    assert columns is not None

    assert len({row.y() for row in scale.rows()}) == 1
    assert [row.y() for row in columns.rows()] == [0, 0, columns.rows()[2].y(), columns.rows()[2].y()]
    assert looks.faults_of(page) == []


def test_a_quick_choice_goes_on_by_itself_but_not_on_its_way_with_arrows(session: FormSession, qtbot: QtBot) -> None:
    page = opened(session, qtbot, 2)
    go_to(page, "next")
    press(Qt.Key.Key_1)
    picked = asked()
    go_to(page, "next")
    press(Qt.Key.Key_Down)

    assert picked == "village"
    assert asked() == "next"
    assert session.answer(place("next")) == "rather_no"


@pytest.mark.parametrize("typed", ["ала-арча", "ala archa", "alaarcha", "верх ал"])
def test_a_village_is_found_in_any_spelling(typed: str, qtbot: QtBot) -> None:
    session = a_session(language="ru")
    page = opened(session, qtbot, 2)
    go_to(page, "village")
    type_text(typed)
    press(Qt.Key.Key_Return)

    assert session.answer(place("village")) == "ala_archa"


def test_letters_of_kyrgyz_are_found_without_them(qtbot: QtBot) -> None:
    session = a_session(language="ky")
    page = opened(session, qtbot, 2)
    go_to(page, "village")
    type_text("кок су")
    press(Qt.Key.Key_Return)

    assert session.answer(place("village")) == "suu"


def test_a_thousand_choices_of_the_same_name_are_told_apart_by_their_codes(qtbot: QtBot) -> None:
    same = tuple(Choice(f"c{number}", Text({"en": "Same"})) for number in range(1_000))
    form = replace(of_one(Kind.SELECT_ONE, choices="same"), lists={"same": same})
    session = a_session(form=form)
    page = opened(session, qtbot)
    search = go_to(page, "it").findChild(SearchChoice)
    assert search is not None
    type_text("same")
    shown = [search.list.model().index(number, 0).data() for number in range(2)]
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Return)

    assert shown == ["Same  (c0)", "Same  (c1)"]
    assert session.answer(place("it")) == "c1"


@pytest.mark.parametrize("appearance", ["", "multiline"])
def test_ten_megabytes_of_pasted_text_are_refused_and_the_field_stays_usable(appearance: str, qtbot: QtBot) -> None:
    session = a_session(form=of_one(Kind.TEXT, appearance=appearance))
    page = opened(session, qtbot)
    it = go_to(page, "it")
    type_text("before")
    QGuiApplication.clipboard().setText("я" * 10_000_000)
    press(Qt.Key.Key_V, CTRL)
    settle()
    said = it.wrong.label.text()
    type_text(" after")
    QGuiApplication.clipboard().clear()

    assert said.startswith("This is too much text for one answer")
    assert session.answer(place("it")) == "before after"
    assert not it.wrong.isVisible()


def test_signs_that_cannot_be_seen_are_not_kept(qtbot: QtBot) -> None:
    session = a_session(form=of_one(Kind.TEXT))
    page = opened(session, qtbot)
    go_to(page, "it")
    QGuiApplication.clipboard().setText("a\u200bb\u202ec\x07d")
    press(Qt.Key.Key_V, CTRL)
    QGuiApplication.clipboard().clear()
    press(Qt.Key.Key_Return)

    assert session.answer(place("it")) == "abcd"


def test_text_from_right_to_left_is_kept_as_typed(qtbot: QtBot) -> None:
    assert answered(qtbot, of_one(Kind.TEXT), "مثال") == "مثال"


def test_a_label_of_enormous_length_ends_and_nothing_is_cut(qtbot: QtBot) -> None:
    long = Text({"en": "What did she say about it? " * 2_000})
    form = replace(every_kind.FORM, title="T" * 500, children=(replace(ask("it", Kind.TEXT, "", "", ""), label=long),))
    page = opened(a_session(form=form), qtbot)
    settle()

    assert field(page, "it").label.text().endswith("…")
    assert len(page.head.title.text()) < 100
    assert looks.cut_texts(page) == []


def test_pages_of_enormous_names_leave_room_for_everything_else(qtbot: QtBot) -> None:
    long = Text({"en": "Все вопросы о доме и хозяйстве " * 200})
    groups = (replace(each, label=long) for each in (every_kind.NEW_KINDS, every_kind.DAYS))
    page = opened(a_session(form=replace(every_kind.FORM, title="T" * 5_000, children=tuple(groups))), qtbot)
    settle()

    assert page.next_button.text().endswith("…")
    assert looks.faults_of(page) == []


def test_words_of_a_form_cannot_turn_the_line_around(qtbot: QtBot) -> None:
    turned = replace(ask("it", Kind.TEXT, "", "", ""), label=Text({"en": "safe\u202eegassem\u200b?"}))
    page = opened(a_session(form=replace(every_kind.FORM, children=(turned,))), qtbot)

    assert field(page, "it").label.text() == "safeegassem?"


def test_what_is_meant_opens_by_a_key(session: FormSession, qtbot: QtBot) -> None:
    page = opened(session, qtbot)
    needs = go_to(page, "needs")
    meant = needs.meant
    assert meant is not None
    before = meant.label.isVisible()
    press(Qt.Key.Key_F3)
    opened_up = meant.label.isVisible()
    press(Qt.Key.Key_F3)

    assert (before, opened_up, meant.label.isVisible()) == (False, True, False)
    assert meant.label.text() == "The most needed first. Ask about each one."


def test_what_must_be_answered_is_marked_for_eyes_and_ears(session: FormSession, qtbot: QtBot) -> None:
    page = opened(session, qtbot)
    read = field(page, "read")
    choices = read.findChild(ChoiceList)
    assert choices is not None

    assert read.label.text() == "I have explained who sees her answers. *"
    assert choices.rows()[0].accessibleDescription().endswith("must be answered")
    assert page.head.legend.isVisible()
    page.stack.open(1)
    assert not page.head.legend.isVisible()


def test_a_grid_is_filled_in_with_arrows_and_digits(session: FormSession, qtbot: QtBot) -> None:
    page = opened(session, qtbot, 3)
    press(Qt.Key.Key_4)
    press(Qt.Key.Key_Down)
    below = asked()
    press(Qt.Key.Key_Space)
    settle()

    assert below == "helped"
    assert session.answer(place("heard")) == "yes"
    assert session.answer(place("helped")) == "yes"
    assert looks.faults_of(page) == []


def test_choices_too_long_for_a_grid_are_asked_one_by_one(qtbot: QtBot) -> None:
    long = tuple(Choice(f"c{number}", Text({"en": "Unpronounceabilities " * 3})) for number in range(6))
    form = replace(every_kind.FORM, lists={**every_kind.FORM.lists, "agree": long}, children=(every_kind.GRID,))
    page = opened(a_session(form=form), qtbot)
    settle()
    heard = field(page, "heard").findChild(ChoiceList)
    assert heard is not None

    assert len({row.y() for row in heard.rows()}) == 6
    assert looks.faults_of(page) == []


def test_the_day_of_the_calendar_is_today_where_nothing_stands(session: FormSession, qtbot: QtBot) -> None:
    page: FormPage = opened(session, qtbot, 1)
    go_to(page, "came")
    press(Qt.Key.Key_Down, ALT)
    panel = QApplication.activePopupWidget()
    assert isinstance(panel, CalendarPanel)
    day = panel.month.selectedDate()
    press(Qt.Key.Key_Escape)

    assert (day.year(), day.month(), day.day()) == today().timetuple()[:3]


def test_the_text_of_several_lines_takes_enter_for_itself(session: FormSession, qtbot: QtBot) -> None:
    page = opened(session, qtbot, 1)
    area = go_to(page, "story").findChild(QPlainTextEdit)
    assert area is not None
    type_text("one")
    press(Qt.Key.Key_Return)
    type_text("two")

    assert session.answer(place("story")) == "one\ntwo"
