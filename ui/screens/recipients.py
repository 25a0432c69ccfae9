"""Choose to whom she is referred: those she has released something to stand first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fieldapp.domain.names import fold_name
from fieldapp.words import Sentence
from fieldapp.work.directory import Recipient
from ui.models.held import HeldModel
from ui.models.listed import Column
from ui.screens.referral_lines import recipient_key, recipient_name, what_is_released
from ui.theme.sizes import CLOSE, px
from ui.widgets.buttons import quiet as quiet_button
from ui.widgets.list_box import ListBox
from ui.widgets.said import show_if
from ui.widgets.search_line import SearchLine

_NAME: Final = 500


class RecipientList(QWidget):
    """Found in any spelling. One that stands nowhere may be typed: a release or a danger to life can name anybody."""

    #: The name of the one she chose.
    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._recipients: tuple[Recipient, ...] = ()
        self._folded: list[str] = []
        columns = [
            Column(Sentence("To whom"), recipient_name, _NAME, strong=True),
            Column(Sentence("What they may be told"), what_is_released),
        ]
        self.model: HeldModel[Recipient] = HeldModel(columns, recipient_key, self)
        self.box = ListBox(
            self.model,
            Sentence("Recipients"),
            object_name="recipients",
            empty=Sentence("Nobody of that name is known here."),
            more=Sentence("Record a release first, or write the service into the directory."),
            titled=False,
        )
        self.box.table.opened.connect(self.chosen)
        self.search = SearchLine(self.box.table, Sentence("Type a name to find"), name="findRecipient")
        self.search.sought.connect(self._on_sought)
        self.other = quiet_button("")
        self.other.setObjectName("otherRecipient")
        self.other.clicked.connect(self._on_other)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(CLOSE))
        column.addWidget(self.search)
        column.addWidget(self.box, 1)
        column.addWidget(self.other)
        self.other.hide()

    def show_recipients(self, recipients: Sequence[Recipient]) -> None:
        """Offer these from now on."""
        self._recipients = tuple(recipients)
        self._folded = [fold_name(each.name) for each in recipients]
        self._on_sought(self.search.text())

    @Slot(str)
    def _on_sought(self, text: str) -> None:
        words = fold_name(text).split()
        pairs = zip(self._recipients, self._folded, strict=True)
        self.model.show([each for each, name in pairs if all(word in name for word in words)])
        name = " ".join(text.split())
        known = {each.name.casefold() for each in self._recipients}
        self.other.say(Sentence("Refer to “{name}”, who stands in no list", {"name": name}))
        show_if(self.other, bool(name) and name.casefold() not in known)

    @Slot()
    def _on_other(self) -> None:
        self.chosen.emit(" ".join(self.search.text().split()))
