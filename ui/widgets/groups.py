"""A secret in groups of signs, as it stands on paper: shown large, each group with its number, and typed back so."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QEvent, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from fieldapp.domain.crockford import plain_signs
from fieldapp.words import Sentence, say, sentence
from ui.theme.dress import worn
from ui.theme.sizes import APART, CLOSE, SECTION, SMALL, TIGHT, font, px
from ui.widgets.said import Label, marked
from ui.widgets.said import quiet as quiet_label

_BETWEEN: Final = frozenset(" -–—_./")
_NUMBER: Final = 18

#: A slip when she types from paper, and when somebody reads the groups to her.
ON_PAPER: Final = sentence("Group {number} is not as on the paper. Look at it again.")
READ_OUT: Final = sentence("Group {number} is not as it was read out. Have it read again.")

#: Whether a group can be the one of this number, counted from 1.
IsRight = Callable[[int, str], bool]


class GroupsShown(QWidget):
    """Some groups in a line, each numbered as the messages about slips number them."""

    def __init__(self, groups: Sequence[str], *, across: int = 4, name: str = "") -> None:
        super().__init__()
        self.setObjectName(name)
        self._groups: tuple[str, ...] = ()
        self._across = across
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(px(CLOSE))
        self._grid.setColumnStretch(across, 1)
        self.show_groups(groups)

    def show_groups(self, groups: Sequence[str]) -> None:
        """Show these from now on; none wipes what stood there."""
        if tuple(groups) == self._groups:
            return
        while (item := self._grid.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        self._groups = tuple(groups)
        for number, group in enumerate(groups):
            self._grid.addWidget(numbered(number + 1, _group(number + 1, group)), number // self._across,
                                 number % self._across)  # fmt: skip

    def text(self) -> str:
        """The groups as they stand on paper."""
        return "-".join(self._groups)


class GroupsEdit(QWidget):
    """Types groups from paper, one box for each. A slip is found in its group while one types, and stays marked."""

    #: A Sentence about the first group that is not as on the paper, None while nothing is wrong.
    slipped = Signal(object)
    changed = Signal()

    def __init__(
        self, number: int, size: int, is_right: IsRight, *, across: int, name: str, slip: str = ON_PAPER
    ) -> None:
        """`number` groups of `size` signs. The boxes are called `name-1` and so on. `slip`: what is said of a slip."""
        super().__init__()
        self.setObjectName(name)
        self._size = size
        self._is_right = is_right
        self._slip = slip
        self._question = ""
        self._boxes = [_Box(f"{name}-{place}", size) for place in range(1, number + 1)]
        self.count = quiet_label()
        grid = QGridLayout()
        grid.setSpacing(px(CLOSE))
        grid.setColumnStretch(across, 1)
        for place, box in enumerate(self._boxes):
            box.textEdited.connect(self._on_edited)
            box.stepped.connect(self._on_stepped)
            grid.addWidget(numbered(place + 1, box), place // across, place % across)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(TIGHT))
        column.addLayout(grid)
        column.addWidget(self.count)
        self.setFocusProxy(self._boxes[0])
        self._name_boxes()
        self._tell()

    def text(self) -> str:
        """What was typed, with a dash between groups."""
        return "-".join(box.text() for box in self._boxes)

    def is_empty(self) -> bool:
        """Whether nothing was typed."""
        return not any(box.text() for box in self._boxes)

    def clear(self) -> None:
        """Forget what was typed."""
        for box in self._boxes:
            box.clear()
        self._tell()

    def complaint(self) -> Sentence | None:
        """What is wrong with the whole, the keyboard in the first group that must be looked at; None if nothing is."""
        place = next((place for place in range(len(self._boxes)) if not self._right(place)), None)
        if place is None:
            return None
        self._boxes[place].setFocus()
        self._boxes[place].selectAll()
        if not self._boxes[place].text():
            return Sentence("Group {number} is missing.", {"number": place + 1})
        return Sentence(self._slip, {"number": place + 1})

    def setAccessibleName(self, name: str) -> None:
        """A screen reader says the question with each group."""
        self._question = name
        self._name_boxes()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._name_boxes()

    def _right(self, place: int) -> bool:
        return self._is_right(place + 1, self._boxes[place].text())

    def _name_boxes(self) -> None:
        for place, box in enumerate(self._boxes, 1):
            box.setAccessibleName(say("Group {number} of {all}", number=place, all=len(self._boxes)))
            box.setAccessibleDescription(self._question)

    @Slot()
    def _on_edited(self) -> None:
        place = next(place for place, box in enumerate(self._boxes) if box is self.sender())
        last = self._spread(place)
        self._tell()
        if len(self._boxes[last].text()) == self._size:
            if self._right(last):
                self._step_to(last + 1)
            else:
                self._boxes[last].setFocus()
                self._boxes[last].selectAll()

    def _spread(self, place: int) -> int:
        """Put what is longer than a group, because it was pasted, into the boxes that follow; the last one touched."""
        signs, at = plain_signs(self._boxes[place].text()), self._boxes[place].cursorPosition()
        groups = [signs[start : start + self._size] for start in range(0, len(signs), self._size)] or [""]
        if len(signs) < 2 * self._size:  # one sign too many was typed
            groups = groups[:1]
        groups = groups[: len(self._boxes) - place]
        for step, group in enumerate(groups):
            self._boxes[place + step].setText(group)
        self._boxes[place].setCursorPosition(at)
        wrong = (step for step in range(len(groups)) if not self._right(place + step))
        return place + next(wrong, len(groups) - 1)

    def _tell(self) -> None:
        """Mark the groups that cannot be right, and say where the first of them is."""
        right, wrong = 0, list[int]()
        for place, box in enumerate(self._boxes):
            whole = len(box.text()) == self._size
            right += whole and self._right(place)
            if whole and not self._right(place):
                wrong.append(place + 1)
            if bool(box.property("wrong")) != (whole and not self._right(place)):
                marked(box, wrong=not box.property("wrong"))
        self.count.say(Sentence("{number} of {all} groups are right.", {"number": right, "all": len(self._boxes)}))
        self.slipped.emit(Sentence(self._slip, {"number": wrong[0]}) if wrong else None)
        self.changed.emit()

    @Slot(int)
    def _on_stepped(self, step: int) -> None:
        place = next(place for place, box in enumerate(self._boxes) if box is self.sender())
        self._step_to(place + step)
        if step < 0 and place:
            self._boxes[place - 1].setCursorPosition(self._size)

    def _step_to(self, place: int) -> None:
        if 0 <= place < len(self._boxes):
            self._boxes[place].setFocus(Qt.FocusReason.TabFocusReason)


class _Box(QLineEdit):
    """One group. The keyboard goes on to the next box and back to the one before as if all were one line."""

    #: 1 or -1.
    stepped = Signal(int)

    def __init__(self, name: str, size: int) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setFont(font(strong=True))
        self.setInputMethodHints(Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText)
        self.setFixedWidth(self.fontMetrics().horizontalAdvance("W" * size) + px(APART))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, plain = event.key(), event.modifiers() in (Qt.KeyboardModifier.NoModifier, _SHIFT)
        if plain and event.text() and event.text() in _BETWEEN:
            return
        if plain and key == Qt.Key.Key_Backspace and not self.text():
            self.stepped.emit(-1)
            return
        if plain and key == Qt.Key.Key_Left and not self.cursorPosition() and not self.hasSelectedText():
            self.stepped.emit(-1)
            return
        if plain and key == Qt.Key.Key_Right and self.cursorPosition() == len(self.text()):
            self.stepped.emit(1)
            return
        super().keyPressEvent(event)


class _Number(QWidget):
    """The number of a group, beside it: seen, but no part of its text."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self._number = str(number)
        self.setFixedWidth(px(_NUMBER))

    def sizeHint(self) -> QSize:
        return QSize(px(_NUMBER), px(_NUMBER))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(font(SMALL))
        painter.setPen(QColor(worn().quiet))
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), self._number)
        painter.end()


_SHIFT: Final = Qt.KeyboardModifier.ShiftModifier


def _group(number: int, group: str) -> Label:
    label = Label(group, size=SECTION, strong=True, tone="code", wraps=False)
    label.setFont(_spaced(label.font()))
    label.setAccessibleName(say("Group {number}: {signs}", number=number, signs=" ".join(group)))
    return label


def numbered(number: int, shown: QWidget) -> QWidget:
    """Something of a secret, with its number before it."""
    cell = QWidget()
    row = QHBoxLayout(cell)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(px(TIGHT))
    row.addWidget(_Number(number))
    row.addWidget(shown)
    return cell


def _spaced(plain: QFont) -> QFont:
    wide = QFont(plain)
    wide.setLetterSpacing(QFont.SpacingType.PercentageSpacing, 115)
    return wide
