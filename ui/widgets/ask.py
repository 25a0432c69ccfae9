"""Questions that must be answered before one goes on: a yes or no before something is gone, or one of a few answers."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from fieldapp.words import Sentence, say
from ui.keys import COVER, LOCK
from ui.theme.sizes import APART, FAR, NEAR, px
from ui.widgets.buttons import Button, danger, plain, primary
from ui.widgets.choices import Option
from ui.widgets.said import Label, Words, section


class Question(QDialog):
    """Opens over one window without stopping the program. F12 and the lock work while it is open.

    What is asked for stands in `body`, the buttons in `row`.
    """

    def __init__(self, parent: QWidget, question: Words, more: Words) -> None:
        super().__init__(parent)
        self.setObjectName("ask")
        self.setWindowTitle(say("Question"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(px(440))
        column = QVBoxLayout(self)
        column.setContentsMargins(px(FAR), px(FAR), px(FAR), px(APART))
        column.setSpacing(px(NEAR))
        column.addWidget(section(question))
        column.addWidget(Label(more))
        self.body = QVBoxLayout()
        column.addLayout(self.body)
        column.addStretch(1)
        self.row = QHBoxLayout()
        self.row.setSpacing(px(NEAR))
        self.row.addStretch(1)
        column.addLayout(self.row)
        lay_over(self, parent)

    def open(self) -> None:
        """Show it; not as Qt would, which forgets the window below once the dialog was covered for a while."""
        layout, width = self.layout(), max(self.minimumWidth(), self.sizeHint().width())
        if layout is not None:  # a long text is as high as its lines at this width
            self.resize(width, max(self.sizeHint().height(), layout.totalHeightForWidth(width)))
        self.show()


class Ask(Question):
    """Says what will be gone, names the button by its verb. `agreed` comes if she says so, nothing otherwise."""

    agreed = Signal()

    def __init__(self, parent: QWidget, question: Words, more: Words, verb: Words, *, destroys: bool = True) -> None:
        super().__init__(parent, question, more)
        self.no = plain(Sentence("Go back"))
        self.no.clicked.connect(self.reject)
        self.yes = danger(verb) if destroys else primary(verb)
        self.yes.setObjectName("agree")
        self.yes.clicked.connect(self._on_yes)
        self.row.addWidget(self.no)
        self.row.addWidget(self.yes)
        self.no.setFocus()

    @Slot()
    def _on_yes(self) -> None:
        self.accept()
        self.agreed.emit()


class AskWhich(Question):
    """A few answers, each a button named `name=value`; the first one has the keyboard. `rejected`: she did not say."""

    #: The value she chose.
    chosen = Signal(str)

    def __init__(self, parent: QWidget, question: Words, more: Words, answers: Sequence[Option], *, name: str) -> None:
        super().__init__(parent, question, more)
        self._values: dict[Button, str] = {}
        for answer in answers:
            button = plain(answer.words)
            button.setObjectName(f"{name}={answer.value}")
            button.clicked.connect(self._on_clicked)
            self._values[button] = answer.value
            self.row.addWidget(button)
        next(iter(self._values)).setFocus()

    @Slot()
    def _on_clicked(self) -> None:
        value = next(value for button, value in self._values.items() if button is self.sender())
        self.accept()
        self.chosen.emit(value)


def lay_over(dialog: QDialog, parent: QWidget) -> None:
    """This dialog keeps a window from being used: covering and locking go on working, and the keyboard comes back."""
    window = parent.window()
    dialog.setWindowModality(Qt.WindowModality.WindowModal)
    dialog.finished.connect(window.activateWindow)
    for action in window.actions():
        if action.shortcut() in _always():
            dialog.addAction(action)


@cache
def _always() -> tuple[QKeySequence, ...]:
    return QKeySequence(COVER.keys), QKeySequence(LOCK.keys)
