"""Bytes that are read out on the telephone: groups of six signs of Crockford's alphabet, each with its own check.

The last sign of each group is such that the group's weighted sum is the group's own number, so a slip is found in its
group while one types, and two groups that changed places are both found. The bits left over check the whole, together
with what both ends know beforehand: so it is also found when the groups answer something else.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Final

from fieldapp.domain.crockford import ALPHABET, plain_signs, sum_of
from fieldapp.errors import Mistake
from fieldapp.words import sentence

GROUP_SIGNS: Final = 6
_DATA_SIGNS: Final = GROUP_SIGNS - 1
_BITS: Final = 5 * _DATA_SIGNS
#: At least so many bits check the whole.
_LEAST_CHECK: Final = 8


class Misheard(Mistake):
    """A slip of tongue, ear or finger; `groups` says where, counted from 1 (none when their number is wrong)."""

    def __init__(self, groups: tuple[int, ...], expected: int) -> None:
        self.groups = groups
        if not groups:
            super().__init__(sentence("There must be {number} groups of six signs."), number=expected)
        else:
            listed = ", ".join(map(str, groups))
            super().__init__(sentence("Not as they were read out: {numbers}. Have them read again."), numbers=listed)


@dataclass(frozen=True, slots=True)
class Heard:
    """What was read out without a slip. `fits` says whether it belongs to what is known here."""

    raw: bytes = field(repr=False)
    check: int = field(repr=False)

    def fits(self, known: bytes) -> bool:
        """Whether its speaker knew the same: by chance one in at least 256 does."""
        return self.check == _check(self.raw, known)


def groups_for(size: int) -> int:
    """How many groups so many bytes take."""
    return -(-(8 * size + _LEAST_CHECK) // _BITS)


def spell(raw: bytes, known: bytes) -> tuple[str, ...]:
    """The groups; `known` is what the other end knows already."""
    value = int.from_bytes(raw, "big") << _check_bits(len(raw)) | _check(raw, known)
    last = _BITS * groups_for(len(raw)) - 5
    signs = "".join(ALPHABET[value >> shift & 31] for shift in range(last, -1, -5))
    groups = (signs[start : start + _DATA_SIGNS] for start in range(0, len(signs), _DATA_SIGNS))
    return tuple(group + ALPHABET[sum_of(group + "0") ^ number] for number, group in enumerate(groups, start=1))


def unspell(typed: str, size: int) -> Heard:
    """Any case, dashes or spaces or none, o for 0, i and l for 1. Raises Misheard."""
    signs, number = plain_signs(typed), groups_for(size)
    groups = [signs[start : start + GROUP_SIGNS] for start in range(0, len(signs), GROUP_SIGNS)]
    if len(groups) != number:
        raise Misheard((), number)
    wrong = tuple(place for place, group in enumerate(groups, start=1) if not group_is_right(place, group))
    if wrong:
        raise Misheard(wrong, number)
    value = 0
    for sign in (sign for group in groups for sign in group[:_DATA_SIGNS]):
        value = value << 5 | ALPHABET.index(sign)
    bits = _check_bits(size)
    return Heard((value >> bits).to_bytes(size, "big"), value & (1 << bits) - 1)


def group_is_right(number: int, group: str) -> bool:
    """Whether this can be group `number` (from 1): to be asked while she types."""
    plain = plain_signs(group)
    return len(plain) == GROUP_SIGNS and set(plain) <= set(ALPHABET) and sum_of(plain) == number


def _check_bits(size: int) -> int:
    return _BITS * groups_for(size) - 8 * size


def _check(raw: bytes, known: bytes) -> int:
    digest = hashlib.sha256(b"fieldapp spoken v1\0" + len(known).to_bytes(4, "big") + known + raw).digest()
    return int.from_bytes(digest[:8], "big") >> 64 - _check_bits(len(raw))
