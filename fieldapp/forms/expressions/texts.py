"""The functions that work on texts, and on the choices of an answer, which are a text with spaces."""

from __future__ import annotations

import base64
import hashlib
import math
import re
from collections.abc import Sequence
from typing import Final

from fieldapp.forms.expressions.errors import Mismatch
from fieldapp.forms.expressions.patterns import compiled_pattern
from fieldapp.forms.expressions.values import Value, to_index, to_number, to_text
from fieldapp.words import sentence

#: The longest text that is put together, in characters: rows that each double the one before soon fill the memory.
_TEXT_LIMIT: Final = 1_000_000
_SPACE_SIGNS: Final = " \t\n\r\v\f"
_SPACES: Final = re.compile(f"[{_SPACE_SIGNS}]+")


def selected(answer: Value, choice: Value) -> bool:
    """Whether a choice is among those of an answer."""
    if not isinstance(choice, str):
        raise Mismatch(sentence("The second argument of selected() must be a text in quotes."))
    return f" {choice.strip()} " in f" {to_text(answer)} "


def selected_at(answer: Value, position: Value) -> str:
    """The choice at a position, from 0; "" beyond the last."""
    names = chosen(answer)
    index = to_index(position)
    return names[index] if 0 <= index < len(names) else ""


def chosen(answer: Value) -> list[str]:
    """The choices of an answer."""
    return [name for name in to_text(answer).split(" ") if name]


def substring(text: Value, start: Value, end: Value | None = None) -> str:
    """From `start` up to `end`; below nought they count from the end."""
    whole = to_text(text)
    size = len(whole)
    first = to_index(start)
    last = size if end is None else to_index(end)
    first = max(0, first + size if first < 0 else first)
    last = max(0, last + size if last < 0 else last)
    return whole[first:last]


def part_of(text: Value, start: Value, length: Value | None = None) -> str:
    """substring() of XPath: counted from 1, both numbers rounded."""
    whole, first = to_text(text), _rounded(start)
    end = math.inf if length is None else first + _rounded(length)
    return "".join(char for place, char in enumerate(whole, 1) if first <= place < end)


def _rounded(value: Value) -> float:
    number = to_number(value)
    return math.floor(number + 0.5) if math.isfinite(number) else number


def before(text: Value, part: Value) -> str:
    """What stands before the first `part`, "" if it is not there."""
    head, found, _ = _divided(to_text(text), to_text(part))
    return head if found else ""


def after(text: Value, part: Value) -> str:
    """What stands after the first `part`, "" if it is not there."""
    return _divided(to_text(text), to_text(part))[2]


def _divided(text: str, part: str) -> tuple[str, bool, str]:
    at = text.find(part)
    return (text[:at], True, text[at + len(part) :]) if at >= 0 else (text, False, "")


def translate(text: Value, these: Value, those: Value) -> str:
    """Each character of `these` becomes the one at its place in `those`, or goes."""
    target = to_text(those)
    table: dict[str, str] = {}
    for place, char in enumerate(to_text(these)):
        table.setdefault(char, target[place : place + 1])
    return "".join(table.get(char, char) for char in to_text(text))


def normalize_space(text: Value) -> str:
    """Without spaces around it, one between words; a space that must not break (U+00A0) is a letter like others."""
    return " ".join(_SPACES.split(to_text(text).strip(_SPACE_SIGNS)))


def regex(text: Value, pattern: Value) -> bool:
    """Whether the whole text fits the pattern."""
    return compiled_pattern(to_text(pattern)).fits(to_text(text))


def joined(divider: str, values: Sequence[Value]) -> str:
    """All as texts, with the divider between them. Raises Mismatch for what would fill the memory."""
    texts = list(map(to_text, values))
    if sum(map(len, texts)) + len(divider) * len(texts) > _TEXT_LIMIT:
        raise Mismatch(sentence("The text that is put together here is too long."))
    return divider.join(texts)


_DIGESTS: Final = {"MD5": "md5", "SHA-1": "sha1", "SHA-256": "sha256", "SHA-384": "sha384", "SHA-512": "sha512"}


def digest(text: Value, algorithm: Value, encoding: Value = "base64") -> str:
    """A checksum of the text, as base64 or hex."""
    name = _DIGESTS.get(to_text(algorithm))
    if name is None or to_text(encoding).lower() not in {"base64", "hex"}:
        raise Mismatch(sentence("digest() knows MD5, SHA-1, SHA-256, SHA-384, SHA-512, as base64 or hex."))
    made = hashlib.new(name, to_text(text).encode(errors="replace"), usedforsecurity=False).digest()
    return made.hex() if to_text(encoding).lower() == "hex" else base64.b64encode(made).decode()


def decoded(text: Value) -> str:
    """The text that was written as base64. Raises Mismatch."""
    try:
        return base64.b64decode(to_text(text), validate=True).decode()
    except ValueError as wrong:
        raise Mismatch(sentence("base64-decode() cannot read this text.")) from wrong


def true_from_text(value: Value) -> bool:
    """ "true" in any case, or 1; anything else is false."""
    return to_text(value).lower() == "true" or to_text(value) == "1"
