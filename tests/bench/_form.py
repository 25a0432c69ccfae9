"""A great form in the page where it is filled in: `python -m tests.bench._form FILE`. A child of `forms`.

Each line that it prints is one thing as JSON: name, number. What the program has loaded by then is loaded before.
"""

from __future__ import annotations

import json
import os
import random
import sys
from pathlib import Path
from time import perf_counter

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from fieldapp.domain.clock import SystemClock
from fieldapp.domain.ids import FieldId
from fieldapp.forms.encoding import form_from_json
from fieldapp.forms.places import Place
from fieldapp.forms.session import FormSession
from fieldapp.words import ENGLISH
from tests.bench._figures import middle_and_99
from ui.application import make_application
from ui.forms.page import FormPage
from ui.theme.dress import Dress

KEYS = 400


class Painted(QObject):
    """Whether a page has been painted."""

    def __init__(self, app: QApplication) -> None:
        super().__init__()
        self.page: FormPage | None = None
        app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and isinstance(watched, FormPage):
            self.page = watched
        return False


def open_page(path: Path, painted: Painted) -> FormPage:
    """From the compiled form on the disk to what she sees."""
    form = form_from_json(path.read_text(encoding="utf-8"))
    clock = SystemClock()
    session = FormSession(form, clock=clock, user="", device="", language=ENGLISH)
    page = FormPage(session, today=lambda: clock.now().day)
    page.resize(1045, 440)
    page.show()
    while painted.page is not page:
        QCoreApplication.processEvents()
    return page


def keystrokes(page: FormPage, chance: random.Random) -> list[float]:
    """Milliseconds from a key until all that it changes is on the screen, in the question that the most depends on."""
    field = page.stack.view.field(Place(None, FieldId("note_1")))
    assert field is not None
    line = field.findChild(QLineEdit)
    assert line is not None
    line.setFocus()
    times = []
    for number in range(KEYS):
        key = Qt.Key(Qt.Key.Key_A + chance.randrange(26)) if number // 30 % 2 == 0 else Qt.Key.Key_Backspace
        begun = perf_counter()
        QTest.keyClick(line, key)
        QCoreApplication.processEvents()
        times.append((perf_counter() - begun) * 1000)
    return times


def main() -> None:
    """Open it and type."""
    app = make_application()
    Dress(app)
    painted = Painted(app)
    begun = perf_counter()
    page = open_page(Path(sys.argv[1]), painted)
    opened = perf_counter() - begun
    middle, most = middle_and_99(keystrokes(page, random.Random(4)))
    for line in (["open", opened], ["key", middle], ["key p99", most]):
        print(json.dumps(line), flush=True)
    os._exit(0)


if __name__ == "__main__":
    main()
