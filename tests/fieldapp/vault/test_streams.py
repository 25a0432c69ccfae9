"""Sealed streams: they come back whole and proved, or not at all."""

from __future__ import annotations

import errno
import io
import os
from pathlib import Path
from typing import Any

import pytest

from fieldapp.vault.errors import (
    NoRoomForStream,
    StreamDamaged,
    StreamForeign,
    StreamInterrupted,
    StreamNewer,
    StreamTargetExists,
)
from fieldapp.vault.streams import open_stream, seal_stream

KEY = bytes(range(32))
CONTEXT = b"backup of desk 1"
PLAIN = os.urandom(50_000) + b"canary of the end"


def sealed(plain: bytes = PLAIN, context: bytes = CONTEXT) -> bytes:
    target = io.BytesIO()
    seal_stream(KEY, context, io.BytesIO(plain), target)
    return target.getvalue()


SEALED = sealed()


def refuses(folder: Path, data: bytes, error: type[Exception], key: bytes = KEY, context: bytes = CONTEXT) -> None:
    with pytest.raises(error):
        open_stream(key, context, io.BytesIO(data), folder / "restored")
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("length", [0, 1, 16_383, 16_384, 16_385, (1 << 20) - 1, 1 << 20, (1 << 20) + 1, 3 << 20])
def test_what_was_sealed_comes_back(tmp_path: Path, length: int) -> None:
    plain = os.urandom(length)

    open_stream(KEY, CONTEXT, io.BytesIO(sealed(plain)), tmp_path / "restored")

    assert (tmp_path / "restored").read_bytes() == plain
    assert [path.name for path in tmp_path.iterdir()] == ["restored"]


def test_the_same_secret_never_looks_the_same_twice() -> None:
    assert sealed() != SEALED
    assert b"canary" not in SEALED


def test_another_key_or_another_context_opens_nothing(tmp_path: Path) -> None:
    refuses(tmp_path, SEALED, StreamDamaged, key=bytes(32))
    refuses(tmp_path, SEALED, StreamDamaged, context=b"backup of desk 2")


@pytest.mark.parametrize("length", [4, 5, 60, 16_384 + 60, 33_000, len(SEALED) - 17, len(SEALED) - 16, len(SEALED) - 1])
def test_a_stream_cut_anywhere_leaves_nothing_behind(tmp_path: Path, length: int) -> None:
    refuses(tmp_path, SEALED[:length], StreamDamaged)


@pytest.mark.parametrize("place", [4, 30, 59, 60, 20_000, 40_000, len(SEALED) - 1])
def test_a_flipped_bit_leaves_nothing_behind(tmp_path: Path, place: int) -> None:
    refuses(tmp_path, SEALED[:place] + bytes([SEALED[place] ^ 4]) + SEALED[place + 1 :], StreamDamaged)


def test_bytes_added_at_the_end_leave_nothing_behind(tmp_path: Path) -> None:
    refuses(tmp_path, SEALED + b"\0", StreamDamaged)
    refuses(tmp_path, SEALED + SEALED, StreamDamaged)


def test_pieces_that_changed_places_leave_nothing_behind(tmp_path: Path) -> None:
    piece, start = 16_384 + 16, len(SEALED) - (len(PLAIN) + 4 * 16)
    first, second = SEALED[start : start + piece], SEALED[start + piece : start + 2 * piece]

    refuses(tmp_path, SEALED[:start] + second + first + SEALED[start + 2 * piece :], StreamDamaged)


def test_another_file_and_a_newer_copy_are_told_apart_from_a_damaged_one(tmp_path: Path) -> None:
    refuses(tmp_path, b"", StreamForeign)
    refuses(tmp_path, b"PK\x03\x04 a zip file", StreamForeign)
    refuses(tmp_path, b"FAV2" + SEALED[4:], StreamNewer)


def test_a_file_that_is_there_already_is_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "restored").write_bytes(b"hers")

    with pytest.raises(StreamTargetExists):
        open_stream(KEY, CONTEXT, io.BytesIO(SEALED), tmp_path / "restored")
    assert (tmp_path / "restored").read_bytes() == b"hers"


def test_the_target_gets_its_name_only_after_the_end_was_proved(tmp_path: Path) -> None:
    class Watched(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            assert not (tmp_path / "restored").exists()
            return super().read(size)

    open_stream(KEY, CONTEXT, Watched(SEALED), tmp_path / "restored")

    assert (tmp_path / "restored").read_bytes() == PLAIN


class Stick(io.BytesIO):
    """A stick that is pulled out, or full, after some calls."""

    def __init__(self, data: bytes, number: int, after: int) -> None:
        super().__init__(data)
        self._number, self._left = number, after

    def _maybe_fail(self) -> None:
        self._left -= 1
        if self._left < 0:
            raise OSError(self._number, os.strerror(self._number))

    def read(self, size: int | None = -1, /) -> bytes:
        self._maybe_fail()
        return super().read(size)

    def write(self, data: Any, /) -> int:
        self._maybe_fail()
        return super().write(data)


def test_a_stick_pulled_out_while_restoring_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(StreamInterrupted, match="What was there before is as it was"):
        open_stream(KEY, CONTEXT, Stick(SEALED, errno.EIO, after=2), tmp_path / "restored")
    assert list(tmp_path.iterdir()) == []


def test_a_full_or_pulled_stick_while_sealing_is_told() -> None:
    with pytest.raises(NoRoomForStream, match="Free some space"):
        seal_stream(KEY, CONTEXT, io.BytesIO(PLAIN), Stick(b"", errno.ENOSPC, after=1))
    with pytest.raises(StreamInterrupted, match="Try again"):
        seal_stream(KEY, CONTEXT, io.BytesIO(PLAIN), Stick(b"", errno.EIO, after=1))


def test_a_folder_that_is_gone_is_told(tmp_path: Path) -> None:
    with pytest.raises(StreamInterrupted):
        open_stream(KEY, CONTEXT, io.BytesIO(SEALED), tmp_path / "gone" / "restored")
