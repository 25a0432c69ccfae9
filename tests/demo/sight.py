"""What a person at this desk sees: windows, the widgets in them, and their words."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLabel,
    QLineEdit,
    QListView,
    QPlainTextEdit,
    QScrollArea,
    QTableView,
    QTextEdit,
    QWidget,
)

from ui.screen import Screen

_ROWS_READ = 200


class Clumsy(AssertionError):
    """The hands could not do what they were told: nothing to press, or hidden, or switched off."""


def shown_windows() -> list[QWidget]:
    """The windows on the screen."""
    return [window for window in QApplication.topLevelWidgets() if window.isVisible()]


def front_window() -> QWidget:
    """The one a person would look at: a question that must be answered first, else the active one."""
    found = QApplication.activePopupWidget() or QApplication.activeModalWidget() or QApplication.activeWindow()
    if found is None and not shown_windows():
        raise Clumsy("there is no window")
    return found or shown_windows()[0]


def whole_picture() -> QWidget:
    """The window to photograph: a question is photographed with what lies behind it by itself."""
    return QApplication.activeModalWidget() or QApplication.activeWindow() or shown_windows()[0]


def widgets(name: str) -> list[QWidget]:
    """All visible widgets that bear this object name."""
    every = [w for top in shown_windows() for w in [top, *top.findChildren(QWidget)]]
    return [widget for widget in every if widget.objectName() == name and widget.isVisible()]


def names(beginning: str) -> list[str]:
    """The names of visible widgets that begin so, from top to bottom."""
    every = [w for top in shown_windows() for w in top.findChildren(QWidget) if w.isVisible()]
    found = [widget for widget in every if widget.objectName().startswith(beginning)]
    found.sort(key=lambda widget: widget.mapToGlobal(QPoint(0, 0)).toTuple()[::-1])
    return [widget.objectName() for widget in found]


def usable(name: str, number: int = 0, *, enabled: bool = True) -> QWidget:
    """The widget of that name that a person could use now; one out of sight is scrolled to, as she would."""
    shown = widgets(name)
    found = [widget for widget in shown if not isinstance(widget, Screen)] or shown
    if not found:
        raise Clumsy(f"there is no {name} to be seen")
    if number >= len(found):
        raise Clumsy(f"there are only {len(found)} of {name}")
    widget = found[number]
    if enabled and not widget.isEnabled():
        raise Clumsy(f"{name} is switched off")
    _must_not_be_behind(widget)
    bring_into_sight(widget)
    return widget


def _must_not_be_behind(widget: QWidget) -> None:
    """Behind a question or an open list nothing can be used; a list of proposals leaves the keyboard to its line."""
    popup = QApplication.activePopupWidget()
    proposes = isinstance(popup, QListView) and QApplication.focusWidget() is widget
    before = QApplication.activeModalWidget() if proposes else popup or QApplication.activeModalWidget()
    if before is not None and widget is not before and not before.isAncestorOf(widget):
        raise Clumsy(f"{widget.objectName()} is behind {before.objectName() or type(before).__name__}")


def bring_into_sight(widget: QWidget) -> None:
    """Scroll the areas around it until it shows."""
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, QScrollArea):
            parent.ensureWidgetVisible(widget)
        parent = parent.parentWidget()


def reached_at(widget: QWidget, place: QPoint) -> bool:
    """Whether a click at this place of the widget would reach it: nothing lies over it there, and it is in sight."""
    window = widget.window()
    there = widget.mapTo(window, place)
    if not window.rect().contains(there):
        return False
    found = window.childAt(there)
    while found is not None and found.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents):
        found = found.parentWidget()
    return found is None or found is widget or widget.isAncestorOf(found) or found.isAncestorOf(widget)


def text_of(widget: QWidget) -> str:
    """What a widget says."""
    words = getattr(widget, "text", None)
    if callable(words):
        return str(words())
    if isinstance(widget, QPlainTextEdit | QTextEdit):
        return widget.toPlainText()
    if isinstance(widget, QTableView | QListView):
        model = widget.model()
        columns = range(model.columnCount() if isinstance(widget, QTableView) else 1)
        rows = [
            " | ".join(str(model.index(row, column).data() or "") for column in columns)
            for row in range(min(model.rowCount(), _ROWS_READ))
        ]
        return "\n".join(rows)
    return "\n".join(text_of(child) for child in widget.findChildren(QLabel) if child.isVisible())


def seen() -> str:
    """All words on the screen, top to bottom as the widgets lie, also those that something lies over."""
    return "\n".join(filter(None, map(text_of, _with_words())))


def readable() -> str:
    """The words that nothing lies over."""
    return "\n".join(text_of(widget) for widget in _with_words() if reached_at(widget, widget.rect().center()))


def _with_words() -> list[QWidget]:
    kinds = (QLabel, QAbstractButton, QLineEdit, QPlainTextEdit, QTextEdit, QTableView, QListView)
    every = [widget for top in shown_windows() for widget in top.findChildren(QWidget)]
    return [widget for widget in every if isinstance(widget, kinds) and widget.isVisible()]
