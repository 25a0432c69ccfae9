"""Somebody who came and is on no list: the few questions that put a person on it, beside the roll."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from fieldapp.domain.answers import Answer
from fieldapp.domain.ids import FieldId
from fieldapp.words import Sentence
from fieldapp.work.filling import Filling
from ui.forms.part import FormPart
from ui.forms.reading import Today
from ui.theme.sizes import CLOSE, px
from ui.widgets.buttons import plain, primary
from ui.widgets.pages import Body
from ui.widgets.said import section

_ASKED: Final = ("family_name", "given_name", "sex", "age_band", "guardian_agrees", "consent_to_list")


class Newcomer(QFrame):
    """Has the keyboard from the first question that the typed name leaves open."""

    #: The new participant is as it should be.
    added = Signal()
    #: Nobody is added after all.
    given_up = Signal()

    def __init__(self, filling: Filling, *, today: Today) -> None:
        super().__init__()
        self.setObjectName("newcomer")
        self.filling = filling
        self.part = FormPart(filling.session, _ASKED, today=today)
        self.part.passed.connect(self._on_passed)
        self.body = Body()
        self.body.column.addWidget(self.part)
        self.body.column.addStretch(1)
        self.no = plain(Sentence("Not now"))
        self.no.setObjectName("notNow")
        self.yes = primary(Sentence("Add, present"))
        self.yes.setObjectName("addPresent")
        self.no.clicked.connect(self.given_up)
        self.yes.clicked.connect(self._on_yes)
        buttons = QHBoxLayout()
        buttons.setSpacing(px(CLOSE))
        buttons.addStretch(1)
        buttons.addWidget(self.no)
        buttons.addWidget(self.yes)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(CLOSE))
        column.addWidget(section(Sentence("New on the list")))
        column.addWidget(self.body, 1)
        column.addLayout(buttons)

    def take_the_keyboard(self) -> None:
        """On to what is asked after the name."""
        field = self.part.field("sex")
        if field is not None:
            field.focus()

    @Slot()
    def _on_passed(self) -> None:
        self.yes.setFocus(Qt.FocusReason.TabFocusReason)

    @Slot()
    def _on_yes(self) -> None:
        if not self.part.wrongs():
            self.added.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.given_up.emit()
            return
        super().keyPressEvent(event)


def name_of(typed: str) -> dict[FieldId, Answer]:
    """A name as it is written on lists here: one word is the given name, of two the first is the family's."""
    match typed.split():
        case []:
            return {}
        case [given]:
            return {FieldId("given_name"): given}
        case [family, given]:
            return {FieldId("family_name"): family, FieldId("given_name"): given}
        case [family, given, *rest]:
            return {
                FieldId("family_name"): family,
                FieldId("given_name"): given,
                FieldId("patronymic"): " ".join(rest),
            }
    return {}
