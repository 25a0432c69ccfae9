"""The types of the survey sheet, under all the names they have had, and those that are refused, with what to do."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

from fieldapp.forms.model import Kind
from fieldapp.words import sentence

_NAMES: Final[Mapping[Kind, str]] = {
    Kind.TEXT: "text|string|q string|add text prompt",
    Kind.INTEGER: "integer|int|q int|add integer prompt",
    Kind.DECIMAL: "decimal|q decimal|add decimal prompt",
    Kind.DATE: "date|q date|add date prompt",
    Kind.TIME: "time",
    Kind.DATETIME: "datetime|date time|q datetime|q date time|add datetime prompt|add date time prompt",
    Kind.ACKNOWLEDGE: "acknowledge|trigger|q acknowledge|add acknowledge prompt",
    Kind.RANGE: "range",
    Kind.BARCODE: "barcode|q barcode|add barcode prompt",
    Kind.GEOPOINT: "geopoint|gps|location|q geopoint|q location|add location prompt",
    Kind.IMAGE: "image|photo|q image|q picture|add image prompt|add photo prompt",
    Kind.FILE: "file|add file prompt",
    Kind.NOTE: "note|q note|add note prompt",
    Kind.CALCULATE: "calculate|q calculate|add calculate prompt",
    Kind.HIDDEN: "hidden",
    Kind.START: "start|start time|get start time",
    Kind.END: "end|end time|get end time",
    Kind.TODAY: "today|get today",
    Kind.USERNAME: "username|uri:username",
    Kind.DEVICEID: "deviceid|device id|get device id|imei|uri:deviceid",
    Kind.EMAIL: "email|uri:email",
    Kind.PHONENUMBER: "phonenumber|get phone number|uri:phonenumber",
    Kind.SIMSERIAL: "simserial|sim id|get sim id|uri:simserial",
    Kind.SUBSCRIBERID: "subscriberid|subscriber id|get subscriber id|uri:subscriberid",
    Kind.START_GEOPOINT: "start-geopoint",
}
KINDS: Final[Mapping[str, Kind]] = {name: kind for kind, names in _NAMES.items() for name in names.split("|")}

#: What other programs do and this one does not, with what to write instead.
_FOREIGN_NAMES: Final[Mapping[str, str]] = {
    "audio|q audio|add audio prompt|background-audio": sentence(
        "The type “{type}” is not supported. Sound is not recorded here: ask for words (“text”) or a file (“file”)."
    ),
    "video|q video|add video prompt": sentence(
        "The type “{type}” is not supported. Films are not taken here: ask for a picture (“image”) or a file (“file”)."
    ),
    "geotrace|geoshape|q geotrace|q geoshape": sentence(
        "The type “{type}” is not supported. Lines and areas are not drawn here: ask for one place (“geopoint”)."
    ),
    "background-geopoint": sentence(
        "The type “{type}” is not supported. Where a person is, is not followed: take this row out."
    ),
    "osm": sentence("The type “{type}” is not supported. Ask for a place with a choice list or with “geopoint”."),
    "include": sentence("The type “{type}” is not supported. Copy the rows of the other form into this sheet."),
    "begin loop|begin_loop|end loop|end_loop": sentence(
        "The type “{type}” is not supported. Use a repeat, or write the questions out."
    ),
    "cascading_select|cascading select": sentence(
        "The type “{type}” is not supported. Write a select_one with a choice filter for each step."
    ),
    "begin_kobomatrix|end_kobomatrix|begin_score|end_score|begin_rank|end_rank": sentence(
        "The type “{type}” is not supported. Use a group with the appearance “table-list”."
    ),
    "form_title|set_form_title|form_id|set_form_id|prefix": sentence(
        "The type “{type}” is not supported. Write this into the sheet “settings”."
    ),
}
_FOREIGN: Final = {name: text for names, text in _FOREIGN_NAMES.items() for name in names.split("|")}

_FROM_ANSWERS: Final = sentence(
    "The type “{type}” is not supported. Choices cannot come from other answers: write them into a list."
)

#: Types that bring a rule of their own: what they take, the rule.
_RULED: Final[Mapping[str, tuple[Kind, str]]] = {
    "percentage": (Kind.INTEGER, "0 <= . and . <= 100"),
    "phone number": (Kind.TEXT, r"regex(., '^\d*$')"),
    "number of days in last month": (Kind.INTEGER, "0 <= . and . <= 31"),
    "number of days in last six months": (Kind.INTEGER, "0 <= . and . <= 183"),
    "number of days in last year": (Kind.INTEGER, "0 <= . and . <= 365"),
}

_ONE: Final = "select_one|select one|select1|select one from|add select one prompt using"
_MANY: Final = "select_multiple|select all that apply|select all that apply from|add select multiple prompt using"
_SELECT: Final = re.compile(
    rf"(?:(?P<one>{_ONE})|(?P<many>{_MANY})|(?P<rank>rank)|(?P<elsewhere>select_one_external|select one external)"
    r"|(?P<file>select[_ ](?P<how>one|multiple)[_ ]from[_ ]file))"
    r"\s+(?P<list>\S+)(?P<other>\s+(?:or specify other|or_other|or other))?",
    re.IGNORECASE,
)
_FENCE: Final = re.compile(r"(?P<edge>begin|end)[\s_]+(?P<what>group|repeat|lgroup|looped group)", re.IGNORECASE)
_TABLE: Final = re.compile(r"(?:csv|xml)-external", re.IGNORECASE)


class Select(NamedTuple):
    """A question with choices. `file`: they lie in the file that `list_name` names. `other`: "other" is added.

    `external`: they stand in the sheet “external_choices”.
    """

    kind: Kind
    list_name: str
    file: bool = False
    other: bool = False
    external: bool = False


class Fence(NamedTuple):
    """A row that begins or ends a group or a repeat."""

    begins: bool
    repeat: bool


@dataclass(frozen=True, slots=True)
class Ruled:
    """A question whose type says what its answer must be like."""

    kind: Kind
    constraint: str


@dataclass(frozen=True, slots=True)
class Table:
    """No question: a file that the form looks things up in."""

    ending: str


class Audit(NamedTuple):
    """No question: what is asked about the course of an interview."""


@dataclass(frozen=True, slots=True)
class Foreign:
    """A type that this program refuses; `sentence` has a place for it, `type`."""

    sentence: str


Type = Kind | Select | Fence | Ruled | Table | Audit | Foreign


def read_type(text: str) -> Type:
    """What a cell of the type column means."""
    plain = " ".join(text.split())
    low = plain.lower()
    if (kind := KINDS.get(low)) is not None:
        return kind
    if low in _RULED:
        return Ruled(*_RULED[low])
    if low == "audit":
        return Audit()
    if _TABLE.fullmatch(low):
        return Table(low.partition("-")[0])
    if fence := _FENCE.fullmatch(plain):
        return Fence(fence["edge"].lower() == "begin", fence["what"].lower() != "group")
    return _read_select(plain) or Foreign(_why_not(low))


def _read_select(text: str) -> Select | Foreign | None:
    select = _SELECT.fullmatch(text)
    if select is None:
        return None
    if "${" in select["list"]:
        return Foreign(_FROM_ANSWERS)
    one = select["one"] or select["elsewhere"] or (select["how"] or "").lower() == "one"
    kind = Kind.RANK if select["rank"] else Kind.SELECT_ONE if one else Kind.SELECT_MULTIPLE
    file, other, external = (bool(select[part]) for part in ("file", "other", "elsewhere"))
    return Select(kind, select["list"], file, other, external)


def _why_not(low: str) -> str:
    for name, text in _FOREIGN.items():
        if low == name or low.startswith(f"{name} "):
            return text
    return sentence("The type “{type}” is not supported.")
