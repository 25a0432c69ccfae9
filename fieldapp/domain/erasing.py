"""An erasure: that records were destroyed for good, by whom, when and why. Never what they were.

It outlives what it speaks of, so that nothing that comes late brings the records back.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import Enum
from typing import cast

from fieldapp.domain.answers import Json, canonical, id_of, text_of
from fieldapp.domain.clock import Moment
from fieldapp.domain.codes import Code, read_code
from fieldapp.domain.ids import RecordId, SpaceId, WorkerId


class WhyErased(Enum):
    """Why somebody's records are destroyed."""

    ASKED = "asked"  # she asked for it
    KEPT_TOO_LONG = "kept"  # the time for which they may be kept is over
    WRONGLY_KEPT = "wrong"  # they should never have been written down


@dataclass(frozen=True, slots=True, kw_only=True)
class Erasure:
    """One erasure of a root record and all below it.

    `number` stands on the certificate; it is drawn for it and says nothing of the case. `spaces`: where the records
    stood, the last one first. `records`: all of them, the root first. `why`: a word of `WhyErased`, or a newer one.
    """

    number: Code
    spaces: tuple[SpaceId, ...]
    records: tuple[RecordId, ...]
    why: str
    who: WorkerId
    when: Moment


class NotAnErasure(ValueError):
    """These bytes are no erasure."""


def to_json(erasure: Erasure) -> dict[str, Json]:
    """The erasure as JSON."""
    return {
        "number": erasure.number,
        "spaces": cast("list[Json]", list(erasure.spaces)),
        "records": cast("list[Json]", list(erasure.records)),
        "why": erasure.why,
        "who": erasure.who,
        "when": erasure.when.text,
    }


def encode(erasure: Erasure) -> str:
    """Canonical JSON of the erasure."""
    return canonical(to_json(erasure))


def decode(text: str) -> Erasure:
    """The reverse of `encode`. Raises NotAnErasure."""
    try:
        return from_json(json.loads(text))
    except (ValueError, RecursionError) as wrong:
        raise NotAnErasure(str(wrong)) from wrong


def from_json(value: Json) -> Erasure:
    """The reverse of `to_json`. Raises NotAnErasure."""
    try:
        return _read(cast("dict[str, Json]", value))
    except (KeyError, TypeError, ValueError, AttributeError) as wrong:
        raise NotAnErasure(f"{type(wrong).__name__}: {wrong}") from wrong


def _read(value: dict[str, Json]) -> Erasure:
    number = read_code(text_of(value["number"]))
    if not isinstance(number, str):
        raise TypeError("the number is no code")
    records = _ids(value["records"])
    if not records:
        raise ValueError("nothing was erased")
    return Erasure(
        number=number,
        spaces=tuple(map(SpaceId, _ids(value["spaces"]))),
        records=tuple(map(RecordId, records)),
        why=text_of(value["why"]),
        who=WorkerId(text_of(value["who"])),
        when=Moment.from_text(text_of(value["when"])),
    )


def _ids(value: Json) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise TypeError("not a list")
    return tuple(id_of(each, 32) for each in value)
