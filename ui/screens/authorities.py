"""Who vouches for the server's certificate: the authorities that the organisation names, two at most, none or one."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from fieldapp.words import Sentence
from sync.client.moving import called
from ui.theme.sizes import CLOSE, NEAR, px
from ui.widgets.buttons import quiet as quiet_button
from ui.widgets.said import Label, section
from ui.widgets.said import quiet as quiet_label

_NONE: Final = Sentence(
    "No authority is named: each laptop believes those that its system knows. Name your own if your server's "
    "certificate is signed by it; desks then believe no other."
)
_SOME: Final = Sentence(
    "Desks believe these and no other, whatever the date is. To change one for another: name both, wait until every "
    "desk has had a connection, give the server its new certificate, then take the old one out."
)


class AuthoritiesPart(QWidget):
    """Shows them as they will be once they are kept."""

    #: One was read or taken out here.
    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.pins: tuple[bytes, ...] = ()
        self.how = quiet_label()
        self.how.setObjectName("authorities")
        self._lines = QVBoxLayout()
        self._lines.setSpacing(px(CLOSE))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(NEAR))
        column.addWidget(section(Sentence("Who vouches for the server")))
        column.addLayout(self._lines)
        column.addWidget(self.how)
        self.show_pins(())

    def show_pins(self, pins: tuple[bytes, ...]) -> None:
        """Show these from now on."""
        while (item := self._lines.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        self.pins = pins
        for pin in pins:
            line = _Line(pin)
            line.taken_out.connect(self._on_taken_out)
            self._lines.addWidget(line)
        self.how.say(_SOME if pins else _NONE)

    def add(self, pin: bytes) -> None:
        """One more, unless it is there."""
        if pin not in self.pins:
            self.show_pins((*self.pins, pin))
            self.changed.emit()

    @Slot(object)
    def _on_taken_out(self, pin: bytes) -> None:
        self.show_pins(tuple(each for each in self.pins if each != pin))
        self.changed.emit()


class _Line(QWidget):
    """One authority, by name and number."""

    #: The certificate.
    taken_out = Signal(object)

    def __init__(self, pin: bytes) -> None:
        super().__init__()
        self._pin = pin
        name, number = called(pin)
        self.button = quiet_button(Sentence("Take out"), name="take-out")
        self.button.clicked.connect(self._on_clicked)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(NEAR))
        row.addWidget(Label(Sentence("{name} · {number}", {"name": name, "number": number})), 1)
        row.addWidget(self.button)

    @Slot()
    def _on_clicked(self) -> None:
        self.taken_out.emit(self._pin)
