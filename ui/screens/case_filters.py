"""The three filters above the list of cases: how they stand, whose they are, how high the risk is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from fieldapp.words import Sentence
from fieldapp.work.facts import RISKS
from fieldapp.work.listing import State, Wanted
from ui.theme.sizes import CLOSE, px
from ui.widgets.drop import DropButton, Line

_MINE: Final = "mine"
_ALL: Final = "all"
_STATES: Final[Mapping[str, tuple[Sentence, Sentence]]] = {
    State.OPEN.value: (Sentence("Open cases ▾"), Sentence("Open cases")),
    State.OVER.value: (Sentence("Closed cases ▾"), Sentence("Closed cases")),
    State.ANY.value: (Sentence("Open and closed ▾"), Sentence("Open and closed")),
}
_WHOSE: Final[Mapping[str, tuple[Sentence, Sentence]]] = {
    _ALL: (Sentence("Everybody's ▾"), Sentence("Everybody's")),
    _MINE: (Sentence("Mine ▾"), Sentence("Mine")),
}
_RISK: Final[Mapping[str, tuple[Sentence, Sentence]]] = {
    _ALL: (Sentence("Any risk ▾"), Sentence("Any risk")),
    RISKS[0]: (Sentence("High risk ▾"), Sentence("High risk")),
    RISKS[1]: (Sentence("Medium risk ▾"), Sentence("Medium risk")),
    RISKS[2]: (Sentence("Low risk ▾"), Sentence("Low risk")),
}


class CaseFilters(QWidget):
    """Each says what it lets through; Enter or Down opens its choices, a number picks one."""

    #: A Wanted.
    changed = Signal(object)

    def __init__(self, wanted: Wanted) -> None:
        super().__init__()
        self.wanted = wanted
        self.state = DropButton("", name="state")
        self.whose = DropButton("", name="whose")
        self.risk = DropButton("", name="risk")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(CLOSE))
        for button, choices, slot in (
            (self.state, _STATES, self._on_state),
            (self.whose, _WHOSE, self._on_whose),
            (self.risk, _RISK, self._on_risk),
        ):
            button.offer([Line(value, words) for value, (_, words) in choices.items()])
            button.chosen.connect(slot)
            row.addWidget(button)
        self._say()

    def _say(self) -> None:
        self.state.say(_STATES[self.wanted.state.value][0])
        self.whose.say(_WHOSE[_MINE if self.wanted.mine else _ALL][0])
        self.risk.say(_RISK[self.wanted.risk or _ALL][0])

    def _want(self, wanted: Wanted) -> None:
        if wanted != self.wanted:
            self.wanted = wanted
            self._say()
            self.changed.emit(wanted)

    @Slot(str)
    def _on_state(self, value: str) -> None:
        self._want(Wanted(state=State(value), mine=self.wanted.mine, risk=self.wanted.risk))

    @Slot(str)
    def _on_whose(self, value: str) -> None:
        self._want(Wanted(state=self.wanted.state, mine=value == _MINE, risk=self.wanted.risk))

    @Slot(str)
    def _on_risk(self, value: str) -> None:
        risk = value if value in RISKS else ""
        self._want(Wanted(state=self.wanted.state, mine=self.wanted.mine, risk=risk))


def written(wanted: Wanted) -> str:
    """For an address."""
    return f"{wanted.state.value} {_MINE if wanted.mine else _ALL} {wanted.risk or _ALL}"


def read(text: str) -> Wanted:
    """The reverse; nonsense lets through what the list begins with."""
    match text.split():
        case [state, whose, risk] if state in _STATES and risk in _RISK:
            return Wanted(state=State(state), mine=whose == _MINE, risk=risk if risk in RISKS else "")
    return Wanted()
