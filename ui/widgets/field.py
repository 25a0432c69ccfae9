"""The frame around one thing to fill in: its label above, the hint below that, what is wrong beside it in words."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from fieldapp.domain.answers import Special
from fieldapp.forms.showing import SPECIALS
from fieldapp.words import Sentence, say
from ui.theme.sizes import BODY, CLOSE, NEAR, SMALL, TIGHT, px
from ui.widgets.buttons import SPECIAL, MenuButton
from ui.widgets.buttons import quiet as quiet_button
from ui.widgets.marks import Mark
from ui.widgets.said import Label, Words, announce, marked, said, show_if
from ui.widgets.said import quiet as quiet_label


class Remark(QWidget):
    """What is wrong, or unlikely, in words beside a sign; takes no room while there is nothing to say."""

    def __init__(self, kind: str) -> None:
        super().__init__()
        self.label = Label(size=SMALL, tone=kind, strong=kind == "danger")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, px(TIGHT), 0, 0)
        row.setSpacing(px(CLOSE))
        row.addWidget(Mark(kind), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.label, 1)
        self.hide()

    def say(self, words: Words | None) -> bool:
        """Show these words, or nothing; True when something new is said."""
        new = bool(words) and said(words or "") != self.label.text()
        self.label.say(words or "")
        self.setVisible(bool(words))
        return new


class Field(QWidget):
    """Label, hint, one control, unit, remarks, and the menu of special answers if any are allowed (F4)."""

    #: A Special picked from the menu, or None when the person goes back to answering.
    special_picked = Signal(object)

    def __init__(  # each is one visible part of the frame
        self,
        label: Words,
        control: QWidget,
        *,
        hint: Words = "",
        unit: Words = "",
        width: int = 0,
        specials: Sequence[Special] = (),
    ) -> None:
        """`width` in pixels for a narrow control, beside which its error stands; 0 for one as wide as the column."""
        super().__init__()
        self.control = control
        self._special: Special | None = None
        self._allowed = tuple(specials)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.label = Label(label, size=BODY, strong=True)
        self.label.setBuddy(control)
        self.hint = quiet_label(hint)
        show_if(self.hint, bool(hint))
        self.wrong = Remark("danger")
        self.unlikely = Remark("warning")
        self._menu = self._special_menu()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(px(TIGHT))
        self._lay_out(unit, width)
        self.retranslate()

    def _lay_out(self, unit: Words, width: int) -> None:
        head = QHBoxLayout()
        head.setSpacing(px(NEAR))
        head.addWidget(self.label, 1)
        if self._menu is not None:
            head.addWidget(self._menu, 0, Qt.AlignmentFlag.AlignTop)
        self._column.addLayout(head)
        self._column.addWidget(self.hint)
        self._said_instead = _Instead()
        self._said_instead.taken_back.connect(self._on_taken_back)
        self._said_instead.hide()
        row = QHBoxLayout()
        row.setSpacing(px(CLOSE))
        row.addWidget(self.control, 0 if width else 1)
        row.addWidget(self._said_instead, 1)
        if unit:
            row.addWidget(Label(unit, wraps=False))
        self._column.addLayout(row)
        if width:
            self.control.setFixedWidth(px(width))
            row.addWidget(self.wrong, 100)
            row.addStretch(1)
        else:
            self._column.addWidget(self.wrong)
        self._column.addWidget(self.unlikely)

    def _special_menu(self) -> MenuButton | None:
        if not self._allowed:
            return None
        menu = MenuButton(Sentence("No answer ▾"), SPECIAL, key="F4")
        menu.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        for special in self._allowed:
            action = QAction(menu)
            action.setData(special)
            action.triggered.connect(self._on_special)
            menu.choices.addAction(action)
        return menu

    def retranslate(self) -> None:
        """Say the menu's words, and the names for screen readers, in the language spoken now."""
        self.control.setAccessibleName(self.label.text())
        self._describe()
        if self._menu is not None:
            for number, action in enumerate(self._menu.choices.actions(), 1):
                action.setText(f"&{number}  {say(SPECIALS[action.data()])}")

    def say_label(self, label: Words, hint: Words = "") -> None:
        """Ask with these words from now on."""
        self.label.say(label)
        self.hint.say(hint)
        self.hint.setVisible(bool(hint))
        self.retranslate()

    def say_wrong(self, words: Words | None) -> None:
        """Say what is wrong with the answer, or that nothing is."""
        if self.wrong.say(words):
            announce(self, said(words or ""))
        marked(self.control, wrong=bool(words))
        self._describe()

    def say_unlikely(self, words: Words | None) -> None:
        """Ask whether an unlikely answer is right, or stop asking."""
        if self.unlikely.say(words):
            announce(self, said(words or ""))
        self._describe()

    def special_actions(self) -> Sequence[QAction]:
        """What the menu of special answers offers."""
        return self._menu.choices.actions() if self._menu is not None else ()

    def show_special(self, special: Special | None) -> None:
        """Show that the question was answered with "not known" and the like, or with an answer of its own."""
        self._special = special
        self.control.setVisible(special is None)
        self._said_instead.setVisible(special is not None)
        if special is not None:
            self._said_instead.label.say(Sentence(SPECIALS[special]))

    def set_read_only(self, read_only: bool) -> None:  # noqa: FBT001  # a state, as in Qt
        """Whether the answer may be changed."""
        if self._menu is not None:
            self._menu.setVisible(not read_only)
        self._said_instead.back.setVisible(not read_only)

    def target(self) -> QWidget:
        """Where one answers."""
        return self._said_instead.back if self._special is not None else self.control

    def focus(self) -> None:
        """Put the keyboard where one answers."""
        self.target().setFocus(Qt.FocusReason.OtherFocusReason)

    def _describe(self) -> None:
        parts = (self.hint.text(), self.wrong.label.text(), self.unlikely.label.text())
        self.control.setAccessibleDescription(" ".join(part for part in parts if part))

    @Slot()
    def _on_special(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.special_picked.emit(action.data())
            self.focus()

    @Slot()
    def _on_taken_back(self) -> None:
        self.special_picked.emit(None)
        self.focus()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.label.changeEvent(event)
            self.retranslate()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F4 and self._menu is not None and self._menu.isVisible():
            self._menu.showMenu()
            return
        super().keyPressEvent(event)


class _Instead(QWidget):
    """Stands where the control stood while a special answer holds."""

    taken_back = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.label = Label()
        self.back = quiet_button(Sentence("Answer instead"))
        self.back.clicked.connect(self.taken_back)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(CLOSE))
        row.addWidget(self.label)
        row.addWidget(self.back)
        row.addStretch(1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.taken_back.emit()
            return
        super().keyPressEvent(event)
