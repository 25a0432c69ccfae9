"""Wrong passphrases make her wait a little, and a wrong clock never locks her out."""

from __future__ import annotations

import errno
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from fieldapp.domain.clock import Moment
from fieldapp.vault.attempts import Attempts, attempts_at, count_failure, forget_failures


class Watch:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self._now = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)

    def now(self) -> Moment:
        return Moment.from_datetime(self._now)

    def move(self, **by: int) -> None:
        self._now += timedelta(**by)


def test_nobody_waits_before_the_first_failure(tmp_path: Path) -> None:
    assert attempts_at(tmp_path).wait(Watch().now()) == 0


def test_each_failure_asks_for_a_longer_wait_up_to_a_minute(tmp_path: Path) -> None:
    watch = Watch()

    waits = [count_failure(tmp_path, watch).wait(watch.now()) for _ in range(9)]

    assert waits == [1, 2, 4, 8, 16, 32, 60, 60, 60]


def test_the_wait_runs_down_and_outlives_the_program(tmp_path: Path) -> None:
    watch = Watch()
    for _ in range(5):
        count_failure(tmp_path, watch)

    watch.move(seconds=10)
    assert attempts_at(tmp_path).wait(watch.now()) == 6
    watch.move(seconds=6)
    assert attempts_at(tmp_path).wait(watch.now()) == 0
    assert attempts_at(tmp_path).failed == 5


@pytest.mark.parametrize("days", [-365, 365])
def test_a_clock_that_was_set_wrong_locks_nobody_out(tmp_path: Path, days: int) -> None:
    watch = Watch()
    for _ in range(9):
        count_failure(tmp_path, watch)

    watch.move(days=days)

    assert attempts_at(tmp_path).wait(watch.now()) == 0


def test_unlocking_starts_anew_and_tells_how_many_wrong_ones_there_were(tmp_path: Path) -> None:
    watch = Watch()
    for _ in range(3):
        count_failure(tmp_path, watch)

    assert forget_failures(tmp_path) == 3
    assert forget_failures(tmp_path) == 0
    assert attempts_at(tmp_path) == Attempts()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "content",
    ["", "[]", "{}", "null", '{"failed":"x","last":"y"}', '{"failed":3,"last":3}', '{"failed":1e999,"last":""}'],
)
def test_a_damaged_count_counts_nothing(tmp_path: Path, content: str) -> None:
    (tmp_path / "attempts").write_text(content, "utf-8")

    assert attempts_at(tmp_path) == Attempts()


def test_a_full_disk_does_not_stand_between_her_and_her_desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, "no space left")

    monkeypatch.setattr(os, "fsync", full)

    assert count_failure(tmp_path, Watch()).failed == 1
    assert attempts_at(tmp_path).failed == 0
