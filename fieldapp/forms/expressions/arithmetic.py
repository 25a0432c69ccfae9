"""Arithmetic that never fails, and rounding as Excel and JavaRosa do it."""

from __future__ import annotations

import math
from decimal import ROUND_HALF_DOWN, ROUND_HALF_UP, Decimal
from typing import Final

from fieldapp.forms.expressions.values import NAN, Value, to_index, to_number

_PLACES_LIMIT: Final = 30


def round_half_up(value: Value, places: Value = 0.0) -> float:
    """To so many decimal places, or (below nought) to tens or hundreds; a half goes up, of -0.5 towards nought."""
    number, digits = to_number(value), to_index(places)
    if not math.isfinite(number):
        return number
    if abs(digits) > _PLACES_LIMIT:
        return NAN
    exact = Decimal(repr(number))
    if digits >= 0:
        way = ROUND_HALF_DOWN if number < 0 else ROUND_HALF_UP
        step = Decimal(1).scaleb(-digits)
        return number if exact.adjusted() + digits > 25 else float(exact.quantize(step, way))
    return float(Decimal(math.trunc(float(exact.scaleb(digits)) + 0.5)).scaleb(-digits))


def divided(one: float, other: float) -> float:
    """Division by nought gives infinity, nought by nought NaN."""
    if other:
        return one / other
    if one == 0 or math.isnan(one) or math.isnan(other):
        return NAN
    return math.inf if (math.copysign(1, one) > 0) == (math.copysign(1, other) > 0) else -math.inf


def remainder(one: float, other: float) -> float:
    """What is left of a division, with the sign of the first number."""
    if other == 0 or math.isinf(one) or math.isnan(one) or math.isnan(other):
        return NAN
    return math.fmod(one, other)
