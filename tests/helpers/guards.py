"""What a test must not leave behind: warnings in the log, threads, windows, running timers."""

from __future__ import annotations

import gc
import logging
import re
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager


class Heard(logging.Handler):
    """Hears every warning and error that is logged."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.name} {record.levelname}: {record.getMessage()}")

    def unexpected(self, expected: Iterable[str]) -> list[str]:
        """What no test said it would bring about."""
        patterns = [re.compile(pattern) for pattern in expected]
        return [line for line in self.lines if not any(pattern.search(line) for pattern in patterns)]


@contextmanager
def heard() -> Iterator[Heard]:
    """Listens to the log for as long as it is open."""
    listener = Heard()
    root = logging.getLogger()
    root.addHandler(listener)
    try:
        yield listener
    finally:
        root.removeHandler(listener)


def threads() -> set[threading.Thread]:
    """Those that run and would keep a program from ending, or that are ours."""
    return {one for one in threading.enumerate() if not one.daemon or one.name.startswith("fieldapp-")}


@contextmanager
def windows_closed() -> Iterator[None]:
    """Fails if Qt windows, threads or timers that were made while it was open are still there."""
    gc.freeze()  # so that the collections below, and the search, walk over what this test made and nothing else
    try:
        yield
        tidy_qt()
        left = left_in_qt()
    finally:
        gc.unfreeze()
    assert not left, "left behind: " + "; ".join(left)


def tidy_qt() -> None:
    """Let Qt delete what was given up for deletion, and Python collect its halves, now and not inside another test."""
    from PySide6.QtCore import QCoreApplication, QEvent  # noqa: PLC0415 - only where a test has loaded Qt

    for _ in range(2):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        gc.collect()


def left_in_qt() -> list[str]:
    """Windows that still show, threads and timers of Qt that still run, after `tidy_qt`."""
    from PySide6.QtCore import QThread, QTimer  # noqa: PLC0415 - only where a test has loaded Qt
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415
    from shiboken6 import isValid  # noqa: PLC0415

    left: list[object] = [window for window in QApplication.topLevelWidgets() if window.isVisible()]
    for one in gc.get_objects():
        kind = type(one)  # not isinstance: it would ask proxies and mocks what they pretend to be
        if issubclass(kind, QTimer):
            running = isValid(one) and one.isActive() and one.parent() is None
        else:
            running = issubclass(kind, QThread) and isValid(one) and one.isRunning() and one != QThread.currentThread()
        if running:
            left.append(one)
    return [str(one) for one in left]
