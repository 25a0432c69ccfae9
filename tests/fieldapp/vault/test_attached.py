"""A file under its own key: it opens whole or not at all, and never on a disk."""

from __future__ import annotations

import hashlib
import io
import json
import os
from pathlib import Path

import pytest

from fieldapp.domain.attachments import from_text
from fieldapp.vault.attached import new_attachment_key, open_attachment, seal_attachment
from fieldapp.vault.errors import StreamDamaged, StreamForeign, StreamNewer
from fieldapp.vault.streams import seal_stream

GOLDEN = Path(__file__).resolve().parents[2] / "golden" / "vault"
KEY = bytes(range(32))
PLAIN = os.urandom(50_000) + b"canary of the end"
#: A piece of the sealed stream, and what stands before the first one.
PIECE, HEADER = 16_384 + 16, 4 + 56


def sealed(plain: bytes = PLAIN, key: bytes = KEY) -> bytes:
    target = io.BytesIO()
    seal_attachment(key, io.BytesIO(plain), target)
    return target.getvalue()


SEALED = sealed()


def refuses(data: bytes, key: bytes = KEY, error: type[Exception] = StreamDamaged) -> None:
    with pytest.raises(error):
        open_attachment(key, io.BytesIO(data), len(PLAIN))


def test_a_file_of_version_1_opens_with_its_answer_for_ever() -> None:
    data = (GOLDEN / "attachment-v1").read_bytes()
    golden = json.loads((GOLDEN / "attachment-v1.json").read_text("utf-8"))
    answer = from_text(golden["answer"])

    plain = open_attachment(answer.key, io.BytesIO(data), answer.size)

    assert hashlib.sha256(data).hexdigest() == answer.id
    assert hashlib.sha256(plain).hexdigest() == golden["sha256"]
    assert len(plain) == answer.size


@pytest.mark.parametrize("length", [0, 1, 16_384, (1 << 20) - 1, (1 << 20) + 1])
def test_what_was_sealed_comes_back_whole(length: int) -> None:
    plain = os.urandom(length)

    assert open_attachment(KEY, io.BytesIO(sealed(plain)), length) == plain


def test_no_two_files_have_one_key() -> None:
    assert len({new_attachment_key() for _ in range(100)}) == 100


def test_with_another_key_it_opens_nothing() -> None:
    refuses(SEALED, bytes(32))


def test_a_copy_of_a_desk_is_no_attachment_even_under_the_same_key() -> None:
    target = io.BytesIO()
    seal_stream(KEY, b"backup", io.BytesIO(PLAIN), target)

    refuses(target.getvalue())


@pytest.mark.parametrize("length", [4, 5, HEADER, HEADER + PIECE, HEADER + 2 * PIECE, len(SEALED) - 1])
def test_a_file_cut_anywhere_gives_nothing_out(length: int) -> None:
    refuses(SEALED[:length])


@pytest.mark.parametrize("place", [4, 30, HEADER, 20_000, 40_000, len(SEALED) - 1])
def test_a_turned_bit_gives_nothing_out(place: int) -> None:
    refuses(SEALED[:place] + bytes([SEALED[place] ^ 1]) + SEALED[place + 1 :])


def test_pieces_that_changed_places_give_nothing_out() -> None:
    pieces = [SEALED[HEADER + n * PIECE : HEADER + (n + 1) * PIECE] for n in range(4)]
    assert b"".join(pieces) == SEALED[HEADER:]

    refuses(SEALED[:HEADER] + b"".join([pieces[1], pieces[0], *pieces[2:]]))
    refuses(SEALED[:HEADER] + b"".join([pieces[0], *pieces[2:]]))
    refuses(SEALED[:HEADER] + b"".join([pieces[0], *pieces]))


def test_bytes_added_at_the_end_give_nothing_out() -> None:
    refuses(SEALED + b"\0")


def test_more_than_the_answer_says_is_not_taken_into_memory() -> None:
    with pytest.raises(StreamDamaged):
        open_attachment(KEY, io.BytesIO(SEALED), len(PLAIN) - 1)


def test_something_else_and_a_newer_form_are_told_apart() -> None:
    refuses(b"\x89PNG\r\n", error=StreamForeign)
    refuses(b"FAV2" + SEALED[4:], error=StreamNewer)


def test_sealing_reads_a_megabyte_at_a_time() -> None:
    asked = []

    class Watched(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            asked.append(size)
            return super().read(size)

    seal_attachment(KEY, Watched(bytes(3 << 20)), io.BytesIO())

    assert asked == [1 << 20] * 4
