"""Empty papers for days without power: which, in which language, how many; and the page as it will be printed."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from fieldapp.errors import FieldappError, Mistake
from fieldapp.words import Language, Sentence, sentence, spoken
from fieldapp.work.approving import approve
from fieldapp.work.blank_papers import MOST_COPIES, Blank, NotApproved, blank_sheets, blanks_were_printed
from fieldapp.work.disclosing import CONSENT
from ui.jobs import Job
from ui.printout import Printout
from ui.room import Room
from ui.screen import Address, Screen
from ui.screens.preview_pane import PreviewPane
from ui.theme.sizes import NEAR, px
from ui.tongue import LANGUAGES
from ui.widgets.ask import Ask
from ui.widgets.banner import DANGER, NOTE
from ui.widgets.buttons import Button, plain, primary
from ui.widgets.choices import ChoiceList, Option
from ui.widgets.field import Field
from ui.widgets.lines import ReadLine
from ui.widgets.marks import Mark
from ui.widgets.pages import Body, Foot, Heading, side_by_side
from ui.widgets.said import Label, Words, said, show_if

_PAPERS: Final = (
    Option(Blank.INTAKE.value, Sentence("First meeting")),
    Option(Blank.CONSENT.value, Sentence("Consent")),
    Option(Blank.REFERRAL.value, Sentence("Referral")),
)


class BlanksScreen(Screen):
    """What is read out to her is printed only in a language whose text the organisation has approved."""

    name = "blanks"

    def __init__(self, address: Address, room: Room) -> None:
        super().__init__(address)
        self._room = room
        self._job: Job | None = None
        self.printout = Printout(self, room)
        self.printout.free.connect(self._judge)
        self.papers = ChoiceList(_PAPERS, name="blank")
        self.papers.show_values([Blank.INTAKE.value])
        self.languages = ChoiceList([Option(code, name) for code, name in LANGUAGES.items()], name="blankLanguage")
        self.languages.show_values([spoken()])
        self.copies = ReadLine(_read_copies, name="copies")
        self.copies.show_value("5")
        self.how_many = Field(Sentence("How many?"), self.copies, width=80)
        self.refusal = _NotApproved()
        self.preview = PreviewPane()
        self.preview.language = spoken()
        self.preview.languages.hide()
        self.print_button = primary(Sentence("Print"))
        self.print_button.setObjectName("print")
        self._lay_out()
        self._connect()
        self._look()

    def _lay_out(self) -> None:
        heading = Heading(Sentence("Blank papers"), back_to=Sentence("Settings"))
        heading.back.connect(self.left)
        self.body = Body()
        for part in (
            Field(Sentence("Which paper?"), self.papers),
            Field(Sentence("In which language?"), self.languages),
            self.refusal,
            self.how_many,
        ):
            self.body.column.addWidget(part)
        self.body.column.addStretch(1)
        foot = Foot()
        foot.add(self.print_button)
        self.column.addWidget(heading)
        self.column.addLayout(side_by_side(self.body, self.preview), 1)
        self.column.addWidget(foot)

    def _connect(self) -> None:
        self.papers.chosen.connect(self._on_chosen)
        self.languages.chosen.connect(self._on_chosen)
        self.copies.misread.connect(self._on_misread)
        self.refusal.approve.clicked.connect(self._on_approve)
        self.preview.grown.connect(self._on_grown)
        self.print_button.clicked.connect(self._on_print)

    def words(self) -> Words:
        return Sentence("Blank papers")

    def panes(self) -> Sequence[QWidget]:
        return (self.papers.rows()[0], *self.preview.panes(), self.print_button)

    def main_button(self) -> Button:
        return self.print_button

    def print_out(self) -> bool:
        self.print_button.click()
        return True

    def keep(self) -> None:
        self.printout.keep()

    @property
    def _blank(self) -> Blank:
        return Blank((*self.papers.values(), Blank.INTAKE.value)[0])

    @property
    def _language(self) -> Language:
        return Language((*self.languages.values(), spoken())[0])

    def _make(self, copies: int) -> partial[bytes]:
        return partial(blank_sheets, self._room.desk, self._room.packs, self._blank, self._language, copies)

    @Slot()
    def _look(self) -> None:
        """Draw one, to be looked at."""
        if self._job is not None:
            self._job.cancel()
        self._job = self._room.jobs.run(self._make(1), done=self._on_drawn, failed=self._on_refused)

    def _on_drawn(self, pdf: bytes) -> None:
        self._job = None
        self.refusal.say("")
        self.preview.show_pdf(pdf)
        self._judge()

    def _on_refused(self, error: FieldappError) -> None:
        self._job = None
        self.preview.show_pdf(b"")
        self.refusal.say(error.sentence, can_approve=isinstance(error, NotApproved))
        self._judge()

    @Slot()
    def _judge(self) -> None:
        self.print_button.setEnabled(self.refusal.isHidden() and not self.printout.busy and self.copies.wrong is None)

    @Slot(tuple)
    def _on_chosen(self, _values: tuple[str, ...]) -> None:
        self._look()

    @Slot(object)
    def _on_misread(self, wrong: Sentence | None) -> None:
        self.how_many.say_wrong(wrong)
        self._judge()

    @Slot(bool)
    def _on_grown(self, large: bool) -> None:  # noqa: FBT001  # a slot
        self.body.setVisible(not large)

    @Slot()
    def _on_approve(self) -> None:
        ask = Ask(
            self,
            Sentence("Has your organisation approved this text?"),
            Sentence("Somebody who speaks {tongue} has read it, and it fits your law.", {"tongue": self._tongue()}),
            Sentence("It is approved"),
            destroys=False,
        )
        ask.agreed.connect(self._on_agreed)
        ask.open()

    def _tongue(self) -> str:
        return LANGUAGES[self._language]

    @Slot()
    def _on_agreed(self) -> None:
        work = partial(approve, self._room.desk, CONSENT, self._language)
        self._room.jobs.run(work, done=self._on_approved, failed=self._on_failed)

    def _on_approved(self, _nothing: None) -> None:
        self.told.emit(Sentence("Written down: the text is approved. A new version of it will be a draft again."), NOTE)
        self._look()

    def _on_failed(self, error: FieldappError) -> None:
        self.told.emit(error.sentence, DANGER)

    @Slot()
    def _on_print(self) -> None:
        self.copies.settle()
        if self.copies.wrong is None and not self.printout.busy:
            copies = int(self.copies.value() or 1)
            remember = partial(blanks_were_printed, self._room.desk, self._blank, copies)
            self.printout.print_out(self._make(copies), remember)
            self._judge()


class _NotApproved(QFrame):
    """Why it is not printed, and the way to say that it may be."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("notApproved")
        self.setProperty("kind", "warning")
        self.words = Label()
        self.approve = plain(Sentence("It is approved"))
        self.approve.setObjectName("approve")
        row = QHBoxLayout()
        row.setSpacing(px(NEAR))
        row.addWidget(Mark("warning"), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.words, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(NEAR), px(NEAR), px(NEAR), px(NEAR))
        column.setSpacing(px(NEAR))
        column.addLayout(row)
        column.addWidget(self.approve)
        self.hide()

    def say(self, words: Words, *, can_approve: bool = False) -> None:
        self.words.say(words)
        self.setAccessibleDescription(said(words))
        show_if(self.approve, can_approve)
        show_if(self, bool(words))


def _read_copies(typed: str) -> str:
    if typed.isascii() and typed.isdigit() and 1 <= int(typed) <= MOST_COPIES:
        return str(int(typed))
    raise Mistake(sentence("Type a number from 1 to {most}."), most=MOST_COPIES)
