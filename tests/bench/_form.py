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
from PySide6.QtWidgets import QApplication, QLineEdit

from fieldapp.domain.clock import SystemClock
from fieldapp.domain.ids import FieldId
from fieldapp.forms.encoding import form_from_json
from fieldapp.forms.filling.session import FormSession
from fieldapp.forms.places import Place
from fieldapp.words import ENGLISH
from tests.bench._figures import middle_and_99
from tests.bench._great_forms import ROWS
from ui.application import make_application
from ui.forms.page import FormPage
from ui.forms.rows_box import RowsBox
from ui.forms.rows_table import RowsTable
from ui.forms.sheet_view import SheetView
from ui.theme.dress import Dress

KEYS = 400
#: What is sought among the villages, in Cyrillic and Latin, with and without the letters of Kyrgyz.
SOUGHT = ("кара", "kara", "көл", "kol", "чон", "суу 12", "uch", "zhany", "булак", "7")
Told = Iterator[tuple[str, float]]


class Painted(QObject):
    """Which pages, and pages of rows, have been painted since it was last asked."""

    def __init__(self, app: QApplication) -> None:
        super().__init__()
        self.seen: set[QObject] = set()
        app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and isinstance(watched, FormPage):
            self.seen.add(watched)
        elif event.type() == QEvent.Type.Paint and isinstance(above := watched.parent(), SheetView | RowsTable):
            self.seen.add(above)
        return False

    def wait_for(self, sought: QObject) -> None:
        """Until this one is on the screen."""
        self.seen.clear()
        while sought not in self.seen:
            QCoreApplication.processEvents()


def open_page(path: Path, painted: Painted) -> FormPage:
    """From the compiled form on the disk to what she sees."""
    form = form_from_json(path.read_text(encoding="utf-8"))
    clock = SystemClock()
    session = FormSession(form, clock=clock, user="", device="", language=ENGLISH)
    page = FormPage(session, today=lambda: clock.now().day)
    page.resize(1045, 440)
    page.show()
    painted.wait_for(page)
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


def villages(page: FormPage, opened: float, _painted: Painted) -> Told:
    """The form opens; she types in the question that the most depends on, and looks for a village among all."""
    yield "open", opened
    yield from named("key", keystrokes(page, line_of(page, "note_1"), random.Random(4)))
    page.stack.open(1)
    QCoreApplication.processEvents()
    yield from named("search", searches(line_of(page, "village_2")))


def rules(page: FormPage, opened: float, _painted: Painted) -> Told:
    """She types in the question that a hundred others depend on."""
    yield "open", opened
    line = line_of(page, "q0")
    while page.stack.view.building:
        QCoreApplication.processEvents()
    yield from named("key", keystrokes(page, line, random.Random(4)))


def rows(page: FormPage, opened: float, painted: Painted) -> Told:
    """A row more, by the button, which opens its page, and in the table: from the key until it is on the screen."""
    yield "open", opened
    box = page.findChild(RowsBox)
    assert box is not None
    paged, tabled = [], []
    for number in range(ROWS + 30):
        begun = perf_counter()
        box.add.click()
        painted.wait_for(page.stack.view)
        paged.append((perf_counter() - begun) * 1000)
        QCoreApplication.processEvents()
        page.next_button.click()
        QCoreApplication.processEvents()
        if number < ROWS:
            continue
        begun = perf_counter()
        QTest.keyClick(box.table, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        painted.wait_for(box.table)
        tabled.append((perf_counter() - begun) * 1000)
        QCoreApplication.processEvents()
    yield from named("row", paged[ROWS:])
    yield from named("row in the table", tabled)


def main() -> None:
    """Open it and type."""
    app = make_application()
    Dress(app)
    painted = Painted(app)
    begun = perf_counter()
    page = open_page(Path(sys.argv[1]), painted)
    opened = perf_counter() - begun
    page.activateWindow()
    for line in {"villages": villages, "rules": rules, "rows": rows}[sys.argv[2]](page, opened, painted):
        print(json.dumps(line), flush=True)
    os._exit(0)


if __name__ == "__main__":
    main()
