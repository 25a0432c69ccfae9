"""A great form in the page where it is filled in: `python -m tests.bench._form FILE NAME`. A child of `forms`.

NAME says what is measured there: "villages", "rules" or "rows". Each line that it prints is one thing as JSON: name,
number. What the program has loaded by then is loaded before.
"""

from __future__ import annotations

import json
import os
import random
import sys
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton

from fieldapp.domain.clock import SystemClock
from fieldapp.domain.ids import FieldId
from fieldapp.forms.encoding import form_from_json
from fieldapp.forms.places import Place
from fieldapp.forms.session import FormSession
from fieldapp.words import ENGLISH
from tests.bench._figures import middle_and_99
from tests.bench._great_forms import ROWS
from ui.application import make_application
from ui.forms.page import FormPage
from ui.theme.dress import Dress

KEYS = 400
#: What is sought among the villages, in Cyrillic and Latin, with and without the letters of Kyrgyz.
SOUGHT = ("кара", "kara", "көл", "kol", "чон", "суу 12", "uch", "zhany", "булак", "7")
Told = Iterator[tuple[str, float]]


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


def line_of(page: FormPage, name: str) -> QLineEdit:
    """Where this question is typed."""
    field = page.stack.view.field(Place(None, FieldId(name)))
    assert field is not None
    line = field.findChild(QLineEdit)
    assert line is not None
    line.setFocus()
    QCoreApplication.processEvents()
    return line


def keystrokes(page: FormPage, line: QLineEdit, chance: random.Random) -> list[float]:
    """Milliseconds from a key until all that it changes is on the screen, the marks beside the pages included."""
    times = []
    for number in range(KEYS):
        key = Qt.Key(Qt.Key.Key_A + chance.randrange(26)) if number // 30 % 2 == 0 else Qt.Key.Key_Backspace
        begun = perf_counter()
        QTest.keyClick(line, key)
        QCoreApplication.processEvents()
        if number % 4 == 0:  # every fourth time she pauses, and they are marked
            page.mark_pages()
            QCoreApplication.processEvents()
        times.append((perf_counter() - begun) * 1000)
    return times


def searches(line: QLineEdit) -> list[float]:
    """Milliseconds from a key until what fits is on the screen, from the first key after the field has the keyboard."""
    times = []
    for sought in SOUGHT * 6:
        line.clear()
        for sign in sought:
            begun = perf_counter()
            QApplication.sendEvent(line, QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, sign))
            QCoreApplication.processEvents()
            times.append((perf_counter() - begun) * 1000)
    return times


def named(name: str, times: list[float]) -> Told:
    """What half of the times stay below, and all but one of a hundred."""
    middle, most = middle_and_99(times)
    yield name, middle
    yield f"{name} p99", most


def villages(page: FormPage, opened: float) -> Told:
    """The form opens; she types in the question that the most depends on, and looks for a village among all."""
    yield "open", opened
    yield from named("key", keystrokes(page, line_of(page, "note_1"), random.Random(4)))
    page.stack.open(1)
    QCoreApplication.processEvents()
    yield from named("search", searches(line_of(page, "village_2")))


def rules(page: FormPage, opened: float) -> Told:
    """She types in the question that a hundred others depend on."""
    yield "open", opened
    line = line_of(page, "q0")
    while page.stack.view.building:
        QCoreApplication.processEvents()
    yield from named("key", keystrokes(page, line, random.Random(4)))


def rows(page: FormPage, opened: float) -> Told:
    """A row more, from the click until it is on the screen; then she types into the last one."""
    add = page.findChild(QPushButton, "add=member")
    assert add is not None
    times = []
    for number in range(ROWS + 30):
        begun = perf_counter()
        add.click()
        QCoreApplication.processEvents()
        if number >= ROWS:
            times.append((perf_counter() - begun) * 1000)
        page.stack.open(0)
        QCoreApplication.processEvents()
    yield "open", opened
    yield from named("row", times)


def main() -> None:
    """Open it and type."""
    app = make_application()
    Dress(app)
    painted = Painted(app)
    begun = perf_counter()
    page = open_page(Path(sys.argv[1]), painted)
    opened = perf_counter() - begun
    page.activateWindow()
    for line in {"villages": villages, "rules": rules, "rows": rows}[sys.argv[2]](page, opened):
        print(json.dumps(line), flush=True)
    os._exit(0)


if __name__ == "__main__":
    main()
