"""A form that asks for pictures and files, known to an open desk."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter

from fieldapp.domain.attachments import Attachment, attachment_in
from fieldapp.domain.ids import FieldId, FormId
from fieldapp.forms.model import Form, Kind
from fieldapp.forms.places import Place
from fieldapp.storage.values import ListFields
from fieldapp.work.facts import facts_of
from tests.ui.at_desk import AtDesk
from tests.ui.sample_form import ask, text
from ui.forms.attachment import AttachmentControl
from ui.forms.question import QuestionField
from ui.screens.desk_form import DeskForm

PAPERS = FormId("papers")
FORM = Form(
    id=PAPERS,
    version="1",
    title="Papers",
    languages={"en": "English", "ru": "Русский"},
    default_language="en",
    children=(
        ask("photo", Kind.IMAGE, "A photo of the certificate", "Снимок справки", parameters={"max-pixels": "800"}),
        ask("paper", Kind.FILE, "The decision of the court", "Решение суда",
            hint=text("As it came.", "Как пришло.")),
        ask("signature", Kind.IMAGE, "Her signature", "Её подпись", appearance="signature", specials=()),
        ask("remark", Kind.TEXT, "Remark", "Примечание"),
    ),
)  # fmt: skip


def know_the_form(at: AtDesk) -> None:
    """As after it was brought in."""
    at.desk.library.add(FORM)
    at.desk.store.learn(facts_of(FORM, listed=ListFields()))


def a_picture(width: int = 1600, height: int = 1200) -> QImage:
    """A red house on white, with words that a camera might write into it."""
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    painter.fillRect(width // 4, height // 3, width // 2, height // 2, QColor("#b03030"))
    painter.end()
    image.setText("GPS", "42.8746 74.5698")
    return image


def a_photo(folder: Path, name: str = "Справка.jpg") -> Path:
    """A photo as a telephone makes it: with the place where it was taken."""
    path = folder / name
    assert a_picture().save(str(path))
    content = path.read_bytes()
    where = b"Exif\0\0GPSLatitude 42.8746 canary of the place"
    path.write_bytes(content[:2] + b"\xff\xe1" + (len(where) + 2).to_bytes(2, "big") + where + content[2:])
    return path


def field(form: DeskForm, name: str) -> QuestionField:
    found = form.page.stack.view.field(Place(None, FieldId(name)))
    assert found is not None
    return found


def control(form: DeskForm, name: str) -> AttachmentControl:
    found = field(form, name).control_of
    assert isinstance(found, AttachmentControl)
    return found


def answer(form: DeskForm, name: str) -> Attachment | None:
    """The file that the session has as the answer."""
    return attachment_in(form.page.session.answer(Place(None, FieldId(name))))


def taken(at: AtDesk, form: DeskForm, name: str, path: Path) -> Attachment:
    """The file as the answer, once it was taken in and is shown."""
    control(form, name).take(path)
    at.settle()
    found = answer(form, name)
    assert found is not None
    return found


def copied(fill: Callable[[QMimeData], None]) -> None:
    """Something on the clipboard."""
    mime = QMimeData()
    fill(mime)
    QGuiApplication.clipboard().setMimeData(mime)
