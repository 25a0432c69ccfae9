"""A question answered by putting choices in order."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fieldapp.domain.answers import Answer
from fieldapp.forms.filling.session import FormSession
from fieldapp.forms.model import Question
from fieldapp.forms.places import Place
from fieldapp.words import Sentence
from ui.forms.control import Control
from ui.theme.sizes import TIGHT, px
from ui.widgets.choices import Option
from ui.widgets.rank_list import RankList
from ui.widgets.said import quiet


class RankControl(Control):
    """All choices in one list, and how to move them."""

    def __init__(self, session: FormSession, question: Question, place: Place) -> None:
        super().__init__(session, question, place)
        self._list = RankList(str(place.field))
        self._list.ranked.connect(self._on_ranked)
        self._how = quiet(
            Sentence("Alt+↑ and Alt+↓ move a line, a digit puts it in that place, Space takes the order.")
        )
        self._whole = _Whole(self._list, self._how)

    @property
    def widget(self) -> QWidget:
        return self._whole

    def offer(self) -> None:
        found = self.session.choices(self.place)
        self._list.offer([Option(choice.name, self.words_of(choice)) for choice in found])

    def show(self, answer: Answer | None) -> None:
        self._list.show_order(answer.split() if isinstance(answer, str) else [])

    def set_read_only(self, read_only: bool) -> None:  # noqa: FBT001  # a state, as in Qt
        self._list.set_read_only(read_only)
        self._how.setVisible(not read_only)

    @Slot(tuple)
    def _on_ranked(self, values: tuple[str, ...]) -> None:
        self.answered.emit(" ".join(values) or None)


class _Whole(QWidget):
    def __init__(self, ranked: RankList, how: QWidget) -> None:
        super().__init__()
        self._list = ranked
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(TIGHT))
        column.addWidget(ranked)
        column.addWidget(how)
        self.setFocusProxy(ranked)

    def setAccessibleName(self, name: str) -> None:
        """A field's label names the list."""
        self._list.setAccessibleName(name)

    def setAccessibleDescription(self, text: str) -> None:
        self._list.setAccessibleDescription(text)
