"""The small parts: choices by number key, searched choices, lines that are read, fields that say what is wrong."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from fieldapp.domain.answers import Special
from fieldapp.domain.names import fold_name
from fieldapp.errors import Mistake
from fieldapp.words import Sentence
from tests.helpers import looks
from tests.helpers.keys import CTRL, click, press, type_text
from ui.widgets.ask import Ask
from ui.widgets.choices import ChoiceList, Option
from ui.widgets.field import Field
from ui.widgets.lines import ReadLine, TextArea, TextLine
from ui.widgets.pages import Body
from ui.widgets.search_choice import SearchChoice
from ui.widgets.secret import SecretLine
from ui.widgets.summary import ErrorSummary, Wrong

WAYS = [Option("written", "in writing"), Option("thumb", "by thumbprint"), Option("spoken", "spoken, witnessed")]
NAMES = [Option(str(n), name) for n, name in enumerate(("Ак-Суу", "Айгүл", "Бишкек", "Ош", "Кара-Кол", "Нарын"))]
Shown = Callable[[QWidget], QWidget]


@pytest.fixture
def shown(qtbot: QtBot) -> Shown:
    """Puts a widget into a window that has the keyboard, and keeps that until the test is over."""
    windows: list[QWidget] = []

    def show(widget: QWidget) -> QWidget:
        window = QWidget()
        windows.append(window)
        qtbot.addWidget(window)
        column = QVBoxLayout(window)
        column.addWidget(widget)
        after = TextLine("after")
        after.setAccessibleName("After")
        column.addWidget(after)
        window.resize(560, 400)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        widget.setFocus()
        return window

    return show


def test_a_number_key_picks_its_choice(shown: Shown, qtbot: QtBot) -> None:
    choices = ChoiceList(WAYS)
    shown(choices)

    with qtbot.waitSignal(choices.chosen) as chosen:
        press(Qt.Key.Key_3)

    assert chosen.args == [("spoken",)]
    assert choices.values() == ("spoken",)


def test_several_choices_hold_at_once_where_several_may(shown: Shown) -> None:
    choices = ChoiceList(WAYS, many=True)
    shown(choices)
    press(Qt.Key.Key_3)
    press(Qt.Key.Key_1)

    assert choices.values() == ("written", "spoken")


def test_delete_takes_an_answer_back(shown: Shown, qtbot: QtBot) -> None:
    choices = ChoiceList(WAYS)
    choices.show_values(["thumb"])
    shown(choices)
    with qtbot.waitSignal(choices.chosen) as chosen:
        press(Qt.Key.Key_Delete)

    assert chosen.args == [()]
    assert choices.values() == ()


def test_arrows_and_tab_lead_from_one_check_box_to_the_next(shown: Shown) -> None:
    choices = ChoiceList([], many=True)
    window = shown(choices)
    choices.offer(WAYS)
    for _ in range(3):
        QCoreApplication.processEvents()
    choices.setFocus()
    press(Qt.Key.Key_Down)
    second = window.focusWidget()
    press(Qt.Key.Key_Tab)
    third = window.focusWidget()
    press(Qt.Key.Key_Tab)

    focus = window.focusWidget()
    assert [second, third] == choices.rows()[1:]
    assert focus is not None
    assert focus.objectName() == "after"


def test_what_is_still_offered_stays_chosen(shown: Shown) -> None:
    choices = ChoiceList(WAYS)
    choices.show_values(["thumb"])
    choices.offer(WAYS[1:])

    assert choices.values() == ("thumb",)


def test_a_long_choice_wraps_and_is_never_cut(shown: Shown) -> None:
    words = "лицо, ответственное за организацию перенаправления пострадавших, " * 4
    window = shown(ChoiceList([Option("long", words), *WAYS]))
    QCoreApplication.processEvents()

    assert looks.faults_of(window) == []


def test_a_name_is_found_in_any_spelling(shown: Shown, qtbot: QtBot) -> None:
    search = SearchChoice(NAMES, fold=fold_name)
    shown(search)

    type_text("aigul")
    with qtbot.waitSignal(search.chosen) as chosen:
        press(Qt.Key.Key_Return)

    assert chosen.args == [("1",)]
    assert search.edit.text() == "Айгүл"


def test_what_was_typed_and_not_picked_is_no_answer(shown: Shown) -> None:
    search = SearchChoice(NAMES)
    search.show_values(["3"])
    shown(search)
    search.edit.selectAll()
    type_text("Биш")
    press(Qt.Key.Key_Escape)

    assert search.values() == ("3",)
    assert search.edit.text() == "Ош"


def test_several_are_picked_one_after_another_and_taken_away(shown: Shown, qtbot: QtBot) -> None:
    search = SearchChoice(NAMES, many=True)
    window = shown(search)
    for letters in ("ош", "нар"):
        type_text(letters)
        press(Qt.Key.Key_Return)
    held = search.values()
    QCoreApplication.processEvents()
    away = [button for button in looks.controls(window) if looks.spoken_name(button) == "Take away Ош"]
    click(away[0])

    assert held == ("3", "5")
    assert search.values() == ("5",)


def read_even(text: str) -> str:
    """Reads even numbers, with spaces."""
    number = int(text.replace(" ", ""))
    if number % 2:
        raise Mistake("{number} is odd. Type an even number.", number=number)
    return str(number)


def test_a_line_is_read_as_one_types_but_found_wrong_only_when_left(shown: Shown, qtbot: QtBot) -> None:
    line = ReadLine(read_even)
    told: list[object] = []
    line.changed.connect(told.append)
    shown(line)

    type_text("1")
    early = line.wrong
    press(Qt.Key.Key_Tab)

    assert early is None
    assert str(line.wrong) == "1 is odd. Type an even number."
    assert told == []


def test_what_was_read_is_shown_as_it_is_written(shown: Shown, qtbot: QtBot) -> None:
    line = ReadLine(read_even, lambda value: f"{value}.00")
    shown(line)
    type_text("1 2")
    press(Qt.Key.Key_Tab)

    assert line.value() == "12"
    assert line.text() == "12.00"


def test_a_line_that_is_mended_is_no_longer_wrong(shown: Shown, qtbot: QtBot) -> None:
    line = ReadLine(read_even)
    shown(line)
    type_text("1")
    press(Qt.Key.Key_Tab)
    line.setFocus()
    type_text("2")

    assert line.wrong is None
    assert line.value() == "12"


def test_control_enter_leaves_a_text_of_several_lines(shown: Shown) -> None:
    area = TextArea()
    shown(area)
    type_text("one")
    press(Qt.Key.Key_Return)
    type_text("two")
    press(Qt.Key.Key_Return, CTRL)

    assert area.value() == "one\ntwo"


def test_a_field_says_what_is_wrong_beside_itself_and_to_screen_readers(shown: Shown) -> None:
    line = TextLine()
    field = Field(Sentence("Nickname"), line, hint=Sentence("Everybody sees it."), width=200)
    window = shown(field)
    field.say_wrong("Choose another.")
    QCoreApplication.processEvents()

    assert field.wrong.isVisible()
    assert line.accessibleName() == "Nickname"
    assert line.accessibleDescription() == "Everybody sees it. Choose another."
    assert looks.faults_of(window) == []


def test_f4_offers_the_special_answers(shown: Shown, qtbot: QtBot) -> None:
    line = TextLine()
    field = Field("Age", line, specials=tuple(Special))
    shown(field)
    line.setFocus()
    picked: list[object] = []
    field.special_picked.connect(picked.append)

    actions = field.special_actions()
    actions[1].trigger()
    field.show_special(Special.DECLINED)

    assert picked == [Special.DECLINED]
    assert not line.isVisible()
    assert len(actions) == 3


def test_a_secret_is_hidden_until_she_asks(shown: Shown) -> None:
    secret = SecretLine("passphrase")
    window = shown(secret)
    type_text("Open")
    hidden = secret.edit.displayText()
    click(secret.show_button)

    assert "Open" not in hidden
    assert secret.edit.displayText() == "Open"
    assert window.isVisible()


def test_capitals_without_shift_mean_caps_lock(shown: Shown) -> None:
    secret = SecretLine("passphrase")
    shown(secret)
    secret.edit.setFocus()
    type_text("a")
    before = secret.keyboard.text()
    press(Qt.Key.Key_CapsLock)

    assert "Caps Lock" not in before
    assert "Caps Lock is on." in secret.keyboard.text()


def test_a_summary_jumps_to_what_is_wrong(shown: Shown, qtbot: QtBot) -> None:
    summary = ErrorSummary()
    window = shown(summary)
    summary.show_wrongs([Wrong("age", "Age – 300 years is too much"), Wrong("day", "Date – there is no 31 February")])
    QCoreApplication.processEvents()

    with qtbot.waitSignal(summary.jumped) as jumped:
        click(summary.entries()[1])

    assert jumped.args == ["day"]
    assert looks.faults_of(window) == []


def test_a_question_that_destroys_is_answered_no_by_default(shown: Shown, qtbot: QtBot) -> None:
    window = shown(TextLine())
    ask = Ask(window, "Remove this row?", "Its answers will be gone.", "Remove the row")
    agreed: list[bool] = []
    ask.agreed.connect(lambda: agreed.append(True))
    ask.open()
    qtbot.waitUntil(ask.isActiveWindow)
    press(Qt.Key.Key_Return)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    assert agreed == []


def test_where_she_types_stays_in_sight_when_the_page_grows_above_it(qtbot: QtBot) -> None:
    body = Body()
    above, line = QWidget(), TextLine()
    above.setMinimumHeight(1_000)
    body.column.addWidget(above)
    body.column.addWidget(line)
    body.resize(400, 200)
    qtbot.addWidget(body)
    body.show()
    qtbot.waitUntil(body.isActiveWindow)
    line.setFocus()
    qtbot.waitUntil(lambda: not line.visibleRegion().isEmpty())
    bottom = body.verticalScrollBar().maximum()

    above.setMinimumHeight(2_000)

    qtbot.waitUntil(lambda: body.verticalScrollBar().maximum() > bottom)
    qtbot.waitUntil(lambda: not line.visibleRegion().isEmpty())
