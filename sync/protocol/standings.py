"""What a desk holds of a space, as one number or in parts: how colleagues notice that they differ, and where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from fieldapp.domain.answers import Json
from sync.protocol.reading import Fields

#: Records are told apart by the first byte of their ids.
_PARTS: Final = 256
#: Of each part's number so many of its last digits: enough to see that two differ.
_DIGITS: Final = 12
_NUMBER: Final = 32


@dataclass(frozen=True, slots=True)
class Standing:
    """When it had read the space's log up to `seq`, had sent its own and waited for nothing, a desk held `held`.

    `parts`: asked for by a difference, told once; () otherwise. `asks`: whoever differs shall tell theirs.
    """

    seq: int
    held: str
    parts: tuple[str, ...] = ()
    asks: bool = False

    def to_json(self) -> Json:
        """As it stands in a payload."""
        found: dict[str, Json] = {"seq": self.seq, "held": self.held}
        if self.parts:
            found |= {"parts": "".join(self.parts), "asks": self.asks}
        return found

    def differing(self, own: Sequence[int]) -> tuple[int, ...]:
        """The parts in which this desk holds other records than the one that told its own."""
        both = zip(shown(own), self.parts, strict=True)
        return tuple(number for number, (ours, theirs) in enumerate(both) if ours != theirs)


def shown(parts: Sequence[int]) -> tuple[str, ...]:
    """Parts as they are told."""
    return tuple(f"{part % 16**_DIGITS:0{_DIGITS}x}" for part in parts)


def read_standing(fields: Fields) -> Standing:
    """The reverse of `to_json`. Raises Malformed."""
    parts, asks = "", False
    if "parts" in fields:
        parts, asks = fields.hex("parts", _PARTS * _DIGITS), fields.flag("asks")
    return Standing(
        fields.number("seq"),
        fields.hex("held", _NUMBER),
        tuple(parts[place : place + _DIGITS] for place in range(0, len(parts), _DIGITS)),
        asks,
    )
