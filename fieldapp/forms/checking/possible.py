"""Whether facts can be true together: an answer cannot be two choices at once, nor above 10 and below 5.

What is claimed is certain: where a fact is not understood, or an answer may be anything, the facts are possible.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from fieldapp.forms.checking.check import Check, parts
from fieldapp.forms.checking.comparing import Comparison, comparison_in, constant
from fieldapp.forms.checking.ways_to_hold import Fact, compares
from fieldapp.forms.expressions.tree import Call, Tree
from fieldapp.forms.expressions.values import Value, to_text
from fieldapp.forms.model import Kind, Question

#: Asked twice they may answer twice differently.
_CHANGING: Final = frozenset({"random", "uuid", "once", "now"})
_NUMBERS: Final = frozenset({Kind.INTEGER, Kind.DECIMAL, Kind.RANGE, Kind.DATE})
_WHOLE: Final = frozenset({Kind.INTEGER, Kind.DATE})
#: So many choices are tried one by one.
_TRIED: Final = 2_000
#: How two values can stand to each other, and which of it each comparison allows.
_ORDER: Final = {"=": "=", "!=": "<>?", "<": "<", "<=": "<=", ">": ">", ">=": ">="}
_ANY_ORDER: Final = frozenset("<=>?")
_OPPOSITE: Final = {"=": "!=", "!=": "=", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a fact asks of an answer, with a value that is always the same."""

    sign: str
    value: Value
    holds: bool

    def of(self, answer: Value) -> bool:
        """Whether this answer would do."""
        if self.sign == "selected":
            return (to_text(self.value).strip() in to_text(answer).split()) == self.holds
        return compares(answer, self.sign, self.value) == self.holds

    @property
    def answered(self) -> bool:
        """Whether it can only be true of an answer that is there."""
        return not self.of("")


def possible(facts: Iterable[Fact], check: Check) -> bool:
    """Whether there can be answers for which all these facts are true."""
    facts = tuple(facts)
    if _against_each_other(facts):
        return False
    asked: dict[int, list[_Asked]] = defaultdict(list)
    for fact in facts:
        if (found := _asked(fact, check)) is not None:
            asked[found[0]].append(found[1])
    return all(_has_answer(check, check.layout.question(node), all_of) for node, all_of in asked.items())


def answered_in(facts: Iterable[Fact], check: Check) -> frozenset[int]:
    """The questions that must have an answer for these facts to be true."""
    found = (_asked(fact, check) for fact in facts)
    return frozenset(each[0] for each in found if each is not None and each[1].answered)


def _asked(fact: Fact, check: Check) -> tuple[int, _Asked] | None:
    found = comparison_in(fact.tree)
    if found is None:
        return None
    node, value = check.node(found.left, fact.node), constant(found.right)
    if node is None or value is None or check.layout.question(node) is None:
        return None
    return node, _Asked(found.sign, value, fact.holds)


def _against_each_other(facts: Sequence[Fact]) -> bool:
    """The same thing true and not true, or `a > b` and `a < b`, whatever a and b are."""
    orders: dict[tuple[int, Tree, Tree], frozenset[str]] = {}
    said: dict[tuple[int, Tree], bool] = {}
    for fact in facts:
        if any(isinstance(part, Call) and part.name in _CHANGING for part in parts(fact.tree)):
            continue
        if said.setdefault((fact.node, fact.tree), fact.holds) != fact.holds:
            return True
        found = comparison_in(fact.tree)
        if found is not None and found.sign != "selected":
            key = fact.node, found.left, found.right
            orders[key] = orders.get(key, _ANY_ORDER) & _order(found, holds=fact.holds)
            if not orders[key]:
                return True
    return False


def _order(found: Comparison, *, holds: bool) -> frozenset[str]:
    allowed = frozenset(_ORDER[found.sign])
    return allowed if holds else _ANY_ORDER - allowed


def _has_answer(check: Check, question: Question | None, asked: list[_Asked]) -> bool:
    if question is None or all(each.of("") for each in asked):
        return True  # no answer is one, too
    if question.kind is Kind.SELECT_ONE:
        names = _names(check, question)
        return names is None or any(all(each.of(name) for each in asked) for name in names)
    if question.kind is Kind.SELECT_MULTIPLE:
        return _many_have(_names(check, question), asked)
    return _between(question, asked)


def _names(check: Check, question: Question) -> tuple[str, ...] | None:
    """The choices, if they are known and not too many."""
    choices = check.choices(question)
    return tuple(choices) if 0 < len(choices) <= _TRIED else None


def _many_have(names: tuple[str, ...] | None, asked: list[_Asked]) -> bool:
    """Several choices can be there at once; none can be there and not there."""
    wanted = {to_text(each.value).strip() for each in asked if each.sign == "selected" and each.holds}
    refused = {to_text(each.value).strip() for each in asked if each.sign == "selected" and not each.holds}
    whole = {to_text(each.value) for each in asked if each.sign == "=" and each.holds}
    if wanted & refused or len(whole) > 1:
        return False
    for text in whole:
        words = set(text.split())
        if not wanted <= words or words & refused:
            return False
        wanted |= words
    return names is None or wanted <= set(names)


def _between(question: Question, asked: list[_Asked]) -> bool:
    """Numbers have room between the least and the most; a text is one text alone."""
    if question.kind not in _NUMBERS:
        return len({each.value for each in asked if each.sign == "=" and each.holds}) < 2
    least, most = -math.inf, math.inf
    open_least = open_most = False
    for each in asked:
        if each.sign == "selected" or not isinstance(each.value, float):
            continue
        sign = each.sign if each.holds else _OPPOSITE[each.sign]
        if sign in {">", ">=", "="} and each.value >= least:
            open_least = sign == ">" or (open_least and each.value == least)
            least = each.value
        if sign in {"<", "<=", "="} and each.value <= most:
            open_most = sign == "<" or (open_most and each.value == most)
            most = each.value
    if question.kind in _WHOLE:
        least, open_least = _whole(least, math.floor, 1, bound_open=open_least), False
        most, open_most = _whole(most, math.ceil, -1, bound_open=open_most), False
    if least > most or (least == most and (open_least or open_most)):
        return False
    return least != most or all(each.of(least) for each in asked if isinstance(each.value, float))


def _whole(bound: float, towards: Callable[[float], int], step: int, *, bound_open: bool) -> float:
    """The nearest whole number within a bound."""
    if math.isinf(bound):
        return bound
    if bound == math.trunc(bound):
        return bound + step if bound_open else bound
    return float(towards(bound) + step)
