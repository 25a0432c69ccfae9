"""Looks at a window as a person would: is any text cut off, does anything lie over something else, has each control
a name? Walks the visible widgets and reports what it finds, in words."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QAccessible, QTextDocument
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QHeaderView,
    QLabel,
    QLineEdit,
    QRadioButton,
    QScrollArea,
    QTableView,
    QWidget,
)

from tests.helpers.keys import press

#: One pixel of rounding is not a cut.
_SLACK = 1
#: A widget with this property true lies over others on purpose (the cover, the finder).
OVERLAY = "overlay"
#: An item view with this property true may shorten its texts with "…".
MAY_SHORTEN = "mayShorten"


def visible(window: QWidget) -> Iterator[QWidget]:
    """Every widget of the window that is on the screen, the window first."""
    if window.isVisible():
        yield window
    for child in window.findChildren(QWidget):
        if child.isVisible() and not _inner(child):
            yield child


def cut_texts(window: QWidget) -> list[str]:
    """Texts that do not fit where they stand."""
    found: list[str] = []
    for widget in visible(window):
        if isinstance(widget, QLabel):
            found += _cut_label(widget)
        elif isinstance(widget, QAbstractButton):
            found += _cut_button(widget)
        elif isinstance(widget, QLineEdit):
            found += _cut_line(widget)
        elif isinstance(widget, QHeaderView):
            found += _cut_header(widget)
        elif isinstance(widget, QAbstractItemView):
            found += _cut_items(widget)
    return found + [f"outside its parent: {told(widget)}" for widget in visible(window) if _sticks_out(widget)]


def overlaps(window: QWidget) -> list[str]:
    """Widgets side by side that lie over one another."""
    found: list[str] = []
    for parent in visible(window):
        children = [
            child
            for child in parent.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
            if child.isVisible() and not child.isWindow() and not child.property(OVERLAY) and not _inner(child)
        ]
        for number, one in enumerate(children):
            for other in children[number + 1 :]:
                shared = one.geometry().intersected(other.geometry())
                if shared.width() > _SLACK and shared.height() > _SLACK:
                    found.append(f"{told(one)} lies over {told(other)}")
    return found


def controls(window: QWidget) -> list[QWidget]:
    """What can have the keyboard, as Tab goes through it."""
    return [widget for widget in visible(window) if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and _is_live(widget)]


def nameless(window: QWidget) -> list[str]:
    """Controls that a screen reader has no name for."""
    return [told(widget) for widget in controls(window) if not spoken_name(widget)]


def spoken_name(widget: QWidget) -> str:
    """What a screen reader calls it."""
    face = QAccessible.queryAccessibleInterface(widget)
    return face.text(QAccessible.Text.Name).strip() if face is not None else ""


def faults_of(window: QWidget) -> list[str]:
    """All of the above."""
    return cut_texts(window) + overlaps(window) + [f"no name: {widget}" for widget in nameless(window)]


def told(widget: QWidget) -> str:
    """The widget in words: kind, object name, text, place."""
    text = ""
    if isinstance(widget, QLabel | QAbstractButton | QLineEdit):
        text = widget.text()[:60]
    at = widget.mapTo(widget.window(), QPoint(0, 0))
    names = [type(widget).__name__, widget.objectName(), repr(text) if text else ""]
    return " ".join(filter(None, names)) + f" at {at.x()},{at.y()} {widget.width()}x{widget.height()}"


def missed_by_tab(window: QWidget) -> list[str]:
    """The controls of a page that thirty times Tab do not come to; the bar above it counts for none."""
    reached: set[QWidget | None] = set()
    for _ in range(30):
        reached.add(window.focusWidget())
        press(Qt.Key.Key_Tab)
    missed = [told(control) for control in controls(window) if control not in reached]
    return [each for each in missed if "TopBar" not in each]


def _inner(widget: QWidget) -> bool:
    """Qt's own parts of a widget."""
    return widget.objectName().startswith("qt_")


