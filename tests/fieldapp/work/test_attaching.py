"""A file is attached sealed, comes back whole, and is in clear nowhere but where she saves a copy."""

from __future__ import annotations

import errno
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from fieldapp.domain.attachments import SIZE_LIMIT, SealedId, from_text, to_text
from fieldapp.domain.ids import SpaceId
from fieldapp.errors import FieldappError
from fieldapp.work import attaching
from fieldapp.work.attaching import contents, is_here, save_copy, take_in, take_in_file
from fieldapp.work.desk import Desk
from fieldapp.work.file_troubles import (
    EmptyFile,
    FileDamaged,
    FileNotRead,
    NoRoomToAttach,
    NotHere,
    NotKept,
    NotSavedThere,
    TooLarge,
)
from tests.fieldapp.storage.test_secrecy import in_clear
from tests.fieldapp.work.conftest import a_case, saved, told

CANARY = "канарейка в справке, canary in the file"
CONTENT = (CANARY + "\n").encode() * 5000


def a_file(folder: Path, name: str = "Справка 1.pdf", content: bytes = CONTENT) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def files_of(desk: Desk) -> list[Path]:
    """Every sealed file, whole or half."""
    return list(desk.store.attachments.folder.glob("*"))


def test_a_file_that_was_attached_and_saved_comes_back_whole(desk: Desk, tmp_path: Path) -> None:
    attached = take_in_file(desk, a_file(tmp_path))
    record = saved(desk, "gbv_incident", a_case(desk), incident_description=to_text(attached))

    answer = told(desk, record, "incident_description")

    assert isinstance(answer, str)
    again = from_text(answer)
    assert (again.name, again.type, again.size) == ("Справка 1.pdf", "application/pdf", len(CONTENT))
    assert is_here(desk, again)
    assert contents(desk, again) == CONTENT


def test_no_byte_of_it_stands_in_clear_in_the_folder_of_the_desk(desk: Desk, tmp_path: Path) -> None:
    attached = take_in_file(desk, a_file(tmp_path, f"{CANARY}.txt"))
    saved(desk, "gbv_incident", a_case(desk), incident_description=to_text(attached))
    contents(desk, attached)

    folder = desk.store.path.parent
    assert not in_clear(folder, CANARY, "канарейка", "canary in", attached.key.hex())
    assert not [path for path in folder.rglob("*") if path.is_file() and attached.key in path.read_bytes()]
    assert [path.name for path in files_of(desk)] == [attached.id]


def test_what_is_in_memory_is_attached_in_the_same_way(desk: Desk) -> None:
    attached = take_in(desk, b"\x89PNG drawn", "drawing.png")

    assert attached.type == "image/png"
    assert contents(desk, attached) == b"\x89PNG drawn"


def test_two_files_of_the_same_content_are_two_and_do_not_look_alike(desk: Desk) -> None:
    one, other = take_in(desk, CONTENT, "a.txt"), take_in(desk, CONTENT, "a.txt")

    assert one.id != other.id
    assert one.key != other.key


