"""In the settings: the ways to the organisation, to sending and receiving, to the server's address."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from fieldapp.words import Sentence
from ui.screen import Address
from ui.theme.sizes import APART, FAR, px
from ui.widgets.buttons import plain
from ui.widgets.said import section


class OrganisationLinks(QWidget):
    """Three buttons under a heading."""

    #: An Address.
    go = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.organisation = plain(Sentence("Your organisation"), name="organisation-link")
        self.sending = plain(Sentence("Sending and receiving"), name="sync-link")
        self.server = plain(Sentence("Address of the server"), name="server-link")
        self.organisation.clicked.connect(self._on_organisation)
        self.sending.clicked.connect(self._on_sending)
        self.server.clicked.connect(self._on_server)
        row = QHBoxLayout()
        row.setSpacing(px(FAR))
        for button in (self.organisation, self.sending, self.server):
            row.addWidget(button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(APART))
        column.addWidget(section(Sentence("Organisation")))
        column.addLayout(row)

    @Slot()
    def _on_organisation(self) -> None:
        self.go.emit(Address("join"))

    @Slot()
    def _on_sending(self) -> None:
        self.go.emit(Address("sync"))

    @Slot()
    def _on_server(self) -> None:
        self.go.emit(Address("server"))
