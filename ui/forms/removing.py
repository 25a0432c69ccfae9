"""A row of a repeat is taken away: one with answers only after a question."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from fieldapp.domain.ids import RecordId
from fieldapp.forms.filling.session import FormSession
from fieldapp.words import Sentence
from ui.forms.sheet_places import inside, rows_around
from ui.widgets.ask import Ask


class Removing(QObject):
    """Asks over the page, and tells what is gone."""

    #: The row, where its repeat stands, and a Touched of the session.
    removed = Signal(object, object, object)

    def __init__(self, session: FormSession, page: QWidget) -> None:
        super().__init__(page)
        self._session = session
        self._page = page
        self._row = RecordId("")

    @Slot(str)
    def ask(self, row: str) -> None:
        """Remove this row, if she agrees."""
        self._row = RecordId(row)
        around = rows_around(self._session, self._row)
        places = inside(self._session, around[-1].repeat.children if around else (), self._row)
        if not any(self._session.state(place).answer for place in places):
            self._on_agreed()
            return
        more = Sentence("Its answers will be gone once you save.")
        ask = Ask(self._page, Sentence("Remove this row?"), more, Sentence("Remove the row"))
        ask.agreed.connect(self._on_agreed)
        ask.open()

    @Slot()
    def _on_agreed(self) -> None:
        around = rows_around(self._session, self._row)
        if around:
            self.removed.emit(self._row, around[-1].place, self._session.remove_row(self._row))
