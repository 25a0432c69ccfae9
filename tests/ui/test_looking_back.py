"""History, what was deleted, and what two people changed apart: seen and settled by keyboard."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTableView
from pytestqt.qtbot import QtBot

from fieldapp.domain.answers import Answer
from fieldapp.domain.changes import UPDATE, Change
from fieldapp.domain.ids import ChangeId, FieldId, RecordId, WorkerId, WriterId
from fieldapp.domain.spaces import Membership, SpaceKind
from fieldapp.work.conflicts import waiting_for_a_choice
from fieldapp.work.desk import remember_memberships
from fieldapp.work.filling import reopen, save
from fieldapp.work.undoing import delete_as_mistake
from tests.fieldapp.work.conftest import a_case, answer, told
from tests.helpers.keys import press
from tests.ui.at_desk import AtDesk
from ui.screen import Address
from ui.widgets.buttons import Button
from ui.widgets.lines import TextArea
from ui.widgets.said import Label


def change_elsewhere(at_desk: AtDesk, record: RecordId, number: int, **answers: Answer) -> Change:
    """An edit that a colleague made before she had heard of what is changed here next."""
    with at_desk.desk.store.read() as reader:
        stored = reader.record(record)
    assert stored is not None
    return Change(
        id=ChangeId(WriterId(f"{number:016x}"), 1),
        record=record,
        kind=UPDATE,
        form=stored.form,
        version=stored.version,
        fields={FieldId(name): each for name, each in answers.items()},
        after=stored.heads,
        lamport=1,
        who=WorkerId("c" * 32),
        when=at_desk.clock.now(),
    )


def disputed(at_desk: AtDesk, name: str, mine: str, theirs: str, number: int = 7) -> RecordId:
    """A first meeting in which one answer was changed apart."""
    meeting = at_desk.saved("gbv_survivor", a_case(at_desk.desk), age="27")
    change = change_elsewhere(at_desk, meeting, number, **{name: theirs})
    save(at_desk.desk, answer(reopen(at_desk.desk, meeting), **{name: mine}))
    at_desk.desk.store.write_now(lambda writing: writing.receive([change]))
    return meeting


def test_a_number_key_and_enter_settle_what_two_people_changed(at_desk: AtDesk, qtbot: QtBot) -> None:
    meeting = disputed(at_desk, "age", "28", "30")
    at_desk.go(Address("conflicts"))
    qtbot.waitUntil(at_desk.see("opinion=0").hasFocus)
    assert not at_desk.see("keepAnswer", Button).isEnabled()
    with at_desk.desk.store.read() as reader:
        sides = reader.conflicts()[0].conflict.sides

    press(Qt.Key.Key_2)
    press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    at_desk.says("Your colleague sees it")
    qtbot.waitUntil(lambda: not waiting_for_a_choice(at_desk.desk))
    assert told(at_desk.desk, meeting, "age") == sides[1].answer
    at_desk.gone("keepAnswer")


def test_two_texts_can_be_put_into_one_in_her_own_words(at_desk: AtDesk, qtbot: QtBot) -> None:
    meeting = disputed(at_desk, "address", "beside the mill", "second house")
    at_desk.go(Address("conflicts"))
    qtbot.waitUntil(at_desk.see("opinion=0").hasFocus)

    press(Qt.Key.Key_3)
    assert set((at_desk.see("ownWords", TextArea).value() or "").splitlines()) == {"beside the mill", "second house"}
    at_desk.see("ownWords", TextArea).setPlainText("second house beside the mill")
    press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    qtbot.waitUntil(lambda: not waiting_for_a_choice(at_desk.desk))
    assert told(at_desk.desk, meeting, "address") == "second house beside the mill"


def test_what_she_is_not_sure_of_can_wait(at_desk: AtDesk) -> None:
    disputed(at_desk, "age", "28", "30", 7)
    disputed(at_desk, "age", "40", "41", 8)
    at_desk.go(Address("conflicts"))
    at_desk.see("later", Button).click()

    assert len(waiting_for_a_choice(at_desk.desk)) == 2
    at_desk.see("opinion=0")


def test_a_colleagues_answer_that_arrives_while_she_chooses_is_shown(at_desk: AtDesk, qtbot: QtBot) -> None:
    meeting = disputed(at_desk, "age", "28", "30", 7)
    third = change_elsewhere(at_desk, meeting, 8, age="33")
    third = Change(**{name: getattr(third, name) for name in third.__slots__} | {"after": frozenset()})
    with at_desk.desk.store.read() as reader:
        creation = next(each for each in reader.changes(meeting) if not each.after)
    third = Change(**{name: getattr(third, name) for name in third.__slots__} | {"after": frozenset({creation.id})})
    at_desk.go(Address("conflicts"))
    at_desk.see("opinion=1")

    at_desk.board.tell(at_desk.desk.store.write_now(lambda writing: writing.receive([third])))

    at_desk.see("opinion=2")


def test_history_shows_who_changed_what(at_desk: AtDesk, qtbot: QtBot) -> None:
    meeting = at_desk.saved("gbv_survivor", a_case(at_desk.desk), age="27")
    save(at_desk.desk, answer(reopen(at_desk.desk, meeting), age="28"))
    at_desk.go(Address("history", meeting))

    body = at_desk.see("edits")

    qtbot.waitUntil(lambda: "How old is she, if she knows it: 27 → 28" in body.accessibleDescription())
    assert body.hasFocus()


def test_enter_brings_back_what_was_deleted_as_a_mistake(at_desk: AtDesk) -> None:
    meeting = at_desk.saved("gbv_survivor", a_case(at_desk.desk), age="27")
    delete_as_mistake(at_desk.desk, meeting)
    at_desk.go(Address("deleted"))
    at_desk.see("deletedRecords", QTableView)

    press(Qt.Key.Key_Return)

    at_desk.says("It is back where it was.")
    at_desk.gone("deletedRecords")
    with at_desk.desk.store.read() as reader:
        stored = reader.record(meeting)
    assert stored is not None
    assert not stored.gone


def joined(at_desk: AtDesk, *, hers: bool) -> None:
    """Her desk belongs to an organisation, whose one caseload is hers, or a colleague's."""
    with at_desk.desk.store.read() as reader:
        (seen,) = reader.conflicts()
        stored = reader.record(seen.record)
    assert stored is not None
    caseload = Membership(stored.space, SpaceKind.CASELOAD, opener=hers)
    remember_memberships(at_desk.desk.store, at_desk.desk.worker, [caseload])


