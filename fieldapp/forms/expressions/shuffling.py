"""Puts things in an order drawn by chance: the same for the same seed, here as in ODK Collect."""

from __future__ import annotations

import math
from collections.abc import Iterable
from hashlib import sha256
from typing import Final, TypeVar

from fieldapp.forms.expressions.values import Value, to_number, to_text

T = TypeVar("T")

_MODULUS: Final = 2**31 - 1
_MULTIPLIER: Final = 16_807


def shuffled(things: Iterable[T], seed: Value) -> tuple[T, ...]:
    """All of them in the order that belongs to the seed (Fisher and Yates, with numbers by Park and Miller)."""
    order: list[T] = []
    drawn = math.fmod(_whole(seed), _MODULUS)
    state = int(drawn) if drawn > 0 else int(drawn) + _MODULUS - 1
    for place, thing in enumerate(things):
        state = state * _MULTIPLIER % _MODULUS
        other = int((state - 1) / (_MODULUS - 1) * (place + 1))
        order.append(thing)
        order[place], order[other] = order[other], thing
    return tuple(order)


def _whole(seed: Value) -> float:
    """The number of a seed; a text that is no number has one of its own."""
    number = to_number(seed)
    if math.isfinite(number):
        return float(math.trunc(number))
    text = to_text(seed)
    return float(int.from_bytes(sha256(text.encode()).digest()[:8], "big", signed=True)) if text else 0.0
