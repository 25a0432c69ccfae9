"""A file is whole under its name, or not there: full disks, sticks pulled out, files that Excel holds."""

from __future__ import annotations

import errno
from pathlib import Path
from typing import IO

import pytest

from fieldapp.exports.new_file import NewFile, NotWritten


def hello(file: IO[bytes]) -> None:
    file.write(b"hello")


def failing(number: int) -> OSError:
    """What the system raises then."""
    return OSError(number, "no")


def test_the_file_has_its_name_when_it_is_whole(tmp_path: Path) -> None:
    file = NewFile(tmp_path / "a.csv")
    file.write(hello)
    before = (tmp_path / "a.csv").exists()
    file.take_place()

    assert not before
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("a.csv", b"hello")]


def test_a_file_that_was_there_stays_until_the_new_one_is_whole(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"old")
    file = NewFile(tmp_path / "a.csv")

    def halfway(out: IO[bytes]) -> None:
        out.write(b"half")
        raise failing(errno.ENOSPC)

    with pytest.raises(NotWritten, match="no room"):
        file.write(halfway)

    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("a.csv", b"old")]


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "There is no room for “a.csv”"),
        (errno.EACCES, "another program has it open"),
        (errno.EIO, "Is the stick still in?"),
    ],
)
def test_what_went_wrong_is_said_in_words(tmp_path: Path, number: int, words: str) -> None:
    def work(_file: IO[bytes]) -> None:
        raise failing(number)

    with pytest.raises(NotWritten, match="records here are safe") as told:
        NewFile(tmp_path / "a.csv").write(work)

    assert words in str(told.value)


def test_a_name_that_another_program_holds_is_told_and_nothing_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def held(_path: Path, _target: Path) -> None:
        raise PermissionError(errno.EACCES, "in use")

    file = NewFile(tmp_path / "a.xlsx")
    file.write(hello)
    monkeypatch.setattr(Path, "replace", held)

    with pytest.raises(NotWritten, match="Excel holds what it shows"):
        file.take_place()
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_gone_is_told(tmp_path: Path) -> None:
    with pytest.raises(NotWritten, match="stick"):
        NewFile(tmp_path / "gone" / "a.csv").write(hello)


def test_what_stops_the_work_goes_on_and_leaves_nothing(tmp_path: Path) -> None:
    def stop(_file: IO[bytes]) -> None:
        raise KeyError("stopped")

    with pytest.raises(KeyError):
        NewFile(tmp_path / "a.csv").write(stop)
    assert list(tmp_path.iterdir()) == []