def _is_live(widget: QWidget) -> bool:
    return widget.isEnabled() and widget.focusProxy() is None and not isinstance(widget, QScrollArea)


def _cut_label(label: QLabel) -> list[str]:
    if not label.text() or label.pixmap().width():
        return []
    needed = _label_size(label)
    room = label.contentsRect().size()
    if needed.width() > room.width() + _SLACK or needed.height() > room.height() + _SLACK:
        return [f"cut: {told(label)} needs {needed.width()}x{needed.height()}"]
    return []


def _label_size(label: QLabel) -> QSize:
    width = label.contentsRect().width()
    if label.textFormat() == Qt.TextFormat.PlainText:
        flags = int(label.alignment())
        if label.wordWrap():
            flags |= int(Qt.TextFlag.TextWordWrap)
        bounds = label.fontMetrics().boundingRect(QRect(0, 0, width, 10_000), flags, label.text())
        return bounds.size()
    document = QTextDocument()
    document.setDefaultFont(label.font())
    document.setDocumentMargin(0)
    document.setHtml(label.text())
    document.setTextWidth(width)
    return document.size().toSize()


def _cut_button(button: QAbstractButton) -> list[str]:
    needed = button.sizeHint()
    if button.sizePolicy().hasHeightForWidth():
        needed = QSize(0, button.heightForWidth(button.width()))
    if button.text() and (needed.width() > button.width() + _SLACK or needed.height() > button.height() + _SLACK):
        return [f"cut: {told(button)} needs {needed.width()}x{needed.height()}"]
    return []


def _cut_line(line: QLineEdit) -> list[str]:
    text = line.placeholderText() if not line.text() else ""
    room = line.width() - 12
    if text and line.fontMetrics().horizontalAdvance(text) > room:
        return [f"cut placeholder {text!r}: {told(line)}"]
    if line.height() < line.fontMetrics().height():
        return [f"too low: {told(line)}"]
    return []


def _cut_header(header: QHeaderView) -> list[str]:
    found: list[str] = []
    model = header.model()
    for section in range(header.count()):
        if header.isSectionHidden(section) or model is None:
            continue
        needed = header.sectionSizeFromContents(section).width()
        if needed > header.sectionSize(section) + _SLACK:
            text = model.headerData(section, header.orientation())
            found.append(f"cut heading {text!r}: has {header.sectionSize(section)}, needs {needed}")
    return found


def _cut_items(view: QAbstractItemView) -> list[str]:
    model = view.model()
    if model is None or view.property(MAY_SHORTEN):
        return []
    found: list[str] = []
    sight = view.viewport().rect()
    for row in range(model.rowCount(view.rootIndex())):
        for column in range(model.columnCount(view.rootIndex())):
            index = model.index(row, column, view.rootIndex())
            room = view.visualRect(index)
            if not room.intersects(sight) or (isinstance(view, QTableView) and view.isColumnHidden(column)):
                continue
            text = str(model.data(index, Qt.ItemDataRole.DisplayRole) or "")
            needed = view.fontMetrics().horizontalAdvance(text) + 8
            if needed > room.width() + _SLACK:
                found.append(f"cut item {text!r}: has {room.width()}, needs {needed}")
    return found


def _sticks_out(widget: QWidget) -> bool:
    """Whether part of it is outside its parent and cannot be scrolled to."""
    parent = widget.parentWidget()
    if widget.isWindow() or parent is None or widget.property(OVERLAY):
        return False
    if isinstance(parent.parentWidget(), QAbstractScrollArea) and parent.objectName() == "qt_scrollarea_viewport":
        return False
    room = parent.rect().adjusted(-_SLACK, -_SLACK, _SLACK, _SLACK)
    return not room.contains(widget.geometry())


def one_of_a_group(widget: QWidget) -> list[QWidget]:
    """Radio buttons of one group are one stop for Tab; the arrows lead to the others."""
    if not isinstance(widget, QRadioButton):
        return []
    group = widget.group()
    return list(group.buttons()) if group is not None else []
