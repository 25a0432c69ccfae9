"""A paper of the organisation's key on the screen: shown as it is printed, and asked for, whatever kind it is of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fieldapp.errors import Mistake
from fieldapp.words import Sentence
from sync.client.share_groups import GROUPS, SIGNS, group_is_right
from sync.client.share_words import LINES
from sync.client.shares import Share
from ui.screens.paper_edit import PaperEdit
from ui.theme.sizes import CLOSE, SECTION, px
from ui.widgets.buttons import quiet as quiet_button
from ui.widgets.field import Field
from ui.widgets.groups import GroupsEdit, numbered
from ui.widgets.pages import stack
from ui.widgets.said import Label, Words

_WIDTH: Final = 460
_WIDE: Final = 620
_ACROSS: Final = 6
_WORDS: Final = Sentence("The seven lines of the paper, or the square by a scanner")
_GROUPS: Final = Sentence("The 27 groups of the paper")
_TO_GROUPS: Final = Sentence("My paper has groups of letters and digits")
_TO_WORDS: Final = Sentence("My paper has lines of words")


class PaperShown(QWidget):
    """The lines of a paper, each with its number."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(px(CLOSE))
        self._lines = [Label("", size=SECTION, strong=True, tone="code", wraps=False) for _ in range(LINES)]
        for number, line in enumerate(self._lines, 1):
            line.setMinimumWidth(px(_WIDTH))
            self._column.addWidget(numbered(number, line), 0, Qt.AlignmentFlag.AlignLeft)

    def show_lines(self, lines: Sequence[Sequence[str]]) -> None:
        """Show these from now on; none wipes what stood there."""
        for number, label in enumerate(self._lines):
            label.say("   ".join(lines[number]) if number < len(lines) else "")

    def text(self) -> str:
        """All words in their order."""
        return " ".join(" ".join(label.text().split()) for label in self._lines).strip()


class PaperField(QWidget):
    """Asks for one paper: its lines, its square, or the groups of one of the first kind."""

    def __init__(self, name: str) -> None:
        """Its edits are called `name` and `name-groups`; `other`, which changes between them, has no place yet."""
        super().__init__()
        self.words = PaperEdit(name)
        self.groups = GroupsEdit(GROUPS, SIGNS, group_is_right, across=_ACROSS, name=f"{name}-groups")
        self.words_field, self.groups_field = Field(_WORDS, self.words, width=_WIDE), Field(_GROUPS, self.groups)
        self.words_field.wrong.label.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.words.slipped.connect(self.words_field.say_wrong)
        self.groups.slipped.connect(self.groups_field.say_wrong)
        self.other = quiet_button(_TO_GROUPS, name=f"{name}-other")
        self.other.clicked.connect(self._on_other)
        self.groups_field.hide()
        stack(self, self.words_field, self.groups_field)
        self.setFocusProxy(self.words)

    def take(self) -> Share | None:
        """What was typed; None if it is no paper, which is said."""
        try:
            if not self.groups_field.isHidden():
                return Share.of_groups(self.groups.text())
            return self.words.share()
        except Mistake as slip:
            self.say_wrong(slip.sentence)
            return None

    def ask(self, hint: Words) -> None:
        """For another one."""
        self.clear()
        self.words_field.say_label(_WORDS, hint)
        self.groups_field.say_label(_GROUPS, hint)
        self.say_wrong(None)
        self.setFocus()

    def say_wrong(self, words: Words | None) -> None:
        """Beside what is shown."""
        (self.words_field if self.groups_field.isHidden() else self.groups_field).say_wrong(words)

    def clear(self) -> None:
        """Forget what was typed."""
        self.words.clear()
        self.groups.clear()

    @Slot()
    def _on_other(self) -> None:
        to_groups = self.groups_field.isHidden()
        self.clear()
        self.groups_field.setVisible(to_groups)
        self.words_field.setVisible(not to_groups)
        self.other.say(_TO_WORDS if to_groups else _TO_GROUPS)
        self.setFocusProxy(self.groups if to_groups else self.words)
        self.setFocus()
