"""Papers of the first kind: 27 groups of five signs. No more are made; those that are kept somewhere can be read."""

from __future__ import annotations

from typing import Final

from fieldapp.domain.crockford import ALPHABET, plain_signs, sum_of
from fieldapp.words import Sentence, sentence
from sync.client.share_words import ShareMistyped

GROUPS: Final = 27
SIGNS: Final = 5
_SIZE: Final = 68


def read_groups(typed: str) -> bytes:
    """Number, tag and two parts, 68 bytes, from 27 groups in any case and spacing. Raises ShareMistyped."""
    signs = plain_signs(typed)
    groups = [signs[start : start + SIGNS] for start in range(0, max(len(signs), GROUPS * SIGNS), SIGNS)]
    wrong = next((number for number, group in enumerate(groups, 1) if not group_is_right(number, group)), None)
    if wrong is not None:
        said = sentence("Group {number} is not as on the paper. Look at it again.")
        raise ShareMistyped(Sentence(said, {"number": wrong}))
    value = 0
    for sign in "".join(group[: SIGNS - 1] for group in groups):
        value = value << SIGNS | ALPHABET.index(sign)
    return value.to_bytes(_SIZE, "big")


def group_is_right(number: int, group: str) -> bool:
    """Whether this can be group `number` (from 1) of a paper: to be asked while she types."""
    signs = plain_signs(group)
    return number <= GROUPS and len(signs) == SIGNS and set(signs) <= set(ALPHABET) and sum_of(signs) == number
