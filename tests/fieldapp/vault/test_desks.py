"""Several desks on one laptop, told apart by the nicknames their workers chose."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from fieldapp.vault.desks import DeskOnLaptop, desks_in, new_desk_folder
from fieldapp.vault.errors import KeystoreMissing, KeystoreNotWritten
from fieldapp.vault.keystore import open_with_passphrase
from fieldapp.vault.nicknames import ADVICE, NicknameRefused, clean_nickname
from tests.fieldapp.vault.conftest import PASSPHRASE, Desk
from tests.fieldapp.vault.forgery import Body, forge


def put_desk(home: Path, desk: Desk, nickname: str) -> Path:
    """A desk whose keystore bears another nickname; listing believes it, opening would not."""
    folder = new_desk_folder(home)
    shutil.copy(desk.file, folder / "keystore")

    def rename(body: Body) -> None:
        body["nickname"] = nickname

    forge(folder / "keystore", rename)
    return folder


def test_a_new_laptop_has_no_desks(tmp_path: Path) -> None:
    assert desks_in(tmp_path) == ()
    assert desks_in(tmp_path / "not there yet") == ()


def test_desks_are_listed_by_nickname_without_any_passphrase(tmp_path: Path, made: Desk) -> None:
    tulip, iris = put_desk(tmp_path, made, "тюльпан"), put_desk(tmp_path, made, "Ирис")

    assert desks_in(tmp_path) == (DeskOnLaptop(iris, "Ирис"), DeskOnLaptop(tulip, "тюльпан"))


def test_a_new_folder_says_nothing_and_is_not_yet_a_desk(tmp_path: Path) -> None:
    folder = new_desk_folder(tmp_path)

    assert folder.parent == tmp_path / "desks"
    assert re.fullmatch("[0-9a-f]{8}", folder.name)
    assert list(folder.iterdir()) == []
    assert desks_in(tmp_path) == ()


def test_no_two_new_folders_are_one(tmp_path: Path) -> None:
    assert len({new_desk_folder(tmp_path) for _ in range(50)}) == 50


def test_a_damaged_desk_is_listed_by_its_folder_and_hides_no_other(tmp_path: Path, made: Desk) -> None:
    damaged, sound = new_desk_folder(tmp_path), put_desk(tmp_path, made, "Ирис")
    (damaged / "keystore").write_bytes(b"half")

    assert set(desks_in(tmp_path)) == {DeskOnLaptop(damaged, damaged.name), DeskOnLaptop(sound, "Ирис")}


def test_a_desk_that_lost_its_keystore_is_listed_and_says_so_when_opened(tmp_path: Path) -> None:
    folder = new_desk_folder(tmp_path)
    (folder / "desk.db").write_bytes(b"records")

    assert desks_in(tmp_path) == (DeskOnLaptop(folder, folder.name),)
    with pytest.raises(KeystoreMissing):
        open_with_passphrase(folder, PASSPHRASE)


def test_what_is_no_desk_is_not_listed(tmp_path: Path, made: Desk) -> None:
    folder = put_desk(tmp_path, made, "Ирис")
    shutil.copytree(folder, tmp_path / "desks" / "copy of desk")
    (tmp_path / "desks" / "0123abcd").write_text("a file", "utf-8")

    assert [desk.folder for desk in desks_in(tmp_path)] == [folder]


def test_a_nickname_that_somebody_wrote_to_mislead_cannot_turn_the_line_round(tmp_path: Path, made: Desk) -> None:
    put_desk(tmp_path, made, "a\u202eb\nc")

    assert [desk.nickname for desk in desks_in(tmp_path)] == ["a·b·c"]


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "desks").write_text("a file in the way", "utf-8")

    with pytest.raises(KeystoreNotWritten):
        new_desk_folder(tmp_path)


def test_a_home_with_cyrillic_and_spaces_in_its_name_serves(tmp_path: Path, made: Desk) -> None:
    home = tmp_path / "Айгүл Б"
    folder = put_desk(home, made, "Ирис")

    assert desks_in(home) == (DeskOnLaptop(folder, "Ирис"),)


def test_a_nickname_is_kept_without_stray_spaces() -> None:
    assert clean_nickname("  Синий   ирис ") == "Синий ирис"
    assert clean_nickname("Өрүк 2") == "Өрүк 2"
    assert clean_nickname("Ирис", taken=["Тюльпан"]) == "Ирис"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (" \t", "Choose a nickname"),
        ("a" * 25, "at most 24 letters"),
        ("a\u202eb", "cannot be shown"),
        ("ИРИС", "Another desk"),
    ],
)
def test_a_nickname_that_will_not_do_is_refused_with_the_reason(typed: str, said: str) -> None:
    with pytest.raises(NicknameRefused, match=said):
        clean_nickname(typed, taken=["Ирис"])


def test_the_advice_is_not_to_take_the_real_name() -> None:
    assert "Do not take your real name" in ADVICE
