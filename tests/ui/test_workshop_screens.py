"""The list of workshops and the page of one: sessions, people, the sheet, all by keyboard."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QTableView
from pytestqt.qtbot import QtBot

from fieldapp.domain.ids import FieldId, FormId, RecordId
from fieldapp.work.roll import look_at_roll, mark_others_present
from fieldapp.work.undoing import deleted_lately
from fieldapp.work.workshops import begin_session
from tests.fieldapp.work.test_workshops import a_participant, a_workshop
from tests.helpers.keys import CTRL, click, press, type_text
from tests.ui.at_desk import AtDesk
from ui.places import place_of
from ui.screen import Address, Screen
from ui.widgets.ask import Ask
from ui.widgets.buttons import Button

#: Lists that drop down, on a platform without a screen.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def rows(at_desk: AtDesk, name: str) -> list[list[str]]:
    """What a list says."""
    model = at_desk.see(name, QTableView).model()
    return [
        [model.index(row, column).data() for column in range(model.columnCount())] for row in range(model.rowCount())
    ]


def shown(at_desk: AtDesk) -> Screen:
    """The page that is open."""
    screen = at_desk.window.screen_shown
    assert screen is not None
    return screen


def where_it_leads(at_desk: AtDesk, qtbot: QtBot, do: Callable[[], object]) -> Address:
    """The address that the page asks for."""
    with qtbot.waitSignal(shown(at_desk).go) as asked:
        do()
    assert asked.args is not None
    address = asked.args[0]
    assert isinstance(address, Address)
    return address


def texts(at_desk: AtDesk) -> str:
    """All labels of the page."""
    return "\n".join(label.text() for label in shown(at_desk).findChildren(QLabel) if label.isVisible())


@pytest.fixture
def workshop(at_desk: AtDesk) -> RecordId:
    """Two planned sessions, three people: one without a name on paper, one under 18."""
    made = a_workshop(at_desk.desk, 1, starts_on="2026-03-12", sessions_planned="2")
    a_participant(at_desk.desk, made, "participant 2", consent_to_list="false")
    a_participant(at_desk.desk, made, "participant 3", age_band="12_17")
    return made


def test_the_list_says_when_where_how_many_and_what_is_not_sent(at_desk: AtDesk, workshop: RecordId) -> None:
    begin_session(at_desk.desk, workshop)
    at_desk.go(Address("workshops"))

    assert rows(at_desk, "workshops") == [
        ["Know your rights", "12.03.2026", "Ak-Suu library", "1 of 2", "3", "not sent yet"]
    ]


def test_a_title_typed_in_the_list_narrows_it_and_enter_opens(
    at_desk: AtDesk, workshop: RecordId, qtbot: QtBot
) -> None:
    a_workshop(at_desk.desk, 0, workshop_title="Safe journeys")
    at_desk.go(Address("workshops"))
    at_desk.see("workshops", QTableView).setFocus()
    type_text("know")
    qtbot.waitUntil(lambda: len(rows(at_desk, "workshops")) == 1)

    assert where_it_leads(at_desk, qtbot, lambda: press(Qt.Key.Key_Return)) == Address("workshop", workshop)


def test_an_empty_list_says_what_will_stand_there_and_how_to_begin(at_desk: AtDesk, qtbot: QtBot) -> None:
    at_desk.go(Address("workshops"))
    qtbot.waitUntil(lambda: "There is no workshop yet." in texts(at_desk))

    assert "New workshop begins one" in texts(at_desk)


def test_a_new_workshop_begins_with_its_form(at_desk: AtDesk, qtbot: QtBot) -> None:
    at_desk.go(Address("workshops"))

    leads = where_it_leads(at_desk, qtbot, lambda: press(Qt.Key.Key_N, CTRL))

    assert leads == Address("add", "", "wks_workshop")


def test_the_page_shows_the_last_session_first_and_how_many_came(at_desk: AtDesk, workshop: RecordId) -> None:
    first, _ = begin_session(at_desk.desk, workshop)
    mark_others_present(at_desk.desk, first, look_at_roll(at_desk.desk, first).lines)
    at_desk.saved("wks_head_count", first, male_18_25="4")
    at_desk.clock.pass_(days=7)
    begin_session(at_desk.desk, workshop)
    at_desk.go(Address("workshop", workshop))

    assert rows(at_desk, "sessions") == [
        ["Session 2 of 2", "19.03.2026", "3 not marked"],
        ["Session 1 of 2", "12.03.2026", "3 came · 4 without a list"],
    ]


def test_the_page_names_the_people_and_what_is_to_be_asked_of_them(at_desk: AtDesk, workshop: RecordId) -> None:
    at_desk.go(Address("workshop", workshop))

    assert rows(at_desk, "participants") == [
        ["1", "participant 1", "w", "26–35", ""],
        ["2", "participant 2", "w", "26–35", "no name on paper"],
        ["3", "participant 3", "w", "12–17", "ask a parent"],
    ]
    assert "1 participant under 18" in texts(at_desk)


def test_a_new_session_is_begun_by_one_key_and_opens_its_roll(
    at_desk: AtDesk, workshop: RecordId, qtbot: QtBot
) -> None:
    at_desk.go(Address("workshop", workshop))
    at_desk.see("participants")

    leads = where_it_leads(at_desk, qtbot, lambda: press(Qt.Key.Key_N, CTRL))

    assert leads.screen == "session"
    assert look_at_roll(at_desk.desk, RecordId(leads.key)).session.number == 1
    assert len(rows(at_desk, "roll")) == 3


def test_a_participant_is_added_by_the_form_and_corrected_by_enter(
    at_desk: AtDesk, workshop: RecordId, qtbot: QtBot
) -> None:
    at_desk.go(Address("workshop", workshop))
    people = at_desk.see("participants", QTableView)

    adds = where_it_leads(at_desk, qtbot, lambda: click(at_desk.see("addParticipant")))
    at_desk.go(Address("workshop", workshop))
    people = at_desk.see("participants", QTableView)
    people.setFocus()
    corrects = where_it_leads(at_desk, qtbot, lambda: press(Qt.Key.Key_Return))

    assert adds == Address("add", workshop, "wks_participant")
    assert corrects.screen == "record"
    with at_desk.desk.store.read() as reader:
        assert reader.children(workshop)[0].id == corrects.key


def test_what_happens_elsewhere_is_seen(at_desk: AtDesk, workshop: RecordId, qtbot: QtBot) -> None:
    begin_session(at_desk.desk, workshop)
    at_desk.go(Address("workshop", workshop))
    assert len(rows(at_desk, "sessions")) == 1

    _, happened = begin_session(at_desk.desk, workshop)
    at_desk.board.tell(happened)

    qtbot.waitUntil(lambda: len(rows(at_desk, "sessions")) == 2)


def test_the_sheet_is_printed_with_names_of_those_who_agreed_and_that_is_remembered(
    at_desk: AtDesk, workshop: RecordId, qtbot: QtBot
) -> None:
    at_desk.go(Address("workshop", workshop))
    at_desk.see("participants")
    press(Qt.Key.Key_P, CTRL)
    click(at_desk.see("cameOut=yes"))
    at_desk.gone("ask")

    said = at_desk.tray.words()
    assert "participant 1" in said
    assert "participant 2" not in said
    qtbot.waitUntil(lambda: bool(papers(at_desk, workshop)))
    assert papers(at_desk, workshop) == ["attendance"]


def papers(at_desk: AtDesk, record: RecordId) -> list[object]:
    """What was printed of a record."""
    with at_desk.desk.store.read() as reader:
        return [each.answers[FieldId("paper_kind")] for each in reader.children(record) if each.form == FormId("paper")]


def test_a_workshop_is_deleted_only_after_a_question_that_says_what_goes_with_it(
    at_desk: AtDesk, workshop: RecordId, qtbot: QtBot
) -> None:
    begin_session(at_desk.desk, workshop)
    at_desk.go(Address("workshops"))
    at_desk.see("workshops", QTableView).setFocus()
    press(Qt.Key.Key_Return)
    at_desk.see("participants")
    click(at_desk.see("more"))
    click(at_desk.see("more=delete"))
    ask = at_desk.see("ask").window()
    assert isinstance(ask, Ask)
    asked = " ".join(label.text() for label in ask.findChildren(QLabel))
    click(ask.yes)
    qtbot.waitUntil(lambda: shown(at_desk).name == "workshops")

    assert "1 session and 3 participants" in asked
    assert [stored.id for stored in deleted_lately(at_desk.desk)] == [workshop]
    at_desk.says("brings it back")


def test_a_workshop_that_is_gone_says_so_and_leads_back(at_desk: AtDesk, qtbot: QtBot) -> None:
    at_desk.go(Address("workshops"))
    at_desk.window.open(Address("workshop", "0" * 32))
    at_desk.says("not here any more")

    assert shown(at_desk).name == "workshops"


def test_records_of_workshops_lead_to_their_pages() -> None:
    record = RecordId("0" * 32)

    assert place_of(FormId("wks_workshop"), record) == Address("workshop", record)
    assert place_of(FormId("wks_session"), record) == Address("session", record)


def test_one_button_is_the_loudest(at_desk: AtDesk, workshop: RecordId) -> None:
    for address in (Address("workshops"), Address("workshop", workshop)):
        at_desk.go(address)
        loud = [button for button in shown(at_desk).findChildren(Button) if button.property("kind") == "primary"]
        assert len(loud) == 1
