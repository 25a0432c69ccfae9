"""Rounding as Excel and JavaRosa do it: a half goes up, below nought towards nought."""

from __future__ import annotations

import math
from decimal import ROUND_HALF_DOWN, ROUND_HALF_UP, Decimal
from typing import Final

from fieldapp.forms.expressions.values import NAN, Value, to_index, to_number

_PLACES_LIMIT: Final = 30


def round_half_up(value: Value, places: Value = 0.0) -> float:
    """To so many decimal places, or (below nought) to tens, hundreds, thousands."""
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
