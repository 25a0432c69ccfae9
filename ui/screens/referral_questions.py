"""The few questions of a referral on its own page: for what, how soon, how handed over; later what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from fieldapp.domain.codes import Code, read_code, show_code
from fieldapp.domain.ids import FieldId
from fieldapp.domain.names import fold_name
from fieldapp.errors import Mistake
from fieldapp.forms.filling.session import FormSession
from fieldapp.forms.places import Place
from fieldapp.words import Sentence, spoken
from fieldapp.work.printed import PrintedPaper
from ui.forms.part import FormPart
from ui.forms.picked import MOST_LISTED
from ui.forms.reading import Today
from ui.screens.referral_lines import printed_line
from ui.theme.sizes import CLOSE, px
from ui.widgets.choice_rows import ENTER
from ui.widgets.choices import ChoiceList, Option
from ui.widgets.field import Field
from ui.widgets.lines import ReadLine
from ui.widgets.said import quiet, section, show_if
from ui.widgets.search_choice import SearchChoice

ASKED: Final = ("priority", "seen_before", "needs", "handover", "location", "recipient")
#: Told without her release, a body learns the least: not what she needs.
URGENT: Final = ("basis", "basis_note", "basis_reason", "told_before", "seen_before", "handover", "location")
REVIEW: Final = ("reviewed_on", "review")
ANSWER: Final = ("status", "responded_at", "rejected_reason", "rejection_note", "service_given_on", "notes")
_SERVICE: Final = Place(None, FieldId("service"))
_SLIP: Final = Place(None, FieldId("slip"))


class ReferralQuestions(QWidget):
    """Each answer is in the session at once. Of services only those that may be asked for are offered."""

    touched = Signal()
    #: Enter after the last question.
    passed = Signal()

    def __init__(
        self, session: FormSession, services: Sequence[str], *, urgent: bool, saved: bool, today: Today
    ) -> None:
        """`services`: those she released to this recipient. `urgent`: told without a release. `saved`: it was sent."""
        super().__init__()
        self.session = session
        self.urgent = urgent
        self._services = tuple(services)
        self._saved = saved
        self._drawn = session_text(session, "slip")
        asked = URGENT if urgent else ASKED
        answer = (*ANSWER, *(REVIEW if urgent else ())) if saved else ()
        self.part = FormPart(session, (*answer, *asked), today=today)
        self.part.touched.connect(self._on_touched)
        self.part.passed.connect(self.passed)
        self.services = self._picker()
        self.services.chosen.connect(self._on_services)
        self.field = Field(session.label(_SERVICE), self.services)
        self.field.setObjectName("question=service")
        self.papers = _Papers()
        inside = self.part.view.column
        first = self.part.field(asked[0])
        at = inside.indexOf(first) if first is not None else 0
        inside.insertWidget(at, self.field)
        self.slip = ReadLine(_read_slip, _show_slip, name="slip")
        self.slip_field = Field(Sentence("Number of the slip, if an empty paper was filled in before"), self.slip)
        self.slip.changed.connect(self._on_slip)
        self.slip.misread.connect(self.slip_field.say_wrong)
        if not saved:
            inside.insertWidget(inside.count() - 1, self.slip_field)
        else:
            inside.insertWidget(at, section(Sentence("What was asked")))
            inside.insertWidget(0, section(Sentence("What came of it")))
            inside.insertWidget(0, self.papers)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.part)
        show_if(self.papers, False)
        self._offer()

    def first_target(self) -> QWidget:
        """Where the keyboard goes first: the services while they are to be chosen; afterwards what came of it."""
        chosen = session_text(self.session, "service").split()
        if self._services and not self._saved and chosen != list(self._services):
            return self.services
        return self.part.first_target()

    def first_wrong(self) -> Field | None:
        """What keeps it from being saved; from now on it is said."""
        self.slip.settle()
        places = self.part.wrongs()
        if places:
            return self.part.view.field(next(iter(places)))
        return self.slip_field if self.slip.wrong is not None else None

    def show_papers(self, papers: Sequence[PrintedPaper]) -> None:
        """What was printed of it before."""
        self.papers.show_papers(papers)

    def _picker(self) -> ChoiceList | SearchChoice:
        if len(self._services) <= MOST_LISTED:
            return ChoiceList(many=True, name="service")
        return SearchChoice(many=True, fold=fold_name, name="service")

    def _offer(self) -> None:
        """The choices in the language spoken now. What was chosen before stays, so that it can be taken back."""
        chosen = session_text(self.session, "service").split()
        offered = [
            Option(choice.name, self.session.text(_SERVICE, choice.label))
            for choice in self.session.choices(_SERVICE)
            if choice.name in self._services or choice.name in chosen
        ]
        self.services.offer(offered)
        self.services.show_values(chosen)
        self.field.say_label(self.session.label(_SERVICE))

    @Slot(tuple)
    def _on_services(self, values: tuple[str, ...]) -> None:
        self.session.set(_SERVICE, " ".join(values) or None)
        self.touched.emit()

    @Slot(object)
    def _on_slip(self, slip: str | None) -> None:
        """The one that stands on her paper; without one the code that was drawn."""
        self.session.set(_SLIP, slip or self._drawn or None)
        self.touched.emit()

    @Slot(object)
    def _on_touched(self, _touched: object) -> None:
        self.touched.emit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.session.speak(spoken())
            self._offer()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        focus = QApplication.focusWidget()
        if event.key() in ENTER and focus is not None and self.field.isAncestorOf(focus):
            following = next((field for field in self.part.view.fields() if self._is_below(field)), None)
            if following is not None:
                following.focus()
                return
        super().keyPressEvent(event)

    def _is_below(self, field: QWidget) -> bool:
        inside = self.part.view.column
        return inside.indexOf(field) > inside.indexOf(self.field)


class _Papers(QWidget):
    """Which papers were printed, the newest first; takes no room without any."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("printedBefore")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(px(CLOSE))
        self._column.addWidget(section(Sentence("Printed")))

    def show_papers(self, papers: Sequence[PrintedPaper]) -> None:
        while (item := self._column.takeAt(1)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for paper in papers:
            self._column.addWidget(quiet(printed_line(paper)))
        show_if(self, bool(papers))


def session_text(session: FormSession, name: str) -> str:
    """What was answered to a question of the record itself, "" for nothing."""
    answer = session.answer(Place(None, FieldId(name)))
    return answer if isinstance(answer, str) else ""


def _read_slip(typed: str) -> str:
    found = read_code(typed)
    if isinstance(found, Mistake):
        raise found
    return found


def _show_slip(slip: str) -> str:
    return show_code(Code(slip))
