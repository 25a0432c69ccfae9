"""How much work one guess at a passphrase costs: Argon2id, never below a floor and never above a ceiling.

Both borders are checked before Argon2id runs. Below the floor somebody has made guessing cheap; above the ceiling
somebody wants the laptop to stand still. The bound on lanes is that of RFC 9106's second choice: four.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from time import perf_counter
from typing import Final

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from fieldapp.vault.errors import KdfRefused, NotEnoughMemory

KEY_BYTES: Final = 32
SALT_BYTES: Final = 16


@dataclass(frozen=True, slots=True)
class Pace:
    """Argon2id's three numbers: memory, passes over it, and lanes that run side by side."""

    memory_kib: int
    passes: int
    lanes: int

    @classmethod
    def calibrated(cls, seconds: float = 1.0, timed: Callable[[Pace], float] | None = None) -> Pace:
        """As much as this laptop does in about `seconds`: memory first, up to 256 MiB, then passes.

        It tries each step once, so it takes two to three times `seconds`; a slow laptop gets the floor.
        """
        measure = timed or _timed
        pace, took = FLOOR, measure(FLOOR)
        while pace.memory_kib < MOST_MEMORY_KIB and took * 2 <= seconds:
            heavier = replace(pace, memory_kib=pace.memory_kib * 2)
            try:
                heavier_took = measure(heavier)
            except NotEnoughMemory:
                break
            if heavier_took > seconds:
                break
            pace, took = heavier, heavier_took
        passes = int(pace.passes * seconds / max(took, 0.001))
        return replace(pace, passes=min(max(pace.passes, passes), CEILING.passes))

    @property
    def is_within_bounds(self) -> bool:
        """Neither too cheap for a guesser nor too dear for a laptop."""
        return all(
            least <= number <= most
            for least, number, most in (
                (FLOOR.memory_kib, self.memory_kib, CEILING.memory_kib),
                (FLOOR.passes, self.passes, CEILING.passes),
                (FLOOR.lanes, self.lanes, CEILING.lanes),
            )
        )


FLOOR: Final = Pace(memory_kib=64 * 1024, passes=3, lanes=4)
CEILING: Final = Pace(memory_kib=1024 * 1024, passes=10, lanes=8)
#: Field laptops have 4 GB for everything: what we choose ourselves stays well below the ceiling.
MOST_MEMORY_KIB: Final = 256 * 1024


def stretch(secret: bytes, salt: bytes, pace: Pace) -> bytearray:
    """The key that `secret` stretches to. Raises KdfRefused before any work is done, and NotEnoughMemory."""
    if not pace.is_within_bounds:
        raise KdfRefused
    key = bytearray(KEY_BYTES)
    try:
        Argon2id(
            salt=salt, length=KEY_BYTES, iterations=pace.passes, lanes=pace.lanes, memory_cost=pace.memory_kib
        ).derive_into(secret, key)
    except MemoryError as full:
        raise NotEnoughMemory from full
    return key


def _timed(pace: Pace) -> float:
    start = perf_counter()
    stretch(b"any passphrase", bytes(SALT_BYTES), pace)
    return perf_counter() - start
