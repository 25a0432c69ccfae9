"""Strict reading of JSON from outside: bounded, without floats, and with one error.

A reader asks `Fields` for each key it knows and gets a value of the right shape or `Malformed`. Keys it does not ask
for are left alone: a newer program may have written them.
"""

from __future__ import annotations

import base64
import binascii
import json
from typing import Final, NoReturn

from fieldapp.domain.answers import Json, canonical
from fieldapp.domain.clock import Moment
from sync.protocol import limits
from sync.protocol.errors import Malformed

_HEX: Final = frozenset("0123456789abcdef")
_WORD: Final = frozenset("abcdefghijklmnopqrstuvwxyz0123456789_-.")


def encode(value: dict[str, Json]) -> bytes:
    """Canonical JSON as bytes."""
    return canonical(value).encode()


def parse(raw: bytes, limit: int, what: str) -> Json:
    """JSON of at most `limit` bytes: UTF-8, whole numbers to 2^53-1, no key twice, not too deep. Raises Malformed."""
    if len(raw) > limit:
        raise Malformed(f"{what}: {len(raw)} bytes are more than {limit}")
    try:
        value: Json = json.loads(
            raw.decode(), parse_float=_no_float, parse_constant=_no_float, object_pairs_hook=_each_key_once
        )
        _look_through(value, limits.DEPTH)
    except (ValueError, RecursionError) as wrong:
        raise Malformed(f"{what}: {wrong}") from wrong
    return value


def _no_float(text: str) -> NoReturn:
    raise ValueError(f"{text[:20]} is no whole number")


def _each_key_once(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise ValueError("a key stands twice")
    return value


def _look_through(value: Json, depth: int) -> None:
    """Refuse what other readers could not hold: half characters, great numbers, deep nesting."""
    if isinstance(value, str):
        value.encode()
    elif isinstance(value, int):
        if not -limits.NUMBER <= value <= limits.NUMBER:
            raise ValueError("a number is too great")
    elif value is not None:
        if depth == 0:
            raise ValueError("nested too deep")
        for inner in value if isinstance(value, list) else (*value, *value.values()):
            _look_through(inner, depth - 1)


class Fields:
    """A JSON object whose values are read one by one; each reader raises Malformed for anything unexpected."""

    __slots__ = ("_value", "_what")

    def __init__(self, value: Json, what: str) -> None:
        """`what` names the thing in errors."""
        if not isinstance(value, dict):
            raise Malformed(f"{what}: not an object")
        self._value = value
        self._what = what

    @classmethod
    def parsed(cls, raw: bytes, limit: int, what: str) -> Fields:
        """From the bytes of a JSON object."""
        return cls(parse(raw, limit, what), what)

    def __contains__(self, key: str) -> bool:
        return self._value.get(key) is not None

    def text(self, key: str, limit: int = limits.TEXT) -> str:
        """A text without control characters; "" where the key is missing."""
        value = self._value.get(key, "")
        if not isinstance(value, str) or len(value) > limit:
            raise self._wrong(key, "no text, or too long")
        if any(ord(letter) < 32 or ord(letter) == 127 for letter in value):
            raise self._wrong(key, "control characters")
        return value

    def word(self, key: str, *, empty: bool = False) -> str:
        """A name of the protocol: 1 to 40 of a-z, 0-9, "_", "-" and "."; with `empty` also ""."""
        value = self.text(key, 40)
        if not set(value) <= _WORD or (value == "" and not empty):
            raise self._wrong(key, "no word")
        return value

    def words(self, key: str) -> tuple[str, ...]:
        """A list of words."""
        return tuple(Fields({key: value}, self._what).word(key) for value in self._list(key))

    def hex(self, key: str, length: int, *, empty: bool = False) -> str:
        """`length` lower-case hex digits; with `empty` also ""."""
        value = self.text(key, length)
        if (len(value) != length or not set(value) <= _HEX) and not (empty and value == ""):
            raise self._wrong(key, f"not {length} hex digits")
        return value

    def number(self, key: str, low: int = 0, high: int = limits.NUMBER) -> int:
        """A whole number from `low` to `high`."""
        value = self._value.get(key)
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
            raise self._wrong(key, f"no number from {low} to {high}")
        return value

    def flag(self, key: str) -> bool:
        """True or false; false where the key is missing."""
        value = self._value.get(key, False)
        if not isinstance(value, bool):
            raise self._wrong(key, "neither true nor false")
        return value

    def moment(self, key: str) -> Moment:
        """An instant as `Moment.text` writes it."""
        try:
            return Moment.from_text(self.text(key, 40))
        except ValueError as wrong:
            raise self._wrong(key, "no moment") from wrong

    def binary(self, key: str, limit: int) -> bytes:
        """At most `limit` bytes, written in base64."""
        value = self.text(key, (limit + 2) // 3 * 4)
        try:
            return base64.b64decode(value, validate=True)
        except (binascii.Error, ValueError) as wrong:
            raise self._wrong(key, "no base64") from wrong

    def binaries(self, key: str, limit: int) -> tuple[bytes, ...]:
        """A list of bytes, each at most `limit` long, written in base64."""
        return tuple(Fields({key: value}, self._what).binary(key, limit) for value in self._list(key))

    def objects(self, key: str) -> tuple[Fields, ...]:
        """A list of objects; empty where the key is missing."""
        return tuple(Fields(value, f"{self._what}.{key}") for value in self._list(key))

    def values(self, key: str) -> tuple[Json, ...]:
        """A list of anything, however long; empty where the key is missing."""
        value = self._value.get(key, [])
        if not isinstance(value, list):
            raise self._wrong(key, "no list")
        return tuple(value)

    def inner(self, key: str) -> Fields:
        """The object that stands here."""
        return Fields(self._value.get(key), f"{self._what}.{key}")

    def _list(self, key: str) -> tuple[Json, ...]:
        value = self.values(key)
        if len(value) > limits.ENTRIES:
            raise self._wrong(key, "too long a list")
        return value

    def _wrong(self, key: str, why: str) -> Malformed:
        return Malformed(f"{self._what}: {key}: {why}")


def base64_text(raw: bytes) -> str:
    """Bytes as `Fields.binary` reads them."""
    return base64.b64encode(raw).decode()
