"""Drafts to go on with: what was half typed when the screen was left, the laptop locked or the battery died."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fieldapp.forms.library import Library
from fieldapp.words import Sentence, say_number, spoken
from fieldapp.work.packs import Packs
from fieldapp.work.today import Unfinished
from ui import times
from ui.places import place_to_type
from ui.theme.sizes import CLOSE, px
from ui.widgets.links import LinkRow
from ui.widgets.said import quiet, section, show_if

#: So many stand on the page; the others are found in their cases.
MOST: Final = 3


class Drafts(QWidget):
    """Takes no room while nothing is half typed."""

    #: The Address where she goes on.
    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[tuple[LinkRow, Unfinished]] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        title = section(Sentence("Not finished"))
        title.setContentsMargins(0, 0, 0, px(CLOSE))
        self._column.addWidget(title)
        self.more = quiet()
        self._column.addWidget(self.more)
        self.hide()

    def show_drafts(self, drafts: Sequence[Unfinished], packs: Packs, library: Library) -> None:
        """Offer these; when nothing changed, what has the keyboard keeps it."""
        if [draft for _, draft in self._rows] == list(drafts[:MOST]):
            return
        for row, _ in self._rows:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows = []
        for number, draft in enumerate(drafts[:MOST]):
            row = LinkRow(_words(draft, packs, library))
            row.setObjectName(f"draft={draft.record}")
            row.clicked.connect(self._on_clicked)
            self._column.insertWidget(number + 1, row)
            self._rows.append((row, draft))
        left = len(drafts) - MOST
        self.more.say(say_number("and {number} more", "and {number} more", left) if left > 0 else "")
        show_if(self.more, left > 0)
        show_if(self, bool(drafts))

    @Slot()
    def _on_clicked(self) -> None:
        for row, draft in self._rows:
            if row is self.sender():
                self.chosen.emit(place_to_type(draft.form, draft.record, draft.place))
                return


def _words(draft: Unfinished, packs: Packs, library: Library) -> Sentence:
    values = {
        "what": packs.rule(draft.form, library).called(spoken()),
        "code": draft.code,
        "when": times.moment(draft.kept),
    }
    if draft.code:
        return Sentence("{what}, {code}, typed {when}", values)
    return Sentence("{what}, typed {when}", values)
