"""What every test of the windows needs: no screen, our look, English, and nothing left behind."""

from __future__ import annotations

import gc
import os
import threading
from collections.abc import Iterator

import ui  # noqa: F401  # first: it mends what Qt's wheel does to Python 3.11

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from fieldapp.words import ENGLISH, speak
from ui.theme.dress import Dress
from ui.tongue import Tongue


@pytest.fixture(scope="session")
def dress(qapp: QApplication) -> Dress:
    """The look, put on once."""
    return Dress(qapp, dark=False)


@pytest.fixture
def tongue(qapp: QApplication) -> Iterator[Tongue]:
    """The switch of language, back to English afterwards."""
    made = Tongue(qapp)
    yield made
    made.switch(ENGLISH)


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    speak(ENGLISH)
    yield
    speak(ENGLISH)


@pytest.fixture(autouse=True)
def _nothing_left(request: pytest.FixtureRequest) -> Iterator[None]:
    """After a test no window and no thread of ours is left."""
    if "qtbot" not in request.fixturenames and "qapp" not in request.fixturenames:
        yield
        return
    request.getfixturevalue("dress")
    before = {id(window) for window in QApplication.topLevelWidgets()}
    yield
    for _ in range(2):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        gc.collect()
    left = [window for window in QApplication.topLevelWidgets() if id(window) not in before and window.isVisible()]
    assert not left, f"windows left open: {left}"
    ours = [thread.name for thread in threading.enumerate() if thread.name.startswith("fieldapp-")]
    assert not ours, f"threads left running: {ours}"
