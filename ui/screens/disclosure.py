"""What goes out on a sheet and what stays here, line by line; or why nothing may go out, and what to do then."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from fieldapp.domain.referrals import right_to_tell
from fieldapp.words import Sentence
from fieldapp.work.preparing import Trial
from ui.screens.referral_lines import going_out, staying
from ui.theme.sizes import APART, CLOSE, NEAR, SMALL, px
from ui.widgets.buttons import plain
from ui.widgets.buttons import quiet as quiet_button
from ui.widgets.marks import Mark
from ui.widgets.pages import Body
from ui.widgets.said import Label, Words, said, section, show_if


class DisclosureView(Body):
    """Says the truth about the sheet as it stands at this moment; says nothing while that is being worked out."""

    #: She wants to record a release; life is in danger or a law obliges.
    release_asked = Signal()
    urgent_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("disclosure")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.refusal = _Refusal()
        self.refusal.record.clicked.connect(self.release_asked)
        self.refusal.urgent.clicked.connect(self.urgent_asked)
        self.waiting = Label(tone="quiet")
        self.out = _Lines(Sentence("Goes out"), "goesOut")
        self.stays = _Lines(Sentence("Stays here"), "staysHere")
        self.right = Label(strong=True)
        self.right.setObjectName("rightToTell")
        self.columns = QWidget()
        across = QHBoxLayout(self.columns)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(px(APART))
        across.addWidget(self.out, 1)
        across.addWidget(self.stays, 1)
        for part in (self.refusal, self.waiting, self.columns, self.right):
            self.column.addWidget(part)
            part.hide()
        self.column.addStretch(1)
        self._describe()

    def show_trial(self, trial: Trial, *, may_record: bool) -> None:
        """What came of trying it out. `may_record`: a release can mend it."""
        self._show(self.waiting, "")
        lacks_right = trial.seen is None
        self.refusal.say(trial.refused or "", may_record=may_record and lacks_right)
        show_if(self.columns, not lacks_right)
        show_if(self.right, not lacks_right)
        if trial.seen is not None:
            self.out.show_lines(going_out(trial))
            self.stays.show_lines(staying(trial.seen.disclosure))
            self.right.say(right_to_tell(trial.seen.disclosure.basis))
        self._describe()

    def show_waiting(self, words: Words) -> None:
        """Nothing can be said yet: she must answer something first."""
        self.refusal.say("", may_record=False)
        self._show(self.waiting, words)
        self.columns.hide()
        self.right.hide()
        self._describe()

    def _show(self, label: Label, words: Words) -> None:
        label.say(words)
        show_if(label, bool(words))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._describe()

    def _describe(self) -> None:
        """A screen reader reads all of it where the keyboard is on it."""
        labels = [label for label in self.findChildren(Label) if label.isVisibleTo(self)]
        self.setAccessibleName(said(Sentence("What goes out, and what stays here")))
        self.setAccessibleDescription(" ".join(label.text() for label in labels))


class _Lines(QWidget):
    """A heading and short lines below it; a line that stays is not made anew."""

    def __init__(self, words: Words, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self._labels: list[Label] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(px(CLOSE))
        self._column.addWidget(section(words))
        self._column.addStretch(1)

    def show_lines(self, lines: Sequence[Words]) -> None:
        for _ in range(len(self._labels), len(lines)):
            label = Label(size=SMALL)
            self._labels.append(label)
            self._column.insertWidget(self._column.count() - 1, label)
        for number, label in enumerate(self._labels):
            label.say(lines[number] if number < len(lines) else "")
            show_if(label, number < len(lines))


class _Refusal(QFrame):
    """Why nothing may go out, how to mend that, and the one way around it."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("refused")
        self.setProperty("kind", "danger")
        self.words = Label()
        self.record = plain(Sentence("Record a release"))
        self.record.setObjectName("recordRelease")
        self.urgent = quiet_button(Sentence("Life is in danger, or the law obliges us"))
        self.urgent.setObjectName("urgent")
        words = QHBoxLayout()
        words.setSpacing(px(NEAR))
        words.addWidget(Mark("danger"), 0, Qt.AlignmentFlag.AlignTop)
        words.addWidget(self.words, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(NEAR), px(NEAR), px(NEAR), px(NEAR))
        column.setSpacing(px(NEAR))
        column.addLayout(words)
        column.addWidget(self.record)
        column.addWidget(self.urgent)

    def say(self, words: Words, *, may_record: bool) -> None:
        self.words.say(words)
        show_if(self.record, may_record)
        show_if(self.urgent, may_record)
        show_if(self, bool(words))
