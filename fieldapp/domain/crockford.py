"""Signs that survive handwriting, telephones and any keyboard: Crockford's alphabet, and a sum that notices slips.

For codes on paper, recovery codes and invitations. The sum runs over GF(32): with a for a root of x⁵ + x² + 1 over
GF(2) it is that of sign(i)·aⁱ, counted from the last sign. Up to 31 places every aⁱ differs, so every single wrong
sign and every two different signs that changed places change the sum.
"""

from __future__ import annotations

import unicodedata
from typing import Final

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
#: What people type for what they see: Crockford's own forgiveness, then Cyrillic letters that look the same.
_MEANT: Final = str.maketrans("OILАВЕКМНОРСТХУҮІ", "011ABEKMH0PCTXYY1")
_IGNORED: Final = frozenset(("Pd", "Zs", "Zl", "Zp", "Cc", "Cf"))


def plain_signs(text: str) -> str:
    """What was typed, as signs alone: no dashes or spaces, capitals, look-alikes understood; strange signs stay."""
    kept = (sign for sign in unicodedata.normalize("NFKC", text) if unicodedata.category(sign) not in _IGNORED)
    return "".join(kept).upper().translate(_MEANT)


def _powers() -> tuple[int, ...]:
    powers = [1]
    while len(powers) < 31:
        doubled = powers[-1] << 1
        powers.append(doubled ^ 0b100101 if doubled & 32 else doubled)
    return tuple(powers)


_POWER: Final = _powers()
_LOGARITHM: Final = {power: exponent for exponent, power in enumerate(_POWER)}


def _times_power(value: int, exponent: int) -> int:
    """value · a^exponent in GF(32)."""
    return _POWER[(_LOGARITHM[value] + exponent) % 31] if value else 0


def sum_of(signs: str) -> int:
    """The weighted sum of signs of the alphabet, 0 to 31; ValueError for any other sign."""
    total = 0
    for place, sign in enumerate(reversed(signs)):
        total ^= _times_power(ALPHABET.index(sign), place)
    return total
