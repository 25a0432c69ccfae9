"""A desk to work at."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fieldapp.storage.making import COLLEAGUE, Desk, open_desk


@pytest.fixture
def desk(home: Path) -> Iterator[Desk]:
    """An open desk in an empty home."""
    with open_desk(home / "0a0a0a0a") as opened:
        yield opened


@pytest.fixture
def colleague(home: Path) -> Iterator[Desk]:
    """Another worker's desk."""
    with open_desk(home / "0b0b0b0b", COLLEAGUE) as opened:
        yield opened
