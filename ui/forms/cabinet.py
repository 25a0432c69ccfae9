"""What a question for a file reaches: the desk that keeps it, the background, and where one hears what happened."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from fieldapp.work.desk import Desk
from ui.board import Board
from ui.jobs import Jobs


@dataclass(frozen=True, slots=True)
class Cabinet:
    """A screen of an open desk has one in its `cabinet`, for all the questions on it."""

    desk: Desk
    jobs: Jobs
    board: Board


def cabinet_of(widget: QWidget | None) -> Cabinet | None:
    """The one of the nearest screen around this widget; None where a form is only looked at."""
    while widget is not None:
        found = getattr(widget, "cabinet", None)
        if isinstance(found, Cabinet):
            return found
        widget = widget.parentWidget()
    return None
