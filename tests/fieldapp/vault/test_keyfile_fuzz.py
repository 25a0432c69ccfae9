"""Whatever lies in the key file's place: it is read, or refused with a sentence, and never runs Argon2id."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from fieldapp.vault.errors import KeystoreDamaged, KeystoreForeign, KeystoreNewer
from fieldapp.vault.keyfile import decode, encode
from tests.fieldapp.vault.forgery import Body, with_checksum

GOLDEN = (Path(__file__).resolve().parents[2] / "golden" / "vault" / "keystore-v1" / "keystore").read_bytes()
BODY, MAC, _ = GOLDEN.splitlines()
PREFIX = b'{"format":"fieldapp keystore",'

bounded = settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(["ab" * 16, "reset"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


def reads_or_refuses(data: bytes) -> None:
    try:
        keyfile, mac = decode(data)
    except (KeystoreForeign, KeystoreDamaged, KeystoreNewer):
        return
    assert encode(keyfile, mac) == data


def paths_in(value: object, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    found = [path] if path else []
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in inner:
        found += paths_in(item, (*path, key))
    return found


PATHS = paths_in(json.loads(BODY))


@bounded
@given(st.binary(max_size=300))
@example(b"\xef\xbb\xbf" + GOLDEN)
@example(GOLDEN.replace(b"\n", b"\r\n"))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    reads_or_refuses(data)


@bounded
@given(st.binary(max_size=200), st.binary(max_size=70))
@example(b'"id":' + b"[" * 40_000, MAC)
@example(b'"version":' + b"9" * 5_000 + b"}", MAC)
@example(b'"version":NaN}', MAC)
@example(BODY[len(PREFIX) :], MAC.upper())
@example(BODY[len(PREFIX) :].replace(b'"version":1', b'"version": 1'), MAC)
@example(BODY[len(PREFIX) :].replace(b"{", b'{"id":"twice",', 1), MAC)
@example(BODY[len(PREFIX) :].replace("Тюльпан".encode(), rb"\ud800"), MAC)
def test_any_body_that_begins_as_ours_with_a_right_checksum_is_read_or_refused(rest: bytes, mac: bytes) -> None:
    reads_or_refuses(with_checksum(PREFIX + rest, mac))


@bounded
@given(st.sampled_from(PATHS), json_values)
def test_any_value_in_any_place_is_read_or_refused(path: tuple[str | int, ...], value: object) -> None:
    body: Body = json.loads(BODY)
    place: Any = body
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value

    text = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    reads_or_refuses(with_checksum(text.encode("utf-8", "surrogatepass"), MAC))
