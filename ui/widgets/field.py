"""The frame around one thing to fill in: its label above, the hint below that, what is wrong beside it in words."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QAction, QContextMenuEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from fieldapp.domain.answers import Special
from fieldapp.forms.showing import SPECIALS
from fieldapp.words import Sentence, say
from ui.theme.sizes import BODY, CLOSE, NEAR, TIGHT, font, px
from ui.widgets.field_parts import Instead, Meant, Remark
from ui.widgets.said import Label, Words, announce, marked, said
from ui.widgets.said import quiet as quiet_label
from ui.widgets.special_menu import SpecialMenu


class Field(QWidget):
    """Label, hint, one control, unit, remarks, and the menu of special answers if any are allowed (F4).

    What must be answered bears a star; a longer explanation opens by F3. A form has hundreds of these, so what is
    rarely seen is made when it is first needed.
    """

    #: A Special picked from the menu, or None when the person goes back to answering.
    special_picked = Signal(object)

    def __init__(
        self,
        label: Words,
        control: QWidget,
        *,
        hint: Words = "",
        unit: Words = "",
        width: int = 0,
        specials: Sequence[Special] = (),
        aside: int = 0,
    ) -> None:
        """`width` in pixels for a narrow control, beside which its error stands; 0 for one as wide as the column.

        `aside`: the width of the label where it stands beside the control, as in a grid; 0 for above it.
        """
        super().__init__()
        self.control = control
        self._narrow = bool(width)
        self._aside = bool(aside)
        self._locked = False
        self._special: Special | None = None
        self._asked: Words = label
        self._required = False
        self._hint: Label | None = None
        self._meant: Meant | None = None
        self._wrong: Remark | None = None
        self._unlikely: Remark | None = None
        self._instead: Instead | None = None
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.label = Label(label, size=BODY, strong=True)
        self.label.setBuddy(control)
        self._menu = SpecialMenu(specials) if specials else None
        self._column = QVBoxLayout(self)
        self._row = QHBoxLayout()
        self._lay_out(unit, width, aside)
        self._say_hint(hint)
        self.retranslate()

    def _lay_out(self, unit: Words, width: int, aside: int) -> None:
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(px(TIGHT))
        head = QHBoxLayout()
        head.setSpacing(px(NEAR))
        if aside:
            self.label.setFont(font())
            self.label.setFixedWidth(px(aside))
            self._row.addWidget(self.label)
        else:
            head.addWidget(self.label, 1)
        if self._menu is not None:
            self._menu.picked.connect(self._on_special)
            if aside:
                self._menu.setParent(self)
                self._menu.hide()
            else:
                head.addWidget(self._menu, 0, Qt.AlignmentFlag.AlignTop)
        self._row.setSpacing(px(CLOSE))
        self._row.addWidget(self.control, 0 if width else 1)
        if unit:
            self._row.addWidget(quiet_label(unit), 1)
        if width:
            self.control.setFixedWidth(px(width))
            self._row.addStretch(1)
        self._column.addLayout(head)
        self._column.addLayout(self._row)

    @property
    def meant(self) -> Meant | None:
        """The explanation, if there is one."""
        return self._meant

    @property
    def required(self) -> bool:
        """Whether it must be answered."""
        return self._required

    @property
    def wrong(self) -> Remark:
        """What is wrong: beside a narrow control, below a wide one."""
        if self._wrong is None:
            self._wrong = Remark("danger")
            if self._narrow:
                self._row.insertWidget(self._row.count() - 1, self._wrong, 100)
            else:
                self._column.insertWidget(self._column.indexOf(self._row) + 1, self._wrong)
        return self._wrong

    @property
    def unlikely(self) -> Remark:
        """What is asked about, below everything."""
        if self._unlikely is None:
            self._unlikely = Remark("warning")
            self._column.addWidget(self._unlikely)
        return self._unlikely

    def retranslate(self) -> None:
        """Say the names for screen readers in the language spoken now."""
        asked = said(self._asked)
        name = say("{question}, must be answered", question=asked) if self._required else asked
        self.control.setAccessibleName(name)
        self._describe()

    def say_label(self, label: Words, hint: Words = "", *, meant: Words = "", required: bool = False) -> None:
        """Ask with these words from now on; `meant` explains them to whoever asks for that."""
        self._asked, self._required = label, required
        self.label.say(f"{said(label)} *" if required else label)
        self._say_hint(hint)
        self._say_meant(meant)
        self.retranslate()

    def say_wrong(self, words: Words | None) -> None:
        """Say what is wrong with the answer, or that nothing is."""
        if not words and self._wrong is None:
            return
        if self.wrong.say(words or ""):
            announce(self, said(words or ""))
        marked(self.control.focusProxy() or self.control, wrong=bool(words))
        self._describe()

    def say_unlikely(self, words: Words | None) -> None:
        """Ask whether an unlikely answer is right, or stop asking."""
        if not words and self._unlikely is None:
            return
        if self.unlikely.say(words or ""):
            announce(self, said(words or ""))
        self._describe()

    def special_actions(self) -> Sequence[QAction]:
        """What the menu of special answers offers."""
        return self._menu.offered() if self._menu is not None else ()

    def show_special(self, special: Special | None) -> None:
        """Show that the question was answered with "not known" and the like, or with an answer of its own."""
        if special is None and self._instead is None:
            return
        self._special = special
        instead = self._said_instead()
        self.control.setVisible(special is None)
        instead.setVisible(special is not None)
        if special is not None:
            instead.label.say(Sentence(SPECIALS[special]))

    def set_read_only(self, read_only: bool) -> None:  # noqa: FBT001  # a state, as in Qt
        """Whether the answer may be changed."""
        self._locked = read_only
        if self._menu is not None and not self._aside:
            self._menu.setVisible(not read_only)
        if self._instead is not None:
            self._instead.back.setVisible(not read_only)

    def target(self) -> QWidget:
        """Where one answers."""
        return self._instead.back if self._special is not None and self._instead is not None else self.control

    def focus(self) -> None:
        """Put the keyboard where one answers."""
        self.target().setFocus(Qt.FocusReason.OtherFocusReason)

    def _say_hint(self, hint: Words) -> None:
        if self._hint is None and hint:
            self._hint = quiet_label(hint)
            self._column.insertWidget(1, self._hint)
        elif self._hint is not None:
            self._hint.say(hint)
            self._hint.setVisible(bool(hint))

    def _say_meant(self, meant: Words) -> None:
        if self._meant is None and meant:
            self._meant = Meant()
            self._column.insertWidget(self._column.indexOf(self._row), self._meant)
        if self._meant is not None:
            self._meant.say(meant)

    def _said_instead(self) -> Instead:
        if self._instead is None:
            self._instead = Instead()
            self._instead.taken_back.connect(self._on_taken_back)
            self._row.insertWidget(1, self._instead, 1)
            self.setTabOrder(self.control, self._instead.back)
        return self._instead

    def _describe(self) -> None:
        parts = [self._hint.text() if self._hint is not None else ""]
        parts += [remark.label.text() for remark in (self._wrong, self._unlikely) if remark is not None]
        self.control.setAccessibleDescription(" ".join(part for part in parts if part))

    @Slot(object)
    def _on_special(self, special: Special) -> None:
        self.special_picked.emit(special)
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

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """A line of a grid has no room for the menu's button: there the right mouse button drops it."""
        if self._aside and self._menu is not None and not self._locked:
            self._menu.drop()
        else:
            super().contextMenuEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F4 and self._menu is not None and not self._locked:
            self._menu.drop()
            return
        if event.key() == Qt.Key.Key_F3 and self._meant is not None:
            self._meant.toggle()
            return
        super().keyPressEvent(event)
