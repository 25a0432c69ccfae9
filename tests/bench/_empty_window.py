"""The least that a program with a Qt window can be: `python -m tests.bench._empty_window BEGUN`. See `_window`."""

from __future__ import annotations

import json
import os
import sys
from time import perf_counter

from PySide6.QtCore import QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QLabel

from tests.bench._figures import memory


class Window(QLabel):
    """Ends the process when it has been painted."""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        QTimer.singleShot(0, _end)


def _end() -> None:
    print(json.dumps(["window", perf_counter() - float(sys.argv[1])]))
    print(json.dumps(["memory", memory()]), flush=True)
    os._exit(0)


if __name__ == "__main__":
    app = QApplication([])
    window = Window("Who is working?")
    window.resize(1093, 540)
    window.show()
    sys.exit(app.exec())