def test_a_file_of_two_gigabytes_is_refused_before_it_is_read(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    huge = tmp_path / "film.mp4"
    with huge.open("wb") as file:
        file.truncate(2_000_000_000)

    def opened(*_: object, **__: object) -> None:
        raise AssertionError("it was opened")

    monkeypatch.setattr(Path, "open", opened)

    with pytest.raises(TooLarge, match=r"has 2000 MB. Up to 20 MB can be attached"):
        take_in_file(desk, huge)
    assert files_of(desk) == []


def test_the_largest_file_goes_in_and_one_byte_more_does_not(desk: Desk, tmp_path: Path) -> None:
    content = os.urandom(SIZE_LIMIT)

    assert contents(desk, take_in_file(desk, a_file(tmp_path, "a.bin", content))) == content
    with pytest.raises(TooLarge):
        take_in(desk, content + b"1", "a.bin")


def test_a_file_that_grows_while_it_is_read_is_refused_too(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attaching, "size_of", lambda _: 10)

    with pytest.raises(TooLarge):
        take_in_file(desk, a_file(tmp_path, "a.bin", bytes(SIZE_LIMIT + 1)))
    assert files_of(desk) == []


def test_an_empty_file_a_folder_and_one_that_is_gone_are_told_in_words(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(EmptyFile, match="is empty"):
        take_in_file(desk, a_file(tmp_path, content=b""))
    with pytest.raises(FileNotRead, match="Nothing was attached"):
        take_in_file(desk, tmp_path)
    with pytest.raises(FileNotRead):
        take_in_file(desk, tmp_path / "gone.pdf")
    with pytest.raises(FileNotRead):
        take_in_file(desk, tmp_path / "a\0b")
    assert files_of(desk) == []


def test_a_stick_pulled_out_while_the_file_is_read_leaves_nothing_half(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Stick:
        def __enter__(self) -> Stick:
            return self

        def __exit__(self, *_: object) -> None:
            pass

        def read(self, _size: int, /) -> bytes:
            raise OSError(errno.EIO, os.strerror(errno.EIO))

    path, real = a_file(tmp_path), Path.open

    def opened(self: Path, *args: Any, **kwargs: Any) -> Any:
        return Stick() if self == path else real(self, *args, **kwargs)

    monkeypatch.setattr(Path, "open", opened)

    with pytest.raises(FileNotRead, match="unplugged"):
        take_in_file(desk, path)
    assert files_of(desk) == []


@pytest.mark.parametrize(("why", "error"), [(errno.ENOSPC, NoRoomToAttach), (errno.EIO, NotKept)])
def test_a_disk_that_gives_up_in_the_middle_is_told_and_leaves_nothing_half(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, why: int, error: type[FieldappError]
) -> None:
    def fails(_: int) -> None:
        raise OSError(why, os.strerror(why))

    monkeypatch.setattr("fieldapp.storage.attachments.os.fsync", fails)

    with pytest.raises(error, match="What you saved is safe"):
        take_in_file(desk, a_file(tmp_path))
    assert files_of(desk) == []


def test_a_nearly_full_disk_is_left_to_the_records(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fieldapp.storage.attachments.RESERVE", 1 << 60)

    with pytest.raises(NoRoomToAttach, match="some room is kept for what you type"):
        take_in_file(desk, a_file(tmp_path))


def test_a_damaged_file_is_told_and_never_shown_in_part(desk: Desk, tmp_path: Path) -> None:
    attached = take_in_file(desk, a_file(tmp_path))
    path = desk.store.attachments.path(attached.id)
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)

    with pytest.raises(FileDamaged, match="is damaged on this laptop"):
        contents(desk, attached)


def test_a_damaged_file_that_is_nowhere_else_stays_as_it_is(desk: Desk, tmp_path: Path) -> None:
    attached = take_in_file(desk, a_file(tmp_path))
    path = desk.store.attachments.path(attached.id)
    path.write_bytes(path.read_bytes()[:-1] + b"!")

    with pytest.raises(FileDamaged):
        contents(desk, attached)

    assert path.exists()


def test_a_right_file_is_not_given_up_because_an_answer_has_another_key(desk: Desk, tmp_path: Path) -> None:
    attached = take_in_file(desk, a_file(tmp_path))
    desk.store.write_now(lambda write: write.files.deliver(SpaceId("1a" * 16), [attached.id]))

    with pytest.raises(FileDamaged):
        contents(desk, replace(attached, key=bytes(32)))

    assert contents(desk, attached) == CONTENT


def test_an_answer_with_another_key_or_another_size_opens_nothing(desk: Desk, tmp_path: Path) -> None:
    attached = take_in_file(desk, a_file(tmp_path))

    for wrong in (replace(attached, key=bytes(32)), replace(attached, size=1), replace(attached, size=1 << 40)):
        with pytest.raises(FileDamaged):
            contents(desk, wrong)


def test_an_answer_whose_file_has_not_come_says_so(desk: Desk, tmp_path: Path) -> None:
    attached = replace(take_in_file(desk, a_file(tmp_path)), id=SealedId("ab" * 32))

    assert not is_here(desk, attached)
    with pytest.raises(NotHere, match="is not on this laptop"):
        contents(desk, attached)


def test_a_copy_in_clear_is_made_only_where_she_says(desk: Desk, tmp_path: Path) -> None:
    attached = take_in_file(desk, a_file(tmp_path))
    (tmp_path / "stick").mkdir()
    target = a_file(tmp_path / "stick", "copy.pdf", b"an older one, over which she agreed to write")

    save_copy(desk, attached, target)

    assert target.read_bytes() == CONTENT
    assert [path.name for path in target.parent.iterdir()] == ["copy.pdf"]


def test_a_place_that_cannot_be_written_to_is_told_and_left_as_it_was(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    attached = take_in_file(desk, a_file(tmp_path))
    (tmp_path / "stick").mkdir()

    def fails(_: int) -> None:
        raise OSError(errno.ENOSPC, "full")

    with pytest.raises(NotSavedThere):
        save_copy(desk, attached, tmp_path / "gone" / "copy.pdf")
    monkeypatch.setattr("fieldapp.work.attaching.os.fsync", fails)
    with pytest.raises(NotSavedThere, match="Nothing half is left"):
        save_copy(desk, attached, tmp_path / "stick" / "copy.pdf")
    assert list((tmp_path / "stick").iterdir()) == []
