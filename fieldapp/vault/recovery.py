"""The recovery code: on paper, in a safe place, it opens a desk whose passphrase is forgotten.

Eight groups of four signs of Crockford's alphabet. The last sign of each group is such that the group's weighted sum is
the group's own number, so a slip is found in its group, and two groups that changed places are both found. 24 signs are
random: 120 bits, and Argon2id on top.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from secrets import SystemRandom
from typing import Final

from fieldapp.domain.crockford import ALPHABET, plain_signs, sum_of
from fieldapp.errors import Mistake
from fieldapp.words import sentence

GROUPS: Final = 8
GROUP_SIGNS: Final = 4
_BETWEEN: Final = re.compile(r"[\W_]+")


class RecoveryCodeMistyped(Mistake):
    """A slip of the pen; `groups` says where to look, counted from 1 (none when there is too much of it)."""

    def __init__(self, groups: tuple[int, ...]) -> None:
        self.groups = groups
        if not groups:
            super().__init__(sentence("That is more than a recovery code: it has eight groups of four signs."))
        elif len(groups) == 1:
            super().__init__(sentence("Group {number} is not as on the paper. Look at it again."), number=groups[0])
        else:
            listed = ", ".join(map(str, groups))
            super().__init__(sentence("Groups {numbers} are not as on the paper. Look at them again."), numbers=listed)


@dataclass(frozen=True, slots=True)
class RecoveryCode:
    """A code without a slip. Its repr shows nothing; write `text` on paper and nowhere else."""

    groups: tuple[str, ...] = field(repr=False)

    @classmethod
    def fresh(cls) -> RecoveryCode:
        """A code that nobody has seen."""
        draw = SystemRandom().choices
        return cls(tuple(_with_check("".join(draw(ALPHABET, k=3)), number) for number in range(1, GROUPS + 1)))

    @classmethod
    def read(cls, typed: str) -> RecoveryCode:
        """From paper: any case, dashes or spaces or none, o for 0, i and l for 1. Raises RecoveryCodeMistyped."""
        return cls(_groups(typed, _holds))

    @property
    def text(self) -> str:
        """As it stands on paper: K7QM-3ZTP-…"""
        return "-".join(self.groups)

    def confirm(self, typed: str) -> None:
        """She typed it back from her paper: raises RecoveryCodeMistyped with each group that is not this code's."""
        _groups(typed, self._is_mine)

    def _is_mine(self, group: str, number: int) -> bool:
        return group == self.groups[number - 1]


def _with_check(signs: str, number: int) -> str:
    return signs + ALPHABET[sum_of(signs + "0") ^ number]


def _holds(group: str, number: int) -> bool:
    return len(group) == GROUP_SIGNS and set(group) <= set(ALPHABET) and sum_of(group) == number


def _groups(typed: str, is_right: Callable[[str, int], bool]) -> tuple[str, ...]:
    """The eight groups, each found right, or RecoveryCodeMistyped.

    Where she left the dashes out and missed a sign, all that follows is out of step: only the first slip is named.
    """
    groups, in_step = _split(typed)
    padded = groups + ("",) * (GROUPS - len(groups))
    wrong = tuple(number for number, group in enumerate(padded[:GROUPS], start=1) if not is_right(group, number))
    if wrong or len(groups) > GROUPS:
        raise RecoveryCodeMistyped(wrong if in_step else wrong[:1])
    return groups


def _split(typed: str) -> tuple[tuple[str, ...], bool]:
    """By her own dashes or spaces where they make eight groups, else every four signs; and whether all are in step."""
    own = tuple(filter(None, map(plain_signs, _BETWEEN.split(typed))))
    if len(own) == GROUPS:
        return own, True
    signs = plain_signs(typed)
    groups = tuple(signs[start : start + GROUP_SIGNS] for start in range(0, len(signs), GROUP_SIGNS))
    return groups, len(signs) == GROUPS * GROUP_SIGNS
