"""Practice is being made ready: an example organisation is written, record by record."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from fieldapp.errors import FieldappError
from fieldapp.words import Sentence
from ui.jobs import Job, Jobs
from ui.screen import Address
from ui.screens.entry import EntryScreen
from ui.widgets.banner import DANGER, NOTE
from ui.widgets.buttons import Button, plain, primary
from ui.widgets.said import Label, show_if
from ui.widgets.under_way import UnderWay

#: Makes it in the background, and is given who is told how far it is. Raises Trouble.
Begin = Callable[[Callable[[int, int], None]], object]


class PracticeScreen(EntryScreen):
    """Begins by itself; `ready` comes when everything stands there."""

    ready = Signal()
    #: She would rather do real work.
    real_work = Signal()
    name = "practice"

    def __init__(self, address: Address, begin: Begin, jobs: Jobs) -> None:
        super().__init__(address, Sentence("Practice"))
        self._begin = begin
        self._jobs = jobs
        self.why = Label(
            Sentence(
                "An example organisation with three people, six cases and two workshops. Everybody in it is made up. "
                "Try everything: nothing is sent, and you can begin again at any time."
            )
        )
        self.under_way = UnderWay()
        self.under_way.setObjectName("practiceState")
        self.again = primary(Sentence("Try again"))
        self.again.setObjectName("tryAgain")
        self.again.clicked.connect(self._on_begin)
        self.leave_practice = plain(Sentence("Leave practice"))
        self.leave_practice.setObjectName("leave-practice")
        self.leave_practice.clicked.connect(self.real_work)
        self.add(self.why, self.under_way)
        self.add_row(self.again, self.leave_practice)
        self.finish()
        self._on_begin()

    def panes(self) -> tuple[QWidget, ...]:
        return (self.leave_practice,) if self.again.isHidden() else (self.again,)

    def main_button(self) -> Button:
        return self.again

    @Slot()
    def _on_begin(self) -> None:
        self.told.emit("", NOTE)
        show_if(self.again, wanted=False)
        self.under_way.begin(Sentence("Writing the example."))
        self._jobs.run_long(
            partial(_told, self._begin), done=self._on_ready, failed=self._on_failed, progressed=self.under_way.tell
        )

    def _on_ready(self, _practice: object) -> None:
        self.ready.emit()

    def _on_failed(self, error: FieldappError) -> None:
        self.under_way.end()
        show_if(self.again, wanted=True)
        self.again.setFocus()
        self.told.emit(error.sentence, DANGER)


def _told(begin: Begin, job: Job) -> object:
    return begin(job.progress)
