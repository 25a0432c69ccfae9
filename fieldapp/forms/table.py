"""Tries our expressions against a table of what they should give, such as JavaRosa's own tests.

A table is a JSON list of rows: `expr`, `kind` (num, bool, str, error, other), `expected`, and `inst`, which is "none"
where the expression needs no form around it. Rows that need one are left out.
"""

from __future__ import annotations

import json
import math
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from pathlib import Path
from random import SystemRandom
from typing import Final, cast

from fieldapp.domain.clock import Moment
from fieldapp.domain.ids import FormId
from fieldapp.errors import FieldappError, Mistake
from fieldapp.forms.expressions.compiler import compile_tree
from fieldapp.forms.expressions.dates import read_datetime
from fieldapp.forms.expressions.errors import ExpressionWrong
from fieldapp.forms.expressions.here import Here, World
from fieldapp.forms.expressions.meaning import Run
from fieldapp.forms.expressions.parser import parse
from fieldapp.forms.expressions.rows import Row
from fieldapp.forms.expressions.values import Value, to_bool, to_number, to_text
from fieldapp.forms.model import Form
from fieldapp.forms.rules.layout import ROOT, Layout
from fieldapp.forms.rules.names import FormNames
from fieldapp.words import say, sentence

Expected = float | str | bool | None
#: Tables hold in the zone of their author and do not name it: JavaRosa's in UTC, those of web forms in Arizona.
ZONES: Final[tuple[tzinfo, ...]] = (UTC, timezone(timedelta(hours=-7)))
_NO_FORM: Final = Form(id=FormId("none"))
_KINDS: Final = frozenset({"num", "bool", "str", "error", "other"})
_NAMED: Final[Mapping[str, float]] = {
    "@nan": math.nan,
    "NaN": math.nan,
    "-NaN": math.nan,
    "@inf": math.inf,
    "Infinity": math.inf,
    "@-inf": -math.inf,
    "-Infinity": -math.inf,
    "Math.PI": math.pi,
    "Math.PI / 2": math.pi / 2,
    "Math.E": math.e,
}
_DAY: Final = re.compile(r"DateUtils\.getDate\((\d+), (\d+), (\d+)\)")
_INSTANT: Final = re.compile(r'DateUtils\.getDateTimeFromString\("([^"]+)"\)')


class NotATable(Mistake):
    """The file holds something else."""


@dataclass(frozen=True, slots=True)
class Assertion:
    """What an expression should give. `row` counts from 1 in the file, rows that are left out too."""

    row: int
    expression: str
    kind: str
    expected: Expected


@dataclass(frozen=True, slots=True)
class Failure:
    """An assertion that does not hold, and what came instead."""

    assertion: Assertion
    given: str

    @property
    def told(self) -> str:
        """In one line."""
        return say(
            "Row {row}: {expression}: expected {expected}, got {given}",
            row=self.assertion.row,
            expression=" ".join(self.assertion.expression.split()),
            expected="an error" if self.assertion.kind == "error" else self.assertion.expected,
            given=self.given,
        )


class _ClockThere:
    """The laptop's clock, as a wall in that zone shows it."""

    def __init__(self, zone: tzinfo) -> None:
        self._zone = zone

    def now(self) -> Moment:
        return Moment.from_datetime(datetime.now(self._zone))


class _Nowhere(FormNames):
    """Of an expression outside any form a part that is never reached may be wrong, as in JavaRosa."""

    def unusable(self, wrong: ExpressionWrong) -> Run:
        def reached(_: Here) -> Value:
            raise wrong

        return reached


def main(path: Path, write: Callable[[str], object] = sys.stdout.write) -> int:
    """Tell each failure, then how many passed. 0: all passed; 1: some failed; 2: the file is no table."""
    try:
        table = read_table(path)
    except FieldappError as wrong:
        write(f"{wrong.sentence}\n")
        return 2
    failures = run_table(table)
    for failure in failures:
        write(f"{failure.told}\n")
    write(f"{len(table) - len(failures)} passed, {len(failures)} failed\n")
    return 1 if failures else 0


