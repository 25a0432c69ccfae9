"""What a desk tells of what it holds."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from sync.protocol.errors import Malformed
from sync.protocol.payloads import Seen, read_payload, write_payload
from sync.protocol.standings import Standing, shown

SEEN = Seen(7, "ab" * 16, "cd" * 16)
TOLD = Standing(6, "0" * 31 + "1")
IN_PARTS = replace(TOLD, parts=shown(range(256)), asks=True)


@pytest.mark.parametrize("standing", [None, TOLD, IN_PARTS])
def test_it_travels_in_the_payload(standing: Standing | None) -> None:
    seen = replace(SEEN, standing=standing)

    assert read_payload(write_payload(seen, [])).seen == seen


def test_a_payload_of_the_first_program_reads_and_writes_the_same_for_ever() -> None:
    first = b'{"changes":[],"seen":{"head":"' + b"ab" * 16 + b'","policy":"' + b"cd" * 16 + b'","seq":7}}'

    assert read_payload(first).seen == SEEN
    assert write_payload(SEEN, []) == first


def test_parts_that_differ_are_named() -> None:
    own = [*range(256)]
    own[3], own[255] = 999, 0

    assert IN_PARTS.differing(range(256)) == ()
    assert IN_PARTS.differing(own) == (3, 255)


@pytest.mark.parametrize("wrong", [{"seq": -1}, {"held": "zz"}, {"parts": "00", "asks": True}, {"parts": 4, "asks": 1}])
def test_what_is_no_standing_is_refused(wrong: dict[str, object]) -> None:
    whole = json.loads(write_payload(replace(SEEN, standing=IN_PARTS), []))
    whole["seen"]["standing"] |= wrong

    with pytest.raises(Malformed):
        read_payload(json.dumps(whole).encode())
