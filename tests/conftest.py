"""What every test can rely on: no screen, no warning unheard, nothing left behind, a home and a clock of its own."""

from __future__ import annotations

import os

os.environ["QT_QPA_PLATFORM"] = "offscreen"  # before anything loads Qt
os.environ.pop("QT_SCALE_FACTOR", None)

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.helpers import guards
from tests.helpers.clock import StandingClock

# Searches take the same path in every run, so that a failure is a failure for everybody; no search is timed.
settings.register_profile("fieldapp", deadline=None, derandomize=True, database=None, print_blob=True)
settings.load_profile("fieldapp")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """An empty home folder, under a name as people have."""
    folder = tmp_path / "Айгүл Б" / "Fieldapp"
    folder.mkdir(parents=True)
    return folder


@pytest.fixture
def clock() -> StandingClock:
    """A clock that the test moves."""
    return StandingClock()


@pytest.fixture(autouse=True)
def _quiet_log(request: pytest.FixtureRequest) -> Iterator[None]:
    """A warning in the log is a failure, unless the test says `@pytest.mark.logs("what it says")`."""
    with guards.heard() as log:
        yield
    expected = [pattern for mark in request.node.iter_markers("logs") for pattern in mark.args]
    assert not log.unexpected(expected), "logged: " + "; ".join(log.unexpected(expected))


@pytest.fixture(autouse=True)
def _nothing_left_running(request: pytest.FixtureRequest) -> Iterator[None]:
    """A test ends its threads, and closes its windows."""
    before = guards.threads()
    if "qapp" in request.fixturenames:
        with guards.windows_closed():
            yield
    else:
        yield
    running = [thread.name for thread in guards.threads() - before if thread.is_alive()]
    assert not running, "threads left running: " + ", ".join(running)
