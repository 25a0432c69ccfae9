"""The same 250 rules through our closures and through `elementpath`, on the same record: for `forms`."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Callable
from random import Random
from statistics import median
from time import perf_counter
from typing import Final, NamedTuple

from elementpath import XPath1Parser, XPathContext, get_node_tree

from fieldapp.domain.clock import SystemClock
from fieldapp.domain.ids import FieldId, FormId
from fieldapp.forms.expressions.here import Here, World
from fieldapp.forms.expressions.rows import Row
from fieldapp.forms.expressions.values import Value
from fieldapp.forms.model import Form, Kind, Question
from fieldapp.forms.rules.layout import ROOT
from fieldapp.forms.rules.plan import plan_of

_QUESTIONS: Final = 250
_ROUNDS: Final = 15
#: What forms ask, in words that both know; `number` and `word` are questions, `here` the rule's own.
_RULES: Final = (
    "/data/{number} > 17 and /data/{word} = 'yes'",
    "contains(concat(' ', /data/{word}, ' '), ' no ') or /data/{number} = 3",
    "/data/{number} >= 0 and /data/{number} <= 120",
    "string-length(/data/{word}) > 2 and not(/data/{word} = /data/{other})",
    "round(/data/{number} div (/data/{number} + 1) * 100)",
    "concat(/data/{word}, ', ', /data/{other})",
)


class Times(NamedTuple):
    """Seconds for all rules once, the middle of several rounds."""

    ours: float
    elementpath: float


def side_by_side() -> Times:
    """Compiled once by each, then run again and again; both must give the same."""
    rules, answers = _rules(), _answers()
    ours, theirs = _our_run(rules, answers), _their_run(rules, answers)
    if ours() != theirs():
        raise ValueError("the two do not agree")
    return Times(_middle(ours), _middle(theirs))


def _rules() -> list[str]:
    """Half of the questions hold a number, half a word."""
    chance = Random(5)
    words = [f"q{place}" for place in range(1, _QUESTIONS, 2)]
    numbers = [f"q{place}" for place in range(0, _QUESTIONS, 2)]
    return [
        _RULES[place % len(_RULES)].format(
            number=chance.choice(numbers), word=chance.choice(words), other=chance.choice(words)
        )
        for place in range(_QUESTIONS)
    ]


def _answers() -> dict[str, float | str]:
    chance = Random(6)
    return {
        f"q{place}": chance.choice(("yes", "no", "yes no", "Ak-Suu")) if place % 2 else float(chance.randrange(130))
        for place in range(_QUESTIONS)
    }


def _our_run(rules: list[str], answers: dict[str, float | str]) -> Callable[[], list[Value]]:
    form = Form(
        id=FormId("flat"),
        children=tuple(
            Question(id=FieldId(name), name=name, kind=Kind.INTEGER if isinstance(answer, float) else Kind.TEXT)
            for name, answer in answers.items()
        ),
    )
    plan = plan_of(form)
    row = Row(record=None, scope=ROOT)
    row.values.update({plan.layout.by_id[ROOT, FieldId(name)]: answer for name, answer in answers.items()})
    here = Here(World(SystemClock(), Random(7)), row)
    runs = [plan.expression(1, rule)[0] for rule in rules]
    return lambda: [run(here) for run in runs]


def _their_run(rules: list[str], answers: dict[str, float | str]) -> Callable[[], list[object]]:
    data = ET.Element("data")
    for name, answer in answers.items():
        ET.SubElement(data, name).text = f"{answer:g}" if isinstance(answer, float) else answer
    tree = get_node_tree(data)
    parser = XPath1Parser()
    tokens = [parser.parse(rule) for rule in rules]
    return lambda: [token.evaluate(XPathContext(tree)) for token in tokens]


def _middle(run: Callable[[], object]) -> float:
    times = []
    for _ in range(_ROUNDS):
        begun = perf_counter()
        run()
        times.append(perf_counter() - begun)
    return median(times)