def test_whoever_may_not_choose_sees_both_answers_and_who_does(at_desk: AtDesk, qtbot: QtBot) -> None:
    disputed(at_desk, "age", "28", "30")
    joined(at_desk, hers=False)
    at_desk.go(Address("conflicts"))
    qtbot.waitUntil(at_desk.see("opinion=0").isVisible)

    assert "supervisor chooses" in at_desk.see("whoChooses", Label).text()
    assert [each.isHidden() for each in at_desk.window.findChildren(Button, "keepAnswer")] == [True]


def test_a_worker_reads_that_the_careful_answer_is_let_go_by_a_supervisor(at_desk: AtDesk, qtbot: QtBot) -> None:
    disputed(at_desk, "contact_allowed", "true", "false")
    joined(at_desk, hers=True)
    at_desk.go(Address("conflicts"))
    qtbot.waitUntil(at_desk.see("opinion=0").hasFocus)

    press(Qt.Key.Key_2)
    assert not at_desk.see("keepAnswer", Button).isEnabled()
    assert "for a supervisor to choose" in at_desk.see("whoChooses", Label).text()
    press(Qt.Key.Key_1)
    assert at_desk.see("keepAnswer", Button).isEnabled()
    assert [each.isHidden() for each in at_desk.window.findChildren(Label, "whoChooses")] == [True]
