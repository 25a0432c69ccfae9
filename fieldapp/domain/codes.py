"""The codes that stand on paper: for a case, a slip, a certificate.

Nine random signs of Crockford's alphabet and a check sign, shown as K7QM-3ZTP-4H. A code says nothing of place, year
or person. The check sign catches every single wrong sign and every two signs that changed places: the weighted sum of
all ten must be one fixed number. The number is not nought, so that ten noughts are no code.
"""

from __future__ import annotations

from typing import Final, NewType, Protocol

from fieldapp.domain.crockford import ALPHABET, plain_signs, sum_of
from fieldapp.errors import Mistake
from fieldapp.words import sentence

Code = NewType("Code", str)  # ten signs without dashes, as it is stored: "K7QM3ZTP4H"

LENGTH: Final = 10
_CHECK_SUM: Final = 5
_GROUPS: Final = ((0, 4), (4, 8), (8, 10))


class Chance(Protocol):
    """Where a new code's signs come from: `secrets.SystemRandom()`, or a seeded `random.Random` in a test."""

    def randrange(self, stop: int, /) -> int:
        """A number from 0 to stop - 1, each as likely."""


def new_code(random: Chance) -> Code:
    """A code that nobody has seen: 45 random bits, so two of a million cases agree with odds of 1 in 70."""
    signs = "".join(ALPHABET[random.randrange(32)] for _ in range(LENGTH - 1))
    return Code(signs + ALPHABET[sum_of(signs + "0") ^ _CHECK_SUM])


def show_code(code: Code) -> str:
    """In groups, as it stands on paper and screen: K7QM-3ZTP-4H."""
    return "-".join(code[start:end] for start, end in _GROUPS)


def read_code(text: str) -> Code | Mistake:
    """The code as typed or read aloud, in any case and spacing; or what is wrong with it, to be said beside it."""
    signs = plain_signs(text)
    if not signs:
        return Mistake(sentence("Type the code: ten letters and digits, such as K7QM-3ZTP-4H."))
    strange = sorted(set(signs) - set(ALPHABET), key=signs.index)
    if strange:
        return Mistake(sentence("“{sign}” never stands in a code. Look at that place again."), sign=strange[0])
    if len(signs) < LENGTH:
        return Mistake(sentence("This code has {number} letters and digits; it must have ten."), number=len(signs))
    if len(signs) > LENGTH:
        return Mistake(
            sentence("This code is too long: {number} letters and digits instead of ten."), number=len(signs)
        )
    if sum_of(signs) != _CHECK_SUM:
        return Mistake(
            sentence("{code} is no code: one letter or digit is wrong, or two have changed places."),
            code=show_code(Code(signs)),
        )
    return Code(signs)
