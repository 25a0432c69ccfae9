"""A month to point at, for whoever would rather look for a day than type it. Monday comes first."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Final

from PySide6.QtCore import QDate, QLocale, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent, QColor, QIcon, QKeyEvent, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QFrame, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from fieldapp.words import Sentence, say, sentence, spoken
from ui.theme.dress import worn
from ui.theme.sizes import TIGHT, px
from ui.widgets.buttons import SPECIAL, Button
from ui.widgets.choice_rows import ENTER

#: Qt's own buttons that turn the month: its name for them, what stands on them, what they do.
_TURNS: Final = (
    ("qt_calendar_prevmonth", "‹", sentence("Month before")),
    ("qt_calendar_nextmonth", "›", sentence("Month after")),
)


class CalendarPanel(QFrame):
    """Arrows move by days, Page Up and Page Down by months, Enter takes the day, Esc none."""

    picked = Signal(object)

    def __init__(self, parent: QWidget, day: date) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("kind", "panel")
        self.month = QCalendarWidget()
        self.month.setLocale(QLocale(spoken()))
        self.month.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        self.month.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self.month.setHorizontalHeaderFormat(QCalendarWidget.HorizontalHeaderFormat.ShortDayNames)
        self.month.setHeaderTextFormat(_said_in(worn().quiet))
        for weekday in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            self.month.setWeekdayTextFormat(weekday, _said_in(worn().text))
        self.month.setMinimumSize(px(320), px(260))
        for name, sign, words in _TURNS:
            if (turn := self.month.findChild(QToolButton, name)) is not None:
                turn.setIcon(QIcon())
                turn.setText(sign)
                turn.setAccessibleName(say(words))
        self.month.setAccessibleName(say("Calendar"))
        self.month.setSelectedDate(QDate(day.year, day.month, day.day))
        self.month.clicked.connect(self._on_picked)
        self.month.activated.connect(self._on_picked)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(TIGHT), px(TIGHT), px(TIGHT), px(TIGHT))
        column.addWidget(self.month)

    def open_below(self, line: QWidget) -> None:
        """Show it under the line, or above where there is no room."""
        self.adjustSize()
        place, room = line.mapToGlobal(QPoint(0, line.height())), line.screen().availableGeometry()
        place.setX(max(room.left(), min(place.x(), room.right() - self.width())))
        if place.y() + self.height() > room.bottom():
            place.setY(max(room.top(), line.mapToGlobal(QPoint(0, 0)).y() - self.height()))
        self.move(place)
        self.show()
        self.month.setFocus()

    @Slot(QDate)
    def _on_picked(self, day: QDate) -> None:
        if self.isVisible():
            self.close()
            self.picked.emit(date(day.year(), day.month(), day.day()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        elif event.key() in ENTER:
            self._on_picked(self.month.selectedDate())
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Not every system gives the keyboard back by itself."""
        super().closeEvent(event)
        if (line := self.parentWidget()) is not None:
            line.window().activateWindow()


def _said_in(colour: str) -> QTextCharFormat:
    words = QTextCharFormat()
    words.setForeground(QColor(colour))
    return words


class DayLine(QWidget):
    """A line for typing a day, with a small button beside it that opens the calendar; Alt+Down does too."""

    #: The date that was pointed at.
    picked = Signal(object)

    def __init__(self, line: QWidget, today: Callable[[], date]) -> None:
        super().__init__()
        self._line = line
        self._today = today
        self.day: date | None = None
        self.button = Button(Sentence("Calendar ▾"), SPECIAL, key="Alt+Down")
        self.button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.button.clicked.connect(self.drop)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(TIGHT))
        row.addWidget(line, 1)
        row.addWidget(self.button)
        self.setFocusProxy(line)

    @Slot()
    def drop(self) -> None:
        """Open the calendar at the day that stands there, else today."""
        if not self.button.isHidden():
            panel = CalendarPanel(self, self.day or self._today())
            panel.picked.connect(self.picked)
            panel.open_below(self._line)

    def setAccessibleName(self, name: str) -> None:
        """A field's label names what one types into."""
        self._line.setAccessibleName(name)

    def setAccessibleDescription(self, text: str) -> None:
        self._line.setAccessibleDescription(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.drop()
            return
        super().keyPressEvent(event)
