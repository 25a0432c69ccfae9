"""The running program: puts window, jobs, lock and language together, and leads from the unlock to the open desk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QWindow
from PySide6.QtWidgets import QApplication, QWidget

from fieldapp.domain.clock import Clock
from fieldapp.domain.ids import DeskId
from fieldapp.errors import FieldappError, Trouble
from fieldapp.paths import default_home, practice_home
from fieldapp.vault.closing import close_for_good, finish_closing
from fieldapp.vault.pace import Pace
from fieldapp.vault.unlocked import Vault
from fieldapp.words import Language, Sentence, spoken
from fieldapp.work.practice import end_practice
from ui import keys, settings
from ui.again import Start, start_fresh
from ui.board import Board
from ui.elsewhere import Elsewhere
from ui.entrance import UNLOCK, Entered, Entrance
from ui.jobs import Jobs, Where
from ui.lock import Watch, Wish, refuse_capture
from ui.menu import Line, Menu
from ui.mishaps import Mishaps
from ui.office import Closed, Office, OpenOffice, Parts, Printing
from ui.screen import Address
from ui.system_events import SystemEvents
from ui.theme.dress import Dress
from ui.theme.sizes import choose_text_size
from ui.tongue import LANGUAGES, Tongue, of_the_system
from ui.welcome import told_at_opening
from ui.widgets.banner import DANGER, NOTE, WARNING
from ui.window import Window

#: Seconds that locking waits for work besides the store's, such as a connection that does not answer.
PATIENCE: Final = 1.0


class Program(QObject):
    """Lives from the start of the process to its end; a lock is its end. One desk is opened at most."""

    def __init__(
        self,
        app: QApplication,
        start: Start,
        clock: Clock,
        open_office: OpenOffice,
        *,
        fresh: Callable[[Start], object] = start_fresh,
        printing: Callable[[QWidget], Printing] | None = None,
        pace: Pace | None = None,
        before_opening: Callable[[], object] | None = None,
    ) -> None:
        """`before_opening`: what must be done on the GUI thread before a desk can be opened in the background."""
        super().__init__()
        self._app = app
        self._start = start
        self._open_office = open_office
        self._before_opening = before_opening
        self._fresh = fresh
        self._make_printing = printing or _printing
        self._printing: Printing | None = None
        self._office: Office | None = None
        self._folder = ""
        self._vault: Vault | None = None
        self._over = False
        #: At the end: whether no thread runs any more.
        self.is_idle = True
        home = start.home or default_home()
        self.home = practice_home(home) if start.practice else home
        chosen = settings.read(self.home)
        choose_text_size(chosen.text_size)
        self.dress = Dress(app)
        self._tongue = Tongue(app)
        self._tongue.switch(_language(start.language, chosen.language))
        self.mishaps = Mishaps(self.home)
        self.jobs = Jobs()
        self.board = Board()
        self.window = Window(self.jobs, sample=start.practice)
        self.watch = Watch(self)
        self.events = SystemEvents(self)
        self.entrance = Entrance(self.home, clock, self.jobs, pace=pace, practice=start.practice)
        self._parts = Parts(
            self.home,
            clock,
            self.jobs,
            self.board,
            self.speak,
            self.printing,
            start.practice,
            go_elsewhere=self.go_elsewhere,
            close_down=self.close_down,
        )
        self._connect()

    def _connect(self) -> None:
        self.jobs.failed.connect(self.window.say_trouble)
        self.jobs.crashed.connect(self.mishaps.note)
        self.mishaps.happened.connect(self.window.say_mishap)
        self.watch.due.connect(self._on_due)
        self.events.left.connect(self.lock)
        self.window.uncover_asked.connect(self.window.cover.take_off)
        self.window.lock_asked.connect(self.lock)
        self.window.closed.connect(self.end)
        self.entrance.turned.connect(self.window.restart)
        self.entrance.went_on.connect(self.window.open)
        self.entrance.speak.connect(self.speak)
        self.entrance.entered.connect(self._on_entered)
        self.entrance.elsewhere.connect(self.go_elsewhere)
        self.entrance.print_asked.connect(self._on_print)
        self._app.focusWindowChanged.connect(self._on_window)
        Menu(
            self.window.bar.menu.choices,
            [
                Line(Sentence("Find"), self.window.find_anything, keys.FIND),
                Line(Sentence("Help"), self.window.help_on_page, keys.HELP),
                Line(Sentence("Cover the screen"), self.window.cover.put_on, keys.COVER),
                Line(Sentence("Interview: lock only after 30 minutes"), self._on_interview, toggles=True),
                Line(Sentence("Lock"), self.lock, keys.LOCK),
            ],
        )

    def open(self) -> None:
        """Show the window: the unlock screen, or the first start."""
        finish_closing(self.home)
        self.window.serve(self.entrance.make)
        self.window.restart(self.entrance.first_address(self._start.desk or ""))
        self.window.show()
        self.window.activateWindow()

    @Slot(str)
    def speak(self, language: Language) -> None:
        """Switch everything to this language, now and for the next start."""
        self._tongue.switch(language)
        self._start = replace(self._start, language="")
        settings.change(self.home, language=language)

    @Slot()
    def lock(self) -> None:
        """Cover, write down what is half typed, start a fresh process and end this one."""
        if self._office is None or self._over:
            return
        self.window.cover.put_on()
        here = self.window.keep()
        self._shut()
        self._fresh(replace(self._start, desk=DeskId(self._folder), reopen=here))
        self._app.quit()

    @Slot()
    def end(self) -> None:
        """The window was closed: what is half typed is kept, and the process ends."""
        if not self._over:
            self._shut()
            self._app.quit()

    def _shut(self) -> None:
        """Everything that was begun for the store is done before it closes."""
        self._over = True
        self.window.empty()
        self.board.close()
        self.watch.stop()
        self.is_idle = self.jobs.close(patience=PATIENCE)
        if self._office is not None:
            self.is_idle &= self._office.close()
            self._office = None
        self.mishaps.close()

    def printing(self) -> Printing:
        """The way to the printer."""
        if self._printing is None:
            self._printing = self._make_printing(self.window)
            self._printing.failed.connect(self.window.say_trouble)
        return self._printing

    @Slot(tuple)
    def _on_print(self, groups: tuple[str, ...]) -> None:
        """Her recovery code, on paper."""
        work = partial(_recovery_paper, groups, spoken(), sample=self._start.practice)
        self.jobs.run(work, done=self._on_paper, where=Where.BESIDE)

    def _on_paper(self, pdf: bytes) -> None:
        self.printing().print_out(pdf)

    @Slot(object)
    def _on_entered(self, entered: Entered) -> None:
        self._vault = entered.vault
        self._folder = entered.vault.folder.name
        if self._before_opening is not None:
            self._before_opening()
        self.jobs.run(partial(self._unlock, entered), done=self._on_office, failed=self._on_not_opened)

    def _unlock(self, entered: Entered) -> tuple[Entered, Office]:
        """In the background."""
        return entered, self._open_office(entered, self._parts)

    def _on_office(self, opened: tuple[Entered, Office]) -> None:
        entered, self._office = opened
        furniture = self._office.furniture()
        self.window.serve(self._office.make)
        self.window.furnish(furniture.ways, furniture.actions, furniture.search)
        self.window.restart(furniture.first)
        if self._start.reopen is not None and self._folder == self._start.desk:
            self.window.open(self._start.reopen)
        self._start = replace(self._start, reopen=None)
        self._office.move_in(self.window)
        self.watch.start()
        if (handle := self.window.windowHandle()) is not None:
            self.events.listen(handle)
        if words := told_at_opening(entered):
            self.window.say(words, NOTE)
        else:
            self.window.say(furniture.told, WARNING)

    def _on_not_opened(self, error: FieldappError) -> None:
        self.window.restart(Address(UNLOCK, self._folder))
        self.window.say(error.sentence, DANGER)

    @Slot(object)
    def go_elsewhere(self, where: Elsewhere) -> None:
        """End here as when it locks, and begin in practice or with real work."""
        if self._over:
            return
        if where is Elsewhere.PRACTICE_AFRESH:
            try:
                end_practice(self.home)
            except Trouble as stays:
                self.window.say_trouble(stays)
                return
        self.window.keep()
        self._shut()
        practice = where is not Elsewhere.REAL_WORK
        self._fresh(Start(home=self._start.home, language=spoken(), practice=practice))
        self._app.quit()

    @Slot(object)
    def close_down(self, closed: Closed) -> None:
        """The organisation closed the desk: destroy it, and begin anew without it."""
        vault = self._vault
        if self._over or vault is None:
            return
        self.window.cover.put_on()
        self._shut()
        close_for_good(vault, closed.organisation, closed.when, closed.copies)
        self._fresh(Start(home=self._start.home, language=spoken()))
        self._app.quit()

    @Slot(bool)
    def _on_interview(self, on: bool) -> None:  # noqa: FBT001  # a slot
        self.watch.interview = on
        words = Sentence("Interview: the screen covers itself after 5 minutes, and locks after 30. F12 uncovers it.")
        self.window.say(words if on else "", NOTE)

    @Slot(Wish)
    def _on_due(self, wish: Wish) -> None:
        if wish is Wish.LOCK:
            self.lock()
        else:
            self.window.cover.put_on()

    @Slot(QWindow)
    def _on_window(self, window: QWindow | None) -> None:
        if window is not None:
            refuse_capture(window)


def _language(*wishes: str) -> Language:
    """The first wish that is one of ours, else what the system's user reads."""
    return next((Language(wish) for wish in wishes if wish in LANGUAGES), of_the_system())


def _printing(window: QWidget) -> Printing:
    from ui.paper import Printing as Printer  # noqa: PLC0415  # the first window does not wait for it

    return Printer(window)


def _recovery_paper(groups: tuple[str, ...], language: Language, *, sample: bool) -> bytes:
    from fieldapp.papers.secret import recovery_paper  # noqa: PLC0415  # nor for this

    return recovery_paper(groups, language, sample=sample)
