"""The course of an interview is noted as she goes through the page, not only where she types."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from fieldapp.forms.filling.course import events_from
from fieldapp.forms.filling.session import FormSession
from fieldapp.words import ENGLISH
from tests.helpers.clock import StandingClock
from tests.helpers.keys import press, type_text
from tests.ui.sample_form import FORM, today
from ui.forms.page import FormPage

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.mark.parametrize("read_only", [False, True])
def test_each_question_she_comes_to_is_noted_unless_she_only_reads(qtbot: QtBot, read_only: bool) -> None:
    session = FormSession(
        replace(FORM, audit={"track-changes": "true"}),
        clock=StandingClock(),
        user="worker 1",
        device="desk 1",
        language=ENGLISH,
    )
    page = FormPage(session, today=today, read_only=read_only)
    qtbot.addWidget(page)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    page.stack.open(1)
    page.stack.view.focus_first()
    type_text("Participant")
    press(Qt.Key.Key_Return)

    nodes = [(event.node, event.new) for event in events_from(session.course()) if event.what == "question"]
    came_to = [("/data/who/family_name", "Participant"), ("/data/who/age", "")]
    assert [node for node in nodes if node[0].startswith("/data/who")] == ([] if read_only else came_to)
    page.close()