def read_table(path: Path) -> tuple[Assertion, ...]:
    """The assertions that need no form around them. Raises NotATable."""
    try:
        rows = json.loads(path.read_text(encoding="utf-8-sig"))
        return tuple(_read(rows))
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as wrong:
        raise NotATable(
            sentence("“{file}” cannot be read as a table of expressions: a JSON list of expr, kind and expected."),
            file=path.name,
        ) from wrong


def _read(rows: object) -> Iterator[Assertion]:
    if not isinstance(rows, list):
        raise TypeError(rows)
    for number, row in enumerate(cast("list[dict[str, object]]", rows), 1):
        expression, kind, expected = row["expr"], row["kind"], row.get("expected")
        if not isinstance(expression, str) or not isinstance(kind, str) or kind not in _KINDS:
            raise ValueError(row)
        if row.get("inst") in {None, "none"}:
            known = expected if isinstance(expected, float | str | bool | None) else str(expected)
            yield Assertion(number, expression, kind, known)


def run_table(table: tuple[Assertion, ...]) -> tuple[Failure, ...]:
    """What does not hold, in that of the zones where most holds."""
    return min((_failures(table, zone) for zone in ZONES), key=len)


def _failures(table: tuple[Assertion, ...], zone: tzinfo) -> tuple[Failure, ...]:
    world = World(_ClockThere(zone), SystemRandom())
    found: list[Failure] = []
    for assertion in table:
        try:
            value = worked_out(assertion.expression, world)
        except ExpressionWrong as wrong:
            if assertion.kind != "error":
                found.append(Failure(assertion, str(wrong)))
        else:
            if not _holds(assertion, value, zone):
                found.append(Failure(assertion, to_text(value)))
    return tuple(found)


def worked_out(expression: str, world: World) -> Value:
    """What an expression gives that stands in no form. Raises ExpressionWrong."""
    names = _Nowhere(_NO_FORM, Layout(_NO_FORM), ROOT)
    return compile_tree(parse(expression), names)(Here(world, Row(record=None, scope=ROOT)))


def _holds(assertion: Assertion, value: Value, zone: tzinfo) -> bool:
    """An expression is asked for a value of the kind expected, as XPath does; it need not give that kind itself."""
    expected = assertion.expected
    match assertion.kind:
        case "error":
            return False
        case "bool":
            return to_bool(value) is (expected in {True, "true"})
        case "str":
            return to_text(value) == _text(expected)
        case "num":
            return _near(to_number(value), _number(expected)) or _rounded(to_number(value), expected)
        case _:
            return _same(value, expected, zone)


def _same(value: Value, expected: Expected, zone: tzinfo) -> bool:
    """Kind "other": a date, a number by its name, or whatever else, as text."""
    text = str(expected)
    if day := _DAY.fullmatch(text):
        return value == date(int(day[1]), int(day[2]), int(day[3]))
    if instant := _INSTANT.fullmatch(text):
        return value == read_datetime(instant[1], zone)
    if isinstance(value, float):
        return _near(value, _number(expected))
    if isinstance(value, datetime):
        return text in {value.isoformat(), value.replace(tzinfo=zone).isoformat(timespec="milliseconds")}
    return to_text(value) == (text.lower() if isinstance(expected, bool) else text)


def _text(expected: Expected) -> str:
    return "" if expected is None else to_text(expected if isinstance(expected, str | bool) else float(expected))


def _number(expected: Expected) -> float:
    if isinstance(expected, str):
        return _NAMED[expected] if expected in _NAMED else to_number(expected)
    return math.nan if expected is None else float(expected)


def _rounded(number: float, expected: Expected) -> bool:
    """Whether it is met to the last of at least five digits, some of them after the point: 0.291667."""
    digits = repr(expected).lstrip("-0.") if isinstance(expected, float) else ""
    if len(digits.replace(".", "")) < 5 or not math.isfinite(number) or "e" in digits:
        return False
    return round(number, len(repr(expected).partition(".")[2])) == expected


def _near(one: float, other: float) -> bool:
    return (math.isnan(one) and math.isnan(other)) or math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-12)
