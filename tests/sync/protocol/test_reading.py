"""Strict reading: what JSON from outside is refused."""

from __future__ import annotations

import pytest

from sync.protocol import limits
from sync.protocol.errors import Malformed
from sync.protocol.reading import Fields, parse

REFUSED = {
    "no json": b"{",
    "not utf-8": b'"\xff"',
    "a float": b"[1.5]",
    "no number": b"[NaN]",
    "half a character": b'["\\ud800"]',
    "half a character as a key": b'{"\\ud800": 1}',
    "a key twice": b'{"a": 1, "a": 2}',
    "a great number": b"[9007199254740992]",
    "a number of five thousand digits": b"[" + b"9" * 5000 + b"]",
    "nested without end": b"[" * 100_000,
    "nested too deep": b"[" * 30 + b"]" * 30,
    "too long": b"[" + b" " * 1000 + b"]",
}


@pytest.mark.parametrize("raw", REFUSED.values(), ids=REFUSED)
def test_json_is_refused_that_other_readers_could_not_hold(raw: bytes) -> None:
    with pytest.raises(Malformed):
        parse(raw, 200_000 if len(raw) > 2000 else 1000, "test")


def test_keys_that_nobody_asks_for_are_left_alone() -> None:
    fields = Fields.parsed('{"name": "Ош", "newer": {"deep": [1]}}'.encode(), 100, "test")
    assert fields.text("name") == "Ош"


@pytest.mark.parametrize(
    ("reader", "value"),
    [
        ("text", 5),
        ("text", "a\nb"),
        ("text", "a" * 257),
        ("word", ""),
        ("word", "Ош"),
        ("number", True),
        ("number", -1),
        ("number", "1"),
        ("flag", 1),
        ("moment", "yesterday"),
        ("moment", "2026-03-12T12:00:00"),
        ("moment", "0001-01-01T00:00:00+10:00"),
        ("objects", [1]),
        ("objects", {}),
        ("words", ["", "a"]),
        ("words", ["a"] * (limits.ENTRIES + 1)),
        ("inner", []),
    ],
)
def test_a_value_of_the_wrong_shape_is_malformed(reader: str, value: object) -> None:
    with pytest.raises(Malformed):
        getattr(Fields({"key": value}, "test"), reader)("key")  # type: ignore[dict-item]


@pytest.mark.parametrize("value", ["A" * 32, "a" * 31, "g" * 32, "", None])
def test_an_id_is_lower_case_hex_of_its_length(value: str | None) -> None:
    with pytest.raises(Malformed):
        Fields({"id": value}, "test").hex("id", 32)


@pytest.mark.parametrize("value", ["=", "AAA", "A A=", "AAAA" * 20])
def test_bytes_are_base64_within_their_limit(value: str) -> None:
    with pytest.raises(Malformed):
        Fields({"raw": value}, "test").binary("raw", 32)
