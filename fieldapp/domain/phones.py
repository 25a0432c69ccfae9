"""Telephone numbers of the region: forgiving in, one form out."""

from __future__ import annotations

import re
from typing import Final, NewType

from fieldapp.errors import Mistake
from fieldapp.words import sentence

Phone = NewType("Phone", str)  # "+" and digits, E.164: "+996555123456"

#: Country code → digits after it (ITU-T E.164 national numbering plans) and the trunk prefix people dial at home.
_COUNTRIES: Final = {"996": (9, "0"), "992": (9, "8"), "993": (8, "8"), "998": (9, "8"), "93": (9, "0"), "7": (10, "8")}
#: Short numbers of help lines and services (102, 103, 111, 117, 1146 …) are kept as they are.
_SHORT: Final = re.compile(r"1\d{2,3}")
_NOISE: Final = re.compile(r"[\s().\-–—/]+")


class NotAPhone(Mistake):
    """What was typed cannot be called."""


def read_phone(text: str, home: str = "996") -> Phone:
    """The number in any spacing; one without a country code is read as of `home`. Raises NotAPhone."""
    bare = _NOISE.sub("", text)
    plus, digits = bare.startswith(("+", "00")), bare.removeprefix("+").removeprefix("00")
    if not digits.isascii() or not digits.isdigit():
        raise NotAPhone(sentence("“{typed}” is not a telephone number. Type digits, such as 0555 123 456."), typed=text)
    if not plus and _SHORT.fullmatch(digits):
        return Phone(digits)
    for code, (length, trunk) in _COUNTRIES.items():
        if digits.startswith(code) and len(digits) == len(code) + length:
            return Phone("+" + digits)
        if not plus and code == home and len(digits) == length + len(trunk) and digits.startswith(trunk):
            return Phone("+" + code + digits[len(trunk) :])
        if not plus and code == home and len(digits) == length and not digits.startswith(trunk):
            return Phone("+" + code + digits)
    if plus and 8 <= len(digits) <= 15 and not digits.startswith(tuple(_COUNTRIES)):
        return Phone("+" + digits)
    raise NotAPhone(
        sentence("“{typed}” has too few or too many digits for a telephone number. Check it with her, digit by digit."),
        typed=text,
    )


def show_phone(phone: str) -> str:
    """With spaces, as one reads it aloud: +996 555 123 456. What is no number of the region stays as it is."""
    for code, (length, _) in _COUNTRIES.items():
        if re.fullmatch(rf"\+{code}\d{{{length}}}", phone):
            rest = phone[1 + len(code) :]
            first = len(rest) - 6
            return f"+{code} {rest[:first]} {rest[first : first + 3]} {rest[first + 3 :]}"
    return phone
