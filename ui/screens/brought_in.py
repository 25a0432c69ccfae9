"""What came of a directory that was brought in: how many are new, how many were known, which lines were not taken."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from fieldapp.words import Sentence, say_number
from fieldapp.work.directory_files import BroughtIn, Unfit
from ui.theme.sizes import CLOSE, NEAR, px
from ui.widgets.banner import NOTE, WARNING
from ui.widgets.buttons import quiet as quiet_button
from ui.widgets.marks import Mark
from ui.widgets.pages import Body
from ui.widgets.said import Label, Words, announce, marked, quiet, show_if

#: So many lines are listed; a file with more is mended from the top.
_MOST = 50


class BroughtInView(QFrame):
    """Takes no room until a file was brought in, and none after she put it away."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("broughtIn")
        self.mark = Mark(NOTE)
        self.label = Label()
        self.away = quiet_button(Sentence("Put away"))
        self.away.clicked.connect(self._on_away)
        self.lines = Body()
        self.lines.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.lines.column.setSpacing(px(CLOSE))
        self.lines.setMaximumHeight(px(130))
        row = QHBoxLayout()
        row.setSpacing(px(NEAR))
        row.addWidget(self.mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.label, 1)
        row.addWidget(self.away)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(NEAR), px(CLOSE), px(CLOSE), px(CLOSE))
        column.setSpacing(px(CLOSE))
        column.addLayout(row)
        column.addWidget(self.lines)
        self.hide()

    def show_result(self, brought: BroughtIn) -> None:
        """Say it, line by line where something was not taken."""
        added = say_number("{number} entry added", "{number} entries added", brought.added)
        known = say_number("{number} was known already", "{number} were known already", brought.known)
        unfit = say_number("{number} line was not taken", "{number} lines were not taken", len(brought.unfit))
        values = {"added": added, "known": known, "unfit": unfit}
        words = Sentence("{added}, {known}, {unfit}.", values)
        kind = WARNING if brought.unfit else NOTE
        self.mark.show_as(kind)
        marked(self, kind=kind)
        self.label.say(words)
        while (item := self.lines.column.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for one in brought.unfit[:_MOST]:
            self.lines.column.addWidget(quiet(_line(one)))
        self.lines.setAccessibleName(unfit)
        show_if(self.lines, bool(brought.unfit))
        self.show()
        announce(self, words.said())

    @Slot()
    def _on_away(self) -> None:
        self.hide()


def _line(one: Unfit) -> Words:
    values = {"line": one.line, "name": one.name, "reason": one.reason}
    if one.name:
        return Sentence("Line {line}, {name}: {reason}", values)
    return Sentence("Line {line}: {reason}", values)
