"""Signs that word processors put into expressions: curly quotes, long dashes, spaces that are none."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from fieldapp.forms.checking.check import Check, cell_of
from fieldapp.words import sentence

_QUOTED: Final = re.compile(r'"[^"]*"|\'[^\']*\'')
_CURLY: Final = "“”„‟‘’‚‛«»′″`"
_DASHES: Final = "‐‑‒–—―−"
_UNSEEN: Final = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
_COMPARISONS: Final[Mapping[str, str]] = {"≤": "<=", "≥": ">=", "≠": "!=", "×": "*", "÷": "div", "；": ",", "，": ","}


def find_odd_signs(check: Check) -> None:
    """Add the first odd sign of every expression that cannot be understood."""
    for written in check.expressions:
        if written.tree is not None:
            continue
        plain = _QUOTED.sub(lambda found: "·" * len(found[0]), written.text)
        for number, sign in enumerate(plain, 1):
            place = cell_of(written)
            if sign in _CURLY:
                text = sentence("Character {number}, “{sign}”, is a curly quotation mark, which no expression knows.")
                check.error(place, text, sentence("Type straight ones: 'yes'."), number=number, sign=sign)
            elif sign in _DASHES:
                text = sentence("Character {number}, “{sign}”, is a dash, not a minus.")
                check.error(place, text, sentence("Type the minus of the keyboard: -"), number=number, sign=sign)
            elif sign in _UNSEEN:
                text = sentence("Character {number} cannot be seen (U+{code}).")
                check.error(
                    place, text, sentence("Type the expression again by hand."), number=number, code=f"{ord(sign):04X}"
                )
            elif sign in _COMPARISONS:
                text = sentence("Character {number}, “{sign}”, is no sign of an expression.")
                mend = sentence("Write {instead} in its place.")
                check.error(place, text, mend, number=number, sign=sign, instead=_COMPARISONS[sign])
            else:
                continue
            break
