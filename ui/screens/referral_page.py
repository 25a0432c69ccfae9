"""The page of one referral: its questions, what goes out and what stays, and the sheet, all three of one mind."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Final

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget

from fieldapp.domain.consent import Basis
from fieldapp.domain.ids import FieldId
from fieldapp.errors import FieldappError
from fieldapp.forms.places import Place
from fieldapp.words import Sentence
from fieldapp.work.directory import Recipient
from fieldapp.work.preparing import Prepared, Trial, answers_of, try_out
from fieldapp.work.printed import PrintedPaper
from ui.jobs import Job
from ui.room import Room
from ui.screens.disclosure import DisclosureView
from ui.screens.preview_pane import PreviewPane
from ui.screens.referral_questions import ReferralQuestions, session_text
from ui.theme.sizes import APART, px
from ui.widgets.said import show_if

#: Milliseconds from a keystroke to the sheet that shows it.
_LOOK_AFTER: Final = 350
_BASIS: Final = Place(None, FieldId("basis"))
_PRIORITY: Final = Place(None, FieldId("priority"))


class ReferralPage(QWidget):
    """What she answers is tried out after a short pause; until then what is seen stays as it was."""

    touched = Signal()
    passed = Signal()
    release_asked = Signal()
    #: The sheet can be printed now, or not any more.
    judged = Signal()

    def __init__(self, room: Room, prepared: Prepared) -> None:
        super().__init__()
        self._room = room
        self._filling = prepared.filling
        self._case = prepared.case
        self._papers: Sequence[PrintedPaper] = ()
        self._recipient = Recipient(name="")
        self._job: Job | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_LOOK_AFTER)
        self._pause.timeout.connect(self.look)
        self.trial = Trial()
        self.questions: ReferralQuestions | None = None
        self.disclosure = DisclosureView()
        self.disclosure.release_asked.connect(self.release_asked)
        self.disclosure.urgent_asked.connect(self._on_urgent)
        self.preview = PreviewPane()
        self.preview.turned.connect(self.look)
        self.preview.grown.connect(self._on_grown)
        self._across = QHBoxLayout(self)
        self._across.setContentsMargins(0, 0, 0, 0)
        self._across.setSpacing(px(APART))
        self._across.addWidget(self.disclosure, 40)
        self._across.addWidget(self.preview, 26)

    @property
    def may_print(self) -> bool:
        """Whether the sheet that is shown is whole and by right."""
        return bool(self.trial.pdf) and not self._pause.isActive() and self._job is None

    def why_not(self) -> Sentence:
        """Why it cannot be printed now."""
        return self.trial.refused or Sentence("The sheet is not whole yet. Choose what they are asked for.")

    @property
    def urgent(self) -> bool:
        """Told without her release, for a danger to life or a duty of law."""
        return session_text(self._filling.session, "basis") in {each.value for each in Basis}

    def panes(self) -> Sequence[QWidget]:
        """For F6."""
        questions = (self.questions.first_target(),) if self.questions and not self.questions.isHidden() else ()
        return (*questions, self.disclosure, *self.preview.panes())

    def show_recipient(self, recipient: Recipient, papers: Sequence[PrintedPaper]) -> None:
        """Ask what this recipient may be asked; what was printed before. The same again changes nothing."""
        asked = self.questions is None or self._offered(recipient) != self._offered(self._recipient)
        self._recipient, self._papers = recipient, papers
        if asked:
            self._ask()
        elif self.questions is not None:
            self.questions.show_papers(papers)
        self.look()

    def wrongs(self) -> bool:
        """Say what keeps it from being saved, and put the keyboard there."""
        wrong = self.questions.first_wrong() if self.questions is not None else None
        if wrong is not None:
            wrong.focus()
        return wrong is not None

    @Slot()
    def look(self) -> None:
        """Try it out now; not while it is being saved."""
        self._pause.stop()
        self._forget()
        if not self.isEnabled():
            return
        session = self._filling.session
        if not self.urgent and self._recipient.release is not None and not session_text(session, "service"):
            self._show(Trial())
            self.disclosure.show_waiting(Sentence("Choose what they are asked for. Then it is shown what goes out."))
            return
        work = partial(
            try_out,
            self._room.desk,
            self._filling.record,
            self._case,
            answers_of(self._filling),
            self.preview.language,
        )
        self._job = self._room.jobs.run(work, done=self._on_tried, failed=self._on_not_tried)

    def _offered(self, recipient: Recipient) -> tuple[str, ...]:
        """The services that this one may be asked for."""
        if self.urgent:
            return tuple(choice.name for choice in self._filling.form.lists["service_type"])
        if recipient.release is None:
            return ()
        kinds = (choice.name for choice in self._filling.form.lists["service_type"])
        return tuple(kind for kind in kinds if kind in recipient.release.services)

    def _ask(self) -> None:
        """Make the questions anew: another recipient, or another right to tell. The keyboard stays among them."""
        focus = QApplication.focusWidget()
        had_focus = self.questions is not None and focus is not None and self.questions.isAncestorOf(focus)
        if self.questions is not None:
            self._across.removeWidget(self.questions)
            self.questions.hide()
            self.questions.deleteLater()
        made = ReferralQuestions(
            self._filling.session,
            self._offered(self._recipient),
            urgent=self.urgent,
            saved=not self._filling.new,
            today=self._today,
        )
        made.touched.connect(self._on_touched)
        made.passed.connect(self.passed)
        made.show_papers(self._papers)
        self._across.insertWidget(0, made, 36)
        self.questions = made
        self._fit()
        if had_focus:
            made.first_target().setFocus()

    def _fit(self) -> None:
        """Without any right to tell there is nothing to ask yet."""
        if self.questions is not None:
            alone = self.preview.large.isChecked()
            may_ask = self.urgent or self._recipient.release is not None or not self._filling.new
            show_if(self.questions, may_ask and not alone)
            show_if(self.disclosure, not alone)
            show_if(self.preview, may_ask)

    @Slot()
    def _on_touched(self) -> None:
        self.touched.emit()
        self._pause.start()
        self.judged.emit()
        if self.questions is not None and self.questions.urgent != self.urgent:
            self._ask()

    @Slot()
    def _on_urgent(self) -> None:
        """A danger to life comes first; that it is a duty of law instead can be chosen."""
        self._filling.session.set(_BASIS, Basis.DANGER.value)
        self._filling.session.set(_PRIORITY, "emergency")
        self.touched.emit()
        self._ask()
        self.look()
        if self.questions is not None:
            self.questions.first_target().setFocus()

    @Slot(bool)
    def _on_grown(self, _large: bool) -> None:  # noqa: FBT001  # a slot
        self._fit()

    def _on_tried(self, trial: Trial) -> None:
        self._job = None
        self._show(trial)
        self.disclosure.show_trial(trial, may_record=not self.urgent)

    def _on_not_tried(self, error: FieldappError) -> None:
        self._job = None
        self._show(Trial(refused=error.sentence))
        self.disclosure.show_trial(self.trial, may_record=False)

    def _show(self, trial: Trial) -> None:
        self.trial = trial
        self.preview.show_pdf(trial.pdf)
        self.judged.emit()

    def _forget(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self._job = None

    def _today(self) -> date:
        return self._room.desk.today()
