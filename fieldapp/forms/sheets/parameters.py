"""The column “parameters”: "start=1 end=5", which keys a type takes, and what they may be."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

from fieldapp.forms.model import ATTACHED, CHOOSING, Kind
from fieldapp.forms.problems import Findings
from fieldapp.forms.ranges import MalformedRange, range_of
from fieldapp.forms.sheets.columns import Cells
from fieldapp.words import sentence

_PAIR: Final = re.compile(r"([^\s=,;]+)\s*=\s*([^\s=,;]+)")
_DIVIDERS: Final = re.compile(r"[\s,;]*")
#: Their values are names of columns or of questions: capital letters count.
_AS_WRITTEN: Final = frozenset({"label", "value", "seed", "tick_labelset", "reference-geometry"})
_CHOICE: Final = frozenset({"randomize", "seed"})
_OF_KIND: Final[Mapping[Kind, frozenset[str]]] = {
    Kind.RANGE: frozenset({"start", "end", "step", "tick_interval", "placeholder", "tick_labelset"}),
    Kind.TEXT: frozenset({"rows"}),
    Kind.IMAGE: frozenset({"max-pixels", "app"}),
    Kind.GEOPOINT: frozenset({"capture-accuracy", "warning-accuracy", "allow-mock-accuracy", "reference-geometry"}),
    Kind.SELECT_ONE: _CHOICE,
    Kind.SELECT_MULTIPLE: _CHOICE,
    Kind.RANK: _CHOICE,
}
_FROM_FILE: Final = frozenset({"value", "label"})
_AUDIT: Final = frozenset({"track-changes", "identify-user", "track-changes-reasons"})
_LOCATION: Final = frozenset({"location-priority", "location-min-interval", "location-max-age"})

_NUMBER: Final = re.compile(r"-?\d+(\.\d+)?")
_MUST_BE: Final[Mapping[str, Callable[[str], object]]] = {
    "rows": str.isdecimal,
    "max-pixels": str.isdecimal,
    "capture-accuracy": _NUMBER.fullmatch,
    "warning-accuracy": _NUMBER.fullmatch,
    "allow-mock-accuracy": {"true", "false"}.__contains__,
    "randomize": {"true", "false"}.__contains__,
    "seed": re.compile(r"\$\{[^{}]+\}|-?\d+(\.\d+)?").fullmatch,
    "track-changes": {"true", "false"}.__contains__,
    "identify-user": {"true", "false"}.__contains__,
    "track-changes-reasons": {"on-form-edit"}.__contains__,
}


def read_parameters(cells: Cells, kind: Kind, findings: Findings, *, file: bool = False) -> dict[str, str]:
    """The parameters of a question, checked; those that have no effect here are noted."""
    parameters = _pairs(cells, findings)
    taken = _OF_KIND.get(kind, frozenset()) | (_FROM_FILE if file else frozenset())
    for name in parameters:
        if name not in taken:
            tell = findings.wrong if kind in _OF_KIND else findings.note
            tell(cells, "parameters", sentence("The parameter “{name}” has no effect here."), name=name)
    if kind in ATTACHED and "app" in parameters:
        findings.note(cells, "parameters", sentence("The parameter “{name}” has no effect here."), name="app")
    if kind in CHOOSING and "seed" in parameters and parameters.get("randomize") != "true":
        findings.wrong(cells, "parameters", sentence("A “seed” needs “randomize=true” beside it."))
    _check(cells, parameters, findings)
    if kind is Kind.RANGE:
        try:
            range_of(parameters)
        except MalformedRange as wrong:
            findings.wrong(cells, "parameters", wrong.sentence.text, **wrong.sentence.values)
    return {name: value for name, value in parameters.items() if name in taken}


def read_audit(cells: Cells, findings: Findings) -> dict[str, str]:
    """The parameters of an audit row."""
    parameters = _pairs(cells, findings)
    for name in parameters:
        if name in _LOCATION:
            findings.note(cells, "parameters", sentence("“{name}”: where a person is, is not followed."), name=name)
        elif name not in _AUDIT:
            findings.wrong(cells, "parameters", sentence("The parameter “{name}” has no effect here."), name=name)
    _check(cells, parameters, findings)
    return {name: value for name, value in parameters.items() if name in _AUDIT}


def _pairs(cells: Cells, findings: Findings) -> dict[str, str]:
    text = cells.take("parameters")
    if not _DIVIDERS.fullmatch(_PAIR.sub("", text)):
        findings.wrong(cells, "parameters", sentence("Parameters are written so: “start=1 end=5”."))
    pairs = {name.lower(): value for name, value in _PAIR.findall(text)}
    return {name: value if name in _AS_WRITTEN else value.lower() for name, value in pairs.items()}


def _check(cells: Cells, parameters: Mapping[str, str], findings: Findings) -> None:
    for name, value in parameters.items():
        if name in _MUST_BE and not _MUST_BE[name](value):
            findings.wrong(
                cells, "parameters", sentence("“{value}” cannot be the value of “{name}”."), value=value, name=name
            )
