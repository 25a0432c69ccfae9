"""Hands at a desk: they press keys and buttons of the real windows, one order after the other.

They act only on widgets that a person could use at that moment: visible, enabled, in the window. They run inside the
desk's own process; orders come as lines of JSON on standard input, answers go out so on standard output.
"""

from __future__ import annotations

import json
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QTableView,
    QTextEdit,
    QWidget,
)

from tests.helpers.looks import faults_of
from ui.screen import Screen

Order = dict[str, object]
Answer = dict[str, object]

#: How often a wait looks again, and how long it goes on, in seconds.
LOOK_EVERY = 0.02
PATIENCE = 40.0


class Clumsy(AssertionError):
    """The hands could not do what they were told: nothing to press, or hidden, or switched off."""


class Hands(QObject):
    """Carries out orders on the GUI thread, between the window's own events: never inside one of them."""

    _came = Signal(object)

    def __init__(self, pictures: Path) -> None:
        super().__init__()
        self._pictures = pictures
        self._waiting: tuple[Order, float] | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(int(LOOK_EVERY * 1000))
        self._timer.timeout.connect(self._look)
        self._came.connect(self._take)
        self._lines = threading.Thread(target=self._listen, daemon=True)
        self._lines.start()

    def say(self, answer: Answer) -> None:
        """Tell the parent; whole lines, at once."""
        sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")
        sys.stdout.flush()

    def _listen(self) -> None:
        for line in sys.stdin:
            self._came.emit(json.loads(line))
        self._came.emit({"do": "leave"})

    @Slot(object)
    def _take(self, order: Order) -> None:
        self._waiting = (order, time.monotonic() + float(str(order.get("patience", PATIENCE))))
        self._timer.start()
        self._look()

    @Slot()
    def _look(self) -> None:
        """Try the order; what cannot be done yet is tried again until patience ends."""
        if self._waiting is None:
            return
        order, until = self._waiting
        try:
            done = ORDERS[str(order["do"])](self, order)
        except Clumsy as reason:
            if time.monotonic() < until:
                return
            self._finish({"error": str(reason), "seen": seen(), "order": order})
        else:
            self._finish({"done": done})

    def _finish(self, answer: Answer) -> None:
        self._waiting = None
        self._timer.stop()
        self.say(answer)

    def click(self, order: Order) -> object:
        """Press and let go of the left button in the middle of a widget."""
        widget = usable(order)
        click_at(widget, widget.rect().center())
        return None

    def type(self, order: Order) -> object:
        """Type a text, key by key, into a widget (or into what has the focus)."""
        widget = usable(order) if "name" in order else focused()
        widget.setFocus(Qt.FocusReason.MouseFocusReason)
        if order.get("afresh") and isinstance(widget, QLineEdit):
            widget.selectAll()
        for letter in str(order["text"]):
            press(focused(), letter)
        return None

    def key(self, order: Order) -> object:
        """Press one key or combination, such as "Ctrl+S"."""
        widget = usable(order) if "name" in order else focused()
        press_keys(widget, str(order["keys"]))
        return None

    def row(self, order: Order) -> object:
        """Click on the row of a table that shows a text; twice if told so."""
        table = usable(order)
        if not isinstance(table, QTableView):
            raise Clumsy(f"{order['name']} is no table")
        model = table.model()
        for row in range(model.rowCount()):
            texts = [str(model.index(row, column).data() or "") for column in range(model.columnCount())]
            if str(order["text"]) in " ".join(texts):
                table.scrollTo(model.index(row, 0))
                place = table.visualRect(model.index(row, 0)).center()
                click_at(table.viewport(), place)
                if order.get("open"):
                    press_keys(table, "Return")
                return texts
        raise Clumsy(f"no row of {order['name']} shows {order['text']}")

    def choose(self, order: Order) -> object:
        """Choose from a combo box by its words, with the keys a person would press."""
        combo = usable(order)
        if not isinstance(combo, QComboBox):
            raise Clumsy(f"{order['name']} is no list of choices")
        number = combo.findText(str(order["text"]), Qt.MatchFlag.MatchContains)
        if number < 0:
            raise Clumsy(f"{order['name']} does not offer {order['text']}")
        combo.setFocus()
        press_keys(combo, "Home")
        while combo.currentIndex() < number:
            before = combo.currentIndex()
            press_keys(combo, "Down")
            if combo.currentIndex() == before:
                raise Clumsy(f"{order['name']} cannot be moved by keys")
        return combo.currentText()

    def see(self, order: Order) -> object:
        """Wait until a widget is there, or a text is seen anywhere on the screen; answer with the text."""
        if "name" in order:
            widget = usable(order, enabled=False)
            text = text_of(widget)
            if "text" in order and str(order["text"]) not in text:
                raise Clumsy(f"{order['name']} says {text!r}, not {order['text']!r}")
            return text
        everything = seen()
        if str(order["text"]) not in everything:
            raise Clumsy(f"{order['text']!r} is nowhere on the screen")
        return everything

    def unseen(self, order: Order) -> object:
        """Wait until a widget or a text is no longer there."""
        if "name" in order:
            if [w for w in widgets(str(order["name"])) if w.isVisible()]:
                raise Clumsy(f"{order['name']} is still there")
        elif str(order["text"]) in seen():
            raise Clumsy(f"{order['text']!r} is still on the screen")
        return None

    def refused(self, order: Order) -> object:
        """Answer whether a widget is there but cannot be used."""
        found = [w for w in widgets(str(order["name"])) if w.isVisible()]
        if not found:
            raise Clumsy(f"{order['name']} is not there")
        return not found[0].isEnabled()

    def picture(self, order: Order) -> object:
        """Photograph the window, and report clipped or overlapping texts."""
        window = QApplication.activeWindow() or shown_windows()[0]
        path = self._pictures / f"{order['file']}.png"
        if not window.grab().save(str(path)):
            raise Clumsy(f"the picture {path.name} could not be written")
        return faults_of(window)

    def seen(self, _order: Order) -> object:
        """All words on the screen."""
        return seen()

    def leave(self, _order: Order) -> object:
        """Close the windows as a person does."""
        for window in shown_windows():
            window.close()
        QTimer.singleShot(0, QApplication.quit)
        return None


