"""Questions that share their choices, as lines under one heading of choices."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from fieldapp.forms.filling.session import FormSession
from fieldapp.forms.model import Form, Question
from fieldapp.forms.places import Place
from ui.forms.sheets import Grid
from ui.forms.wording import plainly
from ui.theme.sizes import CLOSE, TIGHT, px
from ui.widgets.choices import scale_fits
from ui.widgets.said import Label, show_if

#: Pixels of a grid and of the questions in it.
WIDTH: Final = 756
ASIDE: Final = 290


def fits(form: Form, grid: Grid) -> bool:
    """Whether its choices stand side by side in every language of the form."""
    choices = form.lists.get(grid.lines[0].choices, ())
    spoken = form.languages or {"": ""}
    room = px(WIDTH - ASIDE - CLOSE)
    return bool(choices) and all(
        scale_fits([plainly(choice.label.said(language, form.default_language)) or choice.name for choice in choices],
                   room)
        for language in spoken
    )  # fmt: skip


class GridHead(QWidget):
    """What the grid is about, and the words of the choices above their columns."""

    def __init__(self, session: FormSession, grid: Grid, place: Place) -> None:
        """`place` of its first line."""
        super().__init__()
        self._session = session
        self._grid = grid
        self.place = place
        self.label = Label(strong=True)
        self._words = [_Over() for _ in session.form.lists.get(grid.lines[0].choices, ())]
        across = QHBoxLayout()
        across.setSpacing(0)
        across.addSpacing(px(ASIDE) + px(CLOSE))
        for over in self._words:
            across.addWidget(over, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(TIGHT))
        column.addWidget(self.label)
        column.addLayout(across)
        self.refresh()

    def refresh(self) -> None:
        """Look again at what the session says."""
        session, row = self._session, self.place.row
        show_if(self, any(session.state(Place(row, line.id)).relevant for line in self._grid.lines))
        head: Question | None = self._grid.head
        words = plainly(session.label(Place(row, head.id))) if head is not None else ""
        self.label.say(words)
        self.label.setVisible(bool(words))
        choices = session.form.lists.get(self._grid.lines[0].choices, ())
        for over, choice in zip(self._words, choices, strict=True):
            over.say(plainly(session.text(self.place, choice.label)) or choice.name)


class _Over(Label):
    """The words of a choice, as wide as every other."""

    def __init__(self) -> None:
        super().__init__()
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
