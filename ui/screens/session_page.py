"""How a session is laid out: the roll at the left, its keys or somebody new at the right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from fieldapp.domain.workshops import count_roll
from fieldapp.forms.model import Form
from fieldapp.words import Sentence, say, say_number, spoken
from fieldapp.work.answered import choices
from fieldapp.work.roll import Roll, RollLine
from ui import times
from ui.models.held import HeldModel
from ui.models.listed import Column
from ui.screens import course_words as words
from ui.screens.name_line import NameLine
from ui.screens.newcomer import Newcomer
from ui.screens.roll_table import RollKeys, RollTable
from ui.theme.sizes import APART, CLOSE, FAR, px
from ui.widgets.buttons import PLAIN, PRIMARY, plain, primary
from ui.widgets.drop import DropButton, Line
from ui.widgets.list_box import ListBox
from ui.widgets.pages import Foot, Heading
from ui.widgets.said import Label

_NUMBER, _SEX, _AGE, _MARK, _ASIDE = 52, 34, 80, 214, 350
#: Letters.
_BACK, _TITLE, _WHERE = 24, 36, 66


class SessionPage(QWidget):
    """Shows; the screen around it does."""

    def __init__(self, participant: Form) -> None:
        super().__init__()
        self._form = participant
        self._ages = choices(participant, "age_band", spoken())
        columns: list[Column[RollLine]] = [
            Column(Sentence("No"), _number, _NUMBER, quiet=True),
            Column(Sentence("Name"), _name),
            Column(Sentence("Sex"), _sex, _SEX),
            Column(Sentence("Age"), self._age, _AGE),
            Column(Sentence("Mark"), words.roll_mark, _MARK, strong=True, spoken=words.roll_mark_aloud),
        ]
        self.model: HeldModel[RollLine] = HeldModel(columns, _key, self)
        self.box = ListBox(
            self.model,
            Sentence("The roll"),
            object_name="roll",
            empty="",
            headings=False,
            titled=False,
            table=RollTable,
        )
        self.table = cast("RollTable", self.box.table)
        self.names = NameLine()
        self.count = Label(strong=True)
        self.count.setObjectName("rollCount")
        self.keys = RollKeys()
        self.newcomer: Newcomer | None = None
        self.heading = Heading("", back_to=Sentence("Workshop"))
        self.more = DropButton(Sentence("More ▾"), name="more")
        self.sheet = plain(Sentence("Print sheet"), key="Ctrl+P")
        self.sheet.setObjectName("printSheet")
        self.foot = Foot()
        self.head_count = DropButton(Sentence("Head count ▾"), name="headCount")
        self.others = primary(Sentence("All others present"))
        self.others.setObjectName("othersPresent")
        self._lay_out()

    def _lay_out(self) -> None:
        self.heading.add(self.more, self.sheet)
        self.more.offer(
            [
                Line("participant", Sentence("Correct the chosen participant")),
                Line("correct", Sentence("Correct the session")),
                Line("delete", Sentence("Delete as a mistake")),
            ]
        )
        above = QHBoxLayout()
        above.setSpacing(px(APART))
        above.addWidget(self.names, 2)
        above.addWidget(self.count, 3)
        self._aside = QVBoxLayout()
        self._aside.addWidget(self.keys)
        self.keys.setFixedWidth(px(_ASIDE))
        across = QHBoxLayout()
        across.setSpacing(px(FAR))
        across.addWidget(self.box, 1)
        across.addLayout(self._aside)
        self.foot.add(self.head_count, self.others)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(CLOSE))
        column.addWidget(self.heading)
        column.addLayout(above)
        column.addLayout(across, 1)
        column.addWidget(self.foot)

    def panes(self) -> Sequence[QWidget]:
        """For F6."""
        parts: list[QWidget] = [self.table] if not self.table.isHidden() else []
        parts.append(self.names)
        if self.newcomer is not None:
            parts.append(self.newcomer)
        return (*parts, self.foot, self.heading)

    def show_session(self, roll: Roll) -> None:
        """What is said around the roll."""
        session, workshop = roll.session, roll.workshop
        self._ages = choices(self._form, "age_band", spoken())
        title, where = words.session_title(session, workshop), words.session_where(session, workshop)
        back = words.short(workshop.title, _BACK) or Sentence("Workshop")
        self.heading.say(words.short(title, _TITLE), words.short(where, _WHERE), back_to=back)
        self.head_count.offer(
            [
                *(Line(each.record, _counted(each.day, each.people)) for each in session.head_counts),
                Line("", Sentence("New head count")),
            ]
        )
        counted = say_number("{number} more without a list.", "{number} more without a list.", session.counted)
        told = [counted] if session.counted else []
        if session.not_sent:
            told.append(say("Not sent yet."))
        self.foot.note.say(" ".join(told))

    def show_lines(self, lines: Sequence[RollLine], found: Sequence[RollLine]) -> None:
        """Those that were found; the count is of all of them."""
        count = count_roll(line.mark for line in lines)
        self.count.say(words.count_words(count))
        self.others.setEnabled(count.unmarked > 0)
        typed = self.names.text().strip()
        if typed:
            more = say("Enter puts {name} on the list, present.", name=typed)
            self.box.empty.say(Sentence("Nobody on the list is called so."), more)
        else:
            self.box.empty.say(
                Sentence("Nobody is on the list yet."), Sentence("Type a name in the line above to add somebody.")
            )
        self.model.show(found)

    def show_newcomer(self, newcomer: Newcomer) -> None:
        """The questions take the place of the keys."""
        self.newcomer = newcomer
        newcomer.setFixedWidth(px(_ASIDE))
        self.others.dress(PLAIN)
        self.keys.hide()
        self._aside.addWidget(newcomer)
        newcomer.show()
        newcomer.take_the_keyboard()

    def put_newcomer_away(self) -> None:
        """The keys again."""
        if self.newcomer is not None:
            self._aside.removeWidget(self.newcomer)
            self.newcomer.hide()
            self.newcomer.deleteLater()
            self.newcomer = None
        self.others.dress(PRIMARY)
        self.keys.show()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.keys.retranslate()

    def _age(self, line: RollLine) -> str:
        return self._ages.get(line.participant.age_band, line.participant.age_band)


def _key(line: RollLine) -> str:
    return line.participant.record


def _number(line: RollLine) -> str:
    return str(line.number)


def _name(line: RollLine) -> str:
    return words.participant_name(line.participant)


def _sex(line: RollLine) -> str:
    return words.participant_sex(line.participant)


def _counted(day: str, people: int) -> str:
    return say_number("{day}: {number} person", "{day}: {number} people", people, day=times.day(day))
