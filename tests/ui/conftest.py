"""What every test of the windows needs: our look, and English unless it says otherwise."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

import ui  # noqa: F401  # first: it mends what Qt's wheel does to Python 3.11
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
def _dressed(request: pytest.FixtureRequest) -> None:
    """Windows wear our look."""
    if {"qtbot", "qapp"} & set(request.fixturenames):
        request.getfixturevalue("dress")
