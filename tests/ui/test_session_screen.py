"""The roll: thirty people with one key each, on any keyboard layout, saved at once, nothing lost."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QTableView
from pytestqt.qtbot import QtBot

from fieldapp.domain.changes import CREATE, Change
from fieldapp.domain.ids import ChangeId, FieldId, FormId, RecordId, WorkerId, WriterId
from fieldapp.domain.workshops import Mark
from fieldapp.storage.values import Happened
from fieldapp.words import Language
from fieldapp.work.roll import look_at_roll, mark, record_of_mark
from fieldapp.work.undoing import delete_as_mistake
from fieldapp.work.workshops import begin_session, look_at_workshop
from tests.fieldapp.work.test_workshops import a_workshop
from tests.helpers.keys import CTRL, SHIFT, click, press, type_text
from tests.ui.at_desk import AtDesk
from tests.ui.test_workshop_screens import papers, rows, shown, texts, where_it_leads
from ui.screen import Address
from ui.screens.session import SessionScreen
from ui.tongue import Tongue
from ui.widgets.ask import Ask

#: Lists that drop down, on a platform without a screen.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

P, L, A, E = Mark.PRESENT, Mark.LATE, Mark.ABSENT, Mark.EXCUSED


@pytest.fixture
def session(at_desk: AtDesk) -> RecordId:
    """A session of a workshop with five people."""
    made, _ = begin_session(at_desk.desk, a_workshop(at_desk.desk, 5))
    return made


def open_roll(at_desk: AtDesk, session: RecordId) -> QTableView:
    """The roll, which has the keyboard."""
    at_desk.go(Address("session", session))
    table = at_desk.see("roll", QTableView)
    assert table.hasFocus()
    return table


def saved(at_desk: AtDesk, session: RecordId) -> list[Mark | None]:
    """The marks on the disk."""
    return [line.mark for line in look_at_roll(at_desk.desk, session).lines]


def seen(at_desk: AtDesk) -> list[str]:
    """The marks on the screen."""
    return [row[-1] for row in rows(at_desk, "roll")]


def saved_as(at_desk: AtDesk, session: RecordId, marks: list[Mark | None], qtbot: QtBot) -> None:
    """Wait until these marks are on the disk."""
    qtbot.waitUntil(lambda: saved(at_desk, session) == marks)


def test_one_key_marks_a_line_and_goes_on_to_the_next(at_desk: AtDesk, session: RecordId, qtbot: QtBot) -> None:
    table = open_roll(at_desk, session)
    type_text("plae")

    assert seen(at_desk) == ["present", "late", "absent", "excused", ""]
    assert table.currentIndex().row() == 4
    saved_as(at_desk, session, [P, L, A, E, None], qtbot)


@pytest.mark.parametrize("letters", ["plae", "PLAE", "пону", "ПОНУ", "здфу", "gjye"])
def test_no_keyboard_layout_is_a_trap(at_desk: AtDesk, session: RecordId, letters: str, qtbot: QtBot) -> None:
    """English and Russian initials, each also as the key types it while the other layout, or Caps Lock, is on."""
    open_roll(at_desk, session)
    type_text(letters)

    saved_as(at_desk, session, [P, L, A, E, None], qtbot)


def test_the_screen_names_the_keys_of_its_language(
    at_desk: AtDesk, session: RecordId, tongue: Tongue, qtbot: QtBot
) -> None:
    open_roll(at_desk, session)
    english = texts(at_desk)
    tongue.switch(Language("ru"))
    qtbot.waitUntil(lambda: "Shift+П" in texts(at_desk))

    assert "Shift+P" in english
    assert "присутствует" in texts(at_desk)


def test_enter_and_down_leave_a_line_unmarked(at_desk: AtDesk, session: RecordId, qtbot: QtBot) -> None:
    open_roll(at_desk, session)
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Down)
    type_text("a")

    saved_as(at_desk, session, [None, None, A, None, None], qtbot)


@pytest.mark.parametrize("key", [Qt.Key.Key_Backspace, Qt.Key.Key_Delete])
def test_a_mark_is_taken_back_and_the_line_stays(at_desk: AtDesk, session: RecordId, key: Qt.Key, qtbot: QtBot) -> None:
    table = open_roll(at_desk, session)
    type_text("a")
    press(Qt.Key.Key_Up)
    press(key)

    assert table.currentIndex().row() == 0
    saved_as(at_desk, session, [None] * 5, qtbot)
    assert seen(at_desk) == [""] * 5


@pytest.mark.parametrize("key", [Qt.Key.Key_P, Qt.Key.Key_G])
def test_shift_and_the_key_for_present_marks_all_others(
    at_desk: AtDesk, session: RecordId, key: Qt.Key, qtbot: QtBot
) -> None:
    open_roll(at_desk, session)
    type_text("a")
    press(key, SHIFT)

    assert seen(at_desk) == ["absent", *["present"] * 4]
    saved_as(at_desk, session, [A, P, P, P, P], qtbot)


def test_the_main_button_does_the_same_and_is_off_once_everybody_is_marked(
    at_desk: AtDesk, session: RecordId, qtbot: QtBot
) -> None:
    open_roll(at_desk, session)
    press(Qt.Key.Key_Return, CTRL)

    saved_as(at_desk, session, [P] * 5, qtbot)
    assert not at_desk.see("othersPresent").isEnabled()


def test_the_head_line_counts_each_mark_at_once(at_desk: AtDesk, session: RecordId) -> None:
    open_roll(at_desk, session)
    count = at_desk.see("rollCount", QLabel)
    type_text("ppla")

    assert count.text() == "present 2 · late 1 · absent 1 · not marked 1"


def test_thirty_people_are_marked_with_one_key_each(at_desk: AtDesk, qtbot: QtBot) -> None:
    session, _ = begin_session(at_desk.desk, a_workshop(at_desk.desk, 30))
    open_roll(at_desk, session)
    type_text("pplpa" * 6)

    saved_as(at_desk, session, [P, P, L, P, A] * 6, qtbot)
    qtbot.waitUntil(lambda: seen(at_desk) == ["present", "present", "late", "present", "absent"] * 6)


def test_marks_pressed_just_before_the_page_is_left_are_saved(at_desk: AtDesk, session: RecordId, qtbot: QtBot) -> None:
    open_roll(at_desk, session)
    type_text("ppppp")
    at_desk.window.restart(Address("workshops"))

    saved_as(at_desk, session, [P] * 5, qtbot)


def from_a_colleague(at_desk: AtDesk, session: RecordId, number: int, given: Mark) -> Happened:
    """A mark that arrives: the colleague did not know of any here."""
    participant = look_at_roll(at_desk.desk, session).lines[number].participant.record
    fields = {"mark": given.value, "participant": participant, "day": "2026-03-12"}
    change = Change(
        id=ChangeId(WriterId("ab" * 8), number + 1),
        record=record_of_mark(session, participant),
        kind=CREATE,
        form=FormId("wks_attendance"),
        version="1",
        fields={FieldId(name): answer for name, answer in fields.items()},
        lamport=7,
        who=WorkerId("cd" * 16),
        when=at_desk.clock.now(),
        parent=session,
    )
    return at_desk.desk.store.write_now(lambda writing: writing.receive([change]))


def test_what_a_colleague_marks_meanwhile_shows(at_desk: AtDesk, session: RecordId, qtbot: QtBot) -> None:
    open_roll(at_desk, session)
    at_desk.board.tell(from_a_colleague(at_desk, session, 1, A))

    qtbot.waitUntil(lambda: seen(at_desk) == ["", "absent", "", "", ""])


def test_a_disputed_mark_is_told_with_both_and_one_key_settles_it(
    at_desk: AtDesk, session: RecordId, qtbot: QtBot
) -> None:
    open_roll(at_desk, session)
    type_text("p")
    saved_as(at_desk, session, [P, None, None, None, None], qtbot)
    at_desk.board.tell(from_a_colleague(at_desk, session, 0, A))
    at_desk.says("1 participant was marked otherwise")
    told = seen(at_desk)[0]
    press(Qt.Key.Key_Up)
    type_text("a")

    assert set(told.removesuffix(": which one?").split(" / ")) == {"present", "absent"}
    qtbot.waitUntil(lambda: not look_at_roll(at_desk.desk, session).lines[0].disputed)
    qtbot.waitUntil(at_desk.window.banner.isHidden)
    assert saved(at_desk, session)[0] is A


def test_a_session_deleted_meanwhile_takes_no_marks_and_says_so(
    at_desk: AtDesk, session: RecordId, qtbot: QtBot
) -> None:
    at_desk.go(Address("workshops"))
    at_desk.window.open(Address("session", session))
    at_desk.see("roll")
    delete_as_mistake(at_desk.desk, session)
    type_text("p")

    at_desk.says("not here any more")
    assert shown(at_desk).name == "workshops"


def test_the_sheet_is_printed_from_the_roll_and_remembered(at_desk: AtDesk, session: RecordId, qtbot: QtBot) -> None:
    open_roll(at_desk, session)
    press(Qt.Key.Key_P, CTRL)
    click(at_desk.see("cameOut=yes"))
    at_desk.gone("ask")

    assert "participant 5" in at_desk.tray.words()
    qtbot.waitUntil(lambda: papers(at_desk, session) == ["attendance"])


def test_head_counts_are_made_and_corrected_from_the_roll(at_desk: AtDesk, session: RecordId, qtbot: QtBot) -> None:
    counted = at_desk.saved("wks_head_count", session, female_18_25="4", day="2026-03-12")
    open_roll(at_desk, session)
    assert "4 more without a list." in texts(at_desk)
    click(at_desk.see("headCount"))
    corrects = where_it_leads(at_desk, qtbot, lambda: click(at_desk.see(f"headCount={counted}")))
    open_roll(at_desk, session)
    click(at_desk.see("headCount"))
    makes = where_it_leads(at_desk, qtbot, lambda: click(at_desk.see("headCount=")))

    assert corrects == Address("record", counted)
    assert makes == Address("add", session, "wks_head_count")


def test_the_chosen_participant_and_the_session_are_corrected_from_the_roll(
    at_desk: AtDesk, session: RecordId, qtbot: QtBot
) -> None:
    second = look_at_roll(at_desk.desk, session).lines[1].participant.record
    open_roll(at_desk, session)
    press(Qt.Key.Key_Down)
    click(at_desk.see("more"))
    person = where_it_leads(at_desk, qtbot, lambda: press(Qt.Key.Key_1))
    open_roll(at_desk, session)
    click(at_desk.see("more"))
    corrects = where_it_leads(at_desk, qtbot, lambda: press(Qt.Key.Key_2))

    assert person == Address("record", second)
    assert corrects == Address("record", session)


def test_a_session_is_deleted_only_after_a_question(at_desk: AtDesk, session: RecordId, qtbot: QtBot) -> None:
    workshop = look_at_roll(at_desk.desk, session).workshop.record
    at_desk.go(Address("workshop", workshop))
    at_desk.window.open(Address("session", session))
    at_desk.see("roll")
    click(at_desk.see("more"))
    click(at_desk.see("more=delete"))
    ask = at_desk.see("ask").window()
    assert isinstance(ask, Ask)
    assert look_at_workshop(at_desk.desk, workshop).sessions
    click(ask.yes)
    qtbot.waitUntil(lambda: shown(at_desk).name == "workshop")

    assert look_at_workshop(at_desk.desk, workshop).sessions == ()
    at_desk.says("brings it back")


def test_coming_back_leads_to_the_same_line(at_desk: AtDesk, session: RecordId, qtbot: QtBot) -> None:
    table = open_roll(at_desk, session)
    press(Qt.Key.Key_Down, times=3)
    address = shown(at_desk).address()
    at_desk.go(address)
    table = at_desk.see("roll", QTableView)

    assert table.currentIndex().row() == 3


def test_an_empty_roll_says_how_people_come_onto_it(at_desk: AtDesk, qtbot: QtBot) -> None:
    session, _ = begin_session(at_desk.desk, a_workshop(at_desk.desk, 0))
    at_desk.go(Address("session", session))
    qtbot.waitUntil(lambda: "Nobody is on the list yet." in texts(at_desk))

    screen = shown(at_desk)
    assert isinstance(screen, SessionScreen)
    assert QApplication.focusWidget() is screen.page.names


def test_a_mark_taken_back_before_it_was_saved_is_no_mark(at_desk: AtDesk, session: RecordId, qtbot: QtBot) -> None:
    open_roll(at_desk, session)
    mark(at_desk.desk, session, look_at_roll(at_desk.desk, session).lines[4], Mark.PRESENT)
    type_text("p")
    press(Qt.Key.Key_Up)
    type_text("a")
    press(Qt.Key.Key_Up)
    press(Qt.Key.Key_Backspace)

    saved_as(at_desk, session, [None, None, None, None, P], qtbot)
    qtbot.waitUntil(lambda: seen(at_desk) == ["", "", "", "", "present"])
