"""The one place where screens learn that something changed.

Whoever wrote something (her own work, a sync) tells the board what it touched; each screen looks whether that is
something it shows, and asks again for it. A colleague's edit and one's own arrive the same way.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot


class Board(QObject):
    """Passes on what happened, once, to whoever listens."""

    #: A `fieldapp.storage.store.Happened`.
    happened = Signal(object)

    @Slot(object)
    def tell(self, what: object) -> None:
        """This was saved or received just now."""
        self.happened.emit(what)
