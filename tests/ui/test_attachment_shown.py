"""A picture or a file that is the answer: seen, looked at, saved elsewhere, removed, or not here yet."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from fieldapp.storage.values import Happened
from fieldapp.words import Language
from tests.helpers import looks
from tests.helpers.keys import click, press
from tests.ui.at_desk import AtDesk
from tests.ui.attached_form import (
    PAPERS,
    a_photo,
    answer,
    control,
    copied,
    know_the_form,
    taken,
)
from tests.ui.house import answer_file
from tests.ui.test_record_screen import open_form
from ui.screen import Address
from ui.screens.desk_form import DeskForm
from ui.tongue import Tongue

#: The list of what fits, below the line of a dialog, on a platform without a screen.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def form(at_desk: AtDesk, qtbot: QtBot) -> Iterator[DeskForm]:
    """A new record of a form that asks for papers."""
    know_the_form(at_desk)
    yield open_form(at_desk, qtbot, Address("add", "", PAPERS))
    QGuiApplication.clipboard().clear()


def test_the_answer_shows_the_picture_its_name_and_its_size(at_desk: AtDesk, form: DeskForm, tmp_path: Path) -> None:
    taken(at_desk, form, "photo", a_photo(tmp_path))
    view = control(form, "photo").view

    assert view.thumb.isVisible()
    assert view.thumb.pixmap().width() > 100
    assert view.named.text() == "Справка.jpg"
    assert view.note.text().endswith(" KB")
    assert view.look.isVisible()
    assert not view.choose.isVisible()


def test_the_keyboard_stays_with_the_question_when_its_file_is_there(
    at_desk: AtDesk, form: DeskForm, tmp_path: Path
) -> None:
    view = control(form, "photo").view
    view.setFocus()

    taken(at_desk, form, "photo", a_photo(tmp_path))

    focus = QApplication.focusWidget()
    assert focus is not None
    assert view.isAncestorOf(focus)


def test_a_picture_is_looked_at_in_the_window_and_put_away_by_a_key(
    at_desk: AtDesk, form: DeskForm, tmp_path: Path
) -> None:
    taken(at_desk, form, "photo", a_photo(tmp_path))

    click(control(form, "photo").view.look)
    picture = at_desk.see("picture")
    assert picture.height() <= at_desk.window.height()
    assert looks.faults_of(picture) == []
    press(Qt.Key.Key_Escape)

    at_desk.gone("picture")


def test_removing_a_file_is_asked_about_and_leaves_the_question_open(
    at_desk: AtDesk, form: DeskForm, tmp_path: Path
) -> None:
    taken(at_desk, form, "photo", a_photo(tmp_path))
    control(form, "photo").view.setFocus()

    press(Qt.Key.Key_Delete)
    at_desk.see("ask")
    press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Return)
    at_desk.gone("ask")

    assert answer(form, "photo") is None
    assert control(form, "photo").view.choose.isVisible()


def test_a_copy_in_clear_is_saved_after_a_warning_where_she_says(
    at_desk: AtDesk, form: DeskForm, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7 decided")
    taken(at_desk, form, "paper", tmp_path / "a.pdf")
    (tmp_path / "stick").mkdir()

    click(control(form, "paper").view.save)
    at_desk.see("ask")
    press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Return)
    answer_file(qtbot, tmp_path / "stick" / "copy.pdf")
    qtbot.waitUntil((tmp_path / "stick" / "copy.pdf").exists)
    at_desk.settle()

    assert (tmp_path / "stick" / "copy.pdf").read_bytes() == b"%PDF-1.7 decided"
    assert control(form, "paper").view.note.text() == "A copy was saved as copy.pdf."


def test_a_half_typed_form_comes_back_with_its_file_after_the_program_ended(
    at_desk: AtDesk, form: DeskForm, tmp_path: Path, qtbot: QtBot
) -> None:
    found = taken(at_desk, form, "photo", a_photo(tmp_path))
    form.keep()
    at_desk.settle()
    at_desk.desk.store.attachments._wanted.clear()
    at_desk.desk.store.sweep()

    again = open_form(at_desk, qtbot, form.address())

    assert answer(again, "photo") == found
    qtbot.waitUntil(control(again, "photo").view.thumb.isVisible)


def test_an_answer_whose_file_has_not_come_says_so_and_offers_nothing_to_save(
    at_desk: AtDesk, form: DeskForm, tmp_path: Path, qtbot: QtBot
) -> None:
    found = taken(at_desk, form, "photo", a_photo(tmp_path))
    form.keep()
    at_desk.settle()
    at_desk.desk.store.attachments.path(found.id).unlink()

    view = control(open_form(at_desk, qtbot, form.address()), "photo").view

    qtbot.waitUntil(lambda: view.note.text().startswith("The file is not on this laptop yet."))
    assert view.named.text() == "Справка.jpg"
    assert not view.save.isVisible()
    assert not view.look.isVisible()


def test_a_record_that_is_only_read_shows_its_files_and_takes_none(
    at_desk: AtDesk, form: DeskForm, tmp_path: Path
) -> None:
    taken(at_desk, form, "photo", a_photo(tmp_path))

    for name in ("photo", "paper"):
        control(form, name).set_read_only(True)
    copied(lambda mime: mime.setUrls([QUrl.fromLocalFile(str(a_photo(tmp_path)))]))

    view = control(form, "photo").view
    assert view.look.isVisible()
    assert view.save.isVisible()
    assert not view.remove.isVisible()
    assert not control(form, "paper").view.choose.isVisible()


@pytest.mark.parametrize("language", ["en", "ru"])
def test_each_part_has_a_name_and_every_text_fits(
    at_desk: AtDesk, form: DeskForm, tmp_path: Path, tongue: Tongue, language: str
) -> None:
    tongue.switch(Language(language))
    taken(at_desk, form, "photo", a_photo(tmp_path, "Справка из районной поликлиники от 12 марта 2026 года.jpg"))
    (tmp_path / "a.heic").write_bytes(b"a telephone's photo")
    control(form, "paper").take(tmp_path / "a.heic")
    at_desk.settle()

    assert looks.faults_of(at_desk.window) == []


def test_a_file_that_comes_while_the_form_is_open_is_shown_by_itself(
    at_desk: AtDesk, form: DeskForm, tmp_path: Path, qtbot: QtBot
) -> None:
    found = taken(at_desk, form, "photo", a_photo(tmp_path))
    form.keep()
    at_desk.settle()
    path = at_desk.desk.store.attachments.path(found.id)
    path.rename(tmp_path / "at the server")
    view = control(open_form(at_desk, qtbot, form.address()), "photo").view
    qtbot.waitUntil(lambda: "not on this laptop yet" in view.note.text())

    (tmp_path / "at the server").rename(path)
    at_desk.board.tell(Happened(sync=True))

    qtbot.waitUntil(view.thumb.isVisible)
