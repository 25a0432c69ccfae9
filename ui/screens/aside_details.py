"""What there is to say of one thing that was put aside, and what was found inside it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from PySide6.QtWidgets import QVBoxLayout, QWidget

from fieldapp.domain.attachments import size_words
from fieldapp.words import Sentence, say, say_number
from fieldapp.work.aside_contents import Inside
from sync.client.records.aside import PutAside
from ui import times
from ui.screens.history import DEEDS
from ui.theme.sizes import NEAR, px
from ui.widgets.pages import Body
from ui.widgets.said import Label, quiet, said, show_if

#: More than these are counted, not shown.
_SHOWN: Final = 30


class AsideDetails(QWidget):
    """Codes and forms alone: what is inside is told by what it would change, never by what it says."""

    def __init__(self) -> None:
        super().__init__()
        self._number = 0
        self.reason = Label(strong=True)
        self.reason.setObjectName("aside-reason")
        self.advice = Label()
        self.advice.setObjectName("aside-advice")
        self.what = quiet()
        self.contents = Label()
        self.contents.setObjectName("aside-inside")
        body = Body()
        body.column.setSpacing(px(NEAR))
        for label in (self.reason, self.advice, self.what, self.contents):
            body.column.addWidget(label)
        body.column.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(body)

    def show_one(self, one: PutAside | None) -> None:
        """This one is chosen now."""
        show_if(self, one is not None)
        number = 0 if one is None else one.number
        if number != self._number:
            self.contents.say("")
        self._number = number
        if one is not None:
            self.reason.say(one.reason)
            self.advice.say(one.advice)
            self.what.say(_what(one))

    def show_inside(self, found: Sequence[Inside], today: date) -> None:
        """What was found inside."""
        lines = [_line(one, today) for one in found[:_SHOWN]]
        if (left := len(found) - _SHOWN) > 0:
            lines.append(say_number("and {number} more", "and {number} more", left))
        self.contents.say("\n".join(lines) or Sentence("Nothing is inside."))


def _what(one: PutAside) -> str:
    size = said(size_words(one.size))
    if one.whole and one.title:
        return say("A packet of “{space}”, {size}.", space=one.title, size=size)
    if one.whole:
        return say("A packet, {size}.", size=size)
    return say("One change of “{space}”, {size}.", space=one.title or say("a space"), size=size)


def _line(one: Inside, today: date) -> str:
    when, who, deed = times.lately(one.when, today), said(one.who), said(DEEDS[one.deed])
    line = say("{form}: {deed}, {who}, {when}", form=one.label, deed=deed, who=who, when=when)
    return say("{code}: {what}", code=one.code, what=line) if one.code else line
