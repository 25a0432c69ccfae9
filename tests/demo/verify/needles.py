"""A word in every dress in which it could lie in a file: spelled large or small, in the usual encodings, as base64."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

#: Fewer bytes than these are found by chance in what is sealed.
SHORTEST: Final = 6
_ENCODINGS: Final = ("utf-8", "utf-16-le", "utf-16-be")


@dataclass(frozen=True, slots=True)
class Needle:
    """The bytes to look for, the word they are, and in which dress."""

    word: str
    dress: str
    raw: bytes


def needles(word: str) -> tuple[Needle, ...]:
    """Every dress of the word, each once."""
    found: dict[bytes, Needle] = {}
    for needle in _dressed(word):
        if len(needle.raw) >= SHORTEST:
            found.setdefault(needle.raw, needle)
    return tuple(found.values())


def _dressed(word: str) -> Iterator[Needle]:
    for spelled in dict.fromkeys((word, word.lower(), word.upper(), word.casefold(), word.capitalize(), word.title())):
        for encoding in _ENCODINGS:
            raw = spelled.encode(encoding)
            yield Needle(word, encoding, raw)
            for shift in range(3):
                plain = _in_base64(raw, shift)
                yield Needle(word, f"base64 of {encoding}", plain)
                yield Needle(word, f"base64 of {encoding}", plain.translate(bytes.maketrans(b"+/", b"-_")))
        yield Needle(word, "JSON escapes", json.dumps(spelled)[1:-1].encode())


def _in_base64(raw: bytes, shift: int) -> bytes:
    """What base64 makes of it when `shift` bytes of a group of three stand before: the signs that it alone decides."""
    signs = base64.b64encode(bytes(shift) + raw).rstrip(b"=")
    first = -(-shift * 8 // 6)
    whole = (shift + len(raw)) * 8 // 6
    return signs[first:whole]


def found_in(hay: bytes, wanted: tuple[Needle, ...]) -> tuple[Needle, ...]:
    """The needles that lie in it."""
    return tuple(needle for needle in wanted if needle.raw in hay)
