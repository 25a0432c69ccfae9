"""The list of cases, by keyboard: the most urgent first, found by what one half remembers, no name unless searched."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from fieldapp.domain.ids import FormId, RecordId
from fieldapp.work.cases import save_below
from fieldapp.work.filling import begin, save
from tests.fieldapp.work.conftest import answer, told
from tests.helpers.keys import CTRL, press, type_text
from tests.ui.at_desk import AtDesk
from tests.ui.filled import case_of, phone
from ui.again import Start
from ui.screen import Address
from ui.screens.cases import CasesScreen
from ui.widgets.drop import DropButton
from ui.widgets.said import Label
from ui.widgets.table import ListTable

CASES = Address("cases")


def code(at: AtDesk, case: RecordId) -> str:
    return str(told(at.desk, case, "code"))


def open_list(at: AtDesk, qtbot: QtBot, address: Address = CASES) -> CasesScreen:
    at.go(address)
    shown = at.window.screen_shown
    assert isinstance(shown, CasesScreen)
    qtbot.waitUntil(lambda: shown.box.table.isVisible() or shown.box.empty.isVisible())
    return shown


def lines(screen: CasesScreen) -> list[str]:
    """What stands on the screen, line by line."""
    table, model = screen.box.table, screen.model
    columns = [number for number in range(model.columnCount()) if not table.isColumnHidden(number)]
    return [
        " | ".join(str(model.index(row, column).data() or "") for column in columns) for row in range(model.rowCount())
    ]


def found(screen: CasesScreen, qtbot: QtBot, *codes: str) -> list[str]:
    """The lines, once they are those of these cases in this order."""
    qtbot.waitUntil(lambda: [line[:12] for line in lines(screen)] == list(codes))
    return lines(screen)


def test_the_most_urgent_case_stands_first_in_words_and_without_a_name(at_desk: AtDesk, qtbot: QtBot) -> None:
    calm, _ = case_of(at_desk.desk, "low", "2026-03-20", given_name="Айгүл")
    risky, _ = case_of(at_desk.desk, "high", "2026-03-10", given_name="Гүлнара")
    new, _ = case_of(at_desk.desk, given_name="Жылдыз")
    screen = open_list(at_desk, qtbot)

    shown = found(screen, qtbot, *(code(at_desk, case) for case in (risky, calm, new)))

    assert "high risk | was due 10.03.2026 | today 14:02 | not sent yet" in shown[0]
    assert "low risk | 20.03.2026" in shown[1]
    assert "risk not judged yet" in shown[2]
    assert not any(name in line for line in shown for name in ("Айгүл", "Гүлнара", "Жылдыз"))


def test_typing_at_once_finds_a_name_in_any_spelling_and_enter_opens_the_case(at_desk: AtDesk, qtbot: QtBot) -> None:
    case_of(at_desk.desk, "high", given_name="Жылдыз")
    sought, _ = case_of(at_desk.desk, family_name="Токтогулова", given_name="Айгүл")
    screen = open_list(at_desk, qtbot)

    type_text("aigul")
    shown = found(screen, qtbot, code(at_desk, sought))
    assert "Токтогулова Айгүл" in shown[0]
    with qtbot.waitSignal(screen.go) as went:
        press(Qt.Key.Key_Return)

    assert went.args == [Address("case", sought)]


@pytest.mark.parametrize("typed", ["0555 12 34 56", "996555123456", "123456"])
def test_a_telephone_number_is_found_however_it_is_spaced(at_desk: AtDesk, qtbot: QtBot, typed: str) -> None:
    case, meeting = case_of(at_desk.desk)
    phone(at_desk.desk, meeting, phone_number="+996 555 123456")
    case_of(at_desk.desk)
    screen = open_list(at_desk, qtbot)

    type_text(typed)

    found(screen, qtbot, code(at_desk, case))


def test_a_search_looks_through_closed_cases_too_and_escape_brings_the_list_back(at_desk: AtDesk, qtbot: QtBot) -> None:
    closed, _ = case_of(at_desk.desk, given_name="Гүлнара")
    save_below(at_desk.desk, begin(at_desk.desk, FormId("gbv_closure"), closed))
    still_open, _ = case_of(at_desk.desk)
    screen = open_list(at_desk, qtbot)
    found(screen, qtbot, code(at_desk, still_open))

    type_text("gulnara")
    shown = found(screen, qtbot, code(at_desk, closed))
    assert "closed" in shown[0]
    assert screen.heading.state.text() == "1 found, open or closed"
    press(Qt.Key.Key_Escape)

    found(screen, qtbot, code(at_desk, still_open))
    assert screen.heading.state.text() == "1 open"


def test_one_letter_leaves_the_list_and_two_signs_find_a_code(at_desk: AtDesk, qtbot: QtBot) -> None:
    case, _ = case_of(at_desk.desk)
    others = [case_of(at_desk.desk)[0] for _ in range(4)]
    screen = open_list(at_desk, qtbot)
    qtbot.waitUntil(lambda: len(lines(screen)) == 5)
    begins = code(at_desk, case)[:2]

    type_text(begins[0])
    type_text(begins[1])
    like_it = sorted(each for each in (code(at_desk, one) for one in (case, *others)) if each.startswith(begins))

    assert screen.search.text() == begins
    found(screen, qtbot, *like_it)


def test_one_letter_alone_searches_nothing(at_desk: AtDesk, qtbot: QtBot) -> None:
    case_of(at_desk.desk, given_name="Айгүл")
    screen = open_list(at_desk, qtbot)

    type_text("а")
    screen.search.sought.emit("а")

    assert screen.heading.state.text() == "1 open"
    assert screen.filters.isEnabled()


def test_the_filters_are_opened_and_picked_by_keys_and_remembered_on_the_way_back(
    at_desk: AtDesk, qtbot: QtBot
) -> None:
    closed, _ = case_of(at_desk.desk, "high")
    save_below(at_desk.desk, begin(at_desk.desk, FormId("gbv_closure"), closed))
    low, _ = case_of(at_desk.desk, "low")
    screen = open_list(at_desk, qtbot)
    found(screen, qtbot, code(at_desk, low))

    at_desk.see("state", DropButton).setFocus()
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_3)
    found(screen, qtbot, code(at_desk, closed), code(at_desk, low))
    at_desk.see("risk", DropButton).setFocus()
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_2)
    found(screen, qtbot, code(at_desk, closed))
    again = open_list(at_desk, qtbot, screen.address())

    found(again, qtbot, code(at_desk, closed))
    assert at_desk.see("state", DropButton).text() == "Open and closed ▾"


def test_the_way_back_leads_to_what_was_found_and_no_other_process_is_told_of_the_name(
    at_desk: AtDesk, qtbot: QtBot
) -> None:
    case, _ = case_of(at_desk.desk, given_name="Айгүл")
    case_of(at_desk.desk)
    screen = open_list(at_desk, qtbot)
    type_text("айгул")
    found(screen, qtbot, code(at_desk, case))

    back = screen.address()
    assert not any("айгул" in told for told in Start(reopen=back).arguments())
    again = open_list(at_desk, qtbot, back)

    assert "Айгүл" in found(again, qtbot, code(at_desk, case))[0]


def test_the_list_is_never_older_than_what_was_saved_last(at_desk: AtDesk, qtbot: QtBot) -> None:
    screen = open_list(at_desk, qtbot)
    qtbot.waitUntil(screen.box.empty.isVisible)
    assert "New case begins one" in at_desk.see("cases", CasesScreen).box.empty.more.text()

    case, _ = case_of(at_desk.desk)
    at_desk.board.tell(save(at_desk.desk, answer(begin(at_desk.desk, FormId("gbv_incident"), case))))

    found(screen, qtbot, code(at_desk, case))


def test_letters_typed_in_the_list_go_to_the_search(at_desk: AtDesk, qtbot: QtBot) -> None:
    case, _ = case_of(at_desk.desk, given_name="Айгүл")
    case_of(at_desk.desk)
    screen = open_list(at_desk, qtbot)
    press(Qt.Key.Key_Down)
    assert isinstance(QApplication.focusWidget(), ListTable)

    type_text("aigul")

    found(screen, qtbot, code(at_desk, case))


def test_what_is_not_found_says_what_to_try(at_desk: AtDesk, qtbot: QtBot) -> None:
    case_of(at_desk.desk)
    screen = open_list(at_desk, qtbot)

    type_text("nobody like this")
    qtbot.waitUntil(screen.box.empty.isVisible)

    assert isinstance(screen.box.empty.label, Label)
    assert screen.box.empty.label.text() == "Nothing found."
    assert "fewer letters" in screen.box.empty.more.text()


def test_ctrl_n_begins_a_new_case(at_desk: AtDesk, qtbot: QtBot) -> None:
    screen = open_list(at_desk, qtbot)

    with qtbot.waitSignal(screen.go) as went:
        press(Qt.Key.Key_N, CTRL)

    assert went.args == [Address("newCase")]
