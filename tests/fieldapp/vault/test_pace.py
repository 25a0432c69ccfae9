"""How slow a guess is: as slow as this laptop allows, within fixed bounds."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fieldapp.vault import pace as pace_module
from fieldapp.vault.errors import KdfRefused, NotEnoughMemory
from fieldapp.vault.pace import CEILING, FLOOR, MOST_MEMORY_KIB, Pace, stretch


class Laptop:
    """Says how long Argon2id would take on it, and remembers what it was asked to try."""

    def __init__(self, seconds_at_floor: float, free_kib: int = 10**9) -> None:
        self._seconds, self._free = seconds_at_floor, free_kib
        self.tried: list[Pace] = []

    def takes(self, pace: Pace) -> float:
        self.tried.append(pace)
        if pace.memory_kib > self._free:
            raise NotEnoughMemory
        return self._seconds * pace.memory_kib * pace.passes / (FLOOR.memory_kib * FLOOR.passes)


def test_a_fast_laptop_uses_256_mib_and_then_more_passes() -> None:
    assert Pace.calibrated(1.0, Laptop(0.1).takes) == Pace(MOST_MEMORY_KIB, passes=7, lanes=4)


def test_a_middling_laptop_uses_as_much_as_it_does_in_a_second() -> None:
    assert Pace.calibrated(1.0, Laptop(0.3).takes) == Pace(2 * FLOOR.memory_kib, passes=5, lanes=4)


def test_a_slow_laptop_gets_the_floor_and_never_less() -> None:
    assert Pace.calibrated(1.0, Laptop(4.0).takes) == FLOOR


def test_a_laptop_with_little_free_memory_gets_what_it_has_room_for() -> None:
    assert Pace.calibrated(1.0, Laptop(0.1, free_kib=100_000).takes).memory_kib == FLOOR.memory_kib


@pytest.mark.parametrize("seconds", [0.000_001, 0.01, 0.2, 0.49, 0.9, 5.0, 100.0])
def test_what_was_calibrated_is_always_within_the_bounds(seconds: float) -> None:
    laptop = Laptop(seconds)

    assert Pace.calibrated(1.0, laptop.takes).is_within_bounds
    assert all(tried.memory_kib <= MOST_MEMORY_KIB for tried in laptop.tried)


def test_the_real_laptop_can_be_calibrated() -> None:
    """With almost no time to spend: one run at the floor."""
    assert Pace.calibrated(0.001) == FLOOR


@pytest.mark.usefixtures("argon2_never_runs")
@pytest.mark.parametrize("number", ["memory_kib", "passes", "lanes"])
@pytest.mark.parametrize("off", [-1, 1])
def test_one_below_the_floor_and_one_above_the_ceiling_are_refused_before_they_run(number: str, off: int) -> None:
    border = FLOOR if off < 0 else CEILING
    wrong = replace(border, **{number: getattr(border, number) + off})

    with pytest.raises(KdfRefused):
        stretch(b"secret", bytes(16), wrong)


def test_floor_and_ceiling_themselves_are_allowed() -> None:
    assert FLOOR.is_within_bounds
    assert CEILING.is_within_bounds


def test_a_laptop_out_of_memory_is_told_and_nothing_else_happens(monkeypatch: pytest.MonkeyPatch) -> None:
    class Full:
        def __init__(self, **numbers: int) -> None: ...

        def derive_into(self, secret: bytes, key: bytearray) -> None:
            raise MemoryError

    monkeypatch.setattr(pace_module, "Argon2id", Full)

    with pytest.raises(NotEnoughMemory, match="close other programs"):
        stretch(b"secret", bytes(16), FLOOR)


def test_each_of_salt_secret_and_pace_changes_the_key() -> None:
    keys = {
        bytes(stretch(b"secret", bytes(16), FLOOR)),
        bytes(stretch(b"Secret", bytes(16), FLOOR)),
        bytes(stretch(b"secret", b"\x01" * 16, FLOOR)),
        bytes(stretch(b"secret", bytes(16), replace(FLOOR, passes=4))),
    }

    assert len(keys) == 4
