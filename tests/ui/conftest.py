"""What every test of the windows needs: our look, and English unless it says otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

import ui  # noqa: F401  # first: it mends what Qt's wheel does to Python 3.11
from fieldapp.vault.keystore import create
from fieldapp.vault.pace import FLOOR
from fieldapp.vault.unlocked import Vault
from fieldapp.words import ENGLISH, speak
from tests.helpers.clock import StandingClock
from tests.ui.at_desk import AtDesk
from tests.ui.helping import an_officer_and_a_worker
from tests.ui.house import Seat
from ui.entrance import Entrance
from ui.jobs import Jobs
from ui.theme.dress import Dress
from ui.tongue import Tongue
from ui.window import Window


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


@pytest.fixture(scope="session")
def vault(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Vault]:
    """The keys of a desk, made once; each test has a file of its own under them."""
    opened, _ = create(tmp_path_factory.mktemp("vault"), "Swallow", "river lamp seven quiet stone", FLOOR)
    yield opened
    opened.close()


@pytest.fixture
def at_desk(vault: Vault, home: Path, clock: StandingClock, qtbot: QtBot, dress: Dress) -> Iterator[AtDesk]:
    """An open desk in its window."""
    opened = AtDesk(vault, home, clock, qtbot)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def vaults(vault: Vault, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Vault]]:
    """The keys of three people."""
    made = [create(tmp_path_factory.mktemp(name), name, "river lamp seven quiet stone", FLOOR)[0] for name in "ab"]
    yield [vault, *made]
    for one in made:
        one.close()


@pytest.fixture
def seat(vaults: list[Vault], home: Path, clock: StandingClock, qtbot: QtBot, dress: Dress) -> Iterator[Seat]:
    """Gives up to three people a desk, each in a window of its own."""
    seated: list[AtDesk] = []

    def take_a_seat(name: str) -> AtDesk:
        (home / name).mkdir()
        seated.append(AtDesk(vaults[len(seated)], home / name, clock, qtbot))
        return seated[-1]

    yield take_a_seat
    for desk in seated:
        desk.close()


@pytest.fixture
def officer(seat: Seat) -> AtDesk:
    """A coordinator's desk, which keeps a recovery key."""
    return seat("coordinator")


@pytest.fixture
def worker(seat: Seat, officer: AtDesk) -> AtDesk:
    """A worker's desk, which the officer's can help."""
    desk = seat("worker")
    an_officer_and_a_worker(officer, desk)
    return desk


@pytest.fixture
def jobs(qtbot: QtBot) -> Iterator[Jobs]:
    """The one door to the background."""
    opened = Jobs()
    yield opened
    opened.close()


@pytest.fixture
def entrance(home: Path, clock: StandingClock, jobs: Jobs) -> Entrance:
    """What stands before an open desk."""
    return Entrance(home, clock, jobs, pace=FLOOR)


@pytest.fixture
def front(entrance: Entrance, jobs: Jobs, qtbot: QtBot) -> Window:
    """A window that leads through the entrance; it is not shown yet."""
    opened = Window(jobs)
    qtbot.addWidget(opened)
    opened.serve(entrance.make)
    entrance.turned.connect(opened.restart)
    entrance.went_on.connect(opened.open)
    return opened


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
