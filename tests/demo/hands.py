"""Hands at a desk: they press keys and buttons of the real windows, one order after the other.

They act only on widgets that a person could use at that moment: visible, enabled, with nothing over them. They run
inside the desk's own process; orders come as lines of JSON on standard input, answers go out on standard output.
"""

from __future__ import annotations

import json
import sys
import threading
import time
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication, QLineEdit

from tests.demo.mouth import Mouth
from tests.demo.sight import Clumsy, names, readable, seen, shown_windows, text_of, usable, whole_picture, widgets
from tests.demo.touch import Fingers
from tests.helpers.looks import faults_of
from ui.jobs import Jobs
from ui.mishaps import places
from ui.widgets.search_choice import SearchChoice
from ui.widgets.table import ListTable

Order = dict[str, Any]

#: How often a wait looks again, and how long it goes on, in seconds.
LOOK_EVERY = 0.02
#: How long texts that have just come may take to find their places before a picture counts, in seconds.
SETTLES = 0.5
PATIENCE = 40.0


class Hands(QObject):
    """Carries out orders on the GUI thread, between the window's own events: never inside one of them."""

    _came = Signal(object)

    def __init__(self, mouth: Mouth, jobs: Jobs) -> None:
        """`jobs` are watched, not used: a picture waits until none is under way."""
        super().__init__()
        self._mouth = mouth
        self._jobs = jobs
        self._fingers = Fingers()
        self._waiting: tuple[Order, float] | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(int(LOOK_EVERY * 1000))
        self._timer.timeout.connect(self._look)
        self._came.connect(self._take)
        self._lines = threading.Thread(target=self._listen, daemon=True)
        self._lines.start()

    def _listen(self) -> None:
        for line in sys.stdin:
            self._came.emit(json.loads(line))
        self._came.emit({"do": "leave"})

    @Slot(object)
    def _take(self, order: Order) -> None:
        self._waiting = (order, time.monotonic() + float(order.get("patience", PATIENCE)))
        self._timer.start()
        self._look()

    @Slot()
    def _look(self) -> None:
        """Try the order; what cannot be done yet is tried again until patience ends."""
        if self._waiting is None:
            return
        order, until = self._waiting
        try:
            done = ORDERS[order["do"]](self, order)
        except Clumsy as reason:
            if time.monotonic() < until:
                return
            self._finish(error=str(reason), seen=seen())
        except Exception as bug:  # noqa: BLE001  # told to the parent, which would wait for ever
            self._finish(error=f"the hands themselves failed: {bug!r} {places(bug)}", seen="")
        else:
            self._finish(done=done)

    def _finish(self, **answer: object) -> None:
        fingers, self._fingers = self._fingers, Fingers()
        self._waiting = None
        self._timer.stop()
        self._mouth.say(**answer, keys=fingers.keys, clicks=fingers.clicks)

    def click(self, order: Order) -> object:
        """Press and let go of the left button in the middle of a widget."""
        self._fingers.click(_found(order))
        return None

    def tick(self, order: Order) -> object:
        """Press a choice unless it is chosen already."""
        choice = _found(order)
        if not choice.isChecked():
            self._fingers.click(choice)
        return None

    def type(self, order: Order) -> object:
        """Type a text, key by key, into a widget (or where the keyboard is)."""
        if "name" in order:
            widget = _found(order)
            self._fingers.into(widget)
            if order.get("afresh"):
                self._fingers.press("Ctrl+A")
        for letter in order["text"]:
            self._fingers.letter(letter)
        return None

    def key(self, order: Order) -> object:
        """Press one key or combination, such as "Ctrl+S", once or several times."""
        if "name" in order:
            self._fingers.into(_found(order))
        for _ in range(order.get("times", 1)):
            self._fingers.press(order["keys"])
        return None

    def row(self, order: Order) -> object:
        """Click on the row of a list with such a cell, or one that says such a text; open it if told so; its words."""
        table = _found(order)
        if not isinstance(table, ListTable):
            raise Clumsy(f"{order['name']} is no list")
        model = table.model()
        for row in range(model.rowCount()):
            texts = [str(model.index(row, column).data() or "") for column in range(model.columnCount())]
            if order.get("text", "") in " ".join(texts) and order.get("cell", texts[0]) in texts:
                table.scrollTo(model.index(row, 0))
                self._fingers.click(table.viewport(), table.visualRect(model.index(row, 0)).center())
                if order.get("open"):
                    self._fingers.press("Return")
                return texts
        raise Clumsy(f"no row of {order['name']} shows {order.get('text') or order.get('cell')}")

    def pick(self, order: Order) -> object:
        """Find a choice in a search field by the first letters of its words, and take it."""
        edit = _found(order)
        choice = edit.parentWidget()
        if not isinstance(edit, QLineEdit) or not isinstance(choice, SearchChoice):
            raise Clumsy(f"{order['name']} is no search field")
        value = order["value"]
        if value not in choice._names.values:
            raise Clumsy(f"{order['name']} does not offer {value}")
        words = choice._names.name(value)
        self._fingers.into(edit)
        for letter in words:
            self._fingers.letter(letter)
        self._fingers.press("Return")
        if value not in choice.values():
            raise Clumsy(f"{order['name']} did not take {words}")
        return words

    def select(self, order: Order) -> object:
        """Click on what says these words, among all whose names begin alike."""
        for name in names(order["beginning"]):
            if order["text"] in text_of(usable(name, enabled=False)):
                self._fingers.click(usable(name))
                return name
        raise Clumsy(f"no {order['beginning']}… says {order['text']}")

    def see(self, order: Order) -> object:
        """Wait until a widget is there, or a text is seen anywhere on the screen; answer with the text."""
        if "name" not in order:
            everything = seen()
            if order["text"] not in everything:
                raise Clumsy(f"{order['text']!r} is nowhere on the screen")
            return everything
        text = text_of(usable(order["name"], order.get("number", 0), enabled=order.get("usable", False)))
        if order.get("text", "") not in text:
            raise Clumsy(f"{order['name']} says {text!r}, not {order['text']!r}")
        if "other" in order and order["other"] == text:
            raise Clumsy(f"{order['name']} still says {text!r}")
        return text

    def unseen(self, order: Order) -> object:
        """Wait until a widget or a text is no longer there."""
        if "name" in order:
            if widgets(order["name"]):
                raise Clumsy(f"{order['name']} is still there")
        elif order["text"] in seen():
            raise Clumsy(f"{order['text']!r} is still on the screen")
        return None

    def there(self, order: Order) -> object:
        """Whether it is seen now."""
        return bool(widgets(order["name"]))

    def either(self, order: Order) -> object:
        """Wait until one of these is seen that can be used; its name."""
        found = next((name for name in order["names"] if any(each.isEnabled() for each in widgets(name))), None)
        if found is None:
            raise Clumsy(f"neither of {order['names']} is there")
        return found

    def refused(self, order: Order) -> object:
        """Answer whether a widget is there but cannot be used."""
        return not usable(order["name"], enabled=False).isEnabled()

    def named(self, order: Order) -> object:
        """Wait until something is seen whose name begins so; all such names."""
        found = names(order["beginning"])
        if not found:
            raise Clumsy(f"nothing called {order['beginning']}… is seen")
        return found

    def picture(self, order: Order) -> object:
        """Photograph the window once all that was asked for is on it, and report clipped or overlapping texts."""
        if self._jobs._under_way:
            raise Clumsy("work is still going on")
        QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
        window = whole_picture()
        faults = faults_of(window)
        if faults and time.monotonic() < order.setdefault("settled", time.monotonic() + SETTLES):
            raise Clumsy("texts are still finding their places")
        if not window.grab().save(order["file"]):
            raise Clumsy(f"the picture {order['file']} could not be written")
        return faults

    def seen(self, _order: Order) -> object:
        """All words on the screen."""
        return seen()

    def front(self, _order: Order) -> object:
        """The words that can be read now: nothing lies over them."""
        return readable()

    def leave(self, _order: Order) -> object:
        """Close the windows as a person does."""
        for window in shown_windows():
            window.close()
        QTimer.singleShot(0, QApplication.quit)
        return None


ORDERS: dict[str, Callable[[Hands, Order], object]] = {
    deed.__name__: deed
    for deed in (
        Hands.click,
        Hands.tick,
        Hands.type,
        Hands.key,
        Hands.row,
        Hands.pick,
        Hands.select,
        Hands.see,
        Hands.there,
        Hands.either,
        Hands.unseen,
        Hands.refused,
        Hands.named,
        Hands.picture,
        Hands.seen,
        Hands.front,
        Hands.leave,
    )
}


def _found(order: Order) -> Any:
    return usable(order["name"], order.get("number", 0))
