"""The types of the survey sheet, under all the names they have had, and the appearances that are refused."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, NamedTuple

from fieldapp.forms.model import Kind

_NAMES: Final[Mapping[Kind, str]] = {
    Kind.TEXT: "text|string|q string|add text prompt",
    Kind.INTEGER: "integer|int|q int|add integer prompt",
    Kind.DECIMAL: "decimal|q decimal|add decimal prompt",
    Kind.DATE: "date|q date|add date prompt",
    Kind.TIME: "time",
    Kind.DATETIME: "datetime|date time|q datetime|q date time|add datetime prompt|add date time prompt",
    Kind.NOTE: "note|q note|add note prompt",
    Kind.CALCULATE: "calculate|q calculate|add calculate prompt",
    Kind.HIDDEN: "hidden",
    Kind.START: "start|start time|get start time",
    Kind.END: "end|end time|get end time",
    Kind.TODAY: "today|get today",
    Kind.USERNAME: "username",
    Kind.DEVICEID: "deviceid|device id|get device id|imei",
}
KINDS: Final[Mapping[str, Kind]] = {name: kind for kind, names in _NAMES.items() for name in names.split("|")}

_ONE: Final = "select_one|select one|select1|select one from|add select one prompt using"
_MANY: Final = "select_multiple|select all that apply|select all that apply from|add select multiple prompt using"
_SELECT: Final = re.compile(rf"(?:(?P<one>{_ONE})|(?P<many>{_MANY}))\s+(?P<list>[^\s$]+)", re.IGNORECASE)
_FENCE: Final = re.compile(r"(?P<edge>begin|end)[\s_]+(?P<what>group|repeat|lgroup|looped group)", re.IGNORECASE)
#: Appearances that would ask for another program or a search of a file.
FOREIGN_APPEARANCE: Final = re.compile(r"\b(?:ex:|search\s*\(|printer:|bearing|geolocation)", re.IGNORECASE)


class Select(NamedTuple):
    """A question with choices."""

    kind: Kind
    list_name: str


class Fence(NamedTuple):
    """A row that begins or ends a group or a repeat."""

    begins: bool
    repeat: bool


def read_type(text: str) -> Kind | Select | Fence | None:
    """What a cell of the type column means; None for what this program does not have."""
    plain = " ".join(text.split())
    if (kind := KINDS.get(plain.lower())) is not None:
        return kind
    if fence := _FENCE.fullmatch(plain):
        return Fence(fence["edge"].lower() == "begin", fence["what"].lower() != "group")
    if select := _SELECT.fullmatch(plain):
        return Select(Kind.SELECT_ONE if select["one"] else Kind.SELECT_MULTIPLE, select["list"])
    return None
