"""Types a paper of the organisation's key line by line, or takes what a scanner types."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from fieldapp.words import Sentence, say, spoken
from sync.client.share_words import LINES, WORDS, ShareMistyped, slip_in, spelled, strange_word, words_in
from sync.client.shares import SCANNED, Share
from ui.theme.sizes import TIGHT, font, px
from ui.widgets.choice_rows import ENTER
from ui.widgets.groups import numbered
from ui.widgets.said import marked
from ui.widgets.said import quiet as quiet_label

_WIDTH: Final = 460
_RIGHT: Final = Sentence("as on the paper")


class PaperEdit(QWidget):
    """Types a paper's lines. A slip is found in its line while one types, and stays marked.

    A scanner may type its digits into any line: the words then stand in all.
    """

    #: A Sentence about the first line that is not as on the paper, None while nothing is wrong.
    slipped = Signal(object)

    def __init__(self, name: str) -> None:
        """The lines are called `name-1` and so on."""
        super().__init__()
        self.setObjectName(name)
        self._question = ""
        self._lines = [_Line(f"{name}-{number}") for number in range(1, LINES + 1)]
        self._right = [quiet_label() for _ in self._lines]
        grid = QGridLayout(self)
        grid.setSpacing(px(TIGHT))
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setColumnStretch(1, 1)
        for place, line in enumerate(self._lines):
            line.textEdited.connect(self._on_edited)
            line.editingFinished.connect(self._on_left)
            line.stepped.connect(self._on_stepped)
            grid.addWidget(numbered(place + 1, line), place, 0)
            grid.addWidget(self._right[place], place, 1)
        self.setFocusProxy(self._lines[0])
        self._name_lines()
        self._tell()

    def text(self) -> str:
        """What was typed."""
        return " ".join(line.text() for line in self._lines).strip()

    def share(self) -> Share:
        """The paper. Raises ShareMistyped, with the keyboard in the line that must be looked at."""
        try:
            return Share.of_lines([line.text() for line in self._lines])
        except ShareMistyped as slip:
            self._lines[max(slip.line, 1) - 1].setFocus()
            raise

    def clear(self) -> None:
        """Forget what was typed."""
        for line in self._lines:
            line.clear()
        self._tell()

    def setAccessibleName(self, name: str) -> None:
        """A screen reader says the question with each line."""
        self._question = name
        self._name_lines()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._name_lines()

    def _name_lines(self) -> None:
        for number, line in enumerate(self._lines, 1):
            line.setAccessibleName(say("Line {number} of {all}", number=number, all=LINES))
            line.setAccessibleDescription(self._question)

    @Slot()
    def _on_edited(self) -> None:
        place = self._place()
        typed = self._lines[place].text()
        if _is_scan(typed):
            if len("".join(typed.split())) >= SCANNED:
                self._take_scan(place)
            return
        if len(words_in(typed)) > WORDS:
            self._spread(place)
        elif typed.endswith(" ") and len(words_in(typed)) == WORDS and slip_in(place + 1, typed) is None:
            self._step_to(place + 1)
        self._tell()

    @Slot()
    def _on_left(self) -> None:
        line = self._lines[self._place()]
        if line.text() and not _is_scan(line.text()):
            line.setText(spelled(line.text()))
        self._tell()

    @Slot(int)
    def _on_stepped(self, step: int) -> None:
        place = self._place()
        if _is_scan(self._lines[place].text()):
            self._take_scan(place)
        else:
            self._step_to(place + step)

    def _take_scan(self, place: int) -> None:
        line = self._lines[place]
        try:
            self._fill(0, [" ".join(words) for words in Share.of_square(line.text()).lines(spoken())])
            self._tell()
        except ShareMistyped as slip:
            line.selectAll()
            self.slipped.emit(slip.sentence)

    def _spread(self, place: int) -> None:
        """Put what is longer than a line, because it was pasted, into the lines that follow."""
        words = words_in(self._lines[place].text())
        self._fill(place, [" ".join(words[start : start + WORDS]) for start in range(0, len(words), WORDS)])

    def _fill(self, place: int, lines: Sequence[str]) -> None:
        for line, words in zip(self._lines[place:], lines, strict=False):
            line.setText(words)
        self._step_to(min(place + len(lines), LINES) - 1)

    def _tell(self) -> None:
        """Mark the lines that cannot be right, and say what is wrong with the first of them."""
        slips = [self._slip(place) for place in range(LINES)]
        for line, slip in zip(self._lines, slips, strict=True):
            if bool(line.property("wrong")) != (slip is not None):
                marked(line, wrong=slip is not None)
        for number, (line, right) in enumerate(zip(self._lines, self._right, strict=True), 1):
            right.say(_RIGHT if slip_in(number, line.text()) is None else "")
        self.slipped.emit(next((slip for slip in slips if slip is not None), None))

    def _slip(self, place: int) -> Sentence | None:
        """A line that is being typed is wrong only where a finished word is."""
        typed, words = self._lines[place].text(), words_in(self._lines[place].text())
        if not typed:
            return None
        if self._lines[place].hasFocus() and (len(words) < WORDS or not typed.endswith(" ")):
            finished = " ".join(words if typed.endswith(" ") else words[:-1])
            return slip_in(place + 1, finished) if strange_word(finished) else None
        return slip_in(place + 1, typed)

    def _place(self) -> int:
        return next(place for place, line in enumerate(self._lines) if line is self.sender())

    def _step_to(self, place: int) -> None:
        if 0 <= place < LINES:
            self._lines[place].setFocus(Qt.FocusReason.TabFocusReason)
            self._lines[place].end(False)  # Qt's own


class _Line(QLineEdit):
    """One line. Enter, up and down go from line to line; Enter in the last one is the page's."""

    #: 1 or -1.
    stepped = Signal(int)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setFont(font(strong=True))
        self.setInputMethodHints(Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText)
        self.setFixedWidth(px(_WIDTH))
        self._is_last = name.endswith(f"-{LINES}")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down or (event.key() in ENTER and not self._goes_on()):
            self.stepped.emit(1)
        elif event.key() == Qt.Key.Key_Up:
            self.stepped.emit(-1)
        else:
            super().keyPressEvent(event)

    def _goes_on(self) -> bool:
        return self._is_last and not _is_scan(self.text())


def _is_scan(typed: str) -> bool:
    signs = "".join(typed.split())
    return signs.isascii() and signs.isdigit()
