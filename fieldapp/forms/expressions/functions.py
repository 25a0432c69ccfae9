"""The functions that work on plain values, by name. Those that look further are in `special`."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Final

from fieldapp.forms.expressions import texts
from fieldapp.forms.expressions.arithmetic import round_half_up
from fieldapp.forms.expressions.errors import Mismatch
from fieldapp.forms.expressions.meaning import Run
from fieldapp.forms.expressions.values import (
    NAN,
    Value,
    to_bool,
    to_index,
    to_number,
    to_text,
    to_whole,
)
from fieldapp.words import sentence

Plain = Callable[..., Value]


@dataclass(frozen=True, slots=True)
class Function:
    """What it does and how many arguments it takes; `most` None: any number."""

    run: Plain
    least: int
    most: int | None


def run_plain(run: Plain, arguments: Sequence[Run]) -> Run:
    """The closure of a call: a function and the closures of its arguments."""
    if not arguments:
        return lambda _here: run()
    if len(arguments) == 1:
        (first,) = arguments
        return lambda here: run(first(here))
    if len(arguments) == 2:
        one, other = arguments
        return lambda here: run(one(here), other(here))
    return lambda here: run(*[argument(here) for argument in arguments])


def largest(values: Sequence[Value]) -> float:
    """The greatest of those that are numbers; NaN without any."""
    return max((number for number in map(to_number, values) if not math.isnan(number)), default=NAN)


def smallest(values: Sequence[Value]) -> float:
    """The least of those that are numbers; NaN without any."""
    return min((number for number in map(to_number, values) if not math.isnan(number)), default=NAN)


def total(values: Sequence[Value]) -> float:
    """The sum of those that are numbers."""
    return reduce(operator.add, (number for number in map(to_number, values) if not math.isnan(number)), 0.0)


def checklist(least: Value, most: Value, factors: Sequence[Value]) -> bool:
    """Whether as many are true as asked for; a bound below nought is none."""
    lower, upper, count = to_index(least), to_index(most), sum(map(to_bool, factors))
    return (lower < 0 or count >= lower) and (upper < 0 or count <= upper)


def weighted_checklist(least: Value, most: Value, factors: Sequence[Value], weights: Sequence[Value]) -> bool:
    """Whether the weights of those that are true add up to something between the bounds."""
    if len(factors) != len(weights):
        raise Mismatch(sentence("weighted-checklist() needs as many weights as factors."))
    heavy = sum(to_number(weight) for factor, weight in zip(factors, weights, strict=True) if to_bool(factor))
    return to_number(least) <= heavy <= to_number(most)


def power(base: Value, exponent: Value) -> float:
    """`base` to the power of `exponent`; NaN or infinity where mathematics gives no number."""
    one, other = to_number(base), to_number(exponent)
    if one == 0 and other < 0:
        return math.inf
    return _guarded(math.pow)(one, other)


def _guarded(function: Callable[..., float]) -> Callable[..., float]:
    """Outside its domain a function gives NaN, beyond all numbers infinity."""

    def guarded(*arguments: Value) -> float:
        try:
            return function(*map(to_number, arguments))
        except ValueError:
            return NAN
        except OverflowError:
            return math.inf

    return guarded


def _to_whole_by(way: Callable[[float], int]) -> Plain:
    def whole(value: Value) -> float:
        number = to_number(value)
        return float(way(number)) if math.isfinite(number) else number

    return whole


def _logarithm(base: float) -> Callable[[float], float]:
    def logarithm(number: float) -> float:
        if number == 0:
            return -math.inf
        return math.log10(number) if base == 10 else math.log(number)

    return logarithm


FUNCTIONS: Final[Mapping[str, Function]] = {
    "true": Function(lambda: True, 0, 0),
    "false": Function(lambda: False, 0, 0),
    "boolean": Function(to_bool, 1, 1),
    "number": Function(to_number, 1, 1),
    "string": Function(to_text, 1, 1),
    "int": Function(to_whole, 1, 1),
    "round": Function(round_half_up, 1, 2),
    "floor": Function(_to_whole_by(math.floor), 1, 1),
    "ceiling": Function(_to_whole_by(math.ceil), 1, 1),
    "not": Function(lambda value: not to_bool(value), 1, 1),
    "boolean-from-string": Function(texts.true_from_text, 1, 1),
    "selected": Function(texts.selected, 2, 2),
    "is-selected": Function(texts.selected, 2, 2),
    "count-selected": Function(lambda answer: float(len(texts.chosen(answer))), 1, 1),
    "selected-at": Function(texts.selected_at, 2, 2),
    "substr": Function(texts.substring, 2, 3),
    "substring": Function(texts.part_of, 2, 3),
    "substring-before": Function(texts.before, 2, 2),
    "substring-after": Function(texts.after, 2, 2),
    "translate": Function(texts.translate, 3, 3),
    "contains": Function(lambda text, part: to_text(part) in to_text(text), 2, 2),
    "starts-with": Function(lambda text, part: to_text(text).startswith(to_text(part)), 2, 2),
    "ends-with": Function(lambda text, part: to_text(text).endswith(to_text(part)), 2, 2),
    "string-length": Function(lambda text: float(len(to_text(text))), 1, 1),
    "normalize-space": Function(texts.normalize_space, 1, 1),
    "regex": Function(texts.regex, 2, 2),
    "digest": Function(texts.digest, 2, 3),
    "base64-decode": Function(texts.decoded, 1, 1),
    "depend": Function(lambda value, *_others: value, 1, None),
    "abs": Function(_guarded(abs), 1, 1),
    "pow": Function(power, 2, 2),
    "sqrt": Function(_guarded(math.sqrt), 1, 1),
    "exp": Function(_guarded(math.exp), 1, 1),
    "exp10": Function(lambda exponent: power(10.0, exponent), 1, 1),
    "log": Function(_guarded(_logarithm(math.e)), 1, 1),
    "log10": Function(_guarded(_logarithm(10)), 1, 1),
    "pi": Function(lambda: math.pi, 0, 0),
    "sin": Function(_guarded(math.sin), 1, 1),
    "cos": Function(_guarded(math.cos), 1, 1),
    "tan": Function(_guarded(math.tan), 1, 1),
    "asin": Function(_guarded(math.asin), 1, 1),
    "acos": Function(_guarded(math.acos), 1, 1),
    "atan": Function(_guarded(math.atan), 1, 1),
    "atan2": Function(_guarded(math.atan2), 2, 2),
}
