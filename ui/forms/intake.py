"""A file, a pasted picture or a drawing on its way into an answer. All of it runs in the background."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtGui import QImage

from fieldapp.domain.attachments import Attachment
from fieldapp.forms.model import Kind, Question
from fieldapp.work.attaching import contents, read_whole, size_of, take_in, take_in_file
from fieldapp.work.desk import Desk
from ui.pictures import LONGEST, NotAPicture, encoded, is_picture, made_neutral, shown


def take_file(desk: Desk, path: Path, question: Question) -> Attachment:
    """A picture is drawn anew first, also where any file would do; other files go in as they are.

    Raises what `take_in_file` and `made_neutral` raise.
    """
    size_of(path)
    wants_picture = question.kind is Kind.IMAGE
    if wants_picture or is_picture(path):
        found = made_neutral(read_whole(path), path.name, longest_side(question))
        if found is not None:
            return take_in(desk, *found)
        if wants_picture:
            raise NotAPicture(path.name)
    return take_in_file(desk, path)


def take_image(desk: Desk, image: QImage, name: str, question: Question) -> Attachment:
    """What was pasted or drawn. Raises what `take_in` raises."""
    return take_in(desk, *encoded(image, name, longest_side(question)))


def look_at(desk: Desk, attachment: Attachment, size: QSize) -> QImage | None:
    """The picture no larger than this; None where there is nothing to be seen. Raises what `contents` raises."""
    return shown(contents(desk, attachment), size)


def longest_side(question: Question) -> int:
    """How many dots the longer side of a picture may have."""
    asked = question.parameters.get("max-pixels", "")
    return max(1, int(asked)) if asked.isdecimal() and asked.isascii() else LONGEST
