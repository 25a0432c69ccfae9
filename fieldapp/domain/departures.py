"""A departure: that a case left a space, where it went, by whom and when. Never what it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from fieldapp.domain.answers import Json, id_of, text_of
from fieldapp.domain.clock import Moment
from fieldapp.domain.ids import RecordId, SpaceId, WorkerId


@dataclass(frozen=True, slots=True, kw_only=True)
class Departure:
    """The root record of a case went to another space."""

    root: RecordId
    to: SpaceId
    who: WorkerId
    when: Moment


class NotADeparture(ValueError):
    """This JSON is no departure."""


def to_json(departure: Departure) -> dict[str, Json]:
    """The departure as JSON."""
    return {
        "root": departure.root,
        "to": departure.to,
        "who": departure.who,
        "when": departure.when.text,
    }


def from_json(value: Json) -> Departure:
    """The reverse of `to_json`. Raises NotADeparture."""
    try:
        given = cast("dict[str, Json]", value)
        return Departure(
            root=RecordId(id_of(given["root"], 32)),
            to=SpaceId(id_of(given["to"], 32)),
            who=WorkerId(text_of(given["who"])),
            when=Moment.from_text(text_of(given["when"])),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as wrong:
        raise NotADeparture(f"{type(wrong).__name__}: {wrong}") from wrong
