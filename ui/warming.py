"""While she types her passphrase, loads what the desk will need, so that it opens at once and no key waits for it.

What has nothing of Qt is loaded beside the windows. The screens are loaded on the GUI thread, one a turn of the event
loop: a class of Qt's that is made in another thread while the event loop runs crashes the program now and then.
"""

from __future__ import annotations

import gc
import linecache
import pkgutil
from collections.abc import Iterator
from importlib import import_module
from typing import Final

from PySide6.QtCore import QObject, QTimer, Slot

from ui.jobs import Jobs, Where

#: Milliseconds after which the first window has been painted: nothing takes the processor from it before.
_FIRST_SIGHT: Final = 100
_WITHOUT_QT: Final = ("fieldapp.work", "fieldapp.papers", "sync.client")
_LAST: Final = "ui.desk"


class Warming(QObject):
    """Begins by itself once the event loop runs. What it has not loaded by the unlock, `load_screens` does."""

    def __init__(self, jobs: Jobs) -> None:
        super().__init__(jobs)
        self._jobs = jobs
        self._left: Iterator[str] = iter(())
        self._turn = QTimer(self)
        self._turn.setInterval(0)
        self._turn.timeout.connect(self._on_turn)
        QTimer.singleShot(_FIRST_SIGHT, self._on_first_sight)

    @Slot()
    def _on_first_sight(self) -> None:
        if self._jobs.is_open:
            self._jobs.run(load_all_but_screens, done=self._on_loaded, where=Where.BESIDE)

    def _on_loaded(self, _none: None) -> None:
        _forget_sources()
        self._left = iter((*modules_of("ui.screens"), _LAST))
        self._turn.start()

    @Slot()
    def _on_turn(self) -> None:
        name = next(self._left, None)
        if name is None or not self._jobs.is_open:
            self._turn.stop()
            _forget_sources()
            gc.freeze()  # what is loaded stays: to look all of it through for garbage would hold the window up 70 ms
        else:
            import_module(name)


def _forget_sources() -> None:
    """PySide reads the source of each module that is imported after it, and Python would keep 9 MB of them for ever."""
    linecache.clearcache()


def load_screens() -> None:
    """Every screen of an open desk, as far as it is not here yet. On the GUI thread alone."""
    import_module(_LAST)


def load_all_but_screens() -> None:
    """Everything else, down to the packs and their forms."""
    for package in _WITHOUT_QT:
        for name in modules_of(package):
            import_module(name)
    from fieldapp.forms.library import form_ids, load_form  # noqa: PLC0415  # it was loaded just now, not before
    from fieldapp.work.packs import built_in_packs  # noqa: PLC0415  # likewise

    built_in_packs()
    for form in form_ids():
        load_form(form)


def modules_of(package: str) -> list[str]:
    """The modules right in this package."""
    return [f"{package}.{each.name}" for each in pkgutil.iter_modules(import_module(package).__path__)]
