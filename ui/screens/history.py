"""What became of a record: who changed what, when, from what to what; the last edit first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from fieldapp.domain.ids import RecordId
from fieldapp.storage.values import Happened
from fieldapp.words import Sentence, say, spoken
from fieldapp.work.past import Changed, Deed, Past, PastEdit, look_at_past
from ui import times
from ui.room import Room
from ui.screen import Address
from ui.screens.live import LiveScreen
from ui.theme.sizes import CLOSE, COLUMN, px
from ui.widgets.pages import Body, Heading
from ui.widgets.said import Label, Words, quiet, said

#: What was done, in a word.
DEEDS: Final = {
    Deed.WRITTEN: Sentence("written"),
    Deed.CORRECTED: Sentence("corrected"),
    Deed.DELETED: Sentence("deleted as a mistake"),
    Deed.RESTORED: Sentence("brought back"),
    Deed.MOVED: Sentence("moved to another space"),
}


class HistoryScreen(LiveScreen[Past]):
    """Read only. `address.key` is the record."""

    name = "history"

    def __init__(self, address: Address, room: Room) -> None:
        super().__init__(address, room)
        self._record = RecordId(address.key)
        self.heading = Heading(Sentence("What was changed"))
        self.heading.back.connect(self.left)
        self.body = Body(width=COLUMN + 160)
        self.body.setObjectName("edits")
        self.body.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.body.column.setSpacing(px(CLOSE))
        self._labels: list[Label] = []
        self.column.addWidget(self.heading)
        self.column.addWidget(self.body, 1)
        self.refresh()

    def words(self) -> Words:
        return Sentence("What was changed")

    def lead_back(self, words: Words) -> None:
        self.heading.say(self.words(), back_to=words)

    def panes(self) -> Sequence[QWidget]:
        return (self.body,)

    def question(self) -> Callable[[], Past]:
        return partial(look_at_past, self.room.desk, self.room.packs, self._record, spoken())

    def concerns(self, happened: Happened) -> bool:
        return self._record in happened.records

    def show_found(self, found: Past) -> None:
        self.heading.say(self.words(), f"{found.code} {found.name}".strip())
        while self.body.column.count():
            self.body.column.takeAt(0)
        for label in self._labels:
            label.hide()
            label.deleteLater()
        self._labels = [label for edit in found.edits for label in _labels(edit)]
        if found.earlier:
            self._labels.append(quiet(Sentence("{number} older edits are not shown.", {"number": found.earlier})))
        for label in self._labels:
            self.body.column.addWidget(label)
            label.show()
        self.body.column.addStretch(1)
        self.body.setAccessibleName(said(self.words()))
        self.body.setAccessibleDescription("\n".join(label.text() for label in self._labels))


def _labels(edit: PastEdit) -> list[Label]:
    head = Sentence(
        "{when}, {who}: {what}", {"when": times.moment(edit.when), "who": edit.who, "what": DEEDS[edit.deed]}
    )
    labels = [Label(head, strong=True)]
    if edit.waiting:
        labels.append(quiet(Sentence("What it builds on has not arrived yet, so it is not in the record.")))
    if edit.settled:
        labels.append(quiet(Sentence("It had been changed apart by two people; this was the choice between them.")))
    for each in edit.changed:
        labels.append(Label(_line(each)))
        if each.between:
            labels.append(quiet(Sentence("chosen between: {answers}", {"answers": _between(each)})))
    labels[-1].setContentsMargins(0, 0, 0, px(CLOSE))
    return labels


def _between(changed: Changed) -> str:
    return " · ".join(answer or say("no answer") for answer in changed.between)


def _line(changed: Changed) -> str:
    if not changed.old:
        return say("{question}: {new}", question=changed.question, new=changed.new)
    return say(
        "{question}: {old} → {new}", question=changed.question, old=changed.old, new=changed.new or say("no answer")
    )
