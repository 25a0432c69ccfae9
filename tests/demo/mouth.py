"""Tells the demo's own process, line by line, what happens at this desk: answers, saves, papers, a lock."""

from __future__ import annotations

import json
import sys

from PySide6.QtCore import QObject, Slot

from fieldapp.storage.values import Happened
from ui.again import Start


class Mouth(QObject):
    """Whole lines of JSON on standard output, at once. A save is told after the store said that it is on the disk."""

    def say(self, **what: object) -> None:
        """Tell the parent."""
        sys.stdout.write(json.dumps(what, ensure_ascii=False) + "\n")
        sys.stdout.flush()

    @Slot(object)
    def tell_what_happened(self, happened: object) -> None:
        """The board heard of it, so it was saved."""
        if not isinstance(happened, Happened):
            return
        if happened.written:
            self.say(saved={record: [change.writer, change.counter] for record, change in happened.written.items()})
        elif happened.drafts:
            self.say(kept=sorted(happened.drafts))

    def start_again(self, start: Start) -> None:
        """The program locks itself: the parent starts the fresh process, whose pipes it must hold."""
        self.say(again=start.arguments())
