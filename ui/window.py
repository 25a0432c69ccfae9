"""The main window: the bar on top, a banner when something must be said, and one screen at a time below.

It keeps the way back, binds the keys that work everywhere, and can be covered. It knows screens only as `Screen`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAction, QCloseEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QFrame, QStackedLayout, QVBoxLayout, QWidget

from fieldapp.errors import FieldappError
from fieldapp.words import Sentence
from ui import keys
from ui.cover import Cover
from ui.finder import Finder, Hit, Search
from ui.helping import Help
from ui.jobs import Jobs
from ui.panes import focus_into, step_pane
from ui.screen import Address, Screen
from ui.theme.sizes import CLOSE, NEAR, TIGHT, px
from ui.topbar import TopBar, Way
from ui.widgets.ask import Ask
from ui.widgets.banner import DANGER, WARNING, Banner
from ui.widgets.said import Label, Words

#: Makes the screen for an address.
Make = Callable[[Address], Screen]
#: The smallest window everything fits in.
LEAST: Final = (1093, 540)


class Window(QWidget):
    """Shows one screen at a time. A screen that is left was told to keep what is half typed, and is gone."""

    #: F12 was pressed while covered: may she see again?
    uncover_asked = Signal()
    lock_asked = Signal()
    closed = Signal()

    def __init__(self, jobs: Jobs, *, sample: bool = False) -> None:
        super().__init__()
        self.setObjectName("window")
        self.setWindowTitle("Fieldapp · SAMPLE" if sample else "Fieldapp")
        self.resize(px(LEAST[0]), px(LEAST[1]))
        self._make: Make | None = None
        self._screen: Screen | None = None
        self._way_back: list[tuple[Address, Words]] = []
        self._actions: dict[str, QAction] = {}
        self._furnished = False
        self._leave: Callable[[], object] | None = None
        self.bar = TopBar()
        self.bar.hide()
        self.bar.chosen.connect(self.open)
        self.bar.status.clicked.connect(self._on_status)
        self.banner = Banner()
        self.banner.hide()
        self._stack = QStackedLayout()
        self._lay_out(sample=sample)
        self.finder = Finder(self, jobs)
        self.finder.picked.connect(self.open)
        self.help = Help(self)
        self.cover = Cover(self)
        self._bind()

    def _lay_out(self, *, sample: bool) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        if sample:
            column.addWidget(_sample_strip())
        column.addWidget(self.bar)
        column.addWidget(self.banner)
        column.addLayout(self._stack, 1)

    def _bind(self) -> None:
        for key, slot in (
            (keys.FIND, self.find_anything),
            (keys.NEW, self._on_new),
            (keys.SAVE, self._on_save),
            (keys.PRINT, self._on_print),
            (keys.NEXT, self._on_next),
            (keys.HELP, self.help_on_page),
            (keys.PANE, self._on_pane),
            (keys.PANE_BACK, self._on_pane_back),
            (keys.BACK, self.back),
            (keys.COVER, self._on_cover),
            (keys.LOCK, self.lock_asked),
        ):
            action = QAction(self)
            action.setShortcut(QKeySequence(key.keys))
            action.setShortcutContext(Qt.ShortcutContext.ApplicationShortcut)
            action.triggered.connect(slot)
            self.addAction(action)
            self._actions[key.keys] = action
        next_keys = [QKeySequence(keys.NEXT.keys), QKeySequence("Ctrl+Enter")]
        self._actions[keys.NEXT.keys].setShortcuts(next_keys)

    def serve(self, make: Make) -> None:
        """Screens come from here."""
        self._make = make

    def furnish(self, ways: Sequence[Way], actions: Sequence[Hit], search: Search | None) -> None:
        """After the unlock: the bar with its places, and what Ctrl+K finds."""
        self._furnished = True
        self.bar.offer(ways)
        self.bar.show()
        self.finder.furnish(actions, search)

    @property
    def screen_shown(self) -> Screen | None:
        """The screen that is open."""
        return self._screen

    @Slot(object)
    def open(self, address: Address) -> None:
        """Go to this screen; the way back leads here. Places of the bar begin a new way."""
        if self._asks_first(partial(self.open, address)):
            return
        if self._screen is not None:
            self._way_back.append((self._screen.address(), self._screen.words()))
        if any(way.address == address for way in self.bar.ways):
            self._way_back.clear()
        self._show(address)

    @Slot(object)
    def turn(self, address: Address) -> None:
        """Go to this screen in the place of the open one; the way back stays."""
        if self._asks_first(partial(self.turn, address)):
            return
        self._show(address)

    @Slot()
    def back(self) -> None:
        """Go back to where she came from."""
        if self._way_back and not self.cover.on and not self._asks_first(self.back):
            address, _ = self._way_back.pop()
            self._show(address)

    def way_back(self) -> Address | None:
        """Where `back` would lead."""
        return self._way_back[-1][0] if self._way_back else None

    def restart(self, address: Address) -> None:
        """Go to this screen, with no way back."""
        self._way_back.clear()
        self._show(address)

    def _asks_first(self, leave: Callable[[], object]) -> bool:
        """Whether the open page must ask before it is left; `leave` is done once she has agreed."""
        wanted = self._screen.leaving() if self._screen is not None else None
        if wanted is not None:
            self._leave = leave
            ask = Ask(self, wanted.question, wanted.more, wanted.verb)
            ask.agreed.connect(self._on_agreed)
            ask.open()
        return wanted is not None

    @Slot()
    def _on_agreed(self) -> None:
        leave, self._leave = self._leave, None
        if leave is not None and self._screen is not None:
            self._screen.give_up()
            leave()

    def keep(self) -> Address | None:
        """Have the open screen write down what is half typed; where it is."""
        if self._screen is None:
            return None
        self._screen.keep()
        return self._screen.address()

    def say(self, words: Words, kind: str, action: Words = "") -> None:
        """Show a banner; empty words put it away."""
        if words:
            self.banner.say(words, kind, action=action)
        else:
            self.banner.hide()

    @Slot(object)
    def say_trouble(self, error: FieldappError) -> None:
        """Show an error that nobody else showed."""
        self.say(error.sentence, DANGER)

    @Slot()
    def say_mishap(self) -> None:
        """Say that the program has a fault."""
        self.say(
            Sentence("Something went wrong inside the program. What you saved is safe. You can go on working."), WARNING
        )

    def _show(self, address: Address) -> None:
        if self._make is None:
            raise RuntimeError("nobody makes screens")
        self.finder.close_panel()
        self.help.close_panel()
        self.banner.hide()
        self.keep()
        self.empty()
        screen = self._make(address)
        screen.go.connect(self.open)
        screen.turned.connect(self.turn)
        screen.left.connect(self.back)
        screen.told.connect(self.say)
        screen.lead_back(self._way_back[-1][1] if self._way_back else "")
        self._screen = screen
        self._stack.addWidget(screen)
        self._stack.setCurrentWidget(screen)
        self.bar.mark(address)
        panes = screen.panes()
        if panes and not self.cover.on:
            focus_into(panes[0])

    def empty(self) -> None:
        """Show nothing any more: what the screen held is gone from memory as far as we reach."""
        if self._screen is not None:
            self._stack.removeWidget(self._screen)
            self._screen.hide()
            self._screen.deleteLater()
            self._screen = None

    @Slot()
    def find_anything(self) -> None:
        """Ctrl+K."""
        if self._furnished and not self.cover.on:
            self.finder.open()

    @Slot()
    def _on_new(self) -> None:
        if self._screen is not None and not self.cover.on:
            self._screen.new()

    @Slot()
    def _on_save(self) -> None:
        if self._screen is not None and not self.cover.on:
            self._screen.save()

    @Slot()
    def _on_print(self) -> None:
        if self._screen is not None and not self.cover.on:
            self._screen.print_out()

    @Slot()
    def _on_next(self) -> None:
        button = self._screen.main_button() if self._screen is not None and not self.cover.on else None
        if button is not None and button.isEnabled() and button.isVisible():
            button.click()

    @Slot()
    def help_on_page(self) -> None:
        """F1: show the help of the open screen, or put it away."""
        if self.cover.on or self._screen is None:
            return
        if self.help.isHidden():
            self.help.open(self._screen.name)
        else:
            self.help.close_panel()

    @Slot()
    def _on_status(self) -> None:
        self.open(Address("sync"))

    @Slot()
    def _on_cover(self) -> None:
        if self.cover.on:
            self.uncover_asked.emit()
        else:
            self.cover.put_on()

    @Slot()
    def _on_pane(self) -> None:
        self._step_pane(1)

    @Slot()
    def _on_pane_back(self) -> None:
        self._step_pane(-1)

    def _step_pane(self, step: int) -> None:
        """Put the keyboard into the next part: the screen's panes in order, then the bar."""
        if self.cover.on or self._screen is None:
            return
        parts = [*self._screen.panes(), *(part for part in (self.bar, self.banner) if part.isVisible())]
        step_pane(parts, self.focusWidget(), step)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.help.fit()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._asks_first(self.close):
            event.ignore()
            return
        self.keep()
        super().closeEvent(event)
        self.closed.emit()


def _sample_strip() -> QFrame:
    """Across every page in practice mode."""
    strip = QFrame()
    strip.setProperty("kind", "sample")
    column = QVBoxLayout(strip)
    column.setContentsMargins(px(NEAR), px(TIGHT), px(CLOSE), px(TIGHT))
    words = Sentence("SAMPLE: practice with made-up people. Nothing here is real or is sent.")
    column.addWidget(Label(words, strong=True))
    return strip
