"""The numbers that a range question takes: from a first to a last one, in steps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from fieldapp.errors import Mistake
from fieldapp.words import sentence


class MalformedRange(Mistake):
    """These parameters make no range."""


@dataclass(frozen=True, slots=True)
class Range:
    """From `start` to `end` by `step`, which is never negative; `start` may be the greater one."""

    start: Decimal
    end: Decimal
    step: Decimal

    @property
    def whole(self) -> bool:
        """Whether all its numbers are whole."""
        return all(number == number.to_integral_value() for number in (self.start, self.end, self.step))

    @property
    def low(self) -> Decimal:
        """The least number."""
        return min(self.start, self.end)

    @property
    def high(self) -> Decimal:
        """The greatest number."""
        return max(self.start, self.end)

    def has(self, number: Decimal) -> bool:
        """Whether the number is one of its steps."""
        return self.low <= number <= self.high and (number - self.start) % self.step == 0


def range_of(parameters: Mapping[str, str]) -> Range:
    """The range that a question's parameters describe: 1 to 10 by 1 where they say nothing. Raises MalformedRange."""
    start, end, step = (_number(parameters, *part) for part in (("start", "1"), ("end", "10"), ("step", "1")))
    if step == 0 or abs(step) > abs(end - start):
        raise MalformedRange(
            sentence("A range from {start} to {end} cannot go by {step}."), start=start, end=end, step=step
        )
    return Range(start, end, abs(step))


def _number(parameters: Mapping[str, str], name: str, otherwise: str) -> Decimal:
    text = parameters.get(name, otherwise)
    try:
        number = Decimal(text)
    except InvalidOperation:
        number = Decimal("nan")
    if not number.is_finite() or abs(number.adjusted()) > 15:
        raise MalformedRange(sentence("“{value}” cannot be the value of “{name}”."), value=text, name=name)
    return number
