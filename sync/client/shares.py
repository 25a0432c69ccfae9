"""The organisation's root key on three papers, of which any two bring it back and one alone says nothing.

    seed = a ⊕ b ⊕ c; paper 1 holds (a, b), paper 2 (b, c), paper 3 (c, a)

A paper has 27 groups of five signs. As on invitations, each group's last sign makes its weighted sum the group's own
number, so that a slip of the pen is found in its group.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import Final

from fieldapp.domain.crockford import ALPHABET, plain_signs, sum_of
from fieldapp.domain.ids import OrganisationId
from fieldapp.errors import Mistake
from fieldapp.papers.secret import SecretPage
from fieldapp.words import Language, say, sentence
from sync.protocol.keys import Random, SigningKey
from sync.protocol.statements import organisation_id

GROUPS: Final = 27
_DATA_SIGNS: Final = 4
_PART: Final = 32
_TAG_DIGITS: Final = 6
_ORDER: Final = ((0, 1), (1, 2), (2, 0))


class ShareMistyped(Mistake):
    """A slip of the pen; `groups` says where to look, counted from 1."""

    def __init__(self, groups: tuple[int, ...]) -> None:
        self.groups = groups
        listed = ", ".join(map(str, groups))
        super().__init__(sentence("Not as on the paper: group {numbers}. Look there again."), numbers=listed)


class SharesDoNotFit(Mistake):
    """Two papers that do not belong together."""


@dataclass(frozen=True, slots=True)
class Share:
    """One paper: its number from 1 to 3, the organisation's first digits, and two of the three parts."""

    number: int
    tag: str
    parts: tuple[bytes, bytes] = field(repr=False)

    @property
    def groups(self) -> tuple[str, ...]:
        """What stands on the paper."""
        value = int.from_bytes(bytes([self.number]) + bytes.fromhex(self.tag) + b"".join(self.parts), "big")
        signs = "".join(ALPHABET[value >> 5 * place & 31] for place in reversed(range(GROUPS * _DATA_SIGNS)))
        cut = (signs[start : start + _DATA_SIGNS] for start in range(0, len(signs), _DATA_SIGNS))
        return tuple(group + ALPHABET[sum_of(group + "0") ^ number] for number, group in enumerate(cut, 1))

    @classmethod
    def read(cls, typed: str) -> Share:
        """From paper, in any case and spacing. Raises ShareMistyped."""
        signs, step = plain_signs(typed), _DATA_SIGNS + 1
        groups = [signs[start : start + step] for start in range(0, max(len(signs), GROUPS * step), step)]
        wrong = tuple(number for number, group in enumerate(groups, 1) if not group_is_right(number, group))
        if wrong:
            raise ShareMistyped(wrong if len(signs) == GROUPS * step else wrong[:1])
        value = 0
        for sign in "".join(group[:_DATA_SIGNS] for group in groups):
            value = value << 5 | ALPHABET.index(sign)
        number, raw = value >> 8 * (3 + 2 * _PART), (value & (1 << 8 * (3 + 2 * _PART)) - 1).to_bytes(3 + 2 * _PART)
        if not 1 <= number <= len(_ORDER):
            raise ShareMistyped((1,))
        return cls(number, raw[:3].hex(), (raw[3 : 3 + _PART], raw[3 + _PART :]))


def group_is_right(number: int, group: str) -> bool:
    """Whether this can be group `number` (from 1) of a paper: to be asked while she types."""
    signs = plain_signs(group)
    return number <= GROUPS and len(signs) == 5 and set(signs) <= set(ALPHABET) and sum_of(signs) == number


@dataclass(frozen=True, slots=True)
class Papers:
    """Three papers for a root key that has signed nothing yet. The key itself is kept nowhere: two papers give it."""

    organisation: OrganisationId
    shares: tuple[Share, Share, Share] = field(repr=False)

    def bring_back(self, one: Share, other: Share) -> SigningKey:
        """The root key, from what was typed off two of them. Raises SharesDoNotFit, also for those of another try."""
        root = join(one, other)
        if organisation_id(root.verify_key) != self.organisation:
            raise SharesDoNotFit(_STRANGERS)
        return root


def draw_papers(random: Random = secrets.token_bytes) -> Papers:
    """Papers for an organisation that does not exist yet."""
    root = SigningKey(random(_PART))
    return Papers(organisation_id(root.verify_key), split(root, random))


def split(root: SigningKey, random: Random = secrets.token_bytes) -> tuple[Share, Share, Share]:
    """Three papers for this root key."""
    first, second = random(_PART), random(_PART)
    parts = (first, second, _xor(root.seed, first, second))
    tag = organisation_id(root.verify_key)[:_TAG_DIGITS]
    one, two, three = (Share(number, tag, (parts[a], parts[b])) for number, (a, b) in enumerate(_ORDER, 1))
    return one, two, three


def join(one: Share, other: Share) -> SigningKey:
    """The root key from two papers. Raises SharesDoNotFit."""
    if one.number == other.number:
        raise SharesDoNotFit(sentence("That is the same paper twice. Take another one of the three."))
    parts = dict[int, bytes]()
    for share in (one, other):
        for place, part in zip(_ORDER[share.number - 1], share.parts, strict=True):
            if parts.setdefault(place, part) != part:
                raise SharesDoNotFit(_STRANGERS)
    root = SigningKey(_xor(*parts.values()))
    if not {one.tag, other.tag} == {organisation_id(root.verify_key)[:_TAG_DIGITS]}:
        raise SharesDoNotFit(_STRANGERS)
    return root


def share_page(share: Share, organisation: OrganisationId, language: Language, *, sample: bool = False) -> SecretPage:
    """What the sheet of paper says."""
    lines = (
        say("This is one of three papers with your organisation's root key.", language=language),
        say("Any two of them together bring the key back; one alone is of no use to anybody.", language=language),
        say("Give the three papers to three people who do not travel together.", language=language),
        say("Never photograph it, never type it into a telephone, never send it.", language=language),
        say("They are needed to name another coordinator. Nothing else can replace them.", language=language),
        say("Organisation {code}, paper {number} of 3", language=language, code=organisation[:8], number=share.number),
    )
    title = say("Organisation's key: paper {number} of 3", language=language, number=share.number)
    return SecretPage(title=title, groups=share.groups, lines=lines, sample=sample)


_STRANGERS: Final = sentence("These two papers do not belong together. Look whose organisation they are.")


def _xor(*parts: bytes) -> bytes:
    mixed = 0
    for part in parts:
        mixed ^= int.from_bytes(part, "big")
    return mixed.to_bytes(_PART, "big")
