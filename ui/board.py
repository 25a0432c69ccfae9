"""The one place where screens learn that something changed.

Whoever wrote something (her own work, a talk with the server) tells the board what it touched; each screen looks
whether that is something it shows, and asks again for it. A colleague's edit and one's own arrive the same way.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal, Slot


class Board(QObject):
    """Passes on what happened, once, to whoever listens."""

    #: A `fieldapp.storage.store.Happened`.
    happened = Signal(object)
    #: The same, where it was done at this desk and did not come from the server.
    done_here = Signal(object)
    _brought = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._brought.connect(self.happened, Qt.ConnectionType.QueuedConnection)

    @Slot(object)
    def tell(self, what: object) -> None:
        """This was saved just now."""
        self.done_here.emit(what)
        self.happened.emit(what)

    def close(self) -> None:
        """The desk is being closed: nobody hears anything any more, also not what is on its way from a thread."""
        self.blockSignals(True)

    def bring(self, what: object) -> None:
        """This came from the server, or became known of it. May be called from any thread."""
        self._brought.emit(what)
