"""The copy that is being made, if one is: it goes on while she works on other pages, and is told wherever she is."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from fieldapp.errors import FieldappError, Mistake
from ui.board import Board
from ui.jobs import Job, Jobs

if TYPE_CHECKING:  # the first window does not wait for the store
    from fieldapp.storage.backup import CopyOnStick
    from fieldapp.work.desk import Desk


class Copies(QObject):
    """One copy at a time. An error goes to the banner of the page that is open."""

    #: How it stands is not as it was.
    changed = Signal()
    #: A CopyOnStick was made and read back.
    made = Signal(object)
    #: She did not let it be finished: a Sentence.
    stopped = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        #: Where it goes; None while none is made.
        self.folder: Path | None = None
        self.done = 0
        self.whole = 0
        self._wanted = True
        self._jobs: Jobs | None = None
        self._board: Board | None = None

    @property
    def stopping(self) -> bool:
        """She stopped it, and it has not heard yet."""
        return not self._wanted

    @property
    def reading_back(self) -> bool:
        """Everything is on the stick and is being read again."""
        return self.whole > 0 and self.done >= self.whole

    def begin(self, desk: Desk, backup_key: bytes, folder: Path, jobs: Jobs, board: Board) -> None:
        """Copy the desk into this folder."""
        self.folder, self.done, self.whole, self._wanted = folder, 0, 0, True
        self._jobs, self._board = jobs, board
        work = partial(self._copy, desk, backup_key, folder)
        jobs.run_long(work, done=self._on_made, failed=self._on_failed, progressed=self._on_progress)
        self.changed.emit()

    def stop(self) -> None:
        """She does not want it any more."""
        self._wanted = False
        self.changed.emit()

    def _copy(self, desk: Desk, backup_key: bytes, folder: Path, job: Job) -> CopyOnStick:
        """In the background."""
        from fieldapp.work.copying import copy_to_stick  # noqa: PLC0415  # the first window does not wait for it

        return copy_to_stick(
            desk, backup_key, folder, job.progress, lambda: self._wanted and not job.cancelled.is_set()
        )

    def _on_progress(self, done: int, whole: int) -> None:
        self.done, self.whole = done, whole
        self.changed.emit()

    def _on_made(self, made: CopyOnStick) -> None:
        from fieldapp.storage.values import Happened  # noqa: PLC0415  # nor for this

        self.folder = None
        if self._board is not None:
            self._board.tell(Happened(sync=True))
        self.changed.emit()
        self.made.emit(made)

    def _on_failed(self, error: FieldappError) -> None:
        self.folder = None
        self.changed.emit()
        if isinstance(error, Mistake):
            self.stopped.emit(error.sentence)
        elif self._jobs is not None:
            self._jobs.failed.emit(error)
