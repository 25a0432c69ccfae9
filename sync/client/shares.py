"""The organisation's root key on three papers, of which any two bring it back and one alone says nothing.

    secret = a ⊕ b ⊕ c; paper 1 holds (a, b), paper 2 (b, c), paper 3 (c, a); the root key follows from the secret

A paper says it twice: in seven lines of words, and as a square of digits for a scanner, which types them on whatever
keyboard is set. Papers of the first kind held the seed itself in groups of signs, and are still read.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from fieldapp.domain.ids import OrganisationId
from fieldapp.errors import Mistake
from fieldapp.papers.secret import SecretPage
from fieldapp.words import Language, Sentence, say, sentence
from sync.client.share_groups import read_groups
from sync.client.share_words import SIZE, ShareMistyped, read_lines, write_lines
from sync.protocol.keys import Random, SecretKey, SigningKey, context
from sync.protocol.statements import organisation_id

#: Digits of a square: which kind it is, then the secret with its check.
SCANNED: Final = 98
_KIND: Final = "1"
_CHECK: Final = 5
_PART: Final = 16
_PART_OF_THE_FIRST: Final = 32
_TAG_BITS: Final = 22
_ORDER: Final = ((0, 1), (1, 2), (2, 0))


class SharesDoNotFit(Mistake):
    """Two papers that do not belong together, or not to this organisation."""


@dataclass(frozen=True, slots=True)
class Share:
    """One paper: its number from 1 to 3, the first 22 bits of the organisation's id, and two of the three parts."""

    number: int
    tag: int
    parts: tuple[bytes, bytes] = field(repr=False)

    def lines(self, language: Language) -> tuple[tuple[str, ...], ...]:
        """The words that stand on the paper."""
        return write_lines(self._raw, language)

    @property
    def square(self) -> str:
        """What a scanner reads off the paper."""
        whole = self._raw + _check(self._raw)
        return _KIND + str(int.from_bytes(whole, "big")).zfill(SCANNED - 1)

    @classmethod
    def of_lines(cls, lines: Sequence[str]) -> Share:
        """From words as they were typed, line by line. Raises ShareMistyped."""
        return cls._of(read_lines(lines))

    @classmethod
    def of_square(cls, digits: str) -> Share:
        """From what a scanner typed. Raises ShareMistyped."""
        signs = "".join(digits.split())
        if len(signs) == SCANNED and signs.isascii() and signs.isdigit() and signs.startswith(_KIND):
            whole = int(signs[1:]).to_bytes(SIZE + _CHECK + 1, "big")[1:]
            if whole[-_CHECK:] == _check(whole[:-_CHECK]):
                return cls._of(whole[:-_CHECK])
        raise ShareMistyped(Sentence(_NOT_SCANNED))

    @classmethod
    def of_groups(cls, typed: str) -> Share:
        """From a paper of the first kind. Raises ShareMistyped."""
        raw = read_groups(typed)
        if not 1 <= raw[0] <= len(_ORDER):
            raise ShareMistyped(Sentence(_NO_PAPER))
        tag = int.from_bytes(raw[1:4], "big") >> 24 - _TAG_BITS
        return cls(raw[0], tag, (raw[4 : 4 + _PART_OF_THE_FIRST], raw[4 + _PART_OF_THE_FIRST :]))

    @property
    def _raw(self) -> bytes:
        assert all(len(part) == _PART for part in self.parts)
        return (self.number << _TAG_BITS | self.tag).to_bytes(3, "big") + b"".join(self.parts)

    @classmethod
    def _of(cls, raw: bytes) -> Share:
        number, tag = divmod(int.from_bytes(raw[:3], "big"), 1 << _TAG_BITS)
        if not 1 <= number <= len(_ORDER):
            raise ShareMistyped(Sentence(_NO_PAPER))
        return cls(number, tag, (raw[3 : 3 + _PART], raw[3 + _PART :]))


@dataclass(frozen=True, slots=True)
class Papers:
    """Three papers for a root key that has signed nothing yet. The key itself is kept nowhere: two papers give it."""

    organisation: OrganisationId
    shares: tuple[Share, Share, Share] = field(repr=False)

    def recognise(self, share: Share) -> None:
        """Raises SharesDoNotFit unless it is one of the three, such as one of an earlier try."""
        if share not in self.shares:
            raise SharesDoNotFit(
                sentence(
                    "This is none of the three papers that were made now: it may be of an earlier try. Destroy it and "
                    "take the right one, or have the papers shown and print them again."
                )
            )

    def bring_back(self, one: Share, other: Share) -> SigningKey:
        """The root key, from what was typed off two of them. Raises SharesDoNotFit."""
        for share in (one, other):
            self.recognise(share)
        return join(one, other)


def draw_papers(random: Random = secrets.token_bytes) -> Papers:
    """Papers for an organisation that does not exist yet."""
    parts = (random(_PART), random(_PART), random(_PART))
    organisation = organisation_id(_key_from(parts).verify_key)
    tag = _tag(organisation)
    one, two, three = (Share(number, tag, (parts[a], parts[b])) for number, (a, b) in enumerate(_ORDER, 1))
    return Papers(organisation, (one, two, three))


def join(one: Share, other: Share) -> SigningKey:
    """The root key from two papers. Raises SharesDoNotFit."""
    if one.number == other.number:
        raise SharesDoNotFit(sentence("That is the same paper twice. Take another one of the three."))
    parts = dict[int, bytes]()
    for share in (one, other):
        for place, part in zip(_ORDER[share.number - 1], share.parts, strict=True):
            if parts.setdefault(place, part) != part:
                raise SharesDoNotFit(_STRANGERS)
    root = _key_from(tuple(parts.values()))
    if {one.tag, other.tag} != {_tag(organisation_id(root.verify_key))}:
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
        say("Type the seven lines, of each word four letters at least; or scan the square.", language=language),
        say("Organisation {code}, paper {number} of 3", language=language, code=organisation[:8], number=share.number),
    )
    title = say("Organisation's key: paper {number} of 3", language=language, number=share.number)
    rows = share.lines(language)
    return SecretPage(title=title, rows=rows, lines=lines, square=share.square, sample=sample)


_STRANGERS: Final = sentence("These two papers do not belong together. Look whose organisation they are.")
_NO_PAPER: Final = sentence("This is no paper of an organisation's key. Look whether the lines are all of one paper.")
_NOT_SCANNED: Final = sentence(
    "The square was not read whole, or is of another paper. Scan it again, or type the words."
)


def _key_from(parts: Sequence[bytes]) -> SigningKey:
    """The first papers' parts made the seed itself; half as long, they bear all that such a key is worth."""
    secret = 0
    for part in parts:
        secret ^= int.from_bytes(part, "big")
    raw = secret.to_bytes(len(parts[0]), "big")
    return SigningKey(raw if len(raw) == _PART_OF_THE_FIRST else SecretKey(raw).derive(context("fieldapp root key v2")))


def _tag(organisation: OrganisationId) -> int:
    return int(organisation[:6], 16) >> 24 - _TAG_BITS


def _check(raw: bytes) -> bytes:
    return hashlib.sha256(context("fieldapp root paper v1") + raw).digest()[:_CHECK]
