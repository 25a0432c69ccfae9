"""The functions that work on plain values: texts, numbers, choices. Those that look further are in `special`."""

from __future__ import annotations

import base64
import hashlib
import math
import operator
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Final

from fieldapp.forms.expressions.arithmetic import round_half_up
from fieldapp.forms.expressions.errors import Mismatch
from fieldapp.forms.expressions.meaning import Run
from fieldapp.forms.expressions.patterns import compiled_pattern
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
#: The longest text that is put together, in characters: rows that each double the one before soon fill the memory.
_TEXT_LIMIT: Final = 1_000_000
_SPACE_SIGNS: Final = " \t\n\r\v\f"
_SPACES: Final = re.compile(f"[{_SPACE_SIGNS}]+")


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


def selected(answer: Value, choice: Value) -> bool:
    """Whether a choice is among those of an answer."""
    if not isinstance(choice, str):
        raise Mismatch(sentence("The second argument of selected() must be a text in quotes."))
    return f" {choice.strip()} " in f" {to_text(answer)} "


def selected_at(answer: Value, position: Value) -> str:
    """The choice at a position, from 0; "" beyond the last."""
    chosen = _chosen(answer)
    index = to_index(position)
    return chosen[index] if 0 <= index < len(chosen) else ""


def _chosen(answer: Value) -> list[str]:
    return [name for name in to_text(answer).split(" ") if name]


def substring(text: Value, start: Value, end: Value | None = None) -> str:
    """From `start` up to `end`; below nought they count from the end."""
    whole = to_text(text)
    size = len(whole)
    first = to_index(start)
    last = size if end is None else to_index(end)
    first = max(0, first + size if first < 0 else first)
    last = max(0, last + size if last < 0 else last)
    return whole[first:last]


def part_of(text: Value, start: Value, length: Value | None = None) -> str:
    """substring() of XPath: counted from 1, both numbers rounded."""
    whole, first = to_text(text), _rounded(start)
    end = math.inf if length is None else first + _rounded(length)
    return "".join(char for place, char in enumerate(whole, 1) if first <= place < end)


def _rounded(value: Value) -> float:
    number = to_number(value)
    return math.floor(number + 0.5) if math.isfinite(number) else number


def before(text: Value, part: Value) -> str:
    """What stands before the first `part`, "" if it is not there."""
    head, found, _ = _divided(to_text(text), to_text(part))
    return head if found else ""


def after(text: Value, part: Value) -> str:
    """What stands after the first `part`, "" if it is not there."""
    return _divided(to_text(text), to_text(part))[2]


def _divided(text: str, part: str) -> tuple[str, bool, str]:
    at = text.find(part)
    return (text[:at], True, text[at + len(part) :]) if at >= 0 else (text, False, "")


def translate(text: Value, these: Value, those: Value) -> str:
    """Each character of `these` becomes the one at its place in `those`, or goes."""
    target = to_text(those)
    table: dict[str, str] = {}
    for place, char in enumerate(to_text(these)):
        table.setdefault(char, target[place : place + 1])
    return "".join(table.get(char, char) for char in to_text(text))


def normalize_space(text: Value) -> str:
    """Without spaces around it, one between words; a space that must not break (U+00A0) is a letter like others."""
    return " ".join(_SPACES.split(to_text(text).strip(_SPACE_SIGNS)))


def regex(text: Value, pattern: Value) -> bool:
    """Whether the whole text fits the pattern."""
    return compiled_pattern(to_text(pattern)).fits(to_text(text))


def largest(values: Sequence[Value]) -> float:
    """The greatest of those that are numbers; NaN without any."""
    return max((number for number in map(to_number, values) if not math.isnan(number)), default=NAN)


def smallest(values: Sequence[Value]) -> float:
    """The least of those that are numbers; NaN without any."""
    return min((number for number in map(to_number, values) if not math.isnan(number)), default=NAN)


def total(values: Sequence[Value]) -> float:
    """The sum of those that are numbers."""
    return reduce(operator.add, (number for number in map(to_number, values) if not math.isnan(number)), 0.0)


def joined(divider: str, values: Sequence[Value]) -> str:
    """All as texts, with the divider between them. Raises Mismatch for what would fill the memory."""
    texts = list(map(to_text, values))
    if sum(map(len, texts)) + len(divider) * len(texts) > _TEXT_LIMIT:
        raise Mismatch(sentence("The text that is put together here is too long."))
    return divider.join(texts)


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


_DIGESTS: Final = {"MD5": "md5", "SHA-1": "sha1", "SHA-256": "sha256", "SHA-384": "sha384", "SHA-512": "sha512"}


def digest(text: Value, algorithm: Value, encoding: Value = "base64") -> str:
    """A checksum of the text, as base64 or hex."""
    name = _DIGESTS.get(to_text(algorithm))
    if name is None or to_text(encoding).lower() not in {"base64", "hex"}:
        raise Mismatch(sentence("digest() knows MD5, SHA-1, SHA-256, SHA-384, SHA-512, as base64 or hex."))
    made = hashlib.new(name, to_text(text).encode(errors="replace"), usedforsecurity=False).digest()
    return made.hex() if to_text(encoding).lower() == "hex" else base64.b64encode(made).decode()


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


def _decoded(text: Value) -> str:
    try:
        return base64.b64decode(to_text(text), validate=True).decode()
    except ValueError as wrong:
        raise Mismatch(sentence("base64-decode() cannot read this text.")) from wrong


def _from_text(value: Value) -> bool:
    return to_text(value).lower() == "true" or to_text(value) == "1"


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
    "boolean-from-string": Function(_from_text, 1, 1),
    "selected": Function(selected, 2, 2),
    "is-selected": Function(selected, 2, 2),
    "count-selected": Function(lambda answer: float(len(_chosen(answer))), 1, 1),
    "selected-at": Function(selected_at, 2, 2),
    "substr": Function(substring, 2, 3),
    "substring": Function(part_of, 2, 3),
    "substring-before": Function(before, 2, 2),
    "substring-after": Function(after, 2, 2),
    "translate": Function(translate, 3, 3),
    "contains": Function(lambda text, part: to_text(part) in to_text(text), 2, 2),
    "starts-with": Function(lambda text, part: to_text(text).startswith(to_text(part)), 2, 2),
    "ends-with": Function(lambda text, part: to_text(text).endswith(to_text(part)), 2, 2),
    "string-length": Function(lambda text: float(len(to_text(text))), 1, 1),
    "normalize-space": Function(normalize_space, 1, 1),
    "regex": Function(regex, 2, 2),
    "digest": Function(digest, 2, 3),
    "base64-decode": Function(_decoded, 1, 1),
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
