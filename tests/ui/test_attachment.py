"""A question for a picture or a file is answered: chosen, dropped, pasted or drawn, or refused in words."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication, QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from fieldapp.domain.attachments import attachment_in
from fieldapp.domain.ids import FieldId
from fieldapp.work.attaching import contents
from tests.helpers.keys import CTRL, click, press
from tests.ui.at_desk import AtDesk
from tests.ui.attached_form import (
    PAPERS,
    a_photo,
    a_picture,
    answer,
    control,
    copied,
    field,
    know_the_form,
    taken,
)
from tests.ui.house import answer_file
from tests.ui.test_record_screen import open_form
from ui.pictures import shown
from ui.screen import Address
from ui.screens.desk_form import DeskForm

#: The list of what fits, below the line of a dialog, on a platform without a screen.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def form(at_desk: AtDesk, qtbot: QtBot) -> Iterator[DeskForm]:
    """A new record of a form that asks for papers."""
    know_the_form(at_desk)
    yield open_form(at_desk, qtbot, Address("add", "", PAPERS))
    QGuiApplication.clipboard().clear()


def test_a_photo_is_chosen_by_keyboard_and_saved_with_the_record(
    at_desk: AtDesk, form: DeskForm, tmp_path: Path, qtbot: QtBot
) -> None:
    photo = a_photo(tmp_path)
    control(form, "photo").view.setFocus()
    press(Qt.Key.Key_Return)
    answer_file(qtbot, photo)
    qtbot.waitUntil(lambda: answer(form, "photo") is not None)
    at_desk.settle()
    press(Qt.Key.Key_S, CTRL)
    at_desk.settle()

    with at_desk.desk.store.read() as reader:
        (record,) = reader.of_form(PAPERS)
    attached = attachment_in(record.answers[FieldId("photo")])
    assert attached is not None
    assert attached.name == "Справка.jpg"
    content = contents(at_desk.desk, attached)
    assert b"GPS" not in content
    assert QImage.fromData(content).width() == 800, "as the form asks"


def test_what_is_still_being_taken_in_keeps_the_form_from_being_saved_without_it(
    at_desk: AtDesk, form: DeskForm, tmp_path: Path
) -> None:
    control(form, "photo").take(a_photo(tmp_path))

    assert field(form, "photo").standing_wrong == "The file is still being taken in. Wait a moment."
    at_desk.settle()
    assert field(form, "photo").standing_wrong == ""


def test_a_picture_is_pasted_from_the_clipboard_by_its_key(at_desk: AtDesk, form: DeskForm) -> None:
    QGuiApplication.clipboard().setImage(a_picture())
    control(form, "photo").view.setFocus()

    press(Qt.Key.Key_V, CTRL)
    at_desk.settle()

    found = answer(form, "photo")
    assert found is not None
    assert (found.name, found.type) == ("picture.png", "image/png")


def test_a_file_is_pasted_and_dropped(at_desk: AtDesk, form: DeskForm, tmp_path: Path) -> None:
    (tmp_path / "решение.pdf").write_bytes(b"%PDF-1.7 decided")
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path / "решение.pdf"))])
    copied(lambda mime: mime.setUrls([QUrl.fromLocalFile(str(tmp_path / "решение.pdf"))]))
    click(control(form, "paper").view.paste)
    at_desk.settle()
    pasted = answer(form, "paper")
    control(form, "paper")._on_remove_agreed()

    drop = QDropEvent(
        QPointF(5, 5), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    control(form, "paper").view.dropEvent(drop)
    at_desk.settle()
    dropped = answer(form, "paper")

    assert pasted is not None
    assert dropped is not None
    assert pasted.id != dropped.id
    assert contents(at_desk.desk, dropped) == b"%PDF-1.7 decided"
    assert not control(form, "paper").view.look.isVisible(), "there is nothing to be seen of a PDF"


def test_an_empty_clipboard_is_told_beside_the_question(form: DeskForm) -> None:
    copied(lambda mime: mime.setText("only words"))

    click(control(form, "photo").view.paste)

    assert field(form, "photo").wrong.label.text() == "There is no picture and no file to paste. Copy one first."


def test_a_photo_as_a_file_loses_its_place_too_and_other_files_stay_as_they_are(
    at_desk: AtDesk, form: DeskForm, tmp_path: Path
) -> None:
    found = taken(at_desk, form, "paper", a_photo(tmp_path))

    assert b"GPS" not in contents(at_desk.desk, found)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.jpg", b"no picture", "cannot be read as a picture"),
        ("a.heic", b"a telephone's photo", "may tell where the photo was taken"),
        ("a.jpg", b"", "is empty"),
    ],
)
def test_what_cannot_be_taken_in_is_told_beside_the_question_and_keeps_nothing_from_being_saved(
    at_desk: AtDesk, form: DeskForm, tmp_path: Path, name: str, content: bytes, words: str
) -> None:
    (tmp_path / name).write_bytes(content)

    control(form, "photo").take(tmp_path / name)
    at_desk.settle()

    assert words in field(form, "photo").wrong.label.text()
    assert field(form, "photo").standing_wrong == ""
    assert answer(form, "photo") is None
    assert not list(at_desk.desk.store.attachments.folder.glob("*"))


def test_a_film_of_two_gigabytes_is_refused_in_words(at_desk: AtDesk, form: DeskForm, tmp_path: Path) -> None:
    with (tmp_path / "film.mp4").open("wb") as film:
        film.truncate(2_000_000_000)

    control(form, "paper").take(tmp_path / "film.mp4")
    at_desk.settle()

    assert "has 2000 MB. Up to 20 MB can be attached" in field(form, "paper").wrong.label.text()


def test_a_signature_is_drawn_kept_and_seen(at_desk: AtDesk, form: DeskForm) -> None:
    found = control(form, "signature")
    pad = found.view.pad
    assert pad is not None
    assert not found.view.keep.isEnabled()
    QTest.mousePress(pad, Qt.MouseButton.LeftButton, pos=QPoint(20, 60))
    QTest.mouseMove(pad, QPoint(200, 60))
    QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=QPoint(200, 60))
    ink = pad.picture()

    click(found.view.keep)
    at_desk.settle()

    attached = answer(form, "signature")
    assert attached is not None
    assert attached.name == "signature.png"
    image = shown(contents(at_desk.desk, attached), ink.size())
    assert image is not None
    assert image.pixelColor(40, 120).lightness() < 100
    assert image.pixelColor(5, 5).lightness() == 255
    assert pad.is_empty
    assert not pad.isVisible()


def test_a_drawing_can_be_begun_again(form: DeskForm) -> None:
    view = control(form, "signature").view
    assert view.pad is not None
    QTest.mouseClick(view.pad, Qt.MouseButton.LeftButton)
    assert view.keep.isEnabled()

    click(view.clear)

    assert view.pad.is_empty
    assert not view.keep.isEnabled()


def test_a_page_that_was_left_while_its_file_was_taken_in_hears_nothing_of_it(
    at_desk: AtDesk, form: DeskForm, tmp_path: Path, qtbot: QtBot
) -> None:
    control(form, "photo").take(a_photo(tmp_path))

    form.left.emit()
    at_desk.settle()

    assert len(list(at_desk.desk.store.attachments.folder.iterdir())) == 1, "swept at the next opening"


def test_what_else_is_answered_meanwhile_does_not_hide_that_a_file_is_being_taken_in(
    at_desk: AtDesk, form: DeskForm, tmp_path: Path
) -> None:
    control(form, "photo").take(a_photo(tmp_path))

    field(form, "photo").refresh()

    assert control(form, "photo").view.note.text() == "Taking it in…"
    at_desk.settle()
