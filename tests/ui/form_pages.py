"""A form page of the form of every kind, open and with the keyboard, for the tests of what stands on it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from fieldapp.domain.ids import FieldId, RecordId
from fieldapp.forms.filling.session import FormSession
from fieldapp.forms.places import Place
from tests.ui.every_kind import today
from ui.forms.page import FormPage
from ui.forms.question import QuestionField, question_of
from ui.forms.rows_box import RowsBox


def place(name: str, row: RecordId | None = None) -> Place:
    return Place(row, FieldId(name))


def opened(session: FormSession, qtbot: QtBot, at: int = 0) -> FormPage:
    """The form at this page."""
    page = FormPage(session, today=today)
    qtbot.addWidget(page)
    page.resize(1045, 440)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    page.stack.open(at)
    page.first_target().setFocus()
    return page


def field(page: FormPage, name: str) -> QuestionField:
    found = page.stack.view.field(place(name))
    assert found is not None
    return found


def go_to(page: FormPage, name: str) -> QuestionField:
    """The question, with the keyboard in it."""
    found = field(page, name)
    found.focus()
    return found


def box(page: FormPage, name: str) -> RowsBox:
    found = page.stack.view.box(place(name, page.stack.sheet.row))
    assert found is not None
    return found


def asked() -> str:
    """The question that has the keyboard."""
    question = question_of(QApplication.focusWidget())
    return "" if question is None else question.place.field


def settle() -> None:
    """Let layouts and shown widgets come to rest."""
    for _ in range(3):
        QCoreApplication.processEvents()