ORDERS: dict[str, Callable[[Hands, Order], object]] = {
    "click": Hands.click,
    "type": Hands.type,
    "key": Hands.key,
    "row": Hands.row,
    "choose": Hands.choose,
    "see": Hands.see,
    "unseen": Hands.unseen,
    "refused": Hands.refused,
    "picture": Hands.picture,
    "seen": Hands.seen,
    "leave": Hands.leave,
}


def shown_windows() -> list[QWidget]:
    """The windows on the screen."""
    return [window for window in QApplication.topLevelWidgets() if window.isVisible()]


def widgets(name: str) -> list[QWidget]:
    """All widgets of the windows on the screen that bear this object name."""
    return [w for top in shown_windows() for w in [top, *top.findChildren(QWidget)] if w.objectName() == name]


def usable(order: Order, *, enabled: bool = True) -> QWidget:
    """The widget of that name that a person could use now; one out of sight is scrolled to, as she would."""
    name = str(order["name"])
    shown = [widget for widget in widgets(name) if widget.isVisible()]
    found = [widget for widget in shown if not isinstance(widget, Screen)] or shown
    if not found:
        raise Clumsy(f"there is no {name} to be seen")
    widget = found[int(str(order.get("number", 0)))] if int(str(order.get("number", 0))) < len(found) else None
    if widget is None:
        raise Clumsy(f"there are only {len(found)} of {name}")
    if enabled and not widget.isEnabled():
        raise Clumsy(f"{name} is switched off")
    bring_into_sight(widget)
    return widget


def bring_into_sight(widget: QWidget) -> None:
    """Scroll the areas around it until it shows."""
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, QScrollArea):
            parent.ensureWidgetVisible(widget)
        parent = parent.parentWidget()


def focused() -> QWidget:
    """What a key would reach."""
    widget = QApplication.focusWidget() or QApplication.activeWindow()
    if widget is None:
        raise Clumsy("no window has the focus")
    return widget


def click_at(widget: QWidget, place: QPoint) -> None:
    """Press and let go of the left button; on a wide check box at its mark, where a person would."""
    if isinstance(widget, QAbstractButton) and not widget.hitButton(place):
        place = QPoint(12, widget.height() // 2)
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)


def press(widget: QWidget, letter: str) -> None:
    """One letter, in any script."""
    if letter == "\n":
        QTest.keyClick(widget, Qt.Key.Key_Return)
    elif letter.isascii():
        QTest.keyClicks(widget, letter)
    else:  # QTest knows only Latin letters
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(widget, QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter))


def press_keys(widget: QWidget, keys: str) -> None:
    """A combination such as "Ctrl+S", "F12", "Return"; a shortcut gets it first, as from a keyboard."""
    QTest.keySequence(widget, QKeySequence.fromString(keys))


def text_of(widget: QWidget) -> str:
    """What a widget says."""
    if isinstance(widget, QLabel | QAbstractButton | QLineEdit):
        return widget.text()
    if isinstance(widget, QPlainTextEdit | QTextEdit):
        return widget.toPlainText()
    if isinstance(widget, QComboBox):
        return widget.currentText()
    if isinstance(widget, QTableView):
        model = widget.model()
        rows = [
            " | ".join(str(model.index(row, column).data() or "") for column in range(model.columnCount()))
            for row in range(min(model.rowCount(), 200))
        ]
        return "\n".join(rows)
    return "\n".join(text_of(child) for child in widget.findChildren(QLabel) if child.isVisible())


def seen() -> str:
    """All words on the screen, top to bottom as the widgets lie."""
    kinds = (QLabel, QAbstractButton, QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QTableView)
    texts = [
        text_of(widget)
        for top in shown_windows()
        for widget in top.findChildren(QWidget)
        if isinstance(widget, kinds) and widget.isVisible()
    ]
    return "\n".join(text for text in texts if text)
