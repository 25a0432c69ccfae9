"""What the talks with the server have come to, remembered: when everything was sent, where desk and server agreed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, cast

from fieldapp.domain.answers import Json
from fieldapp.domain.clock import Moment
from fieldapp.domain.ids import SpaceId
from fieldapp.storage.store import Reader, Write

_TALKS: Final = "sync talks"


@dataclass(frozen=True, slots=True)
class Agreed:
    """Desk and server held the same chunks of a space, so many of them."""

    count: int
    at: Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class Talks:
    """`all_sent`: when the server had answered for everything. `receipt`: when its last receipt came."""

    all_sent: Moment | None = None
    receipt: Moment | None = None
    agreed: Mapping[SpaceId, Agreed] = field(default_factory=dict)


def talks(reader: Reader) -> Talks:
    """As they are remembered."""
    kept = cast("Mapping[str, Json]", reader.recall(_TALKS) or {})
    agreed = cast("Mapping[str, list[Json]]", kept.get("agreed") or {})
    return Talks(
        all_sent=_moment(kept.get("all sent")),
        receipt=_moment(kept.get("receipt")),
        agreed={
            SpaceId(space): Agreed(cast("int", count), Moment.from_text(str(at)))
            for space, (count, at) in agreed.items()
        },
    )


def remember_talks(write: Write, came: Talks) -> None:
    """From now on this is so."""
    agreed: dict[str, Json] = {space: [each.count, each.at.text] for space, each in came.agreed.items()}
    write.remember(_TALKS, {"all sent": _text(came.all_sent), "receipt": _text(came.receipt), "agreed": agreed})


def _moment(text: Json) -> Moment | None:
    return Moment.from_text(text) if isinstance(text, str) else None


def _text(moment: Moment | None) -> str | None:
    return None if moment is None else moment.text
