"""What stands above everything in a case: how she can be reached safely, and what comes next. Conditions come first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from fieldapp.words import Sentence, say
from fieldapp.work.looking import CaseSeen
from fieldapp.work.reaching import Contact, Phone
from ui.screens.case_words import due_words
from ui.theme.sizes import NEAR, TIGHT, px
from ui.widgets.buttons import quiet as quiet_button
from ui.widgets.said import Label, Words, show_if

#: A line and its tone.
_Line = tuple[str, str]
_DANGER: Final = "danger"
_WARNING: Final = "warning"


class CaseHead(QWidget):
    """Telephone numbers are shown only when she asks for them, behind what must be known before a call."""

    def __init__(self) -> None:
        super().__init__()
        self._contact: Contact | None = None
        self._shown = False
        self._labels: list[Label] = []
        self._lines = QVBoxLayout()
        self._lines.setSpacing(px(TIGHT))
        self.next_step = Label()
        self.next_step.setObjectName("nextStep")
        self.numbers = quiet_button(Sentence("Show the number"))
        self.numbers.setObjectName("numbers")
        self.numbers.clicked.connect(self._on_numbers)
        self.change = quiet_button(Sentence("Risk and next step"))
        self.change.setObjectName("riskAndNextStep")
        _lay_out(self, self._lines, self.numbers, self.next_step, self.change)
        self.numbers.hide()

    def show_case(self, seen: CaseSeen, today: date) -> None:
        """Show how she can be reached and what is due; numbers stay as they are, seen or not."""
        self._contact = seen.contact
        self._show_lines()
        show_if(self.numbers, seen.contact is not None and any(phone.number for phone in seen.contact.phones))
        self.next_step.say(_next_step(seen, today))
        self.change.setEnabled(seen.is_open)

    def _show_lines(self) -> None:
        lines = _lines(self._contact, shown=self._shown)
        while len(self._labels) > len(lines):
            old = self._labels.pop()
            old.hide()
            old.deleteLater()
        while len(self._labels) < len(lines):
            label = Label()
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._lines.addWidget(label)
            self._labels.append(label)
        for number, (label, (words, tone)) in enumerate(zip(self._labels, lines, strict=True)):
            label.setObjectName(f"reach={number}")
            label.dress(tone)
            label.say(words)
        self.numbers.say(Sentence("Hide the number") if self._shown else Sentence("Show the number"))

    @Slot()
    def _on_numbers(self) -> None:
        self._shown = not self._shown
        self._show_lines()


def _lay_out(head: QWidget, lines: QVBoxLayout, *parts: QWidget) -> None:
    """Two rows: the lines about her and the numbers' button, the next step and its button."""
    numbers, next_step, change = parts
    column = QVBoxLayout(head)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(px(TIGHT))
    above, below = QHBoxLayout(), QHBoxLayout()
    for row in (above, below):
        row.setSpacing(px(NEAR))
        column.addLayout(row)
    above.addLayout(lines, 1)
    above.addWidget(numbers, 0, Qt.AlignmentFlag.AlignTop)
    below.addWidget(next_step, 1)
    below.addWidget(change, 0, Qt.AlignmentFlag.AlignTop)


def _lines(contact: Contact | None, *, shown: bool) -> Sequence[_Line]:
    if contact is None:
        return [(say("How she can be reached safely is not recorded yet."), _WARNING)]
    lines: list[_Line] = []
    if name := _called(contact):
        lines.append((name, ""))
    if contact.untold:
        lines.append((say("Not to be told: {what}", what=contact.untold), _DANGER))
    if contact.allowed is False:
        lines.append((say("Do not contact her. She comes when she wants."), _DANGER))
        return lines
    lines += [_phone(phone, shown=shown) for phone in contact.phones]
    if contact.other_way:
        lines.append((say("Another safe way: {way}", way=contact.other_way), ""))
    if not contact.phones and not contact.other_way:
        lines.append((say("How she can be reached safely is not recorded yet."), _WARNING))
    return lines


def _called(contact: Contact) -> str:
    if contact.name and contact.known_as:
        return say("{name}, called {nickname}", name=contact.name, nickname=contact.known_as)
    return contact.name or contact.known_as


def _phone(phone: Phone, *, shown: bool) -> _Line:
    """Conditions first; the number, if she asked for it, stands behind them."""
    if phone.never:
        words = [
            say("Never call this number: {whose}", whose=phone.whose) if phone.whose else say("Never call this number")
        ]
    else:
        words = [_when(phone)]
        if phone.phrase:
            words.append(say("say first “{phrase}”", phrase=phone.phrase))
        if phone.message:
            words.append(say("message: {message}", message=phone.message))
    if shown and phone.number:
        words.append(phone.number)
    return " · ".join(words), _DANGER if phone.never else ""


def _when(phone: Phone) -> str:
    when = phone.when or say("nobody asked when")
    if phone.whose:
        return say("Safe to call: {when} · {whose}", when=when, whose=phone.whose)
    return say("Safe to call: {when}", when=when)


def _next_step(seen: CaseSeen, today: date) -> Words:
    if not seen.is_open:
        return Sentence("Work on this case has ended. What was recorded stays.")
    due = due_words(seen.due, today)
    if due and seen.next_step:
        return Sentence("Next step {when}: {what}", {"when": due, "what": seen.next_step})
    if due:
        return Sentence("Next step {when}", {"when": due})
    return Sentence("Next step: {what}", {"what": seen.next_step}) if seen.next_step else Sentence("No next step yet")
