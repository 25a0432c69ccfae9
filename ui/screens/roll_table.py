"""The table of a roll: one key marks the line and goes on to the next, whatever keyboard layout is on."""

from __future__ import annotations

from typing import Any, Final

from PySide6.QtCore import QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from fieldapp.domain.workshops import Mark
from fieldapp.words import Sentence, say_about
from ui.models.listed import ListModel
from ui.theme.sizes import CLOSE, NEAR, px
from ui.widgets.choice_rows import ENTER
from ui.widgets.said import Label, Words, quiet, section
from ui.widgets.table import ListTable

#: By the letter that came: first the English initial (P), the Russian one (П), and then what each of these two keys
#: types while the other layout is on (P is З, П is G). No letter means two marks.
LETTERS: Final = {
    **dict.fromkeys("pпзg", Mark.PRESENT),
    **dict.fromkeys("lодj", Mark.LATE),
    **dict.fromkeys("aнфy", Mark.ABSENT),
    **dict.fromkeys("eу", Mark.EXCUSED),
}


class RollTable(ListTable):
    """Letters are marks here; names are typed in the line above, which Up leads to from the first row."""

    #: (key of the row, Mark or None): this mark, or none any more.
    marked = Signal(str, object)
    #: All who bear no mark yet are present.
    others_present = Signal()
    #: Up from the first row.
    left_above = Signal()

    def __init__(self, model: ListModel[Any], name: Words) -> None:
        super().__init__(model, name)
        self._rows = model

    def step(self) -> None:
        """On to the next row; the last one stays."""
        following = self._rows.index(self.currentIndex().row() + 1, 0)
        if following.isValid():
            flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
            self.selectionModel().setCurrentIndex(following, flags)
            self.scrollTo(following)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        mark = LETTERS.get(event.text().lower()) if event.text() else None
        if event.key() in ENTER and not held:
            self.step()
        elif event.key() in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete) and not held:
            self._mark(None)
        elif mark is Mark.PRESENT and held == Qt.KeyboardModifier.ShiftModifier:
            self.others_present.emit()
        elif mark is not None and not held:
            self._mark(mark)
        elif event.key() == Qt.Key.Key_Up and self.currentIndex().row() <= 0:
            self.left_above.emit()
        elif not event.text().strip() or held & ~Qt.KeyboardModifier.ShiftModifier:
            super().keyPressEvent(event)

    def _mark(self, mark: Mark | None) -> None:
        key = self.key()
        if key:
            self.marked.emit(key, mark)
            if mark is not None:
                self.step()


class RollKeys(QWidget):
    """Says which key does what, beside the roll."""

    def __init__(self) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(px(NEAR))
        grid.setVerticalSpacing(px(CLOSE))
        grid.setColumnStretch(1, 1)
        grid.addWidget(section(Sentence("Keys")), 0, 0, 1, 2)
        self._keys: list[Label] = []
        for row, words in enumerate(_DOES, 1):
            key = Label(strong=True, wraps=False)
            self._keys.append(key)
            grid.addWidget(key, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(quiet(words), row, 1)
        grid.setRowStretch(len(_DOES) + 1, 1)
        self.retranslate()

    def retranslate(self) -> None:
        """The letters are those of the language spoken now; the others work too."""
        for label, key in zip(self._keys, _keys(), strict=True):
            label.say(key)


_DOES: Final = (
    Sentence("present"),
    Sentence("late"),
    Sentence("absent"),
    Sentence("excused"),
    Sentence("all others present"),
    Sentence("no mark"),
    Sentence("next line"),
    Sentence("find or add somebody"),
)


def _keys() -> tuple[str, ...]:
    present = say_about("the key that marks somebody present", "P")
    return (
        present,
        say_about("the key that marks somebody late", "L"),
        say_about("the key that marks somebody absent", "A"),
        say_about("the key that marks somebody excused", "E"),
        f"Shift+{present}",
        "Backspace",
        "Enter",
        "Ctrl+F",
    )
