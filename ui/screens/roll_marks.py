"""Marks on their way to the disk: each is saved at once, in order, and seen before it is there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, Signal

from fieldapp.domain.ids import RecordId
from fieldapp.domain.workshops import Mark
from fieldapp.errors import FieldappError
from fieldapp.storage.values import Happened
from fieldapp.work.roll import RollLine, mark, mark_others_present
from ui.room import Room


class Marking(QObject):
    """What was pressed last is what is shown, until the roll that was read after it has come."""

    #: Something is to be shown otherwise.
    changed = Signal()
    #: A FieldappError: marks that are not saved.
    failed = Signal(object)

    def __init__(self, parent: QObject, room: Room, session: RecordId) -> None:
        super().__init__(parent)
        self._room = room
        self._session = session
        self._under_way: dict[RecordId, tuple[int, Mark | None]] = {}
        #: The number of the last one that was pressed.
        self.last = 0

    def mark(self, line: RollLine, given: Mark | None) -> None:
        """One participant; None takes the mark back."""
        self._begin([line], given, partial(mark, self._room.desk, self._session, line, given))

    def mark_others_present(self, lines: Sequence[RollLine]) -> None:
        """Everybody of these who bears no mark."""
        others = [line for line in lines if line.mark is None]
        if others:
            work = partial(mark_others_present, self._room.desk, self._session, others)
            self._begin(others, Mark.PRESENT, work)

    def _begin(self, lines: Sequence[RollLine], given: Mark | None, work: Callable[[], Happened]) -> None:
        self.last += 1
        self._under_way |= {line.participant.record: (self.last, given) for line in lines}
        self._room.jobs.run(work, done=self._on_saved, failed=self._on_failed)
        self.changed.emit()

    def shown(self, lines: Sequence[RollLine]) -> tuple[RollLine, ...]:
        """The roll as it was read, with what was pressed since."""
        return tuple(map(self._line, lines))

    def settle(self, upto: int) -> None:
        """A roll has come that was read after the mark of this number."""
        self._under_way = {who: each for who, each in self._under_way.items() if each[0] > upto}

    def _line(self, line: RollLine) -> RollLine:
        pressed = self._under_way.get(line.participant.record)
        return line if pressed is None else replace(line, mark=pressed[1], said=())

    def _on_saved(self, happened: Happened) -> None:
        self._room.board.tell(happened)

    def _on_failed(self, error: FieldappError) -> None:
        self.failed.emit(error)
