"""The one-time code on an invitation: 128 random bits in seven groups of five signs of Crockford's alphabet.

The last sign of each group is such that the group's weighted sum is the group's own number, so a slip is found in its
group, and two groups that changed places are both found. The bits left over check the whole.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import dataclass, field
from typing import Final

from fieldapp.domain.crockford import ALPHABET, plain_signs, sum_of
from fieldapp.errors import Mistake
from fieldapp.words import sentence
from sync.protocol.keys import Random, SecretKey, context
from sync.protocol.names import InvitationId

GROUPS: Final = 7
GROUP_SIGNS: Final = 5
_RANDOM_SIGNS: Final = GROUP_SIGNS - 1
_SECRET_SIZE: Final = 16
_SUM_BITS: Final = 5 * _RANDOM_SIGNS * GROUPS - 8 * _SECRET_SIZE
_BETWEEN: Final = re.compile(r"[\W_]+")


class CodeMistyped(Mistake):
    """A slip of the pen; `groups` says where to look, counted from 1 (none when there is too much of it)."""

    def __init__(self, groups: tuple[int, ...]) -> None:
        self.groups = groups
        if not groups:
            super().__init__(sentence("That is more than an invitation code: it has seven groups of five signs."))
        elif len(groups) == 1:
            super().__init__(sentence("Group {number} is not as on the paper. Look at it again."), number=groups[0])
        else:
            listed = ", ".join(map(str, groups))
            super().__init__(sentence("Groups {numbers} are not as on the paper. Look at them again."), numbers=listed)


@dataclass(frozen=True, slots=True)
class OneTimeCode:
    """What turns an invitation into a desk, once. Its printed form shows nothing; `text` is what goes on paper."""

    secret: bytes = field(repr=False)

    @classmethod
    def fresh(cls, random: Random = secrets.token_bytes) -> OneTimeCode:
        """A code that nobody has seen."""
        return cls(random(_SECRET_SIZE))

    @classmethod
    def read(cls, typed: str) -> OneTimeCode:
        """From paper: any case, dashes or spaces or none, o for 0, i and l for 1. Raises CodeMistyped."""
        value = 0
        for group in _groups(typed):
            for sign in group[:_RANDOM_SIGNS]:
                value = value << 5 | ALPHABET.index(sign)
        code = cls((value >> _SUM_BITS).to_bytes(_SECRET_SIZE, "big"))
        if value != code._value():
            raise CodeMistyped(tuple(range(1, GROUPS + 1)))
        return code

    @property
    def text(self) -> str:
        """Seven groups with hyphens between them."""
        value, last = self._value(), 5 * (_RANDOM_SIGNS * GROUPS - 1)
        signs = "".join(ALPHABET[value >> shift & 31] for shift in range(last, -1, -5))
        groups = (signs[start : start + _RANDOM_SIGNS] for start in range(0, len(signs), _RANDOM_SIGNS))
        return "-".join(group + ALPHABET[sum_of(group + "0") ^ number] for number, group in enumerate(groups, start=1))

    @property
    def invitation(self) -> InvitationId:
        """The name under which the invitation lies on the server; it does not give the code away."""
        return InvitationId(self.key.derive(context("fieldapp invitation v1", "id"), 16).hex())

    @property
    def key(self) -> SecretKey:
        """What the invitation, the join request and the welcome are sealed under."""
        return SecretKey(self.secret)

    def _value(self) -> int:
        """The random bits, and after them those that check the whole."""
        check = int.from_bytes(hashlib.sha256(b"fieldapp code" + self.secret).digest()[:2], "big") >> 16 - _SUM_BITS
        return int.from_bytes(self.secret, "big") << _SUM_BITS | check


def group_is_right(number: int, group: str) -> bool:
    """Whether this can be group `number` (from 1) of a code: to be asked while she types."""
    return _holds(plain_signs(group), number)


def _holds(group: str, number: int) -> bool:
    return len(group) == GROUP_SIGNS and set(group) <= set(ALPHABET) and sum_of(group) == number


def _groups(typed: str) -> tuple[str, ...]:
    """The groups, each found right, or CodeMistyped.

    Where she left the dashes out and missed a sign, all that follows is out of step: only the first slip is named.
    """
    groups, in_step = _split(typed)
    padded = groups + ("",) * (GROUPS - len(groups))
    wrong = tuple(number for number, group in enumerate(padded[:GROUPS], start=1) if not _holds(group, number))
    if wrong or len(groups) > GROUPS:
        raise CodeMistyped(wrong if in_step else wrong[:1])
    return groups


def _split(typed: str) -> tuple[tuple[str, ...], bool]:
    """By her own dashes or spaces where they make seven groups, else every five signs; and whether all are in step."""
    own = tuple(filter(None, map(plain_signs, _BETWEEN.split(typed))))
    if len(own) == GROUPS:
        return own, True
    signs = plain_signs(typed)
    groups = tuple(signs[start : start + GROUP_SIGNS] for start in range(0, len(signs), GROUP_SIGNS))
    return groups, len(signs) == GROUPS * GROUP_SIGNS
